"""A list's filters: read from the address, told in words on the page and on paper."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _


def filters_of(request: HttpRequest) -> dict[str, str]:
    """The list's filters as the URL has them; nonsense is left out."""
    found: dict[str, str] = {}
    with suppress(ValueError):
        if request.GET.get("territory", "").strip():
            found["territory"] = str(UUID(request.GET["territory"].strip()))
    station = request.GET.get("station", "").strip()
    if station == "none" or (station.isascii() and station.isdigit() and len(station) <= 3):
        found["station"] = station
    if request.GET.get("sex") in {"1", "2"}:
        found["sex"] = request.GET["sex"]
    for name in ("age_from", "age_to"):
        value = request.GET.get(name, "").strip()
        if value.isascii() and value.isdigit() and len(value) <= 3:
            found[name] = value
    for name in ("exception", "check"):
        if request.GET.get(name):
            found[name] = "1"
    return found


def filter_words(filters: dict[str, str], places: dict[str, str]) -> list[tuple[str, str]]:
    """The filters in words, for chips and for the head of a printed list."""
    station = filters.get("station", "")
    words = {
        "territory": places.get(filters.get("territory", ""), _("Wilayah lain")),
        "station": _("Belum ada TPS") if station == "none" else f"TPS {station.zfill(3)}",
        "sex": _("Laki-laki") if filters.get("sex") == "1" else _("Perempuan"),
        "age_from": _("Umur dari {v}").format(v=filters.get("age_from", "")),
        "age_to": _("Umur sampai {v}").format(v=filters.get("age_to", "")),
        "exception": _("Lewat pengecualian"),
        "check": _("Perlu diperiksa"),
    }
    return [(name, words[name]) for name in filters]
