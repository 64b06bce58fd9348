"""Dates of the Hijri calendar by its arithmetic ("tabular") rule, for letters that name both.

Months have 30 and 29 days in turn; eleven years of thirty have a thirtieth day of Zulhijah (years 2, 5, 7, 10, 13, 16, 18, 21,
24, 26, 29 of the cycle), counted from Friday 16 July 622 (Julian). The Ministry of Religion fixes each month by sighting the
moon (sidang isbat), so a printed date may be one day, seldom two, beside the official one: see the Panduan.
"""

from __future__ import annotations

from datetime import date
from typing import Final

#: As letters of Indonesian offices write them.
MONTHS: Final = (
    "Muharam", "Safar", "Rabiulawal", "Rabiulakhir", "Jumadilawal", "Jumadilakhir", "Rajab", "Syakban", "Ramadan", "Syawal",
    "Zulkaidah", "Zulhijah",
)  # fmt: skip
#: 1 Muharam 1 as Python counts days (16 July 622 Julian is 19 July 622 Gregorian).
_EPOCH: Final = 227_015


def hijri(day: date) -> tuple[int, int, int]:
    """Year, month and day of the Hijri calendar.

    Raises:
        ValueError: before that calendar's first day.
    """
    since = day.toordinal() - _EPOCH
    if since < 0:
        raise ValueError("before the first of Muharam 1")
    year = (30 * since + 10_646) // 10_631
    rest = since - (354 * (year - 1) + (3 + 11 * year) // 30)
    month = min(12, rest * 2 // 59 + 1)
    if rest < _days_before(month):
        month -= 1
    return year, month, rest - _days_before(month) + 1


def _days_before(month: int) -> int:
    return (month - 1) * 29 + month // 2


def hijri_date(day: date) -> str:
    """ "14 Jumadilakhir 1448 H"."""
    year, month, number = hijri(day)
    return f"{number} {MONTHS[month - 1]} {year} H"
