"""What of the citizen's door waits in the office."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.registry import QueueItem
from modules.selfservice import guessing, registering
from modules.selfservice.correcting import SUBJECTS
from modules.selfservice.selectors import corrections_waiting

#: The home page shows no more of one kind.
QUEUE_LIMIT = 20


def waiting_for(actor: Actor) -> list[QueueItem]:
    """What waits for this actor, the longest first."""
    return sorted(
        [*alarms_for(actor), *registrations_for(actor), *corrections_for(actor)], key=lambda item: item.waiting_since
    )


def alarms_for(actor: Actor) -> list[QueueItem]:
    """PINs of many people that failed within an hour, until somebody has read it."""
    if not actor.may("selfservice.manage"):
        return []
    return [
        QueueItem(
            title=_("Ada yang menebak PIN warga: {count} NIK berbeda dalam satu jam").format(count=each.people),
            url=reverse("selfservice:accounts"),
            waiting_since=each.opened_at,
            next_step=_("Baca peringatannya"),
        )
        for each in guessing.unseen()
    ]


def registrations_for(actor: Actor) -> list[QueueItem]:
    """Registrations from home that nobody has compared yet."""
    if not actor.may("selfservice.manage"):
        return []
    return [
        QueueItem(
            title=_("Pendaftaran Layanan Mandiri: {name}").format(name=each.name),
            url=reverse("selfservice:registration", args=[each.pk]),
            waiting_since=each.created_at,
            next_step=_("Cocokkan dengan data penduduk"),
        )
        for each in registering.registrations()[:QUEUE_LIMIT]
    ]


def corrections_for(actor: Actor) -> list[QueueItem]:
    """Proposals to mend the register, for who may decide on them."""
    if not actor.may("selfservice.corrections"):
        return []
    return [
        QueueItem(
            title=_("Usulan {what}: {name}").format(what=SUBJECTS[row.what].title, name=row.resident.name),
            url=reverse("selfservice:correction", args=[row.pk]),
            waiting_since=row.created_at,
            next_step=_("Periksa usulan"),
            mine=actor.may("population.change"),
        )
        for row in corrections_waiting()[:QUEUE_LIMIT]
    ]
