"""Every write to elections and their lists: may they, does the field allow it, one change, audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic, translate_unique
from balai.errors import NotFound
from balai.jobs.models import Job
from balai.web.conditional import check_version
from modules.population.codes import MaritalStatus, Sex
from modules.population.models import Resident, Territory, TerritoryKind
from modules.population.picking import state_words
from modules.population.selectors import place_words
from modules.voters.errors import (
    AreaTaken,
    ElectionTaken,
    HasLists,
    NotPresent,
    NoVoters,
    RuleFrozen,
    StationTaken,
    VoterError,
)
from modules.voters.models import (
    GROUNDS,
    Election,
    ElectionKind,
    Ground,
    Outcome,
    PollingArea,
    PollingStation,
    Stage,
    VoterException,
    VoterList,
    VoterRow,
)
from modules.voters.selectors import exceptions_of, in_order, voters

Progress = Callable[[int, int, str], None]
FREEZE = "voters.freeze"
#: Belum, sudah, pernah kawin, as the election office writes it.
MARITAL: dict[int, str] = {
    MaritalStatus.UNMARRIED: "B",
    MaritalStatus.MARRIED: "S",
    MaritalStatus.DIVORCED: "P",
    MaritalStatus.WIDOWED: "P",
}


# -- elections ---------------------------------------------------------------------------------------------------------
def _locked(election: Election, version: str = "") -> Election:
    now = Election.objects.select_for_update().filter(pk=election.pk).first()
    if now is None:
        raise NotFound()
    check_version(version, now.version)
    return now


def _check_days(kind: str, day: date, dps_on: date | None) -> None:
    if kind == ElectionKind.VILLAGE_HEAD and dps_on is None:
        raise VoterError(_("Isi tanggal pengesahan DPS: enam bulan tinggal di desa dihitung darinya."), field="dps_on")
    if dps_on is not None and dps_on > day:
        raise VoterError(_("Pengesahan DPS tidak boleh sesudah hari pemungutan suara."), field="dps_on")


@atomic()
def create_election(*, actor: Actor, name: str, kind: str, day: date, dps_on: date | None = None) -> Election:
    """Announce an election.

    Raises:
        ElectionTaken, VoterError.
    """
    require(actor, "voters.change")
    _check_days(kind, day, dps_on)
    row = Election(name=name.strip(), kind=ElectionKind(kind), day=day, dps_on=dps_on)
    with translate_unique({"election_name_once": ElectionTaken(field="name")}):
        row.save(force_insert=True)
    audit.record(actor, "voters.election_created", about=row, kind=str(kind))
    return row


@atomic()
def update_election(
    *, actor: Actor, election: Election, name: str, kind: str, day: date, dps_on: date | None = None, version: str = ""
) -> Election:
    """Change an election; once a list is frozen, only its name.

    Raises:
        Conflict, ElectionTaken, RuleFrozen, VoterError.
    """
    require(actor, "voters.change")
    now = _locked(election, version)
    _check_days(kind, day, dps_on)
    same_rule = (now.kind, now.day, now.dps_on) == (kind, day, dps_on)
    if not same_rule and VoterList.objects.filter(election=now).exists():
        raise RuleFrozen(field="day")
    if same_rule and now.name == name.strip():
        return now
    now.name, now.kind, now.day, now.dps_on = name.strip(), ElectionKind(kind), day, dps_on
    now.updated_at = timezone.now()
    with translate_unique({"election_name_once": ElectionTaken(field="name")}):
        now.save()
    audit.record(actor, "voters.election_changed", about=now)
    return now


@atomic()
def delete_election(*, actor: Actor, election: Election) -> None:
    """Delete an election that no list was frozen for, with its stations and exceptions.

    Raises:
        HasLists.
    """
    require(actor, "voters.change")
    now = _locked(election)
    if VoterList.objects.filter(election=now).exists():
        raise HasLists()
    removed, _kinds = VoterException.objects.filter(election=now).delete()
    audit.record(actor, "voters.election_deleted", about=now, exceptions=removed)
    now.delete()


# -- polling stations --------------------------------------------------------------------------------------------------
def _set_areas(station: PollingStation, areas: Sequence[Territory]) -> None:
    """The RTs that vote at a station.

    Raises:
        AreaTaken: one of them votes elsewhere; VoterError: it is no RT.
    """
    wanted = {each.pk: each for each in areas}
    if any(each.kind != TerritoryKind.RT or each.void_at is not None for each in areas):
        raise VoterError(_("Pilih RT yang ada."), field="areas")
    other = (
        PollingArea.objects.filter(election=station.election, rt__in=wanted)
        .exclude(station=station)
        .select_related("station", "rt__parent__parent")
        .first()
    )
    if other is not None:
        raise AreaTaken(rt=place_words(other.rt), number=other.station.number, field="areas")
    PollingArea.objects.filter(station=station).exclude(rt__in=wanted).delete()
    there = set(PollingArea.objects.filter(station=station).values_list("rt_id", flat=True))
    rows = [PollingArea(election=station.election, station=station, rt_id=key) for key in wanted if key not in there]
    with translate_unique({"polling_area_once": AreaTaken(rt="RT", number="lain", field="areas")}):
        PollingArea.objects.bulk_create(rows)


@atomic()
def add_station(
    *, actor: Actor, election: Election, number: int, place: str = "", areas: Sequence[Territory] = ()
) -> PollingStation:
    """A polling station, and the RTs that vote there.

    Raises:
        StationTaken, AreaTaken, VoterError.
    """
    require(actor, "voters.change")
    now = _locked(election)
    row = PollingStation(election=now, number=number, place=place.strip())
    with translate_unique({"polling_station_once": StationTaken(number=number, field="number")}):
        row.save(force_insert=True)
    _set_areas(row, areas)
    audit.record(actor, "voters.station_added", about=now, number=number)
    return row


@atomic()
def change_station(
    *,
    actor: Actor,
    station: PollingStation,
    number: int,
    place: str = "",
    areas: Sequence[Territory] = (),
    version: str = "",
) -> PollingStation:
    """Change a station's number, place or RTs.

    Raises:
        Conflict, StationTaken, AreaTaken, VoterError.
    """
    require(actor, "voters.change")
    _locked(station.election)
    now = (
        PollingStation.objects.select_for_update(of=("self",)).select_related("election").filter(pk=station.pk).first()
    )
    if now is None:
        raise NotFound()
    check_version(version, now.version)
    now.number, now.place, now.updated_at = number, place.strip(), timezone.now()
    with translate_unique({"polling_station_once": StationTaken(number=number, field="number")}):
        now.save(update_fields=["number", "place", "updated_at"])
    _set_areas(now, areas)
    audit.record(actor, "voters.station_changed", about=now.election, number=number)
    return now


@atomic()
def remove_station(*, actor: Actor, station: PollingStation) -> None:
    """Remove a station; its RTs vote at none until they are given another."""
    require(actor, "voters.change")
    election = _locked(station.election)
    removed, _kinds = PollingStation.objects.filter(pk=station.pk).delete()
    if not removed:
        raise NotFound()
    audit.record(actor, "voters.station_removed", about=election, number=station.number)


# -- exceptions --------------------------------------------------------------------------------------------------------
@atomic()
def set_exception(
    *, actor: Actor, election: Election, resident: Resident, outcome: str, ground: str, reason: str, version: str = ""
) -> VoterException:
    """Put somebody in or out whatever the rule says; one exception a person, the later one counts.

    Raises:
        Conflict: changed by somebody else since ``version``.
        NotPresent: whoever died or moved cannot be put in.
        VoterError: the ground does not belong to the outcome, or no reason is given.
    """
    require(actor, "voters.change")
    now = _locked(election)
    if Ground(ground) not in GROUNDS[Outcome(outcome)]:
        raise VoterError(_("Dasar ini tidak cocok dengan pilihan dimasukkan atau dikeluarkan."), field="ground")
    if not reason.strip():
        raise VoterError(_("Penjelasan belum diisi. Tulis nomor surat atau keterangannya."), field="reason")
    if outcome == Outcome.INCLUDED and not resident.is_here:
        raise NotPresent(name=resident.name, state=state_words(resident), field="outcome")
    row = VoterException.objects.select_for_update().filter(election=now, resident=resident).first()
    if row is not None:
        check_version(version, row.version)
    else:
        row = VoterException(election=now, resident=resident)
    row.outcome, row.ground, row.reason = Outcome(outcome), Ground(ground), reason.strip()
    row.recorded_by, row.updated_at = actor.name[:150], timezone.now()
    row.save()
    audit.record(
        actor, "voters.exception_set", about=resident, election=str(now.pk), outcome=str(outcome), ground=str(ground)
    )
    return row


@atomic()
def remove_exception(*, actor: Actor, exception: VoterException) -> None:
    """Take an exception back: the rule alone decides again."""
    require(actor, "voters.change")
    election = _locked(exception.election)
    removed, _kinds = VoterException.objects.filter(pk=exception.pk).delete()
    if not removed:
        raise NotFound()
    audit.record(actor, "voters.exception_removed", about=exception.resident, election=str(election.pk))


# -- freezing ----------------------------------------------------------------------------------------------------------
def _check_stage(election: Election, stage: str) -> None:
    stages = set(VoterList.objects.filter(election=election).values_list("stage", flat=True))
    if stage == Stage.DPT and Stage.DPS not in stages:
        raise VoterError(_("Bekukan DPS dahulu, baru DPT."), field="stage")
    if stage == Stage.DPS and Stage.DPT in stages:
        raise VoterError(_("DPT sudah dibekukan, jadi DPS tidak dibekukan lagi."), field="stage")


@atomic()
def ask_to_freeze(*, actor: Actor, election: Election, stage: str) -> Job:
    """Ask for the present list to be frozen as DPS or DPT, as a job; asked twice while it waits, it is one job.

    Raises:
        VoterError: DPT before DPS, or DPS after DPT.
    """
    require(actor, "voters.freeze")
    now = _locked(election)
    _check_stage(now, stage)
    title = _("Membekukan {stage} {name}").format(stage=Stage(stage).label, name=now.name)
    args = {"election_id": str(now.pk), "stage": str(stage), "expected": _next_version(now, stage)}
    return jobs.enqueue(FREEZE, actor=actor, title=title, about=now, args=args, key=f"{FREEZE}:{now.pk}:{stage}")


def _next_version(election: Election, stage: str) -> int:
    return VoterList.objects.filter(election=election, stage=stage).count() + 1


@atomic()
def freeze_list(
    *, actor: Actor, election: Election, stage: str, expected: int | None = None, progress: Progress | None = None
) -> VoterList:
    """Keep the present list as it is: numbered within its station, with the data of the day.

    ``expected`` is the version that was asked for: a job that runs twice finds it there and changes nothing.

    Raises:
        VoterError: DPT before DPS, or DPS after DPT; NoVoters.
    """
    require(actor, "voters.freeze")
    now = _locked(election)
    version = _next_version(now, stage)
    if expected is not None and expected < version:
        return VoterList.objects.get(election=now, stage=stage, version=expected)
    _check_stage(now, stage)
    people = list(in_order(voters(now)).select_related("family", "rt__parent__parent"))
    if not people:
        raise NoVoters()
    reasons = {each.resident_id: each.reason for each in exceptions_of(now) if each.outcome == Outcome.INCLUDED}
    kept = VoterList.objects.create(
        election=now, stage=Stage(stage), version=version, frozen_by=actor.name[:150],
        male=sum(each.sex == Sex.MALE for each in people), female=sum(each.sex == Sex.FEMALE for each in people),
    )  # fmt: skip
    rows, numbers = [], dict[Any, int]()
    for done, person in enumerate(people, 1):
        station = person.station  # type: ignore[attr-defined]
        numbers[station] = numbers.get(station, 0) + 1
        rows.append(_row(kept, person, station, numbers[station], reasons.get(person.pk, "")))
        if progress and done % 500 == 0:
            progress(done, len(people), _("{done} dari {n} pemilih disusun").format(done=done, n=len(people)))
    VoterRow.objects.bulk_create(rows, batch_size=1000)
    audit.record(actor, "voters.list_frozen", about=now, stage=str(stage), version=version, voters=len(rows))
    return kept


def _row(kept: VoterList, person: Resident, station: int | None, number: int, note: str) -> VoterRow:
    rt = person.rt
    above = rt.parent if rt else None
    is_rw = above is not None and above.kind == TerritoryKind.RW
    dusun = above.parent if above is not None and is_rw else above
    return VoterRow(
        voter_list=kept, resident=person, number=number, station=station, nik=person.nik,
        family_number=person.family.number if person.family else "", name=person.name, birth_place=person.birth_place,
        birth_date=person.birth_date, marital=MARITAL.get(person.marital_status or 0, ""), sex=person.sex,
        address=person.address_current or (person.family.address if person.family else ""),
        dusun=dusun.name if dusun else "", rw=above.name if above is not None and is_rw else "", rt=rt.name if rt else "",
        disability=person.disability, note=note,
    )  # fmt: skip


# -- finding -----------------------------------------------------------------------------------------------------------
def election_or_404(pk: Any) -> Election:
    """An election of this village.

    Raises:
        NotFound: there is none, or the key is another village's.
    """
    found = Election.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def station_or_404(election: Election, pk: Any) -> PollingStation:
    """A station of this election."""
    found = PollingStation.objects.select_related("election").filter(election=election, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def list_or_404(election: Election, pk: Any) -> VoterList:
    """A frozen list of this election."""
    found = VoterList.objects.select_related("election").filter(election=election, pk=pk).first()
    if found is None:
        raise NotFound()
    return found
