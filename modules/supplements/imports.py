"""The sheet ``Peserta``: who stands in a list; what we export comes in again unchanged.

PESERTA is a NIK or a family's number, as the list is about residents or families. Which list: the upload's choice, else the
sheet ``Suplemen``, else the file's name; a name that is new makes a list. Who stands there already is skipped.
"""

from __future__ import annotations

import re
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
from balai.imports import Row, SheetTable, Tally, cell_text, fits, pick_sheet, table_of
from balai.imports.tables import folded
from balai.spreadsheets import Sheet, SpreadsheetRefused, read_sheets
from modules.population.models import FamilyCard, Resident
from modules.population.picking import state_words
from modules.supplements import columns as c
from modules.supplements.errors import BadValue, SupplementError
from modules.supplements.models import ColumnKind, Entry, Supplement, SupplementColumn, Target
from modules.supplements.services import column_data
from modules.supplements.values import clean_value

_TARGETS = {
    "1": Target.RESIDENT,
    "PENDUDUK": Target.RESIDENT,
    "2": Target.FAMILY,
    "KELUARGA": Target.FAMILY,
    "KELUARGAKK": Target.FAMILY,
}
_KINDS = {folded(str(label)): code for code, label in ColumnKind.choices} | {
    code.upper(): code for code in ColumnKind.values
}
_LONGEST_NOTE = 300


def sniff(headings: list[str]) -> float:
    """How surely the first row of a sheet is that of a supplement: Peserta and Keterangan, and no participant's number."""
    if any(c.CARD.means(heading) for heading in headings):
        return 0.0
    return fits(headings, [c.SUBJECT, c.NOTE])


@dataclass
class _Plan:
    """The list, its columns by folded name, and what of them is new."""

    supplement: Supplement
    is_new: bool
    columns: dict[str, SupplementColumn] = field(default_factory=dict)
    made: list[SupplementColumn] = field(default_factory=list)


