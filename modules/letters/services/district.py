"""The camat's step: the letter goes to the district as a hand-over, and the answer comes back to its timeline.

The letter has its number and is frozen; its PDF is printed once the camat has answered, with the camat's name in the
block. A refusal takes nothing away: the office sends it again, has it signed on paper, or withdraws it (its number stays).
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.documents import render_letter
from balai.errors import BalaiError, NotFound
from balai.jobs import enqueue
from balai.ui.formats import long_date
from modules.letters.errors import WrongState
from modules.letters.merging import printed_data
from modules.letters.models import EventKind, Letter, State
from modules.letters.services.printing import TEMPLATE, ask_for_print
from modules.letters.services.steps import locked, message_of, move
from tenants.context import current_village
from tenants.exchange import district as exchange
from tenants.exchange.models import HandoverState

SEND = "letters.send_to_district"
logger = logging.getLogger(__name__)


def send_to_district(*, actor: Actor, row: Letter) -> None:
    """Ask for a letter's way to the district: the paper is drawn in a job, since no transaction waits for a printer."""
    enqueue(
        SEND, actor=actor, title=_("Kirim ke kecamatan: {title}").format(title=row.title)[:200], about=row,
        args={"letter": str(row.pk)}, key=f"district:{row.pk}", queue="fast",
    )  # fmt: skip


def _house() -> Actor:
    """Who acts where nobody presses a button: the timeline is read by people."""
    return Actor(kind="job", id=SEND, name=_("Sistem"), role="job")


@atomic
def send_again(*, actor: Actor, letter: Letter, version: str = "") -> Letter:
    """Send a letter to the district once more, after a refusal or after it was taken back.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``. WrongState: it does not wait for the camat, or is there already.
    """
    require(actor, "letters.manage")
    row = locked(letter, [State.DISTRICT], version)
    if row.handover is not None:
        raise WrongState(state=row.state, label=str(State.DISTRICT.label))
    send_to_district(actor=actor, row=row)
    return row


def offer_letter(letter_id: UUID | str) -> UUID | None:
    """The job: draw the paper as the village has signed it, and offer it. A second run finds it offered."""
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        raise NotFound()
    if letter.state != State.DISTRICT or letter.handover is not None:
        return letter.handover
    pdf = render_letter(printed_data(letter), TEMPLATE)
    facts = {
        "title": letter.title, "number": letter.number, "date": long_date(letter.letter_date), "name": letter.applicant_name,
        "signer": letter.signer.get("name", ""), "lines": letter.signer.get("lines", []), "village": current_village().title,
    }  # fmt: skip
    actor = _house()
    with transaction.atomic():
        row = locked(letter, [State.DISTRICT])
        if row.handover is not None:
            return row.handover
        made = exchange.offer(district=current_village().district_code, letter=row.pk, facts=facts, pdf=pdf)
        row.handover = made.pk
        words = current_village().district_name
        move(row, State.DISTRICT, EventKind.SENT_ON, actor=actor, message=words, note="", also=["handover"])
    return made.pk


@atomic
def take_back_letter(*, actor: Actor, letter: Letter, reason: str, version: str = "") -> Letter:
    """Take a letter back from the district before it is answered.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``. MessageMissing. WrongState: it is not there.
        HandoverEnded: the district has just answered.
    """
    require(actor, "letters.manage")
    text = message_of(reason)
    row = locked(letter, [State.DISTRICT], version)
    _take_back(row)
    return move(row, State.DISTRICT, EventKind.TAKEN_BACK, actor=actor, message=text, note=text, also=["handover"])


def _take_back(row: Letter) -> None:
    found = exchange.mine(row.handover) if row.handover is not None else None
    if found is None:
        raise WrongState(state=row.state, label=_("belum dikirim ke kecamatan"))
    exchange.take_back(found)
    row.handover = None


def after_district(row: Letter) -> State:
    """What follows the camat's answer, or the approval where no camat is asked."""
    return State.SEALING if row.needs_signature else State.READY


@atomic
def signed_on_paper(*, actor: Actor, letter: Letter, version: str = "") -> Letter:
    """The camat signs this one on paper: the letter is printed with an empty block, and goes its way.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``. WrongState. HandoverEnded: the district has just answered.
    """
    require(actor, "letters.manage")
    row = locked(letter, [State.DISTRICT], version)
    if row.handover is not None:
        _take_back(row)
    row = move(row, after_district(row), EventKind.ON_PAPER, actor=actor, note="", also=["handover"])
    ask_for_print(actor=actor, letter=row)
    return row


def catch_up() -> int:
    """Take note of everything that the district has answered, and take back what nobody answered in time."""
    done = 0
    waiting = Letter.objects.filter(state=State.DISTRICT, handover__isnull=False)
    for letter in list(waiting.order_by("state_since", "id")):
        try:
            with transaction.atomic():
                done += _take_note(letter)
        except BalaiError as error:
            logger.error("letter %s waits for the district: %s", letter.pk, error.code)
    return done


def _take_note(letter: Letter) -> bool:
    row = locked(letter, [State.DISTRICT])
    found = exchange.mine(row.handover) if row.handover is not None else None
    if found is None:
        return False
    if found.state == HandoverState.OFFERED:
        if found.expires_at > timezone.now():
            return False
        exchange.take_back(found)
        row.handover = None
        text = _("Tidak dijawab kecamatan dalam {days} hari.").format(days=exchange.DAYS)
        move(
            row, State.DISTRICT, EventKind.TAKEN_BACK, actor=_house(), message=text, note=text, also=["handover"]
        )  # fmt: skip
        return True
    said = exchange.answer_of(found)
    actor = Actor(kind="staff", id=said["by"], name=said["name"], role="district")
    approved = found.state == HandoverState.ACCEPTED
    exchange.settle(found)
    row.handover = None
    audit.record(Actor.job(exchange.CATCH_UP), "letters.district_answered", about=row, approved=approved)
    if not approved:
        text = str(said["reason"])[:500]
        note = _("Camat menolak: {reason}").format(reason=text)[:500]
        move(row, State.DISTRICT, EventKind.DISTRICT_NO, actor=actor, message=text, note=note, also=["handover"])
        return True
    row.district = {key: said[key] for key in ("name", "position", "nip", "at")}
    move(
        row, after_district(row), EventKind.DISTRICT_YES, actor=actor, message=said["position"], note="",
        also=["handover", "district"],
    )  # fmt: skip
    ask_for_print(actor=Actor.job(exchange.CATCH_UP), letter=row)
    return True
