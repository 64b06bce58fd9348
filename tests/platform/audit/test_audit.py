"""The audit: append-only in the database, one reading a request, no names and no numbers of people."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from balai import audit
from balai.actor import Actor
from balai.audit.models import Entry
from modules.population.models import Resident


@pytest.fixture()
def resident(village: Any) -> Resident:
    return Resident.objects.filter(presence=1, void_at=None).order_by("nik")[0]


@pytest.fixture()
def officer() -> Actor:
    return Actor(
        kind="staff", id=str(uuid.uuid4()), name="Petugas", role="operator", address="192.0.2.9", request_id="r1",
        purpose="Permohonan surat",
    )  # fmt: skip


def test_who_what_when_from_where_what_for(resident: Resident, officer: Actor) -> None:
    entry = audit.record(officer, "population.resident_changed", about=resident, outcome="refused", field="religion")
    entry.refresh_from_db()
    assert (entry.actor_kind, entry.actor_id, entry.actor_role) == ("staff", officer.id, "operator")
    assert (entry.about_type, entry.about_id) == ("population.resident", str(resident.pk))
    assert (entry.outcome, entry.data) == ("refused", {"field": "religion"})
    assert (entry.address, entry.request_id, entry.purpose) == ("192.0.2.9", "r1", "Permohonan surat")
    assert abs(timezone.now() - entry.at) < timedelta(minutes=1)


@pytest.mark.parametrize("side", ["village", "regency"])
@pytest.mark.parametrize(
    "verb", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_database_lets_nobody_change_it(village: Any, officer: Actor, side: str, verb: str) -> None:
    if side == "regency":
        connection.set_schema_to_public()  # type: ignore[attr-defined]
    audit.record(officer, "x.y")
    before = Entry.objects.count()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)
    assert Entry.objects.count() == before


def test_names_and_numbers_of_people_are_left_out(village: Any, officer: Actor) -> None:
    nik = "3315052010900001"
    entry = audit.record(
        officer,
        "x.y",
        name="SITI AMINAH",
        nik=nik,
        number=f"ganda dengan {nik}.",
        rows=[{"nik": nik, "row": 2}, int(nik)],
        letter="470/0012/2026",
    )
    entry.refresh_from_db()
    assert entry.data == {
        "number": "ganda dengan ****************.",
        "rows": [{"row": 2}, "****************"],
        "letter": "470/0012/2026",
    }


def test_keys_dates_amounts_and_lazy_words_can_be_kept(village: Any, officer: Actor) -> None:
    key = uuid.uuid4()
    entry = audit.record(
        officer, "x.y", program=key, on=date(2026, 11, 24), amount=Decimal("1.50"), words=gettext_lazy("Aktif"),
        codes={"b"}, done=True, none=None,
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.data == {
        "program": str(key),
        "on": "2026-11-24",
        "amount": "1.50",
        "words": "Aktif",
        "codes": ["b"],
        "done": True,
        "none": None,
    }


def test_one_entry_a_request_that_read(resident: Resident, officer: Actor) -> None:
    assert audit.record_read(officer, "population.resident_read", about=resident) is not None
    assert audit.record_read(officer, "population.resident_read", about=resident) is None
    assert audit.record_read(officer, "letters.letter_read", about=resident) is not None
    assert audit.record_read(replace(officer, request_id="r2"), "population.resident_read", about=resident) is not None
    assert audit.readings_of(resident).count() == 3


def test_without_a_request_every_reading_counts(resident: Resident, officer: Actor) -> None:
    alone = replace(officer, request_id="")
    audit.record_read(alone, "population.resident_read", about=resident)
    audit.record_read(alone, "population.resident_read", about=resident)
    assert audit.readings_of(resident).count() == 2


def test_a_header_that_stays_the_same_hides_no_reading(resident: Resident, office_client: Callable[..., Any]) -> None:
    client = office_client("operator")
    before = audit.readings_of(resident).count()
    for _n in range(3):
        page = client.get(f"/kantor/penduduk/{resident.pk}/", HTTP_X_REQUEST_ID="always-the-same")
        assert page.status_code == 200
    assert audit.readings_of(resident).count() == before + 3


def test_a_header_that_is_too_long_breaks_nothing(resident: Resident, office_client: Callable[..., Any]) -> None:
    client = office_client("operator")
    assert client.get(f"/kantor/penduduk/{resident.pk}/", HTTP_X_REQUEST_ID="x" * 5000).status_code == 200
    assert len(audit.readings_of(resident)[0].request_id) == 32


def test_who_opened_my_data_is_newest_first_and_leaves_out_machines(resident: Resident, officer: Actor) -> None:
    audit.record(Actor.job("nightly"), "population.resident_read", about=resident)
    audit.record(Actor.system(), "selfservice.sign_in", about=resident)
    first = audit.record_read(replace(officer, request_id="1"), "population.resident_read", about=resident)
    second = audit.record_read(replace(officer, request_id="2"), "population.resident_read", about=resident)
    other = Resident.objects.exclude(pk=resident.pk)[0]
    audit.record_read(replace(officer, request_id="3"), "population.resident_read", about=other)
    assert list(audit.readings_of(resident)) == [second, first]


def test_one_village_never_sees_anothers(
    village: Any, other_village: Any, inside: Any, officer: Actor, office_client: Any
) -> None:
    with inside(other_village):
        audit.record(replace(officer, name="Petugas Boloh"), "boloh.secret")
    assert not Entry.objects.filter(action="boloh.secret").exists()
    assert "boloh.secret" not in office_client("sekretaris").get("/kantor/audit/").content.decode()


def test_the_page_lists_and_filters(village: Any, officer: Actor, office_client: Callable[..., Any]) -> None:
    client = office_client("sekretaris")
    audit.record(replace(officer, name="Warsini"), "letters.letter_read")
    audit.record(replace(officer, name="Warno"), "population.resident_changed", outcome="refused")
    Entry.objects.create(
        at=timezone.now() - timedelta(days=40), actor_kind="staff", actor_id="1", actor_name="Lama", actor_role="viewer",
        action="old.act",
    )  # fmt: skip

    def shown(**asked: str) -> str:
        return str(client.get("/kantor/audit/", asked).content.decode())

    assert "Warsini" in shown() and "Warno" in shown() and "Lama" in shown()
    assert "Sekretaris Desa" in shown(who="Sekretaris")
    for asked, inside_, outside in (
        ({"who": "warsini"}, "Warsini", "Warno"),
        ({"action": "population."}, "Warno", "Warsini"),
        ({"outcome": "refused"}, "Warno", "Warsini"),
        ({"until": (timezone.now() - timedelta(days=39)).strftime("%d-%m-%Y")}, "Lama", "Warno"),
        ({"since": (timezone.now() - timedelta(days=2)).strftime("%d-%m-%Y")}, "Warno", "Lama"),
    ):
        page = shown(**asked)
        assert inside_ in page and outside not in page, asked
    assert "Warno" in shown(since="31-02-2026", until="kapan saja")


def test_who_may_see_it(village: Any, office_client: Callable[..., Any], regency_client: Callable[..., Any]) -> None:
    for role, status in (("kepala_desa", 200), ("sekretaris", 200), ("operator", 403), ("viewer", 403)):
        assert office_client(role).get("/kantor/audit/").status_code == status
    assert regency_client("kabupaten").get("/kelola/audit/").status_code == 200
    assert regency_client("geyer.camat").get("/kelola/audit/").status_code == 403


def test_a_page_of_a_long_audit_is_short(
    village: Any, officer: Actor, office_client: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    Entry.objects.bulk_create(
        Entry(actor_kind="staff", actor_id="1", actor_name="A", actor_role="operator", action=f"x.{n}")
        for n in range(300)
    )
    client = office_client("sekretaris")
    with django_assert_max_num_queries(10):
        page = client.get("/kantor/audit/?page=2").content.decode()
    assert page.count("<tr>") <= 51
