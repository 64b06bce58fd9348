"""The pages of moves between villages and of doubles, through the doors of both offices and of the regency."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from balai.db import today
from modules.population.crossing import catch_up, release
from modules.population.models import CrossingPerson, Resident
from tenants.context import village_context
from tenants.exchange import handovers
from tenants.exchange.models import DoubleCase, Handover
from tests.building.villages import PASSWORD
from tests.modules.population.conftest import letters
from tests.modules.population.test_crossing import THIRD, first_rt
from tests.modules.population.test_crossing_doubles import NIK, enter, look, refresh_hashes
from tests.papers import small_pdf


@pytest.fixture()
def neighbour(client_of: Callable[..., Any], other_village: Any, village: Any) -> Callable[..., Any]:
    """``neighbour("operator")``: signed in at the other village's office."""

    def sign_in(role: str = "operator") -> Any:
        client = client_of(other_village)
        assert client.post("/kantor/masuk/", {"username": role, "password": PASSWORD}).status_code == 302
        connection.set_tenant(village)
        ask = client.request

        def request(**environ: Any) -> Any:
            try:
                return ask(**environ)
            finally:
                connection.set_tenant(village)

        client.request = request
        return client

    return sign_in


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_family_moves_from_page_to_page(
    office_client: Any, neighbour: Any, family: Any, village: Any, other_village: Any
) -> None:
    office, other = office_client(), neighbour()
    page = text(office.get(f"/kantor/penduduk/{family[0].pk}/"))
    assert f"/kantor/penduduk/{family[0].pk}/pindah-desa/" in page
    page = text(office.get(f"/kantor/penduduk/{family[0].pk}/pindah-desa/"))
    assert "Desa Boloh" in page and "BUDI SLAMET" in page and "Desa Geyer</option>" not in page
    values = {
        "people": [str(each.pk) for each in family], "destination": other_village.schema_name,
        "event_date": today().strftime("%d-%m-%Y"), "reason": "Pekerjaan",
    }  # fmt: skip
    answer = office.post(f"/kantor/penduduk/{family[0].pk}/pindah-desa/", values)
    assert answer.status_code == 302, text(answer)
    url = answer["Location"]
    assert "Menunggu jawaban desa tujuan" in text(office.get(url))
    again = office.post(f"/kantor/penduduk/{family[0].pk}/pindah-desa/", values)
    assert again.status_code == 409 and "sedang pindah" in text(again)

    assert "Pindah datang dari Desa Geyer" in text(other.get("/kantor/"))
    assert "SLAMET WIDODO" in text(other.get("/kantor/pindah-desa/?arah=masuk"))
    page = text(other.get(url))
    assert "Terima" in page and "SITI AMINAH" in page and "Pekerjaan" in page
    page = text(other.get(f"{url}terima/"))
    assert "Nomor KK yang dibawa" in page
    with village_context(other_village.schema_name):
        rt = first_rt()
    answer = other.post(f"{url}terima/", {"card": "carried", "shdk_0": 1, "shdk_1": 3, "shdk_2": 4})
    assert answer.status_code == 422 and "Pilih RT" in text(answer)
    values = {"card": "carried", "rt": str(rt.pk), "shdk_0": 1, "shdk_1": 3, "shdk_2": 4}
    assert other.post(f"{url}terima/", values).status_code == 302
    assert "Kepergiannya sedang dicatat" in text(office.get(url))
    catch_up()
    assert "Selesai" in text(office.get(url))
    assert "Selesai" in text(office.get("/kantor/pindah-desa/"))
    ended = other.get(f"{url}terima/")
    assert ended.status_code == 409 and "tidak menunggu" in text(ended)
    assert "Pindah keluar" in text(office.get(f"/kantor/penduduk/{family[0].pk}/"))


