"""What is wrong in a cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem of one cell: the row as the sheet shows it, the column's heading, and a sentence with the mend.

    ``level``: ``error`` (the row is refused) or ``warning`` (it is taken).
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
