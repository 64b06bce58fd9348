"""Who read, did or was refused what, when, from where, for which purpose. Append-only; names and numbers never stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from balai.actor import Actor
    from balai.audit.models import Entry


#: Sixteen digits in a row are a NIK or a family card's number, wherever they come from.
_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")
#: What a person is called by stands in registers, never here: erasing somebody must not have to touch the audit.
_PERSONAL = {
    "name",
    "nik",
    "no_kk",
    "kk",
    "nama",
    "father_name",
    "mother_name",
    "father_nik",
    "mother_nik",
    "phone",
    "email",
}


def clean(value: Any) -> Any:
    """Data as the audit keeps it: plain JSON, no personal keys, no numbers of people."""
    if isinstance(value, dict):
        return {str(key): clean(each) for key, each in value.items() if str(key) not in _PERSONAL}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(each) for each in value]
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**15 else "*" * 16
    return _NUMBER.sub("*" * 16, str(value))


def record(actor: Actor, action: str, about: Model | None = None, outcome: str = "done", **data: Any) -> Entry:
    """One line: somebody did (or was refused) something. ``data`` holds codes and ids; names and NIK are left out."""
    entry = _entry(actor, action, about, outcome, data)
    entry.save()
    return entry


def record_many(actor: Actor, action: str, abouts: Iterable[Model], **data: Any) -> int:
    """The same act on many things: a line each, in one statement."""
    from balai.audit.models import Entry

    return len(Entry.objects.bulk_create([_entry(actor, action, about, "done", data) for about in abouts], 500))


def _entry(actor: Actor, action: str, about: Model | None, outcome: str, data: dict[str, Any]) -> Entry:
    from balai.audit.models import Entry

    return Entry(
        actor_kind=actor.kind,
        actor_id=actor.id[:64],
        actor_name=actor.name[:150],
        actor_role=actor.role[:20],
        action=action,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        outcome=outcome,
        data=clean(data),
        address=actor.address,
        request_id=actor.request_id[:64],
        purpose=actor.purpose[:200],
    )


def record_read(actor: Actor, action: str, about: Model, **data: Any) -> Entry | None:
    """Somebody looked at a person's record; once a request, however many parts of the page ask."""
    from balai.audit.models import Entry

    if actor.request_id:
        again = Entry.objects.filter(
            request_id=actor.request_id[:64], action=action, about_type=about._meta.label_lower, about_id=str(about.pk)
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


__all__ = ["clean", "readings_of", "record", "record_many", "record_read"]
