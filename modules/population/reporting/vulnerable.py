"""Kelompok rentan: infants, toddlers, school age, elderly, disabled, ill, pregnant, by area, on any day.

Of who counts. Ages are full years on the day: bayi 0, anak balita 1-4 (both together are BALITA of Kategori umur:
``statistics.bands``), prasekolah 5 (Permenkes 25/2014 pasal 1), SD 6-12, SMP 13-15, SMA 16-18, lansia 60 and older (UU
13/1998). Disabled and ill are those whose column says which; "tidak cacat" and "tidak sakit" are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from balai.documents.tables import Column, Table, Total, head_of
from modules.population.codes import ChronicIllness, Disability, Pregnancy
from modules.population.models import Territory, TerritoryKind
from modules.population.selectors import place_words
from modules.population.selectors.past import counted_at_sql
from modules.population.statistics.bands import TODDLERS_UNTIL

#: Columns in the order of print: key, and what makes somebody one of them.
_AGE = "extract(year FROM age(%(on)s::date, birth_date))"
_GROUPS: tuple[tuple[str, str], ...] = (
    ("male", "sex = 1"), ("female", "sex = 2"),
    ("infants", f"{_AGE} = 0"), ("toddlers", f"{_AGE} BETWEEN 1 AND {TODDLERS_UNTIL}"),
    ("preschool", f"{_AGE} BETWEEN {TODDLERS_UNTIL + 1} AND 5"), ("primary", f"{_AGE} BETWEEN 6 AND 12"),
    ("junior", f"{_AGE} BETWEEN 13 AND 15"), ("senior", f"{_AGE} BETWEEN 16 AND 18"), ("elderly", f"{_AGE} >= 60"),
    *((f"disabled_{code}", f"disability = {int(code)}") for code in Disability if code != Disability.TIDAK_CACAT),
    ("ill_male", f"sex = 1 AND chronic_illness <> {int(ChronicIllness.TIDAK_ADA_TIDAK_SAKIT)}"),
    ("ill_female", f"sex = 2 AND chronic_illness <> {int(ChronicIllness.TIDAK_ADA_TIDAK_SAKIT)}"),
    ("pregnant", f"sex = 2 AND pregnancy = {int(Pregnancy.PREGNANT)}"),
)  # fmt: skip
KEYS = ("families", *(key for key, _condition in _GROUPS))
LEVELS = ("dusun", "rw", "rt")


@dataclass(slots=True)
class AreaCount:
    """An area's numbers, in the order of :data:`KEYS`."""

    name: str
    values: list[int]


@dataclass(slots=True)
class Vulnerable:
    """The report: areas in village order, and their sum."""

    on: date
    level: str
    areas: list[AreaCount]
    total: list[int]


def heads() -> list[str]:
    """Words of the columns after the area."""
    disabled = [str(code.label).capitalize() for code in Disability if code != Disability.TIDAK_CACAT]
    return [
        _("KK"), "L", "P", _("Bayi (0)"), _("Anak balita (1-4)"), _("Prasekolah (5)"), _("SD (6-12)"), _("SMP (13-15)"), _("SMA (16-18)"),
        _("Lansia (60+)"), *disabled, _("Sakit menahun L"), _("Sakit menahun P"), _("Hamil"),
    ]  # fmt: skip


def by_area(on: date, *, level: str = "dusun") -> Vulnerable:
    """The groups at the end of a day, by dusun, RW or RT: two queries.

    Families stand where who leads them lives, as in the balance.
    """
    people, params = counted_at_sql(on)
    # Named parameters here and positional ones in the relation do not mix: the day is a parameter each time it stands.
    groups, days = [], 0
    for _key, condition in _GROUPS:
        days += condition.count("%(on)s")
        groups.append(f"count(*) FILTER (WHERE {condition.replace('%(on)s', '%s')})")
    text = (
        f"SELECT rt_id, count(*) FILTER (WHERE family_id IS NOT NULL AND place = 1), {', '.join(groups)} "  # noqa: S608
        f"FROM (SELECT *, row_number() OVER (PARTITION BY family_id ORDER BY shdk, id) AS place FROM {people} p) here "
        "GROUP BY rt_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [*[on] * days, *params])
        rows = cursor.fetchall()
    return _gathered(on, level if level in LEVELS else "dusun", rows)


def _gathered(on: date, level: str, rows: Iterable[Sequence[Any]]) -> Vulnerable:
    nodes = {each.pk: each for each in Territory.objects.select_related("parent__parent")}
    found: dict[UUID | None, AreaCount] = {}
    total = [0] * len(KEYS)
    for key, *numbers in rows:
        node = _above(nodes.get(key), level, nodes)
        place = node.pk if node else None
        area = found.setdefault(place, AreaCount(_name(node, level), [0] * len(KEYS)))
        for index, number in enumerate(numbers):
            area.values[index] += number
            total[index] += number
    order = sorted(found, key=lambda key: _order(nodes.get(key) if key else None))
    return Vulnerable(on, level, [found[key] for key in order], total)


def _above(node: Territory | None, level: str, nodes: dict[Any, Territory]) -> Territory | None:
    """The node of the level over an RT; without an RW the RT itself stands for it."""
    if node is None or level == TerritoryKind.RT:
        return node
    parent = nodes.get(node.parent_id)
    if level == TerritoryKind.RW:
        return parent if parent is not None and parent.kind == TerritoryKind.RW else node
    while node is not None and node.parent_id is not None:
        node = nodes.get(node.parent_id)
    return node


def _name(node: Territory | None, level: str) -> str:
    if node is None:
        return _("Tanpa wilayah")
    if node.kind == TerritoryKind.RT:
        return place_words(node)
    above = node.parent
    return f"{node.get_kind_display()} {node.name}" + (f" Dusun {above.name}" if above else "")


def _order(node: Territory | None) -> tuple[Any, ...]:
    if node is None:
        return (1,)
    chain: list[Any] = []
    while node is not None:
        chain.append((node.order, node.name))
        node = node.parent
    return (0, *reversed(chain))


def table(found: Vulnerable, rows: Iterable[Sequence[Any]]) -> Table:
    """The report's table on paper, with its sum."""
    words = heads()
    disabled = len(words) - 13
    return Table(
        [Column(46), *(Column(13, "right", zero="-") for _each in words)],
        head_of(
            "WILAYAH", "KK", ("JIWA", ["L", "P"]),
            ("KELOMPOK UMUR", ["BAYI (0)", "ANAK BALITA (1-4)", "PRASEKOLAH (5)", "SD (6-12)", "SMP (13-15)", "SMA (16-18)", "LANSIA (60+)"]),
            ("CACAT", [word.upper().replace("CACAT ", "") for word in words[10 : 10 + disabled]]),
            ("SAKIT MENAHUN", ["L", "P"]), "HAMIL",
        ),
        rows,
        totals=[[Total("JUMLAH", align="center"), *(Total(number) for number in found.total)]],
    )  # fmt: skip
