"""What every module's importer needs (``balai.registry.Importer``): a sheet by its headings, and a report of its rows.

sheet = pick_sheet(read_sheets(path), "RTM", HEADINGS)
table = table_of(sheet, HEADINGS)                       # rows as {key: cell}; "###" ends them
tally = Tally()
tally.refuse(row.number, "NIK", row.text("nik"), "nik_unknown", _("NIK ini tidak ada di daftar penduduk."))
tally.count("new", row.number, words="SITI AMINAH masuk rumah tangga 7")
return tally.report(applied=not dry_run)
"""

from balai.imports.tables import Heading, Row, SheetTable, cell_text, day_of, fits, pick_sheet, table_of
from balai.imports.tally import Tally

__all__ = ["Heading", "Row", "SheetTable", "Tally", "cell_text", "day_of", "fits", "pick_sheet", "table_of"]
