"""What stands on a page beside rows: kop, title, facts, the head of a table, totals, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balai.documents.tables.heads import head_rows
from balai.documents.tables.pen import LEADING, MM, Pen, line, picture_size, stroked, words_of
from balai.documents.tables.shape import HeadCell, Kop, Signature, TotalRow
from balai.documents.tables.wrapping import SOFT_HYPHEN

if TYPE_CHECKING:
    from balai.documents.tables.rows import SetTable

#: The head's ground: paper with a breath of ink, so that the eye finds it on each page.
_GROUND = b"0.94 g\n"
_PAD = 1.6
#: Headings are not printed smaller than this (points).
_SMALLEST = 5.2
#: Room for a wet signature.
_SIGNING = 19 * MM
_CREST = (18 * MM, 20 * MM)


class Block:
    """Something of a height that draws itself below a line."""

    #: Looks the same at the same place: written once, shown by many pages.
    shared = False
    height: float = 0

    def draw(self, y: float) -> bytes:
        """The operators; ``y`` is its upper edge."""
        raise NotImplementedError


class Gap(Block):
    """Nothing, of a height."""

    def __init__(self, height: float) -> None:
        self.height = height

    def draw(self, y: float) -> bytes:
        return b""


class KopBlock(Block):
    """Crest left, lines in the middle, a thick and a thin rule."""

    def __init__(self, pen: Pen, kop: Kop, left: float, width: float, crest: str) -> None:
        self._pen, self._left, self._width, self._crest = pen, left, width, crest
        room = width - 2 * (_CREST[0] + 4 * MM)
        last = len(kop.lines) - 1
        self._lines = [
            (text, 13.0 if place == last else 11.0)
            for place, each in enumerate(kop.lines)
            for text, _wide in pen.lines(each, room, 13.0 if place == last else 11.0, bold=True)
        ]
        self._text_height = sum(size * LEADING for _text, size in self._lines)
        self._picture = picture_size(kop.crest) if kop.crest and crest else None
        self._inner = max(self._text_height, _CREST[1] if self._picture else 0)
        self.height = self._inner + 3.2 * MM

    def draw(self, y: float) -> bytes:
        out = []
        at = y - (self._inner - self._text_height) / 2
        for text, size in self._lines:
            out.append(self._pen.centered(text, self._left + self._width / 2, at - self._pen.ascent(size), size, True))
            at -= size * LEADING
        if self._picture:
            scale = min(_CREST[0] / self._picture[0], _CREST[1] / self._picture[1])
            wide, high = self._picture[0] * scale, self._picture[1] * scale
            x, low = self._left + 2 * MM + (_CREST[0] - wide) / 2, y - self._inner + (self._inner - high) / 2
            out.append(b"q %.2f 0 0 %.2f %.2f %.2f cm /%b Do Q\n" % (wide, high, x, low, self._crest.encode()))
        rule = y - self._inner - 1.4 * MM
        out.append(stroked([line(self._left, rule, self._left + self._width, rule)], 1.4))
        out.append(stroked([line(self._left, rule - 1.8, self._left + self._width, rule - 1.8)], 0.4))
        return b"".join(out)


class TitleBlock(Block):
    """Centred bold lines, the first one larger."""

    def __init__(
        self, pen: Pen, title: Sequence[str], left: float, width: float, sizes: tuple[float, float] = (11.0, 10.0)
    ) -> None:
        self._pen, self._middle = pen, left + width / 2
        self._lines = [
            (text, sizes[min(place, 1)])
            for place, each in enumerate(title)
            for text, _wide in pen.lines(each, width * 0.9, sizes[min(place, 1)], bold=True)
        ]
        self.height = sum(size * LEADING for _text, size in self._lines) + 2.4 * MM

    def draw(self, y: float) -> bytes:
        out = []
        for text, size in self._lines:
            out.append(self._pen.centered(text, self._middle, y - self._pen.ascent(size), size, True))
            y -= size * LEADING
        return b"".join(out)


class FactsBlock(Block):
    """Labels and values with their colons below each other; ``beside``: more of them in the right half."""

    SIZE = 8.5
    #: Where the right half begins, as a share of the width.
    RIGHT = 0.7

    def __init__(
        self,
        pen: Pen,
        facts: Sequence[tuple[str, str]],
        left: float,
        width: float,
        beside: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._pen = pen
        halves = [(facts, left, width * (self.RIGHT - 0.03) if beside else width)]
        if beside:
            halves.append((beside, left + width * self.RIGHT, width * (1 - self.RIGHT)))
        self._halves = [self._set(*half) for half in halves if half[0]]
        most = max(len(rows) for _left, _label, rows in self._halves)
        self.height = most * self.SIZE * LEADING + 2 * MM

    def _set(
        self, facts: Sequence[tuple[str, str]], left: float, width: float
    ) -> tuple[float, float, list[tuple[str, str]]]:
        longest = max(self._pen.width(label, self.SIZE) for label, _value in facts)
        indent = longest + 2 * MM if longest else -2 * MM
        rows = [
            (label if place == 0 else "", text)
            for label, value in facts
            for place, (text, _wide) in enumerate(
                self._pen.lines(value, width - indent - 3 * MM, self.SIZE) or [("", 0)]
            )
        ]
        return left, indent, rows

    def draw(self, y: float) -> bytes:
        out = []
        for left, indent, rows in self._halves:
            at = y
            for label, value in rows:
                base = at - self._pen.ascent(self.SIZE)
                if label:
                    out.append(self._pen.write(label, left, base, self.SIZE))
                    out.append(self._pen.write(":", left + indent, base, self.SIZE))
                if value:
                    out.append(self._pen.write(value, left + indent + 2 * MM, base, self.SIZE))
                at -= self.SIZE * LEADING
        return b"".join(out)


class CaptionBlock(Block):
    """A table's own title."""

    SIZE = 9.0

    def __init__(self, pen: Pen, caption: str, left: float, width: float) -> None:
        self._pen, self._left = pen, left
        self._lines = pen.lines(caption, width, self.SIZE, bold=True)
        self.height = len(self._lines) * self.SIZE * LEADING + 4.5 * MM

    def draw(self, y: float) -> bytes:
        y -= 3 * MM
        out = []
        for text, _wide in self._lines:
            out.append(self._pen.write(text, self._left, y - self._pen.ascent(self.SIZE, True), self.SIZE, True))
            y -= self.SIZE * LEADING
        return b"".join(out)


