"""A row of the workbook ``Anggota`` by itself: who it is about, as what, since when; every mistake told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balai.db import today
from balai.imports import Heading, Row, Tally, day_of
from modules.groups import columns as c
from modules.groups.models import EndReason, Position
from modules.population.models import Resident
from modules.population.picking import state_words


def squeezed(text: str) -> str:
    """Letters and digits in capitals: how words of a list are compared."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


_POSITIONS = {squeezed(str(label)): code for code, label in Position.choices} | {
    str(code): code for code in Position.values
}
_REASONS = {squeezed(str(label)): code for code, label in EndReason.choices} | {
    code.upper(): code for code in EndReason.values
}


@dataclass
class Line:
    """A row that makes sense by itself."""

    row: Row
    person: Resident
    #: position, position_title, and what else the row says; what is empty is left out.
    values: dict[str, Any]

    @property
    def code(self) -> str:
        """The group's."""
        return self.row.text("code")

    @property
    def is_former(self) -> bool:
        """A membership of the past."""
        return bool(self.values.get("until"))

    @property
    def is_chair(self) -> bool:
        """The present chair."""
        return self.values["position"] == Position.CHAIR and not self.is_former


def sensible(rows: list[Row], tally: Tally) -> list[Line]:
    """Rows that make sense by themselves; the others are refused, each with all that is wrong in it."""
    niks = {row.digits("nik") for row in rows}
    people = {each.nik: each for each in Resident.objects.filter(nik__in=niks, void_at=None)}
    lines = []
    for row in rows:
        nik = row.digits("nik")
        person = people.get(nik)
        if not row.text("code"):
            tally.refuse(row.number, c.CODE.title, "", "no_code", _("Kode kelompok atau lembaga belum diisi."))
        elif len(row.text("code")) > 16:
            tally.refuse(row.number, c.CODE.title, row.text("code"), "code_long", _("Kode paling panjang 16."))
        if not re.fullmatch(r"[0-9]{16}", nik):
            message = _("NIK harus 16 angka. Yang tertulis {n} angka.").format(n=len(nik))
            tally.refuse(row.number, c.NIK.title, nik, "nik_length", message)
        elif person is None:
            tally.refuse(row.number, c.NIK.title, nik, "nik_unknown", _("NIK ini tidak ada di data penduduk desa."))
        values = _values(row, tally)
        if person is not None and not person.is_here and not values.get("until"):
            message = _("{name} berstatus {state}. Isi kolom SAMPAI bila ini riwayat.").format(
                name=person.name, state=state_words(person)
            )
            tally.refuse(row.number, c.NIK.title, nik, "not_present", message)
        if person is not None and not tally.is_refused(row.number):
            lines.append(Line(row, person, values))
    return lines


def _values(row: Row, tally: Tally) -> dict[str, Any]:
    """A membership's values in a row; what is empty is left out."""
    found: dict[str, Any] = {}
    written = row.text("position")
    code = _POSITIONS.get(squeezed(written))
    if not written:
        tally.refuse(row.number, c.POSITION.title, "", "no_position", _("Jabatan belum diisi."))
    elif code is None and len(written) > 100:
        tally.refuse(row.number, c.POSITION.title, written, "too_long", _("Jabatan paling panjang 100 huruf."))
    found["position"], found["position_title"] = (code, "") if code is not None else (None, written)
    for heading, longest in c.MEMBER_TEXTS.items():
        text_into(row, heading, longest, found, tally)
    for heading in c.MEMBER_DAYS:
        day_into(row, heading, found, tally)
    if found.get("until"):
        reason = _REASONS.get(squeezed(row.text("end_reason"))) if row.text("end_reason") else EndReason.TERM.value
        if reason is None:
            options = ", ".join(str(label) for _code, label in EndReason.choices)
            message = _("Alasan ini tidak dikenal. Tulis salah satu dari: {options}.").format(options=options)
            tally.refuse(row.number, c.REASON.title, row.text("end_reason"), "unknown_reason", message)
        else:
            found["end_reason"] = reason
    since, until = found.get("since"), found.get("until")
    if until and since and until < since:
        message = _("Tanggal berakhir sebelum tanggal mulai.")
        tally.refuse(row.number, c.UNTIL.title, row.text("until"), "ends_before", message)
    if until and not since:
        message = _("Isi juga kolom SEJAK bagi yang sudah berhenti.")
        tally.refuse(row.number, c.SINCE.title, "", "no_since", message)
    return found


def text_into(row: Row, heading: Heading, longest: int, found: dict[str, Any], tally: Tally) -> None:
    """A cell of text into the values, refused where it is too long; nothing where it is empty."""
    text = row.text(heading.key)
    if len(text) > longest:
        message = _("Paling panjang {n} huruf. Yang tertulis {have}.").format(n=longest, have=len(text))
        tally.refuse(row.number, heading.title, text, "too_long", message)
    elif text:
        found[heading.key] = text


def day_into(row: Row, heading: Heading, found: dict[str, Any], tally: Tally) -> None:
    """A cell that holds a day into the values, refused where it is none or lies ahead; nothing where it is empty."""
    try:
        day = day_of(row.cells.get(heading.key))
    except ValueError:
        text = row.text(heading.key)
        message = _('"{value}" bukan tanggal yang ada. Tulis seperti 24-11-2026.').format(value=text)
        tally.refuse(row.number, heading.title, text, "bad_day", message)
        return
    if day is not None and day > today():
        tally.refuse(row.number, heading.title, row.text(heading.key), "day_ahead", _("Tanggal ini belum tiba."))
    elif day is not None:
        found[heading.key] = day
