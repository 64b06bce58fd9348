"""Slips on paper: what they show, who can open them, and that nobody else ever reads a PIN."""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from balai.documents.reading import pdf_pages, pdf_size_mm, pdf_text
from balai.errors import NotAllowed, NotFound
from balai.jobs.models import Job
from modules.selfservice import services
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import CitizenAccount, SlipBatch, SlipState
from modules.selfservice.sealing import CannotOpen, new_pair, seal, unseal
from modules.selfservice.services import slips
from tests.modules.selfservice.conftest import adults
from tests.modules.selfservice.test_office import _rt_of_many


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """The hash takes its time on purpose; here dozens are made."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def _pins(pdf: bytes) -> list[str]:
    return re.findall(r"PIN\s*(\d{6})", pdf_text(pdf))


def test_sealed_for_one_pair_of_eyes() -> None:
    private, public = new_pair()
    sealed = seal(b"739164", public, b"one")
    assert unseal(sealed, private, b"one") == b"739164"
    other, _public = new_pair()
    for wrong in (
        (sealed, other, b"one"),
        (sealed, private, b"two"),
        (sealed[:-1], private, b"one"),
        (sealed, "x", b"one"),
        (b"", private, b"one"),
    ):
        with pytest.raises(CannotOpen):
            unseal(*wrong)


def test_a_whole_rt_is_made_by_a_job_and_opened_once(village: Any, desk: Any, office_client: Any) -> None:
    from django.db import connection

    from workers.tasks.selfservice import make_slips

    rt = _rt_of_many()
    people = {each.pk: each for each in adults() if each.rt_id == rt.pk}
    page = desk.post("/kantor/layanan-mandiri/slip/", {"rt": str(rt.pk)})
    batch = SlipBatch.objects.get()
    assert page["Location"] == f"/kantor/layanan-mandiri/slip/{batch.pk}/"
    key = next(morsel for name, morsel in desk.cookies.items() if name.startswith("balai_slip"))
    assert key["httponly"] and key["samesite"] == "Strict" and key["path"] == page["Location"]
    assert "progress" in desk.get(page["Location"]).content.decode()
    job = Job.objects.get(kind="selfservice.make_slips")
    result = make_slips(job, **job.args)
    assert result == {"url": page["Location"]}
    assert make_slips(job, **job.args) == result
    batch.refresh_from_db()
    assert (batch.state, batch.people) == (SlipState.READY, len(people))
    assert f"{len(people)} slip siap" in desk.get(page["Location"]).content.decode()

    colleague = office_client("sekretaris", village)
    connection.set_tenant(village)
    assert colleague.get(page["Location"]).status_code == 404
    connection.set_tenant(village)
    assert colleague.post(page["Location"]).status_code == 404
    connection.set_tenant(village)

    opened = desk.post(page["Location"])
    assert opened["Content-Type"] == "application/pdf" and "no-store" in opened["Cache-Control"]
    found = _pins(opened.content)
    assert len(found) == len(set(found)) == len(people)
    text = pdf_text(opened.content)
    assert not any(each.nik in text for each in people.values())
    assert pdf_pages(opened.content) == -(-len(people) // 10)
    assert [round(side) for side in pdf_size_mm(opened.content)] == [210, 297]
    # What opened it is nowhere on the server, and what it opened is gone.
    batch.refresh_from_db()
    assert (batch.state, batch.sealed) == (SlipState.OPENED, None)
    again = desk.post(page["Location"], follow=True).content.decode()
    assert "tidak dapat dibuka" in again
    rows = [*Job.objects.values(), *SlipBatch.objects.values(), *CitizenAccount.objects.values("pin")]
    # Moments and keys have six digits in a row by chance; a PIN would stand for itself.
    kept = json.dumps(rows, default=lambda value: "" if isinstance(value, datetime | UUID) else str(value))
    assert not [pin for pin in found if re.search(rf"(?<![\w.+/-]){pin}(?![\w.+/-])", kept)]

    who = next(each for each in people.values() if each.name in text)
    pin = re.search(re.escape(who.name) + r".*?PIN\s*(\d{6})", text, re.S)
    assert pin
    assert services.sign_in(nik=who.nik, pin=pin[1], address="10.0.0.1").must_change


def test_another_browser_cannot_open_them(village: Any, desk: Any, actor: Any) -> None:
    rt = _rt_of_many()
    page = desk.post("/kantor/layanan-mandiri/slip/", {"rt": str(rt.pk)})["Location"]
    batch = slips.make_slips(actor=actor, batch_id=SlipBatch.objects.get().pk)
    for name in [each for each in desk.cookies if each.startswith("balai_slip")]:
        del desk.cookies[name]
    assert "di peramban yang memintanya" in desk.post(page, follow=True).content.decode()
    batch.refresh_from_db()
    assert batch.state == SlipState.READY


def test_who_lost_a_slip_gets_a_new_pin_and_who_signed_in_keeps_the_own(village: Any, actor: Any, account: Any) -> None:
    rt = _rt_of_many()
    here = [each for each in adults() if each.rt_id == rt.pk]
    account(here[0])
    closed, _pin = services.issue_pin(actor=actor, resident=here[1])
    services.close_door(actor=actor, account=closed)
    _lost, old = services.issue_pin(actor=actor, resident=here[2])
    first = {each.pk for each in slips.people_for_slips(rt, again=False)}
    assert not first & {here[0].pk, here[1].pk, here[2].pk}
    wanted = {each.pk for each in slips.people_for_slips(rt, again=True)}
    assert wanted == first | {here[2].pk}
    batch, key = slips.ask_for_slips(actor=actor, rt=rt, again=True)
    slips.make_slips(actor=actor, batch_id=batch.pk)
    text = pdf_text(slips.open_slips(actor=actor, batch_id=batch.pk, private=key))
    assert old not in text
    with pytest.raises(SelfserviceError):
        services.sign_in(nik=here[2].nik, pin=old, address="10.0.0.1")


def test_who_got_a_pin_while_the_job_ran_keeps_it(village: Any, actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rt = _rt_of_many()
    who = next(each for each in adults() if each.rt_id == rt.pk)
    batch, key = slips.ask_for_slips(actor=actor, rt=rt)
    given: list[str] = []

    def meanwhile(done: int, total: int) -> None:
        if done == total:
            given.append(services.issue_pin(actor=actor, resident=who)[1])

    slips.make_slips(actor=actor, batch_id=batch.pk, progress=meanwhile)
    text = pdf_text(slips.open_slips(actor=actor, batch_id=batch.pk, private=key))
    assert len(given) == 1 and given[0] not in text
    assert services.sign_in(nik=who.nik, pin=given[0], address="10.0.0.1").resident_id == who.pk


def test_only_who_may_and_only_where_somebody_needs_one(village: Any, actor: Any, desk: Any) -> None:
    from balai.actor import Actor

    rt = _rt_of_many()
    viewer = Actor(kind="staff", id="v", name="v", role="viewer")
    with pytest.raises(NotAllowed):
        slips.ask_for_slips(actor=viewer, rt=rt)
    batch, key = slips.ask_for_slips(actor=actor, rt=rt)
    with pytest.raises(NotAllowed):
        slips.open_slips(actor=viewer, batch_id=batch.pk, private=key)
    other = Actor(kind="staff", id="o", name="o", role="operator", rights=frozenset({"selfservice.manage"}))
    with pytest.raises(NotFound):
        slips.open_slips(actor=other, batch_id=batch.pk, private=key)
    with pytest.raises(SelfserviceError):
        slips.open_slips(actor=actor, batch_id=batch.pk, private=key)
    slips.make_slips(actor=actor, batch_id=batch.pk)
    with pytest.raises(SelfserviceError):
        slips.ask_for_slips(actor=actor, rt=rt)
    assert (
        "sudah mempunyai PIN"
        in desk.post("/kantor/layanan-mandiri/slip/", {"rt": str(rt.pk)}, follow=True).content.decode()
    )
    assert "Pilih RT-nya" in desk.post("/kantor/layanan-mandiri/slip/", {"rt": "x"}, follow=True).content.decode()


def test_what_nobody_opens_is_emptied(village: Any, actor: Any) -> None:
    batch, key = slips.ask_for_slips(actor=actor, rt=_rt_of_many())
    slips.make_slips(actor=actor, batch_id=batch.pk)
    assert slips.tidy_slips(actor=actor) == 0
    SlipBatch.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert slips.tidy_slips(actor=actor) == 1
    with pytest.raises(SelfserviceError):
        slips.open_slips(actor=actor, batch_id=batch.pk, private=key)


def test_a_single_slip_is_a_pdf_in_the_page_itself(village: Any, desk: Any) -> None:
    who = adults()[0]
    text = desk.post(f"/kantor/layanan-mandiri/{who.pk}/pin/").content.decode()
    shown = re.search(r'class="pin">(\d{6})<', text)
    kept = re.search(r"data:application/pdf;base64,([\w+/=]+)", text)
    assert shown and kept
    pdf = base64.b64decode(kept[1])
    assert _pins(pdf) == [shown[1]]
    assert who.nik not in pdf_text(pdf)
