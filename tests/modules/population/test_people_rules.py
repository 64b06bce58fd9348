"""What may be written of a person, what follows from what, and what a NIK says: held by the services, whoever calls them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from balai.db import today
from modules.population import services
from modules.population.errors import (
    BadValues,
    ContactTaken,
    NikDoubtful,
    NikOfDeparted,
    NikTaken,
    PopulationError,
    SamePerson,
)
from modules.population.models import EventKind, FormerNik, Resident
from modules.population.nik import doubts
from modules.population.selectors import resident_by_nik, residents_found
from modules.population.values import cleared, problems, tidy

ON = {"event_date": today(), "report_date": today()}
MAN = {"sex": 1, "birth_date": date(1980, 1, 31), "marital_status": 2}


def told(**values: Any) -> set[str]:
    """Columns about which something is said."""
    clean = tidy(values)
    return set(problems(clean, MAN | clean, on=today()))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"name": "SITI 2"}, {"name": "Siti Nurul A'yun, binti H. Abdul-Rahman"}),
        ({"name": " "}, {"name": "X"}),
        ({"name": "-"}, {"mother_name": "-"}),
        ({"father_name": "A@B"}, {"father_name": "ABD. ROHMAN"}),
        ({"tag_id_card": "123456789"}, {"tag_id_card": "1234567890"}),
        ({"tag_id_card": "1" * 18}, {"tag_id_card": "1" * 17}),
        ({"father_nik": "331505310180977"}, {"father_nik": "0"}),
        ({"birth_time": "24.00"}, {"birth_time": "7.30"}),
        ({"birth_weight": 100}, {"birth_weight": 3100}),
        ({"birth_length": 100}, {"birth_length": 49}),
        ({"birth_order": 0}, {"birth_order": 3}),
        ({"email": "siti@contoh"}, {"email": "siti@contoh.id"}),
        ({"phone": "nol delapan"}, {"phone": "+62 812-3456"}),
        ({"telegram": "a b"}, {"telegram": "@siti_aminah"}),
        ({"contact_by": "Email"}, {"contact_by": "Email", "email": "siti@contoh.id"}),
        ({"id_card_date": today() + timedelta(days=1)}, {"id_card_date": today()}),
        ({"marriage_date": date(1970, 1, 1)}, {"marriage_date": date(2001, 1, 1)}),
        (
            {"marriage_date": date(2001, 1, 1), "divorce_date": date(2000, 1, 1)},
            {"marriage_date": date(2001, 1, 1), "divorce_date": date(2001, 1, 1)},
        ),
        ({"family_planning": 1}, {"family_planning": 4}),
        ({"lat": "-7.08"}, {"lat": "-7,08", "lng": "110.91"}),
        ({"lat": "-97", "lng": "110"}, {"lat": "", "lng": ""}),
        ({"lat": "NaN", "lng": "110"}, {"note": "x" * 300}),
        ({"note": "x" * 301}, {"family_number_previous": "3315 0501 0120 9777"}),
    ],
)  # fmt: skip
def test_what_may_be_written(wrong: dict[str, Any], right: dict[str, Any]) -> None:
    assert told(**wrong)
    assert told(**right) == set()


def test_values_are_kept_as_on_the_card() -> None:
    found = tidy(
        {"name": "  siti   aminah ", "birth_place": "Grobogan", "father_nik": "0", "birth_time": "7.30", "lat": "-7,1",
         "email": "Siti@Contoh.ID", "phone": None, "birth_date": None}
    )  # fmt: skip
    assert found == {
        "name": "SITI AMINAH", "birth_place": "GROBOGAN", "father_nik": "", "birth_time": "07:30", "lat": "-7.1",
        "email": "siti@contoh.id", "phone": "", "birth_date": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("person", "empty"),
    [
        ({"citizenship": 1, "kitas_number": "K1", "origin_country": "Jepang"}, {"kitas_number", "origin_country"}),
        ({"citizenship": 2, "kitas_number": "K1"}, set()),
        (
            {"marital_status": 1, "marriage_certificate": "A", "marriage_date": date(2001, 1, 1), "divorce_certificate": "B"},
            {"marriage_certificate", "marriage_date", "divorce_certificate"},
        ),
        ({"marital_status": 2, "marriage_certificate": "A", "divorce_certificate": "B"}, {"divorce_certificate"}),
        ({"marital_status": 3, "marriage_certificate": "A", "divorce_certificate": "B"}, set()),
        ({"marital_status": 4, "family_planning": 99}, {"family_planning"}),
        ({"marital_status": 2, "sex": 2, "family_planning": 4}, {"family_planning"}),
        ({"marital_status": 2, "sex": 1, "family_planning": 99}, set()),
        ({"sex": 1, "pregnancy": 2}, {"pregnancy"}),
        ({"health_insurance": 1, "health_insurance_number": "1"}, {"health_insurance_number"}),
        ({"health_insurance": 2, "health_insurance_number": "1"}, set()),
    ],
)  # fmt: skip
def test_what_one_value_makes_meaningless_is_emptied(person: dict[str, Any], empty: set[str]) -> None:
    assert set(cleared(person)) == empty


def test_the_service_has_the_last_word(make: Callable[..., Any], actor: Any) -> None:
    with pytest.raises(BadValues) as refused:
        make("SITI 2", email="bukan surel")
    assert set(refused.value.data["fields"]) == {"name", "email"}
    assert refused.value.data["field"] == "name"
    foreigner = make(
        "JOHN", citizenship=2, kitas_number="K-77", origin_country="Australia", marital_status=2, family_planning=4
    )
    assert foreigner.kitas_number == "K-77"
    now = services.update_resident(actor=actor, resident=foreigner, citizenship=1, marital_status=1)
    assert (now.kitas_number, now.origin_country, now.family_planning) == ("", "", None)


def test_what_an_import_brought_does_not_stop_another_change(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    Resident.objects.filter(pk=person.pk).update(
        name="BUDI 2", kitas_number="K-1", nik="3315057101809777", nik_temporary=False
    )
    now = services.update_resident(actor=actor, resident=person, phone="0812")
    assert (now.phone, now.name, now.kitas_number, now.accepted_warnings) == ("0812", "BUDI 2", "K-1", {})


def test_a_nik_says_sex_date_and_region() -> None:
    at = {"sex": 1, "birth_date": date(1980, 1, 31), "regency_code": "3315"}
    assert doubts("3315053101809777", **at) == []
    assert [each.code for each in doubts("3315057101809777", **at)] == ["sex"]
    assert [(each.code, each.said) for each in doubts("3315050102809777", **at)] == [("birth_date", "01-02-80")]
    assert [each.code for each in doubts("7371053101809777", **at)] == ["region"]
    assert doubts("0331505200100001", **at) == []
    assert doubts("3315057101809777", sex=None, birth_date=None, regency_code="3315") == []


def test_a_doubtful_nik_needs_a_reason_and_keeps_it(make: Callable[..., Any], actor: Any) -> None:
    with pytest.raises(NikDoubtful) as refused:
        make("SITI", nik="3315050102809777")
    assert "01-02-80, bukan 31-01-1980" in refused.value.message()
    assert refused.value.data["field"] == "nik_reason"
    person = make("SITI", nik="3315050102809777", nik_reason=" Sesuai KTP ")
    assert person.accepted_warnings == {"birth_date": "Sesuai KTP"}
    services.update_resident(actor=actor, resident=person, phone="0812")
    assert Resident.objects.get(pk=person.pk).accepted_warnings == {"birth_date": "Sesuai KTP"}
    with pytest.raises(NikDoubtful):
        services.update_resident(actor=actor, resident=person, birth_date=date(1980, 3, 1))
    mended = services.update_resident(actor=actor, resident=person, birth_date=date(1980, 2, 1))
    assert mended.accepted_warnings == {}


def test_an_old_doubt_can_be_answered_later(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    Resident.objects.filter(pk=person.pk).update(nik="7371053101809777", nik_temporary=False)
    now = services.update_resident(actor=actor, resident=person, nik_reason="Lahir di Makassar")
    assert now.accepted_warnings == {"region": "Lahir di Makassar"}


def test_who_moves_in_brings_a_number_from_elsewhere(actor: Any, rt: Any) -> None:
    came = services.register_move_in(
        actor=actor, name="PENDATANG", sex=1, rt=rt, birth_date=date(1980, 1, 31), nik="7371053101809777",
        previous_address="Makassar", **ON,
    )  # fmt: skip
    assert came.accepted_warnings == {"region": "Datang dari Makassar"}
    with pytest.raises(NikDoubtful) as refused:
        services.register_move_in(
            actor=actor, name="PENDATANG", sex=2, rt=rt, birth_date=date(1980, 1, 31), nik="7371053101809778",
            previous_address="Makassar", **ON,
        )  # fmt: skip
    assert [each.code for each in refused.value.data["doubts"]] == ["sex"]


@pytest.mark.parametrize("number", ["331505310180977", "33150531018097770", "33150531018O9777", "٣" * 16])
def test_length_and_digits_of_a_nik_are_errors(number: str, make: Callable[..., Any], actor: Any) -> None:
    with pytest.raises(BadValues) as refused:
        make(nik=number)
    assert refused.value.data["field"] == "nik"
    person = make()
    with pytest.raises(BadValues):
        services.update_resident(actor=actor, resident=person, nik=number)
    with pytest.raises(BadValues) as refused:
        make("SITI", no_kk=number, shdk=1)
    assert refused.value.data["field"] == "no_kk"


@pytest.mark.parametrize("left", ["move_out", "missing", "leave"])
def test_the_number_of_somebody_who_left_leads_to_them(
    left: str, make: Callable[..., Any], actor: Any, rt: Any
) -> None:
    if left == "leave":
        person = services.register_move_in(
            actor=actor, name="TAMU", sex=1, rt=rt, birth_date=date(1980, 1, 31), nik="3315053101809777", residency=2,
            previous_address="Kudus", purpose="Kerja", **ON,
        )  # fmt: skip
        services.register_leave(actor=actor, resident=person, **ON)
    else:
        person = make("TAMU", nik="3315053101809777")
        if left == "missing":
            services.register_missing(actor=actor, resident=person, report_number="LP/1", reported_on=today(), **ON)
        else:
            services.register_move_out(actor=actor, resident=person, kind=3, destination="Kudus", **ON)
    with pytest.raises(NikOfDeparted) as refused:
        services.register_move_in(
            actor=actor, name="TAMU", sex=1, rt=rt, birth_date=date(1980, 1, 31), nik=person.nik, previous_address="Kudus", **ON
        )  # fmt: skip
    assert "Datang lagi" in refused.value.message()
    assert refused.value.data["resident"] == str(person.pk)
    assert isinstance(refused.value, NikTaken)


def test_the_dead_do_not_come_back(make: Callable[..., Any], actor: Any) -> None:
    person = make(nik="3315053101809777")
    services.register_death(
        actor=actor, resident=person, place="Rumah", cause=1, witness=1, time="14.30", child_number=1, **ON
    )
    with pytest.raises(NikTaken) as refused:
        make("LAIN", nik=person.nik)
    assert not isinstance(refused.value, NikOfDeparted)


def test_a_number_given_up_still_finds_the_person(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    temporary = person.nik
    services.update_resident(actor=actor, resident=person, nik="3315053101809777")
    services.update_resident(actor=actor, resident=person, nik="3315053101809778")
    assert dict(FormerNik.objects.values_list("nik", "reason")) == {
        temporary: "temporary", "3315053101809777": "corrected",
    }  # fmt: skip
    for number in (temporary, "3315053101809777", "3315053101809778"):
        assert resident_by_nik(number) == person
        assert list(residents_found(number)) == [person]
    other = make("ORANG LAIN", nik="3315053101809777")
    assert resident_by_nik("3315053101809777") == other, "whose number it is now comes first"


def test_somebody_without_a_nik_is_not_entered_twice(make: Callable[..., Any]) -> None:
    make("SITI AMINAH", sex=2)
    with pytest.raises(SamePerson) as refused:
        make("siti  aminah", sex=2)
    assert refused.value.data["field"] == "name"
    make("SITI AMINAH", sex=2, nik="3315057101809777")
    make("SITI AMINAH", sex=2, birth_date=date(1981, 1, 31))


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [("email", "siti@contoh.id", "Alamat surel"), ("telegram", "@siti_aminah", "Telegram"), ("tag_id_card", "1234567890", "Tag ID Card")],
)  # fmt: skip
def test_an_address_has_one_owner(column: str, value: str, what: str, make: Callable[..., Any], actor: Any) -> None:
    make("SITI AMINAH", **{column: value})
    with pytest.raises(ContactTaken) as refused:
        make("ORANG LAIN", **{column: value})
    assert refused.value.message().startswith(f"{what} ini sudah dipakai SITI AMINAH (RT ")
    assert refused.value.data["field"] == column
    other = make("ORANG LAIN")
    with pytest.raises(ContactTaken):
        services.update_resident(actor=actor, resident=other, **{column: value})


def test_since_when_somebody_lives_here_stands_in_the_first_line(make: Callable[..., Any]) -> None:
    event = make(since=date(2001, 2, 3)).events.get()
    assert (event.kind, event.event_date, event.details["since"]) == (EventKind.INITIAL, date(2001, 2, 3), "2001-02-03")
    with pytest.raises(BadValues):
        make("NANTI", since=today() + timedelta(days=1))
    with pytest.raises(PopulationError) as refused:
        make("TAMU", residency=2, no_kk="0", shdk=1)
    assert refused.value.data["field"] == "no_kk"
