"""Numbers of letters that the regency sees: kinds, states and hours; never who asked."""

from __future__ import annotations

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


def _hours(on: date) -> Iterable[dict[str, Any]]:
    from modules.letters.models import Letter

    since, until = _month_until(on)
    spans = [
        approved - asked
        for asked, approved in Letter.objects.filter(approved_at__gte=since, approved_at__lt=until).values_list(
            "created_at", "approved_at"
        )
        if approved is not None
    ]
    if not spans:
        return []
    hours = round(sum(spans, timedelta()) / timedelta(hours=1))
    return [{"numerator": hours, "denominator": len(spans)}]


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
    words=_("Jumlah jam dari pengajuan sampai disetujui dibagi jumlah surat yang disetujui dalam bulan laporan"),
    rows=_hours,
    direction="down",
    min_cell=1,
)
ALL = [by_type, median_hours]
