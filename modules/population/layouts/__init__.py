"""The layouts in which villages have their residents: known by looking, read as one and the same workbook.

    opensid    OpenSID's resident workbook, coded or labelled; other lists of one person a row by matching their columns
    siak       SIAK's flat listing, 37 columns
    bip2016, bip2016lt, bip-ektp, bip2012    the civil registry's books, families one below the other

One file a layout: ``detect(sheets) -> Look``, ``read(sheets) -> Workbook``. Nothing here knows the database.
"""

from __future__ import annotations

from collections.abc import Sequence

from balai.spreadsheets import Sheet
from modules.population.layouts import bip2012, bip2016, bip2016lt, bip_ektp, opensid, siak
from modules.population.layouts.base import Layout, Look

#: By name; the last one is the guess when nothing else fits.
LAYOUTS: dict[str, Layout] = {
    each.name: each
    for each in (opensid.layout, siak.layout, bip2016.layout, bip2016lt.layout, bip_ektp.layout, bip2012.layout)
}
#: From here on nobody needs to be asked.
SURE = 0.8


def looks(sheets: Sequence[Sheet]) -> list[tuple[Layout, Look]]:
    """Every layout with how surely the sheets are of it, the surest first."""
    found = [(layout, layout.detect(sheets)) for layout in LAYOUTS.values()]
    return sorted(found, key=lambda each: each[1].confidence, reverse=True)


__all__ = ["LAYOUTS", "SURE", "Layout", "Look", "looks"]