class HeadBlock(Block):
    """The merged head and the row of numbers under it."""

    shared = True

    def __init__(
        self, pen: Pen, head: Sequence[HeadCell], edges: Sequence[float], size: float, numbering: bool
    ) -> None:
        self._pen, self._edges, self._size = pen, edges, size
        self._numbers = size - 0.5
        count = head_rows(head, len(edges) - 1)
        self._cells = [(cell, self._lines(cell)) for cell in head]
        heights = [size * LEADING + 2 * _PAD] * count
        # From what reaches least to what reaches furthest: what is missing goes to a cell's last row.
        for cell, (own, lines) in sorted(self._cells, key=lambda pair: pair[0].rows):
            missing = len(lines) * own * LEADING + 2 * _PAD - sum(heights[cell.row : cell.row + cell.rows])
            if missing > 0:
                heights[cell.row + cell.rows - 1] += missing
        self._heights = heights
        self._numbering = self._numbers * LEADING + 1.6 if numbering else 0
        self.height = sum(heights) + self._numbering

    def _lines(self, cell: HeadCell) -> tuple[float, list[tuple[str, float]]]:
        """The cell's size and lines: a heading becomes a little smaller before a word of it is broken anywhere."""
        width = self._edges[cell.column + cell.columns] - self._edges[cell.column] - 2 * _PAD
        parts = cell.text.replace(SOFT_HYPHEN, f"{SOFT_HYPHEN} ").replace("/", "/ ").split()
        longest = max((self._pen.width(part, 1, True) for part in parts), default=0)
        size = self._size if longest * self._size <= width else max(_SMALLEST, width / longest - 0.005)
        return size, self._pen.lines(cell.text, width, size, bold=True)

    def draw(self, y: float) -> bytes:
        if not self.height:
            return b""
        left, right = self._edges[0], self._edges[-1]
        tops = [y]
        for height in self._heights:
            tops.append(tops[-1] - height)
        ground = b"q %b%.2f %.2f %.2f %.2f re f Q\n" % (
            _GROUND, left, tops[-1] - self._numbering, right - left, y - tops[-1] + self._numbering,
        )  # fmt: skip
        texts, rules = [], [line(left, y, right, y), line(left, y, left, y - self.height)]
        for cell, (size, lines) in self._cells:
            top, low = tops[cell.row], tops[cell.row + cell.rows]
            x1, x2 = self._edges[cell.column], self._edges[cell.column + cell.columns]
            rules += [line(x1, low, x2, low), line(x2, top, x2, low)]
            at = (top + low) / 2 + len(lines) * size * LEADING / 2
            for text, wide in lines:
                base = at - self._pen.ascent(size, True)
                texts.append(self._pen.write(text, (x1 + x2 - wide) / 2, base, size, True))
                at -= size * LEADING
        if self._numbering:
            low = tops[-1] - self._numbering
            base = tops[-1] - 0.8 - self._pen.ascent(self._numbers)
            rules.append(line(left, low, right, low))
            for number in range(1, len(self._edges)):
                x1, x2 = self._edges[number - 1], self._edges[number]
                rules.append(line(x2, tops[-1], x2, low))
                texts.append(self._pen.centered(str(number), (x1 + x2) / 2, base, self._numbers))
        return ground + b"".join(texts) + stroked(rules)


