"""The comparer of pictures sees what an officer would see: a field gone, a band gone, a cross gone."""

from __future__ import annotations

import pytest
from PIL import ImageDraw

from balai.documents import render_letter
from modules.letters.types import letter_type
from tests.modules.letters import golden
from tests.modules.letters.paper import filled
from tests.platform.documents.sample import template

KIND = "kelahiran"


def _page() -> object:
    return golden.pages_of(golden.letter_pdf(letter_type("domisili")))[0]


def test_the_same_letter_is_the_same() -> None:
    assert golden.worst_tile(_page(), _page()) == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "box"),
    [
        # In points of the picture: left, top, right, bottom (2 points a millimetre at 50 dpi).
        ("the applicant's name", (190, 144, 300, 152)),
        ("a band of 25 mm", (0, 200, 423, 249)),
        ("one line of text", (60, 122, 420, 132)),
        ("the code of verification", (48, 570, 88, 612)),
    ],
)
def test_what_is_blanked_is_seen(what: str, box: tuple[int, int, int, int]) -> None:
    whole, blanked = _page(), _page()
    ImageDraw.Draw(blanked).rectangle(box, fill=255)  # type: ignore[arg-type]
    assert golden.worst_tile(whole, blanked) > golden.LIMIT, what  # type: ignore[arg-type]


def test_a_field_that_is_not_filled_is_another_letter() -> None:
    kind = letter_type("domisili")
    found = golden.differences(render_letter(filled(kind, agama=""), template()), golden.name_of(kind))
    assert any("something else" in each for each in found)


def test_a_box_that_is_not_crossed_is_another_form() -> None:
    kind = letter_type(KIND)
    without = render_letter(filled(kind, "F-2.01", penolong_kelahiran=""), template())
    assert golden.words_of(without, 1).count("X ") == golden.words_of(golden.form_pdf("F-2.01"), 1).count("X ") - 1
    assert golden.differences(without, golden.name_of_form("F-2.01"), 1)
    other = render_letter(filled(kind, "F-2.01", penolong_kelahiran="Dokter"), template())
    assert golden.differences(other, golden.name_of_form("F-2.01"), 1)
    assert golden.differences(golden.form_pdf("F-2.01"), golden.name_of_form("F-2.01"), 1) == []


def test_another_builds_softer_edges_are_no_difference() -> None:
    from PIL import ImageFilter

    whole = golden.pages_of(golden.letter_pdf(letter_type("domisili")))[0]
    softer = whole.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, 26, 1, 0, 1, 0)))
    assert 0 < golden.worst_tile(whole, softer) <= golden.LIMIT
