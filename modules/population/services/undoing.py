"""Events taken back (kembalikan status), one or many, and a status put right that no event made."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import Conflict
from modules.population.applying import snapshot
from modules.population.codes import Presence, Residency
from modules.population.errors import CannotUndo, PopulationError
from modules.population.models import EventKind, PopulationEvent, Resident
from modules.population.services.families.locking import locked_families, on_the_way, refuse_on_the_way
from modules.population.services.ledger import locked, moved, record, unique_errors
from modules.population.services.territory import standing_rt

#: Events that bring a person into the register: taking one back makes the person void.
_ENTRIES = {EventKind.INITIAL, EventKind.BIRTH, EventKind.MOVE_IN, EventKind.TEMPORARY}


@atomic()
def undo_event(*, actor: Actor, event: PopulationEvent, reason: str) -> PopulationEvent:
    """Take an event back by a counter-event that names it. The newest of a person's events first.

    Taking back an entry makes the person void (dibatalkan): out of every list and number, the NIK free again.

    Raises:
        CannotUndo: something later stands on it, it is undone already, or an undo itself.
        BeingMoved: released to another village, which can still take the person in.
        Conflict: they changed families in this very moment.
    """
    require(actor, "population.events")
    if not reason.strip():
        raise CannotUndo(_("Tulis alasannya."), field="reason")
    person = _locked(event)
    if event.kind == EventKind.UNDO:
        raise CannotUndo(_("Pembatalan tidak dapat dibatalkan; catat lagi peristiwanya."))
    if event.kind == EventKind.MERGED:
        raise CannotUndo(_("Penggabungan data tidak dibatalkan di sini."))
    if event.details.get("handover"):
        raise CannotUndo(
            _("Kepindahan antardesa tidak dibatalkan sepihak: desa lain sudah mencatatnya. Pindahkan kembali orangnya.")
        )
    open_events = person.events.filter(undone_by=None).exclude(kind=EventKind.UNDO).order_by("-id")
    newest = open_events.first()
    if newest is None or newest.pk != event.pk:
        raise CannotUndo(_("Ada peristiwa sesudahnya. Batalkan yang terbaru lebih dahulu."))
    before = snapshot(person)
    person.updated_at = timezone.now()
    if event.kind in _ENTRIES:
        person.void_at = timezone.now()
    else:
        for column, value in event.before.items():
            setattr(person, column, uuid.UUID(value) if column.endswith("_id") and value else value)
        if event.kind == EventKind.CORRECTION_RT and standing_rt(person.rt_id) != person.rt_id:
            raise CannotUndo(_("RT asalnya sudah dipindahkan atau digabung. Pindahkan orangnya ke RT yang benar."))
        person.rt_id = standing_rt(person.rt_id)
        # A card may have been deleted since, when nobody stood in it.
        if person.family is not None and person.family.void_at is not None:
            person.family, person.shdk = None, None
    with translate_unique(unique_errors(person.nik, person.family)):
        person.save()
    on = today()
    made = record(
        actor,
        EventKind.UNDO,
        person,
        before,
        event_date=on,
        report_date=on,
        note=reason,
        target=event,
        undone=event.kind,
    )
    audit.record(actor, "population.event_undone", about=person, event=event.pk)
    moved()
    return made


def _locked(event: PopulationEvent) -> Resident:
    """Whom the event is about, locked after the card that they stand under and the one that they go back to.

    Unlike elsewhere the dead, the gone and the void are let through: what cannot be taken back of theirs is said by name.
    """
    family_id = Resident.objects.values_list("family_id", flat=True).get(pk=event.resident_id)
    former = event.before.get("family_id")
    locked_families({key for key in (family_id, uuid.UUID(former) if former else None) if key})
    person = (
        Resident.objects.select_for_update(of=("self",))
        .select_related("family")
        .annotate(on_the_way=Exists(on_the_way()))
        .get(pk=event.resident_id)
    )
    if person.family_id != family_id:
        raise Conflict()
    refuse_on_the_way([person])
    return person


@dataclass(frozen=True)
class Undone:
    """What came of one of many: the counter-event, or why not."""

    event: PopulationEvent
    made: PopulationEvent | None
    error: PopulationError | None = None


@atomic()
def undo_events(*, actor: Actor, events: Iterable[PopulationEvent], reason: str) -> list[Undone]:
    """Take many events back for one reason, each person's newest first. What cannot be is left, and says why.

    Raises:
        CannotUndo: no reason.
    """
    require(actor, "population.events")
    if not reason.strip():
        raise CannotUndo(_("Tulis alasannya."), field="reason")
    found = []
    for event in sorted(events, key=lambda each: -each.pk):
        try:
            with atomic():
                found.append(Undone(event, undo_event(actor=actor, event=event, reason=reason)))
        except PopulationError as error:
            found.append(Undone(event, None, error))
    return found


#: Events whose own undo brings back what they changed: a repair would hide them.
_CHANGE_STATUS = {
    EventKind.DEATH, EventKind.MOVE_OUT, EventKind.MISSING, EventKind.LEAVE, EventKind.READMITTED,
    EventKind.BECAME_PERMANENT,
}  # fmt: skip


@atomic()
def repair_status(
    *, actor: Actor, resident: Resident, reason: str, presence: int | None = None, residency: int | None = None
) -> Resident:
    """Put right a status (HIDUP, MATI ..., or TETAP and TIDAK TETAP) that was written wrong when the person came in.

    Raises:
        PopulationError: an event made the status (it is undone instead), nothing would change, void, no reason, or a
            temporary resident would stand under a card.
        BeingMoved, FamilyHasHead.
    """
    require(actor, "population.events")
    if not reason.strip():
        raise PopulationError(_("Tulis alasannya."), field="reason")
    now = locked(resident, also=tuple(Presence))
    wanted = Presence(presence) if presence is not None else now.presence
    stay = Residency(residency) if residency is not None else now.residency
    if (wanted, stay) == (now.presence, now.residency):
        raise PopulationError(_("Statusnya sudah demikian."), field="presence")
    standing = now.events.filter(undone_by=None).exclude(kind=EventKind.UNDO)
    for event in standing.filter(kind__in=_CHANGE_STATUS).order_by("-id")[:1]:
        raise PopulationError(
            _("Status ini berasal dari peristiwa {event}. Batalkan peristiwa itu.").format(
                event=str(event.get_kind_display()).lower()
            )
        )
    if stay == Residency.TEMPORARY and now.family_id is not None:
        raise PopulationError(_("Penduduk tidak tetap tidak masuk KK di desa ini."), field="residency")
    before = snapshot(now)
    now.presence, now.residency, now.updated_at = wanted, stay, timezone.now()
    with translate_unique(unique_errors(now.nik, now.family)):
        now.save(update_fields=["presence", "residency", "updated_at"])
    on = today()
    record(actor, EventKind.REPAIRED, now, before, event_date=on, report_date=on, note=reason.strip())
    audit.record(actor, "population.status_repaired", about=now)
    moved()
    return now
