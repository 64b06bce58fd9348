"""OpenSID's resident workbook, and any list with one person a row whose columns an officer has matched to it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.spreadsheets import Sheet
from modules.population.layouts.base import Layout, Look
from modules.population.opensid.columns import ALL_HEADINGS, NEEDED, text_of
from modules.population.opensid.headings import known
from modules.population.opensid.reading import from_sheets, heading_row


def detect(sheets: Sequence[Sheet]) -> Look:
    """By machine names in the row of headings; a list with other headings that mean ours is taken with less certainty."""
    best = Look(0.0)
    for sheet in sheets:
        if not sheet.rows or sheet.name.strip().lower() == "kode data":
            continue
        top = heading_row(sheet)
        head = [text_of(cell).lower() for cell in sheet.rows[top] if text_of(cell)]
        ours = [name for name in head if name in ALL_HEADINGS]
        meant = {known(name) for name in head} - {""}
        if set(NEEDED) <= set(ours):
            part = len(ours) / len(head)
            look = Look(
                0.5 + part / 2,
                _("{n} dari {total} judul kolom adalah milik OpenSID").format(n=len(ours), total=len(head)),
            )
        elif len(meant) >= 2:
            part = len(meant) / len(head)
            look = Look(
                0.1 + part * 0.4,
                _("{n} dari {total} judul kolom dapat dicocokkan dengan kolom penduduk").format(n=len(meant), total=len(head)),
            )  # fmt: skip
        else:
            continue
        best = max(best, look, key=lambda each: each.confidence)
    return best


layout = Layout("opensid", gettext_lazy("Buku kerja penduduk OpenSID"), detect, from_sheets)
