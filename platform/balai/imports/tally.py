"""The report of an import: what became of each row, every problem at once, the first rows of each outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["new", "changed", "unchanged"]
#: So many rows of each outcome are shown in a preview.
SHOWN = 10


@dataclass
class Tally:
    """Counts rows and issues; ``report()`` is what ``Importer.load`` returns."""

    outcome: dict[int, str] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    first: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)

    def refuse(self, row: int, column: str, value: Any, code: str, message: str) -> None:
        """A row that is not taken: what, where, and how to mend it."""
        self.refused.add(row)
        self._say(row, column, value, "error", code, message)

    def warn(self, row: int, column: str, value: Any, code: str, message: str) -> None:
        """A row that is taken, with a doubt."""
        self._say(row, column, value, "warning", code, message)

    def _say(self, row: int, column: str, value: Any, level: str, code: str, message: str) -> None:
        issue = {
            "row": row,
            "column": column,
            "value": str(value)[:200],
            "level": level,
            "code": code,
            "message": message,
        }
        self.issues.append(issue)

    def count(self, outcome: Outcome, row: int, *, words: str = "") -> None:
        """What becomes of a row that is taken."""
        self.outcome[row] = outcome
        shown = self.first.setdefault(outcome, [])
        if words and len(shown) < SHOWN:
            shown.append({"row": row, "words": words})

    def is_refused(self, row: int) -> bool:
        """Whether a row was refused."""
        return row in self.refused

    def report(self, *, applied: bool, **more: Any) -> dict[str, Any]:
        """The contract's keys; ``applied`` counts what was written, ``more`` stands beside them."""
        counts = {
            name: sum(what == name and row not in self.refused for row, what in self.outcome.items())
            for name in ("new", "changed", "unchanged")
        }
        return {
            "rows": len(self.outcome.keys() | self.refused), **counts, "refused": len(self.refused),
            "warnings": sum(each["level"] == "warning" for each in self.issues),
            "applied": counts["new"] + counts["changed"] if applied else 0,
            "issues": sorted(self.issues, key=lambda each: (each["row"], each["level"])), "first": self.first, **more,
        }  # fmt: skip
