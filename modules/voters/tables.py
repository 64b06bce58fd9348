"""Exceptions of an election as a list, on the page and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.formats import short_date
from balai.ui.tables import Column, Table
from balai.ui.templatetags.balai import icon
from modules.population.selectors import place_words
from modules.voters.models import Outcome, VoterException


def _name(row: VoterException) -> Any:
    person = row.resident
    if person.is_here:
        return person.name
    return format_html('{} <span class="badge quiet">{}</span>', person.name, person.get_presence_display())


def _words(row: VoterException) -> str:
    return _("Dimasukkan") if row.outcome == Outcome.INCLUDED else _("Dikeluarkan")


def _outcome(row: VoterException) -> Any:
    good = row.outcome == Outcome.INCLUDED
    kind, sign = ("good", "circle-check") if good else ("bad", "x")
    return format_html('<span class="badge {}">{}{}</span>', kind, icon(sign), _words(row))


class ExceptionTable(Table):
    """Who is in or out by a reason."""

    name: ClassVar[str] = "voter_exceptions"
    columns: ClassVar[Sequence[Column]] = (
        Column(
            "name", gettext_lazy("Nama"), value=_name, file=lambda row: row.resident.name, sort="resident__name", link=True, width=30
        ),
        Column("place", gettext_lazy("Tempat"), value=lambda row: place_words(row.resident.rt), width=26),
        Column("outcome", gettext_lazy("Keputusan"), value=_outcome, file=_words, sort="outcome", width=14),
        Column("ground", gettext_lazy("Dasar"), value="get_ground_display", sort="ground", width=26),
        Column("reason", gettext_lazy("Penjelasan"), sort="reason", width=36),
        Column("by", gettext_lazy("Dicatat oleh"), value="recorded_by", sort="recorded_by", width=20),
        Column(
            "at", gettext_lazy("Dicatat"), value=lambda row: short_date(row.created_at), file=lambda row: short_date(row.created_at),
            sort="created_at", hidden=True, width=12,
        ),
    )  # fmt: skip
    empty_icon: ClassVar[str] = "list"
    empty: ClassVar[Any] = gettext_lazy(
        "Belum ada pengecualian. Cari orangnya dahulu, lalu catat pengecualian di halamannya."
    )

    def row_url(self, row: VoterException) -> str:
        return reverse("voters:person", args=[row.election_id, row.resident_id])

    def row_words(self, row: VoterException) -> str:
        return row.resident.name
