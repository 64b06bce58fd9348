"""A whole text: HTML to a tree of blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from modules.letters.convert.codes import FOLLOWERS, Words
from modules.letters.convert.errors import Report
from modules.letters.convert.html import BLOCKS, Element, read_html
from modules.letters.convert.inline import Inline, Node, Style, runs_of, styled
from modules.letters.convert.signing import Place, block_of, is_signature, said, signature_of
from modules.letters.convert.tables import codes_in, grid_of, identity_blocks, is_identity, table_block

_ALIGNS = {"left", "center", "right", "justify"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_LIST = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I",
    "a": "a", "A": "A", "i": "i", "I": "I", "1": "1",
}  # fmt: skip
#: Stands where the text had the letter's number, until it is seen what stood above.
_NUMBER = "number"
#: Room of an empty line.
LINE_MM = 5.0


@dataclass
class Text:
    """A converted text, and what of the letter's frame it had drawn itself."""

    blocks: list[Node] = field(default_factory=list)
    heading: bool = False
    qr: bool = False
    #: The title where it was written out.
    title: str = ""


class _Converting:
    def __init__(self, words: Words, report: Report, size: float) -> None:
        self.words, self.report, self.size = words, report, size
        self.inline = Inline(words, report, size)
        self.done = Text()
        self.count = 0

    # -- places

    def at(self, what: str, words: str) -> None:
        self.count += 1
        short = words if len(words) <= 60 else f"{words[:59]}…"
        self.report.place = f"{what} {self.count}: “{short}”" if short else f"{what} {self.count}"

    # -- blocks

    def children(self, element: Element, style: Style) -> list[Node]:
        found: list[Node] = []
        line: list[Element | str] = []

        def flush() -> None:
            # Line ends between two tags of the source are no empty lines on paper.
            if not all(isinstance(each, str) and not each.strip() for each in line):
                found.extend(self.paragraph(Element("p", {}, {}, list(line)), style))
            line.clear()

        for each in element.children:
            if isinstance(each, Element) and (each.tag in BLOCKS or each.has_blocks):
                flush()
                found += self.block(each, style)
            else:
                line.append(each)
        flush()
        return found

    def block(self, element: Element, style: Style) -> list[Node]:
        tag = element.tag
        if tag == "pagebreak" or _breaks(element, "before"):
            return [{"type": "pageBreak"}, *([] if tag == "pagebreak" else self.inside(element, style))]
        if _breaks(element, "after"):
            return [*self.inside(element, style), {"type": "pageBreak"}]
        return self.inside(element, style)

    def inside(self, element: Element, style: Style) -> list[Node]:
        tag = element.tag
        if tag == "table":
            return self.table(element)
        if tag in {"ul", "ol"}:
            return self.items(element, style)
        if tag == "hr":
            return [{"type": "rule"}]
        if tag in _HEADINGS or (tag in {"p", "pre", "dt", "dd"} and not element.has_blocks):
            return self.paragraph(element, style)
        if element.has_blocks:
            inner = styled(element, style, self.report)
            return self.children(_aligned(element), inner)
        return self.paragraph(element, style)

    def paragraph(self, element: Element, style: Style) -> list[Node]:
        text = element.text
        codes = codes_in(text)
        self.at(str(_("paragraf")), text)
        if "qr_code" in codes:
            self.done.qr = True
        if codes & {"judul_surat"} and re.sub(r"\[[^\]]*\]", "", text).strip(" :") == "":
            self.done.heading = True
            return []
        if codes & {"format_nomor_surat", "nomor_surat", "nomer_surat"} and re.match(
            r"^(nomor|no\.?|number)?\s*:?\s*\[[^\]]*\]\s*$", text, re.IGNORECASE
        ):
            self.done.heading = True
            return [{"type": _NUMBER}]
        only = text.strip().lower().strip("[]")
        if only in FOLLOWERS and text.strip().startswith("["):
            return [_followers()]
        nodes = self.inline.nodes(runs_of(element.children, styled(element, style, self.report), self.report))
        if not nodes:
            lines = 1 + sum(1 for each in element.find("br"))
            drawn = bool(element.find("img")) or bool(codes)
            return [] if drawn else [{"type": "space", "attrs": {"mm": LINE_MM * min(lines, 8)}}]
        align = element.style.get("text-align", "") or element.attrs.get("align", "").lower()
        align = "center" if element.tag == "center" else align
        if element.tag in _HEADINGS:
            attrs: dict[str, Any] = {"level": _HEADINGS[element.tag]}
            if align in _ALIGNS:
                attrs["textAlign"] = align
            return [{"type": "heading", "attrs": attrs, "content": _without_bold(nodes)}]
        attrs = {"textAlign": align if align in _ALIGNS else "left"}
        if not _indents(element):
            attrs["indent"] = False
        return [{"type": "paragraph", "attrs": attrs, "content": nodes}]

    def items(self, element: Element, style: Style) -> list[Node]:
        items: list[Node] = []
        for each in element.children:
            if isinstance(each, Element) and each.tag == "li":
                content = self.children(each, styled(each, style, self.report))
                kept = [node for node in content if node["type"] not in {"pageBreak", "signature"}]
                for node in kept:
                    if node["type"] == "paragraph":
                        node["attrs"] = (
                            {"textAlign": node["attrs"]["textAlign"]} if node["attrs"]["textAlign"] != "left" else {}
                        )
                        if not node["attrs"]:
                            del node["attrs"]
                if kept:
                    items.append({"type": "listItem", "content": kept})
            elif isinstance(each, Element) and each.tag in {"ul", "ol"} and items:
                items[-1]["content"] += self.items(each, style)
        if not items:
            return []
        if element.tag == "ul":
            return [{"type": "bulletList", "content": items}]
        kind = _LIST.get(element.style.get("list-style-type", ""), _LIST.get(element.attrs.get("type", ""), "1"))
        attrs: dict[str, Any] = {"type": kind}
        start = element.attrs.get("start", "")
        if start.isascii() and start.isdigit() and 1 < int(start) <= 9999:
            attrs["start"] = int(start)
        return [{"type": "orderedList", "attrs": attrs, "content": items}]

    def table(self, element: Element) -> list[Node]:
        grid = grid_of(element)
        self.at(str(_("tabel")), element.text)
        if "qr_code" in codes_in(element.text):
            self.done.qr = True
        if is_signature(grid):
            places = signature_of(grid, self.words)
            if places:
                return [block_of(places)]
            self.report.say(said(self.report.place))
        if is_identity(grid):
            return identity_blocks(grid, self.inline)
        if grid.columns == 1 and grid.border == "none":
            return [node for cells in grid.rows for cell in cells for node in self.children(cell.element, Style())]
        made = table_block(grid, self.inline)
        if made is None and grid.rows:
            self.report.say(_("Tabel terlalu lebar (lebih dari 30 kolom) dan dibuang."))
        return [made] if made is not None else []


