"""What happens to people, act by act; each with its "may not" and its "too late"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from balai.db import today
from balai.errors import Conflict, NotAllowed, NotFound
from modules.population import services
from modules.population.errors import (
    BadDates,
    CannotUndo,
    FamilyHasHead,
    FamilyNumberTaken,
    NeedsEvent,
    NikTaken,
    NotHere,
    PopulationError,
    RealData,
)
from modules.population.models import EventKind, FamilyCard, PopulationEvent, RegisterState, Resident, Territory
from modules.population.selectors import counted
from tests.modules.population.conftest import month, staff

DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}
LOST = {"report_number": "LP/12", "reported_on": today()}
MOVE = {"kind": 3, "destination": "Desa Kradenan, Grobogan"}
ON = {"event_date": today(), "report_date": today()}


def audited(action: str, about: Any) -> int:
    """How often the audit tells of it."""
    from balai.audit.models import Entry

    return Entry.objects.filter(action=action, about_id=str(about.pk)).count()


def touched() -> set[str]:
    """Numbers that wait to be computed."""
    from balai.indicators.models import Outbox

    return set(Outbox.objects.values_list("indicator", flat=True))


# -- entering ----------------------------------------------------------------------------------------------------------


def test_initial_data_are_no_birth_and_no_arrival(make: Callable[..., Any]) -> None:
    person = make("  siti   aminah ".strip(), nik="3315057101809001", sex=2)
    (event,) = person.events.all()
    assert event.kind == EventKind.INITIAL
    assert event.after["presence"] == 1
    assert event.before == {}
    assert Resident.objects.get(pk=person.pk).initial_data
    assert audited("population.initial", person) == 1
    assert "population.residents" in touched()


def test_a_nik_that_somebody_has_names_who_has_it(make: Callable[..., Any], rt: Any) -> None:
    make("SITI AMINAH", nik="3315057101809001", sex=2)
    with pytest.raises(NikTaken) as refused:
        make("SITI LAIN", nik="3315057101809001", sex=2)
    place = f"RT {rt.name}/RW {rt.parent.name}" if rt.parent.kind == "rw" else f"RT {rt.name}"
    assert refused.value.message().startswith(f"NIK ini sudah dipakai SITI AMINAH ({place}).")
    assert refused.value.data["field"] == "nik"
    assert Resident.objects.filter(nik="3315057101809001").count() == 1


def test_without_a_nik_the_number_is_temporary_and_counts_on(make: Callable[..., Any], village: Any) -> None:
    first, second = make("TANPA NIK SATU"), make("TANPA NIK DUA")
    assert first.nik.startswith(f"0{village.code}")
    assert len(first.nik) == 16
    assert int(second.nik) == int(first.nik) + 1
    assert first.nik_temporary


def test_a_family_has_one_head(make: Callable[..., Any], family: Any) -> None:
    with pytest.raises(FamilyHasHead) as refused:
        make("KEPALA KEDUA", no_kk=family[0].family.number, shdk=1)
    assert "SLAMET WIDODO" in refused.value.message()


def test_after_the_data_are_complete_people_come_by_events(make: Callable[..., Any], actor: Any, rt: Any) -> None:
    services.declare_complete(actor=actor)
    with pytest.raises(NeedsEvent):
        make("TERLAMBAT")
    came = services.register_move_in(
        actor=actor, name="PENDATANG", sex=1, rt=rt, birth_date=date(1990, 1, 1), previous_address="Purwodadi", **ON
    )
    assert came.events.get().kind == EventKind.MOVE_IN


def test_a_birth_joins_the_family_and_its_rt(family: Any, actor: Any) -> None:
    head, wife, _child = family
    baby = services.register_birth(
        actor=actor, family=head.family, name="Bayi Baru", sex=2, birth_date=today() - timedelta(days=3),
        report_date=today(), mother_name=wife.name, weight_g=3100,
    )  # fmt: skip
    assert (baby.family_id, baby.rt_id, baby.shdk, baby.name) == (head.family_id, head.family.rt_id, 4, "BAYI BARU")
    event = baby.events.get()
    assert event.kind == EventKind.BIRTH
    assert event.event_date == baby.birth_date
    assert event.details["weight_g"] == 3100
    assert (event.family_number, event.head_name) == (head.family.number, head.name)
    assert "population.events" in touched()


def test_a_temporary_stay_needs_its_purpose_and_takes_no_card(actor: Any, rt: Any) -> None:
    asked = {"actor": actor, "name": "TAMU", "sex": 1, "rt": rt, "residency": 2, "previous_address": "Semarang", **ON}
    with pytest.raises(PopulationError) as refused:
        services.register_move_in(**asked)
    assert refused.value.data["field"] == "purpose"
    with pytest.raises(PopulationError) as refused:
        services.register_move_in(**asked, purpose="Proyek jalan", no_kk="3315050101209123")
    assert refused.value.data["field"] == "no_kk"
    guest = services.register_move_in(**asked, purpose="Proyek jalan")
    assert guest.events.get().kind == EventKind.TEMPORARY
    assert not counted().filter(pk=guest.pk).exists()
    gone = services.register_leave(actor=actor, resident=guest, **ON)
    assert gone.presence == 6


def test_leaving_is_only_for_temporary_residents(make: Callable[..., Any], actor: Any) -> None:
    with pytest.raises(PopulationError):
        services.register_leave(actor=actor, resident=make(), **ON)


# -- going -------------------------------------------------------------------------------------------------------------


def test_the_dead_leave_the_count_and_are_read_only(family: Any, actor: Any) -> None:
    head, wife, _child = family
    before = counted().count()
    services.register_death(actor=actor, resident=wife, **DEATH, **ON)
    assert counted().count() == before - 1
    event = wife.events.order_by("-id")[0]
    assert (event.kind, event.details["place"], event.before["presence"], event.after["presence"]) == (
        EventKind.DEATH, "Rumah", 1, 2,
    )  # fmt: skip
    assert event.head_name == head.name
    with pytest.raises(NotHere) as refused:
        services.update_resident(actor=actor, resident=wife, phone="0812")
    assert "MATI" in refused.value.message()
    with pytest.raises(NotHere):
        services.register_move_out(actor=actor, resident=wife, **MOVE, **ON)


def test_a_family_whose_head_dies_asks_for_a_new_head(family: Any, actor: Any) -> None:
    from modules.population.selectors import families_to_mend

    head, wife, _child = family
    assert not families_to_mend().filter(pk=head.family_id).exists()
    services.register_death(actor=actor, resident=head, **DEATH, **ON)
    assert families_to_mend().filter(pk=head.family_id).exists()
    services.change_shdk(actor=actor, resident=wife, shdk=1)
    assert not families_to_mend().filter(pk=head.family_id).exists()


@pytest.mark.parametrize(
    ("event_date", "report_date", "field"),
    [
        (today(), today() - timedelta(days=1), "report_date"),
        (today(), today() + timedelta(days=1), "report_date"),
        (date(1970, 1, 1), today(), "event_date"),
    ],
)
def test_dates_that_cannot_be_are_refused(
    make: Callable[..., Any], actor: Any, event_date: date, report_date: date, field: str
) -> None:
    person = make()
    with pytest.raises(BadDates) as refused:
        services.register_death(actor=actor, resident=person, event_date=event_date, report_date=report_date, **DEATH)
    assert refused.value.data["field"] == field
    assert person.events.count() == 1


def test_what_belongs_to_a_closed_month_is_late(make: Callable[..., Any], actor: Any) -> None:
    RegisterState.objects.update_or_create(only=True, defaults={"closed_through": month() - timedelta(days=1)})
    person = make()
    last_month = month(1)
    with pytest.raises(BadDates):
        services.register_missing(actor=actor, resident=person, event_date=last_month, report_date=last_month, **LOST)
    services.register_missing(actor=actor, resident=person, event_date=last_month, report_date=today(), **LOST)
    assert person.events.order_by("-id")[0].late


def test_a_whole_family_moves_out(family: Any, actor: Any) -> None:
    left = services.register_move_out(actor=actor, resident=family[0], whole_family=True, **MOVE, **ON)
    assert {each.pk for each in left} == {each.pk for each in family}
    assert set(Resident.objects.filter(family=family[0].family_id).values_list("presence", flat=True)) == {3}
    assert PopulationEvent.objects.filter(kind=EventKind.MOVE_OUT, details__move_kind=3).count() == 3


def test_coming_back_waits_for_the_next_month(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.register_move_out(
        actor=actor, resident=person, event_date=month(1), report_date=month(1), **MOVE
    )  # fmt: skip
    with pytest.raises(BadDates) as refused:
        services.readmit(actor=actor, resident=person, event_date=month(1), report_date=today())
    assert refused.value.data["field"] == "event_date"
    back = services.readmit(actor=actor, resident=person, **ON)
    assert back.is_here
    assert back.events.order_by("-id")[0].kind == EventKind.READMITTED
    with pytest.raises(PopulationError):
        services.readmit(actor=actor, resident=person, **ON)


def test_the_dead_do_not_come_back(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.register_death(actor=actor, resident=person, event_date=month(1), report_date=month(1), **DEATH)
    with pytest.raises(PopulationError):
        services.readmit(actor=actor, resident=person, **ON)


# -- changing ----------------------------------------------------------------------------------------------------------


def test_the_later_of_two_writers_is_told(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    version = person.version
    services.update_resident(actor=actor, resident=person, version=version, phone="08120001")
    with pytest.raises(Conflict):
        services.update_resident(actor=actor, resident=person, version=version, phone="08120002")
    assert Resident.objects.get(pk=person.pk).phone == "08120001"


def test_sex_and_citizenship_leave_a_line_each(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.update_resident(actor=actor, resident=person, sex=2, citizenship=2, religion=1)
    kinds = list(person.events.values_list("kind", flat=True))
    assert kinds == [EventKind.INITIAL, EventKind.CORRECTION_SEX, EventKind.CORRECTION_CITIZENSHIP]
    assert services.verify_ledger() == []


def test_history_keeps_what_a_column_was(make: Callable[..., Any], actor: Any) -> None:
    from modules.population.selectors import history_of

    person = make(religion=1)
    services.update_resident(actor=actor, resident=person, religion=2, name="Slamet Baru")
    changed = history_of(person.pk)[0]["changed"]
    assert changed["religion"] == (1, 2)
    assert changed["name"] == ("SLAMET WIDODO", "SLAMET BARU")
    assert Resident.objects.get(pk=person.pk).name_key == "SLAMET BARU"


def test_a_family_moves_together(family: Any, actor: Any) -> None:
    other = services.add_territory(actor=actor, kind="rt", name="099", parent=family[0].rt.parent)
    moved = services.move_to_rt(actor=actor, resident=family[2], rt=other)
    assert len(moved) == 3
    assert FamilyCard.objects.get(pk=family[0].family_id).rt_id == other.pk
    assert set(Resident.objects.filter(family=family[0].family_id).values_list("rt", flat=True)) == {other.pk}
    assert services.verify_ledger() == []


def test_a_new_head_makes_the_old_one_other(family: Any, actor: Any) -> None:
    head, wife, _child = family
    services.change_shdk(actor=actor, resident=wife, shdk=1)
    assert Resident.objects.get(pk=head.pk).shdk == 11
    assert Resident.objects.get(pk=wife.pk).shdk == 1
    assert services.verify_ledger() == []


def test_splitting_makes_a_card_with_a_head(family: Any, actor: Any, village: Any) -> None:
    head, wife, child = family
    card = services.split_family(actor=actor, head=wife, members=[(child, 4)])
    assert card.number_temporary
    assert card.number.startswith(f"0{village.code}")
    assert Resident.objects.get(pk=wife.pk).shdk == 1
    assert Resident.objects.get(pk=child.pk).family_id == card.pk
    assert Resident.objects.get(pk=head.pk).family_id == head.family_id
    assert child.events.order_by("-id")[0].details["from_family"] == head.family.number
    with pytest.raises(FamilyNumberTaken):
        services.split_family(actor=actor, head=child, no_kk=head.family.number)


def test_a_card_gets_its_number(family: Any, actor: Any) -> None:
    card = services.split_family(actor=actor, head=family[1])
    version = card.version
    changed = services.update_family(
        actor=actor, family=card, version=version, number="3315050101209555", address="JALAN BARU 1"
    )
    assert (changed.number, changed.number_temporary, changed.address) == ("3315050101209555", False, "JALAN BARU 1")
    with pytest.raises(Conflict):
        services.update_family(actor=actor, family=card, version=version, address="JALAN LAIN")
    with pytest.raises(FamilyNumberTaken):
        services.update_family(actor=actor, family=card, number=family[0].family.number)


# -- taking back -------------------------------------------------------------------------------------------------------


def test_undoing_a_death_restores_the_person(family: Any, actor: Any) -> None:
    head = family[0]
    services.register_death(actor=actor, resident=head, **DEATH, **ON)
    event = head.events.get(kind=EventKind.DEATH)
    with pytest.raises(CannotUndo):
        services.undo_event(actor=actor, event=event, reason=" ")
    undone = services.undo_event(actor=actor, event=event, reason="Salah orang")
    assert undone.target_id == event.pk
    assert Resident.objects.get(pk=head.pk).is_here
    with pytest.raises(CannotUndo):
        services.undo_event(actor=actor, event=event, reason="Sekali lagi")
    with pytest.raises(CannotUndo):
        services.undo_event(actor=actor, event=undone, reason="Batal membatalkan")
    assert services.verify_ledger() == []


def test_the_newest_event_first(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.register_missing(actor=actor, resident=person, **LOST, **ON)
    with pytest.raises(CannotUndo):
        services.undo_event(actor=actor, event=person.events.order_by("id")[0], reason="Salah")


def test_undoing_an_entry_frees_the_nik(make: Callable[..., Any], actor: Any) -> None:
    person = make(nik="3315053101809001")
    before = counted().count()
    services.undo_event(actor=actor, event=person.events.get(), reason="Orang desa lain")
    assert counted().count() == before - 1
    assert Resident.objects.get(pk=person.pk).void_at is not None
    again = make(nik="3315053101809001")
    assert again.pk != person.pk
    assert services.verify_ledger() == []


def test_undoing_a_heads_death_asks_who_leads_now(family: Any, actor: Any) -> None:
    head, wife, _child = family
    services.register_death(actor=actor, resident=head, **DEATH, **ON)
    services.change_shdk(actor=actor, resident=wife, shdk=1)
    with pytest.raises(FamilyHasHead) as refused:
        services.undo_event(actor=actor, event=head.events.get(kind=EventKind.DEATH), reason="Salah")
    assert "SITI AMINAH" in refused.value.message()


# -- what the database itself refuses ----------------------------------------------------------------------------------


def test_the_ledger_cannot_be_changed_or_deleted(make: Callable[..., Any]) -> None:
    event = make().events.get()
    for act in (lambda: PopulationEvent.objects.filter(pk=event.pk).update(note="x"), event.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
    assert PopulationEvent.objects.get(pk=event.pk).note == ""


def test_two_undos_of_one_event_are_impossible(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.register_missing(actor=actor, resident=person, **LOST, **ON)
    event = person.events.get(kind=EventKind.MISSING)
    first = services.undo_event(actor=actor, event=event, reason="Ditemukan")
    with pytest.raises(IntegrityError), transaction.atomic():
        PopulationEvent.objects.create(
            kind="undo", resident=person, target=event, before=first.before, after=first.after, **ON,
            author_kind="job", author_id="x", author_name="x",
        )  # fmt: skip


@pytest.mark.parametrize("nik", ["331505310180900", "33150531018090011", "33150531018090A1"])
def test_a_nik_has_sixteen_digits(make: Callable[..., Any], nik: str) -> None:
    person = make()
    with pytest.raises(Exception, match=r"resident_nik_16_digits|too long"), transaction.atomic():
        Resident.objects.filter(pk=person.pk).update(nik=nik)
    assert Resident.objects.get(pk=person.pk).nik == person.nik


def test_verify_finds_what_was_changed_beside_the_ledger(make: Callable[..., Any]) -> None:
    person = make()
    Resident.objects.filter(pk=person.pk).update(sex=2)
    assert services.verify_ledger() == [{"resident": str(person.pk), "column": "sex", "register": 2, "ledger": 1}]


# -- who may -----------------------------------------------------------------------------------------------------------


def test_who_may_only_look_changes_nothing(make: Callable[..., Any], family: Any, rt: Any) -> None:
    person, viewer = make("WARSINI"), staff("viewer")
    written = PopulationEvent.objects.count()
    acts: list[Callable[[], Any]] = [
        lambda: services.create_resident(actor=viewer, name="X", sex=1, rt=rt),
        lambda: services.update_resident(actor=viewer, resident=person, phone="1"),
        lambda: services.update_family(actor=viewer, family=family[0].family, address="X"),
        lambda: services.register_birth(actor=viewer, name="X", sex=1, birth_date=today(), report_date=today()),
        lambda: services.register_death(actor=viewer, resident=person, **DEATH, **ON),
        lambda: services.register_move_out(actor=viewer, resident=person, **MOVE, **ON),
        lambda: services.register_move_in(actor=viewer, name="X", sex=1, previous_address="Y", **ON),
        lambda: services.register_missing(actor=viewer, resident=person, **LOST, **ON),
        lambda: services.register_leave(actor=viewer, resident=person, **ON),
        lambda: services.readmit(actor=viewer, resident=person, **ON),
        lambda: services.move_to_rt(actor=viewer, resident=person, rt=rt),
        lambda: services.change_shdk(actor=viewer, resident=family[1], shdk=1),
        lambda: services.split_family(actor=viewer, head=family[1]),
        lambda: services.undo_event(actor=viewer, event=person.events.get(), reason="X"),
        lambda: services.declare_complete(actor=viewer),
        lambda: services.apply_rows(actor=viewer, rows=[], source="x"),
        lambda: services.preview_rows(actor=viewer, rows=[]),
        lambda: services.populate(actor=viewer, residents=1, seed=1),
        lambda: services.add_territory(actor=viewer, kind="dusun", name="X"),
        lambda: services.change_territory(actor=viewer, territory=rt, name="X", head=None),
        lambda: services.remove_territory(actor=viewer, territory=rt),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert PopulationEvent.objects.count() == written


def test_territory_keeps_its_levels(actor: Any, rt: Any, make: Callable[..., Any]) -> None:
    dusun = services.add_territory(actor=actor, kind="dusun", name=" Sumber ")
    assert dusun.name == "SUMBER"
    with pytest.raises(PopulationError) as refused:
        services.add_territory(actor=actor, kind="dusun", name="SUMBER")
    assert refused.value.data["field"] == "name"
    with pytest.raises(PopulationError) as refused:
        services.add_territory(actor=actor, kind="rw", name="001")
    assert refused.value.data["field"] == "parent"
    node = services.add_territory(actor=actor, kind="rt", name="009", parent=dusun)
    person = make(rt=node)
    services.change_territory(actor=actor, territory=node, name="010", head=person, order=3)
    assert Territory.objects.get(pk=node.pk).head_id == person.pk
    with pytest.raises(PopulationError):
        services.remove_territory(actor=actor, territory=node)
    assert Territory.objects.filter(pk=node.pk).exists()


def test_synthetic_people_never_enter_real_data(village: Any, actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from modules.population.services import bulk

    card = replace(bulk.current_village(), data="real")
    monkeypatch.setattr(bulk, "current_village", lambda: card)
    before = Resident.objects.count()
    with pytest.raises(RealData):
        services.populate(actor=actor, residents=5, seed=1)
    assert Resident.objects.count() == before


def test_another_villages_resident_is_not_found(village: Any, other_village: Any, inside: Any) -> None:
    with transaction.atomic():
        mine = Resident.objects.first()
    assert mine is not None
    assert services.resident_or_404(mine.pk).pk == mine.pk
    with inside(other_village), pytest.raises(NotFound):
        services.resident_or_404(mine.pk)