def test_refused_and_withdrawn_through_the_pages(
    office_client: Any, neighbour: Any, make: Any, actor: Any, other_village: Any
) -> None:
    office, other = office_client(), neighbour()
    one, two = (
        release(actor=actor, residents=[make(name)], destination=other_village.schema_name, event_date=today())
        for name in ("SATU ORANG", "DUA ORANG")
    )
    assert "tetap tercatat" in text(other.get(f"/kantor/pindah-desa/{one.pk}/tolak/"))
    assert other.post(f"/kantor/pindah-desa/{one.pk}/tolak/", {"reason": "Bukan warga kami"}).status_code == 302
    assert "Berkasnya sudah dihapus" in text(other.get(f"/kantor/pindah-desa/{one.pk}/"))
    catch_up()
    page = text(office.get(f"/kantor/pindah-desa/{one.pk}/"))
    assert "Ditolak: Bukan warga kami" in page and "Sudah dibaca" in page
    assert "ditolak" in text(office.get("/kantor/"))
    assert office.post(f"/kantor/pindah-desa/{one.pk}/dibaca/").status_code == 302
    assert office.post(f"/kantor/pindah-desa/{one.pk}/dibaca/").status_code == 404
    assert office.post(f"/kantor/pindah-desa/{two.pk}/tarik/", {"reason": "Batal"}).status_code == 302
    assert "Ditarik kembali" in text(office.get(f"/kantor/pindah-desa/{two.pk}/"))
    assert other.get(f"/kantor/pindah-desa/{two.pk}/terima/").status_code == 409


def test_only_the_right_side_may_take_a_step(
    office_client: Any, neighbour: Any, make: Any, actor: Any, other_village: Any
) -> None:
    made = release(actor=actor, residents=[make()], destination=other_village.schema_name, event_date=today())
    office, other = office_client(), neighbour()
    for what in ("terima", "tolak"):
        assert office.get(f"/kantor/pindah-desa/{made.pk}/{what}/").status_code == 404
        assert office.post(f"/kantor/pindah-desa/{made.pk}/{what}/", {"reason": "x"}).status_code in {404, 422}
    assert other.get(f"/kantor/pindah-desa/{made.pk}/tarik/").status_code == 404
    assert other.post(f"/kantor/pindah-desa/{made.pk}/tarik/", {"reason": "x"}).status_code == 404
    assert Handover.objects.get(pk=made.pk).state == "offered"


def test_a_viewer_reads_names_and_masked_numbers_and_does_nothing(
    office_client: Any, neighbour: Any, make: Any, actor: Any, other_village: Any
) -> None:
    made = release(actor=actor, residents=[make(nik=NIK)], destination=other_village.schema_name, event_date=today())
    viewer = neighbour("viewer")
    page = text(viewer.get(f"/kantor/pindah-desa/{made.pk}/"))
    assert "SLAMET WIDODO" in page and NIK not in page and "terima" not in page
    for path in (f"{made.pk}/terima", f"{made.pk}/tolak", "baru"):
        assert viewer.get(f"/kantor/pindah-desa/{path}/").status_code == 403
    assert viewer.get("/kantor/pindah-desa/").status_code == 200
    assert viewer.get("/kantor/data-ganda/").status_code == 200


def test_rows_of_others_are_not_there(office_client: Any, other_village: Any, village: Any) -> None:
    with village_context(other_village.schema_name):
        foreign = handovers.offer(kind="move", to=THIRD, payload={"people": []}, people=1, days=1)
    with village_context("public"):
        case = DoubleCase.objects.create(
            kind="nik", digest=b"x" * 32, village_a=min(other_village.schema_name, THIRD),
            village_b=max(other_village.schema_name, THIRD),
        )  # fmt: skip
    office = office_client()
    for what in ("", "terima/", "tolak/", "tarik/"):
        assert office.get(f"/kantor/pindah-desa/{foreign.pk}/{what}").status_code == 404
    assert office.post(f"/kantor/pindah-desa/{foreign.pk}/dibaca/").status_code == 404
    for what in ("", "pindah/", "keliru/"):
        assert office.get(f"/kantor/data-ganda/{case.pk}/{what}").status_code == 404
    assert office.post(f"/kantor/data-ganda/{case.pk}/setuju/").status_code == 404


def test_the_person_is_chosen_by_a_fragment(office_client: Any, make: Any) -> None:
    person = make("WARNI SUGIARTI", nik=NIK)
    office = office_client()
    found = office.get("/kantor/pindah-desa/cari/?q=warni sug").json()["people"]
    assert [each["key"] for each in found] == [str(person.pk)]
    answer = office.post("/kantor/pindah-desa/baru/", {"person": str(person.pk), "person_text": ""})
    assert answer.status_code == 302 and answer["Location"] == f"/kantor/penduduk/{person.pk}/pindah-desa/"


