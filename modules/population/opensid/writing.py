"""Writing the workbook: an export that imports again unchanged, and the result sheet of an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from balai.spreadsheets import SheetOut, write_workbook
from modules.population.opensid.columns import ALL_HEADINGS, AREAS, ATTRIBUTE, CODED, HEADINGS, official_labels, text_of
from modules.population.opensid.issues import Issue
from modules.population.opensid.reading import Place, Workbook, split_place
from modules.population.rows import ResidentRow

SHEET = "Data Penduduk"
_WIDTHS = {"alamat": 28.0, "nama": 28.0, "no_kk": 19.0, "nik": 19.0, "ayah_nik": 19.0, "ibu_nik": 19.0}
#: Columns that Excel would take for numbers or formulas.
_TEXT = frozenset(
    {*AREAS, "no_kk", "nik", "ayah_nik", "ibu_nik", "tag_id_card", "akta_lahir", "akta_perkawinan", "akta_perceraian"}
    | {"dokumen_pasport", "dokumen_kitas", "no_asuransi", "lat", "lng"}
    | {"telepon", "no_kk_sebelumnya", "waktu_lahir", "bpjs_ketenagakerjaan", "telegram"}
)


def export_rows(
    rows: Iterable[ResidentRow], target: Any, labelled: bool = False, *, everything: bool = False
) -> None:  # fmt: skip
    """Write residents as OpenSID's 43 columns to a path or buffer, coded or labelled; reading it gives the same rows.

    What those columns cannot hold (phone, chronic illness, Tetap or Tidak Tetap, birth details) is left out, or with
    ``everything`` stands in columns of ours beside them. Such a file imports here unchanged; OpenSID refuses it.
    """
    headings = ALL_HEADINGS if everything else HEADINGS
    sheet = SheetOut(
        SHEET,
        headings,
        cells_of(rows, labelled, everything=everything),
        widths={headings.index(heading): width for heading, width in _WIDTHS.items()},
        text=frozenset(headings.index(heading) for heading in _TEXT if heading in headings),
    )
    write_workbook(target, [sheet])


def sheet_columns(*, everything: bool = False) -> list[tuple[str, float, bool]]:
    """The workbook's columns: heading, width in characters (0: by the heading), whether it stays text."""
    headings = ALL_HEADINGS if everything else HEADINGS
    return [(heading, _WIDTHS.get(heading, 0), heading in _TEXT) for heading in headings]


def cells_of(
    rows: Iterable[ResidentRow], labelled: bool = False, *, everything: bool = False
) -> Iterator[list[Any]]:  # fmt: skip
    """What stands in the workbook's rows, in the order of its columns."""
    headings = ALL_HEADINGS if everything else HEADINGS
    values = attrgetter(*(ATTRIBUTE[heading] for heading in headings))
    for row in rows:
        yield _cells(headings, values(row), labelled)


def _cells(headings: tuple[str, ...], values: tuple[Any, ...], labelled: bool) -> list[Any]:
    cells = []
    for heading, value in zip(headings, values, strict=True):
        if value is None or value == "":
            # OpenSID writes "-" for the areas of residents without a family card.
            value = "-" if heading in AREAS else ""
        elif isinstance(value, str):
            value = _as_read(value)
        elif labelled and heading in CODED:
            value = official_labels()[heading][value]
        cells.append(value)
    return cells


def _as_read(text: str) -> str:
    """Text that reading would take something off, written so that it comes back: quotes doubled and wrapped."""
    if text[0] == "'":
        return f"'{text}"
    if text[0] == '"' and text[-1] == '"':
        return '"' + text.replace('"', '""') + '"'
    return text


def write_result(
    target: Any,
    book: Workbook,
    outcome: Mapping[int, str],
    issues: Iterable[Issue],
    patches: Mapping[str, str] | Mapping[Place, str],
) -> None:
    """The result sheet: every row as it came, what came of it, what was said, what was mended.

    ``outcome``: new, changed, unchanged or refused by row number (refused where it is missing). Cells with an error are
    red, with a warning yellow. A mended cell shows what stands there now, the column Diperbaiki what stood there.
    """
    told: dict[int, list[str]] = {}
    marks: dict[tuple[int, int], str] = {}
    first = 4
    index_of = {number: index for index, number in enumerate(book.numbers)}
    column_of = {heading: first + index for index, heading in enumerate(book.headings)}
    for issue in issues:
        told.setdefault(issue.row, []).append(f"{issue.column}: {issue.message}")
        if issue.row in index_of and issue.column in column_of:
            place = (index_of[issue.row], column_of[issue.column])
            if marks.get(place) != "error":
                marks[place] = issue.level
    mended: dict[int, list[str]] = {}
    for key, text in patches.items():
        row, column = split_place(key)
        mended.setdefault(row, []).append(
            _('{column}: "{before}" menjadi "{after}"').format(
                column=column, before=text_of(book.originals.get((row, column), "")), after=text
            )
        )
    words = {"new": _("Baru"), "changed": _("Diubah"), "unchanged": _("Tetap"), "refused": _("Ditolak")}
    columns = [book.columns[heading] for heading in book.headings]
    rows = (
        [
            book.place(number),
            words[outcome.get(number, "refused")],
            "; ".join(told.get(number, [])),
            "; ".join(mended.get(number, [])),
            *[column[index] for column in columns],
        ]
        for index, number in enumerate(book.numbers)
    )
    head = [_("Baris"), _("Hasil"), _("Catatan"), _("Diperbaiki"), *book.headings]
    widths = {2: 60.0, 3: 30.0} | {column_of[name]: width for name, width in _WIDTHS.items() if name in column_of}
    texts = frozenset(column_of[name] for name in _TEXT if name in column_of)
    write_workbook(target, [SheetOut(_("Hasil impor"), head, rows, widths=widths, text=texts, marks=marks)])
