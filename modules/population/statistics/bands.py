"""Bands of age: the standard ones, a village's own, and how a person falls into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.population.models import AgeBand


@dataclass(frozen=True)
class Band:
    """Full years from ``low`` to ``high``, both included; None has no end."""

    low: int
    high: int | None
    label: str

    @property
    def code(self) -> str:
        """ "05-09", "75+": also the facts' code."""
        return f"{self.low}+" if self.high is None else f"{self.low:02d}-{self.high:02d}"


def label_of(low: int, high: int | None) -> str:
    """ "5-9 tahun", "75 tahun ke atas", "di bawah 1 tahun"."""
    if high is None:
        return _("{low} tahun ke atas").format(low=low)
    if high == 0:
        return _("Di bawah 1 tahun")
    return _("{low} tahun").format(low=low) if low == high else _("{low}-{high} tahun").format(low=low, high=high)


def five_years() -> list[Band]:
    """00-04 ... 75+: what the regency adds up, whatever bands a village has."""
    return [Band(low, low + 4, f"{low}-{low + 4}") for low in range(0, 75, 5)] + [Band(75, None, "75+")]


#: Lower bounds of the standard: infants by themselves, then five years each.
_STANDARD = (0, 1, *range(5, 76, 5))


def standard() -> list[Band]:
    """The bands of a village that has none of its own."""
    ends: list[int | None] = [low - 1 for low in _STANDARD[1:]]
    return [
        Band(low, high, label_of(low, high)) for low, high in zip(_STANDARD, [*ends, None], strict=True)
    ]  # fmt: skip


def own() -> list[Band]:
    """The village's own bands; empty where it counts by the standard. One query."""
    return [Band(each.low, each.high, each.label) for each in AgeBand.objects.order_by("low")]


def band_sql(bands: Sequence[Band], years: str = "p.years") -> str:
    """A CASE that gives a band's code; NULL where the birth date is unknown or no band holds the age."""
    whens = " ".join(
        f"WHEN {years} >= {int(band.low)}{'' if band.high is None else f' AND {years} <= {int(band.high)}'} "
        f"THEN '{band.code}'"
        for band in bands
    )
    # Somebody whose birth date lies after the day is under a year old.
    return f"CASE WHEN {years} < 0 THEN '{bands[0].code}' {whens} END"


#: Balita, everywhere: under 60 months, so full years 0 to 4 (Permenkes 25/2014 pasal 1: bayi 0-11 months, anak balita
#: 12-59). The field's list says 0-5 and leaves gaps (domain notes, "age bands"); it is not followed.
TODDLERS_UNTIL = 4
#: Kategori umur: under five (balita), children under 18 (UU 35/2014), elderly from 60 (UU 13/1998).
CATEGORIES = (
    Band(0, TODDLERS_UNTIL, "BALITA"),
    Band(5, 17, "ANAK-ANAK"),
    Band(18, 59, "DEWASA"),
    Band(60, None, "LANSIA"),
)
CATEGORY_WORDS = {
    CATEGORIES[0].code: gettext_lazy("BALITA (0-4 tahun)"),
    CATEGORIES[1].code: gettext_lazy("ANAK-ANAK (5-17 tahun)"),
    CATEGORIES[2].code: gettext_lazy("DEWASA (18-59 tahun)"),
    CATEGORIES[3].code: gettext_lazy("LANSIA (60 tahun ke atas)"),
}
