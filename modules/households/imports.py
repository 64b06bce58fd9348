"""The workbook ``RTM``: who is in which household; what we export comes in again unchanged.

NIK, NOMOR RUMAH TANGGA and STATUS HUBUNGAN DALAM RUMAH TANGGA (1 or 2, or the words) are wanted. A number that is new makes
a household, which then has its head in the sheet. Further columns (class, BDT, DTKS, address, day) are the household's and
read from its head's row; an empty cell never clears. Written at once, whatever the number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today
from balai.ids import uuid7
from balai.imports import Heading, Row, Tally, day_of, fits, pick_sheet, table_of
from balai.spreadsheets import read_sheets
from modules.households.models import Household, HouseholdMember, Level
from modules.population.codes import WelfareClass
from modules.population.models import Resident
from modules.population.picking import state_words

SHEET = "RTM"
NIK = Heading("nik", "NIK", required=True)
NUMBER = Heading(
    "number", "NOMOR RUMAH TANGGA", ("NO RTM", "NO. RUMAH TANGGA", "NOMOR RTM", "NO RUMAH TANGGA"), required=True
)
LEVEL = Heading(
    "level", "STATUS HUBUNGAN DALAM RUMAH TANGGA", ("HUBUNGAN DALAM RUMAH TANGGA", "HUBUNGAN RTM", "STATUS HUBUNGAN"),
    required=True,
)  # fmt: skip
REGISTERED = Heading("registered_on", "TANGGAL TERDAFTAR")
WELFARE = Heading("welfare_class", "KELAS SOSIAL")
BDT = Heading("bdt_id", "ID BDT", ("BDT",))
DTKS = Heading("in_dtks", "DTKS", ("TERDAFTAR DTKS",))
ADDRESS = Heading("address", "ALAMAT RUMAH TANGGA")
#: What an export tells besides; nothing is read from it.
TOLD = [Heading("name", "NAMA"), Heading("family", "NO KK"), Heading("place", "RT/RW, DUSUN")]
HEADINGS = [NIK, NUMBER, LEVEL, REGISTERED, WELFARE, BDT, DTKS, ADDRESS, *TOLD]
_OWN = (REGISTERED, WELFARE, BDT, DTKS, ADDRESS)

#: OpenSID's own form calls the head "Kepala Keluarga"; it means the household's.
_LEVELS = {
    "1": Level.HEAD, "KEPALARUMAHTANGGA": Level.HEAD, "KEPALAKELUARGA": Level.HEAD, "KEPALA": Level.HEAD, "2": Level.MEMBER,
    "ANGGOTA": Level.MEMBER, "ANGGOTARUMAHTANGGA": Level.MEMBER,
}  # fmt: skip
_YES, _NO = {"1", "YA", "Y", "TERDAFTAR"}, {"0", "2", "TIDAK", "T", "TIDAKTERDAFTAR"}


def sniff(headings: list[str]) -> float:
    """How surely the first row of a sheet is that of a household workbook."""
    return fits(headings, [NIK, NUMBER, LEVEL])


@dataclass
class _Line:
    """A row that makes sense by itself."""

    row: Row
    person: Resident
    level: Level
    own: dict[str, Any] = field(default_factory=dict)


def _squeezed(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def load(path: str | Path, *, actor: Actor, dry_run: bool = False, skip_refused: bool = False) -> dict[str, Any]:
    """Import a household workbook, or only look; the report of ``balai.registry.Importer``.

    Raises:
        SpreadsheetRefused: no sheet has the columns.
    """
    require(actor, "households.import")
    table = table_of(pick_sheet(read_sheets(Path(path)), SHEET, [NIK, NUMBER, LEVEL]), HEADINGS)
    with atomic():
        advisory_lock("households.number", "households.import")
        tally = Tally()
        work = _decide(table.rows, tally)
        done = not dry_run and (skip_refused or not tally.refused)
        kept: dict[str, Any] = {}
        if done:
            kept = work.write()
            audit.record(
                actor, "households.imported", rows=len(table.rows), households=len(work.made), people=len(work.joined)
            )
    return tally.report(applied=done, **({"undo": kept} if done else {}))


@dataclass
class _Work:
    """What is to be written."""

    made: dict[str, Household] = field(default_factory=dict)
    joined: list[HouseholdMember] = field(default_factory=list)
    #: Households whose head changes, with the memberships to lower and to raise.
    lowered: list[HouseholdMember] = field(default_factory=list)
    raised: list[HouseholdMember] = field(default_factory=list)
    #: Household -> columns as they were.
    changed: dict[Any, tuple[Household, dict[str, Any]]] = field(default_factory=dict)

    def write(self) -> dict[str, Any]:
        """Write all in a handful of statements; returns what an undo needs."""
        now = timezone.now()
        Household.objects.bulk_create(list(self.made.values()), batch_size=1000)
        for row in self.lowered:
            row.level = Level.MEMBER
        for row in self.raised:
            row.level = Level.HEAD
        # Seats are vacated first: the unique index is checked row by row.
        HouseholdMember.objects.bulk_update(self.lowered, ["level"], batch_size=1000)
        HouseholdMember.objects.bulk_update(self.raised, ["level"], batch_size=1000)
        HouseholdMember.objects.bulk_create(self.joined, batch_size=1000)
        columns = {name for _household, before in self.changed.values() for name in before}
        if columns:
            rows = [household for household, _before in self.changed.values()]
            Household.objects.bulk_update(rows, sorted(columns), batch_size=1000)
        made = {each.pk for each in self.made.values()}
        touched = {each.household_id for each in (*self.joined, *self.lowered, *self.raised)} | set(self.changed) | made
        Household.objects.filter(pk__in=touched).update(updated_at=now)
        return {
            "stamp": now.isoformat(), "made": [str(key) for key in made],
            "joined": [[str(each.household_id), str(each.resident_id)] for each in self.joined],
            "heads": [[str(each.household_id), str(each.resident_id)] for each in self.lowered],
            "before": {str(key): _plain(before) for key, (_household, before) in self.changed.items()},
        }  # fmt: skip


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _decide(rows: list[Row], tally: Tally) -> _Work:
    lines = _sensible(rows, tally)
    numbers = {line.row.text("number") for line in lines}
    known = {each.number: each for each in Household.objects.select_for_update().filter(number__in=numbers)}
    people = [line.person.pk for line in lines]
    member_of = {
        each.resident_id: each
        for each in HouseholdMember.objects.filter(resident__in=people).select_related("household")
    }
    heads = {
        each.household_id: each
        for each in HouseholdMember.objects.filter(household__in=known.values(), level=Level.HEAD)
    }
    work = _Work()
    groups: dict[str, list[_Line]] = {}
    for line in lines:
        groups.setdefault(line.row.text("number"), []).append(line)
    taken = _bdt_owners(lines)
    for number, group in groups.items():
        _decide_household(number, group, known.get(number), member_of, heads, taken, work, tally)
    return work


def _sensible(rows: list[Row], tally: Tally) -> list[_Line]:
    """Rows that make sense by themselves: the person is here and stands once, the level is known."""
    niks = {row.digits("nik") for row in rows}
    people = {each.nik: each for each in Resident.objects.filter(nik__in=niks, void_at=None)}
    seen: dict[str, int] = {}
    lines = []
    for row in rows:
        nik, number, level = row.digits("nik"), row.text("number"), _LEVELS.get(_squeezed(row.text("level")))
        person = people.get(nik)
        if not re.fullmatch(r"[0-9]{16}", nik):
            message = _("NIK harus 16 angka. Yang tertulis {n} angka.").format(n=len(nik))
            tally.refuse(row.number, NIK.title, nik, "nik_length", message)
        elif person is None:
            tally.refuse(row.number, NIK.title, nik, "nik_unknown", _("NIK ini tidak ada di data penduduk desa."))
        elif not person.is_here:
            message = _("{name} berstatus {state}.").format(name=person.name, state=state_words(person))
            tally.refuse(row.number, NIK.title, nik, "not_present", message)
        elif nik in seen:
            message = _("NIK ini sudah ada di baris {row}.").format(row=seen[nik])
            tally.refuse(row.number, NIK.title, nik, "nik_twice", message)
        if not number:
            tally.refuse(row.number, NUMBER.title, "", "no_number", _("Nomor rumah tangga belum diisi."))
        elif len(number) > 30:
            tally.refuse(row.number, NUMBER.title, number, "number_long", _("Nomor rumah tangga paling panjang 30."))
        if level is None:
            message = _("Tulis 1 (kepala rumah tangga) atau 2 (anggota).")
            tally.refuse(row.number, LEVEL.title, row.text("level"), "bad_level", message)
        own = _own(row, tally)
        seen.setdefault(nik, row.number)
        if not tally.is_refused(row.number) and person is not None and level is not None:
            lines.append(_Line(row, person, level, own))
    return lines


def _own(row: Row, tally: Tally) -> dict[str, Any]:
    """The household's own columns in a row; what is empty is left out."""
    found: dict[str, Any] = {}
    try:
        day = day_of(row.cells.get("registered_on"))
        if day is not None and day > today():
            tally.refuse(
                row.number, REGISTERED.title, row.text("registered_on"), "day_ahead", _("Tanggal ini belum tiba.")
            )
        elif day is not None:
            found["registered_on"] = day
    except ValueError:
        message = _('"{value}" bukan tanggal yang ada. Tulis seperti 24-11-2026.').format(
            value=row.text("registered_on")
        )
        tally.refuse(row.number, REGISTERED.title, row.text("registered_on"), "bad_day", message)
    if welfare := row.text("welfare_class"):
        code = _code(welfare, WelfareClass.choices)
        if code is None:
            message = _("Kelas sosial ini tidak dikenal. Tulis 1 sampai 5, atau namanya.")
            tally.refuse(row.number, WELFARE.title, welfare, "unknown_code", message)
        else:
            found["welfare_class"] = code
    if bdt := row.text("bdt_id"):
        if re.fullmatch(r"[0-9A-Za-z]{1,16}", bdt):
            found["bdt_id"] = bdt
        else:
            message = _("ID BDT paling banyak 16 huruf atau angka.")
            tally.refuse(row.number, BDT.title, bdt, "bad_bdt", message)
    if dtks := _squeezed(row.text("in_dtks")):
        if dtks in _YES | _NO:
            found["in_dtks"] = dtks in _YES
        else:
            tally.refuse(row.number, DTKS.title, row.text("in_dtks"), "bad_yes", _("Tulis YA atau TIDAK."))
    if address := row.text("address"):
        found["address"] = address[:200]
    return found


