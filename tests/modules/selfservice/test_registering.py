"""Registering from home: what is answered, what the officer sees, what is left afterwards."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from balai.accounts.errors import Throttled
from balai.audit.models import Entry
from balai.errors import Conflict, NotAllowed, NotFound
from balai.files import FileRefused, StoredFile, open_file
from modules.selfservice import services
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import CitizenAccount, Registration, RegistrationState
from tests.modules.selfservice.conftest import PIN, adults

NOBODY = "3315059912900099"


def photo(side: int = 40) -> bytes:
    """A JPEG that says where it was taken."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    exif.get_ifd(0x8825)[2] = (7.0, 12.0, 30.0)
    Image.new("RGB", (side, side), "white").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def wish(nik: str = NOBODY, address: str = "10.0.0.1", **more: Any) -> tuple[Registration, str]:
    """A registration through the service."""
    fields = {
        "kk_number": "3315050000000001", "name": "Somebody", "birth_date": date(1980, 2, 3), "phone": "0812 3456 7890",
        "pin": PIN, "again": PIN,
    } | more  # fmt: skip
    return services.register(nik=nik, photo=io.BytesIO(photo()), address=address, **fields)


def typed(who: Any = None, **more: Any) -> dict[str, Any]:
    """What is posted from the page."""
    return {
        "nik": who.nik if who else NOBODY,
        "kk_number": who.family.number if who else "3315050000000001",
        "name": who.name if who else "Bukan Siapa",
        "birth_date": f"{who.birth_date if who else date(1980, 2, 3):%d-%m-%Y}",
        "phone": "+62 812-3456-7890",
        "photo": SimpleUploadedFile("ktp.jpg", photo(), "image/jpeg"),
        "pin": PIN,
        "again": PIN,
        **more,
    }


def test_from_the_page_to_the_first_sign_in(village: Any, door: Any, desk: Any) -> None:
    who = adults()[0]
    answer = door.post("/layanan/daftar/", typed(who))
    assert answer["Location"] == "/layanan/daftar/diterima/", answer.content.decode()[:3000]
    code = re.search(r'class="code">([A-Z0-9-]+)<', door.get("/layanan/daftar/diterima/").content.decode())
    assert code
    shown = door.post("/layanan/daftar/status/", {"code": code[1].lower()}).content.decode()
    assert "Menunggu petugas" in shown and who.name not in shown
    assert door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN}).status_code == 422

    made = Registration.objects.get()
    assert "Pendaftaran Layanan Mandiri" in desk.get("/kantor/").content.decode()
    assert who.name in desk.get("/kantor/layanan-mandiri/pendaftaran/").content.decode()
    page = f"/kantor/layanan-mandiri/pendaftaran/{made.pk}/"
    text = desk.get(page).content.decode()
    assert text.count("Sama</span>") == 4
    assert "Berbeda" not in text
    assert Entry.objects.filter(action="selfservice.registration_read", about_id=str(who.pk)).exists()
    assert desk.get(f"/kantor/berkas/{made.photo_id}/?lihat=1").status_code == 200
    assert desk.post(page, {"act": "accept"}).status_code == 422
    assert desk.post(page, {"act": "accept", "checked": "on"})["Location"].endswith("/pendaftaran/")
    assert "Diterima" in door.post("/layanan/daftar/status/", {"code": code[1]}).content.decode()
    assert door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})["Location"] == "/layanan/"


def test_the_photo_is_drawn_anew_private_and_gone_after_the_decision(village: Any, actor: Any, desk: Any) -> None:
    who = adults()[0]
    made, _code = wish(who.nik)
    stored = StoredFile.objects.get(pk=made.photo_id)
    with open_file(stored) as kept:
        assert b"SECRETMAKER" not in kept.read()
    assert stored.permission == "selfservice.manage" and stored.citizen_id is None
    services.accept_registration(actor=actor, registration_id=made.pk, checked=True)
    made.refresh_from_db()
    assert (made.nik, made.name, made.kk_number, made.phone, made.pin, made.birth_date) == ("", "", "", "", "", None)
    assert made.resident_id == who.pk
    assert StoredFile.objects.get(pk=stored.pk).deleted_at is not None
    assert desk.get(f"/kantor/berkas/{stored.pk}/").status_code == 404
    assert desk.get(f"/kantor/layanan-mandiri/pendaftaran/{made.pk}/").status_code == 200


