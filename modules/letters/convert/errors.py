"""What stops an import altogether; what does not is an :class:`Issue` at its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modules.letters.errors import LetterError


class ImportRefused(LetterError):
    """The file cannot be taken; nothing was changed."""

    code = "letter_import_refused"


class TemplateRefused(LetterError):
    """One template of the file cannot be converted; the others go on."""

    code = "letter_template_refused"


@dataclass(frozen=True)
class Issue:
    """Something that a person should look at: which template, where in it, and what.

    ``level`` is ``warning`` (converted, but not as it was) or ``error`` (the template could not be converted).
    """

    template: str
    place: str
    message: str
    level: str = "warning"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"template": self.template, "place": self.place, "message": self.message, "level": self.level}


class Report:
    """Collects the issues of one template, each sentence once a place, and at most a hundred: the rest is counted."""

    LIMIT = 100

    def __init__(self, template: str) -> None:
        self.template = template
        self.place = ""
        self.issues: list[Issue] = []
        self.more = 0

    def say(self, message: str, place: str = "", level: str = "warning") -> None:
        """Note something, at ``place`` or where the conversion stands at this moment."""
        issue = Issue(self.template, place or self.place, message, level)
        if issue in self.issues:
            return
        if len(self.issues) < self.LIMIT:
            self.issues.append(issue)
        else:
            self.more += 1
