"""Tables as a word processor's user draws them: for who somebody is, for who signs, for the family, or truly as tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from modules.letters.convert.html import Element
from modules.letters.convert.inline import Inline, Node, Run, Style, points, runs_of

_NUMBER = re.compile(r"^\(?(\d{1,2}|[a-zA-Z])\s*[.)]{1,2}$")
_CODE = re.compile(r"\[([^\[\]]{1,80})\]")
_ALIGNS = {"left", "center", "right", "justify"}
MAX_COLUMNS = 30


@dataclass
class Cell:
    """A cell: the element, and the column where it begins."""

    element: Element
    column: int
    colspan: int
    rowspan: int

    @property
    def text(self) -> str:
        """Its words in one line."""
        return self.element.text


@dataclass
class Grid:
    """A table's rows."""

    rows: list[list[Cell]] = field(default_factory=list)
    columns: int = 0
    border: str = "none"
    heads: int = 0


def _count(text: str, most: int) -> int:
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else 1


def grid_of(table: Element) -> Grid:
    """A table's cells in their columns, those that reach over others counted."""
    found = Grid(border="all" if _bordered(table) else "none")
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(table.find("tr")):
        cells: list[Cell] = []
        column = 0
        for element in row.find("td", "th"):
            while taken.get((number, column)):
                column += 1
            colspan = _count(element.attrs.get("colspan", ""), MAX_COLUMNS)
            rowspan = _count(element.attrs.get("rowspan", ""), 100)
            cells.append(Cell(element, column, colspan, rowspan))
            for down in range(1, rowspan):
                for over in range(colspan):
                    taken[(number + down, column + over)] = True
            column += colspan
        found.columns = max(found.columns, column)
        if cells and all(cell.element.tag == "th" for cell in cells) and found.heads == number:
            found.heads += 1
        found.rows.append(cells)
    return found


def _bordered(table: Element) -> bool:
    border = table.attrs.get("border", "")
    if border.isdigit() and int(border) > 0:
        return True
    if border == "0":
        return False
    drawn = table.style.get("border", "") + " " + table.style.get("border-width", "")
    cells = table.find("td", "th") or [cell for row in table.find("tr") for cell in row.find("td", "th")]
    drawn += " ".join(cell.style.get("border", "") + cell.style.get("border-width", "") for cell in cells[:4])
    return bool(re.search(r"[1-9]", drawn)) and "none" not in drawn


def codes_in(text: str) -> set[str]:
    """Codes of a text, lower case."""
    return {found.strip().lower() for found in _CODE.findall(text)}


def cell_runs(cell: Element, inline: Inline) -> list[Run]:
    """A cell's words as one run of lines."""
    return runs_of(cell.children, Style(), inline.report)


# -- who somebody is


def _colon(cells: list[Cell]) -> int | None:
    for index, cell in enumerate(cells):
        if cell.text.strip() == ":":
            return index
    return None


def is_identity(grid: Grid) -> bool:
    """Whether most rows are a label, a colon and a value."""
    filled = [row for row in grid.rows if any(cell.text for cell in row)]
    with_colon = [row for row in filled if _colon(row) is not None]
    return grid.border == "none" and bool(filled) and len(with_colon) * 10 >= len(filled) * 6


@dataclass
class _Row:
    number: str
    label: str
    level: int
    value: list[Node]


def identity_blocks(grid: Grid, inline: Inline) -> list[Node]:
    """Identity tables, and what stands between their rows as paragraphs."""
    found: list[Node] = []
    rows: list[_Row] = []

    def close() -> None:
        if rows:
            found.append(_identity(rows))
            rows.clear()

    for cells in grid.rows:
        if not any(cell.text for cell in cells):
            continue
        at = _colon(cells)
        if at is None:
            texts = [cell for cell in cells if cell.text]
            number = texts[0].text if len(texts) > 1 and _NUMBER.match(texts[0].text) else ""
            words = [
                run
                for cell in texts[1 if number else 0 :]
                for run in [*cell_runs(cell.element, inline), Run(" ", Style())]
            ]
            only_value = not number and len(texts) == 1 and rows and texts[0].column >= grid.columns - 1
            nodes = inline.nodes(words)
            if only_value and nodes:
                rows[-1].value += [{"type": "hardBreak"}, *nodes]
            elif nodes:
                close()
                lead = [{"type": "text", "text": f"{number} "}] if number else []
                found.append({"type": "paragraph", "attrs": {"indent": False}, "content": [*lead, *nodes]})
            continue
        before = [cell for cell in cells[:at] if cell.text]
        number = before[0].text if len(before) > 1 and _NUMBER.match(before[0].text) else ""
        label = " ".join(cell.text for cell in before[1 if number else 0 :])[:120]
        if number == "" and (own := re.match(r"^(\d{1,2}[.)])\s+(.+)$", label)):
            number, label = own[1], own[2]
        if codes_in(label):
            inline.report.say(
                _("Label “{label}” memuat kode; label ditulis sebagai teks biasa.").format(label=label[:60])
            )
        value = inline.nodes([run for cell in cells[at + 1 :] for run in cell_runs(cell.element, inline)])
        if not label and rows:
            rows[-1].value += [{"type": "hardBreak"}, *value] if value else []
        else:
            rows.append(_Row(number, label, 1 if number[:1].isalpha() else 0, value))
    close()
    return found


