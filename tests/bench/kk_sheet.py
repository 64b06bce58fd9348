"""A family card's copy as PDF: one at once (queries included), and five hundred as the job makes them, one file."""

from __future__ import annotations

import sys
from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import analyzed, live

RESIDENTS, MANY, REPEAT = 2_000, 500, 40


def measure() -> dict[str, Any]:
    """Milliseconds a copy; ``many_s`` and ``many_mb`` are the job's seconds and the file's size for 500 families."""
    from balai.actor import Actor
    from balai.db import today
    from modules.population import kk_sheet
    from modules.population.models import FamilyCard
    from modules.population.services import populate
    from tenants.context import village_context

    actor = Actor.operator("bench")
    village = live()[0]
    with village_context(village.schema_name):
        populate(actor=actor, residents=RESIDENTS, seed=1)
    analyzed(village.schema_name)
    with village_context(village.schema_name):
        keys = list(FamilyCard.objects.order_by("number").values_list("pk", flat=True)[:MANY])
        kk_sheet.render_sheets(keys[:1], today())
        found = result(timed(lambda key=key: kk_sheet.render_sheets([key], today())) for key in keys[:REPEAT])
        texts = [str(key) for key in keys]
        seconds = timed(lambda: kk_sheet.print_sheets(actor=actor, families=texts, key="bench"))
        size = len(kk_sheet.render_sheets(keys, today()) or b"") / 1_000_000
    sys.stderr.write(f"  {len(keys)} families in one PDF of {size:.1f} MB, every printing audited: {seconds:.1f} s\n")
    return found | {"many_s": round(seconds, 1), "many_mb": round(size, 1)}
