"""What somebody asked of statistics: territory, day, residency, comparison. The URL holds all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from balai.db import today
from balai.errors import NotFound
from balai.ui.formats import long_date
from modules.population.models import BEGINNING, Territory
from modules.population.statistics.counting import Scope, keys_in, rts_below
from modules.population.statistics.declaration import Category, Status
from modules.population.statistics.known import category_of

#: So many past months can be asked for.
MONTHS = 36


@dataclass(frozen=True)
class Asked:
    """A question: ``on`` is a month's end or today, ``node`` a place (None: the village), ``compare`` a year before."""

    on: date
    status: Status = Status.PERMANENT
    node: UUID | None = None
    compare: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, Any], days: list[date]) -> Asked:
        """What a URL asks for; what makes no sense is left out. ``days`` are the month ends that can be chosen."""
        on = next((day for day in days if f"{day:%Y-%m}" == query.get("pada")), today())
        status = query.get("status")
        return cls(
            on,
            Status(status) if status in Status.values else Status.PERMANENT,
            _key(query.get("wilayah")),
            query.get("banding") == "1",
        )

    @property
    def before(self) -> date | None:
        """The day of a year before, where that is asked for."""
        return year_before(self.on) if self.compare else None

    def scope(self) -> Scope:
        """Who is counted: one query where a place is named."""
        return Scope(self.on, self.status, None if self.node is None else rts_below(self.node))

    def query(self, **changes: Any) -> str:
        """As the URL has it, with some values changed (None takes one away)."""
        values: dict[str, Any] = {
            "wilayah": str(self.node) if self.node else None,
            "pada": f"{self.on:%Y-%m}" if self.on < today() else None,
            "status": self.status.value if self.status is not Status.PERMANENT else None,
            "banding": "1" if self.compare else None,
        } | changes
        text = urlencode({key: value for key, value in values.items() if value not in (None, "")})
        return f"?{text}" if text else "?"

    def token(self, category: Category, cell: str | None) -> str:
        """A number of a table by name: what the list of residents is asked with (``statistik=``)."""
        on = f"{self.on:%Y%m%d}" if self.on < today() else ""
        return "~".join(
            [category.code, self.status.value, on, str(self.node or ""), "" if cell is None else f"={cell}"]
        )


@dataclass(frozen=True)
class Number:
    """A number of a table, out of a URL: whose it is, and its words."""

    category: Category
    asked: Asked
    cell: str | None

    @classmethod
    def of(cls, token: str) -> Number:
        """Out of its name.

        Raises:
            NotFound: no such number.
        """
        parts = token.split("~", 4)
        if len(parts) != 5:
            raise NotFound()
        code, status, on, node, cell = parts
        if status not in Status.values or (node and _key(node) is None) or (cell and cell[0] != "="):
            raise NotFound()
        asked = Asked(_day(on), Status(status), _key(node))
        return cls(category_of(code), asked, cell[1:] if cell else None)

    @property
    def token(self) -> str:
        """Its name."""
        return self.asked.token(self.category, self.cell)

    def keys(self) -> RawSQL:
        """Who they are, as keys for a condition (one query where a place is named)."""
        return keys_in(self.category, self.asked.scope(), self.cell)

    @property
    def words(self) -> str:
        """ "Agama: ISLAM, 31 Oktober 2026"."""
        words = str(self.category.title)
        if self.cell is not None:
            label = self.category.labels.get(self.cell, self.cell) if self.cell else _("Belum mengisi")
            words = f"{words}: {label}"
        return words if self.asked.on >= today() else f"{words}, {long_date(self.asked.on)}"


def month_ends(most: int = MONTHS) -> list[date]:
    """Ends of the months that are over since the village's data began, newest first, and of the one before: what its data
    began with. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least((SELECT recorded_at::date FROM population_populationevent ORDER BY id LIMIT 1), "
            "(SELECT min(counted_on) FROM population_populationevent WHERE counted_on > %s))",
            [BEGINNING],
        )
        (since,) = cursor.fetchone()
    found: list[date] = []
    day = today().replace(day=1) - timedelta(days=1)
    while since is not None and len(found) < most:
        found.append(day)
        if day < since:
            break
        day = day.replace(day=1) - timedelta(days=1)
    return found


def year_before(on: date) -> date:
    """The same day a year before; the end of February stays the end of February."""
    after = on + timedelta(days=1)
    return after.replace(year=after.year - 1) - timedelta(days=1) if after.day == 1 else _replaced(on)


def _replaced(on: date) -> date:
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def place_choices() -> list[tuple[str, str]]:
    """Every node as (key, words), in the tree's order, deeper ones moved in: one query."""
    children: dict[UUID | None, list[Territory]] = {}
    for node in Territory.objects.filter(void_at=None).order_by("order", "name"):
        children.setdefault(node.parent_id, []).append(node)
    found: list[tuple[str, str]] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for node in children.get(parent, ()):
            found.append((str(node.pk), "\u2003" * depth + str(node)))
            walk(node.pk, depth + 1)

    walk(None, 0)
    return found


def _key(text: Any) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def _day(text: str) -> date:
    if not text:
        return today()
    if not (len(text) == 8 and text.isascii() and text.isdigit()):
        raise NotFound()
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise NotFound() from None
