"""Moves between villages and numbers that two of them have, as lists: on the page and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.actor import Actor
from balai.reports import Report
from balai.reports.listing import listed
from balai.ui.formats import moment, short_date
from balai.ui.tables import Column, Table
from balai.ui.templatetags.balai import badge, nik
from modules.population.fields import on_paper
from modules.population.selectors import crossing as selectors
from modules.population.sight import Sight


def _people(row: Any) -> str:
    names = row.move.names
    if not names:
        return _("{n} orang").format(n=row.people)
    return names[0] if len(names) == 1 else _("{name} dan {n} lainnya").format(name=names[0], n=row.people - 1)


def with_moves(rows: Sequence[Any]) -> None:
    """Each hand-over with what a row shows of it (``move``): three queries, however many."""
    for row, move in zip(rows, selectors.described(rows), strict=True):
        row.move = move


class CrossingTable(Table):
    """Moves, the newest first. Who is on the way stands in a sealed file: the database does not order by it."""

    name: ClassVar[str] = "crossings"
    page_size: ClassVar[int] = 25
    columns: ClassVar[Sequence[Column]] = (
        Column("people", gettext_lazy("Orang"), value=_people, file=lambda row: ", ".join(row.move.names), link=True, width=34),
        Column("count", gettext_lazy("Jumlah orang"), value="people", sort="people", number=True, hidden=True, width=8),
        Column("way", gettext_lazy("Arah"), value=lambda row: _("Keluar") if row.move.outgoing else _("Masuk"), width=9),
        Column("village", gettext_lazy("Desa"), value=lambda row: row.move.other, width=34),
        Column(
            "date", gettext_lazy("Tanggal pindah"), value=lambda row: short_date(row.move.event_date), kind="date", width=12,
            file=lambda row: row.move.event_date,
        ),
        Column("state", gettext_lazy("Keadaan"), value=lambda row: badge(row.state, row.move.state), sort="state", width=16),
        Column("sent", gettext_lazy("Dikirim"), value=lambda row: moment(row.created_at), sort="created_at", width=18),
    )  # fmt: skip
    empty_icon: ClassVar[str] = "truck-delivery"
    empty: ClassVar[Any] = gettext_lazy("Belum ada kepindahan antardesa.")

    def row_url(self, row: Any) -> str:
        return reverse("population:crossing", args=[row.pk])

    def row_words(self, row: Any) -> str:
        return _people(row)


def crossings(*, actor: Actor, direction: str = "", columns: Sequence[str] = (), sort: str = "") -> Report:
    """The moves with the columns and in the order of the page."""
    return Report(
        title=_("Pindah antardesa"),
        **listed(CrossingTable, selectors.moves(direction), columns=columns, sort=sort, prepare=with_moves),
        name=_("pindah-antardesa"), audit={"direction": direction},
    )  # fmt: skip


def with_cases(rows: Sequence[Any]) -> None:
    """Each double with what a row shows of it (``seen``): four queries, however many."""
    for row, found in zip(rows, selectors.cases_described(rows), strict=True):
        row.seen = found


def _state(row: Any) -> Any:
    words = badge(row.state, row.get_state_display())
    if row.seen.mine_agreed or row.state == "settled":
        return words
    return format_html('{} <span class="muted">{}</span>', words, _("menunggu persetujuan desa ini"))


def double_columns(sight: Sight) -> tuple[Column, ...]:
    """Every column for who has this sight."""
    whole = sight.numbers
    return (
        Column("name", gettext_lazy("Di desa ini"), value=lambda row: row.seen.name, link=True, width=30),
        Column("kind", gettext_lazy("Jenis nomor"), value="get_kind_display", sort="kind", width=10),
        Column(
            "number", gettext_lazy("Nomor"), value=lambda row: nik(row.seen.number, whole), kind="text", width=19,
            file=lambda row: on_paper(row.seen.number, whole),
        ),
        Column("village", gettext_lazy("Juga di"), value=lambda row: row.seen.other, width=34),
        Column("state", gettext_lazy("Keadaan"), value=_state, sort="state", width=28),
        Column("found", gettext_lazy("Ditemukan"), value=lambda row: moment(row.found_at), sort="found_at", width=18),
    )  # fmt: skip


class DoubleTable(Table):
    """Numbers that count here and in another village."""

    name: ClassVar[str] = "doubles"
    page_size: ClassVar[int] = 25
    columns: ClassVar[Sequence[Column]] = double_columns(Sight())
    empty_icon: ClassVar[str] = "circle-check"
    empty: ClassVar[Any] = gettext_lazy("Tidak ada data ganda di sini.")

    def __init__(self, request: Any, rows: Any, *, actor: Actor, **more: Any) -> None:
        self.columns = double_columns(Sight.of(actor))  # type: ignore[misc]
        super().__init__(request, rows, **more)

    def row_url(self, row: Any) -> str:
        return reverse("population:double", args=[row.pk])

    def row_words(self, row: Any) -> str:
        return str(row.seen.name)


def doubles(*, actor: Actor, settled: bool = False, columns: Sequence[str] = (), sort: str = "") -> Report:
    """The doubles with the columns and in the order of the page."""
    table = type("Doubles", (DoubleTable,), {"columns": double_columns(Sight.of(actor))})
    return Report(
        title=_("Data ganda antardesa"),
        **listed(table, selectors.cases(settled=settled), columns=columns, sort=sort, prepare=with_cases),
        lines=[_("Selesai") if settled else _("Belum selesai")], name=_("data-ganda"), audit={"settled": settled},
    )  # fmt: skip
