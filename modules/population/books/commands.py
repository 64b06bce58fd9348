"""``balai population book B1 --village geyer --month 2026-10 -o buku.pdf``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from balai.actor import Actor
from balai.commands import Verb
from balai.reports import write_report
from balai.reports.asking import report_frame
from modules.population.books import BOOKS
from modules.population.books.asking import book_report
from modules.population.errors import PopulationError
from tenants.context import village_context
from tenants.services import village_of

_FORMATS = {".pdf": "pdf", ".xlsx": "xlsx"}


class PrintBook(Verb):
    """A book of a month, as the office's page prints it."""

    help = "print a book of a month (B1 to B5) as PDF or workbook"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("book", type=str.upper, choices=list(BOOKS))
        parser.add_argument("--village", required=True, help="subdomain, code or key")
        parser.add_argument("--month", required=True, help="the month, such as 2026-10")
        parser.add_argument("-o", "--output", type=Path, required=True, help="FILE.pdf or FILE.xlsx")
        parser.add_argument("--date", type=date.fromisoformat, default=None, help="day of signing (default: today)")
        parser.add_argument("--mask", action="store_true", help="mask NIK and KK")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        target: Path = options["output"]
        fmt = _FORMATS.get(target.suffix.lower())
        if fmt is None:
            raise PopulationError("The file must end in .pdf or .xlsx.")
        if not target.parent.is_dir():
            raise PopulationError(f"There is no folder {target.parent}.")
        village = village_of(options["village"])
        if not village.exists:
            raise PopulationError(f"{village.title} does not live yet.")
        with village_context(village.schema_name):
            report = book_report(
                actor=actor, book=options["book"], month=options["month"],
                signed_on=options["date"].isoformat() if options["date"] else "", masked=options["mask"],
            )  # fmt: skip
            rows = write_report(report, fmt, target, frame=report_frame())
        data = {"village": village.subdomain, "book": options["book"], "month": options["month"], "rows": rows}
        return data | {"file": str(target)}, [f"{village.title}, {report.title}: {rows} rows in {target.name}."]
