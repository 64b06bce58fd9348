"""The pages as people walk them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from modules.letters import services
from modules.letters.models import Letter, LetterSettings
from tests.modules.letters.conftest import ANSWERS, citizen, head, person


def test_from_search_to_pdf(village: Any, office_client: Any) -> None:
    """Search, person, kind, make; then approve and download: six clicks."""
    client = office_client("operator")
    resident = person()
    page = client.get("/kantor/surat/baru/", {"q": resident.name.split()[0]}).content.decode()
    link = f"/kantor/surat/baru/?resident={resident.pk}"
    assert link in page
    assert "Keterangan Usaha" in client.get(link).content.decode()
    page = client.get(f"{link}&type=usaha").content.decode()
    assert "Nama usaha" in page and "Keperluan" in page
    answer = client.post(f"{link}&type=usaha", ANSWERS["usaha"])
    assert answer.status_code == 302
    letter = Letter.objects.get()
    assert answer["Location"] == f"/kantor/surat/{letter.pk}/"
    chief = office_client("kepala_desa")
    page = chief.get(f"/kantor/surat/{letter.pk}/").content.decode()
    assert head().name in page and "Setujui" in page
    answer = chief.post(
        f"/kantor/surat/{letter.pk}/setujui/", {"official": head().official_id, "version": letter.version}, follow=True
    )
    page = answer.content.decode()
    letter.refresh_from_db()
    assert letter.number in page and 'data-job="/kantor/pekerjaan/' in page
    services.render(letter.pk)
    page = chief.get(f"/kantor/surat/{letter.pk}/").content.decode()
    assert "Unduh PDF" in page
    letter.refresh_from_db()
    served = chief.get(f"/kantor/berkas/{letter.pdf_file_id}/")
    assert b"".join(served.streaming_content).startswith(b"%PDF-")


def test_a_form_with_a_mistake_says_where(village: Any, office_client: Any) -> None:
    answer = office_client("operator").post(
        f"/kantor/surat/baru/?resident={person().pk}&type=usaha", {"keperluan": "Kredit"}
    )
    assert answer.status_code == 422
    assert "Belum diisi." in answer.content.decode()
    assert not Letter.objects.exists()


def test_the_head_approves_many(village: Any, signing: Any, office_client: Any) -> None:
    letters = [signing("skck", person(number)) for number in range(3)]
    chief = office_client("kepala_desa")
    page = chief.get("/kantor/surat/setujui/").content.decode()
    assert all(letter.applicant_name in page for letter in letters)
    keys = [str(letter.pk) for letter in letters]
    page = chief.post("/kantor/surat/setujui/", {"letter": keys}).content.decode()
    assert "Setujui 3 surat?" in page
    assert not Letter.objects.exclude(number="").exists()
    page = chief.post(
        "/kantor/surat/setujui/", {"letter": keys, "confirmed": "1", "official": head().official_id}
    ).content.decode()
    assert "3 surat disetujui" in page
    assert Letter.objects.exclude(number="").count() == 3
    answer = chief.post("/kantor/surat/setujui/", {"letter": ["bukan-kunci"]}, follow=True)
    assert "Belum ada surat yang dipilih" in answer.content.decode()


def test_a_stale_page_is_told(village: Any, signing: Any, actor: Any, office_client: Any) -> None:
    letter = signing()
    version = letter.version
    services.return_letter(actor=actor, letter=letter, message="Lengkapi.")
    answer = office_client("kepala_desa").post(
        f"/kantor/surat/{letter.pk}/setujui/", {"official": head().official_id, "version": version}, follow=True
    )
    assert "berstatus Dikembalikan" in answer.content.decode()


def test_returning_rejecting_and_mending(village: Any, office_client: Any) -> None:
    resident = person()
    letter = services.request_letter(
        actor=citizen(resident), letter_type="usaha", resident=resident, answers=ANSWERS["usaha"]
    )
    client = office_client("operator")
    path = f"/kantor/surat/{letter.pk}/"
    assert client.post(f"{path}kembalikan/", {"message": ""}).status_code == 422
    assert (
        client.post(f"{path}kembalikan/", {"message": "Nama usaha keliru.", "version": letter.version}).status_code
        == 302
    )
    assert "Nama usaha keliru." in client.get(path).content.decode()
    assert "Nama usaha keliru." in client.get(f"{path}perbaiki/").content.decode()
    letter.refresh_from_db()
    answer = client.post(f"{path}perbaiki/", {**ANSWERS["usaha"], "nama_usaha": "Warung B", "version": letter.version})
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.answers["nama_usaha"]) == ("signing", "Warung B")
    assert client.post(f"{path}tolak/", {"message": "Tidak dapat.", "version": letter.version}).status_code == 302
    assert client.post(f"{path}tolak/", {"message": "Lagi."}).status_code == 409


def test_handing_over_and_withdrawing(village: Any, ready: Any, office_client: Any) -> None:
    letter = ready()
    client = office_client("sekretaris")
    path = f"/kantor/surat/{letter.pk}/"
    page = client.post(f"{path}serahkan/", {"version": letter.version}, follow=True).content.decode()
    assert "Diserahkan" in page
    assert "tidak dapat diurungkan" in client.get(f"{path}cabut/").content.decode()
    assert client.post(f"{path}cabut/", {"reason": "Keliru."}).status_code == 302
    assert "Dicabut" in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("viewer", "/kantor/surat/baru/", 403),
        ("viewer", "/kantor/surat/setujui/", 403),
        ("operator", "/kantor/surat/setujui/", 403),
        ("viewer", "/kantor/surat/pengaturan/", 403),
        ("viewer", "/kantor/surat/", 200),
        ("viewer", "/kantor/surat/arsip/", 200),
        ("kepala_desa", "/kantor/surat/", 200),
        ("operator", "/kantor/surat/pengaturan/", 200),
    ],
)
def test_who_may_open_what(village: Any, office_client: Any, role: str, path: str, status: int) -> None:
    assert office_client(role).get(path).status_code == status


def test_a_viewer_sees_no_buttons_and_no_nik(village: Any, signing: Any, office_client: Any) -> None:
    letter = signing()
    client = office_client("viewer")
    page = client.get(f"/kantor/surat/{letter.pk}/").content.decode()
    assert letter.applicant["nik"][4:12] not in page.replace("</span><span>", "")
    assert "/kembalikan/" not in page and "Setujui" not in page
    for act in ("kembalikan", "tolak", "cabut"):
        assert client.get(f"/kantor/surat/{letter.pk}/{act}/").status_code == 403


def test_the_register_as_a_workbook(village: Any, ready: Any, office_client: Any) -> None:
    letter = ready()
    client = office_client("operator")
    assert letter.number in client.get("/kantor/surat/arsip/", {"type": "usaha"}).content.decode()
    answer = client.get("/kantor/surat/arsip/unduh/", {"year": letter.year})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][1] == "Nomor surat"
    assert rows[1][1] == letter.number and rows[1][4] == letter.applicant["name"]
    assert (
        "Tidak ada surat dengan saringan ini"
        in client.get("/kantor/surat/arsip/", {"text": "xwq-123"}).content.decode()
    )


def test_lists_ask_the_database_the_same_few_times(
    village: Any, signing: Any, office_client: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        signing("skck", person(number))
    client = office_client("operator")
    client.get("/kantor/surat/")
    # One of them is the bell's: what waits for this member of staff.
    with django_assert_max_num_queries(15):
        assert client.get("/kantor/surat/").status_code == 200


def test_settings(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    assert "Contoh nomor sekarang" in client.get("/kantor/surat/pengaturan/").content.decode()
    wrong = client.post("/kantor/surat/pengaturan/", {"number_format": "[tahun]", "scheme": "joined"})
    assert wrong.status_code == 422 and "harus memuat [nomor_surat]" in wrong.content.decode()
    good = client.post(
        "/kantor/surat/pengaturan/",
        {"number_format": "[nomor_surat]/[tahun]", "scheme": "joined", "secretary_checks": "on"},
    )
    assert good.status_code == 302
    row = LetterSettings.objects.get()
    assert (row.number_format, row.scheme, row.secretary_checks) == ("[nomor_surat]/[tahun]", "joined", True)


def test_verification_by_anybody(village: Any, ready: Any, client_of: Any) -> None:
    letter = ready()
    client = client_of(village)
    for path in (f"/v/{village.key}-{letter.token}", f"/v/{village.key}-{letter.token}/"):
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200 and "Surat ini disetujui" in page and letter.number in page
        assert letter.applicant["name"] not in page and letter.applicant["nik"] not in page
        assert answer["X-Robots-Tag"] == "noindex"


def test_verification_tells_nothing_else(village: Any, other_village: Any, ready: Any, client_of: Any) -> None:
    letter = ready()
    client = client_of(village)
    pages = set()
    for code in (f"{village.key}-{'z' * 20}", f"{other_village.key}-{letter.token}", "x", letter.token):
        answer = client.get(f"/v/{code}/")
        assert answer.status_code == 404
        pages.add(answer.content)
    assert len(pages) == 1 and "Surat tidak ditemukan" in pages.pop().decode()
    for _try in range(45):
        answer = client.get(f"/v/{village.key}-{'y' * 20}/")
    assert answer.status_code == 429


def test_an_officer_asks_who_waits_at_home(village: Any, signing: Any, office_client: Any) -> None:
    letter = signing()
    page = office_client("kepala_desa").get("/kantor/").content.decode()
    assert letter.applicant_name in page and "Tanda tangani" in page
    assert f"/kantor/surat/{letter.pk}/" in page


def test_the_api_reads_letters(village: Any, ready: Any, actor: Any, client_of: Any) -> None:
    from balai.api.services import issue_token

    letter = ready()
    issued = issue_token(actor=actor, name="uji", rights=["letters.view"])
    secret = next(part for part in (issued if isinstance(issued, tuple) else (issued,)) if isinstance(part, str))
    client = client_of(village)
    answer = client.get("/api/v1/letters?type=usaha", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200, answer.content
    row = answer.json()["results"][0]
    assert (row["id"], row["number"], row["state"]) == (str(letter.pk), letter.number, "ready")
    assert letter.applicant["name"] not in answer.content.decode()
    assert (
        client.get(f"/api/v1/letters/{letter.pk}", headers={"Authorization": f"Bearer {secret}"}).json()["type"]
        == "usaha"
    )
    assert client.get("/api/v1/letters").status_code == 401
