"""B.4 Buku Penduduk Sementara: every stay of a temporary resident until the month's end, over or not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.documents.tables import Column, HeadCell, head_of
from modules.population.books import words
from modules.population.books.declaration import Book, Printing, Row, part
from modules.population.codes import Presence, Residency
from modules.population.models import EventKind
from modules.population.selectors.amended import AMENDED, DETAILS, NOTE
from modules.population.selectors.frozen import places_at_sql
from modules.population.selectors.mutations import why_words
from modules.population.selectors.past import _GONE, people_at_sql
from modules.population.selectors.residence import BEGINNINGS, began

# A line and its undo that count on the same day were taken back in the open month: neither is seen.
_LINES = f"""
SELECT e.resident_id, e.kind, e.event_date, e.after, {DETAILS}, {NOTE}, coalesce(t.kind, ''), coalesce({_GONE}, false)
FROM population_populationevent e
LEFT JOIN population_populationevent t ON t.id = e.target_id
LEFT JOIN population_populationevent u ON u.target_id = e.id {AMENDED}
WHERE e.counted_on <= %s AND (t.id IS NULL OR t.counted_on <> e.counted_on)
    AND (u.id IS NULL OR u.counted_on <> e.counted_on)
    AND e.resident_id IN (SELECT resident_id FROM population_populationevent
        WHERE counted_on <= %s AND (after->>'residency')::int = {int(Residency.TEMPORARY)})
ORDER BY e.id
"""  # noqa: S608
_PEOPLE = """
SELECT p.id, p.name, p.sex, p.nik, p.nik_temporary, p.passport_number, p.kitas_number, p.birth_place, p.birth_date,
    p.occupation, p.citizenship, p.ethnicity, p.origin_country, p.address_previous, p.address_current, place.rt, place.rw,
    place.dusun, p.note
FROM {people} p LEFT JOIN {places} place ON place.id = p.rt_id WHERE p.id = ANY(%s)
"""
_FIELDS = (
    "id", "name", "sex", "nik", "nik_temporary", "passport", "kitas", "birth_place", "birth_date", "occupation",
    "citizenship", "ethnicity", "origin", "previous", "current", "rt", "rw", "dusun", "note",
)  # fmt: skip


@dataclass
class Stay:
    """From arrival to departure; a second arrival is a second stay, so that leaving overwrites nothing."""

    person: UUID
    came: date | None
    details: dict[str, Any]
    order: int
    left: date | None = None
    over: bool = False
    note: str = ""


def stays(on: date) -> list[Stay]:
    """All stays known at the end of a day, by arrival (``selectors.residence`` says since when)."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [on, on, on])
        lines = cursor.fetchall()
    found: list[Stay] = []
    last: dict[UUID, Stay] = {}
    beginnings: dict[UUID, date | None] = {}
    for person, kind, event_date, after, details, note, target_kind, gone in lines:
        state = json.loads(after)
        here = not gone and state.get("residency") == Residency.TEMPORARY and state.get("presence") == Presence.PRESENT
        stay = last.get(person)
        if kind in BEGINNINGS:
            beginnings[person] = began(kind, event_date, json.loads(details))
        if here and (stay is None or stay.over):
            if stay is not None and kind == EventKind.UNDO:
                stay.left, stay.over, stay.note = None, False, ""
                continue
            last[person] = Stay(person, beginnings.get(person), json.loads(details), len(found), note=note)
            found.append(last[person])
        elif not here and stay is not None and not stay.over:
            stay.left, stay.over = event_date, True
            stay.note = words.notes(_ended(kind, json.loads(details), target_kind, gone), note)
    return sorted(found, key=lambda stay: (stay.came or date.min, stay.order))


def _ended(kind: str, details: dict[str, Any], target_kind: str, gone: bool) -> str:
    """Why a stay is over, where it is not by just leaving."""
    if gone or kind == EventKind.UNDO:
        return why_words("undo", target_kind or EventKind.TEMPORARY)
    if kind == EventKind.MOVE_OUT and details.get("destination"):
        return _("pindah ke {place}").format(place=details["destination"])
    return {
        EventKind.DEATH: _("meninggal"), EventKind.MOVE_OUT: _("pindah"), EventKind.MISSING: _("hilang"),
        EventKind.BECAME_PERMANENT: _("menjadi penduduk tetap"),
    }.get(EventKind(kind), "")  # fmt: skip


