"""The list of residents in a village of 20,000, as the office opens it: request to answer, signed in."""

from __future__ import annotations

from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import PASSWORD, analyzed, live, shown, signed_in

RESIDENTS, REPEAT = 20_000, 20
#: First page, a search by a fragment, a filter, sorted by NIK, a page far behind.
PATHS = (
    "/kantor/penduduk/",
    "/kantor/penduduk/?q=siti",
    "/kantor/penduduk/?sex=2&religion=1",
    "/kantor/penduduk/?sort=nik",
    "/kantor/penduduk/?page=150",
)


def measure() -> dict[str, Any]:
    """Milliseconds a page: the median over all kinds of it."""
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
    for path in PATHS:
        shown(client, path)
    return result(timed(lambda path=path: shown(client, path)) for _round in range(REPEAT) for path in PATHS)
