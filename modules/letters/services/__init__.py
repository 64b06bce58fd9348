"""Every write on letters: one function a use case, one transaction each."""

from modules.letters.services.approval import Outcome, approve_letter, approve_many
from modules.letters.services.archive import ask_for_zip, place_letters
from modules.letters.services.batch import (
    approve_batch,
    close_batch,
    confirm_batch,
    draft_batch,
    leave_out,
    resume_batch,
    start_batch,
)
from modules.letters.services.chain import Authority, Chain, Chains, chain_of
from modules.letters.services.checking import check_letter, reject_letter, return_letter
from modules.letters.services.delegation import end_absence, record_absence
from modules.letters.services.district import send_again, signed_on_paper, take_back_letter
from modules.letters.services.drafts import delete_draft, save_draft, send_draft
from modules.letters.services.issued import hand_over, receipt_pdf, withdraw_letter
from modules.letters.services.many import approve_in_job
from modules.letters.services.numbers import (
    assign_number,
    date_letter,
    reserve_number,
    take_mail_number,
    undate_letter,
    void_number,
)
from modules.letters.services.printing import print_again, render
from modules.letters.services.receiving import HandedOver, hand_over_many, receipts_pdf
from modules.letters.services.requests import Attachment, cancel_letter, request_letter, resubmit_letter
from modules.letters.services.settings import change_chain, change_settings, present_settings

__all__ = [
    "Attachment",
    "Authority",
    "Chain",
    "Chains",
    "HandedOver",
    "Outcome",
    "approve_batch",
    "approve_in_job",
    "approve_letter",
    "approve_many",
    "ask_for_zip",
    "assign_number",
    "cancel_letter",
    "chain_of",
    "change_chain",
    "change_settings",
    "check_letter",
    "close_batch",
    "confirm_batch",
    "date_letter",
    "delete_draft",
    "draft_batch",
    "end_absence",
    "hand_over",
    "hand_over_many",
    "leave_out",
    "place_letters",
    "present_settings",
    "print_again",
    "receipt_pdf",
    "receipts_pdf",
    "record_absence",
    "reject_letter",
    "render",
    "request_letter",
    "reserve_number",
    "resubmit_letter",
    "resume_batch",
    "return_letter",
    "save_draft",
    "send_again",
    "send_draft",
    "signed_on_paper",
    "start_batch",
    "take_back_letter",
    "take_mail_number",
    "undate_letter",
    "void_number",
    "withdraw_letter",
]