def test_the_answer_is_the_same_for_a_nik_that_nobody_has(
    village: Any, door: Any, account: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    known, other = adults()[:2]
    account(other)
    asked, pages = [], []
    # The first one makes the session that carries the code.
    door.post("/layanan/daftar/", typed(nik="3315059912900055"))
    # Whoever it is: nobody, somebody without an account, somebody with one.
    for who in (None, known, other):
        data = typed(who)
        with CaptureQueriesContext(connection) as queries:
            answer = door.post("/layanan/daftar/", data)
        asked.append(sum("population_resident" in each["sql"] for each in queries))
        pages.append((answer.status_code, answer["Location"], len(queries)))
    assert asked == [0, 0, 0]
    assert pages[0] == pages[1] == pages[2]


def test_refused_with_a_reason_that_the_citizen_reads(village: Any, desk: Any, door: Any) -> None:
    made, code = wish()
    page = f"/kantor/layanan-mandiri/pendaftaran/{made.pk}/"
    text = desk.get(page).content.decode()
    assert "Tidak ada penduduk" in text and "Terima dan buka akun" not in text
    assert desk.post(page, {"act": "accept", "checked": "on"}).status_code == 422
    assert desk.post(page, {"act": "refuse", "reason": " "}).status_code == 422
    assert desk.post(page, {"act": "refuse", "reason": "Foto KTP tidak terbaca."}).status_code == 302
    assert "Foto KTP tidak terbaca." in door.post("/layanan/daftar/status/", {"code": code}).content.decode()
    assert desk.post(page, {"act": "refuse", "reason": "Lagi."}).status_code == 409
    assert not CitizenAccount.objects.exists()


def test_only_once_and_only_who_may(village: Any, actor: Any, account: Any) -> None:
    who = adults()[0]
    made, _code = wish(who.nik)
    citizen = services.actor_of(account(adults()[1]))
    with pytest.raises(NotAllowed):
        services.accept_registration(actor=citizen, registration_id=made.pk, checked=True)
    with pytest.raises(NotAllowed):
        services.refuse_registration(actor=citizen, registration_id=made.pk, reason="x")
    services.accept_registration(actor=actor, registration_id=made.pk, checked=True)
    with pytest.raises(Conflict):
        services.accept_registration(actor=actor, registration_id=made.pk, checked=True)
    with pytest.raises(Conflict):
        services.refuse_registration(actor=actor, registration_id=made.pk, reason="Berubah pikiran.")


def test_who_has_an_account_is_shown_so_and_loses_open_sessions(
    village: Any, desk: Any, citizen_client: Any, actor: Any
) -> None:
    who = adults()[0]
    phone = citizen_client(who)
    made, _code = wish(who.nik, pin="528417", again="528417")
    text = desk.get(f"/kantor/layanan-mandiri/pendaftaran/{made.pk}/").content.decode()
    assert "sudah mempunyai PIN" in text and text.count("Berbeda</span>") == 3
    services.accept_registration(actor=actor, registration_id=made.pk, checked=True)
    assert phone.get("/layanan/")["Location"].startswith("/layanan/masuk/")
    assert services.sign_in(nik=who.nik, pin="528417", address="10.0.0.1").resident_id == who.pk


def test_not_too_often_for_one_nik_or_from_one_address(village: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from modules.selfservice.services import registrations

    for number in range(services.NIK_A_DAY):
        wish(address=f"10.0.1.{number}")
    with pytest.raises(SelfserviceError) as by_nik:
        wish(address="10.0.1.99")
    monkeypatch.setattr(registrations, "ADDRESS_A_DAY", 2)
    wish("3315059912900001", address="10.0.2.2")
    wish("3315059912900002", address="10.0.2.2")
    with pytest.raises(SelfserviceError) as by_address:
        wish("3315059912900003", address="10.0.2.2")
    assert by_nik.value.message() == by_address.value.message()
    Registration.objects.update(created_at=timezone.now() - timedelta(days=2))
    wish(address="10.0.1.99")


def test_codes_cannot_be_tried_through(village: Any) -> None:
    made, code = wish()
    assert services.registration_by_code(code=f" {code[:5].lower()}-{code[5:]} ", address="10.0.0.5").pk == made.pk
    assert code not in str(Registration.objects.values())
    for number in range(40):
        with pytest.raises(SelfserviceError):
            services.registration_by_code(code=f"WRONG{number:05d}", address="10.0.0.5")
    with pytest.raises(Throttled):
        services.registration_by_code(code=code, address="10.0.0.5")


def test_what_nobody_decides_expires_and_goes(village: Any, actor: Any) -> None:
    made, code = wish()
    photo_id = made.photo_id
    assert services.tidy_registrations(actor=actor) == 0
    now = timezone.now()
    Registration.objects.filter(pk=made.pk).update(created_at=now - timedelta(days=services.WAITS_DAYS, hours=1))
    assert services.tidy_registrations(actor=actor) == 1
    made.refresh_from_db()
    assert (made.state, made.nik, made.photo_id) == (RegistrationState.EXPIRED, "", None)
    assert StoredFile.objects.get(pk=photo_id).deleted_at is not None
    Registration.objects.filter(pk=made.pk).update(decided_at=now - timedelta(days=services.KEPT_DAYS, hours=1))
    assert services.tidy_registrations(actor=actor) == 0
    with pytest.raises(SelfserviceError):
        services.registration_by_code(code=code, address="10.0.0.6")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nik", "123"), ("kk_number", ""), ("name", ""), ("birth_date", "31-02-1980"), ("birth_date", "01-01-2999"),
        ("phone", "12345"), ("pin", "123456"), ("pin", "030280"), ("again", "528417"), ("photo", ""),
    ],
)  # fmt: skip
def test_each_mistake_is_told_beside_its_field(village: Any, door: Any, field: str, value: str) -> None:
    answer = door.post("/layanan/daftar/", typed(**({field: value} | ({"again": value} if field == "pin" else {}))))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'class="summary"' in text and f'href="#id_{field}"' in text
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4\n%%EOF", b"\xff\xd8\xffbroken"]
)
def test_only_a_picture_is_taken(village: Any, door: Any, content: bytes) -> None:
    answer = door.post("/layanan/daftar/", typed(photo=SimpleUploadedFile("ktp.jpg", content, "image/jpeg")))
    assert answer.status_code == 422
    with pytest.raises(FileRefused):
        services.register(
            nik=NOBODY, kk_number="3315050000000001", name="X", birth_date=date(1980, 2, 3), phone="081234567890",
            photo=io.BytesIO(content), pin=PIN, again=PIN, address="10.0.0.1",
        )  # fmt: skip
    assert not Registration.objects.exists()