def _breaks(element: Element, side: str) -> bool:
    found = element.style.get(f"page-break-{side}", "") or element.style.get(f"break-{side}", "")
    return found in {"always", "page", "left", "right"} or (
        side == "before" and "mce-pagebreak" in element.attrs.get("class", "")
    )


def _aligned(element: Element) -> Element:
    """A wrapper's alignment is its blocks'."""
    align = (
        "center"
        if element.tag == "center"
        else element.style.get("text-align", "") or element.attrs.get("align", "").lower()
    )
    if align in _ALIGNS:
        for each in element.children:
            if (
                isinstance(each, Element)
                and each.tag in BLOCKS
                and "text-align" not in each.style
                and each.tag != "table"
            ):
                each.style["text-align"] = align
    return element


def _indents(element: Element) -> bool:
    found = re.match(r"^([\d.]+)", element.style.get("text-indent", ""))
    return bool(found) and float(found[1] if found and found[1].count(".") < 2 else 0) > 0


def _without_bold(nodes: list[Node]) -> list[Node]:
    """A heading is bold by itself."""
    for node in nodes:
        kept = [mark for mark in node.get("marks", ()) if mark["type"] != "bold"]
        if kept:
            node["marks"] = kept
        else:
            node.pop("marks", None)
    return nodes


