"""Trees written in code: the shipped letters. A sentence may hold fields and marks in a short notation of our own.

``parse("Nama {nama|upper} **tebal** {tgl_lahir|long_date}")``: ``{name}``, ``{name|case or format}``, ``{=sum|format}``,
``**bold**``, ``__underlined__``, ``//italic//``, a tab and a line end as themselves.
"""

from __future__ import annotations

import re
from typing import Any

from balai.documents.blocks.casing import CASES, FORMATS

Node = dict[str, Any]
_TOKEN = re.compile(r"\{(=?)([^{}|]+)((?:\|[a-z_]+)*)\}|(\*\*|__|//)|(\t)|(\n)")
_MARK = {"**": "bold", "__": "underline", "//": "italic"}


def parse(text: str) -> list[Node]:
    """Inline nodes of a sentence in the notation above.

    Raises:
        ValueError: a case or format that there is not, or a mark that is never closed.
    """
    found: list[Node] = []
    open_marks: list[str] = []

    def add(node: Node) -> None:
        if open_marks and node["type"] in {"text", "field", "calc"}:
            node["marks"] = [{"type": mark} for mark in open_marks]
        found.append(node)

    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() > end:
            add({"type": "text", "text": text[end : token.start()]})
        end = token.end()
        formula, name, options, mark, tab, line = token.groups()
        if mark:
            kind = _MARK[mark]
            if kind in open_marks:
                open_marks.remove(kind)
            else:
                open_marks.append(kind)
        elif tab:
            add({"type": "tab"})
        elif line:
            add({"type": "hardBreak"})
        else:
            add(_value(formula, name.strip(), options.split("|")[1:] if options else []))
    if end < len(text):
        add({"type": "text", "text": text[end:]})
    if open_marks:
        raise ValueError(f"{open_marks[0]} is never closed in {text!r}")
    return found


def _value(formula: str, name: str, options: list[str]) -> Node:
    attrs: dict[str, Any] = {"expr": name} if formula else {"name": name}
    for option in options:
        if option in CASES and not formula:
            attrs["case"] = option
        elif option in FORMATS:
            attrs["format"] = option
        else:
            raise ValueError(f"no case or format {option!r} for {name!r}")
    return {"type": "calc" if formula else "field", "attrs": attrs}


def field(name: str, **attrs: Any) -> Node:
    """A merge field."""
    return {"type": "field", "attrs": {"name": name, **attrs}}


def doc(*blocks: Node | list[Node]) -> Node:
    """A document; lists of blocks are laid flat."""
    return {"type": "doc", "attrs": {"v": 1}, "content": _flat(blocks)}


def _flat(blocks: tuple[Node | list[Node], ...]) -> list[Node]:
    return [each for block in blocks for each in (block if isinstance(block, list) else [block])]


def paragraph(text: str = "", *, align: str = "", indent: bool = True, keep: bool = False) -> Node:
    """A paragraph; ``indent`` its first line, ``keep`` it with what follows."""
    attrs: dict[str, Any] = {}
    if align:
        attrs["textAlign"] = align
    if not indent:
        attrs["indent"] = False
    if keep:
        attrs["keep"] = True
    return {"type": "paragraph", **({"attrs": attrs} if attrs else {}), "content": parse(text)}


def heading(text: str, *, level: int = 2, align: str = "center") -> Node:
    """A heading inside the text."""
    return {"type": "heading", "attrs": {"level": level, "textAlign": align}, "content": parse(text)}


def items(*lines: str | list[Node], kind: str = "1") -> Node:
    """A numbered list (``kind`` 1, a, A, i) or, with ``-``, a list with dots."""
    content = [
        {
            "type": "listItem",
            "content": [{"type": "paragraph", "content": parse(line)}] if isinstance(line, str) else line,
        }
        for line in lines
    ]
    if kind == "-":
        return {"type": "bulletList", "content": content}
    return {"type": "orderedList", "attrs": {"type": kind}, "content": content}


def identity(*rows: tuple[str, str], numbered: bool = False, label_width: float | None = None) -> Node:
    """Labels and values with aligned colons."""
    attrs: dict[str, Any] = {}
    if numbered:
        attrs["numbered"] = True
    if label_width:
        attrs["labelWidth"] = label_width
    return {
        "type": "identity",
        **({"attrs": attrs} if attrs else {}),
        "content": [
            {"type": "identityRow", "attrs": {"label": label}, "content": parse(value)} for label, value in rows
        ],
    }


