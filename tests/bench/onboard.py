"""A planned village comes to life: schema, role, grants, host, invitation; committed, with fsync."""

from __future__ import annotations

from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import planned

VILLAGES = 20


def measure() -> dict[str, Any]:
    """Milliseconds a village, one after another in one process, as ``village import`` does it."""
    from balai.actor import Actor
    from tenants.services import add_village

    actor = Actor.operator("bench")
    first, *codes = planned(VILLAGES + 1)
    add_village(actor=actor, code=first)  # reads the template's dump, which the process then keeps
    return result(timed(lambda code=code: add_village(actor=actor, code=code)) for code in codes)
