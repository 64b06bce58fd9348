"""Who signs a kind of letter: the first signature block of its text, as a small form."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from balai.documents.blocks.schema import walk


def first_signature(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """The places of the text's first signature block; none where it has no block."""
    for _path, node in walk(body):
        if node["type"] == "signature":
            return [dict(each) for each in (node.get("attrs") or {}).get("places") or ()]
    return []


def with_signature(body: Mapping[str, Any], places: list[dict[str, str]]) -> dict[str, Any]:
    """The text with other places in its first signature block; a text without one gets it at its end."""
    made: dict[str, Any] = copy.deepcopy(dict(body))
    for _path, node in walk(made):
        if node["type"] == "signature":
            node["attrs"] = {**(node.get("attrs") or {}), "places": places}  # type: ignore[index]
            return made
    made.setdefault("content", []).append({"type": "signature", "attrs": {"places": places, "columns": 2}})
    return made
