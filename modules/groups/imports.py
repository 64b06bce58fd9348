"""The workbook ``Anggota``: groups, institutions and who is or was in them; what we export comes in again unchanged.

KODE, NIK and JABATAN are wanted. A code that is new makes a group (then NAMA KELOMPOK and KATEGORI are wanted, too) with its
one chair in the sheet. A row with SAMPAI is a membership of the past. An empty cell never clears. Who the chair is changes by
an act on the page, never by a file.
"""

from __future__ import annotations

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
from balai.imports import Heading, Row, Tally, fits, pick_sheet, table_of
from balai.spreadsheets import read_sheets
from modules.groups import columns as c
from modules.groups.models import Category, Group, Kind, Member, Position
from modules.groups.reading import Line, day_into, sensible, squeezed, text_into


def sniff(headings: list[str]) -> float:
    """How surely the first row of a sheet is that of a workbook of groups."""
    return fits(headings, [c.CODE, c.NIK, c.POSITION])


@dataclass
class _Work:
    """What is to be written."""

    categories: dict[tuple[str, str], Category] = field(default_factory=dict)
    made_categories: list[Category] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    changed_groups: list[tuple[Group, dict[str, Any]]] = field(default_factory=list)
    changed_members: list[tuple[Member, dict[str, Any]]] = field(default_factory=list)

    def write(self) -> dict[str, Any]:
        """Write all in a handful of statements; returns what an undo needs."""
        now = timezone.now()
        Category.objects.bulk_create(self.made_categories)
        Group.objects.bulk_create(self.groups, batch_size=500)
        for row in self.members:
            row.created_at = row.updated_at = now
        Member.objects.bulk_create(self.members, batch_size=500)
        _update(Group, self.changed_groups)
        for row, _before in self.changed_members:
            row.updated_at = now
        _update(Member, self.changed_members, "updated_at")
        touched = {each.group_id for each in self.members} | {each.pk for each in self.groups}
        touched |= {each.pk for each, _before in self.changed_groups} | {
            each.group_id for each, _ in self.changed_members
        }
        Group.objects.filter(pk__in=touched).update(updated_at=now)
        return {
            "stamp": now.isoformat(), "categories": [str(each.pk) for each in self.made_categories],
            "groups": [str(each.pk) for each in self.groups], "touched": [str(key) for key in touched],
            "members": [str(each.pk) for each in self.members],
            "groups_before": {str(each.pk): plain(before) for each, before in self.changed_groups},
            "members_before": {str(each.pk): plain(before) for each, before in self.changed_members},
        }  # fmt: skip


