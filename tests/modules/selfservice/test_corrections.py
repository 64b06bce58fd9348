"""A citizen says what is wrong: proposed, decided, seen; the register changes by its own services alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.audit import readings_of
from balai.errors import NotAllowed, NotFound
from modules.population.codes import Religion
from modules.population.errors import NikDoubtful
from modules.population.models import PopulationEvent, Resident
from modules.population.services import register_birth
from modules.selfservice import services
from modules.selfservice.errors import CorrectionOpen, CorrectionSettled, SelfserviceError
from modules.selfservice.models import CitizenAccount, Correction
from tests.modules.selfservice.conftest import adults
from tests.modules.selfservice.test_acting import family_with_child
from tests.modules.selfservice.test_letters import photo


def citizen(account: Any, who: Resident) -> Any:
    """The citizen as an actor."""
    return services.actor_of(account(who))


def propose(actor: Any, who: Resident, what: str = "birth_place", value: Any = "Purwodadi", **more: Any) -> Correction:
    """A proposal."""
    return services.propose_correction(actor=actor, resident=who, what=what, value=value, **more)


def test_the_way_from_the_phone_to_the_register_and_back(
    village: Any, citizen_client: Any, desk: Any, actor: Any
) -> None:
    who = adults()[0]
    client = citizen_client(who)
    assert "/layanan/usulan/" in client.get("/layanan/").content.decode()
    assert "/layanan/usulan/baru/birth_place/" in client.get("/layanan/usulan/baru/").content.decode()
    way = "/layanan/usulan/baru/birth_place/"
    assert "Tertulis sekarang" in client.get(way).content.decode()
    assert client.post(way, {"value": ""}).status_code == 422
    assert client.post(way, {"value": who.birth_place}).status_code == 422
    sent = client.post(way, {"value": "Purwodadi", "reason": "Salah tulis", "file": photo("akta.png")})
    assert sent.status_code == 302, sent.content.decode()[:1500]
    row = Correction.objects.get()
    assert (row.resident_id, row.before, row.value, row.state) == (who.pk, who.birth_place, "Purwodadi", "submitted")
    assert client.post(way, {"value": "Kudus"}).status_code == 409
    who.refresh_from_db()
    assert who.birth_place != "PURWODADI"
    queue = desk.get("/kantor/").content.decode()
    assert f"/kantor/layanan-mandiri/usulan/{row.pk}/" in queue
    page = desk.get(f"/kantor/layanan-mandiri/usulan/{row.pk}/").content.decode()
    assert "Salah tulis" in page and "Lihat bukti" in page
    assert desk.get(f"/kantor/berkas/{row.file_id}/").status_code == 200
    version = row.updated_at.isoformat()
    answer = desk.post(f"/kantor/layanan-mandiri/usulan/{row.pk}/", {"act": "accept", "version": version})
    assert answer.status_code == 302, answer.content.decode()[:1500]
    who.refresh_from_db()
    assert who.birth_place == "PURWODADI"
    seen = client.get(f"/layanan/usulan/{row.pk}/").content.decode()
    assert "Diterima" in seen and "sudah diubah" in seen
    assert "Diterima" in client.get("/layanan/usulan/").content.decode()
    actions = {each.action for each in readings_of(who)}
    assert {"selfservice.correction_proposed", "selfservice.correction_read", "selfservice.correction_accepted",
            "population.resident_changed"} <= actions  # fmt: skip


def test_a_refusal_needs_a_reason_that_the_citizen_reads(
    village: Any, citizen_client: Any, desk: Any, actor: Any
) -> None:
    who = adults()[0]
    client = citizen_client(who)
    client.post("/layanan/usulan/baru/religion/", {"value": str(Religion.HINDU.value)})
    row = Correction.objects.get()
    url = f"/kantor/layanan-mandiri/usulan/{row.pk}/"
    assert desk.post(url, {"act": "reject", "answer": ""}).status_code == 422
    assert desk.post(url, {"act": "reject", "answer": "KTP masih tertulis lain."}).status_code == 302
    assert "KTP masih tertulis lain." in client.get(f"/layanan/usulan/{row.pk}/").content.decode()
    assert desk.post(url, {"act": "accept"}).status_code == 409
    who.refresh_from_db()
    assert who.religion != Religion.HINDU


def test_what_the_ledger_owns_leaves_its_line(village: Any, account: Any, actor: Any) -> None:
    head, _wife, child = family_with_child()
    mine = citizen(account, head)
    row = propose(mine, child, "shdk", "9")
    services.accept_correction(actor=actor, correction=row)
    child.refresh_from_db()
    assert child.shdk == 9
    assert PopulationEvent.objects.filter(resident=child, kind="correction_shdk").exists()
    other = "2" if child.sex == 1 else "1"
    row = propose(mine, child, "sex", other)
    with pytest.raises(NikDoubtful):
        services.accept_correction(actor=actor, correction=row)
    services.accept_correction(actor=actor, correction=row, nik_reason="Demikian di KTP aslinya")
    assert PopulationEvent.objects.filter(resident=child, kind="correction_sex").exists()


def test_the_address_of_the_card_changes_and_nothing_else_of_it(village: Any, account: Any, actor: Any) -> None:
    head, _wife, _child = family_with_child()
    before = head.family
    assert before is not None
    row = propose(citizen(account, head), head, "address", "JL. MELATI 3")
    services.accept_correction(actor=actor, correction=row)
    after = Resident.objects.get(pk=head.pk).family
    assert after is not None
    assert after.address == "JL. MELATI 3"
    assert (after.number, after.welfare_class, after.registered_on) == (
        before.number, before.welfare_class, before.registered_on,
    )  # fmt: skip


def test_an_event_is_registered_by_its_own_act_first(village: Any, account: Any, actor: Any, desk: Any) -> None:
    head, _wife, _child = family_with_child()
    row = propose(citizen(account, head), head, "birth", "Anak laki-laki, lahir 20 November di puskesmas")
    url = f"/kantor/layanan-mandiri/usulan/{row.pk}/"
    page = desk.get(url).content.decode()
    assert f"/kantor/keluarga/{head.family_id}/lahir/" in page
    with pytest.raises(SelfserviceError):
        services.accept_correction(actor=actor, correction=row)
    register_birth(
        actor=actor, family=head.family, name="BAYU", sex=1, birth_date=date(2026, 11, 20), birth_place="GROBOGAN",
        event_date=date(2026, 11, 20), report_date=date(2026, 11, 26),
    )  # fmt: skip
    services.accept_correction(actor=actor, correction=row, answer="Sudah kami catat.")
    row.refresh_from_db()
    assert row.state == "accepted"


def test_who_may_decide_and_only_once(village: Any, account: Any, actor: Any, office_client: Any) -> None:
    who = adults()[0]
    mine = citizen(account, who)
    row = propose(mine, who)
    with pytest.raises(CorrectionOpen):
        propose(mine, who, value="Kudus")
    with pytest.raises(NotAllowed):
        services.accept_correction(actor=mine, correction=row)
    with pytest.raises(NotAllowed):
        services.reject_correction(actor=mine, correction=row, answer="x")
    viewer = office_client("viewer", village)
    assert viewer.get(f"/kantor/layanan-mandiri/usulan/{row.pk}/").status_code == 403
    connection.set_tenant(village)
    services.reject_correction(actor=actor, correction=row, answer="Bukti kurang.")
    for late in (
        lambda: services.accept_correction(actor=actor, correction=row),
        lambda: services.cancel_correction(actor=mine, correction=row),
    ):
        with pytest.raises(CorrectionSettled):
            late()
    assert propose(mine, who).state == "submitted"


def test_anothers_proposal_does_not_exist(village: Any, citizen_client: Any, account: Any) -> None:
    first, second = adults()[:2]
    mine = citizen(account, first)
    stored = services.keep_upload(actor=mine, content=photo(), name="akta.png", permission="selfservice.corrections")
    row = propose(mine, first, file_id=stored.pk)
    stranger = citizen_client(second)
    for path in (f"usulan/{row.pk}/", f"usulan/untuk/{first.pk}/", f"usulan/untuk/{first.pk}/name/",
                 f"berkas/{stored.pk}/"):  # fmt: skip
        assert stranger.get(f"/layanan/{path}").status_code == 404, path
    assert stranger.post(f"/layanan/usulan/{row.pk}/").status_code == 404
    assert stranger.post(f"/layanan/usulan/untuk/{first.pk}/name/", {"value": "X"}).status_code == 404
    assert stranger.get("/layanan/usulan/baru/no_such/").status_code == 404
    foreign = services.actor_of(CitizenAccount.objects.select_related("resident").get(resident=second))
    with pytest.raises(NotFound):
        propose(foreign, second, file_id=stored.pk)
    row.refresh_from_db()
    assert row.state == "submitted"
    assert services.cancel_correction(actor=mine, correction=row).state == "cancelled"


def test_ten_wait_at_once_and_no_more(village: Any, account: Any) -> None:
    who = adults()[0]
    mine = citizen(account, who)
    keys = ("name", "birth_place", "father_name", "mother_name", "birth_certificate", "phone", "email",
            "marriage_certificate", "address", "death", "move_rt")  # fmt: skip
    for key in keys[:10]:
        propose(mine, who, key, "a@b.id" if key == "email" else "Lain 12")
    with pytest.raises(SelfserviceError) as caught:
        propose(mine, who, keys[10], "Lain 12")
    assert "10 usulan" in caught.value.message()


def test_lists_cost_the_same_however_many_wait(village: Any, desk: Any, citizen_client: Any) -> None:
    who = adults()[0]
    client = citizen_client(who)
    mine = services.actor_of(CitizenAccount.objects.select_related("resident").get(resident=who))
    counts: dict[str, list[int]] = {
        "/kantor/layanan-mandiri/usulan/": [],
        "/layanan/usulan/": [],
        "/layanan/surat/": [],
    }
    for keys in (("name",), ("birth_place", "father_name", "mother_name", "phone")):
        for key in keys:
            propose(mine, who, key, "Lain 12")
            services.ask_letter(actor=mine, letter_type="domisili", resident=who, answers={"keperluan": key})
        for path, found in counts.items():
            with CaptureQueriesContext(connection) as seen:
                asked = desk if path.startswith("/kantor/") else client
                assert asked.get(path).status_code == 200
            found.append(len(seen))
    assert all(many <= few for few, many in counts.values()), counts
