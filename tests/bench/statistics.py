"""Statistics of a village of 20,000 among fifty: a category counted after a change, and the same one kept."""

from __future__ import annotations

import sys
from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import PASSWORD, analyzed, live, planned, shown, signed_in

RESIDENTS, VILLAGES, REPEAT = 20_000, 50, 3


def prepare() -> None:
    """Fifty villages that live, as the owner brings them to life."""
    from balai.actor import Actor
    from tenants.services import add_village

    actor = Actor.operator("bench")
    for code in planned(VILLAGES - len(live())):
        add_village(actor=actor, code=code, data="synthetic")


def _village() -> tuple[Any, Any]:
    from balai.accounts.services import create_user
    from balai.actor import Actor
    from modules.population.services import populate
    from tenants.context import village_context

    actor = Actor.operator("bench")
    village = live()[0]
    with village_context(village.schema_name):
        populate(actor=actor, residents=RESIDENTS, seed=1)
        create_user(actor=actor, username="operator", name="Operator", role="operator", password=PASSWORD)
    analyzed(village.schema_name)
    client = signed_in(f"{village.subdomain}.grobogan.localhost", "/kantor/masuk/", "operator")
    return village, client


def cold() -> dict[str, Any]:
    """Milliseconds a category, over all of them, each after a change of somebody: counted anew."""
    from balai.db import today
    from modules.population.statistics.counting import Scope, counts
    from modules.population.statistics.keeping import kept_counts
    from modules.population.statistics.known import categories, resolved
    from tenants.context import village_context

    village, client = _village()
    times, pages = [], []
    by_code: dict[str, float] = {}
    with village_context(village.schema_name):
        for _round in range(REPEAT):
            for category in resolved(categories().values()):
                _change()
                times.append(timed(lambda category=category: kept_counts([category], Scope(today()))))  # type: ignore[misc]
                by_code[category.code] = min(by_code.get(category.code, times[-1]), times[-1])
        whole = resolved(categories().values())
        together = timed(lambda: counts(whole, Scope(today())))
    for code in categories():
        with village_context(village.schema_name):
            _change()
        pages.append(timed(lambda code=code: shown(client, f"/kantor/statistik/{code}/")))  # type: ignore[misc]
    slowest = sorted(by_code, key=lambda code: -by_code[code])[:3]
    words = ", ".join(f"{code} {by_code[code] * 1000:.0f} ms" for code in slowest)
    sys.stderr.write(f"  the slowest, best of {REPEAT}: {words}\n")
    _remark("the whole page, counted anew", pages)
    _remark(f"all {len(whole)} categories in one query", [together])
    return result(times)


def warm() -> dict[str, Any]:
    """Milliseconds a category that is kept: revision asked, table made of it."""
    from balai.db import today
    from modules.population.statistics.counting import Scope
    from modules.population.statistics.known import categories, resolved
    from modules.population.statistics.tables import tables_of
    from tenants.context import village_context

    village, client = _village()
    times, pages = [], []
    with village_context(village.schema_name):
        found = resolved(categories().values())
        tables_of(found, Scope(today()))
        for _round in range(REPEAT):
            for category in found:
                times.append(timed(lambda category=category: tables_of([category], Scope(today()))))  # type: ignore[misc]
    for code in categories():
        shown(client, f"/kantor/statistik/{code}/")
        pages.append(timed(lambda code=code: shown(client, f"/kantor/statistik/{code}/")))  # type: ignore[misc]
    _remark("the whole page, kept", pages)
    return result(times)


def _change() -> None:
    from balai.actor import Actor
    from modules.population.models import Resident
    from modules.population.services import update_resident

    person = Resident.objects.filter(void_at=None, presence=1).order_by("pk")[0]
    update_resident(actor=Actor.operator("bench"), resident=person, note=f"{person.note[-5:]}x")


def _remark(words: str, seconds: list[float]) -> None:
    found = result(seconds)
    sys.stderr.write(
        f"  {words}: {found['median_ms']} ms (median of {found['n']}, at most {max(seconds) * 1000:.0f} ms)\n"
    )
