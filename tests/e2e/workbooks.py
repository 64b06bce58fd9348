"""The demo village's own register as a workbook, with some cells changed and three of them wrong."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from balai.spreadsheets import SheetOut, read_sheets, write_workbook
from modules.population.opensid import HEADINGS, export_rows
from modules.population.synthetic import generate
from workers.demo.villages import VILLAGES

#: So many people get another tribe (suku).
CHANGED = 40


@dataclass(frozen=True)
class Book:
    """A workbook, how many rows it has and changes, and its mends: (row of the sheet, column, what belongs there)."""

    path: Path
    rows: int
    changed: int
    mends: list[tuple[int, str, str]]


def register_with_errors(path: Path, *, tribe: str, here: Container[str]) -> Book:
    """Write everybody of the demo village; a day that does not exist, a sex that does not, a NIK of 15 digits.

    ``here``: the NIK of those who still live there. Another journey lets somebody die, and a workbook from before would
    bring the dead back: that is refused, rightly.
    """
    demo = VILLAGES[0]
    people = generate(
        seed=demo.seed, residents=demo.residents, village_code=demo.code, village_name=demo.subdomain.title()
    )
    buffer = io.BytesIO()
    export_rows(people, buffer)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(buffer.getvalue())
        file.flush()
        heading, *rows = read_sheets(file.name)[0].rows
    assert list(heading) == list(HEADINGS)
    rows = [row for row in rows if str(row[HEADINGS.index("nik")]) in here]
    for row in rows[100 : 100 + CHANGED]:
        row[HEADINGS.index("suku")] = tribe
    mends = []
    for number, column, wrong in ((3, "tanggallahir", "31-02-1980"), (17, "sex", 7), (30, "nik", "331505010167934")):
        place = HEADINGS.index(column)
        right = rows[number][place]
        rows[number][place] = wrong
        words = (
            right.strftime("%d-%m-%Y") if hasattr(right, "strftime") else str(int(right) if column == "sex" else right)
        )
        mends.append((number + 2, column, words))  # row 1 is the heading
    text = frozenset(HEADINGS.index(name) for name in ("nik", "no_kk", "rt", "rw", "dusun", "ayah_nik", "ibu_nik"))
    write_workbook(path, [SheetOut("Data Penduduk", HEADINGS, rows, text=text)])
    return Book(path, len(rows), CHANGED, mends)
