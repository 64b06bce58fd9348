"""``balai facts rebuild | status``: the numbers that the regency sees."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from balai.actor import Actor
from balai.commands import Verb, VerbCommand
from balai.indicators.ages import facts_status
from balai.indicators.services import rebuild
from tenants.models import State, Village
from tenants.services import village_of

AT_WORK = (State.SETUP, State.LIVE)


class Rebuild(Verb):
    """Compute all facts anew."""

    help = "compute the open months of all villages (or those named) anew and report drift"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("villages", nargs="*", help="subdomain, code or key; all when none is named")
        parser.add_argument("--schema", action="append", default=[], help="a village by its schema's name")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        named = [village_of(word) for word in options["villages"]]
        named += list(Village.objects.filter(schema_name__in=options["schema"]))
        chosen = named or list(Village.objects.filter(state__in=AT_WORK))
        titles = {village.schema_name: village.title for village in chosen}
        drift = []
        for number, village in enumerate(chosen, 1):
            self.tell(f"{number}/{len(chosen)} {village.title}")
            drift += rebuild([village.schema_name])
        lines = [
            f"{titles[each['village']]}: {each['indicator']} {each['period']}: {each['before']} -> {each['after']} "
            f"({each['cells']} cells)"
            for each in drift
        ]
        self.exit_code = 1 if drift else 0
        summary = f"{len(chosen)} villages computed; " + (
            f"{len(drift)} numbers had drifted." if drift else "no drift."
        )
        return {"villages": len(chosen), "drift": drift}, [*lines, summary]


class Status(Verb):
    """How fresh the facts are."""

    help = "show when each village's facts were computed and what waits"

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        rows = facts_status()
        titles = dict(Village.objects.values_list("schema_name", "name"))
        lines = [
            f"{titles.get(row['village'], row['village']):<24} computed {row['last_computed_at'] or 'never'}, "
            f"{row['waiting']} waiting"
            for row in rows
        ]
        return {"villages": rows}, lines or ["No village has facts yet."]


class Command(VerbCommand):
    """Facts."""

    help = "The numbers that the regency sees"
    thing = "facts"
    verbs = {"rebuild": Rebuild, "status": Status}
