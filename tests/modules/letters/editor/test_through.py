"""Every shipped text, and texts that nobody wrote, through the editor's document and back: nothing is lost or added."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from balai import assets
from balai.documents.blocks import check
from balai.documents.blocks.casing import CASES, FORMATS
from balai.documents.blocks.schema import CHILDREN, INLINE
from modules.letters.types import shipped_types
from modules.letters.types.attachments import ATTACHMENTS

HERE = Path(__file__).resolve().parent
Through = Callable[[list[Any]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory) -> Through:
    """Sends trees through the editor's own code, run by Node."""
    assets.ensure()
    made = tmp_path_factory.mktemp("editor") / "through.cjs"
    assets.bundle(HERE / "through.mjs", made, "--platform=node", "--format=cjs")

    def run(trees: list[Any]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [assets.node(), str(made)], input=json.dumps(trees), capture_output=True, text=True, check=True, timeout=120
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return run


def test_every_shipped_text_and_form_comes_back_as_it_was(through: Through) -> None:
    trees = {kind.key: dict(kind.body) for kind in shipped_types()}
    assert len(trees) == 42
    trees |= {code: dict(form.body) for code, form in ATTACHMENTS.items()}
    for (name, tree), answer in zip(trees.items(), through(list(trees.values())), strict=True):
        assert answer.get("problem") is None, f"{name}: {answer}"
        assert answer["tree"] == tree, name
        # Tables need no mending when somebody begins to type, and each part is found where its path says.
        assert not answer["tables"] and answer["lost"] == [], name


#: Ways of writing a text: each draws one attribute's value.
_VALUES: dict[str, Callable[[Random], Any]] = {
    "textAlign": lambda dice: dice.choice(["left", "center", "right", "justify"]), "indent": lambda dice: dice.random() < 0.5,
    "keep": lambda dice: dice.random() < 0.5, "level": lambda dice: dice.randint(1, 3), "start": lambda dice: dice.randint(2, 90),
    "type": lambda dice: dice.choice("1aAiI"), "border": lambda dice: dice.choice(["all", "none", "outer"]),
    "size": lambda dice: dice.randint(6, 16), "numbered": lambda dice: dice.random() < 0.5,
    "labelWidth": lambda dice: dice.randint(20, 90), "label": lambda dice: f"Label {dice.randint(1, 99)}",
    "repeat": lambda dice: dice.choice(["keluarga", "pengikut"]), "negate": lambda dice: dice.random() < 0.5,
    "match": lambda dice: dice.choice(["all", "any"]), "columns": lambda dice: dice.randint(1, 4),
    "mm": lambda dice: dice.randint(1, 60), "count": lambda dice: dice.randint(0, 60),
    "case": lambda dice: dice.choice(CASES), "format": lambda dice: dice.choice(FORMATS),
}  # fmt: skip
_MAY: dict[str, tuple[str, ...]] = {
    "paragraph": ("textAlign", "indent", "keep"), "heading": ("level", "textAlign"), "orderedList": ("start", "type"),
    "table": ("border", "size"), "tableRow": ("repeat",), "tableCell": ("textAlign",), "tableHeader": ("textAlign",),
    "identity": ("numbered", "labelWidth"), "identityRow": ("label", "level"), "condition": ("match", "negate"),
    "signature": ("columns",), "space": ("mm",), "boxRow": ("label", "count", "labelWidth"),
    "choiceRow": ("label", "columns", "labelWidth"), "field": ("case", "format"), "calc": ("format",),
}  # fmt: skip
_MUST: dict[str, Callable[[Random], dict[str, Any]]] = {
    "condition": lambda _dice: {"rules": [{"field": "nama", "op": "in", "value": ["A", "b"]}]},
    "repeat": lambda dice: {"over": dice.choice(["keluarga", "pengikut"])},
    "signature": lambda dice: {"places": [{"who": "head", "side": dice.choice(["left", "right"]), "title": ""}]},
    "choiceRow": lambda _dice: {"options": ["Ya", "Tidak"], "field": "nama"},
    "field": lambda dice: {"name": dice.choice(["nama", "nik", "alamat"])}, "calc": lambda _dice: {"expr": "1 + 2"},
}  # fmt: skip
_MARKS = ("bold", "italic", "underline", "strike")


def written(dice: Random, kind: str, depth: int = 0) -> dict[str, Any]:
    """A node that the check allows, drawn by lot."""
    attrs = _MUST[kind](dice) if kind in _MUST else {}
    attrs |= {name: _VALUES[name](dice) for name in _MAY.get(kind, ()) if dice.random() < 0.4}
    made: dict[str, Any] = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    if kind == "text":
        made["text"] = "".join(dice.choice("abc {}<>é[]") for _n in range(dice.randint(1, 9)))
    if kind in {"text", "field", "calc"}:
        marks: list[dict[str, Any]] = [{"type": mark} for mark in _MARKS if dice.random() < 0.25]
        if dice.random() < 0.2:
            marks.append({"type": "textStyle", "attrs": {"fontSize": dice.randint(6, 28)}})
        if marks:
            made["marks"] = marks
    below = CHILDREN[kind]
    if below is not None:
        made["content"] = _children(dice, kind, sorted(below), depth)
    return made


def _children(dice: Random, kind: str, below: list[str], depth: int) -> list[dict[str, Any]]:
    if kind == "table":
        columns = dice.randint(1, 3)
        rows = [written(dice, "tableRow", depth + 1) for _n in range(dice.randint(1, 3))]
        for row in rows:
            row["content"] = [written(dice, "tableCell", depth + 1) for _n in range(columns)]
        return rows
    if kind == "tableRow":
        return []  # the table gives each row as many cells
    if set(below) <= INLINE:
        found: list[dict[str, Any]] = []
        for _n in range(dice.randint(0, 5)):
            each = written(dice, dice.choice(below), depth + 1)
            # Two texts of one dress that touch are one text.
            if found and found[-1]["type"] == each["type"] == "text" and found[-1].get("marks") == each.get("marks"):
                continue
            found.append(each)
        return found
    simple = [each for each in below if each in {"paragraph", "heading", "listItem", "identityRow"}]
    return [written(dice, dice.choice(below if depth < 4 else simple), depth + 1) for _n in range(dice.randint(1, 3))]


def test_whatever_the_check_allows_comes_back_as_it_was(through: Through) -> None:
    trees = [written(Random(seed), "doc") for seed in range(400)]
    for tree in trees:
        assert check(tree, groups=("keluarga", "pengikut")) == []
    for seed, (tree, answer) in enumerate(zip(trees, through(trees), strict=True)):
        assert answer.get("problem") is None, f"{seed}: {answer}"
        assert answer["tree"] == tree, seed
        assert answer["lost"] == [], seed


def test_what_must_hold_something_is_given_an_empty_line(through: Through) -> None:
    bare = {
        "type": "doc",
        "content": [{"type": "condition", "attrs": {"rules": [], "match": None}}, {"type": "identity"}],
    }
    (answer,) = through([bare])
    assert answer["tree"]["content"] == [
        {"type": "condition", "attrs": {"rules": []}, "content": [{"type": "paragraph", "content": []}]},
        {"type": "identity", "content": [{"type": "identityRow", "content": []}]},
    ]


def test_what_the_document_does_not_know_does_not_come_in(through: Through) -> None:
    script = {"type": "doc", "content": [{"type": "script", "text": "alert(1)"}]}
    assert "problem" in through([script])[0]
