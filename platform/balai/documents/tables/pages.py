"""Rows onto pages: heads again on each, signatures at the very end and never alone, "Halaman x dari y".

Rows are read once. A page is written as soon as the one after it is full: then no row of it can move any more. How many
pages there are is known at the end, so each page's foot is a little stream of its own, written last.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from balai.documents.tables.blocks import (
    Block,
    FactsBlock,
    Gap,
    HeadBlock,
    KopBlock,
    SignatureBlock,
    TitleBlock,
    TotalBlock,
)
from balai.documents.tables.objects import Ref, Writer, text
from balai.documents.tables.pen import MM, Pen, line, picture, stroked
from balai.documents.tables.rows import Row, SetTable
from balai.documents.tables.shape import TableDocument

_FOOT = 4.5 * MM
_FOOT_SIZE = 7.0
#: A signature moves with at least so many rows: alone on a sheet it could stand under anything.
_WITH_SIGNATURES = 2

Item = Block | Row


def render_table(*documents: TableDocument, progress: Callable[[int], None] | None = None) -> bytes:
    """The documents as one PDF, each beginning on a page of its own and counting its own pages.

    ``progress`` is told how many rows have been set, once a page. Equal documents give equal bytes.

    Raises:
        ValueError: a head with holes, totals that do not fill the columns, a row of another length.
    """
    writer, pen = Writer(), Pen()
    pages, resources, root = writer.reserve(), writer.reserve(), writer.reserve()
    counter = _Counter(progress)
    pictures: dict[str, Ref] = {}
    leaves: list[Ref] = []
    for document in documents:
        leaves += _Flow(writer, pen, document, pages, resources, pictures, counter).run()
    fonts = {used.resource: used.embed(writer) for used in (pen.plain, pen.bold)}
    writer.add({"Font": fonts, "XObject": pictures}, resources)
    writer.add({"Type": "/Pages", "Kids": leaves, "Count": len(leaves)}, pages)
    writer.add(
        {
            "Type": "/Catalog", "Pages": pages, "Lang": f"({documents[0].language})",
            "ViewerPreferences": {"DisplayDocTitle": True},
        },
        root,
    )  # fmt: skip
    facts: dict[str, Any] = {"Title": text(documents[0].name), "Producer": text("Balai")}
    if documents[0].created:
        facts["CreationDate"] = f"(D:{documents[0].created:%Y%m%d})"
    return writer.finish(root=root, info=writer.add(facts))


class _Counter:
    def __init__(self, tell: Callable[[int], None] | None) -> None:
        self._tell, self._rows = tell, 0

    def add(self, rows: int) -> None:
        self._rows += rows
        if self._tell:
            self._tell(self._rows)


class _Flow:
    """One document on its pages."""

    def __init__(
        self, writer: Writer, pen: Pen, document: TableDocument, pages: Ref, resources: Ref, pictures: dict[str, Ref],
        counter: _Counter,
    ) -> None:  # fmt: skip
        self._writer, self._pen, self._document, self._counter = writer, pen, document, counter
        self._pages, self._resources = pages, resources
        self._paper = (document.paper[0] * MM, document.paper[1] * MM)
        top, right, bottom, left = (each * MM for each in document.margins)
        self._left, self._width = left, self._paper[0] - left - right
        self._top, self._low = self._paper[1] - top, bottom + _FOOT
        self._foot = bottom + 1 * MM
        self._crest = self._kept_picture(pictures)
        self._frame = writer.stream(frame) if (frame := self._framed()) else None
        self._shared: dict[tuple[Block, int], Ref] = {}
        #: Contents of the pages written so far, less their feet.
        self._written: list[list[Ref]] = []
        self._before: list[Item] | None = None
        self._page: list[Item] = []
        self._room = self._top - self._low

    def run(self) -> list[Ref]:
        """Set everything; returns the pages."""
        document, pen = self._document, self._pen
        if document.kop:
            self._put(KopBlock(pen, document.kop, self._left, self._width, self._crest))
        if document.title:
            self._put(TitleBlock(pen, document.title, self._left, self._width, document.title_sizes))
        if document.facts or document.facts_right:
            self._put(FactsBlock(pen, document.facts, self._left, self._width, document.facts_right))
        totals = 0
        for table in document.tables:
            totals = len(table.totals)
            self._table(SetTable(pen, table, self._left, self._width, document.size, document.head_size))
        if document.signatures:
            self._sign(SignatureBlock(pen, document.signatures, self._left, self._width), totals + _WITH_SIGNATURES)
        if self._before is not None:
            self._write(self._before)
        self._write(self._page)
        return self._finished()

    def _put(self, item: Item) -> None:
        self._page.append(item)
        self._room -= item.height

    def _break(self, *begin: Item) -> None:
        """Go on on a new page that begins with these."""
        if self._before is not None:
            self._write(self._before)
        self._before, self._page = self._page, list(begin)
        self._room = self._top - self._low - sum(item.height for item in begin)

    def _table(self, table: SetTable) -> None:
        whole = self._top - self._low - table.head.height
        begun = False
        for row in table.rows():
            for piece in table.pieces(row, whole) if row.height > whole else (row,):
                if not begun:
                    self._begin(table, piece)
                    begun = True
                elif piece.height > self._room:
                    self._break(table.head)
                self._put(piece)
        for total in table.totals:
            if total.height > self._room:
                self._break(table.head)
            self._put(total)
            self._pull(_WITH_SIGNATURES + 1, 0)

    def _begin(self, table: SetTable, first: Row) -> None:
        """Caption and head, on this page if a row still follows them there."""
        opening: list[Item] = [table.head]
        if table.caption:
            opening.insert(0, table.caption)
        elif any(isinstance(item, Row) for item in self._page):
            opening.insert(0, Gap(4 * MM))
        if sum(item.height for item in opening) + first.height > self._room and any(
            isinstance(item, Row) for item in self._page
        ):
            self._break()
        for item in opening:
            self._put(item)

    def _sign(self, block: SignatureBlock, wanted: int) -> None:
        """The signatures below the last rows, at least ``wanted`` of them on the same page."""
        if block.height > self._room:
            tail = _tail(self._page)
            # One stays behind: a page with a head and nothing below it would be odd.
            moved = tail[-min(wanted, len(tail) - 1) :] if len(tail) > 1 else []
            head = _head_above(self._page, tail)
            free = self._top - self._low - block.height - (head.height if head else 0)
            while moved and sum(item.height for item in moved) > free:
                moved = moved[1:]
            if moved:
                del self._page[-len(moved) :]
            self._break(*([head] if moved and head else []), *moved)
        else:
            self._pull(wanted, block.height)
        self._put(block)

    def _pull(self, wanted: int, reserved: float) -> None:
        """Let rows of the page before come here until ``wanted`` stand here; ``reserved`` must stay free."""
        tail = _tail(self._page)
        if self._before is None or len(tail) >= wanted or len(self._page) != len(tail) + 1:
            return
        place = 1
        others = _tail(self._before)
        while len(tail) < wanted and len(others) > 1 and others[-1].height + reserved <= self._room:
            item = others.pop()
            self._before.remove(item)
            self._page.insert(place, item)
            tail.append(item)
            self._room -= item.height

    # Writing

    def _write(self, items: list[Item]) -> None:
        """A page's contents; nothing on it moves any more."""
        sheet = _Sheet(self._writer, self._document.size, [self._frame] if self._frame else [])
        y = self._top
        rows = 0
        for item in items:
            if isinstance(item, Row):
                rows += 1
                sheet.row(item, y)
            elif item.shared:
                sheet.show(self._once(item, y), y)
            else:
                sheet.draw(item.draw(y), y)
            y -= item.height
        self._written.append(sheet.contents(y))
        self._counter.add(rows)

    def _once(self, item: Block, y: float) -> Ref:
        """What many pages show at the same place, written once."""
        key = (item, round(y * 100))
        if key not in self._shared:
            self._shared[key] = self._writer.stream(b"q " + item.draw(y) + b"Q\n")
        return self._shared[key]

    def _framed(self) -> bytes:
        """What lies under every page: the watermark, and the foot's left half."""
        document, pen = self._document, self._pen
        out = []
        lines = document.watermark.split("\n") if document.watermark else []
        angle = math.radians(24)
        cos, sin = math.cos(angle), math.sin(angle)
        for place, words in enumerate(lines):
            # What is longer than the paper is written smaller; lines stand one below the other across the middle.
            most = self._paper[0] / cos * (0.8 if len(lines) > 1 else 1.0)
            size = min(84.0, 84.0 * most / pen.width(words, 84.0, True))
            wide = pen.width(words, size, True)
            down = (place - (len(lines) - 1) / 2) * 90.0 + size * 0.35
            x = self._paper[0] / 2 - wide / 2 * cos + down * sin
            y = self._paper[1] / 2 - wide / 2 * sin - down * cos
            out.append(
                b"q 0.9 g BT /F2 %.4g Tf %.4f %.4f %.4f %.4f %.2f %.2f Tm %b Tj ET Q\n"
                % (size, cos, sin, -sin, cos, x, y, pen.bold.literal(words))
            )
        if document.footer:
            out.append(pen.write(document.footer, self._left, self._foot, _FOOT_SIZE))
        return b"".join(out)

    def _kept_picture(self, pictures: dict[str, Ref]) -> str:
        """The crest's name among the pictures; documents of one village share it."""
        crest = self._document.kop.crest if self._document.kop else None
        if not crest:
            return ""
        name = f"C{hashlib.sha256(crest).hexdigest()[:12]}"
        if name not in pictures:
            pictures[name] = picture(self._writer, crest)
        return name

    def _finished(self) -> list[Ref]:
        """The pages with their feet, now that their number is known."""
        total = len(self._written)
        right = self._left + self._width
        leaves = []
        for number, contents in enumerate(self._written, 1):
            words = _("Halaman {number} dari {total}").format(number=number, total=total)
            if total == 1 and not self._document.lone_page:
                words = ""
            x = right - self._pen.width(words, _FOOT_SIZE)
            foot = self._pen.write(words, x, self._foot, _FOOT_SIZE) if words else b""
            leaves.append(
                self._writer.add(
                    {
                        "Type": "/Page", "Parent": self._pages, "Resources": self._resources,
                        "MediaBox": [0, 0, *self._paper],
                        "Contents": [*contents, self._writer.stream(foot, packed=False)],
                    }
                )
            )  # fmt: skip
        return leaves


