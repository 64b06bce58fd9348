"""Every write on letters: one function a use case, one transaction each."""

from modules.letters.services.approval import Outcome, approve_letter, approve_many
from modules.letters.services.batch import (
    approve_batch,
    close_batch,
    confirm_batch,
    draft_batch,
    leave_out,
    resume_batch,
    start_batch,
)
from modules.letters.services.checking import check_letter, reject_letter, return_letter
from modules.letters.services.issued import hand_over, withdraw_letter
from modules.letters.services.printing import print_again, render
from modules.letters.services.requests import Attachment, cancel_letter, request_letter, resubmit_letter
from modules.letters.services.settings import change_settings, present_settings

__all__ = [
    "Attachment",
    "Outcome",
    "approve_batch",
    "approve_letter",
    "approve_many",
    "cancel_letter",
    "change_settings",
    "check_letter",
    "close_batch",
    "confirm_batch",
    "draft_batch",
    "hand_over",
    "leave_out",
    "present_settings",
    "print_again",
    "reject_letter",
    "render",
    "request_letter",
    "resubmit_letter",
    "resume_batch",
    "return_letter",
    "start_batch",
    "withdraw_letter",
]
