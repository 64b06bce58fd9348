"""A list as an official paper: the village's letterhead above it, the day and who signs below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from balai import registry
from balai.db import today
from balai.documents.tables import Column, Kop, Signature, Table, TableDocument, head_of
from balai.reports.asking import report_frame
from balai.reports.declaration import ReportColumn
from balai.reports.writing import cell
from balai.ui.formats import long_date

#: Millimetres across and down: F4 lying and standing.
LYING, STANDING = (330.0, 215.0), (215.0, 330.0)


def kop() -> Kop | None:
    """The village's letterhead; None where no installed module knows it."""
    found = registry.letterhead()
    return Kop(found.lines, found.crest) if found else None


def signature(post: str, on: date, *, dated: bool = True, above: Sequence[str] = ()) -> Signature | None:
    """Who signs for a post on a day ("GEYER, 26 November 2026" above it); None where no module knows the post."""
    who = registry.signatories(on).get(post)
    if who is None:
        return None
    head = registry.letterhead()
    place = [f"{head.place.title()}, {long_date(on)}"] if dated and head else []
    return Signature([*place, *above, who.title], who.name, who.number)


def signed_paper(
    name: str, columns: Sequence[ReportColumn], *, title: Sequence[str], facts: Sequence[tuple[str, str]] = (),
    posts: Sequence[str] = ("kades",), landscape: bool = True, numbering: bool = False,
) -> Callable[[Iterable[Sequence[Any]]], TableDocument]:  # fmt: skip
    """What ``Report(paper=...)`` wants: a document with kop, title, one table and the signatures of the posts.

    With two posts the village's head signs at the left under "Mengetahui", as books have it.
    """

    def paper(rows: Iterable[Sequence[Any]]) -> TableDocument:
        on, frame = today(), report_frame()
        found = [
            signature(
                post, on, dated=number == len(posts) - 1, above=[] if number else ["Mengetahui"] * (len(posts) > 1)
            )
            for number, post in enumerate(posts)
        ]
        table = Table(
            [
                Column((each.width or max(12.0, len(str(each.title)) + 2)) * 1.9, "right" if each.kind == "number" else "left")
                for each in columns
            ],
            head_of(*(str(each.title) for each in columns)), ([cell(value) for value in row] for row in rows),
            numbering=numbering,
        )  # fmt: skip
        return TableDocument(
            name, [table], title=list(title), kop=kop(), facts=list(facts), watermark=frame.watermark,
            signatures=[each for each in found if each], footer=f"{name} · {frame.place}" if frame.place else name,
            paper=LYING if landscape else STANDING, created=on,
        )  # fmt: skip

    return paper
