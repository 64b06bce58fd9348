"""Small cells cannot be seen, nor worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from balai.indicators import suppress


def test_a_small_count_takes_a_second_one_with_it() -> None:
    assert suppress({("1",): 40, ("2",): 3, ("3",): 12}) == {("1",): 40, ("2",): None, ("3",): None}


def test_nothing_small_nothing_hidden_and_zero_is_not_small() -> None:
    cells = {("1",): 40, ("2",): 0, ("3",): 5}
    assert suppress(cells) == cells


def test_two_small_ones_that_add_up_to_little_take_a_third() -> None:
    assert suppress({("1",): 1, ("2",): 2, ("3",): 30, ("4",): 50}) == {
        ("1",): None,
        ("2",): None,
        ("3",): None,
        ("4",): 50,
    }


def test_rows_and_columns_protect_each_other() -> None:
    cells = {("L", "a"): 2, ("L", "b"): 20, ("L", "c"): 30, ("P", "a"): 25, ("P", "b"): 35, ("P", "c"): 45}
    shown = suppress(cells)
    assert [key for key, value in shown.items() if value is None] == [("L", "a"), ("L", "b"), ("P", "a"), ("P", "b")]


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("LPx")), st.integers(0, 40), max_size=12),
    st.integers(2, 10),
)
def test_no_line_gives_a_hidden_cell_away(cells: dict[tuple[str, ...], int], least: int) -> None:
    shown = suppress(cells, least)
    assert shown.keys() == cells.keys()
    assert all(value is None or value == cells[key] for key, value in shown.items())
    assert all(not 0 < value < least for value in shown.values() if value is not None)
    for place in (0, 1):
        for code in {key[place] for key in cells}:
            line = [key for key in cells if key[place] == code]
            hidden = [key for key in line if shown[key] is None]
            left = [key for key in line if shown[key] is not None]
            # Either the hidden ones cover each other, or the whole line is hidden.
            assert not hidden or not left or (len(hidden) >= 2 and sum(cells[key] for key in hidden) >= least)
