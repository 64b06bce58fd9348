"""Numbers, money, dates, ages, names and masked numbers in the words that people use. None is "-" everywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
#: Words that stay small inside a name in title case (never as its first word).
_SMALL = {"bin", "binti", "van", "der", "al"}
#: A run of letters, with the apostrophe inside it: NUR'AINI is one run, M.SALEH and ABDUL-RAHMAN are two.
_RUN = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """1234.5 -> "1.234,5" (with ``decimals`` 1), halves rounded up as people do; None -> "-"."""
    if value is None or value == "":
        return "-"
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-int(decimals)), rounding=ROUND_HALF_UP)
    text = f"{exact + 0:,.{int(decimals)}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def rupiah(value: int | Decimal | None) -> str:
    """Whole rupiah: "Rp1.250.000"; none "Rp0", unknown "-", below zero "-Rp500"."""
    if value is None or value == "":
        return "-"
    return f"-Rp{number(-value)}" if value < 0 else f"Rp{number(value)}"


def percent(value: float | Decimal | None, decimals: int = 1) -> str:
    """12.5 -> "12,5%"."""
    return "-" if value is None or value == "" else f"{number(value, decimals)}%"


def local(moment: datetime) -> datetime:
    """A moment in the village's zone."""
    return timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE))


def _day(value: date) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def long_date(value: date | None) -> str:
    """A day in words: "24 November 2026"."""
    if not value:
        return "-"
    value = _day(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def day_and_date(value: date | None) -> str:
    """With the day of the week: "Selasa, 24 November 2026"."""
    return f"{DAYS[_day(value).weekday()]}, {long_date(value)}" if value else "-"


def short_date(value: date | None) -> str:
    """For tables: "24-11-2026"."""
    if not value:
        return "-"
    value = _day(value)
    # strftime("%Y") does not fill up years before 1000.
    return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"


def month_words(value: date | None) -> str:
    """A month: "November 2026"."""
    if not value:
        return "-"
    value = _day(value)
    return f"{MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime | None) -> str:
    """A time of day in the village's zone: "14.30 WIB"."""
    if not value:
        return "-"
    return f"{local(value):%H.%M} {_ZONES.get(settings.TIME_ZONE, '')}".strip()


def moment(value: datetime | None) -> str:
    """Day and time: "24-11-2026 14.30 WIB"."""
    return f"{short_date(value)} {clock(value)}" if value else "-"


def years(born: date, on: date) -> int:
    """Full years on a day. Who was born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age(born: date | None, on: date | None = None) -> str:
    """ "42 tahun"; under two in months."""
    from balai.db import today

    if not born:
        return "-"
    on = on or today()
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return f"{years(born, on)} tahun" if months >= 24 else f"{max(0, months)} bulan"


def ago(value: datetime | None, now: datetime | None = None) -> str:
    """How long ago, in one unit: "3 hari"; under a minute "baru saja"."""
    if not value:
        return "-"
    seconds = max(0, int(((now or timezone.now()) - value).total_seconds()))
    for size, word in ((86_400, "hari"), (3_600, "jam"), (60, "menit")):
        if seconds >= size:
            return f"{number(seconds // size)} {word}"
    return "baru saja"


def is_temporary(value: str | None) -> bool:
    """Whether a NIK or KK is a temporary one of ours: no province's code begins with 0."""
    return bool(value) and len(value or "") == 16 and (value or "")[0] == "0"


def mask(value: str | None) -> str:
    """A NIK or KK for who has no need of it: "3315********0012"; too short to leave anything is all stars."""
    value = value or ""
    if not value:
        return "-"
    return f"{value[:4]}{'*' * (len(value) - 8)}{value[-4:]}" if len(value) > 8 else "*" * len(value)


def mask_name(name: str) -> str:
    """A name for the public: the first two letters of each word, the rest as stars."""
    return " ".join(f"{word[:2]}{'*' * max(2, len(word) - 2)}" for word in name.split())


def title_case(name: str | None) -> str:
    """SITI NUR'AINI BINTI M.SALEH -> Siti Nur'aini binti M.Saleh."""
    words = (name or "").split()
    return " ".join(
        word.lower() if index and word.lower() in _SMALL else _RUN.sub(lambda run: run[0].capitalize(), word)
        for index, word in enumerate(words)
    )


def percentages(values: Sequence[int], decimals: int = 1) -> list[float]:
    """Shares that sum to 100 (largest remainder, the first of equals wins); all zero for an empty sum."""
    total = sum(values)
    if total == 0:
        return [0.0] * len(values)
    unit = 10**decimals
    # Whole numbers throughout: a float's error would let the wrong one of two equals win.
    parts = [divmod(value * 100 * unit, total) for value in values]
    shares = [whole for whole, _rest in parts]
    missing = 100 * unit - sum(shares)
    for index in sorted(range(len(parts)), key=lambda i: -parts[i][1])[:missing]:
        shares[index] += 1
    return [share / unit for share in shares]


_UNITS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
_SIZES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh"))


def in_words(value: int) -> str:
    """Terbilang: 1250 -> "seribu dua ratus lima puluh"."""
    if value < 0:
        return f"minus {in_words(-value)}"
    return _words(value) if value else "nol"


def _words(n: int) -> str:
    if n < 12:
        return _UNITS[n]
    if n < 20:
        return f"{_UNITS[n - 10]} belas"
    if 100 <= n < 200:
        return f"seratus {_words(n - 100)}".strip()
    if 1000 <= n < 2000:
        return f"seribu {_words(n - 1000)}".strip()
    size, word = next(pair for pair in _SIZES if n >= pair[0])
    return f"{_words(n // size)} {word} {_words(n % size)}".strip()
