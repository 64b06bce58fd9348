"""A whole village's NIKs are tried, a PIN each: from one address and from many; who is told, and who is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from balai.accounts.errors import Throttled
from balai.audit.models import Entry
from balai.errors import NotAllowed
from modules.selfservice import guessing, services
from modules.selfservice.errors import WrongPin
from modules.selfservice.models import PinAlarm
from modules.selfservice.queue import waiting_for
from tests.modules.letters.conftest import staff
from tests.modules.selfservice.conftest import PIN, adults

ACCOUNTS = "/kantor/layanan-mandiri/"


@pytest.fixture(autouse=True)
def _nobody_tried_before(village: Any) -> None:
    """Counts begin at nought, whatever ran before."""
    cache.clear()


def tried(count: int, *, address: str = "10.7.0.1", first: int = 0, pin: str = "000917") -> int:
    """Try one PIN for ``count`` people, those of the register and strangers; returns how many were answered."""
    known = [each.nik for each in adults()]
    niks = (known + [f"33150599129{n:05d}" for n in range(200)])[first : first + count]
    answered = 0
    for n, nik in enumerate(niks):
        try:
            services.sign_in(nik=nik, pin=pin, address=address.format(n=n))
        except WrongPin:
            answered += 1
        except Throttled:
            continue
    return answered


def test_one_address_that_tries_everybody_is_shut_and_told_of(village: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert tried(60) == 40
    row = PinAlarm.objects.get()
    assert (row.people, row.tries, row.addresses) == (40, 40, 1)
    lines = [each.getMessage() for each in caplog.records if each.name == "balai.selfservice.door"]
    assert lines[0].startswith("PINs of many people fail: 20 different NIKs, 20 tries, 1 addresses within an hour")
    assert len(lines) == 5
    assert not any(each.nik in line for each in adults() for line in lines)
    assert Entry.objects.filter(action="selfservice.pin_alarm", about_id=str(row.pk)).count() == 1


def test_a_different_address_for_each_is_told_of_as_well(village: Any) -> None:
    assert tried(30, address="10.7.{n}.1") == 30
    row = PinAlarm.objects.get()
    assert (row.people, row.addresses) == (30, 30)


def test_people_who_mistype_sound_no_alarm(village: Any, account: Any) -> None:
    people = adults()
    for each in people[:3]:
        account(each)
    # Nineteen people in an hour, and one who tries until the door closes.
    tried(19, address="10.7.{n}.1")
    for n in range(4):
        with pytest.raises(WrongPin):
            services.sign_in(nik=people[0].nik, pin=f"0009{n:02d}", address=f"10.8.{n}.1")
    assert not PinAlarm.objects.exists()
    assert services.sign_in(nik=people[1].nik, pin=PIN, address="10.9.0.1")
    assert not PinAlarm.objects.exists()


def test_the_next_village_is_not_told(village: Any, other_village: Any) -> None:
    tried(10, address="10.7.{n}.1")
    connection.set_tenant(other_village)
    for n in range(15):
        with pytest.raises(WrongPin):
            services.sign_in(nik=f"33150599129{n:05d}", pin="000917", address=f"10.6.{n}.1")
    assert not PinAlarm.objects.exists()
    connection.set_tenant(village)
    assert not PinAlarm.objects.exists()


def test_the_office_reads_it_and_it_sounds_anew_when_it_goes_on(village: Any, desk: Any) -> None:
    tried(22, address="10.7.{n}.1")
    (item,) = [each for each in waiting_for(staff("operator")) if "menebak PIN" in each.title]
    assert item.url == ACCOUNTS
    assert item.title in desk.get("/kantor/").content.decode()
    page = desk.get(ACCOUNTS).content.decode()
    assert "PIN untuk 20 NIK berbeda salah" in page and "20 alamat jaringan" in page
    row = PinAlarm.objects.get()
    answer = desk.post(f"{ACCOUNTS}peringatan/{row.pk}/", follow=True)
    assert "NIK berbeda salah" not in answer.content.decode()
    row.refresh_from_db()
    assert row.seen_at is not None and row.seen_by
    assert Entry.objects.filter(action="selfservice.pin_alarm_seen", about_id=str(row.pk)).exists()
    assert not [each for each in waiting_for(staff("operator")) if "menebak PIN" in each.title]
    tried(10, first=22, address="10.8.{n}.1")
    assert PinAlarm.objects.filter(seen_at=None).count() == 1
    assert PinAlarm.objects.count() == 2


def test_who_may_not(village: Any, office_client: Any) -> None:
    tried(20, address="10.7.{n}.1")
    row = PinAlarm.objects.get()
    assert office_client("viewer").post(f"{ACCOUNTS}peringatan/{row.pk}/").status_code == 403
    connection.set_tenant(village)
    with pytest.raises(NotAllowed):
        guessing.see_alarm(actor=staff("viewer"), alarm=row)
    assert not [each for each in waiting_for(staff("viewer")) if "menebak PIN" in each.title]


def test_a_village_that_writes_nothing_still_answers(village: Any, monkeypatch: Any, caplog: Any) -> None:
    """Read-only: its role may not insert. The door answers as ever, and the operator's log has its line."""
    from django.db import DatabaseError

    def refused(*_args: Any) -> None:
        raise DatabaseError("permission denied for table selfservice_pinalarm")

    monkeypatch.setattr(guessing, "_write", refused)
    assert tried(21, address="10.7.{n}.1") == 21
    assert any("PINs of many people fail" in each.getMessage() for each in caplog.records)
