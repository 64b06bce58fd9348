"""Commands of the form ``balai <thing> <verb>``, with ``--json`` and exit codes that mean something."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from balai.actor import Actor
from balai.registry import modules


class Verb:
    """One verb: arguments and work. ``run`` returns what ``--json`` prints, and the lines that a person reads.

    ``exit_code`` may be set by ``run`` (1 failed, 2 refused for its input).
    """

    help: ClassVar[str] = ""

    def __init__(self, command: BaseCommand) -> None:
        self.command = command
        self.exit_code = 0

    def arguments(self, parser: CommandParser) -> None:
        """Add the verb's own arguments."""

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        """Do it."""
        return {}, []

    def tell(self, line: str) -> None:
        """A message on the way (stderr: stdout belongs to the result)."""
        self.command.stderr.write(line, style_func=str)


class VerbCommand(BaseCommand):
    """A thing with verbs: its own, and those that modules declare for it (``Module.commands``)."""

    thing: ClassVar[str] = ""
    verbs: ClassVar[dict[str, type[Verb]]] = {}
    requires_system_checks: Any = ()

    def all_verbs(self) -> dict[str, type[Verb]]:
        """Own verbs and modules' verbs by name."""
        found = dict(self.verbs)
        for module in modules():
            for words, place in module.commands.items():
                thing, _, verb = words.partition(" ")
                if thing == self.thing:
                    found[verb] = import_string(place)
        return found

    def add_arguments(self, parser: CommandParser) -> None:
        choices = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, verb in sorted(self.all_verbs().items()):
            sub = choices.add_parser(name, help=verb.help, description=verb.help)
            sub.add_argument("--json", action="store_true", dest="as_json", help="one JSON object on stdout")
            verb(self).arguments(sub)

    def handle(self, *args: Any, **options: Any) -> None:
        verb = self.all_verbs()[options["verb"]](self)
        data, lines = verb.run(Actor.operator(), **options)
        if options["as_json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, default=str))
        else:
            for line in lines:
                self.stdout.write(line)
        if verb.exit_code:
            raise SystemExit(verb.exit_code)
