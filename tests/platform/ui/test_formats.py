"""Numbers, money, dates, names in the words that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.ui import formats


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (0, 0, "0"), (999, 0, "999"), (1234, 0, "1.234"), (1234.5, 1, "1.234,5"), (-1234567, 0, "-1.234.567"), (None, 0, "-"), ("", 0, "-"),
        (Decimal("0.125"), 2, "0,13"), (2.5, 0, "3"), (3.5, 0, "4"), (1.005, 2, "1,01"), (-0.2, 0, "0"),
    ],
)  # fmt: skip
def test_numbers_are_written_with_dots_and_a_comma(value: object, decimals: int, words: str) -> None:
    assert formats.number(value, decimals) == words  # type: ignore[arg-type]


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_can_be_read_back(value: int) -> None:
    assert int(formats.number(value).replace(".", "")) == value


def test_money_tells_none_from_unknown() -> None:
    assert [formats.rupiah(each) for each in (1_250_000, 0, None, -500)] == ["Rp1.250.000", "Rp0", "-", "-Rp500"]


def test_dates_in_words_and_in_tables() -> None:
    day = date(2026, 11, 4)
    assert formats.long_date(day) == "4 November 2026"
    assert formats.day_and_date(day) == "Rabu, 4 November 2026"
    assert formats.short_date(day) == "04-11-2026"
    assert formats.month_words(day) == "November 2026"
    assert {formats.long_date(None), formats.short_date(None), formats.moment(None), formats.clock(None)} == {"-"}
    assert formats.short_date(date(812, 1, 2)) == "02-01-0812"


def test_a_moment_is_told_in_the_villages_zone() -> None:
    late = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    assert formats.moment(late) == "25-11-2026 00.30 WIB"
    assert formats.long_date(late) == "25 November 2026"


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(1984, 11, 24), "42 tahun"), (date(1984, 11, 25), "41 tahun"), (date(2024, 11, 24), "2 tahun"), (date(2024, 11, 25), "23 bulan"),
        (date(2026, 11, 24), "0 bulan"), (date(2026, 12, 1), "0 bulan"), (None, "-"),
    ],
)  # fmt: skip
def test_ages_are_in_years_and_under_two_in_months(born: date | None, words: str) -> None:
    assert formats.age(born, date(2026, 11, 24)) == words


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_nobody_grows_younger(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    assert 0 <= formats.years(born, on) <= formats.years(born, on + timedelta(days=1))


def test_how_long_ago_in_one_unit() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    spans = [
        timedelta(seconds=59),
        timedelta(minutes=61),
        timedelta(hours=47),
        timedelta(minutes=59, seconds=59),
        timedelta(days=-1),
    ]
    assert [formats.ago(now - span, now) for span in spans] == ["baru saja", "1 jam", "1 hari", "59 menit", "baru saja"]


@given(st.text("0123456789", min_size=9, max_size=20))
def test_a_mask_hides_all_but_eight(value: str) -> None:
    masked = formats.mask(value)
    assert len(masked) == len(value)
    assert masked[:4] == value[:4]
    assert masked[-4:] == value[-4:]
    assert set(masked[4:-4]) == {"*"}


def test_what_is_too_short_to_mask_is_hidden_wholly() -> None:
    assert formats.mask("3315050101800012") == "3315********0012"
    assert (formats.mask("12345678"), formats.mask("123"), formats.mask("")) == ("********", "***", "-")


@pytest.mark.parametrize(
    ("registered", "written"),
    [
        ("SITI NUR'AINI BINTI M.SALEH", "Siti Nur'aini binti M.Saleh"), ("ABDUL-RAHMAN", "Abdul-Rahman"), ("AL AMIN", "Al Amin"),
        ("ÉDOUARD VAN DER BERG", "Édouard van der Berg"), ("  SRI   WAHYUNI ", "Sri Wahyuni"), ("", ""),
    ],
)  # fmt: skip
def test_names_in_title_case(registered: str, written: str) -> None:
    assert formats.title_case(registered) == written


@given(st.lists(st.integers(0, 10**6), max_size=30), st.integers(0, 3))
def test_percentages_sum_to_a_hundred(values: list[int], decimals: int) -> None:
    shares = formats.percentages(values, decimals)
    assert len(shares) == len(values)
    if sum(values):
        assert round(sum(shares) * 10**decimals) == 100 * 10**decimals
        exact = [value * 100 / sum(values) for value in values]
        assert all(abs(share - value) < 10**-decimals + 1e-9 for share, value in zip(shares, exact, strict=True))
    else:
        assert not any(shares)


def test_of_three_equals_the_first_takes_the_rest() -> None:
    assert formats.percentages([1, 1, 1]) == [33.4, 33.3, 33.3]
    assert formats.percent(33.4) == "33,4%"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"), (11, "sebelas"), (19, "sembilan belas"), (100, "seratus"), (111, "seratus sebelas"), (1000, "seribu"), (1250, "seribu dua ratus lima puluh"),
        (2026, "dua ribu dua puluh enam"), (1_000_000, "satu juta"), (101_001, "seratus satu ribu satu"), (-5, "minus lima"),
        (3 * 10**12 + 7, "tiga triliun tujuh"),
    ],
)  # fmt: skip
def test_numbers_are_spelt_out(value: int, words: str) -> None:
    assert formats.in_words(value) == words


@given(st.integers(1, 10**14))
def test_a_spelt_number_has_no_double_blank_and_no_digit(value: int) -> None:
    words = formats.in_words(value)
    assert words == " ".join(words.split())
    assert words.replace(" ", "").isalpha()
