"""``balai regency add --code 33.15``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from balai.actor import Actor
from balai.commands import Verb, VerbCommand
from balai.registry import rules
from tenants.errors import NoSuchRule
from tenants.fleet import migrate_fleet
from tenants.rules import decided, set_rule
from tenants.services import add_regency


class Add(Verb):
    """Make the regency."""

    help = "make the regency with its districts and villages from the official list"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="code of the regency, such as 33.15")
        parser.add_argument("--host", default=None, help="the regency's host (default: BALAI_BASE_DOMAIN)")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        migrate_fleet(tell=self.tell, only_if_needed=True)
        done = add_regency(code=options["code"], actor=actor, base_domain=options["host"])
        lines = [done.words if done.changed else f"{done.words} Nothing was changed."]
        if done.invitation:
            lines.append(f"Invitation of the first regency user (valid 7 days, once): {done.invitation}")
        return {"changed": done.changed, "invitation": done.invitation, **done.data}, lines


class Rule(Verb):
    """What the regency decided for all its villages."""

    help = "show the regency's rules, or switch one on or off for all villages"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", default="", help="the rule; without it all are shown")
        parser.add_argument("value", nargs="?", choices=["on", "off"], default=None)

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        if options["code"] and options["value"]:
            set_rule(actor=actor, code=options["code"], value=options["value"] == "on")
        found = {code: on for code, on in decided().items() if options["code"] in ("", code)}
        if not found and options["code"]:
            raise NoSuchRule(options["code"])
        return {"rules": found}, [
            f"{code}: {'on' if on else 'off'}  ({rules()[code].title})" for code, on in found.items()
        ]


class Command(VerbCommand):
    """The deployment's regency."""

    help = "The deployment's regency"
    thing = "regency"
    verbs = {"add": Add, "rule": Rule}
