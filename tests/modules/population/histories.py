"""Random histories of a village: hundreds of acts over months, each as an officer would do it, refused or not; and the
numbers counted once more by hand, line by line, without a word of SQL from the balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from balai.db import zone
from modules.population import services
from modules.population.crossing import accept_move, catch_up, refuse_move, release, withdraw_move
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
from modules.population.services.amending import AMENDABLE
from tenants.context import village_context
from tenants.exchange.handovers import HandoverEnded
from tenants.exchange.models import Handover

DEATH = {"place": "Rumah", "cause": 1, "witness": 1, "time": "14.30", "child_number": 1}
#: How often each act happens.
ACTS = {
    "birth": 9, "move_in": 9, "family_in": 4, "guest": 4, "permanent": 3, "death": 9, "move_out": 5, "family_out": 4,
    "missing": 4, "leave": 3, "back": 7, "split": 5, "shdk": 6, "undo": 16, "sex": 4, "citizenship": 4, "rt": 8,
    "repair": 3, "merge": 3, "initial": 4, "complete": 1, "close": 3, "load": 4, "unload": 3, "amend": 3, "area_move": 4,
    "area_back": 1, "area_merge": 2, "collective": 3, "collective_undo": 2, "cross_out": 4, "cross_in": 3, "cross_settle": 3,
}  # fmt: skip
#: Acts in two villages: each side's services have a transaction of their own, so the act has none round them.
APART = frozenset({"cross_out", "cross_in", "cross_settle"})


class History:
    """A village's months, played by chance; ``day`` goes on as it is played."""

    def __init__(
        self, actor: Any, travel: Callable[[date], None], seed: int, start: date = date(2026, 1, 5), other: Any = None
    ) -> None:
        self.actor, self.travel, self.by, self.day = actor, travel, Random(seed), start
        #: The village that people move to and come from; without one nobody does.
        self.other = other
        self.months = [start.replace(day=1)]
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._number = seed % 10_000 * 1000
        self.moves: list[Any] = []
        self._lines: list[PopulationEvent] = []
        self._replayed: dict[date, Replayed] = {}
        travel(start)
        dusun = services.add_territory(actor=actor, kind="dusun", name="SEBERANG")
        services.add_territory(actor=actor, kind="rt", name="091", parent=dusun)
        self._look_round()

    def _look_round(self) -> None:
        self.rts = list(Territory.objects.filter(kind="rt", void_at=None).order_by("created_at", "pk"))

    def play(self, acts: int, months: int = 4) -> None:
        """So many acts over about so many months."""
        kinds, weights = list(ACTS), list(ACTS.values())
        for _step in range(acts):
            self._go_on(months * 30 / acts)
            (kind,) = self.by.choices(kinds, weights)
            self.act(kind)

    def act(self, kind: str) -> None:
        """One act of this kind, done or refused."""
        try:
            with nullcontext() if kind in APART else transaction.atomic():
                getattr(self, f"_{kind}")()
            self.done[kind] += 1
        except (PopulationError, HandoverEnded):
            self.refused[kind] += 1
            if kind.startswith("area"):
                # What a refused act had made is gone again.
                self._look_round()

    def at(self, on: date) -> Replayed:
        """The ledger replayed until the end of a day, once all is played: each month's end is the next one's opening."""
        if not self._replayed:
            self._lines = ledger()
        if on not in self._replayed:
            self._replayed[on] = Replayed(on, self._lines)
        return self._replayed[on]

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

    def _amend(self) -> None:
        event = self.by.choice(
            list(PopulationEvent.objects.filter(kind__in=AMENDABLE, undone_by=None).order_by("-id")[:80])
        )
        details: dict[str, Any] = {}
        if event.kind == EventKind.DEATH:
            details = {"certificate": self._name(), "place": self._name()}
        elif event.kind == EventKind.INITIAL:
            details = {"since": self.by.choice((None, date(2010, 1, 1), date(2025, 12, 1)))}
        services.amend_event(actor=self.actor, event=event, note=self._name(), **details)

    # -- places --------------------------------------------------------------------------------------------------------

    def _area_move(self) -> None:
        node = self.by.choice(self.rts)
        parents = Territory.objects.filter(kind__in=("dusun", "rw"), void_at=None).exclude(pk=node.parent_id)
        parent = self.by.choice(list(parents.order_by("created_at", "pk")))
        services.move_territory(actor=self.actor, territory=node, parent=parent, name=self._name())
        self._look_round()

    def _area_back(self) -> None:
        moved = [each for each in self.rts if each.predecessors.exists()]
        if not moved:
            raise PopulationError("nothing moved")
        services.move_back(actor=self.actor, territory=self.by.choice(moved))
        self._look_round()

    def _area_merge(self) -> None:
        if len(self.rts) < 5:
            parent = self.by.choice(self.rts).parent
            services.add_territory(actor=self.actor, kind="rt", name=self._name(), parent=parent)
            self._look_round()
        source, target = self.by.sample(self.rts, 2)
        services.merge_territory(actor=self.actor, territory=source, into=target)
        self._look_round()

    def _collective(self) -> None:
        families = {self._one().family_id for _each in range(4)} - {None}
        done = services.move_families(actor=self.actor, families=families, rt=self.by.choice(self.rts))
        self.moves.append(done.key)

    def _collective_undo(self) -> None:
        if not self.moves:
            raise PopulationError("nothing moved")
        services.undo_move(actor=self.actor, key=self.moves.pop())

    # -- between two villages --------------------------------------------------------------------------------------------

    def _there(self) -> Any:
        if self.other is None:
            raise PopulationError("no other village")
        return village_context(self.other.schema_name)

    def _offer(self, to: str) -> Any:
        person = self._one(residency=1)
        people = [person]
        if person.family_id and self.by.random() < 0.4:
            people = list(Resident.objects.filter(family=person.family_id, presence=1, void_at=None).order_by("pk"))
        event = self.day - timedelta(days=self.by.choice((0, 0, 1, 4)))
        return release(actor=self.actor, residents=people, destination=to, event_date=event)

    def _accept(self, offered: Any) -> None:
        rts = list(Territory.objects.filter(kind="rt", void_at=None).order_by("created_at", "pk"))
        accept_move(actor=self.actor, handover=offered.pk, card="new", rt=self.by.choice(rts))
        # The database's clock does not travel along.
        at = datetime.combine(self.day, time(12), zone())
        Handover.objects.filter(pk=offered.pk).update(answered_at=at)

    def _cross_out(self) -> None:
        there = self._there()
        offered = self._offer(self.other.schema_name)
        how = self.by.random()
        if how < 0.1:
            return
        if how < 0.2:
            withdraw_move(actor=self.actor, handover=offered.pk, reason="Batal")
            return
        with there:
            if how < 0.3:
                refuse_move(actor=self.actor, handover=offered.pk, reason="Bukan desa kami")
            else:
                self._accept(offered)
        if self.by.random() < 0.5:
            catch_up()

    def _cross_in(self) -> None:
        me = connection.schema_name  # type: ignore[attr-defined]
        with self._there():
            offered = self._offer(me)
        self._accept(offered)
        with self._there():
            catch_up()

    def _cross_settle(self) -> None:
        self._there()
        catch_up()

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


