"""PINs on slips of paper."""

from __future__ import annotations

import re
from typing import Any

import pytest

from balai.errors import NotAllowed
from modules.selfservice import services
from modules.selfservice.models import CitizenAccount
from tests.modules.selfservice.conftest import adults


def _rt_of_many() -> Any:
    from collections import Counter

    from modules.population.models import Territory

    key, _number = Counter(each.rt_id for each in adults() if each.rt_id).most_common(1)[0]
    return Territory.objects.get(pk=key)


def test_a_slip_shows_the_pin_once_and_never_the_whole_nik(village: Any, desk: Any) -> None:
    who = adults()[0]
    page = desk.post(f"/kantor/layanan-mandiri/{who.pk}/pin/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    pin = re.search(r'class="pin">(\d{6})<', text)
    assert pin
    assert who.nik not in text
    assert who.nik[-4:] in text
    account = CitizenAccount.objects.get(resident=who)
    assert pin[1] not in account.pin
    assert account.must_change
    assert services.sign_in(nik=who.nik, pin=pin[1], address="10.0.0.1").pk == account.pk


def test_an_rt_is_served_a_sheet_at_a_time_and_nobody_twice(
    village: Any, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.accounts, "SHEET", 2)
    rt = _rt_of_many()
    people = {each.pk for each in adults() if each.rt_id == rt.pk}
    seen: list[Any] = []
    while True:
        issued, remaining = services.issue_pins_for_rt(actor=actor, rt=rt)
        seen += [person.pk for person, _pin in issued]
        assert len(issued) <= 2
        if not remaining:
            break
    assert len(seen) == len(set(seen))
    assert people <= set(seen)
    assert services.issue_pins_for_rt(actor=actor, rt=rt) == ([], 0)


def test_a_closed_account_is_not_opened_by_serving_the_rt(village: Any, actor: Any) -> None:
    rt = _rt_of_many()
    who = next(each for each in adults() if each.rt_id == rt.pk)
    account, _pin = services.issue_pin(actor=actor, resident=who)
    services.close_door(actor=actor, account=account)
    while services.issue_pins_for_rt(actor=actor, rt=rt)[1]:
        pass
    assert CitizenAccount.objects.get(pk=account.pk).active is False


def test_the_rt_page_prints_a_sheet_and_offers_the_next(
    village: Any, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.accounts, "SHEET", 1)
    rt = _rt_of_many()
    page = desk.post("/kantor/layanan-mandiri/rt/", {"rt": str(rt.pk)}).content.decode()
    assert len(re.findall(r'class="pin">\d{6}<', page)) == 1
    assert "Lembar berikutnya" in page
    for wrong in ("", "x" * 36, "01890000-0000-7000-8000-000000000000"):
        assert desk.post("/kantor/layanan-mandiri/rt/", {"rt": wrong}).status_code == 302


def test_only_who_may_gives_out_pins(village: Any, office_client: Any) -> None:
    from django.db import connection

    client = office_client("viewer", village)
    connection.set_tenant(village)
    who = adults()[0]
    assert client.get("/kantor/layanan-mandiri/").status_code == 403
    assert client.post(f"/kantor/layanan-mandiri/{who.pk}/pin/").status_code == 403
    connection.set_tenant(village)
    assert not CitizenAccount.objects.exists()
    citizen = services.actor_of(CitizenAccount(resident=who))
    with pytest.raises(NotAllowed):
        services.issue_pin(actor=citizen, resident=who)


def test_the_office_signs_a_citizen_out_and_closes_the_door(village: Any, desk: Any, citizen_client: Any) -> None:
    who = adults()[0]
    phone = citizen_client(who)
    account = CitizenAccount.objects.get(resident=who)
    assert desk.post(f"/kantor/layanan-mandiri/akun/{account.pk}/akhiri/").status_code == 302
    assert phone.get("/layanan/").status_code == 302
    assert desk.post(f"/kantor/layanan-mandiri/akun/{account.pk}/tutup/").status_code == 302
    assert CitizenAccount.objects.get(pk=account.pk).active is False
    listed = desk.get("/kantor/layanan-mandiri/").content.decode()
    assert "Ditutup" in listed
