"""What can be wrong with a tree of blocks: a problem has its place, so that an editor can show it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balai.errors import Refused


@dataclass(frozen=True)
class Problem:
    """Something wrong at a place of the tree. ``path`` counts children from the root: (2, 0) is the first child of the third.

    ``level`` is ``error`` (it may not be kept) or ``warning`` (it prints, but not as meant).
    """

    path: tuple[int, ...]
    code: str
    message: str
    level: str = "error"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"path": list(self.path), "code": self.code, "message": self.message, "level": self.level}


class BlocksRefused(Refused):
    """A tree that may not be kept; ``problems`` say why and where."""

    code = "blocks_refused"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems=[each.as_dict() for each in problems])
        self.problems = problems

    def message(self) -> str:
        first = self.problems[0].message if self.problems else ""
        more = len(self.problems) - 1
        return f"{first} " + _("(dan {n} lainnya)").format(n=more) if more > 0 else first
