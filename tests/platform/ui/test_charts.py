"""Charts: zero-based, honest about what is unknown, self-contained as pictures."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.ui.charts import Chart, Series, bars_html, ceiling, line_html, picture, pyramid_html

CHART = Chart(
    "Umur & jenis kelamin", ["0-4", "5-9"], [Series("Laki-laki", [10, 5]), Series("Perempuan", [20, None])],
    unit="orang", on=date(2026, 11, 24), source="Desa <Geyer>",
)  # fmt: skip


def widths(drawn: str) -> list[float]:
    return [float(found) for found in re.findall(r'width="([\d.]+)%" height="18"></rect>', drawn)]


def test_the_longest_bar_is_whole_and_the_others_are_to_scale() -> None:
    drawn = bars_html([("A <i>", 50), ("B", 200), ("C", 0), ("D", None)])
    assert widths(drawn) == [25.0, 100.0, 0.0, 0.0]
    assert "A &lt;i&gt;" in drawn
    assert re.findall(r"<b>(.*?)</b>", drawn) == ["50", "200", "0", "-"]


@given(st.lists(st.tuples(st.just("x"), st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=20))
def test_stacked_bars_never_leave_their_box(rows: list[tuple[str, int, int]]) -> None:
    found = widths(bars_html(rows))
    assert all(0 <= one + two <= 100.02 for one, two in zip(found[::2], found[1::2], strict=True))


def test_a_pyramid_has_the_old_on_top_and_men_on_the_left() -> None:
    drawn = pyramid_html([("0-4", 10, 20), ("5-9", 5, 0)], "Piramida")
    assert drawn.index(">5-9<") < drawn.index(">0-4<")
    assert 'x="50.00%" width="50.00%"' in drawn
    assert drawn.index("Laki-laki") < drawn.index("Perempuan")


def test_nothing_to_draw_draws_nothing() -> None:
    assert bars_html([]) == pyramid_html([]) == line_html(Chart("x", [], [Series("y", [])])) == ""
    assert line_html(Chart("x", ["a"], [Series("y", [None])])) == ""


def test_a_line_breaks_where_a_value_is_unknown() -> None:
    drawn = line_html(Chart("x", list("abcde"), [Series("y", [1, 2, None, 4, 5])]))
    assert drawn.count("<polyline") == 2
    lonely = line_html(Chart("x", list("abc"), [Series("y", [1, None, 4])]))
    assert (lonely.count("<circle"), lonely.count("<polyline")) == (2, 0)


@given(st.floats(0.001, 1e12))
def test_an_axis_ends_at_a_round_number_that_is_enough(most: float) -> None:
    top = ceiling(most)
    assert most * 0.99999 <= top <= most * 2.5000001


def test_too_many_series_and_uneven_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 6"):
        Chart("x", ["a"], [Series(str(n), [1]) for n in range(7)])
    with pytest.raises(ValueError, match="2 values for 1 labels"):
        Chart("x", ["a"], [Series("y", [1, 2])])


@pytest.mark.parametrize("kind", ["bar", "pyramid", "line"])
def test_a_picture_to_take_home_says_everything_itself(kind: str) -> None:
    drawn = picture(CHART, kind)
    root = ET.fromstring(drawn)
    words = " ".join(root.itertext())
    for expected in ("Umur & jenis kelamin", "Laki-laki", "Perempuan", "orang", "24 November 2026", "Desa <Geyer>"):
        assert expected in words
    assert "style" not in drawn
    assert "class" not in drawn


def test_an_unknown_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="pie"):
        picture(CHART, "pie")


def test_totals_leave_out_what_is_unknown() -> None:
    assert CHART.totals == [15, 20]
    assert CHART.rows == [("0-4", [10, 20]), ("5-9", [5, None])]