def test_lists_ask_the_same_however_many(
    office_client: Any, make: Any, actor: Any, other_village: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        release(
            actor=actor,
            residents=[make(f"ORANG {letters(number)}")],
            destination=other_village.schema_name,
            event_date=today(),
        )
    office = office_client()
    office.get("/kantor/pindah-desa/")
    with django_assert_max_num_queries(16):
        page = text(office.get("/kantor/pindah-desa/"))
    assert page.count("ORANG") >= 8


def test_a_double_from_page_to_page(
    office_client: Any, neighbour: Any, actor: Any, village: Any, other_village: Any
) -> None:
    person = enter(actor)
    refresh_hashes()
    with village_context(other_village.schema_name):
        enter(actor, name="SLAMET WAHYUDI")
        look()
    case = DoubleCase.objects.get()
    office, other = office_client(), neighbour()
    assert "1 data ganda dengan desa lain" in text(office.get("/kantor/"))
    page = text(office.get("/kantor/data-ganda/"))
    assert "SLAMET WIDODO" in page and "Desa Boloh" in page and "WAHYUDI" not in page
    url = f"/kantor/data-ganda/{case.pk}/"
    assert "Setuju membandingkan" in text(office.get(url))
    assert office.post(f"{url}setuju/").status_code == 302
    assert "WIDODO" not in text(other.get(url))
    assert other.post(f"{url}setuju/").status_code == 302
    assert "sedang diambil" in text(office.get(url))
    catch_up()
    with village_context(other_village.schema_name):
        catch_up()
    page = text(office.get(url))
    assert "SLAMET WAHYUDI" in page and "Berbeda" in page and "31 Januari 1980" in page
    assert "tetap tercatat di Desa Boloh" in text(office.get(f"{url}pindah/"))
    assert office.post(f"{url}pindah/", {"event_date": today().strftime("%d-%m-%Y")}).status_code == 302
    assert Resident.objects.get(pk=person.pk).presence == 3
    look()
    assert "SLAMET WAHYUDI" not in text(office.get(url)), "what ended is shown no more"
    assert "Sudah tidak ada di desa ini" in text(office.get("/kantor/data-ganda/?selesai=1"))
    assert other.get(f"{url}keliru/").status_code == 200


def test_the_regency_sees_counts_alone(
    regency_client: Any, actor: Any, village: Any, other_village: Any, family: Any
) -> None:
    made = release(actor=actor, residents=family, destination=other_village.schema_name, event_date=today())
    refresh_hashes()
    with village_context(other_village.schema_name):
        enter(actor, nik=family[1].nik, name="SITI AMINAH", sex=2)
        look()
    page = text(regency_client().get("/dasbor/antardesa/"))
    assert "Desa Geyer" in page and "Desa Boloh" in page
    assert "SITI" not in page and family[1].nik not in page and str(made.pk) not in page
    assert page.count("<tr>") >= 14
    own = text(regency_client("geyer.camat").get("/dasbor/antardesa/"))
    assert "Kecamatan Geyer" in own and "Desa Boloh" in own


def test_papers_travel_while_they_are_small(
    actor: Any, make: Any, other_village: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from balai.files.models import StoredFile
    from balai.files.services import open_file, store
    from modules.population.codes import PaperKind
    from modules.population.crossing import accept_move, file, luggage
    from modules.population.models import ResidentDocument

    person = make(nik=NIK, birth_date=date(1980, 1, 31))
    sizes = []
    for number, (content, name) in enumerate(((small_pdf(), "akta0.pdf"), (_scan(900, 1), "akta1.jpg"))):
        stored = store(
            actor=actor, content=content, name=name, kind="population.paper", accept=["pdf", "image/*"],
            max_bytes=2_000_000, permission="population.view",
        )  # fmt: skip
        sizes.append(stored.size)
        ResidentDocument.objects.create(
            resident=person, kind=PaperKind.values[0], title=f"Akta {number}", file_id=stored.pk, created_by="tests"
        )
    monkeypatch.setattr(luggage, "ROOM", sizes[0] + 1000)
    made = release(actor=actor, residents=[person], destination=other_village.schema_name, event_date=today())
    assert file.left_out(handovers.content(made)) == ["Akta 1 (SLAMET WIDODO)"]
    with village_context(other_village.schema_name):
        (arrived,) = accept_move(actor=actor, handover=made.pk, card="new", rt=first_rt())
        paper = ResidentDocument.objects.get(resident=arrived)
        assert paper.title == "Akta 0"
        with open_file(StoredFile.objects.get(pk=paper.file_id)) as source:
            assert source.read().startswith(b"%PDF-")
    assert CrossingPerson.objects.filter(handover=made.pk, closed_at=None).count() == 1


def test_moves_and_doubles_are_taken_along_as_they_are_listed(
    office_client: Any, actor: Any, family: Any, village: Any, other_village: Any
) -> None:
    import workers.tasks.reports  # noqa: F401
    from balai.files.services import path_of
    from balai.jobs.models import Job
    from tests.modules.population.test_finding_pages import taken

    release(actor=actor, residents=list(family), destination=other_village.schema_name, event_date=today())
    client = office_client("operator")
    page = text(client.get("/kantor/pindah-desa/?arah=keluar&sort=-sent"))
    assert 'aria-sort="descending"' in page and "SLAMET WIDODO dan 2 lainnya" in page
    assert client.post("/kantor/pindah-desa/?arah=keluar", {"fmt": "csv"}).status_code == 302
    said = (
        path_of(taken(Job.objects.filter(kind="reports.export").latest("created_at")))
        .read_text("utf-8-sig")
        .splitlines()
    )
    assert said[0] == "Orang;Arah;Desa;Tanggal pindah;Keadaan;Dikirim"
    assert said[1].startswith("SLAMET WIDODO, SITI AMINAH, BUDI SLAMET;Keluar;Desa Boloh")
    assert office_client("viewer").post("/kantor/pindah-desa/", {"fmt": "csv"}).status_code == 403
    assert client.post("/kantor/data-ganda/", {"fmt": "csv"}).status_code == 302
    taken(Job.objects.filter(kind="reports.export").latest("created_at"))


def _scan(side: int, seed: int) -> bytes:
    """A JPEG that is as hard to press as a scan of a worn card."""
    picture = Image.effect_noise((side, side), 60 + seed).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _pdf(side: int) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(_scan(side, 9))).save(out, "PDF", quality=95)
    return out.getvalue()


def test_ordinary_scans_travel_whole_and_many_of_them_lighter(actor: Any, make: Any, other_village: Any) -> None:
    from balai.files.models import StoredFile
    from balai.files.services import open_file
    from modules.population.crossing import accept_move, file, luggage
    from modules.population.models import ResidentDocument
    from modules.population.services import papers

    person = make(nik=NIK, birth_date=date(1980, 1, 31))
    kept = {"actor": actor, "resident": person, "kind": "ktp"}
    one = papers.add_paper(content=_scan(1100, 1), name="kk.jpg", title="KK", **kept)
    assert StoredFile.objects.get(pk=one.file_id).size > 200 * 1024
    _data, files = file.pack([person], whole=True, place="")
    with open_file(StoredFile.objects.get(pk=one.file_id)) as source:
        assert files == [source.read()], "what fits goes as it is"
    for number in range(4):
        papers.add_paper(content=_scan(2200, number), name=f"akta{number}.jpg", title=f"Akta {number}", **kept)
    papers.add_paper(content=_pdf(2200), name="ijazah.pdf", title="Ijazah", **kept)
    total = sum(StoredFile.objects.filter(kind="population.paper").values_list("size", flat=True))
    assert total > luggage.ROOM
    made = release(actor=actor, residents=[person], destination=other_village.schema_name, event_date=today())
    assert file.left_out(handovers.content(made)) == []
    assert sum(map(len, handovers.files_of(made))) <= luggage.ROOM
    # A list of moves reads who comes without the scans.
    row = handovers.without_files(handovers.mine()).get(pk=made.pk)
    assert handovers.content(row)["people"][0]["columns"]["name"] == person.name and "payload" not in row.__dict__
    with village_context(other_village.schema_name):
        (arrived,) = accept_move(actor=actor, handover=made.pk, card="new", rt=first_rt())
        found = {
            each.title: StoredFile.objects.get(pk=each.file_id)
            for each in ResidentDocument.objects.filter(resident=arrived)
        }
        assert set(found) == {"KK", "Akta 0", "Akta 1", "Akta 2", "Akta 3", "Ijazah"}
        assert found["Ijazah"].content_type == "application/pdf"
        with open_file(found["Akta 0"]) as source, Image.open(source) as picture:
            assert max(picture.size) == luggage.SIDE
