"""A citizen's own papers: kept, used, deleted; seen by nobody else."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from balai.errors import NotFound
from balai.files import open_file
from balai.files.models import StoredFile
from modules.letters.models import Letter
from modules.selfservice import services
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import CitizenAccount, OwnDocument
from tests.modules.selfservice.conftest import adults
from tests.modules.selfservice.test_letters import ASK, hidden, photo


def photo_from_camera() -> SimpleUploadedFile:
    """A JPEG as a phone makes it, with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "S"
    exif[0x010F] = "TelkomPhone"
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG", exif=exif)
    assert b"TelkomPhone" in out.getvalue()
    return SimpleUploadedFile("IMG_2026.jpg", out.getvalue(), "image/jpeg")


def add(client: Any, **more: Any) -> OwnDocument:
    """Through the page."""
    answer = client.post("/layanan/dokumen/tambah/", {"kind": "ktp", "file": photo_from_camera(), **more})
    assert answer.status_code == 302, answer.content.decode()[:1500]
    return OwnDocument.objects.latest("created_at")


def test_a_photo_is_kept_without_its_place_and_only_its_owner_sees_it(
    village: Any, citizen_client: Any, desk: Any
) -> None:
    first, second = adults()[:2]
    mine, stranger = citizen_client(first), citizen_client(second)
    document = add(mine)
    stored = StoredFile.objects.get(pk=document.file_id)
    with open_file(stored) as kept:
        assert b"TelkomPhone" not in kept.read()
    assert f"/layanan/dokumen/{document.pk}/" in mine.get("/layanan/dokumen/").content.decode()
    assert mine.get(f"/layanan/dokumen/{document.pk}/").status_code == 200
    assert mine.get(f"/layanan/berkas/{document.file_id}/").status_code == 200
    for path in (f"dokumen/{document.pk}/", f"berkas/{document.file_id}/"):
        assert stranger.get(f"/layanan/{path}").status_code == 404, path
    assert stranger.post(f"/layanan/dokumen/{document.pk}/").status_code == 404
    assert desk.get(f"/kantor/berkas/{document.file_id}/").status_code == 404
    assert str(document.pk) not in stranger.get("/layanan/dokumen/").content.decode()


def test_a_request_takes_a_copy_that_outlives_the_document(village: Any, citizen_client: Any, desk: Any) -> None:
    client = citizen_client(adults()[0])
    document = add(client)
    page = client.get(ASK).content.decode()
    assert f'value="d:{document.pk}" selected' in page
    checked = client.post(ASK, {"keperluan": "Bekerja", "own_ktp": f"d:{document.pk}", "step": "check"})
    assert client.post(ASK, hidden(checked) | {"step": "send"}).status_code == 302
    copy = Letter.objects.get().attachments.get(requirement="ktp").file_id
    assert copy not in (None, document.file_id)
    assert desk.get(f"/kantor/berkas/{copy}/").status_code == 200
    assert client.post(f"/layanan/dokumen/{document.pk}/").status_code == 302
    assert client.get(f"/layanan/dokumen/{document.pk}/").status_code == 404
    assert client.get(f"/layanan/berkas/{document.file_id}/").status_code == 404
    assert desk.get(f"/kantor/berkas/{copy}/").status_code == 200


def test_what_is_no_picture_and_a_paper_of_anothers_are_refused(village: Any, citizen_client: Any) -> None:
    first, second = adults()[:2]
    mine = citizen_client(first)
    svg = SimpleUploadedFile("ktp.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/png")
    page = mine.post("/layanan/dokumen/tambah/", {"kind": "ktp", "file": svg})
    assert page.status_code == 422
    assert "Isi berkas bukan jenis yang diterima" in page.content.decode()
    document = add(mine)
    citizen_client(second)
    foreign = services.actor_of(CitizenAccount.objects.select_related("resident").get(resident=second))
    with pytest.raises(NotFound):
        services.copy_for_request(actor=foreign, key=f"d:{document.pk}")
    with pytest.raises(NotFound):
        services.remove_document(actor=foreign, document=document)


def test_there_is_room_for_so_many(village: Any, account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.uploads, "MOST_DOCUMENTS", 1)
    actor = services.actor_of(account(adults()[0]))
    services.add_document(actor=actor, kind="kk", content=photo(), name="kk.png")
    with pytest.raises(SelfserviceError):
        services.add_document(actor=actor, kind="kk", content=photo(), name="kk.png")


def test_what_was_uploaded_and_never_sent_goes_after_a_week(village: Any, citizen_client: Any, actor: Any) -> None:
    from datetime import timedelta

    from django.utils import timezone

    client = citizen_client(adults()[0])
    sent = client.post(ASK, {"keperluan": "Bekerja", "step": "check", "file_ktp": photo()})
    assert client.post(ASK, hidden(sent) | {"step": "send"}).status_code == 302
    client.post(ASK, {"keperluan": "Lain", "step": "check", "file_kk": photo("kk.png")})
    client.post("/layanan/usulan/baru/name/", {"value": "LAIN", "file": photo("akta.png")})
    refused = client.post("/layanan/usulan/baru/name/", {"value": "LAIN LAGI", "file": photo("dua.png")})
    assert refused.status_code == 409
    assert not StoredFile.objects.filter(name="dua.png").exists()
    add(client)
    assert services.tidy_uploads(actor=actor) == 0
    StoredFile.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert services.tidy_uploads(actor=actor) == 1
    gone = StoredFile.objects.exclude(deleted_at=None).values_list("name", flat=True)
    assert list(gone) == ["kk.png"]
