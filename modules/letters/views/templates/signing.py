"""Who signs a kind of letter: each signature block of its text, as a small form."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from balai.documents.blocks.schema import Node, walk

#: So much of what stands before a block tells it from the next.
_BEFORE = 70


@dataclass(frozen=True)
class SignatureBlock:
    """A signature block of a text: ``number`` from one, its places, and the last words that stand before it in the text."""

    number: int
    places: list[dict[str, str]]
    before: str


def signature_blocks(body: Mapping[str, Any]) -> list[SignatureBlock]:
    """The text's signature blocks, in its order."""
    found: list[SignatureBlock] = []
    before = ""
    for _path, node in walk(body):
        if node["type"] == "signature":
            places = [dict(each) for each in (node.get("attrs") or {}).get("places") or ()]
            found.append(SignatureBlock(len(found) + 1, places, before))
            before = ""
        elif node["type"] in ("paragraph", "heading"):
            before = _end_of(_words(node)) or before
    return found


def _end_of(text: str) -> str:
    if len(text) <= _BEFORE:
        return text
    return "… " + text[-_BEFORE:].partition(" ")[2]


def _words(node: Node) -> str:
    said = (each["text"] if each["type"] == "text" else "…" for each in node.get("content") or ())
    return " ".join("".join(said).split())


def with_signature(body: Mapping[str, Any], places: list[dict[str, str]], number: int = 1) -> dict[str, Any]:
    """The text with other places in one of its signature blocks; a text without any gets one at its end."""
    made: dict[str, Any] = copy.deepcopy(dict(body))
    blocks = [node for _path, node in walk(made) if node["type"] == "signature"]
    if blocks:
        node = blocks[number - 1]
        node["attrs"] = {**(node.get("attrs") or {}), "places": places}  # type: ignore[index]
        return made
    made.setdefault("content", []).append({"type": "signature", "attrs": {"places": places, "columns": 2}})
    return made
