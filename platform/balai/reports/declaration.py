"""What a module says of a table that can be taken along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.module_loading import import_string

from balai.actor import Actor
from balai.documents.tables import TableDocument
from balai.errors import NotFound
from balai.spreadsheets import SheetOut

Kind = Literal["", "text", "number", "date"]


@dataclass(frozen=True)
class ReportColumn:
    """One column: its head, its width in characters (0: by the head), and what stands in it.

    ``text`` stays text when a person types into it in Excel (NIK, RT, phone); ``number`` stands at the right and adds up;
    ``date`` is a date. Others are written as what they are.
    """

    title: Any
    width: float = 0
    kind: Kind = ""


@dataclass(frozen=True)
class Report:
    """A table ready to be written.

    ``rows`` gives one sequence of values a row, in the order of ``columns``; it is run through once. ``total`` is how
    many there will be (None: not known beforehand). ``lines`` say in words what is listed (filters, the day): they stand
    under the title on paper and on a sheet of their own in a workbook, so that the table itself begins with its head.
    ``bare`` leaves that sheet out, for files that a machine reads again. ``name`` is the file's, without ending.
    ``audit`` says in codes what was listed; names and numbers of people are left out of it.
    """

    title: str
    columns: Sequence[ReportColumn]
    rows: Iterable[Sequence[Any]]
    total: int | None = None
    lines: Sequence[str] = ()
    sheet: str = ""
    name: str = ""
    bare: bool = False
    #: How it stands on paper where a plain table is not enough (a book's merged head, totals, signatures): a document
    #: round the rows given. Then the workbook has that head, too.
    paper: Callable[[Iterable[Sequence[Any]]], TableDocument] | None = None
    audit: Mapping[str, Any] = field(default_factory=dict)
    #: Further sheets of a workbook, which the table's importer reads again (what a list's columns are).
    extra: Sequence[SheetOut] = ()


@dataclass(frozen=True)
class Frame:
    """Whose report it is: the village or regency as a title says it, its short name for file names, the watermark."""

    place: str
    short: str
    watermark: str = ""


@dataclass(frozen=True)
class Export:
    """A kind of export that a module declares (``Module.reports``): ``kind`` is ``<module>.<what>``.

    ``build`` is the dotted path of ``build(*, actor: Actor, **args) -> Report``, called in the job. ``permission`` is
    asked for when the export is, and again in the job; ``rights`` are further ones that change what stands in the table
    (whether a NIK is whole): the actor in the job holds those of them that the asker held.
    """

    kind: str
    title: Any
    permission: str
    build: str
    rights: Sequence[str] = ()
    formats: Sequence[str] = ("xlsx", "csv", "pdf")

    def report(self, actor: Actor, args: dict[str, Any]) -> Report:
        """Build the table for an actor."""
        builder: Callable[..., Report] = import_string(self.build)
        return builder(actor=actor, **args)


def export_of(kind: str) -> Export:
    """The declared export of a kind.

    Raises:
        NotFound: no installed module declares it.
    """
    from balai.registry import exports

    found = exports().get(kind)
    if found is None:
        raise NotFound()
    return found
