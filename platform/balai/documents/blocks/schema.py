"""What a tree may hold, and what is wrong with one that holds something else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from balai.documents.blocks.arithmetic import ArithmeticRefused, names_in
from balai.documents.blocks.casing import CASES, FORMATS
from balai.documents.blocks.errors import BlocksRefused, Problem

Node = Mapping[str, Any]

#: More than any paper needs, less than would keep a worker busy.
LIMITS: Final = {"nodes": 4_000, "depth": 16, "text": 100_000, "conditions": 300, "columns": 30, "signatures": 8}

INLINE: Final = frozenset({"text", "field", "calc", "hardBreak", "tab"})
BLOCKS: Final = frozenset(
    {
        "paragraph", "heading", "bulletList", "orderedList", "table", "identity", "condition", "repeat", "signature",
        "pageBreak", "space", "rule", "boxRow", "choiceRow",
    }
)  # fmt: skip
#: What each node may hold; None: nothing.
CHILDREN: Final[Mapping[str, frozenset[str] | None]] = {
    "doc": BLOCKS,
    "paragraph": INLINE,
    "heading": INLINE,
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": BLOCKS - {"pageBreak", "signature"},
    "table": frozenset({"tableRow"}),
    "tableRow": frozenset({"tableCell", "tableHeader"}),
    "tableCell": frozenset({"paragraph", "heading", "bulletList", "orderedList", "identity", "condition", "boxRow", "space"}),
    "tableHeader": frozenset({"paragraph", "heading"}),
    "identity": frozenset({"identityRow"}),
    "identityRow": INLINE,
    "condition": BLOCKS,
    "repeat": BLOCKS - {"pageBreak", "signature"},
    "boxRow": INLINE,
    "choiceRow": None,
    "signature": None,
    "pageBreak": None,
    "space": None,
    "rule": None,
    "text": None,
    "field": None,
    "calc": None,
    "hardBreak": None,
    "tab": None,
}  # fmt: skip
_ALIGNS: Final = ("justify", "left", "center", "right")
OPERATORS: Final = ("is", "is_not", "filled", "empty", "in")
MARKS: Final = frozenset({"bold", "italic", "underline", "strike", "textStyle"})
FONTS: Final = ("Arimo", "Tinos")

Check = Callable[[Any], bool]


def _one_of(values: Collection[Any]) -> Check:
    return lambda value: value is None or value in values


def _number(low: float, high: float) -> Check:
    return lambda value: (
        value is None or (isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high)
    )


def _writable(text: str) -> bool:
    """Whether the database can keep a text: no NUL, no half of a character."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _short(length: int) -> Check:
    return lambda value: value is None or (isinstance(value, str) and len(value) <= length and _writable(value))


