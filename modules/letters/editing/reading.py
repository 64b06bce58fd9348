"""A text as it arrives from a browser, and as lines that people read and compare."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.letters.errors import LetterError
from modules.letters.merging.catalogue import ROWS, catalogue_of, signers_of
from modules.letters.types import LetterType

#: Bytes of a text as JSON; the longest shipped one has 25,000.
MOST_BYTES: Final = 1_800_000
#: Lines of a difference that are shown.
MOST_LINES: Final = 60


class BodyUnreadable(LetterError):
    """What was sent is no text of the editor: no JSON, or larger than any letter."""

    code = "letter_body_unreadable"


def read_body(sent: str) -> Any:
    """A tree out of what a browser sent; :func:`balai.documents.blocks.check` says whether it may be kept.

    Raises:
        BodyUnreadable: it is too large, or no JSON.
    """
    if len(sent) > MOST_BYTES:
        raise BodyUnreadable(
            _("Naskah ini terlalu besar: paling banyak {n} KB. Gambar tidak dapat menjadi bagian naskah.").format(
                n=MOST_BYTES // 1000
            )
        )
    try:
        return json.loads(sent)
    except (ValueError, RecursionError):
        raise BodyUnreadable(_("Naskah ini tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.")) from None


def lines_of(kind: LetterType, tree: Any) -> list[str]:
    """The text as plain lines: fields by their names for people in brackets, conditions and repetitions in words."""
    names = {each.name: each.label for each in catalogue_of(kind)}
    names |= {name.partition(".")[2]: label for name, label in names.items() if "." in name and name.partition(".")[2] not in names}  # fmt: skip
    found: list[str] = []
    _lines(tree, found, names, signers_of(kind), 0)
    return found


def _said(node: Any, names: Mapping[str, str]) -> str:
    words = []
    for each in node.get("content") or ():
        attrs = each.get("attrs") or {}
        if each["type"] == "text":
            words.append(each["text"])
        elif each["type"] == "field":
            words.append(f"[{names.get(str(attrs.get('name')).lower(), attrs.get('name'))}]")
        elif each["type"] == "calc":
            words.append(f"[= {attrs.get('expr')}]")
        else:
            words.append(" ")
    return " ".join("".join(words).split())


def _lines(node: Any, found: list[str], names: Mapping[str, str], signers: Mapping[str, str], depth: int) -> None:
    kind, attrs = node["type"], node.get("attrs") or {}
    before = "\u2003" * depth
    inner = node.get("content") or ()
    if kind in ("paragraph", "heading"):
        found.append(before + (_said(node, names) or "\u00b6"))
    elif kind in ("identityRow", "boxRow"):
        found.append(f"{before}{attrs.get('label') or ''}: {_said(node, names)}")
    elif kind == "choiceRow":
        found.append(f"{before}{attrs.get('label') or ''}: {' / '.join(attrs.get('options') or ())}")
    elif kind == "tableRow":
        cells = [" ".join(_said(part, names) for part in each.get("content") or ()) for each in inner]
        over = f" ({ROWS.get(attrs['repeat'], attrs['repeat'])})" if attrs.get("repeat") else ""
        found.append(f"{before}| {' | '.join(cells)} |{over}")
    elif kind == "signature":
        for place in attrs.get("places") or ():
            title = f"{place['title']} " if place.get("title") else ""
            found.append(f"{before}{_('Tanda tangan')}: {title}{signers.get(place['who'], place['who'])}")
    elif kind == "pageBreak":
        found.append(f"{before}({_('halaman baru')})")
    elif kind == "condition":
        rules = [_rule(rule, names) for rule in attrs.get("rules") or ()]
        joined = (f" {_('atau')} " if attrs.get("match") == "any" else f" {_('dan')} ").join(rules)
        found.append(f"{before}{_('Kecuali bila') if attrs.get('negate') else _('Bila')} {joined}:")
        depth += 1
    elif kind == "repeat":
        found.append(f"{before}{_('Untuk tiap')} {ROWS.get(str(attrs.get('over')), attrs.get('over'))}:")
        depth += 1
    if kind in ("doc", "condition", "repeat", "bulletList", "orderedList", "listItem", "table", "identity"):
        deeper = depth + (kind in ("bulletList", "orderedList"))
        for each in inner:
            _lines(each, found, names, signers, deeper)


def _rule(rule: Mapping[str, Any], names: Mapping[str, str]) -> str:
    field = f"[{names.get(str(rule['field']).lower(), rule['field'])}]"
    value = rule.get("value", "")
    text = " / ".join(map(str, value)) if isinstance(value, list) else str(value)
    words = {
        "filled": _("terisi"), "empty": _("kosong"), "is": f"= {text}", "is_not": f"{_('bukan')} {text}", "in": f"= {text}",
    }  # fmt: skip
    return f"{field} {words.get(rule['op'], text)}"


def difference_of(kind: LetterType, before: Any, after: Any) -> list[tuple[str, str]]:
    """What changed between two texts: ("+" or "-", line); where only the dress changed, one line says so."""
    old = lines_of(kind, before) if before else []
    new = lines_of(kind, after) if after else []
    found = [
        (line[0], line[2:]) for line in difflib.ndiff(old, new) if line[0] in "+-" and line[2:].strip()
    ]  # fmt: skip
    if not found and before != after:
        return [("", _("Hanya bentuk huruf atau tata letak yang berubah."))]
    if len(found) > MOST_LINES:
        more = _("dan {n} baris lagi").format(n=len(found) - MOST_LINES)
        return [*found[:MOST_LINES], ("", more)]
    return found
