"""Many people at once: an import, the generator, and taking an import back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today, translate_unique
from modules.population import applying
from modules.population.applying import Applied, Line, Progress, snapshot, write_lines, write_residents
from modules.population.errors import CannotUndo, RealData
from modules.population.models import (
    CrossingPerson,
    EventKind,
    FamilyCard,
    ImportRun,
    PopulationEvent,
    Resident,
    RunState,
)
from modules.population.names import fold_name
from modules.population.rows import ResidentRow
from modules.population.selectors.territory import successors
from modules.population.services.ledger import moved
from modules.population.services.references import references
from modules.population.synthetic import generate
from tenants.context import current_village


@atomic()
def apply_rows(
    *, actor: Actor, rows: Sequence[ResidentRow], source: str, import_run: ImportRun | None = None,
    progress: Progress | None = None,
) -> Applied:  # fmt: skip
    """Bring rows into the register in one transaction (an import, the generator).

    Raises:
        NotAllowed: the actor lacks ``population.import``.
    """
    require(actor, "population.import")
    # Temporary numbers are given under the second lock; both in one call, so that nobody can deadlock with us.
    advisory_lock("population.import", "population.temporary")
    applied = applying.apply_rows(actor=actor, rows=rows, run=import_run, progress=progress)
    audit.record(
        actor, "population.rows_applied", about=import_run, source=source, new=applied.new, changed=applied.changed
    )
    if applied.new or applied.changed:
        moved()
    return applied


def preview_rows(*, actor: Actor, rows: Sequence[ResidentRow]) -> Applied:
    """What :func:`apply_rows` would do, without doing it."""
    require(actor, "population.import")
    return applying.apply_rows(actor=actor, rows=rows, dry_run=True)


def populate(*, actor: Actor, residents: int, seed: int) -> Applied:
    """Fill a village with synthetic people; the same seed gives the same people.

    Raises:
        NotAllowed, RealData: the village holds real data.
    """
    require(actor, "population.import")
    card = current_village()
    if card.data == "real":
        raise RealData()
    rows = generate(seed=seed, residents=residents, village_code=card.code, village_name=card.name)
    return apply_rows(actor=actor, rows=rows, source=f"synthetic:{seed}")


@dataclass(frozen=True, slots=True)
class Done:
    """Somebody of an applied import: the sheet's row, whether they came with it, else what they were before."""

    row: int
    resident: Resident
    #: ``updated_at`` that the import wrote: another one means that somebody touched the person since.
    stamp: datetime
    new: bool = False
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def edited(self) -> bool:
        """Edited since, or had an event."""
        return self.resident.updated_at != self.stamp


def done_by(run: ImportRun) -> list[Done]:
    """Everybody whom an applied import wrote, in the sheet's order: two queries.

    Who came with it stands in the ledger, whose first lines were written in the order of the rows that ``outcome`` keeps.
    """
    came = PopulationEvent.objects.filter(run=run.pk, kind=EventKind.INITIAL).order_by("pk")
    found = [
        Done(row, line.resident, line.recorded_at, new=True)
        for row, line in zip(run.outcome.get("new", []), came.select_related("resident__family"), strict=True)
    ]
    for each in run.rows.filter(outcome="changed").select_related("resident__family"):
        found.append(Done(each.row, each.resident, each.stamp, before=each.before))
    return sorted(found, key=lambda each: each.row)


def touched_since(run: ImportRun) -> list[Done]:
    """Whom an applied import wrote and who was edited since, had an event, or is referred to by another module."""
    return _touched(done_by(run), run)


def _touched(done: Sequence[Done], run: ImportRun) -> list[Done]:
    # Only who came with the import becomes void: what points at such a person would point at nobody.
    came = PopulationEvent.objects.filter(run=run.pk, kind=EventKind.INITIAL).values("resident_id")
    named: set[Any] = set()
    for model, name in references():
        named.update(model._base_manager.filter(**{f"{name}__in": came}).values_list(name, flat=True))
    # Who is released to another village stays as their file says until it answers.
    away = set(CrossingPerson.objects.filter(direction="out", closed_at=None).values_list("resident_id", flat=True))
    return [
        each for each in done if each.edited or each.resident.pk in away or (each.new and each.resident.pk in named)
    ]


