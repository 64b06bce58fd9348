"""Lists of voters to take along: as they are today, or as they were frozen; columns as the election office prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.reports import Report, ReportColumn
from balai.reports.listing import listed
from balai.reports.papers import signed_paper
from balai.ui.formats import long_date, years
from modules.population.codes import Disability, Sex
from modules.population.models import TerritoryKind
from modules.population.picking import on_paper, territory_choices
from modules.population.sight import Sight
from modules.voters import selectors, services
from modules.voters.filters import filter_words
from modules.voters.models import Outcome
from modules.voters.tables import ExceptionTable

COLUMNS = [
    ReportColumn("NO", 6, "number"), ReportColumn("TPS", 5, "text"), ReportColumn("NO KK", 18, "text"),
    ReportColumn("NIK", 18, "text"), ReportColumn("NAMA", 28), ReportColumn("TEMPAT LAHIR", 16),
    ReportColumn("TGL LAHIR", 11, "date"), ReportColumn("UMUR", 6, "number"), ReportColumn("KAWIN (B/S/P)", 9),
    ReportColumn("L/P", 5), ReportColumn("ALAMAT", 24), ReportColumn("RT", 5, "text"), ReportColumn("RW", 5, "text"),
    ReportColumn("DUSUN", 14), ReportColumn("DISABILITAS", 13), ReportColumn("KETERANGAN", 18),
]  # fmt: skip


def _disability(code: int | None, sight: Sight) -> str:
    if not sight.health or code is None or code == Disability.TIDAK_CACAT:
        return ""
    return str(Disability(code).label).title()


def current(*, actor: Actor, election: str, text: str, filters: dict[str, Any]) -> Report:
    """The list of today with the page's search and filters."""
    chosen = services.election_or_404(election)
    sight = Sight.of(actor)
    shown = sight.numbers
    people = selectors.in_order(selectors.voters(chosen, text, filters, sight=sight)).select_related(
        "family", "rt__parent__parent"
    )
    reasons = {
        each.resident_id: each.reason for each in selectors.exceptions_of(chosen) if each.outcome == Outcome.INCLUDED
    }

    def rows() -> Iterator[list[Any]]:
        for number, each in enumerate(people.iterator(chunk_size=1000), 1):
            rt = each.rt
            above = rt.parent if rt else None
            is_rw = above is not None and above.kind == TerritoryKind.RW
            dusun = above.parent if above is not None and is_rw else above
            station = each.station  # type: ignore[attr-defined]
            yield [
                number, f"{station:03d}" if station else "", on_paper(each.family.number if each.family else "", shown),
                on_paper(each.nik, shown), each.name, each.birth_place, each.birth_date, _age(each.birth_date, chosen.day),
                services.MARITAL.get(each.marital_status or 0, ""), "L" if each.sex == Sex.MALE else "P",
                each.address_current or (each.family.address if each.family else ""), rt.name if rt else "",
                above.name if above is not None and is_rw else "", dusun.name if dusun else "",
                _disability(each.disability, sight), reasons.get(each.pk, ""),
            ]  # fmt: skip

    lines = [words for _name, words in filter_words(filters, dict(territory_choices()))]
    title = _("Daftar calon pemilih")
    return Report(
        title, COLUMNS, rows(), people.count(), lines=[chosen.name, *lines], name="calon-pemilih",
        paper=signed_paper(
            title, COLUMNS, title=["DAFTAR CALON PEMILIH", chosen.name.upper()],
            facts=[(_("Hari pemungutan suara"), long_date(chosen.day)), *((_("Saringan"), words) for words in lines)],
        ),
        audit={"election": str(chosen.pk)},
    )  # fmt: skip


def frozen(*, actor: Actor, kept: str, filters: dict[str, Any]) -> Report:
    """A list as it was frozen."""
    from modules.voters.models import VoterList

    found = VoterList.objects.select_related("election").get(pk=kept)
    sight = Sight.of(actor)
    shown = sight.numbers
    people = selectors.rows_of(found, "", filters)

    def rows() -> Iterator[list[Any]]:
        for each in people.iterator(chunk_size=2000):
            yield [
                each.number, f"{each.station:03d}" if each.station else "", on_paper(each.family_number, shown),
                on_paper(each.nik, shown), each.name, each.birth_place, each.birth_date,
                _age(each.birth_date, found.election.day), each.marital, "L" if each.sex == Sex.MALE else "P", each.address,
                each.rt, each.rw, each.dusun, _disability(each.disability, sight), each.note,
            ]  # fmt: skip

    lines = [words for _name, words in filter_words(filters, {})]
    title = _("{stage} {name}").format(stage=found.words, name=found.election.name)
    heading = {
        "dps": _("DAFTAR PEMILIH SEMENTARA"), "dpt": _("DAFTAR PEMILIH TETAP")
    }[found.stage] + (f" PERBAIKAN KE-{found.version - 1}" if found.version > 1 else "")  # fmt: skip
    return Report(
        title, COLUMNS, rows(), people.count(), lines=lines, name=f"{found.stage}-{found.version}",
        paper=signed_paper(
            title, COLUMNS, title=[heading, found.election.name.upper()],
            facts=[
                (_("Hari pemungutan suara"), long_date(found.election.day)),
                (_("Dibekukan"), long_date(found.frozen_at.date())), *((_("Saringan"), words) for words in lines),
            ],
        ),
        audit={"list": str(found.pk)},
    )  # fmt: skip


def _age(born: date | None, day: date) -> int | None:
    return years(born, day) if born else None


def exceptions(*, actor: Actor, election: str, columns: Sequence[str] = (), sort: str = "") -> Report:
    """The exceptions of an election with the columns and in the order of the page."""
    chosen = services.election_or_404(election)
    return Report(
        _("Pengecualian pemilih"), **listed(ExceptionTable, selectors.exceptions_of(chosen), columns=columns, sort=sort),
        lines=[chosen.name], name="pengecualian-pemilih", audit={"election": str(chosen.pk)},
    )  # fmt: skip
