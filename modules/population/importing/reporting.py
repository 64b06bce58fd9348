"""What came of a file: the report of the contract, and what the preview shows besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from modules.population import opensid
from modules.population.applying import SHOWN, Applied
from modules.population.models import ImportRun
from modules.population.opensid.checking import Checked
from modules.population.opensid.columns import ATTRIBUTE, official_labels, text_of
from modules.population.rows import ResidentRow

_HEADING = {attribute: heading for heading, attribute in ATTRIBUTE.items()}
_OWNED = {"rt_id": "rt", "family_id": "no_kk"}
#: Issues that leave a family in the queue "families to mend".
_TO_MEND = frozenset({"no_head", "two_heads"})
COUNTS = ("rows", "new", "changed", "unchanged", "refused", "warnings", "applied")


@dataclass
class Report:
    """What ``village load --json`` prints and the preview shows."""

    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    warnings: int
    applied: int
    issues: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """In the order of the contract."""
        return self.counts() | {"issues": self.issues}

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        return {name: getattr(self, name) for name in COUNTS}

    @classmethod
    def of(cls, data: Mapping[str, Any], issues: list[dict[str, Any]] | None = None) -> Report:
        """From a report or a run's summary, whatever stands in it besides."""
        found = list(data.get("issues", [])) if issues is None else issues
        return cls(**{name: int(data.get(name) or 0) for name in COUNTS}, issues=found)


def report_of(checked: Checked, done: Applied, *, applied: bool) -> Report:
    """The report of checked rows and of what was decided (or done) about them."""
    issues = sorted([*checked.issues, *done.issues], key=lambda issue: (issue.row, issue.level))
    return Report(
        rows=checked.total,
        new=done.new,
        changed=done.changed,
        unchanged=done.unchanged,
        refused=len(checked.refused) + done.refused,
        warnings=sum(issue.level == "warning" for issue in issues),
        applied=done.applied if applied else 0,
        issues=[issue.as_dict() for issue in issues],
    )


def preview_of(book: opensid.Workbook, checked: Checked, done: Applied, report: Report) -> dict[str, Any]:
    """First rows of each outcome, kinds of issues with their counts, families to mend, how the file names columns."""
    return {
        "first": _first(book, checked, done),
        "kinds": kinds_of(report.issues),
        "families": _families(checked, done, report),
        "titles": book.titles,
        "sheets": book.sheets,
    }


def kinds_of(issues: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How often each kind of issue was told of each column, errors first, the most first."""
    counted = Counter((issue["level"], issue["code"], issue["column"]) for issue in issues)
    kinds = [
        {"level": level, "code": code, "column": column, "count": count}
        for (level, code, column), count in counted.items()
    ]
    return sorted(kinds, key=lambda kind: (kind["level"] != "error", -kind["count"], kind["code"]))


def _first(book: opensid.Workbook, checked: Checked, done: Applied) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"new": [], "changed": [], "unchanged": [], "refused": []}
    for row in checked.rows:
        what = done.outcome.get(row.row, "refused")
        if len(found[what]) < SHOWN:
            found[what].append(_person(row) | {"changes": _changes(done.changes.get(row.row, {}))})
    index_of = {number: index for index, number in enumerate(book.numbers)}
    for number in sorted(checked.refused)[:SHOWN]:
        # Only what the file says is known of a row that was refused before it became somebody.
        cells = {
            name: text_of(book.columns[name][index_of[number]]) for name in ("nama", "nik") if name in book.columns
        }
        found["refused"].append({"row": number, "name": cells.get("nama", ""), "nik": cells.get("nik", "")})
    found["refused"] = sorted(found["refused"], key=lambda each: each["row"])[:SHOWN]
    return found


def _person(row: ResidentRow) -> dict[str, Any]:
    return {
        "row": row.row, "name": row.name, "nik": row.nik, "no_kk": row.no_kk,
        "place": "/".join(part or "-" for part in (row.dusun, row.rw, row.rt)) if row.rt or row.dusun else "",
        "born": row.birth_date.isoformat() if row.birth_date else "",
    }  # fmt: skip


def _changes(changes: Mapping[str, tuple[Any, Any]]) -> list[list[str]]:
    """``[column, before, after]`` in words."""
    found = []
    for attribute, (before, after) in changes.items():
        heading = _OWNED.get(attribute) or _HEADING.get(attribute, attribute)
        labels: Mapping[Any, str] = official_labels().get(heading, {})
        found.append([heading, *(labels.get(value) or text_of(value) for value in (before, after))])
    return found


def _families(checked: Checked, done: Applied, report: Report) -> dict[str, Any]:
    rows = {issue["row"] for issue in report.issues if issue["code"] in _TO_MEND}
    numbers = {row.no_kk for row in checked.rows if row.row in rows and row.no_kk} | done.families_to_mend
    return {"count": len(numbers), "first": sorted(numbers)[:SHOWN]}


def keep(run: ImportRun, report: Report, state: str, **details: Any) -> None:
    """Write a report onto its run; ``details`` replace what stood in the summary beside the counts."""
    run.issues = report.issues
    run.summary = {**run.summary, **details, **report.counts()}
    run.summary.pop("sentence", None)
    run.state = state
    run.save()
