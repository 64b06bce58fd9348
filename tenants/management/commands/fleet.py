"""``balai fleet migrate | status``."""

from __future__ import annotations

from typing import Any

from balai.actor import Actor
from balai.commands import Verb, VerbCommand
from tenants.fleet import fleet_status, migrate_fleet


class Migrate(Verb):
    """Bring every schema up to date."""

    help = "migrate public, the template and every village, then bring grants to the declared state"

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        done = migrate_fleet(tell=self.tell)
        return done, [f"Migrated {len(done['migrated'])} schemas; {done['unchanged']} were up to date."]


class Status(Verb):
    """Who is behind."""

    help = "show schemas that are behind, and grants that differ from the declaration"

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        found = fleet_status()
        self.exit_code = 1 if found["behind"] or found["grants"] else 0
        lines = [f"{found['villages']} villages."]
        lines += [f"{schema} is behind: {', '.join(names)}" for schema, names in found["behind"].items()]
        lines += [problem for problems in found["grants"].values() for problem in problems]
        return found, lines if len(lines) > 1 else [*lines, "All are up to date, grants as declared."]


class Command(VerbCommand):
    """All villages together."""

    help = "All villages together"
    thing = "fleet"
    verbs = {"migrate": Migrate, "status": Status}
