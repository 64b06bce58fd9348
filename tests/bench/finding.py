"""Finding people in a village of 20,000 among fifty: the search box, and the list under three filters."""

from __future__ import annotations

from typing import Any

from tests.bench.running import result, timed
from tests.bench.statistics import RESIDENTS, prepare
from tests.bench.villages import analyzed, live

__all__ = ["filtered", "prepare", "search"]
REPEAT = 20
#: Half-remembered names, spellings of old, typing errors, numbers, an address.
TEXTS = (
    "siti", "slamet wid", "moch sut", "soetrisno", "endang rahayu", "suprihatn", "djoko", "3315050101", "rt 2 rw 1", "krajan",
)  # fmt: skip
#: Three filters each.
FILTERS: tuple[dict[str, Any], ...] = (
    {"sex": 2, "religion": 1, "marital_status": 2},
    {"age_from": 17, "age_to": 30, "sex": 1},
    {"education": 5, "occupation": 9, "sex": 1},
    {"marital_status": 1, "age_from": 17, "religion": 1},
)


def _village() -> Any:
    from balai.actor import Actor
    from modules.population.services import populate
    from tenants.context import village_context

    village = live()[0]
    with village_context(village.schema_name):
        populate(actor=Actor.operator("bench"), residents=RESIDENTS, seed=1)
    analyzed(village.schema_name)
    return village


def search() -> dict[str, Any]:
    """Milliseconds from a fragment to the box's twenty people."""
    from balai.actor import Actor
    from modules.population.selectors import search_results
    from tenants.context import village_context

    actor = Actor.operator("bench")
    times = []
    with village_context(_village().schema_name):
        # Who lives there is drawn by chance: a search that finds nobody is a search, too, but most must find somebody.
        found = [text for text in TEXTS if search_results(actor, text, 20)]
        if len(found) < len(TEXTS) / 2:
            raise SystemExit(f"only {found} are found")
        for _round in range(REPEAT):
            times += [timed(lambda text=text: search_results(actor, text, 20)) for text in TEXTS]  # type: ignore[misc]
    return result(times)


def filtered() -> dict[str, Any]:
    """Milliseconds of a page of fifty under three filters, counted and sorted."""
    from modules.population.selectors import for_list, residents_found
    from tenants.context import village_context

    def page(filters: dict[str, Any]) -> None:
        found = residents_found("", filters, sort="name")
        if not found.order_by().count():
            raise SystemExit(f"nobody fits {filters}")
        list(for_list(found)[:50])

    times = []
    with village_context(_village().schema_name):
        for filters in FILTERS:
            page(filters)
        for _round in range(REPEAT):
            times += [timed(lambda filters=filters: page(filters)) for filters in FILTERS]  # type: ignore[misc]
    return result(times)
