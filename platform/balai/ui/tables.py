"""Lists that are paged, sorted and filtered on the server; the URL holds the whole state, so it can be sent to a colleague.

A table is declared like a form. The order comes from declared names only: nothing from the URL reaches the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Column:
    """One column.

    ``name`` stands in the URL; ``title`` in the head and, at 360 px, before the value. ``value`` says what a cell shows
    (a callable of the row, or an attribute path with double underscores; the name by default). ``sort`` is what the
    database orders by (a field or several); empty: the column does not sort. ``link``: the cell carries the row's link,
    the one that keyboards and readers follow. ``optional``: a person may hide it; ``hidden``: hidden until chosen.
    ``quiet``: a cell that says nothing is empty instead of "-", and takes no line of a phone's card. In files (see
    ``balai.reports.listing``) stands what ``file`` says of the row, else the cell without markup, ``width`` characters
    wide and of this ``kind``; ``taken``: whether it is taken along at all (buttons are not).
    """

    name: str
    title: Any
    value: Callable[[Any], Any] | str = ""
    sort: str | tuple[str, ...] = ""
    number: bool = False
    link: bool = False
    optional: bool = True
    hidden: bool = False
    quiet: bool = False
    file: Callable[[Any], Any] | None = None
    width: float = 0
    kind: Literal["", "text", "number", "date"] = ""
    taken: bool = True

    def of(self, row: Any) -> Any:
        """What the cell shows."""
        if callable(self.value):
            found = self.value(row)
        else:
            found = row
            for part in (self.value or self.name).split("__"):
                found = found.get(part) if isinstance(found, dict) else getattr(found, part, None)
                if found is None:
                    break
        if found is None or found == "":
            return "" if self.quiet else "-"
        return found


@dataclass(frozen=True)
class Bulk:
    """What can be done with the ticked rows: the button says the act, ``url`` takes their keys by POST."""

    words: Any
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the URL without it."""

    words: str
    url: str


@dataclass(frozen=True)
class Head:
    """One head of the table as the page shows it."""

    column: Column
    url: str
    order: str

    @property
    def aria(self) -> str:
        """The value of ``aria-sort``; '' where another column sorts."""
        return {"up": "ascending", "down": "descending"}.get(self.order, "")


@dataclass(frozen=True)
class Cell:
    """One cell."""

    column: Column
    value: Any


@dataclass(frozen=True)
class Line:
    """One row: its cells, where it leads, and its key for the tick box."""

    row: Any
    cells: list[Cell]
    url: str
    key: str
    words: str = ""


