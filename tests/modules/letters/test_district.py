"""The camat's step: one letter over the exchange, read only while it is open, its answer in the village's timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from balai.actor import Actor
from balai.errors import NotAllowed, NotFound
from modules.letters import services
from modules.letters.errors import NotNumbered, WrongState
from modules.letters.merging import printed_data
from modules.letters.models import Letter, State
from modules.letters.selectors import timeline_of
from modules.letters.services.district import catch_up, offer_letter
from modules.regency import district_letters
from tenants.context import current_village, village_context
from tenants.exchange import district as exchange
from tenants.exchange.handovers import HandoverEnded
from tenants.exchange.models import DistrictHandover
from tests.modules.letters.conftest import head, person, staff

KIND = "penduduk"
CAMAT = {"name": "Drs. CONTOH, M.Si", "position": "Camat Geyer", "nip": "197001011995031001"}


def camat(code: str = "") -> Actor:
    """A user of the village's district, on the regency's host."""
    rights = frozenset({district_letters.RIGHT})
    scope = code or DISTRICT["code"]
    return Actor(kind="staff", id="camat-1", name="Staf Kecamatan", role="district", rights=rights, scope=scope)


DISTRICT: dict[str, str] = {}


@pytest.fixture()
def sent(village: Any) -> Letter:
    """A letter that its head has approved and that stands before the camat."""
    DISTRICT["code"] = current_village().district_code
    services.change_settings(
        actor=staff("sekretaris"), number_format="[nomor_surat, 3]", scheme="per_type", secretary_checks=False,
        district_signs=True,
    )  # fmt: skip
    letter = services.request_letter(
        actor=staff("operator"), letter_type=KIND, resident=person(), answers={"keperluan": "Kredit", "keterangan": "-"}
    )
    done = services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=head().official_id)
    assert (done.state, done.number) == (State.DISTRICT, "001")
    offer_letter(done.pk)
    done.refresh_from_db()
    return done


def regency_side(act: Any) -> Any:
    """Do something as the regency's role, as the district's user does."""
    with village_context("public"), transaction.atomic():
        return act()


def test_approved_and_printed_with_the_camats_name(sent: Letter) -> None:
    with pytest.raises(NotNumbered):
        services.render(sent.pk)
    key = sent.handover

    def answer() -> None:
        (row,) = exchange.waiting_for(DISTRICT["code"])
        facts = exchange.facts_of(row)
        assert (facts["number"], facts["name"]) == ("001", sent.applicant_name)
        assert exchange.pdf_of(exchange.open_one(row.pk, DISTRICT["code"])).startswith(b"%PDF-")
        district_letters.approve(actor=camat(), key=row.pk, **CAMAT)
        row.refresh_from_db()
        assert (row.payload, row.facts) == (None, ""), "emptied by the answer itself"
        assert exchange.villages_due() == [row.village], "the sweep knows"

    regency_side(answer)
    assert catch_up() == 1
    assert catch_up() == 0
    sent.refresh_from_db()
    assert (sent.state, sent.handover, sent.district["name"]) == (State.READY, None, CAMAT["name"])
    row = DistrictHandover.objects.get(pk=key)
    assert (row.state, row.answer, row.payload) == ("settled", "", None)
    assert [each.kind for each in sent.events.all()] == ["requested", "approved", "sent_on", "district_yes"]
    assert [step.words for step in timeline_of(sent)][-2:] == ["Disetujui camat", "Diserahkan kepada pemohon"]
    assert CAMAT["name"] in str(printed_data(sent)["content"])
    assert CAMAT["name"] not in str(sent.merged), "what was frozen stays as it was"
    services.render(sent.pk)
    with pytest.raises(Error), transaction.atomic():
        Letter.objects.filter(pk=sent.pk).update(district={"name": "Lain"})


def test_refused_sent_again_taken_back_and_signed_on_paper(sent: Letter) -> None:
    office = staff("sekretaris")

    def refuse() -> None:
        (row,) = exchange.waiting_for(DISTRICT["code"])
        with pytest.raises(district_letters.AnswerRefused):
            district_letters.refuse(actor=camat(), key=row.pk, reason=" ")
        district_letters.refuse(actor=camat(), key=row.pk, reason="Alamat belum lengkap")
        with pytest.raises(HandoverEnded):
            district_letters.approve(actor=camat(), key=row.pk, **CAMAT)

    regency_side(refuse)
    assert catch_up() == 1
    sent.refresh_from_db()
    assert (sent.state, sent.handover, sent.note) == (State.DISTRICT, None, "Camat menolak: Alamat belum lengkap")
    assert sent.events.latest("id").message == "Alamat belum lengkap"
    services.send_again(actor=office, letter=sent)
    offer_letter(sent.pk)
    assert offer_letter(sent.pk) is not None, "a second run finds it offered"
    assert DistrictHandover.objects.filter(letter=sent.pk, state="offered").count() == 1
    sent.refresh_from_db()
    with pytest.raises(WrongState):
        services.withdraw_letter(actor=office, letter=sent, reason="x")
    with pytest.raises(WrongState):
        services.send_again(actor=office, letter=sent)
    services.take_back_letter(actor=office, letter=sent, reason="Keliru")
    assert regency_side(lambda: list(exchange.waiting_for(DISTRICT["code"]))) == []
    with pytest.raises(NotAllowed):
        services.signed_on_paper(actor=staff("kepala_desa"), letter=sent)
    done = services.signed_on_paper(actor=office, letter=sent)
    assert (done.state, done.district) == (State.READY, {})


def test_another_district_and_the_regency_itself_see_nothing(sent: Letter) -> None:
    key = sent.handover

    def others() -> None:
        with pytest.raises(NotFound):
            exchange.open_one(key, "999999")
        assert list(exchange.waiting_for("999999")) == []
        with pytest.raises(NotFound):
            district_letters.approve(actor=camat("999999"), key=key, **CAMAT)
        nobody = Actor(kind="staff", id="x", name="Dispermasdes", role="regency", rights=frozenset({"regency.view"}))
        with pytest.raises(NotAllowed):
            district_letters.approve(actor=nobody, key=key, **CAMAT)
        with pytest.raises(NotAllowed):
            district_letters.district_of(
                Actor(kind="staff", id="x", name="x", role="district", rights=frozenset({district_letters.RIGHT}))
            )

    regency_side(others)


def test_the_database_holds_who_takes_which_step(sent: Letter, other_village: Any) -> None:
    for change in ({"state": "accepted", "payload": None, "facts": ""}, {"village": other_village.schema_name}):
        with pytest.raises(Error), transaction.atomic():
            DistrictHandover.objects.filter(pk=sent.handover).update(**change)
    with village_context(other_village.schema_name):
        assert not DistrictHandover.objects.exists()
    with village_context("public"):
        for change in (
            {"state": "withdrawn", "payload": None, "facts": ""},
            {"payload": "x"},
            {"letter": sent.resident_id},
        ):
            with pytest.raises(Error), transaction.atomic():
                DistrictHandover.objects.filter(pk=sent.handover).update(**change)
        with pytest.raises(Error), transaction.atomic():
            DistrictHandover.objects.filter(pk=sent.handover).delete()


def test_what_nobody_answers_comes_back(sent: Letter) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exchange_districthandover SET expires_at = %s", [timezone.now() - timedelta(days=1)])
    assert catch_up() == 1
    sent.refresh_from_db()
    assert (sent.state, sent.handover) == (State.DISTRICT, None)
    assert sent.note.startswith("Tidak dijawab kecamatan")


def test_where_the_village_does_not_send_it_the_block_stays_empty(village: Any) -> None:
    letter = services.request_letter(
        actor=staff("operator"), letter_type=KIND, resident=person(), answers={"keperluan": "Kredit", "keterangan": "-"}
    )
    done = services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=head().official_id)
    assert done.state == State.READY


def test_the_pages(sent: Letter, village: Any, office_client: Any, regency_client: Any) -> None:
    page = office_client("sekretaris").get(f"/kantor/surat/{sent.pk}/").content.decode()
    assert "Menunggu camat" in page and "Tarik kembali" in page and "Unduh PDF" not in page
    desk = regency_client(f"{current_village().district_name.removeprefix('Kecamatan ').lower()}.camat")
    listed = desk.get("/kecamatan/surat/").content.decode()
    assert sent.applicant_name in listed and "001" in listed
    path = f"/kecamatan/surat/{sent.handover}/"
    assert sent.applicant_name in desk.get(path).content.decode()
    paper = desk.get(f"{path}surat.pdf")
    assert paper.content.startswith(b"%PDF-") and "no-store" in paper["Cache-Control"]
    assert desk.post(path, {**CAMAT, "name": ""}).status_code == 422
    assert desk.post(f"{path}tolak/", {"reason": ""}).status_code == 422
    answer = desk.post(path, CAMAT, follow=True).content.decode()
    assert "Surat disetujui" in answer and sent.applicant_name not in answer
    assert desk.get(path, follow=True).status_code == 200
    assert "sudah tidak menunggu" in desk.get(path, follow=True).content.decode()
    assert desk.get(f"{path}surat.pdf").status_code == 409
    assert regency_client("kabupaten").get("/kecamatan/surat/").status_code == 403
    connection.set_tenant(village)
    assert catch_up() == 1
    page = office_client("sekretaris").get(f"/kantor/surat/{sent.pk}/").content.decode()
    assert CAMAT["name"] in page and "Disetujui camat" in page
