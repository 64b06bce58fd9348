"""What of the citizen's door waits in the office."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.registry import QueueItem
from modules.selfservice import registering

#: The home page shows no more of one kind.
QUEUE_LIMIT = 20


def waiting_for(actor: Actor) -> list[QueueItem]:
    """What waits for this actor, the longest first."""
    return sorted([*registrations_for(actor)], key=lambda item: item.waiting_since)


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
