"""``balai population statistics``: the tables that the pages show, for other programs and for checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from balai.actor import Actor
from balai.commands import Verb
from balai.db import today
from modules.population.errors import PopulationError
from modules.population.statistics.counting import Scope
from modules.population.statistics.declaration import Status
from modules.population.statistics.known import categories, resolved
from modules.population.statistics.tables import Table, tables_of
from tenants.context import village_context
from tenants.services import village_of


class PrintStatistics(Verb):
    """One category, or all of them, of a village on a day."""

    help = "statistics of a village: one category or all, today or as at the end of a past day"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--village", required=True, metavar="SUB", help="subdomain, code or key")
        parser.add_argument(
            "--category", default="", metavar="CODE", help="as in the page's address; all when not given"
        )
        parser.add_argument(
            "--on", default="", metavar="YYYY-MM-DD", help="as at the end of this day; today when not given"
        )
        parser.add_argument("--status", default=Status.PERMANENT.value, choices=Status.values)

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = village_of(options["village"])
        if not village.exists:
            raise PopulationError(f"{village.title} does not live yet.")
        on = _day(options["on"])
        known = categories()
        if options["category"] and options["category"] not in known:
            raise PopulationError(f"There is no category {options['category']}; there are {', '.join(known)}.")
        wanted = [known[options["category"]]] if options["category"] else list(known.values())
        with village_context(village.schema_name):
            tables = tables_of(resolved(wanted), Scope(on, Status(options["status"])))
        lines = [f"{village.title}, {on.isoformat()}"]
        for table in tables:
            lines += ["", f"{table.category.code}: {table.finding}"]
            lines += [f"  {row.label:<45} {row.male:>8} {row.female:>8} {row.total:>8}" for row in table.rows]
            lines.append(f"  {'JUMLAH':<45} {table.sums.male:>8} {table.sums.female:>8} {table.sums.total:>8}")
        return {
            "village": village.subdomain,
            "on": on.isoformat(),
            "categories": [as_json(table) for table in tables],
        }, lines


def as_json(table: Table) -> dict[str, Any]:
    """A table with its cells' codes; "" is "Belum mengisi"."""
    category = table.category
    return {
        "code": category.code,
        "title": str(category.title),
        "unit": str(category.unit),
        "status": table.scope.status.value,
        "male": table.sums.male,
        "female": table.sums.female,
        "total": table.sums.total,
        "rows": [
            {
                "code": row.cell, "label": row.label, "male": row.male, "female": row.female, "total": row.total,
                "percent": row.share,
            }
            for row in table.rows
        ],
    }  # fmt: skip


def _day(text: str) -> date:
    if not text:
        return today()
    try:
        on = date.fromisoformat(text)
    except ValueError:
        raise PopulationError(f"{text} is no day; write it like 2026-10-31.") from None
    if on > today():
        raise PopulationError(f"{text} has not come yet.")
    return on
