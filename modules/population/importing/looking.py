"""What a file is, and what stands in it: layout found by looking, headings matched, every cell checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from balai.actor import Actor, require
from balai.db import today
from balai.registry import Importer, importers
from balai.spreadsheets import Sheet, read_sheets
from modules.population import layouts, opensid
from modules.population.applying.register import one_of
from modules.population.codes import Presence, Shdk
from modules.population.errors import UnknownLayout
from modules.population.models import FamilyCard, ImportRun, Resident
from modules.population.opensid.checking import Checked, KnownNumbers
from modules.population.opensid.columns import text_of
from tenants.context import current_village

_NOT_DIGIT = re.compile(r"\D+")
#: The layout whose columns an officer may match: one person a row.
MATCHED = "opensid"


@dataclass
class Found:
    """Which layout a file is taken for. ``sure`` is off where a person should look; ``others`` could be meant, too."""

    name: str
    title: str
    why: str = ""
    sure: bool = True
    others: list[str] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def importer(self) -> Importer | None:
        """The module's importer, where the layout is not one of residents."""
        return None if self.name in layouts.LAYOUTS else importers()[self.name]

    def as_dict(self) -> dict[str, Any]:
        """For the run's summary."""
        return {"name": self.name, "why": self.why, "sure": self.sure, "others": self.others}


def importer_of(name: str) -> Importer | None:
    """The other module's importer of a layout; None where it is one of residents (or of nobody installed)."""
    return None if name in layouts.LAYOUTS else importers().get(name)


def layout_titles() -> dict[str, str]:
    """Every layout that can be imported, by name: residents' first, then the other modules'."""
    own = {name: str(each.title) for name, each in layouts.LAYOUTS.items()}
    return own | {name: str(each.title) for name, each in importers().items()}


def layout_title(name: str) -> str:
    """A layout in words; "" where it was not looked at yet."""
    return layout_titles().get(name, name)


def find(path: Path, layout: str = "") -> Found:
    """Open a file and say which layout it has: ``layout`` where that is given, else by looking.

    Raises:
        UnknownLayout: there is no layout of that name.
        SpreadsheetRefused: it is no workbook.
    """
    titles = layout_titles()
    if layout and layout not in titles:
        raise UnknownLayout(layout=layout, known=list(titles))
    sheets = read_sheets(path)
    if layout:
        return Found(layout, titles[layout], _("dipilih"), sheets=sheets)
    ranked = [(each.name, look.confidence, look.why) for each, look in layouts.looks(sheets)]
    heads = [[text_of(cell) for cell in sheet.rows[0]] for sheet in sheets if sheet.rows]
    for name, importer in importers().items():
        most = max((importer.sniff_headings(head) for head in heads), default=0.0)
        ranked.append((name, most, _("judul kolomnya milik {title}").format(title=importer.title)))
    ranked.sort(key=lambda each: each[1], reverse=True)
    name, confidence, why = ranked[0]
    if confidence <= 0:
        # Nothing speaks for anything: a list of residents whose columns must be matched.
        name, why = MATCHED, _("tidak ada tanda bentuk lain")
    near = [other for other, much, _why in ranked[1:] if much and much >= confidence - 0.1]
    sure = confidence >= layouts.SURE and not near
    others = near if near else [] if sure else [other for other, much, _why in ranked[1:3] if much]
    return Found(name, titles[name], why, sure, others, sheets)


def require_layout(actor: Actor, name: str) -> None:
    """May they import this layout? Another module's importer may ask for a right of its own.

    Raises:
        NotAllowed: no.
    """
    importer = importers().get(name)
    require(actor, (importer.permission if importer else "") or "population.import")


def read(found: Found, mapping: Mapping[str, str] | None = None) -> opensid.Workbook:
    """The residents' workbook of a file.

    Raises:
        HeadingsDiffer: its columns must be matched.
        SpreadsheetRefused: the layout does not fit.
    """
    if found.name == MATCHED:
        return opensid.from_sheets(found.sheets, mapping)
    return layouts.LAYOUTS[found.name].read(found.sheets)


def remembered(headings: list[str]) -> dict[str, str]:
    """How these headings were matched the last time a file had them; {} where none had."""
    runs = ImportRun.objects.filter(mapping__has_keys=headings).exclude(mapping={}).order_by("-created_at")
    for mapping in runs.values_list("mapping", flat=True)[:20]:
        if len(mapping) == len(headings):
            return dict(mapping)
    return {}


def check(book: opensid.Workbook) -> Checked:
    """Every cell checked against itself and against whom the register knows."""
    village = current_village()
    _note_other_villages(book, village.name)
    return opensid.check(book, village_code=village.code, today=today(), known=_known(book))


def _note_other_villages(book: opensid.Workbook, own: str) -> None:
    """A listing of the neighbours is imported sooner than one thinks."""
    strangers = {name: count for name, count in book.villages.items() if _plain(name) != _plain(own)}
    if strangers:
        most = max(strangers, key=lambda name: strangers[name])
        sentence = _("{n} baris menyebut desa lain (terbanyak {name}). Pastikan berkas ini milik desa ini.")
        message = sentence.format(n=sum(strangers.values()), name=most)
        book.notes.append(opensid.Note(1, "alamat", most[:80], "warning", "other_village", message))


def _plain(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper().removeprefix("DESA ").removeprefix("KELURAHAN "))


def _known(book: opensid.Workbook) -> KnownNumbers:
    """Whom of the file's people, and which of its families with a head, the register has: two queries."""
    niks, numbers = (
        [_NOT_DIGIT.sub("", text_of(cell)) for cell in set(book.columns.get(name, ()))] for name in ("nik", "no_kk")
    )
    here = Resident.objects.filter(void_at=None)
    headed = here.filter(
        shdk=Shdk.HEAD, presence=Presence.PRESENT, family__in=FamilyCard.objects.filter(one_of("number", numbers))
    )
    return KnownNumbers(
        niks=frozenset(here.filter(one_of("nik", niks)).values_list("nik", flat=True)),
        headed_families=frozenset(headed.values_list("family__number", flat=True)),
    )