class TotalBlock(Block):
    """A row of totals: bold, some cells over several columns."""

    def __init__(self, table: SetTable, cells: TotalRow) -> None:
        self._pen, self._size = table.pen, table.size
        self._cells = []
        column = 0
        for cell in cells:
            x1, x2 = table.edges[column], table.edges[column + cell.columns]
            own = table.table.columns[column]
            lines = self._pen.lines(words_of(cell.value, own), x2 - x1 - 2 * _PAD, self._size, bold=True)
            self._cells.append((x1, x2, cell.align or own.align, lines))
            column += cell.columns
        if column != len(table.edges) - 1:
            raise ValueError(f"a row of totals covers {column} of {len(table.edges) - 1} columns")
        most = max(len(lines) for *_rest, lines in self._cells)
        self.height = most * self._size * LEADING + 2 * _PAD

    def draw(self, y: float) -> bytes:
        left, right, low = self._cells[0][0], self._cells[-1][1], y - self.height
        texts, rules = [], [line(left, y, right, y), line(left, low, right, low), line(left, y, left, low)]
        for x1, x2, align, lines in self._cells:
            rules.append(line(x2, y, x2, low))
            at = y - _PAD
            for text, wide in lines:
                x = {"left": x1 + _PAD, "center": (x1 + x2 - wide) / 2, "right": x2 - _PAD - wide}[align]
                texts.append(self._pen.write(text, x, at - self._pen.ascent(self._size, True), self._size, True))
                at -= self._size * LEADING
        return b"".join(texts) + stroked(rules)


class SignatureBlock(Block):
    """Who signs, side by side: one at the right, two at the edges, three across; their names on one line."""

    SIZE = 9.0
    DOTS = "." * 40

    def __init__(self, pen: Pen, signatures: Sequence[Signature], left: float, width: float) -> None:
        self._pen = pen
        count = len(signatures)
        room = width / max(count, 2) * 0.86
        places = {1: [0.8], 2: [0.2, 0.8]}.get(count) or [(2 * n + 1) / (2 * count) for n in range(count)]
        self._blocks = []
        for place, each in zip(places, signatures, strict=True):
            above = [text for row in each.lines for text, _wide in pen.lines(row, room, self.SIZE) or [("", 0)]]
            names = [text for text, _wide in pen.lines(each.name, room, self.SIZE, bold=True)]
            self._blocks.append((left + width * place, above, names, each.number))
        self._above = max(len(above) for _x, above, _names, _number in self._blocks) * self.SIZE * LEADING
        below = max(max(1, len(names)) + 1 for _x, _above, names, _number in self._blocks) * self.SIZE * LEADING
        self.height = 5 * MM + self._above + _SIGNING + below

    def draw(self, y: float) -> bytes:
        y -= 5 * MM
        out = []
        for x, above, names, number in self._blocks:
            at = y
            for text in above:
                out.append(self._pen.centered(text, x, at - self._pen.ascent(self.SIZE), self.SIZE))
                at -= self.SIZE * LEADING
            at = y - self._above - _SIGNING
            for text in names or [self.DOTS]:
                base = at - self._pen.ascent(self.SIZE)
                out.append(self._pen.centered(text, x, base, self.SIZE, bool(names)))
                if names:
                    half = self._pen.width(text, self.SIZE, True) / 2
                    out.append(stroked([line(x - half, base - 1.4, x + half, base - 1.4)], 0.5))
                at -= self.SIZE * LEADING
            if number:
                out.append(self._pen.centered(number, x, at - self._pen.ascent(self.SIZE), self.SIZE))
        return b"".join(out)
