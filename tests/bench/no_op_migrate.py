"""A deploy that brings no migration: every schema is looked at, its grants compared, nothing changed."""

from __future__ import annotations

from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import live, planned

MORE, REPEAT = 22, 7


def prepare() -> None:
    """Thirty villages, so that what is done once a deploy does not hide what is done for each."""
    from balai.actor import Actor
    from tenants.services import add_village

    actor = Actor.operator("bench")
    for code in planned(MORE):
        add_village(actor=actor, code=code)


def measure() -> dict[str, Any]:
    """Milliseconds a village of a whole round."""
    from tenants.fleet import migrate_fleet

    villages = len(live())

    def round_trip() -> None:
        done = migrate_fleet(tell=lambda line: None)
        if done["migrated"]:
            raise SystemExit(f"there was something to migrate: {done['migrated']}")

    round_trip()
    return result(timed(round_trip) / villages for _round in range(REPEAT))
