"""Laporan Bulanan: the balance of a month, a semester or a year as it is printed, on the page, on paper and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai.db import today
from balai.ui.formats import MONTHS
from modules.population.models import RegisterState
from modules.population.selectors.balance import DESTINATIONS, ROWS, Balance, Count, balance, month_end
from modules.population.selectors.closings import is_closed
from modules.population.selectors.mutations import View
from tenants.context import current_village


@dataclass(frozen=True)
class Span:
    """What a report is about: a month, a semester or a year."""

    kind: str
    first: date
    last: date

    @property
    def key(self) -> str:
        """As an address has it: 2026-03, 2026-S1, 2026."""
        year = self.first.year
        return {"month": f"{year}-{self.first.month:02d}", "semester": f"{year}-S{2 - (self.first.month < 7)}"}.get(
            self.kind, str(year)
        )

    @property
    def words(self) -> str:
        """ "Maret 2026", "Semester I 2026", "Tahun 2026"."""
        year = self.first.year
        if self.kind == "month":
            return f"{MONTHS[self.first.month - 1]} {year}"
        if self.kind == "semester":
            return _("Semester {number} {year}").format(number="I" if self.first.month < 7 else "II", year=year)
        return _("Tahun {year}").format(year=year)

    def next(self, step: int) -> Span:
        """The span so many steps on."""
        months = {"month": 1, "semester": 6, "year": 12}[self.kind] * step
        at = self.first.year * 12 + self.first.month - 1 + months
        return span(self.kind, date(at // 12, at % 12 + 1, 1))


def span(kind: str, day: date) -> Span:
    """The month, semester or year in which a day lies."""
    if kind == "month":
        return Span(kind, day.replace(day=1), month_end(day))
    if kind == "semester":
        begin = 1 if day.month < 7 else 7
        return Span(kind, date(day.year, begin, 1), month_end(date(day.year, begin + 5, 1)))
    return Span("year", date(day.year, 1, 1), date(day.year, 12, 31))


def span_of(key: str) -> Span | None:
    """A span by its key; None for what is no span, or lies wholly in days that have not come."""
    year, _dash, rest = key.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and 1900 <= int(year) <= 9998):
        return None
    if not rest:
        found = span("year", date(int(year), 1, 1))
    elif rest in ("S1", "S2"):
        found = span("semester", date(int(year), 1 if rest == "S1" else 7, 1))
    elif len(rest) == 2 and rest.isascii() and rest.isdigit() and 1 <= int(rest) <= 12:
        found = span("month", date(int(year), int(rest), 1))
    else:
        return None
    return found if found.first <= today() else None


def titles(kind: str) -> dict[str, str]:
    """The seven rows' words."""
    when = {"month": _("bulan ini"), "semester": _("semester ini")}.get(kind, _("tahun ini"))
    return {
        "opening": _("Penduduk/keluarga awal {when}").format(when=when),
        "births": _("Kelahiran/keluarga baru {when}").format(when=when),
        "deaths": _("Kematian {when}").format(when=when),
        "arrivals": _("Pendatang {when}").format(when=when),
        "moves": _("Pindah/keluarga pergi {when}").format(when=when),
        "missing": _("Penduduk/keluarga hilang {when}").format(when=when),
        "closing": _("Penduduk/keluarga akhir {when}").format(when=when),
    }


def destination_titles() -> dict[int, str]:
    """Rows of PERINCIAN PINDAH."""
    return {
        1: _("Pindah keluar desa/kelurahan"), 2: _("Pindah keluar kecamatan"), 3: _("Pindah keluar kabupaten/kota"),
        4: _("Pindah keluar provinsi"), 0: _("Perbaikan data"),
    }  # fmt: skip


def cells_of(count: Count) -> dict[str, int]:
    """The ten numbers of a printed row, in its order."""
    return {
        "wni_l": count.wni_l, "wni_p": count.wni_p, "wna_l": count.wna_l, "wna_p": count.wna_p, "l": count.male,
        "p": count.female, "jiwa": count.people, "kk_l": count.kk_l, "kk_p": count.kk_p, "kk": count.families,
    }  # fmt: skip


def destination_rows(found: Balance) -> list[tuple[int, str, Count]]:
    """The second table's rows: the four kinds, and what else stands among the moves only where there is any."""
    words = destination_titles()
    return [(kind, words[kind], found.destinations[kind]) for kind in DESTINATIONS if kind or found.destinations[0]]


def printed(month: date, *, by: View = "counted") -> tuple[dict[str, Any], list[str]]:
    """A month's report as data, and as lines for a person: what the page prints."""
    about = span("month", month)
    found = balance(about.first, about.last, by=by)
    words = titles(about.kind)
    card = current_village()
    state = RegisterState.objects.first()
    data = {
        "village": card.subdomain, "month": about.key, "by": by, "closed": is_closed(about.first, state),
        "complete_on": state.complete_on.isoformat() if state and state.complete_on else None, "late": found.late,
        "rows": [{"row": row, "title": words[row]} | cells_of(found.rows[row]) for row in ROWS],
        "destinations": [
            {"kind": kind, "title": title} | cells_of(count) for kind, title, count in destination_rows(found)
        ],
        "notes": [
            {"row": note.row, "why": note.why, "words": note.words, "people": note.people, "families": note.families}
            for note in found.notes
        ],
        "areas": [
            {"dusun": area.name, "rows": {row: cells_of(area.rows[row]) for row in ROWS}} for area in found.areas
        ],
    }  # fmt: skip
    head = ("WNI L", "WNI P", "WNA L", "WNA P", "L", "P", "L+P", "KK L", "KK P", "KK")
    lines = [f"{card.title}, {about.words}", f"{'':40}" + "".join(f"{each:>7}" for each in head)]
    for row in ROWS:
        lines.append(f"{words[row]:40}" + "".join(f"{number:>7}" for number in cells_of(found.rows[row]).values()))
    lines += [f"{note.words}: {note.people} ({note.row})" for note in found.notes]
    return data, lines
