"""A citizen's letters: asked, followed, mended, taken back; and never another's."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from modules.letters import services as letter_services
from modules.letters.models import Letter, LetterAttachment
from modules.selfservice import services
from tests.modules.selfservice.conftest import adults

ASK = "/layanan/minta/domisili/"


def photo(name: str = "ktp.png") -> SimpleUploadedFile:
    """A picture of nobody."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def hidden(page: Any) -> dict[str, str]:
    """What the page carries on to the next."""
    import re

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def ask(client: Any, **more: Any) -> Letter:
    """Fill in, check, send."""
    checked = client.post(ASK, {"keperluan": "Membuka rekening bank", "step": "check", **more})
    assert checked.status_code == 200, checked.content.decode()[:2000]
    assert not Letter.objects.exists()
    sent = client.post(ASK, hidden(checked) | {"step": "send"})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    return Letter.objects.get()


def test_the_way_from_the_home_page_to_a_letter_that_can_be_followed(
    village: Any, citizen_client: Any, actor: Any
) -> None:
    who = adults()[0]
    client = citizen_client(who)
    assert ASK in client.get("/layanan/").content.decode()
    assert "KTP-el" in client.get(ASK).content.decode()
    letter = ask(client, file_ktp=photo())
    assert (letter.resident_id, letter.state, letter.channel) == (who.pk, "submitted", "citizen")
    papers = {each.requirement: each for each in letter.attachments.all()}
    assert papers["ktp"].file_id is not None
    assert papers["kk"].brings_paper
    assert client.get(f"/layanan/berkas/{papers['ktp'].file_id}/").status_code == 200
    followed = client.get(f"/layanan/surat/{letter.pk}/").content.decode()
    assert "Diajukan" in followed
    assert "Membuka rekening bank" in followed
    assert f"/layanan/surat/{letter.pk}/" in client.get("/layanan/").content.decode()


def test_checking_can_lead_back_without_losing_what_was_written(village: Any, citizen_client: Any) -> None:
    client = citizen_client(adults()[0])
    checked = client.post(ASK, {"keperluan": "Melamar pekerjaan", "step": "check", "file_kk": photo("kk.png")})
    assert "kk.png" in checked.content.decode()
    again = client.post(ASK, hidden(checked) | {"step": "edit"})
    text = again.content.decode()
    assert "Melamar pekerjaan" in text
    assert "Sudah diunggah: kk.png" in text
    assert not Letter.objects.exists()


def test_a_question_left_empty_is_said_beside_it(village: Any, citizen_client: Any) -> None:
    page = citizen_client(adults()[0]).post(ASK.replace("domisili", "usaha"), {"nama_usaha": "", "step": "send"})
    assert page.status_code == 422
    assert "Belum diisi" in page.content.decode()
    assert not Letter.objects.exists()


def test_a_file_of_another_kind_is_refused_beside_its_input(village: Any, citizen_client: Any) -> None:
    wrong = SimpleUploadedFile("ktp.pdf", b"MZ\x90\x00 no pdf at all", "application/pdf")
    page = citizen_client(adults()[0]).post(ASK, {"keperluan": "Bekerja", "step": "check", "file_ktp": wrong})
    assert page.status_code == 422
    assert "Isi berkas bukan jenis yang diterima" in page.content.decode()


def test_nobody_attaches_anothers_file(village: Any, citizen_client: Any) -> None:
    first, second = adults()[:2]
    letter = ask(citizen_client(first), file_ktp=photo())
    foreign = letter.attachments.get(requirement="ktp").file_id
    checked = citizen_client(second).post(ASK, {"keperluan": "Bekerja", "step": "check", "kept_ktp": str(foreign)})
    assert "kept_ktp" not in hidden(checked)
    assert LetterAttachment.objects.filter(file_id=foreign).count() == 1