def _flag(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _widths(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and len(value) <= LIMITS["columns"] and all(_number(0.1, 400)(each) for each in value)
    )


def _rules(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= 10 and all(map(_rule_fits, value))


def _rule_fits(rule: Any) -> bool:
    if not isinstance(rule, dict) or set(rule) - {"field", "op", "value"} or rule.get("op") not in OPERATORS:
        return False
    if not isinstance(rule.get("field"), str) or not _short(80)(rule["field"]):
        return False
    value = rule.get("value", "")
    return _short(200)(value) or (isinstance(value, list) and len(value) <= 50 and all(map(_short(200), value)))


def _options(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= 30
        and all(isinstance(each, str) and _short(120)(each) for each in value)
    )


def _places(value: Any) -> bool:
    if not isinstance(value, list) or not 0 < len(value) <= LIMITS["signatures"]:
        return False
    return all(
        isinstance(each, dict)
        and not set(each) - {"side", "who", "title"}
        and each.get("side") in ("left", "right", "center")
        and isinstance(each.get("who"), str)
        and _short(60)(each["who"])
        and _short(120)(each.get("title", ""))
        for each in value
    )


#: Attributes a node may have, each with its check. Others are refused: what cannot be said cannot do harm.
ATTRIBUTES: Final[Mapping[str, Mapping[str, Check]]] = {
    "doc": {"v": _one_of((1,))},
    "paragraph": {"textAlign": _one_of(_ALIGNS), "indent": _flag, "keep": _flag},
    "heading": {"level": _one_of((1, 2, 3)), "textAlign": _one_of(_ALIGNS)},
    "orderedList": {"start": _number(1, 9999), "type": _one_of(("1", "a", "A", "i", "I"))},
    "table": {"widths": _widths, "border": _one_of(("all", "none", "outer")), "size": _number(6, 16)},
    "tableRow": {"repeat": _short(60)},
    "tableCell": {
        "colspan": _number(1, 30), "rowspan": _number(1, 100), "textAlign": _one_of(_ALIGNS), "colwidth": _widths,
    },
    "tableHeader": {
        "colspan": _number(1, 30), "rowspan": _number(1, 100), "textAlign": _one_of(_ALIGNS), "colwidth": _widths,
    },
    "identity": {"numbered": _flag, "labelWidth": _number(15, 120)},
    "identityRow": {"label": _short(120), "level": _number(0, 3)},
    "condition": {"match": _one_of(("all", "any")), "rules": _rules, "negate": _flag},
    "repeat": {"over": _short(60)},
    "signature": {"places": _places, "columns": _number(1, 4)},
    "space": {"mm": _number(1, 200)},
    "boxRow": {"label": _short(160), "count": _number(0, 60), "labelWidth": _number(10, 150), "date": _flag},
    "choiceRow": {
        "label": _short(160), "field": _short(80), "options": _options, "columns": _number(1, 6), "labelWidth": _number(10, 150),
    },
    "field": {"name": _short(80), "case": _one_of(CASES), "format": _one_of(FORMATS)},
    "calc": {"expr": _short(200), "format": _one_of(FORMATS)},
}  # fmt: skip
_STYLE: Final[Mapping[str, Check]] = {"fontSize": _number(6, 28), "fontFamily": _one_of(FONTS)}


def walk(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Every node with its path, the parent before its children."""
    yield path, node
    for index, child in enumerate(node.get("content") or ()):
        yield from walk(child, (*path, index))


def fields_of(node: Node) -> set[str]:
    """Names that the tree asks for: merge fields, conditions, calculations (lower case)."""
    found: set[str] = set()
    for _path, each in walk(node):
        attrs = each.get("attrs") or {}
        if each["type"] == "field":
            found.add(str(attrs.get("name", "")).lower())
        elif each["type"] == "choiceRow":
            found |= {str(attrs["field"]).lower()} if attrs.get("field") else set()
        elif each["type"] == "condition":
            found |= {str(rule["field"]).lower() for rule in attrs.get("rules", ())}
        elif each["type"] == "calc":
            found |= names_in(str(attrs.get("expr", "")))
    return found


def attrs_of(node: Any) -> Mapping[str, Any]:
    """A node's attributes; none where they are no mapping."""
    found = node.get("attrs") if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def _list(node: Any) -> list[Any]:
    found = node.get("content") if isinstance(node, dict) else None
    return found if isinstance(found, list) else []


def _colspan(cell: Any) -> int:
    span = attrs_of(cell).get("colspan")
    return span if isinstance(span, int) else 1


class _Checking:
    def __init__(
        self, fields: Collection[str] | None, groups: Collection[str], signers: Collection[str] | None
    ) -> None:
        self.fields, self.groups, self.signers = fields, groups, signers
        self.problems: list[Problem] = []
        self.nodes = self.text = self.conditions = 0
        self.inside: list[str] = []
        self.stopped = False
        #: Where each name is asked for.
        self.named: dict[str, list[tuple[int, ...]]] = {}

    def wrong(self, path: tuple[int, ...], code: str, message: str, level: str = "error") -> None:
        if len(self.problems) < 100:
            self.problems.append(Problem(path, code, message, level))

    def stop(self, path: tuple[int, ...], code: str, message: str) -> None:
        self.wrong(path, code, message)
        self.stopped = True

    def node(self, node: Any, path: tuple[int, ...], allowed: frozenset[str]) -> None:
        if self.stopped:
            return
        self.nodes += 1
        if self.nodes > LIMITS["nodes"]:
            self.stop(path, "too_many", _("Templat terlalu besar: paling banyak {n} bagian.").format(n=LIMITS["nodes"]))
            return
        if len(path) > LIMITS["depth"]:
            self.stop(
                path, "too_deep", _("Bagian bersarang terlalu dalam: paling dalam {n}.").format(n=LIMITS["depth"])
            )
            return
        kind = node.get("type") if isinstance(node, dict) else None
        if not isinstance(kind, str) or kind not in CHILDREN:
            self.wrong(path, "unknown_node", _("Bagian ini tidak dikenal: {kind}.").format(kind=str(kind)[:40]))
            return
        if kind not in allowed:
            self.wrong(path, "misplaced", _("{kind} tidak dapat berada di sini.").format(kind=kind))
        if set(node) - {"type", "attrs", "content", "marks", "text"}:
            self.wrong(path, "unknown_key", _("Bagian ini memuat sesuatu yang tidak dikenal."))
        if not isinstance(node.get("attrs") or {}, dict):
            self.wrong(path, "attrs", _("Sifat bagian ini rusak."))
            return
        self.attrs(kind, node, path)
        children = node.get("content") or []
        if not isinstance(children, list):
            self.wrong(path, "content", _("Isi bagian ini rusak."))
            return
        below = CHILDREN[kind]
        if below is None:
            if children:
                self.wrong(path, "content", _("{kind} tidak dapat berisi.").format(kind=kind))
            return
        if kind == "table":
            self.cells(children, attrs_of(node), path)
        if kind == "repeat":
            self.inside.append(str((node.get("attrs") or {}).get("over", "")))
        elif kind == "tableRow" and (node.get("attrs") or {}).get("repeat"):
            self.inside.append(str(node["attrs"]["repeat"]))
        before = len(self.inside)
        for index, child in enumerate(children):
            self.node(child, (*path, index), below)
        if kind == "repeat" or (kind == "tableRow" and (node.get("attrs") or {}).get("repeat")):
            del self.inside[before - 1 :]

    def cells(self, rows: list[Any], attrs: Mapping[str, Any], path: tuple[int, ...]) -> None:
        """A cell that is wider than its table cannot be drawn."""
        wide = [[_colspan(each) for each in _list(row)] for row in rows]
        columns = len(attrs.get("widths") or ()) or sum(wide[0] if wide else ())
        for index, row in enumerate(wide):
            if any(each > max(columns, 1) for each in row):
                self.wrong((*path, index), "too_wide", _("Sebuah sel di baris ini lebih lebar daripada tabelnya."))

    def attrs(self, kind: str, node: dict[str, Any], path: tuple[int, ...]) -> None:
        attrs = node.get("attrs") or {}
        known = ATTRIBUTES.get(kind, {})
        for name, value in attrs.items():
            fits = known.get(name)
            if fits in (_rules, _places, _options):
                continue  # below, in words of their own
            if fits is None or not fits(value):
                self.wrong(
                    path,
                    "attribute",
                    _("Sifat {name} pada {kind} tidak berlaku.").format(name=str(name)[:40], kind=kind),
                )
        if kind == "text":
            self.text_of(node, path)
        elif kind in INLINE or node.get("marks"):
            self.marks(node.get("marks") or [], path)
        if kind == "field":
            self.name(str(attrs.get("name") or ""), path)
        elif kind == "choiceRow":
            if attrs.get("field"):
                self.name(str(attrs["field"]), path)
            if not _options(attrs.get("options")):
                self.wrong(path, "no_options", _("Baris pilihan ini belum mempunyai pilihan."))
        elif kind == "condition":
            self.conditions += 1
            if self.conditions > LIMITS["conditions"]:
                self.stop(
                    path, "too_many_conditions",
                    _("Terlalu banyak bagian bersyarat: paling banyak {n}.").format(n=LIMITS["conditions"]),
                )  # fmt: skip
            elif not _rules(attrs.get("rules")):
                self.wrong(path, "no_rule", _("Bagian bersyarat ini belum mempunyai syarat."))
            else:
                for rule in attrs["rules"]:
                    self.name(str(rule["field"]), path)
        elif kind == "calc":
            try:
                for name in names_in(str(attrs.get("expr") or "")):
                    self.name(name, path)
            except ArithmeticRefused as error:
                self.wrong(path, "expression", error.message())
        elif kind == "repeat" or (kind == "tableRow" and attrs.get("repeat")):
            over = str(attrs.get("over") or attrs.get("repeat") or "")
            if over not in self.groups:
                self.wrong(path, "unknown_group", _("Kelompok {name} tidak dikenal.").format(name=over or "-"))
        elif kind == "signature":
            if not _places(attrs.get("places")):
                self.wrong(path, "no_signer", _("Blok tanda tangan ini belum mempunyai penanda tangan."))
            elif self.signers is not None:
                for place in attrs["places"]:
                    if place["who"] not in self.signers:
                        who = place["who"]
                        self.wrong(path, "unknown_signer", _("Penanda tangan {who} tidak dikenal.").format(who=who))

    def text_of(self, node: dict[str, Any], path: tuple[int, ...]) -> None:
        text, marks = node.get("text"), node.get("marks") or []
        if not isinstance(text, str) or not _writable(text):
            self.wrong(path, "text", _("Teks di sini rusak."))
            return
        self.text += len(text)
        if self.text > LIMITS["text"]:
            self.stop(path, "too_long", _("Teks terlalu panjang: paling banyak {n} huruf.").format(n=LIMITS["text"]))
        self.marks(marks, path)

    def marks(self, marks: Any, path: tuple[int, ...]) -> None:
        if not isinstance(marks, list) or len(marks) > 8:
            self.wrong(path, "marks", _("Gaya huruf di sini rusak."))
            return
        for mark in marks:
            kind = mark.get("type") if isinstance(mark, dict) else None
            style = (mark.get("attrs") or {}) if isinstance(mark, dict) else {}
            fits = (
                isinstance(style, dict)
                and isinstance(kind, str)
                and kind in MARKS
                and all(
                    name in _STYLE and _STYLE[name](value)
                    for name, value in (style.items() if kind == "textStyle" else ())
                )
            )
            if not fits:
                self.wrong(path, "mark", _("Gaya huruf {kind} tidak dikenal.").format(kind=str(kind)[:20]))

    def name(self, name: str, path: tuple[int, ...]) -> None:
        self.named.setdefault(name.lower(), []).append(path)
        if not name:
            self.wrong(path, "no_name", _("Isian ini belum dipilih."))
        elif self.fields is not None and name.lower() not in self.fields:
            # Inside repeated rows a field is the row's own: "nama" of a follower.
            row = {f"{over}.{name.lower()}" for over in self.inside}
            if not row & set(self.fields):
                self.wrong(path, "unknown_field", _("Isian {name} tidak dikenal.").format(name=name))


def check(
    tree: Any, *, fields: Collection[str] | None = None, groups: Collection[str] = (),
    signers: Collection[str] | None = None, aliases: Mapping[str, Sequence[Node]] | None = None,
) -> list[Problem]:  # fmt: skip
    """Everything wrong with a tree, each at its place; empty where it may be kept.

    ``fields`` are the known merge fields (lower case; a repeated group's as ``group.field``), None accepts any name;
    ``groups`` what rows may repeat over; ``signers`` who may sign; ``aliases`` a village's own snippets by name.
    """
    seen = _Checking(None if fields is None else {*fields, *(aliases or {})}, groups, signers)
    if not isinstance(tree, dict) or tree.get("type") != "doc":
        return [Problem((), "no_document", _("Ini bukan sebuah dokumen."))]
    seen.node(tree, (), frozenset({"doc"}))
    for name in _circular(aliases or {}):
        # At each place that names it; at the root where the text does not, for a circle may not be kept.
        for path in seen.named.get(name) or [()]:
            seen.wrong(path, "circular", _("Alias {name} menunjuk kepada dirinya sendiri.").format(name=name))
    return seen.problems


def _circular(aliases: Mapping[str, Sequence[Node]]) -> list[str]:
    asked = {name: set().union(*(fields_of(node) for node in nodes)) & set(aliases) for name, nodes in aliases.items()}
    found = []
    for start in aliases:
        seen: set[str] = set()
        todo = list(asked[start])
        while todo:
            name = todo.pop()
            if name == start:
                found.append(start)
                break
            if name not in seen:
                seen.add(name)
                todo += asked.get(name, ())
    return found


def refuse(problems: Sequence[Problem]) -> None:
    """Raise where there are errors among the problems.

    Raises:
        BlocksRefused: with all of them.
    """
    errors = [each for each in problems if each.level == "error"]
    if errors:
        raise BlocksRefused(errors)
