"""Details of an event put right or added later, also of who is dead or gone, also after the closing.

The ledger's line stays as it was written; the amendment is a record of its own. What balances count (the kind, the days,
and the kind of a move, which PERINCIAN PINDAH counts) is never amended: such an event is taken back and written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import Conflict
from balai.indicators import open_periods, touch
from modules.population.codes import DeathCause, DeathWitness, Presence, Residency
from modules.population.errors import BadDates, PopulationError
from modules.population.models import BEGINNING, EventAmendment, EventKind, PopulationEvent, Resident
from modules.population.services.departures import check_court, clock_of
from modules.population.services.events import PARTS
from modules.population.services.ledger import PEOPLE, moved

_FROM, _TO = (tuple(f"{prefix}_{part}" for part in PARTS) for prefix in ("from", "to"))
#: Which details of an event can be amended; its note always can.
AMENDABLE: Mapping[str, tuple[str, ...]] = {
    EventKind.INITIAL: ("since", "previous_address", "purpose", "host_name", "host_address"),
    # What else is known of a birth stands in the child's own data and is changed there.
    EventKind.BIRTH: ("reported_by",),
    EventKind.DEATH: (
        "certificate", "place", "time", "cause", "witness", "child_number", "reported_by", "court_number", "court_date",
    ),
    EventKind.MOVE_OUT: ("destination", *_TO),
    EventKind.MOVE_IN: ("previous_address", *_FROM, "purpose"),
    EventKind.TEMPORARY: ("previous_address", *_FROM, "purpose", "host_name", "host_address"),
    EventKind.MISSING: ("report_number", "reported_on"),
    EventKind.LEAVE: ("destination",),
    EventKind.READMITTED: ("previous_address",),
    EventKind.BECAME_PERMANENT: (),
}  # fmt: skip
#: Details that hold a day (as text), a code or a number.
DAYS = frozenset({"since", "court_date", "reported_on"})
NUMBERS = frozenset({"cause", "witness", "child_number"})
#: What an event cannot be without.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    EventKind.DEATH: ("place", "cause", "witness"), EventKind.MOVE_OUT: ("destination",),
    EventKind.MOVE_IN: ("previous_address",), EventKind.TEMPORARY: ("previous_address", "purpose"),
    EventKind.MISSING: ("report_number", "reported_on"),
}  # fmt: skip
_LONGEST = 200


def amendable(event: PopulationEvent) -> tuple[str, ...] | None:
    """The details of an event that can be amended; None where none can: its kind, taken back, or the person void.

    A court's ruling only of who had been missing; where from and why of initial data only of a temporary resident.
    """
    if event.kind not in AMENDABLE or hasattr(event, "undone_by") or event.resident.void_at is not None:
        return None
    names = AMENDABLE[event.kind]
    if event.kind == EventKind.DEATH and event.before.get("presence") != Presence.MISSING:
        names = tuple(name for name in names if not name.startswith("court_"))
    if event.kind == EventKind.INITIAL and event.after.get("residency") != Residency.TEMPORARY:
        names = ("since",)
    return names


def version_of(event: PopulationEvent) -> str:
    """What a form carries, so that the later of two writers is told."""
    return str(EventAmendment.objects.filter(event=event.pk).count())


@atomic()
def amend_event(
    *,
    actor: Actor,
    event: PopulationEvent,
    version: str = "",
    note: str | None = None,
    reason: str = "",
    **details: Any,
) -> PopulationEvent:
    """Put details of an event right, or add them: only those that are given change, an empty one is taken away.

    Books and numbers read them since the event's own day; where its month is closed, since today, so a closed book stays
    as it was printed. Nothing changed is no amendment.

    Raises:
        PopulationError: this event has no such details, was taken back, or what it needs would be missing (the field is named).
        Conflict: somebody amended it since ``version`` (:func:`version_of`) was read.
        BadDates.
    """
    require(actor, "population.events")
    person = Resident.objects.select_for_update(of=("self",)).get(pk=event.resident_id)
    now = (
        PopulationEvent.objects.select_related("resident", "undone_by").prefetch_related("amendments").get(pk=event.pk)
    )
    names = amendable(now)
    if names is None or not set(details) <= set(names):
        raise PopulationError(_("Rincian peristiwa ini tidak dapat diubah."))
    if version and version != version_of(now):
        raise Conflict()
    wanted = dict(now.told)
    for name, value in details.items():
        tidy = _tidy(name, value)
        if tidy is None:
            wanted.pop(name, None)
        else:
            wanted[name] = tidy
    _check(person, now, wanted)
    before = {"details": now.told, "note": now.remark}
    after = {"details": wanted, "note": now.remark if note is None else note.strip()[:300]}
    if before == after:
        return now
    with connection.cursor() as cursor:
        # Whoever closes a month waits, or this one sees that it is closed.
        cursor.execute("SELECT closed_through FROM population_registerstate FOR SHARE")
        (closed,) = cursor.fetchone() or (None,)
    open_still = closed is None or now.counted_on > closed
    made = EventAmendment.objects.create(
        event=now, before=before, after=after, counted_on=now.counted_on if open_still else today(),
        reason=reason.strip()[:300], author_kind=actor.kind, author_id=str(actor.id)[:64], author_name=actor.name[:150],
    )  # fmt: skip
    changed = sorted(name for name in {*now.told, *wanted} if now.told.get(name) != wanted.get(name))
    audit.record(actor, "population.event_amended", about=person, event=now.pk, columns=changed)
    if BEGINNING < made.counted_on < open_periods()[0]:
        touch(*PEOPLE, since=made.counted_on)
    moved(event=False)
    return PopulationEvent.objects.select_related("resident").prefetch_related("amendments").get(pk=now.pk)


def _tidy(name: str, value: Any) -> Any:
    """A detail as the ledger holds it; None for nothing."""
    if isinstance(value, date):
        return value.isoformat()
    if name in NUMBERS:
        return int(value) if value not in (None, "") else None
    text = str(value or "").strip()[:_LONGEST]
    if name == "time" and text:
        return clock_of(text)
    if name in (*_FROM, *_TO):
        text = text.upper()[:100]
    return text or None


def _check(person: Resident, event: PopulationEvent, wanted: Mapping[str, Any]) -> None:
    for name in _NEEDED.get(event.kind, ()):
        if wanted.get(name) in (None, ""):
            raise PopulationError(_("Bagian ini tidak dapat dikosongkan."), field=name)
    days = {name: date.fromisoformat(wanted[name]) for name in DAYS if wanted.get(name)}
    for name, day in days.items():
        if day > today():
            raise BadDates(_("Tanggal ini belum tiba. Periksa tahunnya."), field=name)
    if event.kind == EventKind.DEATH:
        DeathCause(wanted["cause"]), DeathWitness(wanted["witness"])
        if event.before.get("presence") == Presence.MISSING:
            check_court(person, event.event_date, wanted.get("court_number", ""), days.get("court_date"))
    elif event.kind == EventKind.MISSING and not event.event_date <= days["reported_on"] <= event.report_date:
        raise BadDates(
            _("Tanggal laporan kehilangan terletak antara tanggal hilang dan tanggal lapor ke desa."),
            field="reported_on",
        )
    since = days.get("since")
    if since is not None and person.birth_date and since < person.birth_date:
        raise BadDates(_("Tanggal ini sebelum tanggal lahirnya."), field="since")