def _rows(printing: Printing, offset: int, limit: int | None) -> list[Row]:
    wanted = part(stays(printing.on), offset, limit)
    people = _people([stay.person for stay in wanted], printing.on)
    return [_row(number, stay, people[stay.person], printing) for number, stay in enumerate(wanted, offset + 1)]


def _people(keys: list[UUID], on: date) -> dict[UUID, dict[str, Any]]:
    """The people of stays as at the month's end, today's of who is void by then."""
    found: dict[UUID, dict[str, Any]] = {}
    relation, params = people_at_sql(on)
    places, where = places_at_sql(on)
    void = "population_resident"
    with connection.cursor() as cursor:
        for people, arguments in ((relation, params), (void, [])):
            missing = [key for key in keys if key not in found]
            if missing:
                cursor.execute(_PEOPLE.format(people=people, places=places), [*arguments, *where, missing])
                found |= {row[0]: dict(zip(_FIELDS, row, strict=True)) for row in cursor.fetchall()}
    return found


def _row(number: int, stay: Stay, person: dict[str, Any], printing: Printing) -> Row:
    foreign = words.citizenship(person["citizenship"]) == "WNA"
    identity = words.number(person["nik"], person["nik_temporary"], printing.numbers)
    papers = next((each for each in (person["passport"], person["kitas"]) if each), "") if foreign else ""
    if papers:
        identity = words.number(papers, False, printing.numbers)
    host = " / ".join(
        part for part in (stay.details.get("host_name", ""), stay.details.get("host_address", "")) if part
    )
    place = words.place(person["rt"], person["rw"], person["dusun"])
    return (
        number, person["name"], "L" if person["sex"] == 1 else "", "P" if person["sex"] == 2 else "", identity,
        f"{words.born(person['birth_place'], person['birth_date'])} / {words.aged(person['birth_date'], printing.on)}",
        words.OCCUPATION.get(person["occupation"], "-"), words.citizenship(person["citizenship"]),
        words.or_nothing(person["origin"] if foreign else person["ethnicity"]),
        words.or_nothing(stay.details.get("previous_address") or person["previous"]),
        words.or_nothing(stay.details.get("purpose")), host or words.address("", person["current"], place),
        stay.came or "-", stay.left or "-", stay.note or person["note"],
    )  # fmt: skip


def _count(printing: Printing) -> int:
    return len(stays(printing.on))


def _head() -> list[HeadCell]:
    return head_of(
        "NOMOR URUT", "NAMA LENGKAP", ("JENIS KELAMIN", ["L", "P"]), "NOMOR IDENTITAS / TANDA PENGENAL",
        "TEMPAT DAN TANGGAL LAHIR / UMUR", "PEKERJAAN", ("KEWARGANEGARAAN", ["KEBANGSAAN", "KETURUNAN"]), "DATANG DARI",
        "MAKSUD DAN TUJUAN KEDATANGAN", "NAMA DAN ALAMAT YG DIDATANGI", "DATANG TANGGAL", "PERGI TANGGAL", "KET",
    )  # fmt: skip


TEMPORARY = Book(
    code="B4", number="B.4", title="BUKU PENDUDUK SEMENTARA", name=gettext_lazy("Buku Penduduk Sementara"),
    what=gettext_lazy("Setiap penduduk tidak tetap yang datang sampai akhir bulan, masih ada atau sudah pergi."),
    columns=[
        Column(11, "right", grouped=False), Column(38), Column(9, "center"), Column(9, "center"), Column(28), Column(32),
        Column(24), Column(19, "center"), Column(20), Column(32), Column(28), Column(38), Column(18, "center"),
        Column(18, "center"), Column(24),
    ],
    head=_head(), rows=_rows, count=_count, has_numbers=True,
)  # fmt: skip
