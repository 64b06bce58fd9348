"""Who read, did or was refused what, when, from where, for which purpose. Append-only; names and numbers never stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from balai.actor import Actor
    from balai.audit.models import Entry


def record(actor: Actor, action: str, about: Model | None = None, outcome: str = "done", **data: Any) -> Entry:
    """One line: somebody did (or was refused) something. ``data`` holds codes and ids, never names or NIK."""
    from balai.audit.models import Entry

    return Entry.objects.create(
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:150],
        actor_role=actor.role,
        action=action,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        outcome=outcome,
        data=data,
        address=actor.address,
        request_id=actor.request_id,
        purpose=actor.purpose,
    )


def record_read(actor: Actor, action: str, about: Model, **data: Any) -> Entry | None:
    """Somebody looked at a person's record; once a request, however many parts of the page ask."""
    from balai.audit.models import Entry

    if actor.request_id:
        again = Entry.objects.filter(
            request_id=actor.request_id, action=action, about_type=about._meta.label_lower, about_id=str(about.pk)
        )
        if again.exists():
            return None
    return record(actor, action, about=about, **data)


def readings_of(about: Model) -> QuerySet[Entry]:
    """Who opened a record ("siapa membuka data saya"), newest first; what jobs and the house itself did is left out."""
    from balai.audit.models import Entry

    return (
        Entry.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk))
        .exclude(actor_kind__in=["job", "system"])
        .order_by("-at", "-id")
    )


__all__ = ["readings_of", "record", "record_read"]
