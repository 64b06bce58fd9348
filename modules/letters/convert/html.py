"""HTML of a word processor in a page, read into a small tree. Nothing is executed, fetched or kept that is no text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from modules.letters.convert.errors import Report, TemplateRefused

MAX_HTML = 1_000_000
MAX_ELEMENTS = 12_000
MAX_DEPTH = 60

BLOCKS = frozenset(
    {
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "td", "th",
        "hr", "center", "blockquote", "section", "article", "header", "footer", "pre", "dl", "dt", "dd", "figure", "colgroup",
        "pagebreak",
    }
)  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "col", "input", "wbr", "area", "base", "embed", "link", "meta", "source", "track", "pagebreak"})  # fmt: skip
#: Dropped with all that stands inside, and said: what it would do in a browser is nothing that paper does.
_REFUSED = frozenset(
    {
        "script", "style", "iframe", "object", "embed", "svg", "math", "form", "video", "audio", "canvas", "noscript", "template",
        "textarea", "select", "button", "applet", "frame", "frameset",
    }
)  # fmt: skip
_SILENT = frozenset({"head", "title", "meta", "link", "base"})
#: A new one ends an open one of these, up to the border.
_CLOSES = {
    "p": ({"p"}, {"td", "th", "li", "div"}), "li": ({"li"}, {"ul", "ol"}), "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr"}), "th": ({"td", "th"}, {"tr"}), "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}),
}  # fmt: skip
_DATA = re.compile(r"""(["'])data:[^"'>]{64,}\1""", re.IGNORECASE)
_STYLE = re.compile(r"([a-zA-Z-]+)\s*:\s*([^;]+)")


@dataclass
class Element:
    """A tag with what matters of its attributes, and what stands inside."""

    tag: str
    style: dict[str, str] = field(default_factory=dict)
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the text inside, in one line."""
        parts: list[str] = []
        todo: list[Element | str] = [self]
        while todo:
            each = todo.pop()
            if isinstance(each, str):
                parts.append(each)
            elif each.tag == "br":
                parts.append(" ")
            else:
                todo.extend(reversed(each.children))
        return " ".join("".join(parts).replace("\xa0", " ").split())

    @property
    def lines(self) -> list[str]:
        """Its text line by line; empty lines are left out."""
        parts: list[str] = []
        todo: list[Element | str] = [self]
        while todo:
            each = todo.pop()
            if isinstance(each, str):
                parts.append(each.replace("\n", " "))
            elif each.tag == "br":
                parts.append("\n")
            elif each.tag in BLOCKS and each is not self:
                parts.append("\n")
                todo += [_END, *reversed(each.children)]
            else:
                todo.extend(reversed(each.children))
        text = "".join(parts).replace("\xa0", " ")
        return [" ".join(line.split()) for line in text.split("\n") if line.strip()]

    def find(self, *tags: str) -> list[Element]:
        """Every element of these tags below, not going into the ones found."""
        found: list[Element] = []
        for each in self.children:
            if isinstance(each, Element):
                found += [each] if each.tag in tags else each.find(*tags)
        return found

    @property
    def has_blocks(self) -> bool:
        """Whether a block stands anywhere inside."""
        return any(isinstance(each, Element) and (each.tag in BLOCKS or each.has_blocks) for each in self.children)


#: Where a block's text ends.
_END = Element("br")


class _Reading(HTMLParser):
    def __init__(self, report: Report) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self.open = [self.root]
        self.report = report
        self.elements = 0
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping:
            if tag in _REFUSED and tag not in _VOID:
                self.skipping.append(tag)
            return
        if tag in _REFUSED:
            self.report.say(_("Bagian <{tag}> tidak dapat dicetak dan dibuang.").format(tag=tag))
            if tag not in _VOID:
                self.skipping.append(tag)
            return
        if tag in _SILENT or tag in {"html", "body"}:
            return
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise TemplateRefused(_("Isi surat terlalu besar: lebih dari {n} bagian.").format(n=MAX_ELEMENTS))
        closes, border = _CLOSES.get(tag, (set(), set()))
        self._close(closes, border)
        given = {name: (value or "")[:2_000] for name, value in attrs}
        style = {name.lower(): value.strip().lower() for name, value in _STYLE.findall(given.get("style", ""))}
        made = Element(tag, style, given)
        self.open[-1].children.append(made)
        if tag not in _VOID:
            if len(self.open) > MAX_DEPTH:
                raise TemplateRefused(_("Isi surat bersarang terlalu dalam."))
            self.open.append(made)

    def _close(self, tags: set[str], border: set[str]) -> None:
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag in border:
                return
            if self.open[index].tag in tags:
                del self.open[index:]
                if not tags & {"td", "tr"}:
                    return
                self._close(tags, border)
                return

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
            return
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index:]
                return
            if self.open[index].tag in {"table", "td", "th"} and tag not in {
                "table",
                "tr",
                "tbody",
                "thead",
                "td",
                "th",
            }:
                return

    def handle_data(self, data: str) -> None:
        if not self.skipping and data:
            self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        # TinyMCE writes a page's end as a comment.
        if not self.skipping and data.strip().lower() == "pagebreak":
            self.open[-1].children.append(Element("pagebreak"))


def read_html(text: str, report: Report) -> Element:
    """The tree of a text.

    Raises:
        TemplateRefused: too long, too many elements, or too deep.
    """
    # Pictures are not taken anyway, and they are all of a large file's size.
    text = _DATA.sub('"data:"', text)
    if len(text) > MAX_HTML:
        raise TemplateRefused(_("Isi surat terlalu panjang: paling banyak {n} huruf.").format(n=MAX_HTML))
    reading = _Reading(report)
    reading.feed(text)
    reading.close()
    return reading.root
