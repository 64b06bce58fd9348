"""Small cells: a number so small that it points at a person is not shown, nor can it be worked out from the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Key = tuple[str, ...]


def suppress(cells: Mapping[Key, int], min_cell: int = 5) -> dict[Key, int | None]:
    """The cells with small ones hidden (``None``), so that totals shown beside them do not give them away.

    A count from 1 to ``min_cell - 1`` is hidden; 0 says nothing about anybody and stays. Then, in every line that has a
    total (all cells that differ in one place of the key only), as many further cells are hidden, smallest first, until
    at least two are hidden and what is hidden adds up to ``min_cell`` or more. A line whose own total is small cannot
    be saved by this: all of it is hidden, and the caller shows no total for it.
    """
    hidden = {key for key, value in cells.items() if 0 < value < min_cell}
    lines = _lines(cells)
    changed = bool(hidden)
    while changed:
        changed = False
        for line in lines:
            gone = [key for key in line if key in hidden]
            if not gone:
                continue
            # Zeros last: hiding one costs the reader nothing, but protects nobody while larger cells are left.
            rest = sorted(
                (key for key in line if key not in hidden), key=lambda key: (cells[key] == 0, cells[key], key)
            )
            while rest and (len(gone) < 2 or sum(cells[key] for key in gone) < min_cell):
                gone.append(rest.pop(0))
                hidden.add(gone[-1])
                changed = True
    return {key: None if key in hidden else value for key, value in cells.items()}


def _lines(cells: Mapping[Key, int]) -> list[list[Key]]:
    found: dict[tuple[int, Key], list[Key]] = defaultdict(list)
    for key in cells:
        for place in range(len(key)):
            found[place, key[:place] + key[place + 1 :]].append(key)
    return list(found.values())
