"""Values into a tree: fields become text, conditions are decided, rows repeated, signers named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai.documents.blocks.arithmetic import ArithmeticRefused, calculate
from balai.documents.blocks.casing import as_number, cased, written
from balai.documents.blocks.errors import Problem
from balai.documents.blocks.schema import LIMITS, Node


@dataclass
class Values:
    """What is known when a document is filled.

    ``fields``: value by name (lower case; text, number or date). ``rows``: rows of each repeated group, each with its own
    fields. ``day`` is how a date is written where a field asks for nothing else. ``aliases``: a village's snippets (inline nodes). ``signers``: who signs, by role: ``{"lines", "name",
    "number_label", "number"}``. ``empty`` is written where a value is unknown.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    aliases: Mapping[str, Sequence[Node]] = field(default_factory=dict)
    signers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    empty: str = "-"
    day: str = "long_date"


def resolve(tree: Node, values: Values) -> tuple[dict[str, Any], list[Problem]]:
    """The tree with everything decided, ready to be drawn, and what could not be filled (warnings at their places).

    What comes out holds text, lists, tables, identities, boxes and signatures only; the tree that came in stays as it is.
    """
    work = _Resolving(values)
    (done,) = work.node(tree, (), {})
    return done, work.problems


class _Resolving:
    def __init__(self, values: Values) -> None:
        self.values = values
        self.problems: list[Problem] = []
        self.made = 0

    def value(self, name: str, row: Mapping[str, Any]) -> Any:
        key = name.lower()
        return row[key] if key in row else self.values.fields.get(key)

    def known(self, name: str, row: Mapping[str, Any]) -> bool:
        return name.lower() in row or name.lower() in self.values.fields

    def nodes(self, children: Iterable[Node], path: tuple[int, ...], row: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for index, child in enumerate(children):
            found += self.node(child, (*path, index), row)
        return found

    def node(self, node: Node, path: tuple[int, ...], row: Mapping[str, Any]) -> list[dict[str, Any]]:
        kind, attrs = node["type"], node.get("attrs") or {}
        children = node.get("content") or ()
        self.made += 1
        # A group of 3,000 rows in a tree of 4,000 nodes would print for ever.
        if self.made > LIMITS["nodes"] * 20:
            return []
        if kind == "text":
            return [{"type": "text", "text": node["text"], "marks": _marks(node)}]
        if kind == "field":
            return self.field(node, path, row, ())
        if kind == "calc":
            return self.calc(node, path, row)
        if kind == "condition":
            return self.nodes(children, path, row) if self.holds(attrs, row) else []
        if kind == "repeat":
            return [
                made
                for each in self.rows_of(str(attrs.get("over")))
                for made in self.nodes(children, path, {**row, **each})
            ]
        if kind == "tableRow" and attrs.get("repeat"):
            return [
                {"type": "tableRow", "content": self.nodes(children, path, {**row, **each})}
                for each in self.rows_of(str(attrs["repeat"]))
            ]
        if kind == "choiceRow":
            value = self.value(str(attrs.get("field")), row)
            chosen = "" if value is None else _in_full(str(value))
            options = [str(each) for each in attrs.get("options") or ()]
            marked = next((number for number, each in enumerate(options) if _in_full(each) == chosen), -1)
            kept = {name: attrs[name] for name in ("label", "columns", "labelWidth") if attrs.get(name) is not None}
            return [{"type": "choiceRow", "attrs": {**kept, "options": options, "chosen": marked}}]
        if kind == "signature":
            return [self.signature(attrs, row)]
        made = {"type": kind}
        if attrs:
            made["attrs"] = {name: value for name, value in attrs.items() if value is not None}  # type: ignore[assignment]
        if children or kind in {"paragraph", "doc", "identityRow", "boxRow"}:
            made["content"] = self.nodes(children, path, row)  # type: ignore[assignment]
        return [made]

    def rows_of(self, name: str) -> list[dict[str, Any]]:
        rows = self.values.rows.get(name) or ()
        return [{"no": number, **row} for number, row in enumerate(rows, 1)]

    def field(
        self, node: Node, path: tuple[int, ...], row: Mapping[str, Any], above: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        attrs = node.get("attrs") or {}
        name = str(attrs.get("name") or "").lower()
        marks = _marks(node)
        if name in self.values.aliases and name not in row:
            if name in above:
                self.warn(path, "circular", _("Alias {name} menunjuk kepada dirinya sendiri.").format(name=name))
                return []
            made: list[dict[str, Any]] = []
            for each in self.values.aliases[name]:
                made += (
                    self.field(each, path, row, (*above, name))
                    if each["type"] == "field"
                    else self.node(each, path, row)
                )
            for each in made:
                each["marks"] = [*each.get("marks", []), *marks]
            return made
        if not self.known(name, row):
            self.warn(path, "unknown_field", _("Isian {name} tidak dikenal.").format(name=name))
        value = self.value(name, row)
        form = str(attrs.get("format") or "") or (self.values.day if isinstance(value, date) else "")
        text = cased(written(value, form), str(attrs.get("case") or "asis"))
        return [{"type": "text", "text": text or self.values.empty, "marks": marks}]

    def calc(self, node: Node, path: tuple[int, ...], row: Mapping[str, Any]) -> list[dict[str, Any]]:
        attrs = node.get("attrs") or {}
        try:
            value = calculate(str(attrs.get("expr") or ""), lambda name: as_number(self.value(name, row) or ""))
        except ArithmeticRefused as error:
            self.warn(path, "expression", error.message())
            value = None
        text = "" if value is None else written(value, str(attrs.get("format") or "number"))
        return [{"type": "text", "text": text or self.values.empty, "marks": _marks(node)}]

    def holds(self, attrs: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
        results = [self.rule(rule, row) for rule in attrs.get("rules") or ()]
        found = any(results) if attrs.get("match") == "any" else all(results)
        return found != bool(attrs.get("negate"))

    def rule(self, rule: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
        value = self.value(str(rule["field"]), row)
        if isinstance(value, list | tuple):
            value = " ".join(str(each) for each in value)
        text = "" if value is None else str(value).strip()
        wanted = rule.get("value", "")
        operator = rule["op"]
        if operator == "filled":
            return bool(text)
        if operator == "empty":
            return not text
        choices = wanted if isinstance(wanted, list) else [wanted]
        fits = text.casefold() in {str(each).strip().casefold() for each in choices}
        return not fits if operator == "is_not" else fits

    def signature(self, attrs: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
        places = []
        for place in attrs.get("places") or ():
            signer = self.values.signers.get(place["who"])
            title = str(place.get("title") or "")
            found = {
                "side": place["side"],
                "who": place["who"],
                "title": title,
                "lines": list(signer["lines"]) if signer else [],
                "name": str(signer["name"]) if signer else "",
                "number_label": str(signer.get("number_label") or "") if signer else "",
                "number": str(signer.get("number") or "") if signer else "",
                "place_line": str(signer.get("place_line") or "") if signer else "",
            }
            places.append(found)
        return {"type": "signature", "attrs": {"places": places, "columns": attrs.get("columns") or 2}}

    def warn(self, path: tuple[int, ...], code: str, message: str) -> None:
        if len(self.problems) < 100:
            self.problems.append(Problem(path, code, message, "warning"))


def _in_full(words: str) -> str:
    """An option's words to compare: lists from elsewhere write "Kep. Keluarga dan Sbg. Angg. Keluarga"."""
    found = " ".join(words.casefold().split())
    for short, long in (("kep. ", "kepala "), ("sbg. ", "sebagian "), ("angg. ", "anggota ")):
        found = found.replace(short, long)
    return found


def _marks(node: Node) -> list[dict[str, Any]]:
    return [dict(each) for each in node.get("marks") or ()]