def refuse_touched(run: ImportRun, *, skip_touched: bool) -> tuple[list[Done], int]:
    """Whom an undo takes back, and how many it leaves alone.

    Raises:
        CannotUndo: not applied; or rows were touched and ``skip_touched`` is off (the message names the first five).
    """
    if run.state != RunState.APPLIED:
        raise CannotUndo(_("Impor ini belum diterapkan atau sudah dibatalkan."))
    done = done_by(run)
    touched = _touched(done, run)
    if touched and not skip_touched:
        names = ", ".join(row.resident.name for row in touched[:5])
        raise CannotUndo(
            _("{n} orang sudah diubah sesudah impor ini ({names}). Lewati mereka, atau biarkan impornya.").format(
                n=len(touched), names=names
            ),
            touched=len(touched), rows=[row.row for row in touched],
        )  # fmt: skip
    left_alone = {each.resident.pk for each in touched}
    return [each for each in done if each.resident.pk not in left_alone], len(touched)


@atomic()
def undo_import(*, actor: Actor, run: ImportRun, skip_touched: bool = False) -> dict[str, int]:
    """Take an applied import back where nothing later touched it; returns ``{"reverted", "skipped"}``.

    New people become void, changed columns get their former values, family cards that the import made and that nobody
    stands in become void; every line of the ledger that the import wrote gets its counter-line.

    Raises:
        CannotUndo: see :func:`refuse_touched`; or a family has another head since.
    """
    require(actor, "population.import")
    advisory_lock("population.import")
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    rows, skipped = refuse_touched(run, skip_touched=skip_touched)
    written = dict(
        PopulationEvent.objects.filter(run=run.pk, undone_by=None)
        .exclude(kind=EventKind.UNDO)
        .values("resident_id")
        .annotate(newest=Max("pk"))
        .values_list("resident_id", "newest")
    )
    stamp, lines, people = timezone.now(), [], []
    today_as = successors()
    for row in rows:
        person = row.resident
        before = snapshot(person)
        _revert(row, person)
        # Where they lived may have moved or been merged since.
        person.rt_id = today_as.get(person.rt_id, person.rt_id) if person.rt_id else None
        person.updated_at = stamp
        people.append(person)
        target = written.get(person.pk)
        if target is not None:
            card = person.family
            lines.append(
                Line(EventKind.UNDO, person.pk, before, snapshot(person), None, card.number if card else "",
                     {"import_run": str(run.pk)}, target)
            )  # fmt: skip
    error = CannotUndo(_("Sebuah keluarga sudah mempunyai kepala lain. Perbaiki keluarganya dahulu."))
    taken = CannotUndo(
        _("Surel, Telegram, atau Tag ID Card semula sudah dipakai orang lain. Perbaiki orangnya dahulu.")
    )
    once = dict.fromkeys(("resident_tag_once", "resident_email_once", "resident_telegram_once"), taken)
    with translate_unique({"family_one_head": error, **once}):
        touched = {column for row in rows for column in row.before} | {"void_at", "updated_at", "name_key"}
        write_residents(people, columns=touched)
    write_lines(lines, actor=actor, on=today(), stamp=stamp, run=run.pk, heads={})
    _revert_families(run, rows[0].stamp if rows else None)
    run.state, run.undone_at = RunState.UNDONE, stamp
    run.save(update_fields=["state", "undone_at"])
    audit.record(actor, "population.import_undone", about=run, reverted=len(people), skipped=skipped)
    moved()
    return {"reverted": len(people), "skipped": skipped}


def _revert(row: Done, person: Resident) -> None:
    if row.new:
        person.void_at = timezone.now()
        return
    for column, value in row.before.items():
        field = next(each for each in Resident._meta.concrete_fields if each.attname == column)
        kind: Any = field.target_field if field.is_relation else field  # type: ignore[attr-defined]
        setattr(person, column, kind.to_python(value) if value is not None else None)
    if "name" in row.before:
        person.name_key = fold_name(person.name)[:120]


def _revert_families(run: ImportRun, stamp: datetime | None) -> None:
    now, today_as = timezone.now(), successors()
    stood_in = Resident.objects.filter(void_at=None, family__isnull=False).values("family_id")
    made = [uuid.UUID(key) for key in run.families.get("new", [])]
    FamilyCard.objects.filter(pk__in=made, void_at=None).exclude(pk__in=stood_in).update(void_at=now, updated_at=now)
    changed = run.families.get("changed", {})
    # A card that somebody changed since stays as it is now.
    for card in FamilyCard.objects.filter(pk__in=list(changed), updated_at=stamp):  # type: ignore[misc]
        before = changed[str(card.pk)]
        rt_id = uuid.UUID(before["rt_id"]) if before["rt_id"] else None
        FamilyCard.objects.filter(pk=card.pk).update(
            rt_id=today_as.get(rt_id, rt_id) if rt_id else None, address=before["address"], updated_at=now
        )  # fmt: skip
