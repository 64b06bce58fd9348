"""From one task on the regency's side to one message a village, spread over time."""

from __future__ import annotations

import random
from collections.abc import Iterable

from balai.jobs import sending

#: States in which a village has a schema and its people work: others need no sweep.
AT_WORK = ("setup", "live", "read_only", "suspended", "training")


def villages_at_work() -> list[str]:
    """Schema names of the villages that have work to look after."""
    from tenants.models import Village

    return list(Village.objects.filter(state__in=AT_WORK).order_by("schema_name").values_list("schema_name", flat=True))


def fan_out(name: str, schemas: Iterable[str], *, seconds: float, queue: str = "default") -> int:
    """Send a task to each schema within ``seconds``, in random order: not all at one instant. Returns how many."""
    chosen = list(schemas)
    random.shuffle(chosen)
    step = seconds / max(1, len(chosen))
    sent = 0
    for place, schema in enumerate(chosen):
        if not sending.send(name, [], schema=schema, queue=queue, countdown=round(place * step, 2)):
            break  # the broker is away: the next round of beat does it
        sent += 1
    return sent
