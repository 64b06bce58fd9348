"""What a category of statistics is. Pure declarations: nothing here needs the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """The headings under which categories are listed, in this order."""

    PEOPLE = "people", _("Penduduk")
    WORK = "work", _("Pendidikan dan pekerjaan")
    PAPERS = "papers", _("Dokumen")
    HEALTH = "health", _("Kesehatan dan jaminan")
    FAMILIES = "families", _("Keluarga")
    WELFARE = "welfare", _("Kesejahteraan")


class Status(TextChoices):
    """Whose residency is counted."""

    PERMANENT = "tetap", _("Penduduk tetap")
    TEMPORARY = "tidak-tetap", _("Penduduk tidak tetap")
    ALL = "semua", _("Tetap dan tidak tetap")


#: What stands in a row of the relation that a category counts (see ``counting``): residents who are here, residents who
#: died, or families, one row each, which is that of their head.
Source = Literal["people", "dead", "families"]
Chart = Literal["bar", "pyramid"]
PEOPLE = _("orang")
MOST = _("Paling banyak {label}: {share} dari {total} {unit}")


@dataclass(frozen=True)
class Category:
    """A table of statistics: who is counted, and into which cell each falls.

    ``code`` names it in URLs and, behind ``population.``, in the facts. ``cell`` is an SQL expression over the row ``p``
    (every column of a resident as on the day, besides ``years``, ``on_day`` and ``dusun_id``) that gives a cell's code;
    NULL is "Belum mengisi". ``who`` is an SQL condition that narrows who counts, ``who_words`` says it to people,
    ``joins`` brings further tables in; where a join gives somebody two rows, they count twice. ``labels`` are the words
    of the codes in the order in which they are read; rows stand in that order, or, ``by_size``, the largest first. Codes
    without a word (a village's own text) are shown as they are.

    ``finding`` is the sentence over the chart, with ``{label}``, ``{share}``, ``{number}``, ``{total}``: of the cell
    ``about``, else of the largest.

    ``only_today`` says that the joins reach tables which keep no past and of whose changes the register hears nothing: such a
    category is counted anew each time, and as of today alone.

    ``overlap`` names what several categories divide in different ways: of those, the public sees only one, or what one
    table hides could be worked out from the other. ``sensitive`` ones are not published at all.
    """

    code: str
    title: Any
    head: Any
    group: Group
    cell: str
    labels: Mapping[str, Any]
    source: Source = "people"
    who: str = ""
    who_words: Any = ""
    joins: str = ""
    unit: Any = PEOPLE
    by_size: bool = False
    finding: Any = MOST
    about: str = ""
    status: Status | None = None
    chart: Chart = "bar"
    overlap: str = ""
    only_today: bool = False
    sensitive: bool = False
    min_cell: int = 5
    law: str = ""
    note: Any = ""
    #: The name of the dimension in the facts; '' where the category stays in the village (its cells are no codes).
    dimension: str = ""
    #: In place of ``cell`` for the facts, where a cell may be a village's own text: only codes leave it.
    fact_cell: str = ""
    #: Words of the codes in the facts, where they are others than the village's own.
    fact_labels: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.code.replace("_", "").isalnum() or len(self.code) > 40:
            raise ValueError(f"category {self.code!r}: letters, digits and _, at most 40")
        if self.about and self.about not in self.labels:
            raise ValueError(f"category {self.code}: {self.about!r} is no cell of it")

    @property
    def indicator(self) -> str:
        """The code of its numbers in the facts."""
        return f"population.{self.code}"

    @property
    def is_wide(self) -> bool:
        """Whether rows without anybody are left out, because there are too many."""
        return self.by_size or len(self.labels) > 24