class Replayed:
    """Every line of the ledger until the end of a day, in its order: who is there, as what, and since when."""

    def __init__(self, on: date, lines: Sequence[PopulationEvent]) -> None:
        state: dict[UUID, dict[str, Any]] = {}
        self.since: dict[UUID, date | None] = {}
        gone: set[UUID] = set()
        for line in lines:
            if line.counted_on > on:
                continue
            state[line.resident_id] = line.after
            if line.target is not None and line.target.before == {}:
                gone.add(line.resident_id)
            undo = getattr(line, "undone_by", None)
            if (undo is None or undo.counted_on > on) and line.kind in BEGAN:
                if line.kind == "readmitted" and line.before["presence"] == 4:
                    continue
                self.since[line.resident_id] = line.event_date
                if line.kind == "initial":
                    known = [each.after["details"] for each in line.amendments.all() if each.counted_on <= on]
                    told = (known[-1] if known else line.details).get("since")
                    self.since[line.resident_id] = date.fromisoformat(told) if told else None
        self.present = {key: values for key, values in state.items() if key not in gone and values["presence"] == 1}

    def counted(self) -> dict[UUID, dict[str, Any]]:
        """Who is present and TETAP."""
        return {key: values for key, values in self.present.items() if values["residency"] == 1}

    def guests(self) -> set[UUID]:
        """Who is present and TIDAK TETAP."""
        return set(self.present) - set(self.counted())


def ledger() -> list[PopulationEvent]:
    """Every line with what took it back and what amended it."""
    return list(
        PopulationEvent.objects.select_related("target", "undone_by").prefetch_related("amendments").order_by("id")
    )


BEGAN = ("birth", "move_in", "temporary_stay", "readmitted", "initial")


def by_hand(on: date, replayed: Replayed | None = None) -> Stock:
    """Who counted at the end of a day."""
    state = (replayed or Replayed(on, ledger())).counted()
    above = dict(Territory.objects.values_list("pk", "parent_id"))
    kinds = dict(Territory.objects.values_list("pk", "kind"))
    people: Counter[tuple[UUID | None, int, bool]] = Counter()
    families: dict[str, list[tuple[int, UUID, int, UUID | None]]] = {}
    for key, values in state.items():
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