def _identity(rows: list[_Row]) -> Node:
    numbers = [row.number.strip(".)( ") for row in rows]
    numbered = numbers == [str(count) for count in range(1, len(rows) + 1)]
    made = []
    for row in rows:
        label = row.label if numbered or not row.number else f"{row.number} {row.label}"
        attrs: dict[str, Any] = {"label": label[:120]}
        if row.level and not numbered:
            attrs["level"] = row.level
        made.append({"type": "identityRow", "attrs": attrs, "content": row.value})
    return {"type": "identity", **({"attrs": {"numbered": True}} if numbered else {}), "content": made}


# -- the family


def family_row(cells: list[Cell], inline: Inline) -> int | None:
    """Which member of the family a row is about: all its codes are [klgN_...] of one N."""
    rows = {found[0] for cell in cells for code in codes_in(cell.text) if (found := inline.words.row(code))}
    return rows.pop() if len(rows) == 1 else None


# -- truly a table


def table_block(grid: Grid, inline: Inline) -> Node | None:
    """The table as it stands; rows of family members become one repeated row. None where nothing is in it."""
    made: list[Node] = []
    repeated = False
    for number, cells in enumerate(grid.rows):
        if not cells:
            continue
        member = family_row(cells, inline)
        if member is not None:
            if repeated:
                continue
            repeated, inline.in_row = True, True
        row: Node = {"type": "tableRow", "content": [_cell(cell, number < grid.heads, inline) for cell in cells]}
        if member is not None:
            row["attrs"] = {"repeat": "keluarga"}
            inline.in_row = False
            inline.report.say(
                _("Baris [klg1_…] dan seterusnya menjadi satu baris yang diulang untuk setiap anggota keluarga.")
            )
        made.append(row)
    if not made or grid.columns > MAX_COLUMNS:
        return None
    attrs: dict[str, Any] = {"border": grid.border}
    widths = _widths(grid)
    if widths:
        attrs["widths"] = widths
    size = _size(grid)
    if size:
        attrs["size"] = size
    return {"type": "table", "attrs": attrs, "content": made}


def _widths(grid: Grid) -> list[float] | None:
    for cells in grid.rows:
        if len(cells) != grid.columns:
            continue
        found = []
        for cell in cells:
            text = cell.element.style.get("width", "") or cell.element.attrs.get("width", "")
            width = re.match(r"^([\d.]{1,8})(%|px|pt)?$", text.strip())
            try:
                found.append(round(min(max(float(width[1]), 0.5), 400.0), 2) if width else 0.0)
            except ValueError:
                return None
        return found if found and all(found) else None
    return None


def _size(grid: Grid) -> float | None:
    sizes = {
        points(span.style["font-size"])
        for cells in grid.rows
        for cell in cells
        for span in cell.element.find("span")
        if "font-size" in span.style and cell.text
    }
    return sizes.pop() if len(sizes) == 1 and 6 <= min(sizes) < 12 else None


def _cell(cell: Cell, head: bool, inline: Inline) -> Node:
    attrs: dict[str, Any] = {}
    align = cell.element.style.get("text-align", "") or cell.element.attrs.get("align", "").lower()
    if align in _ALIGNS:
        attrs["textAlign"] = align
    if cell.colspan > 1:
        attrs["colspan"] = cell.colspan
    if cell.rowspan > 1:
        attrs["rowspan"] = cell.rowspan
    parts = _paragraphs(cell.element, inline)
    return {"type": "tableHeader" if head else "tableCell", **({"attrs": attrs} if attrs else {}), "content": parts}


def _paragraphs(element: Element, inline: Inline) -> list[Node]:
    if element.find("table"):
        inline.report.say(_("Tabel di dalam tabel ditulis sebagai baris teks."))
    groups: list[list[Element | str]] = [[]]
    for each in element.children:
        if isinstance(each, Element) and each.tag in {
            "p",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "table",
            "li",
        }:
            groups += [[each], []]
        else:
            groups[-1].append(each)
    found = [
        {"type": "paragraph", "content": nodes}
        for group in groups
        if (nodes := inline.nodes(runs_of(group, Style(), inline.report)))
    ]
    return found or [{"type": "paragraph", "content": []}]
