"""Numbers of letters that the regency sees: kinds, states and hours; never who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from balai.db import zone
from balai.indicators import Indicator


def _month_until(on: date) -> tuple[datetime, datetime]:
    """From the month's first moment to the end of the day, in the village's zone."""
    first = datetime.combine(on.replace(day=1), time.min, zone())
    return first, datetime.combine(on + timedelta(days=1), time.min, zone())


def _by_type(on: date) -> Iterable[Any]:
    from modules.letters.models import Letter

    since, until = _month_until(on)
    found = Letter.objects.order_by().filter(created_at__gte=since, created_at__lt=until).exclude(state="draft")
    return found.values("type_key", "state").annotate(value=Count("pk"))


#: Upper ends in hours of the bands of :data:`hours_bands`; working days are not told apart from others.
BANDS: dict[str, tuple[float, Any]] = {
    "1": (1, _("sampai 1 jam")), "4": (4, _("1 sampai 4 jam")), "8": (8, _("4 sampai 8 jam")),
    "24": (24, _("8 jam sampai 1 hari")), "48": (48, _("1 sampai 2 hari")), "72": (72, _("2 sampai 3 hari")),
    "168": (168, _("3 sampai 7 hari")), "lama": (float("inf"), _("lebih dari 7 hari")),
}  # fmt: skip


def _spans(on: date) -> list[timedelta]:
    """From asking to ready, of what became ready in the month. What the office made for many at once waited for nobody."""
    from modules.letters.models import LetterEvent, State

    since, until = _month_until(on)
    became = LetterEvent.objects.filter(to_state=State.READY, at__gte=since, at__lt=until, letter__batch=None)
    first: dict[Any, timedelta] = {}
    for letter, at, asked in became.order_by("id").values_list("letter_id", "at", "letter__created_at"):
        first.setdefault(letter, at - asked)
    return list(first.values())


def _hours(on: date) -> Iterable[dict[str, Any]]:
    spans = _spans(on)
    if not spans:
        return []
    hours = round(sum(spans, timedelta()) / timedelta(hours=1))
    return [{"numerator": hours, "denominator": len(spans)}]


def band_of(span: timedelta) -> str:
    """The band that a span falls into; the upper end belongs to it."""
    hours = span / timedelta(hours=1)
    return next(key for key, (most, _words) in BANDS.items() if hours <= most)


def _bands(on: date) -> Iterable[dict[str, Any]]:
    counts = Counter(band_of(span) for span in _spans(on))
    return [{"band": key, "value": counts[key]} for key in BANDS if counts[key]]


by_type = Indicator(
    code="letters.by_type",
    name=_("Surat menurut jenis dan status"),
    unit=_("surat"),
    words=_("Surat yang diajukan dalam bulan laporan, menurut jenis dan statusnya sekarang"),
    dimensions=["type", "state"],
    rows=_by_type,
    min_cell=1,
)
median_hours = Indicator(
    code="letters.median_hours",
    name=_("Lama pembuatan surat"),
    unit=_("jam"),
    words=_(
        "Jumlah jam dari pengajuan sampai siap diambil dibagi jumlah surat yang siap dalam bulan laporan; tanpa surat massal"
    ),
    rows=_hours,
    direction="down",
    min_cell=1,
)
hours_bands = Indicator(
    code="letters.hours",
    name=_("Surat menurut lama sampai siap"),
    unit=_("surat"),
    words=_(
        "Surat yang siap diambil dalam bulan laporan menurut lamanya sejak diajukan; tanpa surat massal. Rentang yang memuat "
        "surat tengah adalah lama separuh surat"
    ),
    dimensions=["band"],
    rows=_bands,
    min_cell=1,
    touched_by="letters.median_hours",
    heads={"band": _("Lama sampai siap")},
    labels={"band": {key: words for key, (_most, words) in BANDS.items()}},
)
ALL = [by_type, median_hours, hours_bands]