class _Sheet:
    """One page's contents in reading order: rows that follow each other share their uprights."""

    def __init__(self, writer: Writer, size: float, contents: list[Ref]) -> None:
        self._writer, self._size, self._contents = writer, size, contents
        self._out: list[bytes] = []
        self._rules: list[bytes] = []
        self._table: SetTable | None = None
        self._run = 0.0

    def row(self, row: Row, y: float) -> None:
        """A row, its upper edge at ``y``."""
        if self._table is not row.table:
            self._end(y)
            self._table, self._run = row.table, y
            self._rules.append(line(row.table.edges[0], y, row.table.edges[-1], y))
            self._out.append(b"BT /F1 %.4g Tf\n" % self._size)
        row.table.write(row, y, self._out)
        low = y - row.height
        self._rules.append(line(row.table.edges[0], low, row.table.edges[-1], low))

    def draw(self, operators: bytes, y: float) -> None:
        """Operators of a block."""
        self._end(y)
        self._out.append(operators)

    def show(self, shared: Ref, y: float) -> None:
        """A stream that other pages show, too."""
        self._end(y)
        self._flush()
        self._contents.append(shared)

    def contents(self, y: float) -> list[Ref]:
        """The page's streams; it ends at ``y``."""
        self._end(y)
        self._flush()
        return self._contents

    def _end(self, y: float) -> None:
        if self._table is None:
            return
        self._rules += [line(x, self._run, x, y) for x in self._table.edges]
        self._out += [b"ET\n", stroked(self._rules)]
        self._rules, self._table = [], None

    def _flush(self) -> None:
        if self._out:
            self._contents.append(self._writer.stream(b"".join(self._out)))
            self._out = []


def _tail(items: list[Item]) -> list[Item]:
    """The rows and totals at a page's end."""
    found: list[Item] = []
    for item in reversed(items):
        if not isinstance(item, Row | TotalBlock):
            break
        found.insert(0, item)
    return found


def _head_above(items: list[Item], tail: list[Item]) -> Block | None:
    """The head of the table whose rows these are."""
    above = items[len(items) - len(tail) - 1] if len(items) > len(tail) else None
    return above if isinstance(above, HeadBlock) else None
