"""The list of temporary residents, on the page and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.actor import Actor
from balai.db import today
from balai.reports import Report
from balai.reports.listing import listed
from balai.ui.formats import short_date
from balai.ui.tables import Column, Table
from balai.ui.templatetags.balai import icon, nik
from modules.population.fields import on_paper
from modules.population.models import Resident
from modules.population.selectors import place_words
from modules.population.selectors.people import STAY_DAYS, stays, temporary_residents
from modules.population.sight import Sight


def _told(name: str) -> Any:
    return lambda row: row.stay.details.get(name) or ""


def _host(row: Any) -> str:
    told = row.stay.details
    return ", ".join(part for part in (told.get("host_name"), told.get("host_address")) if part)


def with_stays(rows: Sequence[Any]) -> None:
    """Each resident with what the ledger tells of the stay (``stay``): two queries, however many."""
    for row, stay in zip(rows, stays(rows, today()), strict=True):
        row.stay = stay


def _name(row: Any) -> Any:
    if not row.stay.overdue:
        return row.name
    return format_html('{} <span class="badge warn">{}{}</span>', row.name, icon("clock"), _("Lebih dari setahun"))


def _acts(row: Any) -> Any:
    leave = format_html('<a href="{}">{}</a>', reverse("population:leave", args=[row.pk]), _("Catat pergi"))
    if not row.stay.overdue:
        return leave
    stay = reverse("population:permanent", args=[row.pk])
    return format_html('<a href="{}">{}</a> · {}', stay, _("Jadikan penduduk tetap"), leave)


def temporary_columns(sight: Sight, *, may_event: bool = False) -> tuple[Column, ...]:
    """Every column for who has this sight."""
    whole = sight.numbers
    found = (
        Column("name", gettext_lazy("Nama"), value=_name, file=lambda row: row.name, sort="name", link=True, width=30),
        Column(
            "nik", gettext_lazy("NIK"), value=lambda row: nik(row.nik, whole), file=lambda row: on_paper(row.nik, whole),
            sort="nik" if whole else "", width=19, kind="text",
        ),
        Column(
            "sex", gettext_lazy("L/P"), value=lambda row: "L" if row.sex == 1 else "P", sort="sex", hidden=True, width=5
        ),
        Column(
            "birth_date", gettext_lazy("Tanggal lahir"), value=lambda row: short_date(row.birth_date), sort="birth_date",
            file=lambda row: row.birth_date, hidden=True, kind="date", width=12,
        ),
        Column(
            "arrived", gettext_lazy("Datang"), value=lambda row: short_date(row.arrived), file=lambda row: row.arrived,
            sort="since_at_least", kind="date", width=12,
        ),
        Column(
            "until", gettext_lazy("Setahun pada"), hidden=True, sort="since_at_least", kind="date", width=12,
            value=lambda row: short_date(row.arrived + timedelta(days=STAY_DAYS)) if row.arrived else "",
            file=lambda row: row.arrived + timedelta(days=STAY_DAYS) if row.arrived else None,
        ),
        Column("origin", gettext_lazy("Datang dari"), value=_told("previous_address"), width=26),
        Column("purpose", gettext_lazy("Maksud"), value=_told("purpose"), width=22),
        Column("host", gettext_lazy("Yang didatangi"), value=_host, width=28),
        Column("place", gettext_lazy("RT/RW, dusun"), value=lambda row: place_words(row.rt), width=26),
    )  # fmt: skip
    return (*found, Column("act", gettext_lazy("Tindakan"), value=_acts, taken=False)) if may_event else found


class TemporaryTable(Table):
    """Temporary residents who are here, the longest stay first."""

    name: ClassVar[str] = "temporary"
    columns: ClassVar[Sequence[Column]] = temporary_columns(Sight())
    default_sort: ClassVar[str] = "arrived"
    empty_icon: ClassVar[str] = "door-exit"
    empty: ClassVar[Any] = gettext_lazy(
        "Belum ada penduduk tidak tetap. Pendatang yang tinggal sementara dicatat lewat pindah masuk."
    )

    def __init__(self, request: HttpRequest, rows: Any, *, actor: Actor, **more: Any) -> None:
        columns = temporary_columns(Sight.of(actor), may_event=actor.may("population.events"))
        self.columns = columns  # type: ignore[misc]
        super().__init__(request, rows, **more)

    def row_url(self, row: Resident) -> str:
        return reverse("population:resident", args=[row.pk])


def build(*, actor: Actor, columns: Sequence[str] = (), sort: str = "") -> Report:
    """The list with the columns and in the order of the page."""
    on = today()
    table = type("Temporary", (TemporaryTable,), {"columns": temporary_columns(Sight.of(actor))})
    return Report(
        title=_("Penduduk tidak tetap"), **listed(table, temporary_residents(on), columns=columns, sort=sort, prepare=with_stays),
        lines=[_("Keadaan {day}").format(day=short_date(on))], name=_("penduduk-tidak-tetap"), audit={"columns": list(columns)},
    )  # fmt: skip