def _code(text: str, choices: Iterable[tuple[int, Any]]) -> int | None:
    wanted = _squeezed(text)
    return next((code for code, label in choices if wanted in {str(code), _squeezed(str(label))}), None)


def _bdt_owners(lines: list[_Line]) -> dict[str, str]:
    """Household number by BDT id, of those that the sheet names."""
    wanted = {line.own["bdt_id"] for line in lines if line.own.get("bdt_id")}
    return dict(Household.objects.filter(bdt_id__in=wanted).values_list("bdt_id", "number"))


def _decide_household(
    number: str, group: list[_Line], household: Household | None, member_of: dict[Any, HouseholdMember],
    heads: dict[Any, HouseholdMember], taken: dict[str, str], work: _Work, tally: Tally,
) -> None:  # fmt: skip
    """All rows of one household together: a head decides about the others."""
    group = [line for line in group if _free(line, household, member_of, tally)]
    wanted = [line for line in group if line.level == Level.HEAD]
    for later in wanted[1:]:
        message = _("Rumah tangga {number} sudah mempunyai kepala di baris {row}.").format(
            number=number, row=wanted[0].row.number
        )
        tally.refuse(later.row.number, LEVEL.title, later.row.text("level"), "two_heads", message)
    group = [line for line in group if line not in wanted[1:]]
    head = wanted[0] if wanted else None
    if household is None and head is None:
        for line in group:
            message = _("Rumah tangga {number} baru, tetapi tidak ada kepalanya di berkas ini.").format(number=number)
            tally.refuse(line.row.number, LEVEL.title, line.row.text("level"), "no_head", message)
        return
    if household is not None and head is None and household.pk not in heads:
        # It stands empty: somebody must lead it.
        for line in group:
            message = _("Rumah tangga {number} kosong dan tidak ada kepalanya di berkas ini.").format(number=number)
            tally.refuse(line.row.number, LEVEL.title, line.row.text("level"), "no_head", message)
        return
    if head is not None and not _bdt_free(head, number, taken, tally):
        for line in group:
            if line is not head and household is None:
                message = _("Baris kepala rumah tangga {number} ditolak.").format(number=number)
                tally.refuse(line.row.number, NUMBER.title, number, "head_refused", message)
        if household is None:
            return
        group.remove(head)
        head = None
    _take(number, group, head, household, member_of, heads, work, tally)


