"""Numbers of the register that the regency sees: codes only, no dusun, no RT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from balai.indicators import Indicator
from modules.population.models import EventKind, PopulationEvent, Resident
from modules.population.selectors import band_of, counted

_WHO = _("Penduduk tetap yang hidup dan tinggal di desa pada akhir bulan (dengan atau tanpa keluarga)")
_LAW = "Permendagri 47/2016; Permendagri 65/2010"


def _by_age(on: date) -> Iterable[dict[str, Any]]:
    found: Counter[tuple[int, str]] = Counter()
    for sex, born, number in counted().order_by().values_list("sex", "birth_date").annotate(n=Count("pk")):
        found[sex, band_of(born, on)] += number
    return [{"sex": sex, "age": band, "value": number} for (sex, band), number in found.items()]


def _by(column: str) -> Any:
    def rows(on: date) -> QuerySet[Resident, dict[str, Any]]:
        return counted().order_by().values(column, "sex").annotate(value=Count("pk"))  # type: ignore[no-any-return]

    return rows


def _families(on: date) -> Iterable[dict[str, Any]]:
    heads = counted().order_by().filter(shdk=1).values_list("sex").annotate(n=Count("pk"))
    return [{"head_sex": sex, "value": number} for sex, number in heads]


def _events(on: date) -> Iterable[dict[str, Any]]:
    first = on.replace(day=1)
    kinds = [EventKind.BIRTH, EventKind.DEATH, EventKind.MOVE_IN, EventKind.MOVE_OUT, EventKind.MISSING]
    found = (
        PopulationEvent.objects.filter(kind__in=kinds, report_date__gte=first, report_date__lte=on, undone_by=None)
        .order_by()
        .values_list("kind", "resident__sex")
        .annotate(n=Count("pk"))
    )
    return [{"kind": kind, "sex": sex, "value": number} for kind, sex, number in found]


residents = Indicator(
    code="population.residents", name=_("Penduduk"), unit=_("orang"), words=_WHO, dimensions=["sex", "age"], rows=_by_age,
    law=_LAW,
)  # fmt: skip
religion = Indicator(
    code="population.religion", name=_("Penduduk menurut agama"), unit=_("orang"), words=_WHO,
    dimensions=["religion", "sex"], rows=_by("religion"), law=_LAW,
)  # fmt: skip
education = Indicator(
    code="population.education", name=_("Penduduk menurut pendidikan"), unit=_("orang"), words=_WHO,
    dimensions=["education", "sex"], rows=_by("education"), law=_LAW,
)  # fmt: skip
occupation = Indicator(
    code="population.occupation", name=_("Penduduk menurut pekerjaan"), unit=_("orang"), words=_WHO,
    dimensions=["occupation", "sex"], rows=_by("occupation"), law=_LAW,
)  # fmt: skip
families = Indicator(
    code="population.families", name=_("Keluarga"), unit=_("keluarga"),
    words=_("Kartu keluarga yang kepala keluarganya hidup dan tinggal di desa"), dimensions=["head_sex"], rows=_families,
    law=_LAW,
)  # fmt: skip
events = Indicator(
    code="population.events", name=_("Peristiwa kependudukan"), unit=_("peristiwa"),
    words=_("Kelahiran, kematian, kedatangan, perpindahan, dan kehilangan menurut tanggal lapor dalam bulan ini"),
    dimensions=["kind", "sex"], rows=_events, law=_LAW,
)  # fmt: skip
ALL = [residents, religion, education, occupation, families, events]
