"""Numbers of letters: which row they belong to, which comes next, how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max
from django.db.transaction import TransactionManagementError

from balai.db import translate_unique
from balai.ids import uuid7
from balai.ui.formats import ROMAN
from modules.letters.errors import FormatRefused, NoNumberYet, NumberTaken, ReservationGone
from modules.letters.models import LetterSettings, NumberSlot, Scheme, SlotState
from modules.letters.types import LetterType
from tenants.exchange.services import highest_number, mark_number

TAGS = ("kode_surat", "nomor_surat", "kode_desa", "bulan_romawi", "tahun")
_TAG = re.compile(r"\[([a-z_]+)(?:\s*,\s*(\d))?\]")
#: The row of numbers that letters and mail share.
EVERYTHING = "semua"
_ANY_TAG = re.compile(r"\[[^\]]*\]?")


@dataclass(frozen=True)
class Number:
    """A number taken: the row of numbers, year, serial, and the whole as it is printed ("" for mail, which writes its own)."""

    sequence: str
    year: int
    serial: int
    text: str
    sub: str = ""
    slot: UUID | None = None


def sequence_of(letter_type: LetterType, scheme: str) -> str:
    """The row of numbers that a letter belongs to."""
    if scheme == Scheme.ALL:
        return EVERYTHING
    return "surat" if scheme == Scheme.JOINED else f"surat:{letter_type.key}"


def mail_sequence(direction: str, scheme: str) -> str:
    """The row of numbers that incoming (``in``) and outgoing (``out``) mail belong to."""
    return EVERYTHING if scheme == Scheme.ALL else {"in": "masuk", "out": "keluar"}[direction]


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("Numbers are taken in a transaction.")


def next_serials(*, sequence: str, year: int, count: int = 1) -> list[int]:
    """Take the next numbers of a row; held until the transaction ends, given back when it fails.

    They begin above the mark in public: a village restored from yesterday's copy never gives a number out twice.
    """
    _need_transaction()
    mark = highest_number(sequence=sequence, year=year)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO letters_numbercounter (sequence, year, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (sequence, year) "
            "DO UPDATE SET last = greatest(letters_numbercounter.last, %s) + %s RETURNING last",
            [sequence, year, mark + count, mark, count],
        )
        last = int(cursor.fetchone()[0])
    mark_number(sequence=sequence, year=year, serial=last)
    return list(range(last - count + 1, last + 1))


def letters_of_place(place: int) -> str:
    """The letter of the first, second ... back-dated number behind a serial: a, b, ... z, aa, ab."""
    found = ""
    while place > 0:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def next_sub(*, sequence: str, on: date) -> tuple[int, str]:
    """The serial that a letter dated in the past stands behind, and its letter: 012.a, then 012.b.

    It is the last serial given out on or before that day, so that the register stays in the order of dates.

    Raises:
        NoNumberYet: no number of that year had been given out by that day.
    """
    _need_transaction()
    with connection.cursor() as cursor:
        # The counter's row is the row's lock: two who date back at once take 012.a and 012.b.
        cursor.execute(
            "SELECT last FROM letters_numbercounter WHERE sequence = %s AND year = %s FOR UPDATE", [sequence, on.year]
        )
        cursor.fetchone()
    plain = NumberSlot.objects.filter(sequence=sequence, year=on.year, sub="", dated__lte=on)
    serial = plain.aggregate(last=Max("serial"))["last"]
    if serial is None:
        raise NoNumberYet(on=on.isoformat(), field="on")
    marked = f"{sequence}#{serial}"
    behind = NumberSlot.objects.filter(sequence=sequence, year=on.year, serial=serial).exclude(sub="").count()
    place = max(behind, highest_number(sequence=marked, year=on.year)) + 1
    mark_number(sequence=marked, year=on.year, serial=place)
    return serial, letters_of_place(place)


def take_slot(*, sequence: str, on: date, present: date, **values: Any) -> NumberSlot:
    """The next number of a row for a day, kept for good: the next serial today, behind the last one of a day in the past.

    Raises:
        NoNumberYet, NumberTaken: as they say.
    """
    if on >= present:
        return take_slots(sequence=sequence, on=on, count=1, **values)[0]
    serial, sub = next_sub(sequence=sequence, on=on)
    with translate_unique({"number_slot_once": NumberTaken(serial=serial, year=on.year)}):
        return NumberSlot.objects.create(
            sequence=sequence, year=on.year, serial=serial, sub=sub, dated=on, **values
        )  # fmt: skip


def take_slots(*, sequence: str, on: date, count: int, **values: Any) -> list[NumberSlot]:
    """The next numbers of a row for today, one after the other, kept for good.

    Raises:
        NumberTaken: the counter stands behind what was given out.
    """
    serials = next_serials(sequence=sequence, year=on.year, count=count)
    slots = [
        NumberSlot(id=uuid7(), sequence=sequence, year=on.year, serial=serial, dated=on, **values) for serial in serials
    ]
    with translate_unique({"number_slot_once": NumberTaken(serial=serials[0], year=on.year)}):
        return NumberSlot.objects.bulk_create(slots)


def next_in_queue(on: date) -> int:
    """The next queue number of a day: the same counter, but nobody marks it outside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO letters_numbercounter (sequence, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (sequence, year) DO UPDATE SET last = letters_numbercounter.last + 1 RETURNING last",
            [f"antrean:{on:%m-%d}", on.year],
        )
        return int(cursor.fetchone()[0])