def _free(line: _Line, household: Household | None, member_of: dict[Any, HouseholdMember], tally: Tally) -> bool:
    other = member_of.get(line.person.pk)
    if other is None or (household is not None and other.household_id == household.pk):
        return True
    message = _("{name} sudah menjadi anggota rumah tangga {number}. Keluarkan dahulu dari sana.").format(
        name=line.person.name, number=other.household.number
    )
    tally.refuse(line.row.number, NUMBER.title, line.row.text("number"), "in_another", message)
    return False


def _bdt_free(head: _Line, number: str, taken: dict[str, str], tally: Tally) -> bool:
    bdt = head.own.get("bdt_id")
    if not bdt:
        return True
    if taken.setdefault(bdt, number) == number:
        return True
    message = _("ID BDT ini milik rumah tangga {number}.").format(number=taken[bdt])
    tally.refuse(head.row.number, BDT.title, bdt, "bdt_taken", message)
    return False


def _take(
    number: str, group: list[_Line], head: _Line | None, household: Household | None,
    member_of: dict[Any, HouseholdMember], heads: dict[Any, HouseholdMember], work: _Work, tally: Tally,
) -> None:  # fmt: skip
    """Rows that are taken: what each does."""
    is_new = household is None
    if household is None:
        household = Household(id=uuid7(), number=number, registered_on=today())
        for name, value in (head.own if head else {}).items():
            setattr(household, name, value)
        work.made[number] = household
    before = {}
    if not is_new and head is not None:
        before = {
            name: getattr(household, name) for name, value in head.own.items() if getattr(household, name) != value
        }
        if before:
            for name in before:
                setattr(household, name, head.own[name])
            work.changed[household.pk] = (household, before)
    present = heads.get(household.pk)
    for line in group:
        row = member_of.get(line.person.pk)
        words = _("{name}, {level} rumah tangga {number}").format(
            name=line.person.name, level=_("kepala") if line.level == Level.HEAD else _("anggota"), number=number
        )
        if line is head and present is not None and present.resident_id != line.person.pk:
            work.lowered.append(present)
        if row is None:
            work.joined.append(HouseholdMember(household=household, resident=line.person, level=line.level))
            tally.count("new", line.row.number, words=words)
        elif line is head and row.level != Level.HEAD:
            work.raised.append(row)
            tally.count("changed", line.row.number, words=words)
        elif line.level == Level.MEMBER and row.level == Level.HEAD and head is None:
            # Somebody must lead it: a head is replaced, never only taken off.
            message = _("{name} kepala rumah tangga ini. Tulis kepala yang baru di berkas.").format(
                name=line.person.name
            )
            tally.refuse(line.row.number, LEVEL.title, line.row.text("level"), "head_stays", message)
        elif line is head and before:
            tally.count("changed", line.row.number, words=words)
        else:
            changed = row.level != line.level
            tally.count("changed" if changed else "unchanged", line.row.number, words=words)


def undo(kept: dict[str, Any], *, actor: Actor, skip_touched: bool = False) -> dict[str, int]:
    """Take an import back. Households that somebody touched since are left alone, where ``skip_touched`` allows it.

    Raises:
        HouseholdError: somebody touched one since and ``skip_touched`` is off.
    """
    from modules.households.undoing import take_back

    return take_back(kept, actor=actor, skip_touched=skip_touched)
