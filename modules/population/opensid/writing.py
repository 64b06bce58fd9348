"""Writing the workbook: an export that imports again unchanged, and the result sheet of an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from balai.spreadsheets import SheetOut, write_workbook
from modules.population.opensid.checking import _DATES, _LISTS, _TEXTS
from modules.population.opensid.issues import Issue
from modules.population.opensid.reading import HEADINGS, Workbook
from modules.population.rows import ResidentRow

_ATTRIBUTE = (
    {heading: name for heading, (name, _choices) in _LISTS.items()}
    | dict(_DATES)
    | {heading: name for heading, (name, _longest) in _TEXTS.items()}
    | {
        "nama": "name", "nik": "nik", "no_kk": "no_kk", "dusun": "dusun", "rw": "rw", "rt": "rt", "ayah_nik": "father_nik",
        "ibu_nik": "mother_nik", "tag_id_card": "tag_id_card",
    }
)  # fmt: skip
_LABELS = {heading: dict(choices.choices) for heading, (_name, choices) in _LISTS.items()}


def _cells(row: ResidentRow, labelled: bool) -> list[Any]:
    found = []
    for heading in HEADINGS:
        value = getattr(row, _ATTRIBUTE[heading])
        if value in (None, ""):
            value = "-" if heading in {"dusun", "rw", "rt"} else ""
        elif labelled and heading in _LABELS and heading != "id_asuransi":
            value = str(_LABELS[heading][value])
        found.append(value)
    return found


def export_rows(rows: Iterable[ResidentRow], target: Any, *, labelled: bool = False) -> None:
    """Write residents as OpenSID's 43 columns, coded or labelled; reading it again gives the same rows."""
    widths = {4: 28.0, 5: 19.0, 6: 19.0, 0: 28.0}
    write_workbook(target, [SheetOut("Data Penduduk", HEADINGS, (_cells(row, labelled) for row in rows), widths)])


def write_result(
    target: Any, book: Workbook, outcome: Mapping[int, str], issues: Iterable[Issue], patches: Mapping[str, str]
) -> None:
    """The result sheet: every row as it came, what came of it, what was said, what was mended."""
    told: dict[int, list[str]] = {}
    for issue in issues:
        told.setdefault(issue.row, []).append(f"{issue.column}: {issue.message}")
    mended: dict[int, list[str]] = {}
    for place, text in patches.items():
        row, _colon, column = place.partition(":")
        mended.setdefault(int(row), []).append(f"{column} = {text}")
    words = {"new": "Baru", "changed": "Diubah", "unchanged": "Tetap", "refused": "Ditolak"}
    rows = (
        [
            number,
            words.get(outcome.get(number, "refused"), ""),
            "; ".join(told.get(number, [])),
            "; ".join(mended.get(number, [])),
            *[cells.get(heading, "") for heading in book.headings],
        ]
        for number, cells in book.rows
    )
    head = ["Baris", "Hasil", "Catatan", "Diperbaiki", *book.headings]
    write_workbook(target, [SheetOut("Hasil impor", head, rows, {2: 60.0})])
