"""OpenSID's resident workbook: read, checked cell by cell, written. Pure: no database.

Facts: 43 columns by machine name, coded or labelled, with the quirks of OpenSID's own exports.
"""

from modules.population.opensid.checking import Checked, KnownNumbers, check
from modules.population.opensid.columns import ALL_HEADINGS, EXTRA, HEADINGS
from modules.population.opensid.headings import HeadingsDiffer
from modules.population.opensid.issues import Issue
from modules.population.opensid.reading import Note, Workbook, apply_patches, from_sheets, read
from modules.population.opensid.writing import SHEET, cells_of, export_rows, sheet_columns, write_result

__all__ = [
    "ALL_HEADINGS",
    "EXTRA",
    "HEADINGS",
    "SHEET",
    "Checked",
    "HeadingsDiffer",
    "Issue",
    "KnownNumbers",
    "Note",
    "Workbook",
    "apply_patches",
    "cells_of",
    "check",
    "export_rows",
    "from_sheets",
    "read",
    "sheet_columns",
    "write_result",
]
