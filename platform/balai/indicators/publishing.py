"""What of a table everybody may see: no number so small that it points at a person, nor any that gives one away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from balai.indicators.suppression import suppress


@dataclass(frozen=True)
class PublicRow:
    """A line as the public sees it: None is hidden. ``total`` is always shown."""

    label: str
    male: int | None
    female: int | None
    total: int


def published(rows: Sequence[tuple[str, int, int]], min_cell: int = 5) -> list[PublicRow]:
    """Lines of (label, L, P) with small cells hidden.

    A line whose own sum is small cannot be shown, and hiding it alone would not help: the sum of all lines stands in the
    cards. Such lines are put together into one, with as many more as make it large enough. Then the cells inside are
    hidden. Sums of the two columns may not be shown beside them. Nothing at all is shown of a table that is small as a
    whole.
    """
    sums = suppress({(label,): male + female for label, male, female in rows}, min_cell)
    kept = [row for row in rows if sums[row[0],] is not None]
    joined = [row for row in rows if sums[row[0],] is None]
    if joined:
        male, female = sum(row[1] for row in joined), sum(row[2] for row in joined)
        if male + female < min_cell:
            return []
        kept.append((_("Lainnya (digabung)"), male, female))
    cells: dict[tuple[str, ...], int] = {
        (label, sex): number for label, *pair in kept for sex, number in zip(("1", "2"), pair, strict=True)
    }
    shown = suppress(cells, min_cell)
    return [PublicRow(label, shown[label, "1"], shown[label, "2"], male + female) for label, male, female in kept]