def load(
    path: str | Path, *, actor: Actor, dry_run: bool = False, skip_refused: bool = False,
    options: dict[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Import a supplement's workbook, or only look; the report of ``balai.registry.Importer``.

    ``options``: ``supplement`` (a list's key), ``file_name``.

    Raises:
        SpreadsheetRefused: no sheet has the columns, or the list is about others.
    """
    require(actor, "supplements.import")
    sheets = read_sheets(Path(path))
    table = table_of(pick_sheet(sheets, c.SHEET, [c.SUBJECT, c.NOTE]), [c.SUBJECT, c.NOTE, *c.TOLD])
    with atomic():
        advisory_lock("supplements.import")
        tally = Tally()
        plan = _plan(sheets, table, options or {}, Path(path), tally)
        entries = _decide(plan, table, tally)
        done = not dry_run and (skip_refused or not tally.refused)
        kept = _write(plan, entries) if done else {}
        if done:
            audit.record(actor, "supplements.imported", about=plan.supplement, entries=len(entries))
    return tally.report(applied=done, **({"undo": kept} if done else {}))


# -- which list --------------------------------------------------------------------------------------------------------
def _plan(sheets: list[Sheet], table: SheetTable, options: dict[str, str], path: Path, tally: Tally) -> _Plan:
    about = _about(sheets)
    if key := options.get("supplement"):
        found = Supplement.objects.select_for_update().filter(pk=key).first()
        if found is None:
            raise SpreadsheetRefused(_("Daftar yang akan diisi sudah tidak ada."))
    else:
        name = about.get(c.NAME) or _name_of(options.get("file_name") or path.name)
        found = Supplement.objects.select_for_update().filter(name__iexact=name).first()
    target = _TARGETS.get(folded(about.get(c.TARGET, "")))
    if about.get(c.TARGET) and target is None:
        raise SpreadsheetRefused(_("Sasaran di lembar Suplemen tidak dikenal. Tulis Penduduk atau Keluarga."))
    if found is not None:
        if target is not None and target != found.target:
            raise SpreadsheetRefused(
                _("{name} di desa ini berisi {what}, lain dari berkas ini.").format(
                    name=found.name, what=found.get_target_display().lower()
                )
            )
        plan = _Plan(found, False, {folded(each.name): each for each in found.columns.all()})
    else:
        made = Supplement(
            id=uuid7(), name=name[:100], target=target or _guess(table), source=about.get(c.SOURCE, "")[:150],
            description=about.get(c.DESCRIPTION, "")[:500],
        )  # fmt: skip
        plan = _Plan(made, True)
    _columns(sheets, plan, tally)
    for heading in table.unknown:
        if folded(heading) not in plan.columns:
            message = _("Daftar ini tidak mempunyai kolom {heading}; isinya dilewati.").format(heading=heading)
            tally.warn(1, heading, heading, "unknown_column", message)
    return plan


def _about(sheets: list[Sheet]) -> dict[str, str]:
    """Label and value of the sheet ``Suplemen``; {} where there is none."""
    for sheet in sheets:
        if folded(sheet.name) == folded(c.ABOUT):
            return {
                folded(cell_text(row[0])): cell_text(row[1]) for row in sheet.rows if len(row) > 1 and cell_text(row[0])
            }
    return {}


def _name_of(file_name: str) -> str:
    """A list's name from a file's: "data-suplemen_petani 2026.xlsx" is "data suplemen petani 2026"."""
    stem = " ".join(re.split(r"[\s_\-.]+", Path(file_name).stem)).strip()
    if not stem or re.fullmatch(r"[0-9a-f]{16,}", stem.replace(" ", "")):
        return _("Impor {day}").format(day=f"{today():%d-%m-%Y}")
    return stem[0].upper() + stem[1:]


def _guess(table: SheetTable) -> Target:
    """Whom a list is about that says nothing: as most of its numbers lead."""
    numbers = [row.digits("subject") for row in table.rows]
    people = Resident.objects.filter(nik__in=numbers, void_at=None).count()
    cards = FamilyCard.objects.filter(number__in=numbers, void_at=None).count()
    return Target.FAMILY if cards > people else Target.RESIDENT


def _columns(sheets: list[Sheet], plan: _Plan, tally: Tally) -> None:
    """Columns that the sheet ``Kolom`` describes and the list has not."""
    sheet = next((each for each in sheets if folded(each.name) == folded(c.OWN) and each.rows), None)
    if sheet is None:
        return
    for row in table_of(sheet, [c.OWN_NAME, c.OWN_KIND, c.OWN_CHOICES, c.OWN_REQUIRED]).rows:
        name, kind = row.text("name"), _KINDS.get(folded(row.text("kind")), "")
        there = plan.columns.get(folded(name))
        if there is not None:
            if kind and kind != there.kind:
                message = _("Di desa ini kolom {name} berjenis {kind}; isinya dibaca begitu.").format(
                    name=there.name, kind=str(there.get_kind_display()).lower()
                )
                tally.warn(1, name, row.text("kind"), "other_kind", message)
            continue
        if not kind:
            raise SpreadsheetRefused(_("Lembar Kolom: jenis {kind} tidak dikenal.").format(kind=row.text("kind")))
        try:
            data = column_data(name, kind, row.text("choices").split("|"))
        except SupplementError as error:
            raise SpreadsheetRefused(_("Lembar Kolom: {why}").format(why=error.message())) from error
        made = SupplementColumn(
            id=uuid7(), supplement=plan.supplement, order=len(plan.columns) + 1,
            required=folded(row.text("required")) in {"YA", "1", "Y"}, **data,
        )  # fmt: skip
        plan.columns[folded(name)] = made
        plan.made.append(made)


# -- its rows ----------------------------------------------------------------------------------------------------------
def _decide(plan: _Plan, table: SheetTable, tally: Tally) -> list[Entry]:
    supplement = plan.supplement
    numbers = [row.digits("subject") for row in table.rows]
    subjects: dict[str, Any]
    if supplement.of_families:
        subjects = {each.number: each for each in FamilyCard.objects.filter(number__in=numbers, void_at=None)}
        column = "family_id"
    else:
        subjects = {each.nik: each for each in Resident.objects.filter(nik__in=numbers, void_at=None)}
        column = "resident_id"
    there = set() if plan.is_new else set(Entry.objects.filter(supplement=supplement).values_list(column, flat=True))
    what = "KK" if supplement.of_families else "NIK"
    seen: dict[Any, int] = {}
    made = []
    for row in table.rows:
        number = row.digits("subject")
        subject = subjects.get(number)
        if not re.fullmatch(r"[0-9]{16}", number):
            message = _("{what} harus 16 angka. Yang tertulis {n} angka.").format(what=what, n=len(number))
            tally.refuse(row.number, c.SUBJECT.title, number, "number_length", message)
        elif subject is None:
            message = _("{what} ini tidak ada di data desa.").format(what=what)
            tally.refuse(row.number, c.SUBJECT.title, number, "number_unknown", message)
        elif subject.pk in there or subject.pk in seen:
            if subject.pk in seen:
                message = _("Sudah ada di baris {row}; dilewati.").format(row=seen[subject.pk])
                tally.warn(row.number, c.SUBJECT.title, number, "twice", message)
            seen.setdefault(subject.pk, row.number)
            tally.count("unchanged", row.number)
            continue
        elif isinstance(subject, Resident) and not subject.is_here:
            message = _("{name} berstatus {state}.").format(name=subject.name, state=state_words(subject))
            tally.refuse(row.number, c.SUBJECT.title, number, "not_present", message)
        note = row.text("note")
        if len(note) > _LONGEST_NOTE:
            message = _("Keterangan paling panjang {n} huruf.").format(n=_LONGEST_NOTE)
            tally.refuse(row.number, c.NOTE.title, note, "too_long", message)
        values = _values(plan, table, row, tally)
        if subject is None or tally.is_refused(row.number):
            continue
        seen[subject.pk] = row.number
        made.append(Entry(id=uuid7(), supplement=supplement, note=note, values=values, **{column: subject.pk}))
        words = subject.name if isinstance(subject, Resident) else f"KK {subject.number}"
        tally.count("new", row.number, words=words)
    return made


def _values(plan: _Plan, table: SheetTable, row: Row, tally: Tally) -> dict[str, Any]:
    cells = {folded(heading): row.cells.get(f"?{heading}") for heading in table.unknown}
    found: dict[str, Any] = {}
    for name, column in plan.columns.items():
        raw = cells.get(name)
        try:
            value = clean_value(
                column, raw if isinstance(raw, date) else cell_text(raw) if not isinstance(raw, float) else raw
            )
        except BadValue as error:
            tally.refuse(row.number, column.name, cell_text(raw), "bad_value", error.message())
            continue
        if value is not None:
            found[column.key] = value
    return found


def _write(plan: _Plan, entries: list[Entry]) -> dict[str, Any]:
    """Write all in a handful of statements; returns what an undo needs."""
    now = timezone.now()
    if plan.is_new:
        plan.supplement.save(force_insert=True)
    SupplementColumn.objects.bulk_create(plan.made)
    for each in entries:
        each.created_at = each.updated_at = now
    Entry.objects.bulk_create(entries, batch_size=1000)
    return {
        "stamp": now.isoformat(), "supplement": str(plan.supplement.pk), "made": plan.is_new,
        "columns": [str(each.pk) for each in plan.made], "entries": [str(each.pk) for each in entries],
    }  # fmt: skip


@atomic()
def undo(kept: dict[str, Any], *, actor: Actor, skip_touched: bool = False) -> dict[str, int]:
    """Take an import back: its entries, its columns where nobody uses them, its list where nothing stands in it.

    Entries that somebody changed since are left alone, where ``skip_touched`` allows it; safe to run twice.

    Raises:
        SupplementError: somebody changed one since and ``skip_touched`` is off.
    """
    require(actor, "supplements.import")
    mine = Entry.objects.filter(pk__in=kept["entries"])
    touched = mine.exclude(updated_at=kept["stamp"]).count()
    if touched and not skip_touched:
        raise SupplementError(
            _("{n} baris sudah diubah sesudah impor. Lewati yang itu, atau biarkan impornya.").format(n=touched)
        )
    reverted, _kinds = mine.filter(updated_at=kept["stamp"]).delete()
    supplement = Supplement.objects.select_for_update().filter(pk=kept["supplement"]).first()
    if supplement is not None:
        for column in SupplementColumn.objects.filter(pk__in=kept["columns"]):
            if not Entry.objects.filter(supplement=supplement, values__has_key=column.key).exists():
                column.delete()
        if kept["made"] and not supplement.entries.exists():
            supplement.delete()
    audit.record(actor, "supplements.import_undone", entries=reverted, skipped=touched)
    return {"reverted": reverted, "skipped": touched}
