"""The regency's first page over a year of facts of all 280 villages: request to answer, signed in."""

from __future__ import annotations

from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import PASSWORD, shown, signed_in

MONTHS, REPEAT = 12, 40


def prepare() -> None:
    """Every village of the list sends its numbers."""
    from balai.db import today
    from tests.modules.regency.filling import fill_regency

    fill_regency(today().replace(day=1), MONTHS)


def measure() -> dict[str, Any]:
    """Milliseconds a page: all queries run each time, nothing of it is kept between two requests."""
    from balai.accounts.services import create_user
    from balai.actor import Actor

    create_user(actor=Actor.operator("bench"), username="analis", name="Analis", role="regency", password=PASSWORD)
    client = signed_in("grobogan.localhost", "/masuk/", "analis")
    shown(client, "/dasbor/")
    return result(timed(lambda: shown(client, "/dasbor/")) for _round in range(REPEAT))
