"""The tabular Hijri calendar: known days, and that no day is missed or told twice for a century."""

from datetime import date, timedelta

import pytest

from balai.ui.hijri import hijri, hijri_date


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(1979, 11, 21), (1400, 1, 1)),
        (date(2023, 3, 23), (1444, 9, 1)),
        (date(2023, 7, 19), (1445, 1, 1)),
        (date(2024, 4, 10), (1445, 10, 1)),
        (date(622, 7, 19), (1, 1, 1)),
    ],
)
def test_known_days(day: date, said: tuple[int, int, int]) -> None:
    assert hijri(day) == said


def test_days_follow_each_other() -> None:
    before = hijri(date(1980, 1, 1))
    for number in range(1, 36_525):
        now = hijri(date(1980, 1, 1) + timedelta(number))
        year, month, day = before
        following = (year + month // 12, month % 12 + 1, 1)
        assert now in ((year, month, day + 1), following) and day <= 30
        assert now != following or day >= 29
        before = now


def test_how_it_is_written() -> None:
    assert hijri_date(date(2026, 11, 26)) == "15 Jumadilakhir 1448 H"
    with pytest.raises(ValueError, match="before"):
        hijri(date(600, 1, 1))