def test_anothers_letter_does_not_exist_whatever_is_done_to_it(village: Any, citizen_client: Any) -> None:
    first, second = adults()[:2]
    letter = ask(citizen_client(first), file_ktp=photo())
    stranger = citizen_client(second)
    url = f"/layanan/surat/{letter.pk}/"
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, {"act": "cancel"}).status_code == 404
    assert stranger.post(url, {"keperluan": "Lain"}).status_code == 404
    file_id = letter.attachments.get(requirement="ktp").file_id
    assert stranger.get(f"/layanan/berkas/{file_id}/").status_code == 404
    assert stranger.get("/layanan/surat/01890000-0000-7000-8000-000000000000/").status_code == 404
    assert Letter.objects.get().state == "submitted"


def test_what_came_back_is_mended_and_keeps_the_papers_sent_before(
    village: Any, citizen_client: Any, actor: Any
) -> None:
    client = citizen_client(adults()[0])
    letter = ask(client, file_ktp=photo())
    kept = letter.attachments.get(requirement="ktp").file_id
    letter_services.return_letter(actor=actor, letter=letter, message="Tulis nama banknya.")
    url = f"/layanan/surat/{letter.pk}/"
    page = client.get(url)
    assert "Tulis nama banknya." in page.content.decode()
    answer = client.post(url, {"keperluan": "Membuka rekening Bank Jateng", "version": hidden(page)["version"]})
    assert answer.status_code == 302, answer.content.decode()[:1500]
    letter.refresh_from_db()
    assert (letter.state, letter.answers["keperluan"]) == ("submitted", "Membuka rekening Bank Jateng")
    assert letter.attachments.get(requirement="ktp").file_id == kept


def test_an_older_page_does_not_win(village: Any, citizen_client: Any, actor: Any) -> None:
    client = citizen_client(adults()[0])
    letter = ask(client)
    url = f"/layanan/surat/{letter.pk}/"
    letter_services.return_letter(actor=actor, letter=letter, message="Tulis nama banknya.")
    old = hidden(client.get(url))["version"]
    assert client.post(url, {"keperluan": "Bank Jateng", "version": old}).status_code == 302
    letter.refresh_from_db()
    letter_services.return_letter(actor=actor, letter=letter, message="Belum jelas.")
    assert client.post(url, {"keperluan": "Bank lain", "version": old}).status_code == 409
    letter.refresh_from_db()
    assert letter.answers["keperluan"] == "Bank Jateng"


def test_a_request_is_taken_back_until_it_is_issued(village: Any, citizen_client: Any) -> None:
    client = citizen_client(adults()[0])
    letter = ask(client)
    url = f"/layanan/surat/{letter.pk}/"
    assert "Batalkan permohonan" in client.get(url).content.decode()
    assert client.post(url, {"act": "cancel"}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == "cancelled"
    assert "Batalkan permohonan" not in client.get(url).content.decode()


def test_uploads_of_a_day_have_an_end(village: Any, account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from modules.selfservice.errors import SelfserviceError

    monkeypatch.setattr(services.uploads, "UPLOADS_A_DAY", 2)
    actor = services.actor_of(account(adults()[0]))
    for _number in range(2):
        services.keep_upload(actor=actor, content=photo(), name="ktp.png")
    with pytest.raises(SelfserviceError) as caught:
        services.keep_upload(actor=actor, content=photo(), name="ktp.png")
    assert "2 berkas" in caught.value.message()


def test_who_opened_my_data_is_shown_to_me_alone(village: Any, citizen_client: Any, desk: Any) -> None:
    first, second = adults()[:2]
    mine, others = citizen_client(first), citizen_client(second)
    page = "/layanan/siapa-membuka/"
    assert "Membuka data Anda" not in mine.get(page).content.decode()
    assert desk.get(f"/kantor/penduduk/{first.pk}/").status_code == 200
    assert "Membuka data Anda" in mine.get(page).content.decode()
    assert "Membuka data Anda" not in others.get(page).content.decode()


def test_my_pages_show_me_and_my_family_and_nobody_elses_nik(village: Any, citizen_client: Any) -> None:
    who = adults()[0]
    client = citizen_client(who)
    family = client.get("/layanan/keluarga/").content.decode()
    own = client.get("/layanan/data-saya/").content.decode()
    assert who.name in own
    from modules.population.models import Resident

    others = Resident.objects.exclude(pk=who.pk).values_list("nik", flat=True)
    assert not [nik for nik in others if nik in family or nik in own]
