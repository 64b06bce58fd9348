"""``balai village add | import | list | show | suspend | resume | readonly``; modules add ``load`` and ``populate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from balai.actor import Actor
from balai.commands import Verb, VerbCommand
from tenants import services
from tenants.context import address
from tenants.errors import VillageRefused
from tenants.models import State, Village


def card(village: Village) -> dict[str, Any]:
    """What the command line says of a village."""
    host = f"{village.subdomain}.{village.district.regency.host}" if village.subdomain else ""
    return {
        "code": village.code,
        "name": village.name,
        "kind": village.kind,
        "district": village.district.name,
        "subdomain": village.subdomain or "",
        "address": address(host) if host else "",
        "state": village.state,
        "data": village.data,
        "key": village.key,
        "schema": village.schema_name,
    }


class Add(Verb):
    """Bring one village to life."""

    help = "bring a village of the official list to life"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="ten digits, dots allowed: 33.15.05.2010")
        parser.add_argument("--subdomain", default="", help="default: its name, with the district's where two share it")
        parser.add_argument("--officer", default="", help="name of the first officer")
        parser.add_argument(
            "--setup", action="store_true", help="start in the state 'setup' (public site not yet open)"
        )

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        done = services.add_village(
            actor=actor,
            code=options["code"],
            subdomain=options["subdomain"],
            officer=options["officer"],
            state=State.SETUP if options["setup"] else State.LIVE,
        )
        assert done.village is not None
        lines = [done.words]
        if done.invitation:
            lines.append(f"Invitation of the first officer (valid 7 days, once): {done.invitation}")
        return {"changed": done.changed, "invitation": done.invitation, **card(done.village)}, lines


class Import(Verb):
    """Bring many villages to life."""

    help = "bring the villages of a CSV to life (columns: code, subdomain, officer)"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only check and show the plan")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        path: Path = options["file"]
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise VillageRefused(f"{path.name} cannot be read as UTF-8 text: {error}.") from None
        done = services.import_villages(actor=actor, text=text, source=path.name, dry_run=options["dry_run"])
        made = [
            {"changed": each.changed, "invitation": each.invitation, **card(each.village)}
            for each in done
            if each.village
        ]
        lines = [each.words + (f"  {each.invitation}" if each.invitation else "") for each in done]
        return {"villages": made, "created": sum(each.changed for each in done), "dry_run": options["dry_run"]}, lines


class List(Verb):
    """Show villages."""

    help = "list villages"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--state", choices=State.values, default="")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        found = Village.objects.select_related("district__regency")
        if options["state"]:
            found = found.filter(state=options["state"])
        cards = [card(village) for village in found]
        lines = [f"{c['code']}  {c['state']:<12} {c['name']:<22} {c['district']:<16} {c['address']}" for c in cards]
        return {"villages": cards, "count": len(cards)}, [*lines, f"{len(cards)} villages."]


class Show(Verb):
    """Show one village."""

    help = "show one village and what happened to it"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("village", help="subdomain, code or key")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = services.village_of(options["village"])
        events = [
            {"at": event.at.isoformat(), "act": event.act, "actor": event.actor, "reason": event.reason}
            for event in village.lifecycle.all()
        ]
        data = card(village) | {"events": events}
        lines = [f"{key:<10} {value}" for key, value in card(village).items()]
        return data, [*lines, *(f"{e['at'][:16]}  {e['act']} by {e['actor']} {e['reason']}" for e in events)]


class _State(Verb):
    state = ""

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("village", help="subdomain, code or key")
        parser.add_argument("--reason", default="", help="the village's page shows it")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = services.village_of(options["village"])
        done = services.change_state(actor=actor, village=village, state=self.state, reason=options["reason"])
        assert done.village is not None
        return {"changed": done.changed, **card(done.village)}, [done.words]


class Suspend(_State):
    """Close a village's doors."""

    help = "close a village's doors (letters' verification stays)"
    state = State.SUSPENDED


class Resume(_State):
    """Open a village's doors again."""

    help = "open a village again"
    state = State.LIVE


class ReadOnly(_State):
    """Let a village only read."""

    help = "let a village only read"
    state = State.READ_ONLY


class Command(VerbCommand):
    """Villages."""

    help = "Villages"
    thing = "village"
    verbs = {
        "add": Add,
        "import": Import,
        "list": List,
        "show": Show,
        "suspend": Suspend,
        "resume": Resume,
        "readonly": ReadOnly,
    }