def _update(model: Any, changed: list[tuple[Any, dict[str, Any]]], *more: str) -> None:
    names = sorted({name for _row, before in changed for name in before} | set(more))
    if changed:
        model.objects.bulk_update([row for row, _before in changed], names, batch_size=500)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """For JSON: days as text, rows as keys."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value.pk) if isinstance(value, Category) else value
        for name, value in values.items()
    }


def load(path: str | Path, *, actor: Actor, dry_run: bool = False, skip_refused: bool = False) -> dict[str, Any]:
    """Import a workbook of groups, or only look; the report of ``balai.registry.Importer``.

    Raises:
        SpreadsheetRefused: no sheet has the columns.
    """
    require(actor, "groups.import")
    table = table_of(pick_sheet(read_sheets(Path(path)), c.SHEET, [c.CODE, c.NIK, c.POSITION]), c.HEADINGS)
    with atomic():
        advisory_lock("groups.import")
        tally = Tally()
        work = _decide(table.rows, tally)
        done = not dry_run and (skip_refused or not tally.refused)
        kept = work.write() if done else {}
        if done:
            audit.record(
                actor, "groups.imported", rows=len(table.rows), groups=len(work.groups), people=len(work.members)
            )
    return tally.report(applied=done, **({"undo": kept} if done else {}))


# -- a group with all its rows -----------------------------------------------------------------------------------------
def _decide(rows: list[Row], tally: Tally) -> _Work:
    lines = sensible(rows, tally)
    by_code: dict[str, list[Line]] = {}
    for line in lines:
        by_code.setdefault(line.code, []).append(line)
    known = {
        each.code: each
        for each in Group.objects.select_for_update(of=("self",)).select_related("category").filter(code__in=by_code)
    }
    members: dict[Any, list[Member]] = {}
    for member in Member.objects.filter(group__in=known.values()):
        members.setdefault(member.group_id, []).append(member)
    work = _Work(categories={(each.kind, each.name.casefold()): each for each in Category.objects.all()})
    for code, group_lines in by_code.items():
        group = known.get(code)
        if group is None:
            _new_group(code, group_lines, work, tally)
        else:
            _known_group(group, group_lines, members.get(group.pk, []), work, tally)
    return work


def _own(line: Line, tally: Tally) -> dict[str, Any] | None:
    """A group's own values in a row, or None where one does not fit."""
    found: dict[str, Any] = {}
    before = tally.is_refused(line.row.number)
    for heading, longest in c.GROUP_TEXTS.items():
        text_into(line.row, heading, longest, found, tally)
    day_into(line.row, c.DECREE_DAY, found, tally)
    kind = squeezed(line.row.text("kind"))
    if kind and kind not in {"KELOMPOK", "LEMBAGA"}:
        tally.refuse(
            line.row.number, c.KIND.title, line.row.text("kind"), "unknown_kind", _("Tulis KELOMPOK atau LEMBAGA.")
        )
    found["kind"] = Kind.INSTITUTION if kind == "LEMBAGA" else Kind.GROUP if kind else None
    return None if tally.is_refused(line.row.number) and not before else found


def _category(work: _Work, kind: Kind, name: str) -> Category:
    key = (kind.value, name.casefold())
    if key not in work.categories:
        work.categories[key] = Category(id=uuid7(), kind=kind, name=name[:100])
        work.made_categories.append(work.categories[key])
    return work.categories[key]


def _refuse_all(lines: list[Line], column: str, code: str, message: str, tally: Tally) -> None:
    for line in lines:
        tally.refuse(line.row.number, column, line.row.text("code"), code, message)


def _new_group(code: str, lines: list[Line], work: _Work, tally: Tally) -> None:
    own = _own(lines[0], tally)
    if own is None:
        _refuse_all(lines[1:], c.CODE.title, "group_refused", _("Data kelompok di baris pertamanya ditolak."), tally)
        return
    category = lines[0].row.text("category")
    if not own.get("name") or not category:
        message = _("Kode {code} baru: isi nama dan kategorinya.").format(code=code)
        _refuse_all(lines, c.CODE.title, "new_needs_name", message, tally)
        return
    chairs = [line for line in lines if line.is_chair]
    if len(chairs) != 1:
        message = _("Kode {code} baru harus mempunyai satu ketua di berkas ini; ada {n}.").format(
            code=code, n=len(chairs)
        )
        _refuse_all(lines, c.POSITION.title, "one_chair", message, tally)
        return
    kind = own["kind"] or Kind.GROUP
    group = Group(
        id=uuid7(), kind=kind, code=code, name=own["name"], decree_number=own.get("decree_number", ""),
        decree_date=own.get("decree_date"), description=own.get("description", ""), category=_category(work, kind, category),
    )  # fmt: skip
    work.groups.append(group)
    _enter(group, lines, [], work, tally)


def _known_group(group: Group, lines: list[Line], members: list[Member], work: _Work, tally: Tally) -> None:
    own = _own(lines[0], tally)
    if own is not None:
        kind = own.pop("kind")
        if kind is not None and kind != group.kind:
            message = _("Kode {code} milik {name}, sebuah {kind}.").format(
                code=group.code, name=group.name, kind=group.get_kind_display().lower()
            )
            _refuse_all(lines, c.KIND.title, "other_kind", message, tally)
            return
        category = lines[0].row.text("category")
        if category and category.casefold() != group.category.name.casefold():
            own["category"] = _category(work, Kind(group.kind), category)
        before = {name: getattr(group, name) for name, value in own.items() if getattr(group, name) != value}
        if before:
            for name in before:
                setattr(group, name, own[name])
            work.changed_groups.append((group, before))
    lines = [line for line in lines if not tally.is_refused(line.row.number)]
    changed = bool(work.changed_groups and work.changed_groups[-1][0] is group)
    _enter(group, lines, members, work, tally, changed=changed)