def _followers() -> Node:
    from balai.documents.blocks import row, table

    return table(
        row("No.", "NIK", "Nama", "Hubungan keluarga", head=True),
        row("{no}", "{nik}", "{nama}", "{hubungan_kk}", over="pengikut"), widths=[6.0, 30.0, 40.0, 24.0],
    )  # fmt: skip


_HEAD_FIELDS = {"atas_nama", "nama_pamong", "nip_pamong", "sebutan_nip_desa", "jabatan", "tgl_surat"}


def _fields(node: Node) -> set[str]:
    return {each["attrs"]["name"] for each in node.get("content", ()) if each["type"] == "field"}


def _signed_lines(blocks: list[Node], words: Words) -> list[Node]:
    """Lines of paragraphs that end in the signer's name become the signature block: "Geyer, tanggal", office, name, number."""
    for end, node in enumerate(blocks):
        if node["type"] != "paragraph" or "nama_pamong" not in _fields(node):
            continue
        start = end
        while start > 0 and end - start < 12 and _part_of_signature(blocks[start - 1]):
            start -= 1
        last = end + 1
        while (
            last < len(blocks)
            and _part_of_signature(blocks[last])
            and _fields(blocks[last]) & {"nip_pamong", "sebutan_nip_desa"}
        ):
            last += 1
        align = (node.get("attrs") or {}).get("textAlign", "right")
        side = "center" if align == "center" else "left" if align == "left" else "right"
        return [*blocks[:start], block_of([Place("head", side)]), *_signed_lines(blocks[last:], words)]
    return blocks


def _part_of_signature(node: Node) -> bool:
    if node["type"] == "space":
        return True
    return node["type"] == "paragraph" and bool(_fields(node) & _HEAD_FIELDS) and sum(
        len(each["text"].strip()) for each in node["content"] if each["type"] == "text"
    ) <= 30  # fmt: skip


def _spaced(blocks: list[Node]) -> list[Node]:
    """Empty lines joined; none at the beginning, at the end, or where a signature makes its own room."""
    found: list[Node] = []
    for node in blocks:
        if node["type"] == "space":
            if not found or found[-1]["type"] in {"signature", "pageBreak"}:
                continue
            if found[-1]["type"] == "space":
                found[-1]["attrs"]["mm"] = min(found[-1]["attrs"]["mm"] + node["attrs"]["mm"], 200.0)
                continue
        elif found and found[-1]["type"] == "space" and node["type"] in {"signature", "pageBreak"}:
            found.pop()
        found.append(node)
    while found and found[-1]["type"] in {"space", "pageBreak"}:
        found.pop()
    return found


def _titled(blocks: list[Node], done: Text) -> list[Node]:
    """Without the number, and without a title written out above it: the frame prints both."""
    for index, node in enumerate(blocks):
        if node["type"] != _NUMBER:
            continue
        above: Node = blocks[index - 1] if index else {"type": ""}
        words = above.get("content") or []
        centred = (above.get("attrs") or {}).get("textAlign") == "center"
        if (
            above["type"] in {"heading", "paragraph"}
            and centred
            and words
            and all(each["type"] == "text" for each in words)
        ):
            done.title = "".join(each["text"] for each in words).strip()[:200]
            blocks[index - 1] = {"type": _NUMBER}
        break
    return [node for node in blocks if node["type"] != _NUMBER]


def convert_html(html: str, words: Words, report: Report, *, size: float = 12.0) -> Text:
    """The blocks of a text.

    Raises:
        TemplateRefused: larger or deeper than any letter is.
    """
    work = _Converting(words, report, size)
    root = read_html(html, report)
    blocks = _titled(work.children(root, Style()), work.done)
    blocks = _spaced(_signed_lines(_spaced(blocks), words))
    report.place = ""
    work.done.blocks = blocks
    return work.done


def convert_inline(html: str, words: Words, report: Report) -> list[Node]:
    """The inline nodes of a snippet (an alias): its paragraphs become lines."""
    return Inline(words, report).nodes(runs_of(read_html(html, report).children, Style(), report))
