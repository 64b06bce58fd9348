"""An aspect's value as people read it, and two of them beside each other: what was taken out, what was put in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from balai.ui.formats import number
from modules.letters.merging.catalogue import catalogue_of, signers_of
from modules.letters.models.templates import Aspect
from modules.letters.types.attachments import ATTACHMENTS
from modules.letters.types.classification import code_words
from modules.letters.types.declaration import LetterType

UNITS = {"day": "hari", "week": "minggu", "month": "bulan", "year": "tahun"}
LAYERS = {"shipped": "Bawaan", "regency": "Kabupaten", "village": "Desa", "kop": "Kop desa"}
#: More lines than this are not compared word by word.
_MOST = 2_000

#: A piece of a comparison: "same", "out" or "in", and its words.
Piece = tuple[str, str]


def layer_words(layer: str) -> str:
    """Which layer, in a word."""
    return LAYERS.get(layer, LAYERS["shipped"])


def value_words(kind: LetterType, aspect: str, value: Any) -> str:
    """An aspect's value in one line; a text is counted, not told."""
    if aspect == Aspect.BODY:
        return _("{n} baris").format(n=number(len(body_lines(kind, value or {}))))
    if aspect == Aspect.VALIDITY:
        if not value:
            return str(_("Tidak dibatasi"))
        words = f"{value['count']} {UNITS.get(value['unit'], value['unit'])}"
        return words if value.get("printed") else _("{words}, tidak dicetak").format(words=words)
    if aspect == Aspect.PAGE:
        value = value or {}
        margin = value.get("margin") or {}
        across = str(_("mendatar")) if value.get("orientation") == "landscape" else str(_("tegak"))
        font = {"Arimo": "Arial", "Tinos": "Times New Roman"}.get(str(value.get("font")), str(value.get("font") or ""))
        sides = ", ".join(f"{float(margin.get(side, 0)):g}" for side in ("left", "right", "top", "bottom"))
        return _("{paper} {across}, {font} {size:g}, tepi {sides} mm").format(
            paper=value.get("paper", ""), across=across, font=font, size=float(value.get("size") or 0), sides=sides
        )
    if aspect == Aspect.CODE:
        return code_words(str(value or ""))
    if aspect == Aspect.REQUIREMENTS:
        return ", ".join(str(each.get("title") or each.get("key")) for each in value or ()) or str(_("Tidak ada"))
    if aspect == Aspect.ATTACHMENTS:
        return ", ".join(str(each) for each in value or ()) or str(_("Tidak ada"))
    if aspect == Aspect.NEEDS:
        return "; ".join(str(each) for each in value or ()) or str(_("Tidak ada"))
    if aspect == "groups":
        fields = sum(len(each.get("fields") or ()) for each in value or ())
        return _("{groups} bagian, {fields} isian").format(groups=len(value or ()), fields=fields)
    if isinstance(value, bool):
        return str(_("Ya")) if value else str(_("Tidak"))
    if aspect == Aspect.NUMBER_FORMAT:
        return str(value or _("Mengikuti pengaturan surat"))
    return str(value or "-")


def attachment_words(code: str) -> str:
    """A form's code and title."""
    return f"{code} {ATTACHMENTS[code].title}" if code in ATTACHMENTS else code


def body_lines(kind: LetterType, tree: Mapping[str, Any]) -> list[str]:
    """A text line by line, its fields in brackets by their label: for reading and comparing, not for printing."""
    labels = {field.name: field.label for field in catalogue_of(kind)}
    signers = signers_of(kind)
    found: list[str] = []

    def inline(nodes: Sequence[Mapping[str, Any]]) -> str:
        parts = []
        for node in nodes:
            attrs = node.get("attrs") or {}
            if node["type"] == "text":
                parts.append(str(node.get("text") or ""))
            elif node["type"] == "field":
                name = str(attrs.get("name") or "")
                parts.append(f"[{labels.get(name, name)}]")
            elif node["type"] == "calc":
                parts.append(f"[= {attrs.get('expr')}]")
            else:
                parts.append(" ")
        return " ".join("".join(parts).split())

    def block(node: Mapping[str, Any], lead: str = "") -> None:
        kind_of, attrs, inside = node["type"], node.get("attrs") or {}, node.get("content") or ()
        if kind_of in {"paragraph", "heading"}:
            if text := inline(inside):
                found.append(lead + text)
        elif kind_of == "identity":
            for row in inside:
                found.append(f"{lead}{(row.get('attrs') or {}).get('label', '')}: {inline(row.get('content') or ())}")
        elif kind_of in {"bulletList", "orderedList"}:
            for item in inside:
                for each in item.get("content") or ():
                    block(each, f"{lead}- ")
        elif kind_of == "table":
            for row in inside:
                cells = [
                    " ".join(inline(part.get("content") or ()) for part in cell.get("content") or ())
                    for cell in row.get("content") or ()
                ]
                over = (row.get("attrs") or {}).get("repeat")
                found.append(lead + " | ".join(cells) + (f" ({_('diulang')})" if over else ""))
        elif kind_of == "condition":
            fields = ", ".join(labels.get(str(rule["field"]), str(rule["field"])) for rule in attrs.get("rules") or ())
            for each in inside:
                block(each, f"{lead}({_('bila')} {fields}) ")
        elif kind_of == "signature":
            names = [
                f"{place.get('title') or ''} {signers.get(place['who'], place['who'])}".strip()
                for place in attrs.get("places") or ()
            ]
            found.append(lead + str(_("Tanda tangan: {names}")).format(names="; ".join(names)))
        elif kind_of in {"boxRow", "choiceRow"}:
            found.append(f"{lead}{attrs.get('label', '')}: {inline(inside)}")
        elif kind_of == "pageBreak":
            found.append(str(_("(halaman baru)")))
        else:
            for each in inside:
                block(each, lead)

    for each in tree.get("content") or ():
        block(each)
    return found


def compared(before: Sequence[str], after: Sequence[str]) -> list[list[Piece]]:
    """Lines as pieces; lines that are alike stand once, and long stretches of them are left out."""
    found: list[list[Piece]] = []
    for act, a1, a2, b1, b2 in SequenceMatcher(
        None, list(before[:_MOST]), list(after[:_MOST]), autojunk=False
    ).get_opcodes():
        if act == "equal":
            lines = [[("same", line)] for line in before[a1:a2]]
            found += lines if len(lines) <= 4 else [lines[0], [("same", "…")], lines[-1]]
        elif act == "replace" and a2 - a1 == b2 - b1:
            found += [_words(one, other) for one, other in zip(before[a1:a2], after[b1:b2], strict=True)]
        else:
            found += [[("out", line)] for line in before[a1:a2]] + [[("in", line)] for line in after[b1:b2]]
    return found


def _words(before: str, after: str) -> list[Piece]:
    one, other = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    found: list[Piece] = []
    for act, a1, a2, b1, b2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(("same", "".join(one[a1:a2])))
            continue
        if a2 > a1:
            found.append(("out", "".join(one[a1:a2])))
        if b2 > b1:
            found.append(("in", "".join(other[b1:b2])))
    return found


def difference_of(kind: LetterType, aspect: str, before: Any, after: Any) -> list[list[Piece]]:
    """What an aspect was and became, to be read."""
    if aspect == Aspect.BODY:
        return compared(body_lines(kind, before or {}), body_lines(kind, after or {}))
    return compared([value_words(kind, aspect, before)], [value_words(kind, aspect, after)])
