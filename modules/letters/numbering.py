"""Numbers of letters: which row they belong to, which comes next, how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.transaction import TransactionManagementError

from balai.ui.formats import ROMAN
from modules.letters.errors import FormatRefused
from modules.letters.models import LetterSettings, Scheme
from modules.letters.types import LetterType
from tenants.exchange.services import highest_number, mark_number

TAGS = ("kode_surat", "nomor_surat", "kode_desa", "bulan_romawi", "tahun")
_TAG = re.compile(r"\[([a-z_]+)(?:\s*,\s*(\d))?\]")
_ANY_TAG = re.compile(r"\[[^\]]*\]?")


@dataclass(frozen=True)
class Number:
    """A number taken: the row of numbers, year, serial, and the whole as it is printed."""

    sequence: str
    year: int
    serial: int
    text: str


def sequence_of(letter_type: LetterType, scheme: str) -> str:
    """The row of numbers that a letter belongs to."""
    return "surat" if scheme == Scheme.JOINED else f"surat:{letter_type.key}"


def next_serial(*, sequence: str, year: int) -> int:
    """Take the next number of a row; held until the transaction ends, given back when it fails.

    It begins above the mark in public: a village restored from yesterday's copy never gives a number out twice.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("next_serial() needs a transaction.")
    mark = highest_number(sequence=sequence, year=year)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO letters_numbercounter (sequence, year, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (sequence, year) "
            "DO UPDATE SET last = greatest(letters_numbercounter.last, %s) + 1 RETURNING last",
            [sequence, year, mark + 1, mark],
        )
        serial = int(cursor.fetchone()[0])
    mark_number(sequence=sequence, year=year, serial=serial)
    return serial


def next_in_queue(on: date) -> int:
    """The next queue number of a day: the same counter, but nobody marks it outside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO letters_numbercounter (sequence, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (sequence, year) DO UPDATE SET last = letters_numbercounter.last + 1 RETURNING last",
            [f"antrean:{on:%m-%d}", on.year],
        )
        return int(cursor.fetchone()[0])


def take_number(*, letter_type: LetterType, settings: LetterSettings, village_code: str, on: date) -> Number:
    """The next number for a letter of a kind on a day."""
    sequence = sequence_of(letter_type, settings.scheme_of(on.year))
    serial = next_serial(sequence=sequence, year=on.year)
    text = write_number(
        letter_type.number_format or settings.number_format,
        letter_code=letter_type.code,
        serial=serial,
        village_code=village_code,
        on=on,
    )
    return Number(sequence=sequence, year=on.year, serial=serial, text=text)


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


def write_number(format_text: str, *, letter_code: str, serial: int, village_code: str, on: date) -> str:
    """A number as it is printed: "500/012/3315052010/XI/2026"."""
    values = {
        "kode_surat": letter_code,
        "kode_desa": village_code,
        "bulan_romawi": ROMAN[on.month - 1],
        "tahun": str(on.year),
    }

    def replaced(found: re.Match[str]) -> str:
        tag, width = found.group(1), found.group(2)
        return str(serial).zfill(int(width or 0)) if tag == "nomor_surat" else values.get(tag, found.group(0))

    return _TAG.sub(replaced, format_text)
