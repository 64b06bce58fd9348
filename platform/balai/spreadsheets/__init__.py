"""Workbooks in (calamine, Rust) and out (xlsxwriter); what is none gets one sentence that says so."""

from balai.spreadsheets.reading import Sheet, SpreadsheetRefused, check_size, read_sheets
from balai.spreadsheets.sniffing import refuse_what_is_none
from balai.spreadsheets.writing import SheetOut, write_workbook

__all__ = [
    "Sheet",
    "SheetOut",
    "SpreadsheetRefused",
    "check_size",
    "read_sheets",
    "refuse_what_is_none",
    "write_workbook",
]
