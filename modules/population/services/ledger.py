"""What every write to the register shares: dates, locks, lines of the ledger, and the check of ledger against register."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import advisory_lock, only, today
from balai.errors import Conflict, NotFound
from balai.indicators import open_periods, touch
from balai.ui.formats import long_date
from modules.population.applying import next_temporary, snapshot
from modules.population.applying.counting import counting_days
from modules.population.codes import Presence, Shdk
from modules.population.errors import (
    BadDates,
    BeingMoved,
    ContactTaken,
    FamilyHasHead,
    FamilyNumberTaken,
    NikOfDeparted,
    NikTaken,
    NotHere,
)
from modules.population.models import (
    LEDGER_COLUMNS,
    CrossingPerson,
    EventKind,
    FamilyCard,
    PopulationEvent,
    RegisterState,
    Resident,
    TerritoryKind,
)
from tenants.context import current_village
from tenants.exchange.doubles import numbers_changed
from tenants.exchange.services import mark_activity

#: What a change of people moves: every category of statistics follows it (``Indicator.touched_by``).
PEOPLE = ("population.residents",)
EVENTS = "population.events"


def moved(*, event: bool = True) -> None:
    touch(*PEOPLE, *([EVENTS] if event else []))
    mark_activity("change")
    numbers_changed()


def register_state() -> RegisterState:
    return RegisterState.objects.get_or_create(only=True)[0]


def check_dates(event_date: date, report_date: date) -> bool:
    """Refuse impossible dates; returns whether the report is late (its month is closed).

    Raises:
        BadDates: with the field that is wrong.
    """
    if event_date > report_date:
        raise BadDates(_("Tanggal lapor tidak boleh sebelum tanggal peristiwa."), field="report_date")
    if report_date > today():
        raise BadDates(_("Tanggal lapor belum tiba."), field="report_date")
    closed = register_state().closed_through
    if closed is not None and report_date <= closed:
        raise BadDates(
            _(
                "Buku sampai {day} sudah ditutup. Tulis tanggal lapor sesudahnya; peristiwanya dicatat sebagai susulan."
            ).format(day=long_date(closed)),
            field="report_date",
        )
    return closed is not None and event_date <= closed


def record(
    actor: Actor, kind: str, resident: Resident, before: dict[str, Any], *, event_date: date, report_date: date,
    note: str = "", late: bool = False, target: PopulationEvent | None = None, **details: Any,
) -> PopulationEvent:  # fmt: skip
    family = resident.family
    head_name = resident.name
    if family is not None and resident.shdk != Shdk.HEAD:
        # Former heads keep their position: who is here leads.
        heads = family.members.filter(shdk=Shdk.HEAD, presence=Presence.PRESENT, void_at=None)
        head_name = heads.values_list("name", flat=True).first() or ""
    ((counted_on, pushed),) = counting_days([(kind, resident.pk, target.pk if target else None)], report_date)
    if counted_on < open_periods()[0]:
        # A paper that was left lying: its month is past, and open still. Its numbers move, and those of all since.
        touch(*PEOPLE, EVENTS, since=counted_on)
    return PopulationEvent.objects.create(
        kind=kind,
        resident=resident,
        event_date=event_date,
        report_date=report_date,
        counted_on=counted_on,
        author_kind=actor.kind,
        author_id=str(actor.id)[:64],
        author_name=actor.name[:150],
        before=before,
        after=snapshot(resident),
        family_number=family.number if family else "",
        head_name=head_name if family else "",
        details={key: value for key, value in details.items() if value not in (None, "")},
        note=note,
        late=late or pushed,
        target=target,
    )


def locked(resident: Resident, version: str = "", *, also: Collection[int] = ()) -> Resident:
    """The resident, locked, as it is now. ``also``: statuses beside "present" that the act allows.

    Raises:
        Conflict: somebody changed it since ``version`` was read.
        NotHere: not present any more.
        BeingMoved: released to another village that has not answered yet.
    """
    on_the_way = CrossingPerson.objects.filter(resident=OuterRef("pk"), direction="out", closed_at=None)
    now = (
        Resident.objects.select_for_update(of=("self",))
        .select_related("family")
        .annotate(on_the_way=Exists(on_the_way))
        .get(pk=resident.pk)
    )
    if version and version != now.version:
        raise Conflict()
    if now.void_at is not None or now.presence not in {Presence.PRESENT, *also}:
        state = Presence(now.presence).label if now.void_at is None else _("DIBATALKAN")
        raise NotHere(name=now.name, state=state)
    if now.on_the_way:  # type: ignore[attr-defined]
        raise BeingMoved(name=now.name)
    return now


def place_of(resident: Resident) -> str:
    """ "RT 02/RW 05", for sentences."""
    rt = resident.rt
    if rt is None:
        return "-"
    above = rt.parent
    if above is not None and above.kind == TerritoryKind.RW:
        return f"RT {rt.name}/RW {above.name}"
    return f"RT {rt.name}"


def unique_errors(nik: str, family: FamilyCard | None, number: str = "") -> dict[str, Exception]:
    other = Resident.objects.select_related("rt__parent").filter(nik=nik, void_at=None).first()
    head = Resident.objects.filter(family=family, shdk=Shdk.HEAD, presence=1, void_at=None).first() if family else None
    departed = other is not None and other.presence in {Presence.MOVED, Presence.MISSING, Presence.LEFT}
    return {
        "resident_nik_once": (NikOfDeparted if departed else NikTaken)(
            name=other.name if other else "", place=place_of(other) if other else "-", field="nik",
            resident=str(other.pk) if other else "", state=other.get_presence_display() if other else "",
        ),
        "resident_email_once": ContactTaken(what=_("Alamat surel"), field="email"),
        "resident_telegram_once": ContactTaken(what="Telegram", field="telegram"),
        "resident_tag_once": ContactTaken(what="Tag ID Card", field="tag_id_card"),
        "family_one_head": FamilyHasHead(name=head.name if head else "", field="shdk"),
        "family_number_once": FamilyNumberTaken(field="no_kk"),
    }  # fmt: skip


def temporary_nik() -> str:
    code = current_village().code
    advisory_lock("population.temporary")
    return f"0{code}{next_temporary('population_resident', 'nik', code):05d}"


def temporary_family_number() -> str:
    """A family number until the card is there: "0", village code, five digits."""
    code = current_village().code
    advisory_lock("population.temporary")
    return f"0{code}{next_temporary('population_familycard', 'number', code):05d}"


#: The last line of a person decides: its ``after`` holds all seven columns.
_LAST_LINES = """
SELECT r.id, r.presence, r.residency, r.family_id, r.shdk, r.rt_id, r.sex, r.citizenship, e.after, r.void_at IS NOT NULL, e.kind, e.merged
FROM population_resident r LEFT JOIN (
    SELECT DISTINCT ON (resident_id) resident_id, after, kind, kind = 'merged' AND details ? 'into' AS merged
    FROM population_populationevent ORDER BY resident_id, id DESC
) e ON e.resident_id = r.id
"""
#: Each line begins where the one before it ended; a first line begins with nothing.
_BROKEN_CHAINS = """
SELECT resident_id, id FROM (
    SELECT resident_id, id, before, lag(after, 1, '{}'::jsonb) OVER (PARTITION BY resident_id ORDER BY id) AS former
    FROM population_populationevent
) lines WHERE before <> former ORDER BY id
"""


def verify_ledger() -> list[dict[str, Any]]:
    """Rebuild from the ledger what it owns of every resident, and compare; empty when they agree.

    Each problem: ``{"resident", "column", "register", "ledger"}`` (keys only, no names). Column ``chain`` is a line that
    does not begin where the line before it ended, ``events`` a person without any line, ``void_at`` somebody void whose
    last line is neither an undo nor a merge into another record (or the other way round).
    """
    problems: list[dict[str, Any]] = []

    def problem(key: Any, column: str, register: Any, ledger: Any) -> None:
        problems.append({"resident": str(key), "column": column, "register": register, "ledger": ledger})

    with connection.cursor() as cursor:
        cursor.execute(_BROKEN_CHAINS)
        for key, number in cursor.fetchall():
            problem(key, "chain", "-", number)
        cursor.execute(_LAST_LINES)
        for key, *values, after, void, kind, merged in cursor.fetchall():
            after = json.loads(after) if isinstance(after, str) else after
            if after is None:
                problem(key, "events", "present", "nothing")
                continue
            if void or merged:
                if not void or (kind != EventKind.UNDO and not merged):
                    problem(key, "void_at", "void" if void else "present", kind)
                continue
            for column, value in zip(LEDGER_COLUMNS, values, strict=True):
                found = str(value) if isinstance(value, uuid.UUID) else value
                if after.get(column) != found:
                    problem(key, column, found, after.get(column))
    return problems


def resident_or_404(pk: Any) -> Resident:
    """A resident of this village.

    Raises:
        NotFound: there is none, or the key is another village's.
    """
    found = only(Resident.objects.select_related("family__rt", "rt__parent__parent").filter(pk=pk))
    if found is None:
        raise NotFound()
    return found
