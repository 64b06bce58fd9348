"""What is wrong in a cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem of one cell: the row as the sheet shows it, the column's heading, and a sentence with the mend.

    ``level``: ``error`` (the row is refused) or ``warning`` (it is taken). Row 1 is the headings: said of a whole column.
    """

    row: int
    column: str
    value: str
    level: str
    code: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """What parsing says of a cell's value, wherever it stands; ``value`` is what is kept when it is a warning."""

    level: str
    code: str
    message: str
    value: Any = None
