"""A person's photo and scanned papers: drawn anew, seen by right alone, removed with a way back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from balai import audit
from balai.db import today
from balai.errors import NotAllowed, NotFound
from balai.files import FileRefused
from balai.files.models import StoredFile
from balai.files.services import path_of
from modules.population import services
from modules.population.errors import BeingMoved, NotHere
from modules.population.models import Resident, ResidentDocument
from modules.population.selectors import people
from modules.population.services import papers
from tests.modules.population.conftest import staff
from tests.modules.population.test_pages import text_of
from tests.papers import small_pdf

PDF = small_pdf()


def picture(width: int = 3000, height: int = 4000, form: str = "JPEG") -> bytes:
    """A photo as a phone takes it, with the place where it was taken."""
    made = Image.new("RGB", (width, height), "#4a7")
    exif = Image.Exif()
    exif[0x010F] = "RAHASIA"
    out = io.BytesIO()
    made.save(out, form, exif=exif)
    return out.getvalue()


def upload(name: str = "foto.jpg", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture())


def bytes_of(key: Any) -> bytes:
    return path_of(StoredFile.objects.get(pk=key)).read_bytes()


def test_a_photo_is_drawn_anew_and_small(make: Any, actor: Any) -> None:
    person = make()
    stored = papers.set_photo(actor=actor, resident=person, content=picture(), name="IMG_001.jpg")
    person.refresh_from_db()
    assert person.photo_file_id == stored.pk
    content = bytes_of(stored.pk)
    assert b"RAHASIA" not in content
    assert max(Image.open(io.BytesIO(content)).size) == 900
    assert stored.size < 200_000, "small enough to travel to another village"
    small = papers.set_photo(actor=actor, resident=person, content=picture(300, 400, "PNG"), name="a.png")
    assert Image.open(io.BytesIO(bytes_of(small.pk))).size == (300, 400)
    stored.refresh_from_db()
    assert stored.deleted_at is not None, "the one before is discarded"


@pytest.mark.parametrize("content", [PDF, b"<html>", b"", b"\xff\xd8\xff rusak"])
def test_what_is_no_picture_is_no_photo(content: bytes, make: Any, actor: Any) -> None:
    person = make()
    with pytest.raises(FileRefused):
        papers.set_photo(actor=actor, resident=person, content=content, name="foto.jpg")
    person.refresh_from_db()
    assert person.photo_file_id is None


def test_a_photo_by_its_pages_and_back(office_client: Any, make: Any, other_village: Any, actor: Any) -> None:
    person = make()
    client = office_client("operator")
    url = f"/kantor/penduduk/{person.pk}/foto/"
    page = text_of(client.get(url))
    assert 'capture="environment"' in page and 'accept="image/*"' in page
    assert "Belum ada berkas yang dipilih" in text_of(client.post(url, {}))
    assert client.post(url, {"camera": upload()}).status_code == 302
    person.refresh_from_db()
    first = person.photo_file_id
    shown = text_of(client.get(f"/kantor/penduduk/{person.pk}/"))
    assert f"/kantor/berkas/{first}/?lihat=1" in shown
    assert client.get(f"/kantor/berkas/{first}/?lihat=1")["Content-Type"] == "image/jpeg"
    gone = client.post(f"{url}hapus/", follow=True)
    assert "Urungkan" in text_of(gone) and f"/kantor/berkas/{first}/" not in text_of(gone)
    assert client.get(f"/kantor/berkas/{first}/").status_code == 404
    other = make("ORANG LAIN")
    assert client.post(f"/kantor/penduduk/{other.pk}/foto/{first}/kembalikan/").status_code == 404
    assert client.post(f"{url}{first}/kembalikan/").status_code == 302
    person.refresh_from_db()
    assert person.photo_file_id == first
    assert client.get(f"/kantor/berkas/{first}/").status_code == 200
    assert client.post(f"{url}hapus/").status_code == 302
    assert client.post(f"{url}hapus/").status_code == 404, "nothing is left to remove"


def test_a_paper_by_its_pages_and_back(office_client: Any, family: Any) -> None:
    head = family[0]
    client = office_client("operator")
    base = f"/kantor/penduduk/{head.pk}/berkas/"
    asked = client.post(f"{base}baru/", {"kind": ""})
    assert {"kind", "file"} <= set(asked.context["form"].errors)
    sent = {"kind": "kk", "title": "", "file": upload("kk.pdf", PDF), "for_family": "on"}
    made = client.post(f"{base}baru/", sent, follow=True)
    assert "Urungkan" in text_of(made)
    paper = ResidentDocument.objects.get(resident=head)
    assert (paper.title, paper.for_family, paper.citizen_visible) == ("Kartu Keluarga", True, False)
    answer = client.get(f"{base}{paper.pk}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("inline")
    assert audit.readings_of(head).filter(action="population.paper_read").count() == 1
    child = text_of(client.get(f"/kantor/penduduk/{family[2].pk}/"))
    assert "Kartu Keluarga" in child and f"milik {head.name}" in child, (
        "a paper for the family stands on everybody's page"
    )
    assert client.get(f"/kantor/penduduk/{family[2].pk}/berkas/{paper.pk}/").status_code == 404, "but it is the head's"
    changed = client.post(f"{base}{paper.pk}/ubah/", {"kind": "ktp", "title": "KTP lama", "citizen_visible": "on"})
    assert changed.status_code == 302
    paper.refresh_from_db()
    assert (paper.kind, paper.title, paper.for_family, paper.citizen_visible) == ("ktp", "KTP lama", False, True)
    replaced = client.post(f"{base}{paper.pk}/ganti/", {"file": upload("baru.jpg")}, follow=True)
    newer = ResidentDocument.objects.get(resident=head, void_at=None)
    assert newer.pk != paper.pk and newer.title == "KTP lama" and newer.citizen_visible
    assert f"{base}{newer.pk}/ganti/{paper.pk}/batal/" in text_of(replaced)
    assert client.post(f"{base}{newer.pk}/ganti/{paper.pk}/batal/").status_code == 302
    assert ResidentDocument.objects.get(resident=head, void_at=None).pk == paper.pk
    removed = client.post(f"{base}{paper.pk}/hapus/", follow=True)
    assert f"{base}{paper.pk}/kembalikan/" in text_of(removed)
    assert client.get(f"{base}{paper.pk}/").status_code == 404
    assert client.get(f"/kantor/berkas/{paper.file_id}/").status_code == 404
    assert client.post(f"{base}{paper.pk}/kembalikan/").status_code == 302
    assert client.get(f"{base}{paper.pk}/").status_code == 200


def test_pictures_of_papers_are_drawn_anew(make: Any, actor: Any) -> None:
    paper = papers.add_paper(actor=actor, resident=make(), kind="akta_lahir", content=picture(), name="akta.jpg")
    content = bytes_of(paper.file_id)
    assert b"RAHASIA" not in content and max(Image.open(io.BytesIO(content)).size) == papers.PAPER_SIDE


def test_who_may_not(make: Any, actor: Any, rt: Any) -> None:
    person = make()
    paper = papers.add_paper(actor=actor, resident=person, kind="ktp", content=PDF, name="ktp.pdf")
    for act in (
        lambda: papers.set_photo(actor=staff("viewer"), resident=person, content=picture(), name="a.jpg"),
        lambda: papers.remove_photo(actor=staff("viewer"), resident=person),
        lambda: papers.add_paper(actor=staff("viewer"), resident=person, kind="ktp", content=PDF, name="a.pdf"),
        lambda: papers.change_paper(actor=staff("kepala_desa"), paper=paper, kind="kk"),
        lambda: papers.replace_paper(actor=staff("viewer"), paper=paper, content=PDF, name="a.pdf"),
        lambda: papers.remove_paper(actor=staff("kepala_desa"), paper=paper),
        lambda: papers.restore_paper(actor=staff("viewer"), paper=paper),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert ResidentDocument.objects.filter(void_at=None).count() == 1


def test_papers_of_the_dead_may_come_and_those_of_the_void_not(make: Any, actor: Any) -> None:
    person = make()
    services.register_death(
        actor=actor, resident=person, event_date=today(), report_date=today(), place="Rumah", cause=1, witness=1,
        unknown=("time", "child_number"),
    )  # fmt: skip
    papers.add_paper(actor=actor, resident=person, kind="akta_mati", content=PDF, name="akta.pdf")
    for event in person.events.exclude(kind="undo").order_by("-id"):
        services.undo_event(actor=actor, event=event, reason="Keliru")
    with pytest.raises(NotHere):
        papers.add_paper(actor=actor, resident=person, kind="ktp", content=PDF, name="ktp.pdf")


def test_a_file_on_its_way_to_another_village_stays_as_it_is(make: Any, actor: Any, other_village: Any) -> None:
    from modules.population.crossing import release

    person = make("WARSINI", nik="3315053101809123")
    paper = papers.add_paper(actor=actor, resident=person, kind="ktp", content=PDF, name="ktp.pdf")
    release(actor=actor, residents=[person], destination=other_village.schema_name, event_date=today())
    with pytest.raises(BeingMoved):
        papers.set_photo(actor=actor, resident=person, content=picture(), name="a.jpg")
    with pytest.raises(BeingMoved):
        papers.remove_paper(actor=actor, paper=paper)


def test_twice_is_once(make: Any, actor: Any) -> None:
    person = make()
    paper = papers.add_paper(actor=actor, resident=person, kind="ktp", content=PDF, name="ktp.pdf")
    papers.remove_paper(actor=actor, paper=paper)
    with pytest.raises(NotFound):
        papers.remove_paper(actor=actor, paper=paper)
    papers.restore_paper(actor=actor, paper=paper)
    assert papers.restore_paper(actor=actor, paper=paper).void_at is None
    with pytest.raises(NotFound):
        papers.remove_photo(actor=actor, resident=person)


def test_after_the_nights_sweep_a_removed_paper_is_gone_for_good(make: Any, actor: Any) -> None:
    from balai.files.sweeping import sweep_orphans

    paper = papers.add_paper(actor=actor, resident=make(), kind="ktp", content=PDF, name="ktp.pdf")
    papers.remove_paper(actor=actor, paper=paper)
    assert sweep_orphans(grace_seconds=-1).removed >= 1
    with pytest.raises(FileRefused):
        papers.restore_paper(actor=actor, paper=paper)
    assert ResidentDocument.objects.get(pk=paper.pk).void_at is not None


def test_a_citizen_sees_what_the_office_shows_and_no_more(
    family: Any, actor: Any, client_of: Any, village: Any, make: Any
) -> None:
    from django.db import connection

    from modules.selfservice.services import set_demo_pin

    head, wife, child = family
    mine = papers.add_paper(
        actor=actor, resident=wife, kind="ktp", content=PDF, name="a.pdf", title="KTP saya", citizen_visible=True
    )
    hidden = papers.add_paper(
        actor=actor, resident=wife, kind="ijazah", content=PDF, name="b.pdf", title="Ijazah kantor"
    )
    ours = papers.add_paper(
        actor=actor,
        resident=head,
        kind="kk",
        content=PDF,
        name="c.pdf",
        title="KK kami",
        for_family=True,
        citizen_visible=True,
    )
    his = papers.add_paper(
        actor=actor, resident=head, kind="ktp", content=PDF, name="d.pdf", title="KTP suami", citizen_visible=True
    )
    neighbour = papers.add_paper(
        actor=actor,
        resident=make("TETANGGA"),
        kind="kk",
        content=PDF,
        name="e.pdf",
        for_family=True,
        citizen_visible=True,
    )
    assert set(people.papers_for_citizen(wife)) == {mine, ours}
    assert set(people.papers_for_citizen(Resident.objects.get(pk=child.pk))) == {ours}
    set_demo_pin(actor=actor, resident=wife, pin="740295")
    client = client_of(village)
    assert client.post("/layanan/masuk/", {"nik": wife.nik, "pin": "740295"}).status_code == 302
    page = text_of(client.get("/layanan/berkas-saya/"))
    assert "KTP saya" in page and "KK kami" in page
    assert "Ijazah kantor" not in page and "KTP suami" not in page
    assert "/layanan/berkas-saya/" in client.get("/layanan/dokumen/").content.decode()
    for paper, status in ((mine, 200), (ours, 200), (hidden, 404), (his, 404), (neighbour, 404)):
        assert client.get(f"/layanan/berkas-saya/{paper.pk}/").status_code == status
        assert client.get(f"/layanan/berkas/{paper.file_id}/").status_code == 404, "there is one way to a paper"
    connection.set_tenant(village)
    assert audit.readings_of(head).filter(action="population.paper_read", actor_kind="citizen").count() == 1