def take_numbers(
    *, letter_type: LetterType, settings: LetterSettings, village_code: str, on: date, count: int
) -> list[Number]:
    """The next numbers for letters of one kind on a day.

    Raises:
        NumberTaken: see :func:`take_slots`.
    """
    slots = take_slots(
        sequence=sequence_of(letter_type, settings.scheme_of(on.year)), on=on, count=count, state=SlotState.USED,
        used_for="letter", type_key=letter_type.key,
    )  # fmt: skip
    return [_numbered(slot, letter_type, settings, village_code) for slot in slots]


def take_reserved(
    reserved: NumberSlot, *, letter_type: LetterType, settings: LetterSettings, village_code: str
) -> Number:
    """The number that was kept for a letter.

    Raises:
        ReservationGone: it was used or made void since.
    """
    slot = NumberSlot.objects.select_for_update().get(pk=reserved.pk)
    if slot.state != SlotState.RESERVED:
        raise ReservationGone()
    slot.state, slot.used_for = SlotState.USED, "letter"
    slot.save(update_fields=["state", "used_for"])
    return _numbered(slot, letter_type, settings, village_code)


def _numbered(slot: NumberSlot, letter_type: LetterType, settings: LetterSettings, village_code: str) -> Number:
    text = write_number(
        letter_type.number_format or settings.number_format,
        letter_code=letter_type.code,
        serial=slot.serial,
        sub=slot.sub,
        village_code=village_code,
        on=slot.dated,
    )
    return Number(sequence=slot.sequence, year=slot.year, serial=slot.serial, sub=slot.sub, text=text, slot=slot.pk)


def check_format(text: str) -> None:
    """Refuse a format that cannot number.

    Raises:
        FormatRefused: an unknown tag, or none for the serial.
    """
    known = ", ".join(f"[{tag}]" for tag in TAGS)
    for found in _ANY_TAG.findall(text):
        exact = _TAG.fullmatch(found)
        if exact is None or exact.group(1) not in TAGS or (exact.group(2) and exact.group(1) != "nomor_surat"):
            raise FormatRefused(tag=found, known=known, field="number_format")
    if "nomor_surat" not in [found.group(1) for found in _TAG.finditer(text)]:
        raise FormatRefused(field="number_format")


def write_number(format_text: str, *, letter_code: str, serial: int, village_code: str, on: date, sub: str = "") -> str:
    """A number as it is printed: "500/012/3315052010/XI/2026", back-dated "500/012.a/..."."""
    values = {
        "kode_surat": letter_code,
        "kode_desa": village_code,
        "bulan_romawi": ROMAN[on.month - 1],
        "tahun": str(on.year),
    }

    def replaced(found: re.Match[str]) -> str:
        tag, width = found.group(1), found.group(2)
        if tag == "nomor_surat":
            return str(serial).zfill(int(width or 0)) + (f".{sub}" if sub else "")
        return values.get(tag, found.group(0))

    return _TAG.sub(replaced, format_text)
