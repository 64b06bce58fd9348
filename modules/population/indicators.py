"""Numbers of the register that the regency sees: codes only, no dusun, no RT.

Every category of statistics is one of them, counted by the same query as the village's own page; all of them follow
``population.residents``, so a change of people leaves one row in the outbox and all are counted in one go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from balai.indicators import Indicator
from modules.population.codes import Sex
from modules.population.models import QualityScore
from modules.population.selectors.balance import lines_of
from modules.population.selectors.closings import unsent
from modules.population.statistics import Category
from modules.population.statistics.categories import ALL as CATEGORIES
from modules.population.statistics.categories.families import families as _families
from modules.population.statistics.categories.people import residents as _residents
from modules.population.statistics.counting import Cells, Scope, counts

_WHO = _("Penduduk tetap yang hidup dan tinggal di desa pada akhir bulan (dengan atau tanpa keluarga)")
_LAW = "Permendagri 47/2016; Permendagri 65/2010"
LEADER = "population.residents"
_SEX = {str(value): label for value, label in Sex.choices}
#: Rows of the balance as kinds of event.
_EVENTS = {"births": "birth", "deaths": "death", "arrivals": "move_in", "moves": "move_out", "missing": "missing"}


def together(codes: Sequence[str], on: date) -> dict[str, list[dict[str, Any]]]:
    """Rows of several categories' indicators by code, as of the end of a day: one query."""
    wanted = [category for category in _COUNTED if category.indicator in codes]
    found = counts(wanted, Scope(on), facts=True)
    return {category.indicator: _rows(category, found[category.code]) for category in wanted}


def _rows(category: Category, cells: Cells) -> list[dict[str, Any]]:
    rows = []
    for cell, (male, female) in cells.items():
        if category is _families:
            rows.append({"head_sex": cell, "value": male + female})
            continue
        # Who has no birth date stands under "?" since the first facts.
        code = cell or ("?" if category is _residents else "")
        rows += [
            {category.dimension or "age": code, "sex": sex, "value": number}
            for sex, number in (("1", male), ("2", female))
            if number
        ]
    return rows


def _indicator(category: Category) -> Indicator:
    code = category.indicator
    if category is _families:
        dimensions = ["head_sex"]
        heads: dict[str, Any] = {"head_sex": category.head}
        labels: dict[str, Any] = {"head_sex": category.labels}
    else:
        name = category.dimension or "age"
        dimensions = ["sex", name] if category is _residents else [name, "sex"]
        heads = {name: category.head, "sex": _("Jenis kelamin")}
        labels = {name: category.fact_labels or category.labels, "sex": _SEX}
    return Indicator(
        code=code, name=_NAMES.get(code, category.title), unit=category.unit, words=category.who_words or _WHO,
        dimensions=dimensions, rows=lambda on: together([code], on)[code],
        law="; ".join(filter(None, (category.law, _LAW))), sensitive=category.sensitive, min_cell=category.min_cell,
        touched_by="" if code == LEADER else LEADER, together=together, group=category.group.label, heads=heads,
        labels=labels,
    )  # fmt: skip


def _of_the_month(on: date, *, late: bool = False) -> Iterable[dict[str, Any]]:
    found: Counter[tuple[str, int]] = Counter()
    for line in lines_of(on.replace(day=1), on):
        if line.late or not late:
            found.update((_EVENTS[each.row], each.cell.sex) for each in line.effects if not each.internal)
    return [{"kind": kind, "sex": str(sex), "value": number} for (kind, sex), number in sorted(found.items())]


_NAMES = {
    LEADER: _("Penduduk"),
    "population.religion": _("Penduduk menurut agama"),
    "population.education": _("Penduduk menurut pendidikan"),
    "population.occupation": _("Penduduk menurut pekerjaan"),
    "population.families": _("Keluarga"),
}
#: All but those whose cells are a village's own, or the sex alone, which stands in every other one.
_COUNTED = [category for category in CATEGORIES if category.dimension or category in (_residents, _families)]
_EVENT_LABELS = {
    "kind": {"birth": _("Lahir"), "death": _("Meninggal"), "move_in": _("Pindah masuk"),
             "move_out": _("Pindah keluar"), "missing": _("Hilang")},
    "sex": _SEX,
}  # fmt: skip
events = Indicator(
    code="population.events", name=_("Peristiwa kependudukan"), unit=_("orang"),
    words=_("Kelahiran, kematian, kedatangan, perpindahan, dan kehilangan dalam Laporan Bulanan, menurut tanggal lapor"),
    dimensions=["kind", "sex"], rows=_of_the_month, law=_LAW, version=2, group=_("Peristiwa"),
    heads={"kind": _("Peristiwa"), "sex": _("Jenis kelamin")}, labels=_EVENT_LABELS,
)  # fmt: skip
events_late = Indicator(
    code="population.events_late", name=_("Peristiwa susulan"), unit=_("orang"),
    words=_("Bagian dari peristiwa bulan ini yang tempatnya di bulan yang bukunya sudah ditutup"),
    dimensions=["kind", "sex"], rows=lambda on: _of_the_month(on, late=True), law=_LAW, direction="down",
    touched_by="population.events", group=_("Peristiwa"),
    heads={"kind": _("Peristiwa"), "sex": _("Jenis kelamin")}, labels=_EVENT_LABELS,
)  # fmt: skip


def _quality(on: date) -> Iterable[dict[str, Any]]:
    """The last score kept until a day: what is kept does not drift, a score counted anew would."""
    kept = QualityScore.objects.filter(on__lte=on).order_by("-on").first()
    people = kept.found.get("orang", 0) if kept is not None else 0
    if kept is None or not people:
        return []
    return [{"numerator": round(float(kept.score) * people), "denominator": people}]


quality = Indicator(
    code="population.quality", name=_("Mutu data kependudukan"), unit=_("nilai 0-100"),
    words=_(
        "Rata-rata tertimbang dari bagian yang benar pada setiap pemeriksaan data penduduk; gabungan desa ditimbang menurut "
        "penduduknya"
    ),
    rows=_quality, direction="up", law=_LAW, group=_("Mutu"),
)  # fmt: skip
reports_unsent = Indicator(
    code="population.reports_unsent", name=_("Laporan Penduduk belum dikirim"), unit=_("laporan"),
    words=_(
        "Laporan bulanan dari bulan yang sudah ditutup, dua belas bulan terakhir, yang belum ditandai desa sebagai dikirim ke "
        "kabupaten"
    ),
    rows=unsent, direction="down", law=_LAW, group=_("Laporan"),
)  # fmt: skip
_MADE = {category.indicator: _indicator(category) for category in _COUNTED}
residents, families = _MADE[LEADER], _MADE["population.families"]
religion, education, occupation = (_MADE[f"population.{name}"] for name in ("religion", "education", "occupation"))
ALL = [*_MADE.values(), events, events_late, quality, reports_unsent]
