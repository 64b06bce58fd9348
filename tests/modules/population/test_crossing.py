"""A move between two villages of the regency: each side's act its own, faults between, and nobody else sees a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from balai.audit.models import Entry
from balai.db import today
from balai.errors import BalaiError
from modules.population import services
from modules.population.crossing import (
    accept_move,
    acknowledge,
    catch_up,
    refuse_move,
    release,
    upkeep,
    withdraw_move,
)
from modules.population.crossing.errors import AlreadyHere, BackTooSoon, CrossingError, NoSuchDestination
from modules.population.errors import BadDates, BeingMoved, CannotUndo, FamilyHasHead, NotHere
from modules.population.models import CrossingPerson, FamilyCard, PopulationEvent, Resident, Territory
from modules.population.selectors.balance import balance, counts_at, month_end
from modules.population.selectors.crossing import being_moved, described, destinations, moves, waiting_for
from tenants.context import current_village, village_context
from tenants.exchange import handovers
from tenants.exchange.models import Handover
from tests.modules.population.conftest import staff

THIRD = "t_00000000"
NUMBER = "3315050101209777"


@contextmanager
def says(error: type[BalaiError], words: str) -> Iterator[None]:
    """The error, with these words in its sentence."""
    with pytest.raises(error) as caught:
        yield
    assert words in caught.value.message()


@pytest.fixture()
def there(other_village: Any) -> Callable[[], Any]:
    """``with there(): ...``: inside the other village."""
    return lambda: village_context(other_village.schema_name)


@pytest.fixture()
def offered(actor: Any, family: Any, other_village: Any) -> Handover:
    """The whole family, offered to the other village."""
    return release(
        actor=actor, residents=family, destination=other_village.schema_name, event_date=today() - timedelta(days=3),
        reason="Pekerjaan",
    )  # fmt: skip


def first_rt() -> Territory:
    found = Territory.objects.filter(kind="rt", void_at=None).order_by("pk").first()
    assert found is not None
    return found


def state_of(key: Any) -> tuple[str, bool]:
    row = Handover.objects.get(pk=key)
    return row.state, row.payload is None


def counted(niks: list[str]) -> int:
    return Resident.objects.filter(nik__in=niks, presence=1, void_at=None).count()


NIKS = ["3315053101809777", "3315057101809778", "3315050505109779"]


def test_a_whole_family_moves_and_nothing_is_typed_twice(
    offered: Handover, family: Any, actor: Any, there: Any, village: Any
) -> None:
    Resident.objects.filter(pk=family[0].pk).update(ethnicity="JAWA", phone="0812", birth_order=2)
    assert state_of(offered.pk) == ("offered", False)
    assert counted(NIKS) == 3, "they count here until the other village has taken them in"
    assert PopulationEvent.objects.filter(kind="move_out", resident__in=family).count() == 0
    with there():
        (waiting,) = [move for move in described(moves("in", waiting=True)) if move.handover.pk == offered.pk]
        assert waiting.names == ["SLAMET WIDODO", "SITI AMINAH", "BUDI SLAMET"]
        assert "Pindah datang dari Desa Geyer" in waiting_for(actor)[0].title
        arrived = accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt(), address="Jl. Baru 1")
        assert counted(NIKS) == 3
        card = FamilyCard.objects.get(number=NUMBER)
        assert {each.family_id for each in arrived} == {card.pk} and card.address == "Jl. Baru 1"
        head = Resident.objects.get(nik=NIKS[0])
        assert (head.shdk, head.name, str(head.birth_date)) == (1, "SLAMET WIDODO", "1980-01-31")
        assert "Desa Geyer" in head.address_previous and head.family_number_previous == NUMBER
        line = head.events.get()
        assert (line.kind, line.event_date, line.report_date) == ("move_in", today() - timedelta(days=3), today())
        assert line.details["handover"] == str(offered.pk) and line.details["from_village"] == village.code
        assert state_of(offered.pk) == ("accepted", False)
        assert services.verify_ledger() == []
        assert waiting_for(actor) == []
    assert counted(NIKS) == 3, "the departure is this side's own work"
    assert catch_up() == 1
    assert counted(NIKS) == 0
    assert state_of(offered.pk) == ("settled", True)
    lines = PopulationEvent.objects.filter(resident__in=family, kind="move_out")
    assert lines.count() == 3
    assert all("Desa Boloh" in line.details["destination"] and line.details["move_kind"] == 2 for line in lines)
    assert {line.author_name for line in lines} == {actor.name}
    assert services.verify_ledger() == []
    assert {row.outcome for row in CrossingPerson.objects.filter(handover=offered.pk)} == {"moved"}


def test_the_departure_is_recorded_once_however_often_the_work_is_done(
    offered: Handover, family: Any, actor: Any, there: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with there():
        accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
    steps = {"left": 1}
    original = upkeep.register_move_out

    def killed(**kwargs: Any) -> Any:
        if not steps["left"]:
            raise KeyboardInterrupt  # as a worker that is told to end: nothing catches it
        steps["left"] -= 1
        return original(**kwargs)

    monkeypatch.setattr(upkeep, "register_move_out", killed)
    with pytest.raises(KeyboardInterrupt):
        catch_up()
    assert counted(NIKS) == 3 and state_of(offered.pk) == ("accepted", False), "half of it is none of it"
    with village_context("public"):
        assert handovers.villages_due() == [offered.from_village], "the sweep knows"
    monkeypatch.setattr(upkeep, "register_move_out", original)
    assert catch_up() == 1
    assert catch_up() == 0
    assert PopulationEvent.objects.filter(resident__in=family, kind="move_out").count() == 3
    with village_context("public"):
        assert handovers.villages_due() == []


def test_who_is_on_the_way_can_do_nothing_else(offered: Handover, family: Any, actor: Any, other_village: Any) -> None:
    head = family[0]
    assert being_moved(head) is not None
    on = today()
    with pytest.raises(BeingMoved):
        services.register_move_out(
            actor=actor, resident=head, event_date=on, report_date=on, kind=3, destination="Semarang"
        )
    with says(BeingMoved, "sedang pindah"):
        services.update_resident(actor=actor, resident=head, phone="0813")
    with pytest.raises(BeingMoved):
        release(actor=actor, residents=[head], destination=other_village.schema_name, event_date=on)
    withdraw_move(actor=actor, handover=offered.pk, reason="Batal pindah")
    assert being_moved(head) is None
    services.update_resident(actor=actor, resident=head, phone="0813")
    assert state_of(offered.pk) == ("withdrawn", True)


def test_a_refusal_frees_the_people_and_says_why(offered: Handover, family: Any, actor: Any, there: Any) -> None:
    with there():
        with says(CrossingError, "alasannya"):
            refuse_move(actor=actor, handover=offered.pk, reason=" ")
        refuse_move(actor=actor, handover=offered.pk, reason="Alamat tujuan bukan desa kami")
        assert described(moves("in"))[0].names == [], "nothing of them stays with who refused"
    assert state_of(offered.pk) == ("refused", True)
    assert catch_up() == 1
    assert catch_up() == 0
    assert being_moved(family[0]) is None
    move = described(moves("out"))[0]
    assert (move.outcome, move.reason, move.unread) == ("refused", "Alamat tujuan bukan desa kami", True)
    assert Handover.objects.get(pk=offered.pk).reason == "", "the reason is kept in this village alone"
    assert "ditolak" in waiting_for(actor)[0].title
    acknowledge(actor=actor, handover=offered.pk)
    assert waiting_for(actor) == []


def test_the_later_of_accepting_and_withdrawing_is_told(offered: Handover, actor: Any, there: Any) -> None:
    with there():
        accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
        with says(handovers.HandoverEnded, "Diterima"):
            refuse_move(actor=actor, handover=offered.pk, reason="Terlambat")
        with pytest.raises(handovers.HandoverEnded):
            accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
    with pytest.raises(handovers.HandoverEnded):
        withdraw_move(actor=actor, handover=offered.pk, reason="Terlambat")


def test_an_offer_that_nobody_answers_ends(offered: Handover, family: Any, actor: Any) -> None:
    Handover.objects.filter(pk=offered.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert catch_up() == 1
    assert state_of(offered.pk) == ("withdrawn", True)
    assert being_moved(family[0]) is None
    assert "tidak dijawab" in waiting_for(actor)[0].title


def test_one_of_a_family_moves_to_a_card_of_their_own(
    make: Any, family: Any, actor: Any, there: Any, other_village: Any
) -> None:
    child = family[2]
    made = release(actor=actor, residents=[child], destination=other_village.schema_name, event_date=today())
    with there():
        with says(CrossingError, "sebagian keluarga"):
            accept_move(actor=actor, handover=made.pk, card="carried", rt=first_rt())
        with says(CrossingError, "Pilih RT"):
            accept_move(actor=actor, handover=made.pk, card="new")
        (arrived,) = accept_move(actor=actor, handover=made.pk, card="new", rt=first_rt())
        assert (arrived.shdk, arrived.family.number_temporary) == (1, True)
    catch_up()
    assert counted(NIKS) == 2


def test_somebody_joins_a_family_that_lives_there(family: Any, actor: Any, there: Any, other_village: Any) -> None:
    child = family[2]
    made = release(actor=actor, residents=[child], destination=other_village.schema_name, event_date=today())
    with there():
        host = Resident.objects.filter(shdk=1, presence=1, void_at=None, family__number_temporary=False).first()
        assert host is not None and host.family is not None
        with says(CrossingError, "Tidak ada keluarga"):
            accept_move(actor=actor, handover=made.pk, card="existing", no_kk="3315059999999999")
        with pytest.raises(FamilyHasHead):
            accept_move(actor=actor, handover=made.pk, card="existing", no_kk=host.family.number, shdk={0: 1})
        (arrived,) = accept_move(actor=actor, handover=made.pk, card="existing", no_kk=host.family.number, shdk={0: 9})
        assert (arrived.family_id, arrived.rt_id, arrived.shdk) == (host.family_id, host.family.rt_id, 9)


def test_who_comes_back_is_the_same_person_with_the_same_ledger(
    offered: Handover, family: Any, actor: Any, there: Any, village: Any, travel: Callable[[date], None]
) -> None:
    with there():
        arrived = accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
    catch_up()
    travel(next_month() + timedelta(days=4))
    with there():
        back = release(actor=actor, residents=arrived, destination=village.schema_name, event_date=today())
    again = accept_move(actor=actor, handover=back.pk, card="carried", rt=first_rt())
    assert {each.pk for each in again} == {each.pk for each in family}
    assert list(family[0].events.values_list("kind", flat=True)) == ["initial", "move_out", "readmitted"]
    with there():
        catch_up()
        assert counted(NIKS) == 0
        assert services.verify_ledger() == []
    assert counted(NIKS) == 3
    assert services.verify_ledger() == []


def next_month() -> date:
    return month_end(today()) + timedelta(days=1)


def test_nobody_comes_back_in_the_month_of_leaving(
    family: Any, actor: Any, there: Any, village: Any, other_village: Any, travel: Callable[[date], None]
) -> None:
    """One rule for who comes back by himself and by a hand-over; the village that releases says it before the offer."""
    travel(next_month())
    child = family[2]
    made = release(actor=actor, residents=[child], destination=other_village.schema_name, event_date=today())
    with there():
        (arrived,) = accept_move(actor=actor, handover=made.pk, card="new", rt=first_rt())
    catch_up()
    travel(next_month() - timedelta(days=1))
    with there():
        with says(BackTooSoon, "paling cepat bulan berikutnya"):
            release(actor=actor, residents=[arrived], destination=village.schema_name, event_date=today())
        # One that was offered before this village knew the rule.
        CrossingPerson.objects.filter(resident=arrived).update(other_village=THIRD)
        back = release(actor=actor, residents=[arrived], destination=village.schema_name, event_date=today())
    with says(BackTooSoon, child.name):
        accept_move(actor=actor, handover=back.pk, card="new", rt=first_rt())
    assert state_of(back.pk) == ("offered", False)


def test_who_moves_over_a_months_end_closes_it_in_one_village(
    offered: Handover, family: Any, actor: Any, there: Any, village: Any, travel: Callable[[date], None]
) -> None:
    """A's departure counts on the day on which B accepted, however late A's worker gets to it."""
    accepted, last = today(), month_end(today())
    before = counts_at(last).people
    with there():
        here_before = counts_at(last).people
        accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
        assert counts_at(last).people == here_before + 3
    travel(last + timedelta(days=3))
    assert catch_up() == 1
    lines = PopulationEvent.objects.filter(resident__in=family, kind="move_out")
    assert {(line.report_date, line.counted_on, line.late) for line in lines} == {(accepted, accepted, False)}
    assert counts_at(last).people == before - 3
    assert balance(last.replace(day=1), last).adds_up


def test_a_departure_whose_month_was_closed_meanwhile_is_late(
    offered: Handover, family: Any, actor: Any, there: Any, village: Any, travel: Callable[[date], None]
) -> None:
    last = month_end(today())
    with there():
        accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
    services.declare_complete(actor=actor)
    travel(last + timedelta(days=3))
    services.close_month(actor=actor, month=last)
    assert catch_up() == 1
    first = last + timedelta(days=1)
    lines = PopulationEvent.objects.filter(resident__in=family, kind="move_out")
    assert {(line.report_date, line.counted_on, line.late) for line in lines} == {(first, first, True)}
    assert services.verify_ledger() == []


def test_who_counts_there_already_is_a_double_and_no_move(
    offered: Handover, actor: Any, there: Any, family: Any
) -> None:
    with there():
        services.create_resident(
            actor=actor, name="SLAMET WIDODO", nik=NIKS[0], sex=1, birth_date=date(1980, 1, 31), rt=first_rt()
        )
        with says(AlreadyHere, "Data ganda"):
            accept_move(actor=actor, handover=offered.pk, card="new", rt=first_rt())
        assert state_of(offered.pk) == ("offered", False)


def test_a_temporary_stay_there_becomes_permanent(make: Any, actor: Any, there: Any, other_village: Any) -> None:
    person = make("WARNI", nik="3315057101809001", sex=2)
    with there():
        guest = services.register_move_in(
            actor=actor, name="WARNI", nik="3315057101809001", sex=2, birth_date=person.birth_date, residency=2,
            purpose="Kuliah", previous_address="Geyer", event_date=today(), report_date=today(), rt=first_rt(),
        )  # fmt: skip
    made = release(actor=actor, residents=[person], destination=other_village.schema_name, event_date=today())
    with there():
        (arrived,) = accept_move(actor=actor, handover=made.pk, card="new", rt=first_rt())
        assert (arrived.pk, arrived.residency) == (guest.pk, 1)
        assert arrived.events.last().kind == "became_permanent"


def test_neither_side_takes_a_crossing_back_alone(offered: Handover, family: Any, actor: Any, there: Any) -> None:
    with there():
        arrived = accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
        with says(CannotUndo, "sepihak"):
            services.undo_event(actor=actor, event=arrived[0].events.get(), reason="Keliru")
    catch_up()
    with says(CannotUndo, "sepihak"):
        services.undo_event(actor=actor, event=family[0].events.last(), reason="Keliru")


def test_nothing_of_who_is_on_the_way_is_taken_back(offered: Handover, family: Any, actor: Any, there: Any) -> None:
    """The other village could still take in a person who is void here."""
    with says(BeingMoved, "sedang pindah"):
        services.undo_event(actor=actor, event=family[1].events.get(), reason="Keliru")
    (told,) = services.undo_events(actor=actor, events=[family[1].events.get()], reason="Keliru")
    assert isinstance(told.error, BeingMoved)
    family[1].refresh_from_db()
    assert family[1].void_at is None
    with there():
        assert len(accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())) == 3
    catch_up()
    assert counted(NIKS) == 0 and services.verify_ledger() == []


def test_what_is_refused_at_the_release(make: Any, family: Any, actor: Any, other_village: Any) -> None:
    to, on = other_village.schema_name, today()
    lone = make("LONE")
    for people, words in (([], "Pilih siapa"), ([family[0], lone], "satu keluarga")):
        with says(CrossingError, words):
            release(actor=actor, residents=people, destination=to, event_date=on)
    with says(BadDates, "belum tiba"):
        release(actor=actor, residents=[lone], destination=to, event_date=on + timedelta(days=1))
    with says(BadDates, "lahir"):
        release(actor=actor, residents=[family[2]], destination=to, event_date=family[2].birth_date - timedelta(days=1))
    for wrong in (handovers.here(), THIRD):
        with pytest.raises(NoSuchDestination):
            release(actor=actor, residents=[lone], destination=wrong, event_date=on)
    services.register_missing(
        actor=actor, resident=lone, event_date=on, report_date=on, report_number="LP/1", reported_on=on
    )
    with pytest.raises(NotHere):
        release(actor=actor, residents=[lone], destination=to, event_date=on)
    assert Handover.objects.count() == 0


def test_people_of_training_villages_go_to_training_villages_alone(
    village: Any, other_village: Any, django_assert_num_queries: Any
) -> None:
    current_village()  # kept for some seconds
    with django_assert_num_queries(1):
        found = destinations()
    assert [each.schema_name for each in found] == [other_village.schema_name]


def test_who_may(offered: Handover, family: Any, other_village: Any, there: Any) -> None:
    from balai.errors import NotAllowed

    viewer = staff("viewer")
    with pytest.raises(NotAllowed):
        release(actor=viewer, residents=[family[0]], destination=other_village.schema_name, event_date=today())
    with pytest.raises(NotAllowed):
        withdraw_move(actor=viewer, handover=offered.pk, reason="x")
    with there():
        with pytest.raises(NotAllowed):
            accept_move(actor=viewer, handover=offered.pk, card="carried", rt=first_rt())
        assert waiting_for(viewer) == []
        accept_move(actor=staff("operator"), handover=offered.pk, card="carried", rt=first_rt())


def test_both_sides_keep_who_did_what(offered: Handover, actor: Any, there: Any) -> None:
    with there():
        accept_move(actor=actor, handover=offered.pk, card="carried", rt=first_rt())
        accepted = Entry.objects.filter(action="population.crossing_accepted")
        assert accepted.count() == 3
    catch_up()
    actions = set(Entry.objects.filter(action__startswith="population.crossing").values_list("action", flat=True))
    assert actions == {"population.crossing_released", "population.crossing_settled"}
    for entry in Entry.objects.filter(action__startswith="population.crossing"):
        assert not any(nik in str(entry.data) for nik in NIKS)


# -- who sees what: the database says so -------------------------------------------------------------------------------


def between_others(other_village: Any) -> Any:
    with village_context(other_village.schema_name):
        return handovers.offer(kind="move", to=THIRD, payload={"people": []}, people=1, days=1).pk


def test_a_third_village_sees_nothing(village: Any, other_village: Any) -> None:
    key = between_others(other_village)
    assert not Handover.objects.filter(pk=key).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.exchange_handover")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE public.exchange_handover SET reason = 'x'")
        assert cursor.rowcount == 0


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("INSERT INTO public.exchange_handover (kind, from_village, to_village, state, people, payload, reason, expires_at)"
         " VALUES ('move', '{other}', '{me}', 'offered', 1, 'x', '', now())", "sender"),
        ("INSERT INTO public.exchange_handover (kind, from_village, to_village, state, people, payload, reason, expires_at)"
         " VALUES ('move', '{other}', '{third}', 'offered', 1, 'x', '', now())", "sender|row-level"),
        ("UPDATE public.exchange_handover SET state = 'accepted'", "no step"),
        ("UPDATE public.exchange_handover SET state = 'settled', payload = NULL", "no step"),
        ("UPDATE public.exchange_handover SET payload = 'other'", "content stands"),
        ("UPDATE public.exchange_handover SET to_village = '{third}'", "content stands"),
        ("UPDATE public.exchange_handover SET state = 'withdrawn'", "handover_emptied"),
        ("DELETE FROM public.exchange_handover", "permission denied"),
    ],
)  # fmt: skip
def test_the_database_holds_the_steps(
    offered: Handover, village: Any, other_village: Any, statement: str, words: str
) -> None:
    text = statement.format(me=village.schema_name, other=other_village.schema_name, third=THIRD)
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text)
    assert state_of(offered.pk) == ("offered", False)


def test_the_regency_counts_and_reads_no_content(offered: Handover, village: Any) -> None:
    with village_context("public"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT from_village, state, people FROM exchange_handover")
            assert cursor.fetchall() == [(village.schema_name, "offered", 3)]
        for column in ("payload", "reason", "*"):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"SELECT {column} FROM exchange_handover")
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE exchange_handover SET state = 'withdrawn', payload = NULL")


def test_the_payload_is_sealed_for_the_two(offered: Handover, other_village: Any) -> None:
    from tenants.exchange.sealing import Unreadable, unseal

    text = offered.payload or ""
    assert "SLAMET" not in text and NIKS[0] not in text
    with pytest.raises(Unreadable):
        unseal(text, sender=offered.from_village, receiver=THIRD)
    data = unseal(text, sender=offered.from_village, receiver=other_village.schema_name)
    assert data["people"][0]["columns"]["nik"] == NIKS[0] and data["forms"] == {}