def test_the_regency_may_close_it(village: Any, door: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tenants.context import VillageCard

    monkeypatch.setattr(VillageCard, "rule", lambda card, code: False)
    assert door.get("/layanan/daftar/").status_code == 404
    assert door.post("/layanan/daftar/", typed()).status_code == 404
    assert "/layanan/daftar/" not in door.get("/layanan/masuk/").content.decode()
    with pytest.raises(NotFound):
        wish()


def test_the_database_keeps_no_data_of_a_decided_one(village: Any) -> None:
    made, _code = wish()
    for change in ({"state": "accepted"}, {"state": "rejected"}, {"state": "expired"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.filter(pk=made.pk).update(**change)


def test_the_list_of_waiting_asks_the_same_for_one_as_for_many(
    village: Any, desk: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        wish(f"33150599129001{number:02d}", address=f"10.0.3.{number}")
    with django_assert_max_num_queries(16):
        text = desk.get("/kantor/layanan-mandiri/pendaftaran/").content.decode()
    assert text.count('name="registration"') == 6


def test_the_outcome_is_told_by_the_number_that_was_given_for_it(village: Any, actor: Any) -> None:
    from modules.messages.models import Delivery
    from modules.messages.services import set_gateway

    set_gateway(actor=actor, channel="sms", driver="file", values={}, active=True)
    first, second = adults()[:2]
    type(first).objects.filter(pk__in=[first.pk, second.pk]).update(phone="")
    silent, _code = wish(second.nik, address="10.0.0.2")
    services.accept_registration(actor=actor, registration_id=silent.pk, checked=True)
    assert not Delivery.objects.exists()
    made, _code = wish(first.nik, wants_news=True)
    services.accept_registration(actor=actor, registration_id=made.pk, checked=True)
    sent = Delivery.objects.get()
    assert (sent.channel, sent.address, sent.resident_id) == ("sms", "+6281234567890", None)
    assert "diterima" in sent.text and first.name not in sent.text and first.nik not in sent.text
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.phone, second.phone) == ("081234567890", "")
    # What was typed is gone all the same.
    made.refresh_from_db()
    assert made.phone == ""
    refused, _code = wish(wants_news=True, address="10.0.0.3")
    services.refuse_registration(actor=actor, registration_id=refused.pk, reason="Foto tidak terbaca.")
    text = Delivery.objects.latest("created_at").text
    assert "belum dapat diterima" in text and "Foto tidak terbaca" not in text
