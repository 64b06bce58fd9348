"""Letters that have their number: the archive's filters, and what the filters may name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from modules.letters.models import ISSUED, Letter
from modules.letters.selectors.working import matching


def archive(filters: Mapping[str, Any]) -> QuerySet[Letter]:
    """Issued letters, newest first. Filters: text, type, state, signer (a name), year, month (1-12), place (part of
    lemari, rak or boks), resident (a key: theirs, and those of a record merged into theirs)."""
    found = Letter.objects.filter(state__in=ISSUED)
    if filters.get("type"):
        found = found.filter(type_key=filters["type"])
    if filters.get("state"):
        found = found.filter(state=filters["state"])
    if filters.get("signer"):
        found = found.filter(signer__name=filters["signer"])
    if filters.get("year"):
        first, following = period(int(filters["year"]), int(filters.get("month") or 0))
        found = found.filter(letter_date__gte=first, letter_date__lt=following)
    elif filters.get("month"):
        found = found.filter(letter_date__month=int(filters["month"]))
    if place := str(filters.get("place") or "").strip():
        found = found.filter(Q(cabinet__icontains=place) | Q(shelf__icontains=place) | Q(box__icontains=place))
    if filters.get("resident"):
        found = found.filter(Q(resident=filters["resident"]) | Q(resident__merged_into=filters["resident"]))
    if text := str(filters.get("text") or "").strip():
        found = found.filter(matching(text))
    return found.order_by("-letter_date", "-id")


def period(year: int, month: int = 0) -> tuple[date, date]:
    """The first day of a year or of one of its months, and the day after its last."""
    if month in (0, 12):
        return date(year, month or 1, 1), date(year + 1, 1, 1)
    return date(year, month, 1), date(year, month + 1, 1)


def issued_years() -> list[int]:
    """Years that have letters, newest first."""
    found = Letter.objects.order_by().filter(state__in=ISSUED).values_list("year", flat=True).distinct()
    return sorted((year for year in found if year), reverse=True)


def issued_signers() -> list[str]:
    """Names of who signed any letter, in order."""
    found = (
        Letter.objects.order_by().filter(state__in=ISSUED).values_list(KeyTextTransform("name", "signer"), flat=True)
    )
    return sorted(name for name in found.distinct() if name)
