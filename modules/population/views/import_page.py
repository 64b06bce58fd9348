"""What the page of one import shows: which issues, which equal ones together, whose names and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from balai.ui import formats
from modules.population.importing import layout_titles
from modules.population.layouts import LAYOUTS
from modules.population.models import ImportRun
from modules.population.opensid import ALL_HEADINGS
from modules.population.opensid.columns import CODED, official_labels
from modules.population.opensid.reading import SHEET_STEP
from modules.population.opensid.titles import kind_of, title_of

#: So many groups of equal cells are offered at once; the next ones come when these are mended.
GROUPS = 20
#: Of these each cell is somebody's own: many equal ones have no common answer.
_NOBODYS_ALIKE = frozenset({"nik", "no_kk", "ayah_nik", "ibu_nik", "nama", "tag_id_card", "email", "telegram"})
_NUMBERS = frozenset({"nik", "no_kk", "ayah_nik", "ibu_nik"})
_LONG_NUMBER = re.compile(r"\d{10,}")


@dataclass
class Cell:
    """One issue as a row of the table."""

    place: str
    row: int
    column: str
    title: str
    value: str
    level: str
    kind: str
    message: str
    #: The input's name in the form that mends; "" where nothing can be mended here.
    name: str = ""
    mended: bool = False


@dataclass
class Group:
    """Cells of a column that were told the same for the same value."""

    column: str
    title: str
    code: str
    kind: str
    value: str
    count: int
    level: str
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Kind:
    """A filter: a kind of issue of a column, how often, and where it is listed."""

    words: str
    count: int
    level: str
    url: str
    current: bool


class Page:
    """An import's page for one reader; ``shown``: they may see NIK and KK whole."""

    def __init__(self, run: ImportRun, asked: QueryDict, *, shown: bool) -> None:
        self.run, self.shown = run, shown
        self.level = asked.get("level", "") if asked.get("level") in {"error", "warning"} else ""
        self.code, self.column = asked.get("code", ""), asked.get("column", "")
        self.mendable = run.state == "checked" and (not run.layout or run.layout in LAYOUTS)
        self._titles: dict[str, str] = run.summary.get("titles", {})
        self._sheets: list[str] = run.summary.get("sheets", [])

    def title(self, column: str) -> str:
        """Our name of a column, and the file's where it differs."""
        own, theirs = title_of(column), self._titles.get(column, "")
        return f"{own} ({theirs})" if theirs and theirs.lower() != own.lower() else own

    def place(self, row: int) -> str:
        """A row as the file shows it; row 1 is said of the column."""
        sheet, number = divmod(row, SHEET_STEP)
        if 0 < sheet < len(self._sheets):
            return f"{number} ({self._sheets[sheet]})"
        return str(row) if row > 1 else "-"

    # -- issues --------------------------------------------------------------------------------------------------------

    def issues(self) -> list[dict[str, Any]]:
        """Those that the filters leave."""
        return [issue for issue in self.run.issues if self._wanted(issue)]

    def _wanted(self, issue: dict[str, Any]) -> bool:
        return (
            (not self.level or issue["level"] == self.level)
            and (not self.code or issue["code"] == self.code)
            and (not self.column or issue["column"] == self.column)
        )

    def cells(self, issues: Iterable[dict[str, Any]]) -> list[Cell]:
        """Issues as the table shows them."""
        return [
            Cell(
                self.place(issue["row"]), issue["row"], issue["column"], self.title(issue["column"]),
                self.value(issue), issue["level"], kind_of(issue["code"]), self._plain(issue["message"]),
                self._name(issue), f"{issue['row']}:{issue['column']}" in self.run.patches,
            )
            for issue in issues
        ]  # fmt: skip

    def _name(self, issue: dict[str, Any]) -> str:
        mendable = self.mendable and issue["row"] > 1 and issue["column"] in ALL_HEADINGS
        return f"cell:{issue['row']}:{issue['column']}" if mendable else ""

    def value(self, issue: dict[str, Any]) -> str:
        """What stands in the cell; a whole NIK only for who may see it."""
        value = str(issue["value"])
        return value if self.shown or issue["column"] not in _NUMBERS else formats.mask(value) if value else ""

    def _plain(self, text: str) -> str:
        return text if self.shown else _LONG_NUMBER.sub(lambda found: formats.mask(found[0]), text)

    def kinds(self) -> list[Kind]:
        """Every kind of issue with its count, as filters."""
        found = []
        for kind in self.run.summary.get("kinds", []):
            current = (kind["level"], kind["code"], kind["column"]) == (self.level, self.code, self.column)
            url = f"?{urlencode({name: kind[name] for name in ('level', 'code', 'column')})}#sel"
            words = f"{kind_of(kind['code'])}: {title_of(kind['column'])}"
            found.append(Kind(words, kind["count"], kind["level"], url, current))
        return found

    def groups(self) -> list[Group]:
        """Equal cells that one answer mends, the most first."""
        if not self.mendable:
            return []
        counted = Counter(
            (issue["level"], issue["column"], issue["code"], issue["value"])
            for issue in self.run.issues
            if issue["row"] > 1 and issue["column"] in ALL_HEADINGS and issue["column"] not in _NOBODYS_ALIKE
            if issue["level"] == "error" or issue["code"] == "hamlet_guessed"
            if issue["code"] not in {"two_places", "needs_event"}
        )
        many = [(key, count) for key, count in counted.most_common() if count > 1][:GROUPS]
        return [
            Group(column, self.title(column), code, kind_of(code), value, count, level, options_of(column))
            for (level, column, code, value), count in many
        ]

    def lists(self, cells: Iterable[Cell]) -> list[tuple[str, list[str]]]:
        """Labels to choose from, for the coded columns among these cells."""
        columns = sorted({cell.column for cell in cells if cell.name and cell.column in CODED})
        return [(column, list(official_labels()[column].values())) for column in columns]

    # -- rows ----------------------------------------------------------------------------------------------------------

    def first(self) -> list[dict[str, Any]]:
        """The first rows of each outcome, with words for what changes."""
        found = []
        for what in ("new", "changed", "unchanged", "refused"):
            rows = [self._person(each) for each in self.run.summary.get("first", {}).get(what, [])]
            if rows:
                found.append({"what": what, "rows": rows, "count": self.run.summary.get(what, 0)})
        return found

    def _person(self, each: dict[str, Any]) -> dict[str, Any]:
        changes = [
            (self.title(column), *(self._number(column, value) for value in values))
            for column, *values in each.get("changes", [])
        ]
        blank = {"words": "", "name": "", "nik": "", "no_kk": "", "place": ""}
        return blank | each | {"where": self.place(each["row"]), "changes": changes}

    def _number(self, column: str, value: str) -> str:
        return formats.mask(value) if value and column in _NUMBERS and not self.shown else value or "-"

    def layout_choices(self) -> list[tuple[str, str]]:
        """Every layout, for "that is not it"."""
        return list(layout_titles().items())


def options_of(column: str) -> list[tuple[str, str]]:
    """Codes and labels of a coded column; [] for another."""
    return [(str(code), label) for code, label in official_labels().get(column, {}).items()]


def cells_mended(run: ImportRun, posted: QueryDict, page: Page) -> dict[tuple[int, str], str]:
    """What an officer changed in the table's inputs: those that say something else than what was shown."""
    stood: dict[str, set[str]] = {}
    for issue in run.issues:
        stood.setdefault(f"cell:{issue['row']}:{issue['column']}", set()).add(page.value(issue))
    found: dict[tuple[int, str], str] = {}
    for name, values in posted.lists():
        if name not in stood:
            continue
        changed = [value.strip() for value in values if value.strip() not in stood[name]]
        if changed:
            _cell, row, column = name.split(":", 2)
            found[int(row), column] = changed[0]
    return found