def cell(text: str, *, head: bool = False, align: str = "", colspan: int = 1, rowspan: int = 1) -> Node:
    """A cell of a table."""
    attrs: dict[str, Any] = {}
    if align:
        attrs["textAlign"] = align
    if colspan > 1:
        attrs["colspan"] = colspan
    if rowspan > 1:
        attrs["rowspan"] = rowspan
    return {
        "type": "tableHeader" if head else "tableCell",
        **({"attrs": attrs} if attrs else {}),
        "content": [{"type": "paragraph", "content": parse(text)}],
    }


def row(*cells: str | Node, over: str = "", head: bool = False) -> Node:
    """A table's row; ``over`` repeats it for each row of a group."""
    made = [cell(each, head=head) if isinstance(each, str) else each for each in cells]
    return {"type": "tableRow", **({"attrs": {"repeat": over}} if over else {}), "content": made}


def table(*rows: Node, widths: list[float] | None = None, border: str = "all", size: float | None = None) -> Node:
    """A table; ``widths`` are shares of the line, ``size`` the letters' in points."""
    attrs: dict[str, Any] = {"border": border}
    if widths:
        attrs["widths"] = widths
    if size:
        attrs["size"] = size
    return {"type": "table", "attrs": attrs, "content": list(rows)}


def condition(
    rules: str | list[dict[str, Any]], *blocks: Node | list[Node], negate: bool = False, match: str = "all"
) -> Node:
    """Blocks that stand only where the rules hold. A text is "field" (filled), or "field=one|two"."""
    if isinstance(rules, str):
        name, equal, wanted = rules.partition("=")
        rule: dict[str, Any] = {"field": name.strip(), "op": "filled"}
        if equal:
            rule = {"field": name.strip(), "op": "in", "value": [each.strip() for each in wanted.split("|")]}
        rules = [rule]
    attrs: dict[str, Any] = {"rules": rules, "match": match}
    if negate:
        attrs["negate"] = True
    return {"type": "condition", "attrs": attrs, "content": _flat(blocks)}


def repeat(over: str, *blocks: Node | list[Node]) -> Node:
    """Blocks for each row of a group."""
    return {"type": "repeat", "attrs": {"over": over}, "content": _flat(blocks)}


def signature(*places: tuple[str, str] | tuple[str, str, str], columns: int = 2) -> Node:
    """Who signs where: (who, side) or (who, side, title)."""
    found = [{"who": place[0], "side": place[1], "title": place[2] if len(place) > 2 else ""} for place in places]
    return {"type": "signature", "attrs": {"places": found, "columns": columns}}


def box_row(label: str, value: str, count: int = 0, *, label_width: float | None = None) -> Node:
    """A line of a form: a label, then ``count`` boxes with a letter each (0: one long box)."""
    attrs: dict[str, Any] = {"label": label, "count": count}
    if label_width:
        attrs["labelWidth"] = label_width
    return {"type": "boxRow", "attrs": attrs, "content": parse(value)}


def date_row(label: str, name: str, *, label_width: float | None = None) -> Node:
    """A line of a form: a label, then boxes for day, month and year of the date that the field names."""
    attrs: dict[str, Any] = {"label": label, "count": 8, "date": True}
    if label_width:
        attrs["labelWidth"] = label_width
    return {"type": "boxRow", "attrs": attrs, "content": [field(name, format="short_date")]}


def choice_row(label: str, field_name: str, *options: str, columns: int = 2, label_width: float | None = None) -> Node:
    """A line of a form with a box for each option; the one that the field names is crossed (no field: crossed by hand)."""
    attrs: dict[str, Any] = {"label": label, "field": field_name, "options": list(options), "columns": columns}
    if label_width:
        attrs["labelWidth"] = label_width
    return {"type": "choiceRow", "attrs": attrs}


def page_break() -> Node:
    """What follows begins a page."""
    return {"type": "pageBreak"}


def space(mm: float) -> Node:
    """Room."""
    return {"type": "space", "attrs": {"mm": mm}}


def rule() -> Node:
    """A line across."""
    return {"type": "rule"}
