"""Who may, and what services need of the database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.transaction import TransactionManagementError

from balai import db
from balai.accounts.models import User
from balai.actor import Actor, require
from balai.errors import NotAllowed, Refused

STAFF = Actor(kind="staff", id="1", name="Petugas", role="operator", rights=frozenset({"population.view"}))


def test_staff_may_what_they_hold_and_machines_may_all() -> None:
    require(STAFF, "population.view")
    with pytest.raises(NotAllowed) as raised:
        require(STAFF, "population.change")
    assert raised.value.data == {"right": "population.change"}
    for actor in (Actor.operator(), Actor.job("nightly"), Actor.system()):
        require(actor, "anything.at_all")


def test_a_citizen_holds_no_right_of_staff() -> None:
    citizen = Actor(kind="citizen", id="1", name="Warga", role="citizen")
    assert not citizen.may("population.view")


def test_a_purpose_makes_another_actor() -> None:
    told = STAFF.for_purpose("Permohonan surat")
    assert (told.purpose, STAFF.purpose) == ("Permohonan surat", "")
    assert told.rights == STAFF.rights
    with pytest.raises(AttributeError):
        told.rights = frozenset({"accounts.manage"})  # type: ignore[misc]


def test_a_violated_constraint_becomes_the_error_and_the_transaction_lives(village: Any) -> None:
    rest = {"name": "W", "role": "viewer", "password": "!"}
    with db.atomic():
        with (
            pytest.raises(Refused, match="sudah dipakai"),
            db.translate_unique({"user_username_once": Refused("Nama sudah dipakai.")}),
        ):
            User.objects.create(username="OPERATOR", **rest)
        assert User.objects.filter(username="operator").exists()


def test_a_constraint_that_nobody_named_stays_what_it_is(village: Any) -> None:
    with pytest.raises(IntegrityError), db.translate_unique({"another": Refused("x")}):
        User.objects.create(username="x", name="W", role="lurah", password="!")


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Asia/Jakarta", date(2026, 11, 25)), ("Asia/Jayapura", date(2026, 11, 25)), ("UTC", date(2026, 11, 24))],
)
def test_the_day_is_the_villages(monkeypatch: pytest.MonkeyPatch, settings: Any, zone: str, day: date) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2026, 11, 24, 17, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(db, "datetime", Clock)
    settings.TIME_ZONE = zone
    assert db.today() == day


def test_a_lock_outside_a_transaction_is_refused(real_db: None, village: Any) -> None:
    with pytest.raises(TransactionManagementError):
        db.advisory_lock("a")


def test_a_lock_is_one_villages_and_waits_three_seconds_at_most(
    real_db: None, village: Any, other_village: Any
) -> None:
    from tenants.context import village_context

    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with village_context(village.schema_name), db.atomic():
            db.advisory_lock("numbers", "books")
            taken.set()
            done.wait(20)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        try:
            assert taken.wait(10)
            with village_context(other_village.schema_name), db.atomic():
                db.advisory_lock("numbers")
            with village_context(village.schema_name):
                began = datetime.now(UTC)
                with pytest.raises(OperationalError, match="lock timeout"), db.atomic():
                    db.advisory_lock("numbers")
                assert 2.5 < (datetime.now(UTC) - began).total_seconds() < 6
        finally:
            done.set()
        held.result(20)


def test_the_locks_time_out_holds_for_the_lock_alone(village: Any) -> None:
    def timeout() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            return str(cursor.fetchone()[0])

    before = timeout()
    with db.atomic():
        db.advisory_lock("a", "b", "a")
        assert timeout() == before
