"""Numbers kept before a letter is issued, and the dates that come with them; numbers for the mail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import NotFound
from balai.ui.formats import long_date
from modules.letters.errors import LetterError, MessageMissing, ReservationGone
from modules.letters.models import EventKind, Letter, NumberSlot, SlotState, State
from modules.letters.numbering import Number, mail_sequence, sequence_of, take_slot
from modules.letters.services.settings import present_settings
from modules.letters.services.steps import locked, message_of, move
from modules.letters.types import LetterType, letter_type

_BEFORE = (State.SUBMITTED, State.CHECKING, State.SIGNING, State.RETURNED)
#: How far back a letter may be dated: the register of the year before is settled in its first months.
DAYS_BACK = 366


def _checked_day(on: date) -> date:
    present = today()
    if on > present:
        raise LetterError(_("Tanggal surat tidak boleh sesudah hari ini."), field="on")
    if on < present - timedelta(days=DAYS_BACK):
        raise LetterError(_("Tanggal surat paling lama {days} hari yang lalu.").format(days=DAYS_BACK), field="on")
    return on


def _why(text: str) -> str:
    text = " ".join(text.split())[:300]
    if not text:
        raise MessageMissing(field="reason")
    return text


@atomic
def reserve_number(*, actor: Actor, kind: LetterType | str, on: date, reason: str) -> NumberSlot:
    """Keep a number for a letter that is not there yet: the next one today, 012.a behind the last one of a day in the past.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``.
        MessageMissing: no reason. LetterError: a day to come, or too long ago. NoNumberYet: see there.
    """
    require(actor, "letters.manage")
    reason = _why(reason)
    kind = letter_type(kind) if isinstance(kind, str) else kind
    _checked_day(on)
    slot = take_slot(
        sequence=sequence_of(kind, present_settings().scheme_of(on.year)), on=on, present=today(),
        state=SlotState.RESERVED, type_key=kind.key, reason=reason, by=actor.name[:150],
    )  # fmt: skip
    audit.record(actor, "letters.number_reserved", about=slot, sequence=slot.sequence, serial=slot.serial, sub=slot.sub)
    return slot


@atomic
def void_number(*, actor: Actor, slot: NumberSlot, reason: str) -> NumberSlot:
    """Give up a number that was kept: it stays in the register as void, and nobody gets it again.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``. MessageMissing: no reason.
        ReservationGone: it is used or void already, or kept for a letter that waits for it.
    """
    require(actor, "letters.manage")
    reason = _why(reason)
    row = NumberSlot.objects.select_for_update().filter(pk=slot.pk).first()
    if row is None:
        raise NotFound()
    if row.state != SlotState.RESERVED or Letter.objects.filter(reserved=row).exists():
        raise ReservationGone()
    row.state, row.void_reason = SlotState.VOID, reason
    row.save(update_fields=["state", "void_reason"])
    audit.record(actor, "letters.number_void", about=row, sequence=row.sequence, serial=row.serial, sub=row.sub)
    return row


@atomic
def assign_number(*, actor: Actor, letter: Letter, slot: NumberSlot, version: str = "") -> Letter:
    """Say that a letter takes a number that was kept: its approval gives it that number and that date.

    A number of another row (another kind's, where each kind has its own) does not fit. What the letter had before goes
    back to the kept ones.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``. WrongState: it has its number.
        ReservationGone: the number is used, void, another letter's or another row's.
    """
    require(actor, "letters.manage")
    row = locked(letter, _BEFORE, version)
    kept = NumberSlot.objects.select_for_update().filter(pk=slot.pk, state=SlotState.RESERVED).first()
    if kept is None or Letter.objects.filter(reserved=kept).exclude(pk=row.pk).exists():
        raise ReservationGone(field="slot")
    if kept.sequence != sequence_of(row.type, present_settings().scheme_of(kept.year)):
        raise ReservationGone(field="slot")
    row.reserved = kept
    words = _("Nomor {number}, tanggal {date}: {reason}").format(
        number=kept.words, date=long_date(kept.dated), reason=kept.reason
    )
    return move(row, State(row.state), EventKind.DATED, actor=actor, message=words[:500], also=["reserved"])


@atomic
def date_letter(*, actor: Actor, letter: Letter, on: date, reason: str, version: str = "") -> Letter:
    """Date a letter back (or fix today's number for it): the number is kept at once, the approval gives it.

    Raises:
        As :func:`reserve_number` and :func:`assign_number`.
    """
    require(actor, "letters.manage")
    row = locked(letter, _BEFORE, version)
    slot = reserve_number(actor=actor, kind=row.type, on=on, reason=reason)
    return assign_number(actor=actor, letter=row, slot=slot)


@atomic
def undate_letter(*, actor: Actor, letter: Letter, reason: str, version: str = "") -> Letter:
    """Let a letter take the next number after all; the one that was kept for it stays with the kept ones.

    Raises:
        NotAllowed, MessageMissing, WrongState: as they say.
    """
    require(actor, "letters.manage")
    text = message_of(reason)
    row = locked(letter, _BEFORE, version)
    row.reserved = None
    return move(row, State(row.state), EventKind.DATED, actor=actor, message=text, also=["reserved"])


@atomic
def take_mail_number(*, direction: Literal["in", "out"], on: date) -> Number:
    """A number for incoming or outgoing mail, in the caller's transaction: from the row that the village's settings say,
    which is the letters' own where all are joined. Unique in the database with them. ``text`` is empty: mail has its own
    way of writing numbers. A day in the past takes a number behind the last one of that day.

    Raises:
        NoNumberYet, NumberTaken: as they say.
    """
    slot = take_slot(
        sequence=mail_sequence(direction, present_settings().scheme_of(on.year)), on=on, present=today(),
        state=SlotState.USED, used_for=f"mail_{direction}",
    )  # fmt: skip
    return Number(slot.sequence, slot.year, slot.serial, "", slot.sub, slot.pk)


def slot_of(key: UUID | str) -> NumberSlot:
    """One number.

    Raises:
        NotFound: there is none.
    """
    found = NumberSlot.objects.filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found
