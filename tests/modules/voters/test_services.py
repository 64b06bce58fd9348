"""Elections, stations, exceptions, frozen lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from balai.db import today
from balai.errors import Conflict, NotAllowed, NotFound
from modules.population.models import Resident, Territory
from modules.population.services import add_territory
from modules.voters import services
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
from modules.voters.models import Election, PollingArea, VoterException, VoterList, VoterRow
from modules.voters.selectors import counts, joined_since, judgements, left_since, rows_of, voters
from tests.modules.households.test_services import die
from tests.modules.population.conftest import staff


def is_in(election: Election, person: Resident) -> bool:
    """Whether somebody is in the list of today."""
    return bool(voters(election).filter(pk=person.pk).exists())


def words(election: Election, person: Resident) -> str:
    """What is said of somebody."""
    (found,) = judgements(election, Resident.objects.filter(pk=person.pk))
    return found.words


def test_an_election_has_its_days(actor: Any, general: Election, pilkades: Election) -> None:
    with pytest.raises(ElectionTaken):
        services.create_election(actor=actor, name="Pemilu", kind="general", day=today())
    with pytest.raises(VoterError) as refused:
        services.create_election(actor=actor, name="X", kind="pilkades", day=today())
    assert refused.value.data["field"] == "dps_on"
    with pytest.raises(VoterError):
        services.create_election(
            actor=actor, name="X", kind="pilkades", day=today(), dps_on=today() + timedelta(days=1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Election.objects.filter(pk=pilkades.pk).update(dps_on=None)
    old = general.version
    services.update_election(
        actor=actor, election=general, name="Pemilu 2029", kind="general", day=general.day, version=old
    )
    with pytest.raises(Conflict):
        services.update_election(actor=actor, election=general, name="Y", kind="general", day=general.day, version=old)


def test_an_exception_takes_out_and_puts_in(actor: Any, pilkades: Election, family: Any) -> None:
    head, _wife, child = family
    assert is_in(pilkades, head) and not is_in(pilkades, child)
    services.set_exception(
        actor=actor, election=pilkades, resident=head, outcome="out", ground="revoked", reason="Putusan PN 12/2026"
    )
    assert not is_in(pilkades, head)
    assert "Tidak masuk karena pengecualian: Hak pilih dicabut" in words(pilkades, head)
    assert "Putusan PN 12/2026" in words(pilkades, head)
    row = services.set_exception(
        actor=actor, election=pilkades, resident=child, outcome="in", ground="married", reason="Akta nikah 7"
    )
    assert is_in(pilkades, child) and "Masuk karena pengecualian" in words(pilkades, child)
    with pytest.raises(VoterError):
        services.set_exception(
            actor=actor, election=pilkades, resident=child, outcome="in", ground="mental", reason="x"
        )
    with pytest.raises(VoterError):
        services.set_exception(actor=actor, election=pilkades, resident=child, outcome="in", ground="other", reason=" ")
    read = row.version
    services.set_exception(
        actor=actor, election=pilkades, resident=child, outcome="in", ground="other", reason="Lain", version=read
    )
    with pytest.raises(Conflict):
        services.set_exception(
            actor=actor, election=pilkades, resident=child, outcome="out", ground="other", reason="x", version=read
        )
    assert VoterException.objects.filter(election=pilkades).count() == 2
    services.remove_exception(actor=actor, exception=row)
    with pytest.raises(NotFound):
        services.remove_exception(actor=actor, exception=row)
    assert not is_in(pilkades, child)


def test_nobody_who_is_gone_is_put_in(actor: Any, general: Election, family: Any) -> None:
    head, wife, _child = family
    services.set_exception(actor=actor, election=general, resident=wife, outcome="in", ground="other", reason="x")
    for person in (head, wife):
        die(actor, person)
        person.refresh_from_db()
    assert not is_in(general, wife) and "berstatus MATI" in words(general, wife)
    with pytest.raises(NotPresent):
        services.set_exception(actor=actor, election=general, resident=head, outcome="in", ground="other", reason="x")
    services.set_exception(actor=actor, election=general, resident=head, outcome="out", ground="other", reason="x")


def test_each_rt_votes_at_one_station(actor: Any, general: Election) -> None:
    dusun = Territory.objects.filter(kind="dusun").order_by("pk").first()
    assert dusun is not None
    for name in ("091", "092"):
        add_territory(actor=actor, kind="rt", name=name, parent=dusun)
    rts = list(Territory.objects.filter(kind="rt", void_at=None).order_by("pk")[:3])
    one = services.add_station(actor=actor, election=general, number=1, place="Balai desa", areas=rts[:2])
    with pytest.raises(StationTaken):
        services.add_station(actor=actor, election=general, number=1)
    with pytest.raises(AreaTaken) as refused:
        services.add_station(actor=actor, election=general, number=2, areas=[rts[1]])
    assert "sudah masuk TPS 1" in refused.value.message()
    with pytest.raises(VoterError):
        services.add_station(actor=actor, election=general, number=3, areas=[dusun])
    two = services.add_station(actor=actor, election=general, number=2, areas=rts[2:])
    found = counts(general)
    assert [line.title for line in found.by_station][:2] == ["TPS 001", "TPS 002"]
    assert (
        sum(line.total for line in found.by_station) == sum(line.total for line in found.by_dusun) == found.total.total
    )
    assert voters(general, "", {"station": "1"}).count() == found.by_station[0].total
    read = one.version
    services.change_station(actor=actor, station=one, number=1, areas=rts[:1], version=read)
    with pytest.raises(Conflict):
        services.change_station(actor=actor, station=one, number=5, version=read)
    services.change_station(actor=actor, station=two, number=2, areas=rts[1:])
    services.remove_station(actor=actor, station=one)
    with pytest.raises(NotFound):
        services.remove_station(actor=actor, station=one)
    assert PollingArea.objects.filter(election=general).count() == 2


def test_counts_equal_the_list(general: Election) -> None:
    found = counts(general)
    assert found.total.total == voters(general).count() > 20
    assert found.total.male == voters(general, "", {"sex": "1"}).count()
    assert not found.by_station
    for line in found.by_dusun:
        assert line.total == voters(general, "", {"territory": line.key}).count()
    old = voters(general, "", {"age_from": "40"}).count()
    young = voters(general, "", {"age_to": "39"}).count()
    assert old + young == found.total.total


def test_a_list_is_frozen_as_it_was(actor: Any, general: Election, family: Any, rt: Any) -> None:
    head, wife, child = family
    services.add_station(actor=actor, election=general, number=1, areas=[rt])
    services.set_exception(
        actor=actor, election=general, resident=child, outcome="in", ground="married", reason="Akta 7"
    )
    with pytest.raises(VoterError):
        services.freeze_list(actor=actor, election=general, stage="dpt")
    kept = services.freeze_list(actor=actor, election=general, stage="dps")
    assert kept.total == voters(general).count() == VoterRow.objects.filter(voter_list=kept).count()
    row = VoterRow.objects.get(voter_list=kept, resident=head)
    assert (row.nik, row.name, row.station, row.rt, row.marital) == (head.nik, head.name, 1, rt.name, "")
    assert VoterRow.objects.get(voter_list=kept, resident=child).note == "Akta 7"
    at_one = [each.number for each in rows_of(kept, "", {"station": "1"})]
    assert at_one == list(range(1, len(at_one) + 1))
    die(actor, head)
    services.set_exception(
        actor=actor, election=general, resident=wife, outcome="out", ground="elsewhere", reason="Pati"
    )
    assert {each.pk for each in left_since(kept)} == {head.pk, wife.pk}
    assert not joined_since(kept).exists()
    assert VoterRow.objects.filter(voter_list=kept, resident=head).exists()
    tetap = services.freeze_list(actor=actor, election=general, stage="dpt")
    assert tetap.total == kept.total - 2
    with pytest.raises(VoterError):
        services.freeze_list(actor=actor, election=general, stage="dps")
    again = services.freeze_list(actor=actor, election=general, stage="dpt")
    assert (again.version, again.words) == (2, "DPT perbaikan ke-1")


def test_what_is_frozen_stays(actor: Any, general: Election) -> None:
    kept = services.freeze_list(actor=actor, election=general, stage="dps")
    for change in (
        lambda: VoterRow.objects.filter(voter_list=kept).update(name="X"),
        lambda: VoterRow.objects.filter(voter_list=kept).delete(),
        lambda: VoterList.objects.filter(pk=kept.pk).update(male=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError, match="frozen lists"), transaction.atomic():
        Election.objects.filter(pk=general.pk).update(day=today())
    with pytest.raises(RuleFrozen):
        services.update_election(actor=actor, election=general, name="Pemilu", kind="general", day=today())
    services.update_election(actor=actor, election=general, name="Pemilu 2029", kind="general", day=general.day)
    with pytest.raises(HasLists):
        services.delete_election(actor=actor, election=general)


def test_nothing_is_frozen_of_nothing(actor: Any, village: Any, general: Election) -> None:
    for person in voters(general):
        services.set_exception(
            actor=actor, election=general, resident=person, outcome="out", ground="other", reason="x"
        )
    with pytest.raises(NoVoters):
        services.freeze_list(actor=actor, election=general, stage="dps")


def test_the_job_run_twice_freezes_once(actor: Any, general: Election) -> None:
    import workers.tasks.voters  # noqa: F401  (its handler is what is tested)
    from balai.jobs.models import Job
    from balai.jobs.running import run

    job = services.ask_to_freeze(actor=actor, election=general, stage="dps")
    assert services.ask_to_freeze(actor=actor, election=general, stage="dps").pk == job.pk
    assert run(job.pk) == "done"
    found = Job.objects.get(pk=job.pk)
    kept = VoterList.objects.get()
    assert found.result["url"] == f"/kantor/pemilih/{general.pk}/beku/{kept.pk}/"
    same = services.freeze_list(actor=actor, election=general, stage="dps", expected=1)
    assert same.pk == kept.pk and VoterList.objects.count() == 1


def test_an_election_goes_with_its_stations_while_nothing_is_frozen(
    actor: Any, general: Election, family: Any, rt: Any
) -> None:
    services.add_station(actor=actor, election=general, number=1, areas=[rt])
    services.set_exception(actor=actor, election=general, resident=family[0], outcome="out", ground="other", reason="x")
    services.delete_election(actor=actor, election=general)
    assert not PollingArea.objects.exists() and not VoterException.objects.exists()
    with pytest.raises(NotFound):
        services.delete_election(actor=actor, election=general)


def test_who_may_only_look_changes_nothing(actor: Any, general: Election, family: Any) -> None:
    viewer, operator = staff("viewer"), staff("operator")
    station = services.add_station(actor=actor, election=general, number=1)
    row = services.set_exception(
        actor=actor, election=general, resident=family[0], outcome="out", ground="other", reason="x"
    )
    acts: list[Callable[[], Any]] = [
        lambda: services.create_election(actor=viewer, name="x", kind="general", day=today()),
        lambda: services.update_election(actor=viewer, election=general, name="x", kind="general", day=today()),
        lambda: services.delete_election(actor=viewer, election=general),
        lambda: services.add_station(actor=viewer, election=general, number=2),
        lambda: services.change_station(actor=viewer, station=station, number=2),
        lambda: services.remove_station(actor=viewer, station=station),
        lambda: services.set_exception(
            actor=viewer, election=general, resident=family[0], outcome="out", ground="other", reason="x"
        ),
        lambda: services.remove_exception(actor=viewer, exception=row),
        lambda: services.ask_to_freeze(actor=operator, election=general, stage="dps"),
        lambda: services.freeze_list(actor=operator, election=general, stage="dps"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_change_of_people_moves_the_number(actor: Any, make: Callable[..., Any]) -> None:
    from balai.indicators.declaration import declared

    assert declared()["voters.eligible"].leader == "population.residents"
    make("SUWARNO")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.indicators_outbox WHERE indicator = 'population.residents'")
        assert cursor.fetchone()[0] > 0
