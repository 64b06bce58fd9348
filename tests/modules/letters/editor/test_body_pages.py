"""The editor's pages as a browser asks them: what is shown, previewed, kept, refused, and taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from balai.audit.models import Entry
from balai.documents import render_letter
from balai.documents.blocks import condition, doc, field, paragraph
from balai.documents.reading import pdf_text
from balai.errors import NotAllowed, NotFound
from balai.files import StoredFile
from balai.files.services import open_file
from modules.letters import layers, services
from modules.letters.editing import body_changes, difference_of, restore_body
from modules.letters.merging import Draft, preview_data
from modules.letters.merging.letter import with_crest
from modules.letters.models import Letter, TypeOverride
from modules.letters.services.printing import TEMPLATE
from modules.letters.types import letter_type, shipped_types
from tenants.context import current_village
from tests.modules.letters.acting import issued
from tests.modules.letters.conftest import head, staff

URL = "/kantor/surat/templat/usaha/isi/"
SECRETARY = staff("sekretaris")


def sent(tree: Any, **more: str) -> dict[str, str]:
    return {"body": json.dumps(tree), **more}


def plain(*blocks: Any) -> dict[str, Any]:
    return doc(*(blocks or (paragraph("Yang bernama {nama} memang ada."),)))


def test_the_editor_shows_the_text_to_whom_it_may(village: Any, office_client: Any) -> None:
    page = office_client("sekretaris").get(URL)
    text = page.content.decode()
    assert "Isi surat: Keterangan Usaha" in text and "memerlukan JavaScript" in text
    # Without JavaScript it can be read: fields by their names for people.
    assert (
        "[Jabatan kepala desa]" in text
        and "Nama usaha: [Nama usaha]" in text
        and "Tanda tangan: Pemohon, Pemohon" in text
    )
    data = page.context["editor"]
    found = json.loads(data)
    assert found["tree"] == letter_type("usaha").body and found["version"] == letter_type("usaha").version
    assert {"name": "form_nama_usaha", "label": "Nama usaha", "group": "Isian: Pemohon"} in found["fields"]
    assert page.context["person"] is not None and page.context["person"].name in text
    assert Entry.objects.filter(action="letters.example_read", about_id=str(page.context["person"].pk)).count() == 1
    for role in ("operator", "kepala_desa", "viewer"):
        assert office_client(role).get(URL).status_code == 403
        assert office_client(role).post(URL, sent(plain())).status_code == 403
    assert office_client("sekretaris").get("/kantor/surat/templat/tidak-ada/isi/").status_code == 422


@pytest.mark.parametrize("kind", [each.key for each in shipped_types()])
def test_every_kind_can_be_previewed_as_it_is_shipped(village: Any, office_client: Any, kind: str) -> None:
    client = office_client("sekretaris")
    page = client.get(f"/kantor/surat/templat/{kind}/isi/")
    assert page.status_code == 200
    example = page.context["example"]
    answers = {name: str(value or "") for name, value in (example.form.initial.items() if example else ())}
    answer = client.post(f"/kantor/surat/templat/{kind}/isi/pratinjau/", sent(dict(letter_type(kind).body), **answers))
    found = answer.json()
    assert found["problems"] == []
    if example is None:
        assert "Belum ada penduduk" in found["words"]
    else:
        assert found["image"].startswith("data:image/jpeg;base64,") and found["page"] == 1 <= found["pages"]


def test_what_is_wrong_stands_at_its_place_and_the_rest_is_drawn(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    layers.set_alias(actor=SECRETARY, name="salam", content=[{"type": "text", "text": "Hormat kami"}])
    tree = plain(paragraph("Satu"), paragraph("{tidak_ada} dan {salam}"), condition("nama", paragraph("{juga_tidak}")))
    found = client.post(f"{URL}pratinjau/", sent(tree)).json()
    assert [(each["path"], each["code"]) for each in found["problems"]] == [
        ([1, 0], "unknown_field"), ([2, 0, 0], "unknown_field"),
    ]  # fmt: skip
    assert found["image"]
    # What the engine could not draw is said, and not drawn.
    broken = {"type": "doc", "content": [{"type": "gambar", "attrs": {"src": "http://example.org/x.png"}}]}
    found = client.post(f"{URL}pratinjau/", sent(broken)).json()
    assert found["problems"][0]["path"] == [0] and "image" not in found
    half = plain(
        {"type": "condition", "attrs": {"rules": []}, "content": [paragraph("a")]}, {"type": "signature", "attrs": {}}
    )
    found = client.post(f"{URL}pratinjau/", sent(half)).json()
    assert {each["code"] for each in found["problems"]} == {"no_rule", "no_signer"} and found["image"]


def test_a_page_and_the_pdf_can_be_asked_for(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    tree = plain(paragraph("Halaman satu"), {"type": "pageBreak"}, paragraph("Halaman dua {nama_usaha_x}"))
    found = client.post(f"{URL}pratinjau/", sent(tree, page="9")).json()
    assert (found["page"], found["pages"]) == (2, 2)
    answer = client.post(f"{URL}pratinjau/?as=pdf", sent(plain(), nama_usaha="Warung"))
    assert answer["Content-Type"] == "application/pdf" and b"".join(answer).startswith(b"%PDF-")


def test_the_preview_is_byte_for_byte_what_is_printed(village: Any, actor: Any) -> None:
    letter = issued(kind="usaha")
    services.render(letter.pk)
    letter.refresh_from_db()
    with open_file(StoredFile.objects.get(pk=letter.pdf_file_id)) as handle:
        printed = handle.read()
    signer = head()
    data, problems = preview_data(
        Draft.of(letter), signer=signer, village=current_village(), on=letter.letter_date, number=letter.number,
        token=letter.token,
    )  # fmt: skip
    assert problems == []
    assert render_letter(with_crest(data), TEMPLATE) == printed
    # Before approval only number and code differ.
    before, _none = preview_data(Draft.of(letter), signer=signer, village=current_village(), on=letter.letter_date)
    assert {key for key in data if data[key] != before[key]} == {"number", "qr_text"}  # type: ignore[literal-required]


def test_a_text_is_kept_printed_and_taken_back(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    shipped = dict(letter_type("usaha").body)
    version = client.get(URL).context["kind"].version
    answer = client.post(URL, sent(plain(), version=version))
    assert answer.status_code == 200 and answer.json()["said"].startswith("Naskah disimpan")
    assert letter_type("usaha").body == plain() and answer.json()["version"] == letter_type("usaha").version
    letter = issued(kind="usaha")
    services.render(letter.pk)
    with open_file(StoredFile.objects.get(pk=Letter.objects.get(pk=letter.pk).pdf_file_id)) as handle:
        assert "memang ada" in pdf_text(handle.read())
    page = client.get(f"{URL}riwayat/").content.decode()
    assert "Yang bernama [Nama] memang ada." in page and "Naskah yang dipakai sekarang" in page
    back = client.post(f"{URL}riwayat/", {"bawaan": "1"}, follow=True).content.decode()
    assert "Naskah dikembalikan" in back and "Urungkan" in back
    assert letter_type("usaha").body == shipped and not TypeOverride.objects.exists()
    # The undo, and an older text by its change.
    newest = body_changes("usaha").first()
    assert newest is not None
    client.post(f"{URL}riwayat/?sebelum={newest.pk}")
    assert letter_type("usaha").body == plain()
    first = body_changes("usaha").last()
    assert first is not None
    restore_body(actor=SECRETARY, key="usaha", change=first.pk, before=True)
    assert letter_type("usaha").body == shipped
    assert "Pakai naskah ini lagi" in client.get(f"{URL}riwayat/").content.decode()
    with pytest.raises(NotAllowed):
        restore_body(actor=staff("operator"), key="usaha", change=first.pk)
    for nothing in (0, "x", "9" * 30, ""):
        with pytest.raises(NotFound):
            restore_body(actor=SECRETARY, key="usaha", change=nothing)
    with pytest.raises(NotFound):
        restore_body(actor=SECRETARY, key="skck", change=first.pk)


def test_who_saves_later_is_shown_the_difference(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    version = letter_type("usaha").version
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="body", value=plain(paragraph("Naskah rekan.")))
    answer = client.post(URL, sent(plain(paragraph("Naskah saya.")), version=version))
    found = answer.json()
    assert answer.status_code == 409 and "disimpan orang lain" in found["detail"]
    assert found["difference"] == [["-", "Naskah rekan."], ["+", "Naskah saya."]]
    assert letter_type("usaha").body == plain(paragraph("Naskah rekan."))
    # Having seen it, the new version may be replaced.
    assert client.post(URL, sent(plain(paragraph("Naskah saya.")), version=found["version"])).status_code == 200


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (plain(*(condition("nama", paragraph("x")) for _n in range(10_000))), "Terlalu banyak bagian bersyarat"),
        (plain(paragraph("{tidak_ada}")), "Isian tidak_ada tidak dikenal"),
        ({"type": "doc", "content": [{"type": "script", "text": "alert(1)"}]}, "tidak dikenal"),
        ({"type": "doc", "content": [{"type": "paragraph", "attrs": {"onclick": "alert(1)"}}]}, "Sifat onclick"),
        ({"type": "doc", "content": [{"type": "repeat", "attrs": [1], "content": []}]}, "Sifat bagian ini rusak"),
        (plain({"type": "paragraph", "content": [{"type": "text", "text": "a\x00b"}]}), "Teks di sini rusak"),
        (plain({"type": "paragraph", "content": [{"type": "text", "text": "\ud800"}]}), "Teks di sini rusak"),
        (plain({"type": "paragraph", "content": [field("nama") | {"marks": [{"type": "link"}]}]}), "Gaya huruf link"),
        (plain({"type": "signature", "attrs": {"places": [{"who": "head", "side": "left", "x": "y" * 9}]}}), "tanda tangan"),
        (
            plain({"type": "table", "content": [{"type": "tableRow", "content": [{"type": "tableCell", "attrs": {"colspan": 2}}]},
                {"type": "tableRow", "content": [{"type": "tableCell", "attrs": {"colspan": 9}}]}]}), "lebih lebar",
        ),
    ],
    ids=["conditions", "field", "script", "onclick", "attrs", "nul", "surrogate", "mark", "place", "colspan"],
)  # fmt: skip
def test_what_may_not_be_kept_is_refused_with_a_sentence(
    village: Any, office_client: Any, tree: Any, words: str
) -> None:
    answer = office_client("sekretaris").post(URL, sent(tree))
    assert answer.status_code == 422
    assert words in answer.json()["detail"] and answer.json().get("problems")
    assert not TypeOverride.objects.exists()


def test_a_tree_too_deep_too_large_or_no_tree_is_refused(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    deep: dict[str, Any] = paragraph("unten")
    for _n in range(60):
        deep = condition("nama", deep)
    assert "terlalu dalam" in client.post(URL, sent(plain(deep))).json()["detail"]
    for nothing in ("", "{", "[1, 2", "[" * 100_000, '"doc"'):
        assert client.post(URL, {"body": nothing}).status_code == 422
        assert client.post(f"{URL}pratinjau/", {"body": nothing}).status_code in (200, 422)
    assert "terlalu besar" in client.post(URL, {"body": "x" * 1_900_000}).json()["detail"]
    # A picture of fifty megabytes pasted into the text never reaches it.
    answer = client.post(URL, {"body": "x" * 50_000_000}, headers={"Accept": "application/json"})
    assert answer.status_code == 413 and "terlalu besar" in answer.json()["detail"]
    assert not TypeOverride.objects.exists()


def test_a_text_that_the_regency_fixes_is_only_read(village: Any, office_client: Any) -> None:
    from django.db import connection

    from modules.letters.layers.effective import KIND
    from tenants.exchange.models import Publication

    connection.set_schema_to_public()
    Publication.objects.create(
        kind=KIND, key="usaha", payload={"body": plain()}, mandatory=True, published_by="kabupaten"
    )
    connection.set_tenant(village)
    layers.forget()
    client = office_client("sekretaris")
    page = client.get(URL).content.decode()
    assert "ditetapkan kabupaten" in page and "memang ada" in page and "data-editor=" not in page
    assert "ditetapkan kabupaten" in client.post(URL, sent(plain(paragraph("lain")))).json()["detail"]


def test_the_example_is_found_and_remembered(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    person = client.get(URL).context["person"]
    found = client.get(f"{URL}orang/", {"q": person.name.split()[0]}).json()["people"]
    other = next(each for each in found if each["key"] != str(person.pk))
    assert client.get(URL, {"resident": other["key"]}).context["person"].name == other["name"]
    assert client.get(URL).context["person"].name == other["name"]
    assert client.get(URL, {"resident": "x"}).status_code == 200


def test_a_difference_is_said_in_words() -> None:
    kind = letter_type("usaha")
    before, after = plain(paragraph("Tetap"), paragraph("{nama}")), plain(paragraph("Tetap"), paragraph("{nik}"))
    assert difference_of(kind, before, after) == [("-", "[Nama]"), ("+", "[NIK]")]
    assert difference_of(kind, before, plain(paragraph("Tetap", align="center"), paragraph("{nama}"))) == [
        ("", "Hanya bentuk huruf atau tata letak yang berubah.")
    ]
    assert difference_of(kind, before, before) == []
    long = [paragraph(f"Baris {n}") for n in range(200)]
    assert difference_of(kind, None, plain(*long))[-1] == ("", "dan 140 baris lagi")


def test_a_preview_at_every_key_asks_little(
    village: Any, office_client: Any, django_assert_max_num_queries: Any
) -> None:
    client = office_client("sekretaris")
    client.get(URL)
    body = sent(dict(letter_type("usaha").body), nama_usaha="Warung", keperluan="Kredit")
    client.post(f"{URL}pratinjau/", body)
    with django_assert_max_num_queries(26):
        assert client.post(f"{URL}pratinjau/", body).json()["image"]


def test_a_kind_of_the_villages_own_is_written_like_every_other(village: Any, office_client: Any) -> None:
    kind = layers.create_own_type(actor=SECRETARY, name="Keterangan Domisili Sementara")
    url = f"/kantor/surat/templat/{kind.key}/isi/"
    client = office_client("sekretaris")
    page = client.get(url)
    assert (
        page.status_code == 200 and not page.context["may_adopt"] and "Naskah desa ini sendiri" in page.content.decode()
    )
    assert client.post(url, sent(plain(), version=kind.version)).status_code == 200
    assert letter_type(kind.key).body == plain()
    change = body_changes(kind.key).get()
    client.post(f"{url}riwayat/?sebelum={change.pk}")
    assert letter_type(kind.key).body == kind.body
