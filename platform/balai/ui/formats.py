"""Numbers, money, dates, ages, names and masked numbers in the words that people use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
#: Words that stay small inside a name in title case.
_SMALL = {"bin", "binti", "van", "der", "al"}


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """1234.5 -> "1.234,5"; None -> "-"."""
    # A template gives '' for what is not there.
    if value is None or value == "":
        return "-"
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def rupiah(value: int | None) -> str:
    """Whole rupiah: "Rp1.250.000"; none "Rp0", unknown "-"."""
    return "-" if value is None else f"Rp{number(value)}"


def local(moment: datetime) -> datetime:
    """A moment in the village's zone."""
    return timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE))


def long_date(value: date | None) -> str:
    """ "24 November 2026"."""
    if not value:
        return "-"
    if isinstance(value, datetime):
        value = local(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_date(value: date | None) -> str:
    """ "24-11-2026"."""
    if not value:
        return "-"
    if isinstance(value, datetime):
        value = local(value)
    return value.strftime("%d-%m-%Y")


def month_words(value: date) -> str:
    """ "November 2026"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime | None) -> str:
    """ "14.30 WIB"."""
    if not value:
        return "-"
    return f"{local(value):%H.%M} {_ZONES.get(settings.TIME_ZONE, '')}".strip()


def moment(value: datetime | None) -> str:
    """ "24-11-2026 14.30 WIB"."""
    return f"{short_date(value)} {clock(value)}" if value else "-"


def years(born: date, on: date) -> int:
    """Full years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age(born: date | None, on: date | None = None) -> str:
    """ "42 tahun"; under two in months."""
    from balai.db import today

    if not born:
        return "-"
    on = on or today()
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return f"{max(0, months)} bulan" if months < 24 else f"{years(born, on)} tahun"


def ago(value: datetime | None) -> str:
    """How long ago, in one unit: "3 hari"."""
    if not value:
        return "-"
    seconds = max(0, int((timezone.now() - value).total_seconds()))
    for size, word in ((86_400, "hari"), (3_600, "jam"), (60, "menit")):
        if seconds >= size:
            return f"{seconds // size} {word}"
    return "baru saja"


def mask(value: str) -> str:
    """A NIK or KK for who has no need of it: "3315********0012"."""
    return f"{value[:4]}{'*' * max(0, len(value) - 8)}{value[-4:]}" if len(value) >= 8 else "*" * len(value)


def mask_name(name: str) -> str:
    """A name for the public: the first two letters of each word, the rest as stars."""
    return " ".join(f"{word[:2]}{'*' * max(2, len(word) - 2)}" for word in name.split())


def title_case(name: str) -> str:
    """SITI AMINAH -> Siti Aminah."""
    words = [word.lower() if word.lower() in _SMALL else word.capitalize() for word in name.split()]
    return " ".join(words)


def percentages(values: Sequence[int], decimals: int = 1) -> list[float]:
    """Shares that sum to 100 (largest remainder); all zero for an empty sum."""
    total = sum(values)
    if total == 0:
        return [0.0] * len(values)
    unit = 10**decimals
    exact = [value * 100 * unit / total for value in values]
    floors = [int(each) for each in exact]
    rest = 100 * unit - sum(floors)
    for index in sorted(range(len(values)), key=lambda i: exact[i] - floors[i], reverse=True)[:rest]:
        floors[index] += 1
    return [each / unit for each in floors]


_UNITS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]


def in_words(value: int) -> str:
    """Terbilang: 1250 -> "seribu dua ratus lima puluh"."""
    if value < 0:
        return f"minus {in_words(-value)}"
    if value == 0:
        return "nol"
    return _words(value)


def _words(n: int) -> str:
    if n < 12:
        return _UNITS[n]
    if n < 20:
        return f"{_UNITS[n - 10]} belas"
    if n < 200 and n >= 100:
        return f"seratus {_words(n - 100)}".strip()
    if 1000 <= n < 2000:
        return f"seribu {_words(n - 1000)}".strip()
    for size, word in (
        (10**12, "triliun"),
        (10**9, "miliar"),
        (10**6, "juta"),
        (1000, "ribu"),
        (100, "ratus"),
        (10, "puluh"),
    ):
        if n >= size:
            return f"{_words(n // size)} {word} {_words(n % size)}".strip()
    return ""
