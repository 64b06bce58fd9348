"""Tables that people take along: a report is columns and a generator of rows; formats, file names, progress, the job,
the audit and the download belong to this package and are the same for every list of the house.
"""

from balai.reports.asking import ask_for_export, discard_old_exports, run_export
from balai.reports.declaration import Export, Frame, Report, ReportColumn, export_of
from balai.reports.writing import FORMATS, write_report

__all__ = [
    "FORMATS", "Export", "Frame", "Report", "ReportColumn", "ask_for_export", "discard_old_exports", "export_of",
    "run_export", "write_report",
]  # fmt: skip
