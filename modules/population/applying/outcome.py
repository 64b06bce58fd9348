"""What came of rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from modules.population.opensid.issues import Issue

#: So many changed rows are shown with their changes before an import is applied.
SHOWN = 20


@dataclass
class Applied:
    """What came of the rows; ``outcome`` by row number: new, changed, unchanged or refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    #: Lines of the ledger that were written.
    events: int = 0
    issues: list[Issue] = field(default_factory=list)
    outcome: dict[int, str] = field(default_factory=dict)
    #: Of the first changed rows (SHOWN): columns as they were and as they will be; RT and family in words.
    changes: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    families_to_mend: set[str] = field(default_factory=set)

    @property
    def applied(self) -> int:
        """Rows that changed the register or agreed with it."""
        return self.new + self.changed + self.unchanged

    def rows_by_outcome(self) -> dict[str, list[int]]:
        """Row numbers by what became of them, in the order in which they were decided."""
        found: dict[str, list[int]] = {}
        for row, what in self.outcome.items():
            found.setdefault(what, []).append(row)
        return found

    @property
    def warnings(self) -> int:
        """How many warnings."""
        return sum(issue.level == "warning" for issue in self.issues)


class RowRefused(Exception):
    """A row that cannot be taken."""

    def __init__(self, column: str, value: Any, code: str, message: str) -> None:
        super().__init__(code)
        self.column, self.value, self.code, self.message = column, value, code, message
