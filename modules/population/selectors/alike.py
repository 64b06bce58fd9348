"""Records inside the village that may be one person twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from modules.population.models import Resident

#: Names of one day of birth that are as like as this may be one name spelt twice.
LIKE = 0.55
#: Reasons, the surest first.
REASONS = ("number", "same", "mother", "alike", "unborn")

# One of the two lives here (two who both left are nobody's work), and nobody said that they are two people.
_PAIR = """
    a.void_at IS NULL AND b.void_at IS NULL AND a.id < b.id AND (a.presence = 1 OR b.presence = 1)
    AND NOT EXISTS (SELECT 1 FROM population_distinctpeople d WHERE d.first_id = a.id AND d.second_id = b.id)
"""
_FIND = f"""
SELECT a.id, b.id, 'number' FROM population_formernik f
    JOIN population_resident x ON x.id = f.resident_id JOIN population_resident y ON y.nik = f.nik AND y.id <> x.id
    JOIN population_resident a ON a.id = least(x.id, y.id) JOIN population_resident b ON b.id = greatest(x.id, y.id)
    WHERE {_PAIR} {{one}}
UNION ALL
SELECT a.id, b.id, 'same' FROM population_resident a
    JOIN population_resident b ON b.name_key = a.name_key AND b.birth_date = a.birth_date WHERE {_PAIR} {{one}}
UNION ALL
SELECT a.id, b.id, 'mother' FROM population_resident a
    JOIN population_resident b ON b.name_key = a.name_key AND b.mother_name = a.mother_name
    WHERE {_PAIR} AND a.mother_name NOT IN ('', '-') AND a.birth_date IS DISTINCT FROM b.birth_date
    AND a.sex = b.sex {{one}}
UNION ALL
SELECT a.id, b.id, 'alike' FROM population_resident a
    JOIN population_resident b ON b.birth_date = a.birth_date AND b.sex = a.sex AND b.name_key <> a.name_key
    WHERE {_PAIR} AND similarity(a.name_key, b.name_key) >= {LIKE}
    AND NOT (a.family_id = b.family_id AND NOT a.nik_temporary AND NOT b.nik_temporary) {{one}}
UNION ALL
SELECT a.id, b.id, 'unborn' FROM population_resident a
    JOIN population_resident b ON b.name_key = a.name_key AND b.sex = a.sex
    WHERE {_PAIR} AND (a.birth_date IS NULL OR b.birth_date IS NULL)
    AND (a.rt_id = b.rt_id OR a.nik_temporary OR b.nik_temporary) {{one}}
"""  # noqa: S608


@dataclass
class Pair:
    """Two records and why they may be one person, the surest reason first."""

    first: UUID
    second: UUID
    reasons: list[str] = field(default_factory=list)
    people: list[Resident] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The reasons in words."""
        return [reason_words(each) for each in self.reasons]


def reason_words(reason: str) -> str:
    """Why two records may be one person."""
    return {
        "number": _("NIK dahulu orang yang satu adalah NIK orang yang lain"),
        "same": _("Nama dan tanggal lahir sama"),
        "mother": _("Nama dan nama ibu sama, tanggal lahir berbeda"),
        "alike": _("Tanggal lahir sama, nama mirip"),
        "unborn": _("Nama sama, tanggal lahir salah satunya belum diisi"),
    }[reason]


def doubles_inside(of: Resident | None = None) -> list[Pair]:
    """Pairs of records that may be one person, the surest first; of one resident alone where one is given: one query.

    Two children of one card with a NIK each are two people however alike their names: the civil registry told them apart.
    """
    one, values = "", []
    if of is not None:
        one, values = "AND %s IN (a.id, b.id)", [of.pk] * 5
    found: dict[tuple[UUID, UUID], Pair] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FIND.format(one=one), values)
        for first, second, reason in cursor.fetchall():
            pair = found.setdefault((first, second), Pair(first, second))
            if reason not in pair.reasons:
                pair.reasons.append(reason)
    for pair in found.values():
        pair.reasons.sort(key=REASONS.index)
    return sorted(found.values(), key=lambda pair: (REASONS.index(pair.reasons[0]), pair.first))


def with_people(pairs: list[Pair]) -> list[Pair]:
    """The pairs with their two residents: one query. A pair whose people are gone meanwhile is left out."""
    keys = {key for pair in pairs for key in (pair.first, pair.second)}
    people: dict[Any, Resident] = {
        each.pk: each for each in Resident.objects.filter(pk__in=keys).select_related("family", "rt__parent__parent")
    }
    for pair in pairs:
        pair.people = [people[key] for key in (pair.first, pair.second) if key in people]
    return [pair for pair in pairs if len(pair.people) == 2]
