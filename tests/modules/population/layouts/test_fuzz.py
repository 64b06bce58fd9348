"""Whatever stands in the cells, a file is read and checked or refused with a sentence; nothing ever raises."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from balai.spreadsheets import Sheet, SpreadsheetRefused
from modules.population.layouts import LAYOUTS, looks
from modules.population.layouts.addresses import cut
from modules.population.opensid import ALL_HEADINGS, apply_patches, check, from_sheets
from modules.population.opensid.columns import official_labels
from modules.population.opensid.headings import guess
from modules.population.opensid.parsing import day_of
from tests.factories import layouts as factory
from tests.factories.opensid import nik

_LABELS = sorted({label for labels in official_labels().values() for label in labels.values()})
_WORDS = ["NO.KK", "No. KK :", "NIK", "Nomor KK", "DSN ", "RT/RW :", "BUKU INDUK PENDUDUK WNI", "###", "-", "'", '"', ",", ":", "31-02-1980"]  # fmt: skip
#: Everything that the reader can give, and what villages write.
CELLS = st.one_of(
    st.just(""),
    st.text(max_size=30),
    st.sampled_from(_LABELS),
    st.sampled_from(_WORDS),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-(10**17), 10**17),
    st.booleans(),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
    st.times(),
    st.timedeltas(timedelta(-5), timedelta(5)),
    st.from_regex(r"[0-9]{16}", fullmatch=True),
    st.just(nik(1)),
    st.just(time(7, 30)),
)
TODAY = date(2026, 1, 1)


def _look(sheets: list[Sheet]) -> None:
    for layout, look in looks(sheets):
        assert 0 <= look.confidence <= 1
        try:
            book = layout.read(sheets)
        except SpreadsheetRefused as refused:
            assert refused.message()
            continue
        apply_patches(book, {f"{number}:tanggallahir": "x" for number in book.numbers[:1]})
        done = check(book, village_code="3315052010", today=TODAY)
        assert done.total == len(book.numbers) == len(done.rows) + len(done.refused)
        assert {row.row for row in done.rows}.isdisjoint(done.refused)
        for issue in done.issues:
            assert issue.column in ALL_HEADINGS and issue.message and issue.level in {"error", "warning"}


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=20), min_size=1, max_size=8))
def test_rows_of_anything(rows: list[list[Any]]) -> None:
    width = max(map(len, rows))
    _look([Sheet("a", [row + [""] * (width - len(row)) for row in rows])])


@settings(max_examples=150, deadline=None)
@given(data=st.data(), name=st.sampled_from([*factory.ROWS]))
def test_files_of_the_registry_with_anything_in_some_cells(data: st.DataObject, name: str) -> None:
    rows = [list(row) for row in factory.ROWS[name](factory.houses())]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    for _each in range(data.draw(st.integers(1, 25))):
        rows[data.draw(st.integers(0, len(rows) - 1))][data.draw(st.integers(0, width - 1))] = data.draw(CELLS)
    _look([Sheet("a", rows)])


@settings(max_examples=100, deadline=None)
@given(row=st.fixed_dictionaries(dict.fromkeys(ALL_HEADINGS, CELLS)), again=st.booleans())
def test_a_row_of_opensid_with_anything_in_every_cell(row: dict[str, Any], again: bool) -> None:
    rows = [list(ALL_HEADINGS), *([list(row.values())] * (2 if again else 1))]
    done = check(from_sheets([Sheet("a", rows)]), village_code="3315052010", today=TODAY)
    assert done.total == len(done.rows) + len(done.refused)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_addresses_and_headings_of_anything(text: str) -> None:
    home = cut(text)
    assert len(home.rt) <= 10 and len(home.rw) <= 10
    assert set(guess([text]).values()) <= {"", *ALL_HEADINGS}


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1850, 1, 1), date(2100, 1, 1)))
def test_a_day_comes_back_however_it_was_written(day: date) -> None:
    iso, dashed = day.isoformat(), f"{day.day:02d}-{day.month:02d}-{day.year}"
    written: list[Any] = [day, datetime(day.year, day.month, day.day), iso, dashed, dashed.replace("-", "/")]
    serial = (day - date(1899, 12, 30)).days
    if serial > 2100:  # a smaller one may be a bare year
        written += [serial, float(serial)]
    assert {day_of(each) for each in written} == {day}


def test_every_layout_is_fuzzed() -> None:
    assert set(factory.ROWS) | {"opensid"} == set(LAYOUTS)
