"""Random histories of a village: hundreds of acts over months, each as an officer would do it, refused or not; and the
numbers counted once more by hand, line by line, without a word of SQL from the balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from modules.population import services
from modules.population.errors import PopulationError
from modules.population.models import (
    EventKind,
    ImportRun,
    PopulationEvent,
    RegisterState,
    Resident,
    RunState,
    Territory,
)
from modules.population.rows import ResidentRow
from modules.population.selectors.balance import month_end
from modules.population.selectors.closings import month_to_close

DEATH = {"place": "Rumah", "cause": 1, "witness": 1, "time": "14.30", "child_number": 1}
#: How often each act happens.
ACTS = {
    "birth": 9, "move_in": 9, "family_in": 4, "guest": 4, "permanent": 3, "death": 9, "move_out": 5, "family_out": 4,
    "missing": 4, "leave": 3, "back": 7, "split": 5, "shdk": 6, "undo": 16, "sex": 4, "citizenship": 4, "rt": 8,
    "repair": 3, "merge": 3, "initial": 4, "complete": 1, "close": 3, "load": 4, "unload": 3,
}  # fmt: skip


class History:
    """A village's months, played by chance; ``day`` goes on as it is played."""

    def __init__(self, actor: Any, travel: Callable[[date], None], seed: int, start: date = date(2026, 1, 5)) -> None:
        self.actor, self.travel, self.by, self.day = actor, travel, Random(seed), start
        self.months = [start.replace(day=1)]
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._number = seed % 10_000 * 1000
        travel(start)
        dusun = services.add_territory(actor=actor, kind="dusun", name="SEBERANG")
        services.add_territory(actor=actor, kind="rt", name="091", parent=dusun)
        self.rts = list(Territory.objects.filter(kind="rt", void_at=None).order_by("pk"))

    def play(self, acts: int, months: int = 4) -> None:
        """So many acts over about so many months."""
        kinds, weights = list(ACTS), list(ACTS.values())
        for _step in range(acts):
            self._go_on(months * 30 / acts)
            (kind,) = self.by.choices(kinds, weights)
            try:
                with transaction.atomic():
                    getattr(self, f"_{kind}")()
                self.done[kind] += 1
            except PopulationError:
                self.refused[kind] += 1

    def _go_on(self, days: float) -> None:
        """A day (or a few) later, now and then."""
        while self.by.random() < days / (1 + days):
            self.day += timedelta(days=1)
        if self.day.replace(day=1) != self.months[-1]:
            self.months.append(self.day.replace(day=1))
        self.travel(self.day)

    # -- who, where, when ----------------------------------------------------------------------------------------------

    def _one(self, *presence: int, residency: int | None = None) -> Resident:
        found = Resident.objects.filter(void_at=None, presence__in=presence or (1,))
        if residency is not None:
            found = found.filter(residency=residency)
        keys = list(found.order_by("created_at", "pk").values_list("pk", flat=True))
        if not keys:
            raise PopulationError("nobody")
        return Resident.objects.select_related("family", "rt").get(pk=self.by.choice(keys))

    def _dates(self, born: date | None = None) -> dict[str, date]:
        """When it happened and when it was told: mostly soon, now and then long after."""
        report = self.day - timedelta(days=self.by.choice((0, 0, 0, 1, 3, 9)))
        event = report - timedelta(days=self.by.choice((0, 0, 1, 2, 5, 20, 45)))
        return {"event_date": max(event, born) if born else event, "report_date": report}

    def _name(self) -> str:
        self._number += 1
        return "WARGA " + "".join(chr(65 + int(digit)) for digit in str(self._number))

    def _newcomer(self, **more: Any) -> dict[str, Any]:
        return {
            "name": self._name(), "sex": self.by.choice((1, 2)), "birth_date": date(1990, 1, 1), "birth_place": "KUDUS",
            "citizenship": self.by.choice((1, 1, 1, 2, 3)), "rt": self.by.choice(self.rts),
        } | more  # fmt: skip

    # -- acts ----------------------------------------------------------------------------------------------------------

    def _birth(self) -> None:
        mother = self._one()
        on = self._dates()
        services.register_birth(
            actor=self.actor, family=mother.family, rt=mother.rt, name=self._name(), sex=self.by.choice((1, 2)),
            birth_date=on["event_date"], report_date=on["report_date"], birth_place="GROBOGAN",
        )  # fmt: skip

    def _move_in(self) -> None:
        family = self._one().family
        joins = {"no_kk": family.number, "shdk": 9} if family and self.by.random() < 0.5 else {}
        services.register_move_in(
            actor=self.actor, previous_address="Kudus", **self._newcomer(**joins), **self._dates()
        )

    def _family_in(self) -> None:
        services.register_move_in(
            actor=self.actor, previous_address="Kudus", **self._newcomer(no_kk="0", shdk=1), **self._dates()
        )

    def _guest(self) -> None:
        services.register_move_in(
            actor=self.actor, previous_address="Kudus", purpose="Kerja", **self._newcomer(residency=2), **self._dates()
        )

    def _permanent(self) -> None:
        card = self.by.choice(({}, {"no_kk": "0", "shdk": 1}))
        services.become_permanent(
            actor=self.actor, resident=self._one(residency=2), **card, **self._dates(date(1990, 1, 1))
        )

    def _death(self) -> None:
        person = self._one()
        services.register_death(actor=self.actor, resident=person, **DEATH, **self._dates(person.birth_date))

    def _move_out(self, *, whole: bool = False) -> None:
        person = self._one()
        services.register_move_out(
            actor=self.actor, resident=person, kind=self.by.choice((1, 2, 3, 4)), destination="Kudus", whole_family=whole,
            **self._dates(person.birth_date),
        )  # fmt: skip

    def _family_out(self) -> None:
        self._move_out(whole=True)

    def _missing(self) -> None:
        person = self._one()
        on = self._dates(person.birth_date)
        services.register_missing(
            actor=self.actor, resident=person, report_number="LP/1", reported_on=on["event_date"], **on
        )

    def _leave(self) -> None:
        services.register_leave(actor=self.actor, resident=self._one(residency=2), **self._dates(date(1990, 1, 1)))

    def _back(self) -> None:
        rt = self.by.choice((None, *self.rts))
        services.readmit(actor=self.actor, resident=self._one(3, 4, 6), rt=rt, **self._dates())

    def _split(self) -> None:
        person = self._one()
        others = list(
            Resident.objects.filter(family=person.family_id, presence=1, void_at=None).exclude(pk=person.pk)[:2]
        )
        members = [(each, 4) for each in others if person.family_id and self.by.random() < 0.5]
        services.split_family(
            actor=self.actor, head=person, members=members, rt=self.by.choice((None, *self.rts)),
            report_date=self._dates()["report_date"],
        )  # fmt: skip

    def _shdk(self) -> None:
        services.change_shdk(actor=self.actor, resident=self._one(), shdk=self.by.choice((1, 1, 3, 4, 9, 11)))

    def _undo(self) -> None:
        lines = PopulationEvent.objects.filter(undone_by=None).exclude(kind__in=(EventKind.UNDO, EventKind.INITIAL))
        keys = list(lines.order_by("-id").values_list("pk", flat=True)[:60])
        if not keys or self.by.random() < 0.1:
            keys = list(
                PopulationEvent.objects.filter(undone_by=None).order_by("-id").values_list("pk", flat=True)[:400]
            )
        event = PopulationEvent.objects.get(pk=self.by.choice(keys))
        services.undo_event(actor=self.actor, event=event, reason="Salah catat")

    def _sex(self) -> None:
        person = self._one()
        services.update_resident(actor=self.actor, resident=person, sex=3 - person.sex, nik_reason="Salah catat")

    def _citizenship(self) -> None:
        services.update_resident(actor=self.actor, resident=self._one(), citizenship=self.by.choice((1, 2, 3)))

    def _rt(self) -> None:
        services.move_to_rt(actor=self.actor, resident=self._one(), rt=self.by.choice(self.rts))

    def _repair(self) -> None:
        services.repair_status(
            actor=self.actor, resident=self._one(1, 2, 9), presence=self.by.choice((1, 2, 9)), reason="Salah status"
        )

    def _merge(self) -> None:
        stays, goes = self._one(1, 1, 1, 2, 3), self._one(1, 1, 1, 2, 3)
        take = self.by.choice(((), ("seat",), ("sex", "citizenship"), ("seat", "nik", "sex")))
        services.merge_residents(actor=self.actor, kept=stays, merged=goes, take=take)

    def _initial(self) -> None:
        services.create_resident(actor=self.actor, **self._newcomer(**self.by.choice(({}, {"no_kk": "0", "shdk": 1}))))

    def _load(self) -> None:
        """An import: two newcomers (while the data are not complete) and somebody known with another citizenship."""
        run = ImportRun.objects.create(file_name="x.xlsx", created_by="tests", state=RunState.APPLIED)
        known = self._one()
        rows = [
            ResidentRow(row=2, nik=known.nik, name=known.name, citizenship=self.by.choice((1, 2, 3))),
            *(
                ResidentRow(
                    row=row, nik="0", name=self._name(), sex=self.by.choice((1, 2)), birth_place="KUDUS",
                    birth_date=date(1990, 1, row), no_kk="0", shdk=1, presence=self.by.choice((1, 1, 2)),
                )
                for row in (3, 4)
            ),
        ]  # fmt: skip
        services.apply_rows(actor=self.actor, rows=rows, source="tests", import_run=run)

    def _unload(self) -> None:
        runs = list(ImportRun.objects.filter(state=RunState.APPLIED).order_by("created_at", "pk"))
        if not runs:
            raise PopulationError("no import")
        services.undo_import(actor=self.actor, run=self.by.choice(runs), skip_touched=True)

    def _complete(self) -> None:
        if RegisterState.objects.filter(complete_on__isnull=False).exists():
            raise PopulationError("complete")
        services.declare_complete(actor=self.actor)

    def _close(self) -> None:
        month = month_to_close(RegisterState.objects.first())
        if month is None:
            raise PopulationError("nothing to close")
        services.close_month(actor=self.actor, month=month)