class Table:
    """A declared list, bound to a request.

    Raises:
        ValueError: at declaration, when two columns share a name or the default order names none.
    """

    #: Under this name the columns that a person chose are kept in the session.
    name: ClassVar[str] = ""
    columns: ClassVar[Sequence[Column]] = ()
    default_sort: ClassVar[str] = ""
    page_size: ClassVar[int] = 50
    caption: ClassVar[Any] = ""
    #: Shown when nothing is listed; ``no_match`` when filters are on.
    empty: ClassVar[Any] = ""
    empty_icon: ClassVar[str] = "list"
    no_match: ClassVar[Any] = ""
    #: Tick boxes: the name that the ticked rows' keys are posted under; '' for none.
    tick: ClassVar[str] = ""
    #: Ties are settled by the key, or a page would show a row twice.
    tie: ClassVar[str] = "pk"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        names = [column.name for column in cls.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{cls.__qualname__} declares a column twice.")
        if cls.default_sort and cls.default_sort.removeprefix("-") not in names:
            raise ValueError(f"{cls.__qualname__} is ordered by {cls.default_sort!r}, which is no column.")

    def __init__(self, request: HttpRequest, rows: Any, *, chips: Iterable[tuple[str, str]] = (), **extra: Any) -> None:
        """``rows``: a queryset (ordered here) or a list; ``chips``: (name in the URL, words) of the filters that are on."""
        self.request = request
        self.extra = extra
        self.shown = self._shown()
        self.sort = self._sort()
        self.page: Page[Any] = self._page(self._ordered(rows))
        self.chips = [Chip(words, self.url(**{key: None})) for key, words in chips]

    # -- what a table's author may say --------------------------------------------------------------------------------
    def row_url(self, row: Any) -> str:
        """Where a row leads; '' for nowhere."""
        return ""

    def bulk(self) -> Sequence[Bulk]:
        """What can be done with ticked rows; the bar appears with the first tick."""
        return ()

    def row_words(self, row: Any) -> str:
        """What a row is called where only ears have it (its tick box); nothing that the list itself masks."""
        return str(row)

    def row_key(self, row: Any) -> str:
        """What a ticked row posts."""
        return str(getattr(row, "pk", ""))

    # -- what the template asks ---------------------------------------------------------------------------------------
    def url(self, **changes: Any) -> str:
        """This page's query string with some values changed; None takes one away. The page number starts anew."""
        asked = self.request.GET.copy()
        asked.pop("page", None)
        for key, value in changes.items():
            if value in (None, "", []):
                asked.pop(key, None)
            elif isinstance(value, list):
                asked.setlist(key, value)
            else:
                asked[key] = value
        text = asked.urlencode()
        return f"?{text}" if text else "?"

    @property
    def heads(self) -> list[Head]:
        """The heads of the shown columns."""
        found = []
        for column in self.shown:
            order = "up" if self.sort == column.name else "down" if self.sort == f"-{column.name}" else ""
            following = f"-{column.name}" if order == "up" else column.name
            found.append(Head(column, self.url(sort=following) if column.sort else "", order))
        return found

    @property
    def lines(self) -> list[Line]:
        """The rows of this page."""
        return [
            Line(
                row,
                [Cell(column, column.of(row)) for column in self.shown],
                self.row_url(row),
                self.row_key(row),
                self.row_words(row),
            )
            for row in self.page.object_list
        ]

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Columns that a person may hide, and whether each is shown now."""
        return [(column, column in self.shown) for column in self.columns if column.optional and not column.link]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The state that a form on this page must carry along (all but columns and page)."""
        return [
            (key, value) for key, values in self.request.GET.lists() if key not in {"kolom", "page"} for value in values
        ]

    @property
    def taken(self) -> dict[str, Any]:
        """The columns shown and the order, for a job that takes the list along."""
        return {"columns": [column.name for column in self.shown], "sort": self.sort}

    @property
    def sorted_words(self) -> str | SafeString:
        """For the reader of screens: what the list is ordered by."""
        column = next((each for each in self.columns if each.name == self.sort.removeprefix("-")), None)
        if column is None:
            return ""
        way = _("turun") if self.sort.startswith("-") else _("naik")
        return _("Diurutkan menurut {column}, {way}.").format(column=column.title, way=way)

    # -- state --------------------------------------------------------------------------------------------------------
    def _shown(self) -> list[Column]:
        names: set[str] | None = None
        key = f"columns:{self.name}"
        if "kolom" in self.request.GET:
            names = {name for value in self.request.GET.getlist("kolom") for name in value.split(",")}
            names &= {column.name for column in self.columns}
            if self.name and hasattr(self.request, "session"):
                self.request.session[key] = sorted(names)
        elif self.name and hasattr(self.request, "session"):
            kept = self.request.session.get(key)
            names = set(kept) if kept is not None else None
        return chosen(self.columns, names)

    def _sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        sortable = {column.name for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in sortable else self.default_sort

    def _ordered(self, rows: Any) -> Any:
        return ordered(rows, self.columns, self.sort, self.tie)

    def _page(self, rows: Any) -> Page[Any]:
        paginator = Paginator(rows, self.page_size)
        try:
            return paginator.page(max(1, int(self.request.GET.get("page") or 1)))
        except (ValueError, EmptyPage):
            asked = self.request.GET.get("page", "")
            return paginator.page(paginator.num_pages if asked.isascii() and asked.isdigit() else 1)


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def chosen(columns: Sequence[Column], names: Iterable[str] | None) -> list[Column]:
    """The columns of these names, in the table's order, with those that always stand; None: what is shown at first."""
    if names is None:
        return [column for column in columns if not column.hidden]
    wanted = set(names)
    return [column for column in columns if column.link or not column.optional or column.name in wanted] or list(
        columns[:1]
    )


def ordered(rows: Any, columns: Sequence[Column], sort: str, tie: str = "pk") -> Any:
    """Rows (a queryset or a list) in the order of a column's name, "-" turns it; as they are where none of that name
    sorts."""
    column = next((each for each in columns if each.name == sort.removeprefix("-")), None)
    if column is None or not column.sort:
        return rows
    down = sort.startswith("-")
    fields = (column.sort,) if isinstance(column.sort, str) else column.sort
    if isinstance(rows, QuerySet):
        order = [_turned(each) if down else each for each in fields]
        return rows.order_by(*order, tie)

    def of(row: Any) -> tuple[Any, ...]:
        values = [Column("", "", value=each.removeprefix("-")).of(row) for each in fields]
        return tuple((value == "-", value if value != "-" else "") for value in values)

    return sorted(rows, key=of, reverse=down)
