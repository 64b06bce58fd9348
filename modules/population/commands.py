"""Verbs that the register adds to the command line."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from balai.actor import Actor
from balai.commands import Verb
from modules.population import importing, services
from modules.population.errors import PopulationError, RealData
from modules.population.models import PopulationEvent, Resident
from modules.population.reporting import monthly
from modules.population.selectors import closings
from tenants.context import village_context
from tenants.models import DataKind, Village
from tenants.services import mark_data, village_of


def _living(reference: str) -> Any:
    found = village_of(reference)
    if not found.exists:
        raise PopulationError(
            f"{found.title} does not live yet; 'balai village add --code {found.code}' brings it to life."
        )
    return found


class Load(Verb):
    """Import a workbook: residents in any layout of the field, or what another module takes."""

    help = "import a workbook, its layout found by looking (nothing is applied while any row is refused)"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("village", help="subdomain, code or key")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--layout",
            default="",
            metavar="NAME",
            help=f"one of {', '.join(importing.layout_titles())}; found by looking",
        )
        parser.add_argument("--dry-run", action="store_true", help="only look")
        parser.add_argument("--skip-refused", action="store_true", help="apply the rows that are not refused")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = _living(options["village"])
        path: Path = options["file"]
        if not path.is_file():
            raise PopulationError(f"There is no file {path.name}; check its path.")
        if village.data == DataKind.SYNTHETIC:
            self.tell(f"{village.title} holds synthetic people; the file's are counted among them.")
        found = importing.find(path, options["layout"])
        doubt = (
            "" if found.sure else f" Not sure; if it is another, say --layout {' or '.join(found.others) or 'NAME'}."
        )
        self.tell(f"Layout {found.name} ({found.why}).{doubt}")
        with village_context(village.schema_name):
            report = importing.load(
                path, actor=actor, dry_run=options["dry_run"], skip_refused=options["skip_refused"], found=found
            )
        if report["applied"] and village.data == DataKind.EMPTY and found.importer is None:
            mark_data(actor=actor, village=village, data=DataKind.REAL)
        if report["refused"] and not options["skip_refused"]:
            self.exit_code = 2
        lines = [f"row {i['row']}, {i['column']}: {i['message']} [{i['level']}]" for i in report["issues"][:50]]
        if len(report["issues"]) > 50:
            lines.append(f"... and {len(report['issues']) - 50} more (see --json)")
        lines.append(
            "{rows} rows: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused, {warnings} warnings; "
            "{applied} applied.".format(**report)
        )
        if self.exit_code:
            lines.append("Nothing was applied: mend the refused rows, or add --skip-refused.")
        return {"layout": found.name} | report, lines


class Populate(Verb):
    """Synthetic people."""

    help = "fill a village with synthetic residents (refused where data are real)"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("village", help="subdomain, code or key")
        parser.add_argument("--residents", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True)

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = _living(options["village"])
        if village.data == DataKind.REAL:
            raise RealData()
        if not 1 <= options["residents"] <= 50_000:
            raise PopulationError("--residents must lie between 1 and 50000.")
        mark_data(actor=actor, village=village, data=DataKind.SYNTHETIC)
        with village_context(village.schema_name):
            done = services.populate(actor=actor, residents=options["residents"], seed=options["seed"])
        data = {
            "village": village.subdomain,
            "new": done.new,
            "changed": done.changed,
            "unchanged": done.unchanged,
            "refused": done.refused,
        }
        return data, [f"{village.title}: {done.new} new, {done.unchanged} unchanged, {done.refused} refused."]


class Verify(Verb):
    """The ledger against the register, and closed months against the ledger."""

    help = "rebuild from the ledger what it owns of every resident, and every closed month, and compare"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("village", nargs="?", default="", help="subdomain, code or key")
        parser.add_argument("--village", dest="named", default="", metavar="SUB", help="the same, by name")
        parser.add_argument("--all", action="store_true", dest="everywhere", help="every village that lives")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        villages = _chosen(options["named"] or options["village"], everywhere=options["everywhere"])
        found, lines = [], []
        for village in villages:
            with village_context(village.schema_name):
                problems = services.verify_ledger() + closings.closings_that_differ()
                residents, events = Resident.objects.filter(void_at=None).count(), PopulationEvent.objects.count()
            found.append(
                {"subdomain": village.subdomain, "residents": residents, "events": events, "mismatches": problems}
            )
            agree = f"{len(problems)} disagreements" if problems else "ledger and register agree"
            lines.append(f"{village.title}: {residents} residents, {events} lines, {agree}.")
            lines += [f"  {_words(each)}" for each in problems[:50]]
        mismatches = sum(len(each["mismatches"]) for each in found)
        self.exit_code = 1 if mismatches else 0
        return {"villages": found, "mismatches": mismatches}, lines


def _words(problem: dict[str, Any]) -> str:
    if "month" in problem:
        return f"{problem['month']} {problem['column']}: what was frozen is not what the ledger says"
    return f"{problem['resident']} {problem['column']}: register {problem['register']}, ledger {problem['ledger']}"


class Report(Verb):
    """What a page of reports prints."""

    help = "a report of a month: monthly (Laporan Bulanan)"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("which", choices=["monthly"])
        parser.add_argument("--village", required=True, metavar="SUB", help="subdomain, code or key")
        parser.add_argument("--month", required=True, metavar="YYYY-MM", type=_month)
        parser.add_argument("--by", choices=["counted", "event"], default="counted", help="day of report, or of event")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = _living(options["village"])
        with village_context(village.schema_name):
            return monthly.printed(options["month"], by=options["by"])


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no month; write it as 2026-03.") from None


def _chosen(reference: str, *, everywhere: bool) -> list[Any]:
    if everywhere == bool(reference):
        raise PopulationError("Name one village (--village SUB), or --all.")
    return [_living(reference)] if reference else [each for each in Village.objects.order_by("code") if each.exists]