#: What counts at a day's end, by hand: people by dusun, sex and WNA; families by dusun and sex.
Stock = tuple[Counter[tuple[UUID | None, int, bool]], Counter[tuple[UUID | None, int]]]


def by_hand(on: date) -> Stock:
    """Who counted at the end of a day: every line of the ledger replayed in its order."""
    state: dict[UUID, dict[str, Any]] = {}
    gone: set[UUID] = set()
    for line in PopulationEvent.objects.select_related("target").order_by("id"):
        if line.counted_on > on:
            continue
        state[line.resident_id] = line.after
        if line.target is not None and line.target.before == {}:
            gone.add(line.resident_id)
    above = dict(Territory.objects.values_list("pk", "parent_id"))
    kinds = dict(Territory.objects.values_list("pk", "kind"))
    people: Counter[tuple[UUID | None, int, bool]] = Counter()
    families: dict[str, list[tuple[int, UUID, int, UUID | None]]] = {}
    for key, values in state.items():
        if key in gone or values["presence"] != 1 or values["residency"] != 1:
            continue
        dusun = above[UUID(values["rt_id"])] if values["rt_id"] else None
        if dusun is not None and kinds[dusun] == "rw":
            dusun = above[dusun]
        people[dusun, values["sex"], values["citizenship"] == 2] += 1
        if values["family_id"]:
            families.setdefault(values["family_id"], []).append((values["shdk"], key, values["sex"], dusun))
    leads = [min(members) for members in families.values()]
    return people, Counter((dusun, sex) for _shdk, _key, sex, dusun in leads)


def month_ends(history: History) -> list[date]:
    """The ends of the months that were played; the last is today."""
    return [min(month_end(month), history.day) for month in history.months]