def _enter(
    group: Group, lines: list[Line], members: list[Member], work: _Work, tally: Tally, *, changed: bool = False
) -> None:
    """Each row of a group: a new membership, a changed one, or the same."""
    present = {each.resident_id: each for each in members if each.until is None}
    past = {(each.resident_id, each.since, each.until): each for each in members if each.until is not None}
    numbers = {each.number: each.resident_id for each in present.values() if each.number}
    last = max((int(each.number) for each in members if each.number.isdigit()), default=0)
    seen: set[Any] = set()
    for place, line in enumerate(lines):
        key: Any = (
            (line.person.pk, line.values.get("since"), line.values["until"]) if line.is_former else line.person.pk
        )
        problem = _problem(group, line, present, numbers, seen, key)
        if problem is not None:
            column, code, message = problem
            tally.refuse(line.row.number, column.title, line.row.text(column.key), code, message)
            continue
        seen.add(key)
        row = past.get(key) if line.is_former else present.get(line.person.pk)
        words = _("{name}, {position} di {group}").format(
            name=line.person.name, position=line.row.text("position"), group=group.name
        )
        if row is not None:
            before = {name: getattr(row, name) for name, value in line.values.items() if getattr(row, name) != value}
            for name in before:
                setattr(row, name, line.values[name])
            if before:
                work.changed_members.append((row, before))
            tally.count("changed" if before or (changed and place == 0) else "unchanged", line.row.number, words=words)
            continue
        values = dict(line.values)
        if not values.get("number") and not line.is_former:
            last += 1
            values["number"] = str(last)
        values.setdefault("since", values.get("appointed_on") or group.decree_date or today())
        work.members.append(Member(id=uuid7(), group=group, resident=line.person, **values))
        if not line.is_former:
            numbers[values["number"]] = line.person.pk
        tally.count("new", line.row.number, words=words)


def _problem(
    group: Group, line: Line, present: dict[Any, Member], numbers: dict[str, Any], seen: set[Any], key: Any
) -> tuple[Heading, str, str] | None:
    """Why a row cannot be taken into its group; None where it can."""
    if key in seen:
        return c.NIK, "person_twice", _("{name} sudah ada di baris lain untuk kode ini.").format(name=line.person.name)
    if line.is_former:
        return None
    if not group.is_open:
        return c.CODE, "group_closed", _("{name} sudah dibubarkan.").format(name=group.name)
    row = present.get(line.person.pk)
    chair = next((each for each in present.values() if each.position == Position.CHAIR), None)
    if line.is_chair and chair is not None and chair.resident_id != line.person.pk:
        return c.POSITION, "chair_other", _("{group} sudah mempunyai ketua. Ganti ketua lewat halamannya.").format(
            group=group.name
        )  # fmt: skip
    if row is not None and row.position == Position.CHAIR and not line.is_chair:
        return c.POSITION, "chair_stays", _("{name} ketua di sini. Ganti ketua lewat halamannya.").format(
            name=line.person.name
        )  # fmt: skip
    number = line.values.get("number")
    if number and numbers.get(number, line.person.pk) != line.person.pk:
        return c.NUMBER, "number_taken", _("Nomor anggota {number} sudah dipakai di sini.").format(number=number)
    return None


def undo(kept: dict[str, Any], *, actor: Actor, skip_touched: bool = False) -> dict[str, int]:
    """Take an import back. Groups that somebody touched since are left alone, where ``skip_touched`` allows it.

    Raises:
        GroupError: somebody touched one since and ``skip_touched`` is off.
    """
    from modules.groups.undoing import take_back

    return take_back(kept, actor=actor, skip_touched=skip_touched)
