"""Two records of one person became one: what was written and agreed follows the person."""

from __future__ import annotations

from balai.actor import Actor
from modules.messages.models import Contact, Delivery, Notice, OneTimeCode, Thread
from modules.population.models import Resident


def follow_merge(*, actor: Actor, kept: Resident, merged: Resident) -> None:
    """Conversations of either are the kept record's from now on."""
    Thread.objects.filter(resident=merged).update(resident=kept)
    Notice.objects.filter(resident=merged).update(resident=kept)
    Delivery.objects.filter(resident=merged).update(resident=kept)
    OneTimeCode.objects.filter(resident=merged).delete()
    # An address a channel: the kept record's own stays.
    own = Contact.objects.filter(resident=kept).values_list("channel", flat=True)
    Contact.objects.filter(resident=merged, channel__in=list(own)).delete()
    Contact.objects.filter(resident=merged).update(resident=kept)
