"""The pages of conversations, on either side."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.messages import services
from modules.messages.models import Thread
from tests.modules.messages.conftest import as_citizen
from tests.modules.messages.test_threads import officer, photo, written


def test_a_citizen_writes_and_reads_the_answer(village: Any, people: list[Any], citizen_client: Any, desk: Any) -> None:
    client = citizen_client(people[0])
    assert "Belum ada pesan" in client.get("/layanan/pesan/").content.decode()
    assert client.post("/layanan/pesan/baru/", {"subject": "", "body": ""}).status_code == 422
    upload = photo()
    upload.name = "kk.png"
    sent = client.post("/layanan/pesan/baru/", {"subject": "Jam buka", "body": "Kapan buka?", "upload": upload})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    thread = Thread.objects.get()
    office = f"/kantor/pesan/{thread.pk}/"
    inbox = desk.get("/kantor/pesan/").content.decode()
    assert "Jam buka" in inbox
    assert "Pesan: " in desk.get("/kantor/").content.decode()
    page = desk.get(office).content.decode()
    assert "Kapan buka?" in page
    assert people[0].nik not in page
    file_id = thread.messages.get().file_id
    assert desk.get(f"/kantor/berkas/{file_id}/").status_code == 200
    answer = desk.post(office, {"body": "Senin sampai Jumat.", "version": thread.version})
    assert answer.status_code == 302
    assert "Ada jawaban dari kantor desa" in client.get("/layanan/").content.decode()
    assert "Ada jawaban baru" in client.get("/layanan/pesan/").content.decode()
    mine = client.get(f"/layanan/pesan/{thread.pk}/").content.decode()
    assert "Senin sampai Jumat." in mine
    assert "Sudah dibaca petugas" in mine
    assert "Ada jawaban dari kantor desa" not in client.get("/layanan/").content.decode()
    assert "Sudah dibaca warga" in desk.get(office).content.decode()
    assert client.post(f"/layanan/pesan/{thread.pk}/", {"body": "Terima kasih."}).status_code == 302
    assert "Membuka pesan Anda" in client.get("/layanan/siapa-membuka/").content.decode()


def test_anothers_conversation_is_not_there(village: Any, people: list[Any], citizen_client: Any) -> None:
    thread = written(people[0], upload=photo(), upload_name="kk.png")
    stranger = citizen_client(people[1])
    assert stranger.get(f"/layanan/pesan/{thread.pk}/").status_code == 404
    assert stranger.post(f"/layanan/pesan/{thread.pk}/", {"body": "Halo"}).status_code == 404
    assert stranger.get(f"/layanan/berkas/{thread.messages.get().file_id}/").status_code == 404
    assert thread.messages.count() == 1


def test_a_refused_file_stands_beside_its_input(village: Any, people: list[Any], citizen_client: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    wrong = SimpleUploadedFile("kk.pdf", b"MZ\x90\x00 no pdf at all", "application/pdf")
    page = citizen_client(people[0]).post("/layanan/pesan/baru/", {"subject": "Ini", "body": "Ini", "upload": wrong})
    assert page.status_code == 422
    assert 'id="id_upload_error"' in page.content.decode()
    assert not Thread.objects.exists()


def test_the_limit_of_a_day_is_said_on_the_page(
    village: Any, people: list[Any], citizen_client: Any, actor: Any
) -> None:
    services.change_settings(actor=actor, messages_a_day=1)
    client = citizen_client(people[0])
    assert client.post("/layanan/pesan/baru/", {"subject": "Satu", "body": "Satu"}).status_code == 302
    page = client.post("/layanan/pesan/baru/", {"subject": "Dua", "body": "Dua"})
    assert page.status_code == 429
    assert "1 pesan dalam sehari" in page.content.decode()


def test_a_ready_answer_is_put_into_the_box(village: Any, people: list[Any], desk: Any) -> None:
    row = services.add_template(actor=officer(), title="Jam", body="Yth. [nama_penduduk]")
    thread = written(people[0])
    page = desk.get(f"/kantor/pesan/{thread.pk}/?templat={row.pk}").content.decode()
    assert f"Yth. {people[0].name.title()}" in page
    assert desk.get(f"/kantor/pesan/{thread.pk}/?templat=x").status_code == 200
    assert "Jam" in desk.get("/kantor/pesan/templat/").content.decode()
    assert desk.get(f"/kantor/pesan/templat/{row.pk}/").status_code == 200
    assert desk.post(f"/kantor/pesan/templat/{row.pk}/hapus/").status_code == 302
    assert "Belum ada templat" in desk.get("/kantor/pesan/templat/").content.decode()


def test_buttons_of_the_conversation(village: Any, people: list[Any], desk: Any) -> None:
    thread = written(people[0])
    url = f"/kantor/pesan/{thread.pk}/"
    assert desk.post(f"{url}petugas/", {"user": "x", "version": thread.version}).status_code == 302
    assert desk.post(f"{url}tutup/", {"version": "2000-01-01"}, follow=True).status_code == 200
    thread.refresh_from_db()
    assert thread.state == "unanswered"
    desk.post(f"{url}tutup/", {"version": thread.version})
    assert "Buka lagi" in desk.get(url).content.decode()
    thread.refresh_from_db()
    desk.post(f"{url}buka/", {"version": thread.version})
    thread.refresh_from_db()
    assert thread.state == "unanswered"


def test_the_office_writes_first(village: Any, people: list[Any], desk: Any, citizen_client: Any) -> None:
    url = f"/kantor/pesan/baru/?warga={people[0].pk}"
    assert people[0].name in desk.get(url).content.decode()
    sent = desk.post(
        "/kantor/pesan/baru/", {"resident": str(people[0].pk), "subject": "Berkas", "body": "Bawalah KK asli."}
    )
    assert sent.status_code == 302, sent.content.decode()[:2000]
    assert (
        "Bawalah KK asli."
        in citizen_client(people[0]).get(f"/layanan/pesan/{Thread.objects.get().pk}/").content.decode()
    )


def test_tabs_and_rights(village: Any, people: list[Any], office_client: Any) -> None:
    written(people[0])
    head = office_client("kepala_desa", village)
    connection.set_tenant(village)  # type: ignore[attr-defined]
    page = head.get("/kantor/pesan/")
    assert page.status_code == 200
    assert "Tulis kepada warga" not in page.content.decode()
    assert head.get("/kantor/pesan/baru/").status_code == 403
    secretary = office_client("sekretaris", village)
    for state in ("unanswered", "mine", "answered", "closed", "all", "x"):
        assert secretary.get(f"/kantor/pesan/?status={state}").status_code == 200
    assert secretary.get("/kantor/pesan/pengaturan/").status_code == 200
    saved = secretary.post(
        "/kantor/pesan/pengaturan/",
        {
            "accepts": "on",
            "messages_a_day": 5,
            "answer_days": 3,
            "kept_months": 12,
            "quiet_from": "21.00",
            "quiet_until": "05:00",
        },
    )
    assert saved.status_code == 302
    connection.set_tenant(village)  # type: ignore[attr-defined]
    assert services.present_settings().kept_months == 12


def test_the_inbox_costs_the_same_however_long_it_is(village: Any, people: list[Any], desk: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/kantor/pesan/").status_code == 200
        return len(queries)

    written(people[0])
    first = cost()
    for who in people[1:8]:
        services.write_to_village(actor=as_citizen(who), subject="Jam", body="Kapan?")
    assert cost() <= first + 1


def test_a_residents_page_leads_to_their_conversations(village: Any, people: list[Any], desk: Any) -> None:
    page = f"/kantor/penduduk/{people[0].pk}/"
    assert f"/kantor/pesan/baru/?warga={people[0].pk}" in desk.get(page).content.decode()
    written(people[0])
    services.write_to_village(actor=as_citizen(people[1]), subject="Lain sekali", body="Kapan?")
    assert "1 percakapan, 1 belum dijawab" in desk.get(page).content.decode()
    listed = desk.get(f"/kantor/pesan/?status=all&warga={people[0].pk}").content.decode()
    assert "Jam buka" in listed
    assert "Lain sekali" not in listed
    assert people[0].name in listed


def test_a_question_about_an_own_letter(village: Any, people: list[Any], citizen_client: Any, actor: Any) -> None:
    from modules.letters.services import request_letter

    letter = request_letter(
        actor=actor, letter_type="domisili", resident=people[0], answers={"keperluan": "Membuka rekening"}
    )
    client = citizen_client(people[0])
    assert f"/layanan/pesan/baru/?surat={letter.pk}" in client.get(f"/layanan/surat/{letter.pk}/").content.decode()
    page = client.get(f"/layanan/pesan/baru/?surat={letter.pk}").content.decode()
    assert f'<option value="{letter.pk}" selected>' in page
    sent = client.post("/layanan/pesan/baru/", {"subject": "Kapan", "body": "Kapan jadi?", "letter": str(letter.pk)})
    assert sent.status_code == 302
    assert Thread.objects.get().letter == letter


def test_the_demo_has_conversations_and_channels(village: Any, actor: Any, settings: Any, tmp_path: Any) -> None:
    from modules.messages.demo import set_up_demo

    settings.DATA = tmp_path
    for _time in range(2):
        set_up_demo(actor=actor)
    assert sorted(Thread.objects.values_list("state", flat=True)) == ["answered", "unanswered", "unanswered"]
    assert services.open_channels() == ["email", "whatsapp"]
