"""``surat/templat/`` as an officer walks it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.documents.blocks import doc, paragraph, parse
from balai.jobs.models import Job
from modules.letters import layers, services
from modules.letters.convert import read_stored
from modules.letters.layers.effective import KIND
from modules.letters.layers.forms import FORMS
from modules.letters.models import OwnType, TemplateImport, TextAlias, TypeChange, TypeOverride
from modules.letters.types import letter_type, letter_types
from modules.letters.views.templates.aliases import notation
from modules.letters.views.templates.signing import signature_blocks, with_signature
from tenants.exchange.models import Publication
from tests.modules.letters.conftest import person, staff
from tests.modules.letters.opensid_files import business, export, stall, template

SECRETARY = staff("sekretaris")
BASE = "/kantor/surat/templat/"


@pytest.fixture()
def client(village: Any, office_client: Any) -> Any:
    return office_client("sekretaris")


def page(client: Any, path: str, **query: str) -> str:
    answer = client.get(BASE + path, query)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def send(client: Any, path: str, data: dict[str, Any] | None = None) -> str:
    answer = client.post(BASE + path, data or {}, follow=True)
    assert answer.status_code == 200, (path, answer.status_code, answer.content.decode()[:2000])
    return str(answer.content.decode())


def publish(village: Any, key: str, payload: dict[str, Any], *, mandatory: bool = False) -> None:
    connection.set_schema_to_public()
    Publication.objects.create(kind=KIND, key=key, payload=payload, mandatory=mandatory, published_by="kabupaten")
    connection.set_tenant(village)
    layers.forget()


def test_the_list_says_where_each_kind_comes_from(village: Any, client: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Judul Desa")
    layers.change_aspect(actor=SECRETARY, key="skck", aspect="enabled", value=False)
    layers.create_own_type(actor=SECRETARY, name="Surat Sapa")
    publish(village, "usaha", {"title": "Judul Kabupaten"})
    with CaptureQueriesContext(connection) as asked:
        text = page(client, "")
    assert len(asked) <= 25
    assert "Keterangan Domisili" in text and "Surat Sapa" in text and "Bawaan" in text
    assert "1 jenis surat yang Anda ubah mempunyai pembaruan" in text and "Diubah desa (2)" in text
    assert "Keterangan Usaha" in page(client, "", bagian="baru") and "Domisili" not in page(client, "", bagian="baru")
    assert "Catatan Kepolisian" in page(client, "", bagian="mati") and "Catatan Kepolisian" not in text
    assert "Surat Sapa" in page(client, "", bagian="desa")
    assert (
        "Domisili Usaha" in page(client, "", q="domisili usaha")
        and "tidak ada jenis" in page(client, "", q="zzzz").lower()
    )


def test_only_who_may_change_templates_sees_them(village: Any, office_client: Any) -> None:
    operator = office_client("operator")
    assert operator.get(BASE).status_code == 403
    assert operator.post(f"{BASE}usaha/bagian/title/ikuti/").status_code == 403
    assert "surat/templat" not in operator.get("/kantor/surat/").content.decode()


@pytest.mark.parametrize(
    ("aspect", "data", "words"),
    [
        ("title", {"text": "Judul Baru"}, "Judul Baru"), ("name", {"text": "Usaha Warga"}, "Usaha Warga"),
        ("code", {"text": "400.12.3.1"}, "400.12.3.1 (Kelahiran dan Kematian)"), ("code", {"text": "474.1"}, "474.1"), ("number_format", {"text": "[nomor_surat]/[tahun]"}, "[nomor_surat]/[tahun]"),
        ("summary", {"text": "Singkat"}, "Singkat"), ("qr", {}, "Tidak"), ("self_service", {}, "Tidak"),
        ("needs_district", {"on": "on"}, "Ya"), ("validity", {"count": "3", "unit": "week", "printed": "on"}, "3 minggu"),
        ("validity", {"count": "", "unit": "week"}, "Tidak dibatasi"),
        ("requirements", {"known": ["kk"], "others": "Foto tempat usaha\n\n"}, "Kartu Keluarga, Foto tempat usaha"),
        ("attachments", {"codes": ["F-1.02"]}, "F-1.02"), ("needs", {"lines": "meminjam modal\n"}, "meminjam modal"),
        ("page", {"paper": "A4", "orientation": "landscape", "left": "15", "right": "15", "top": "15", "bottom": "15", "font": "Tinos",
                  "size": "11", "header": "on", "heading": "on"}, "A4 mendatar, Times New Roman 11, tepi 15, 15, 15, 15 mm"),
    ],
)  # fmt: skip
def test_each_aspect_has_its_form_and_undo(
    village: Any, client: Any, aspect: str, data: dict[str, Any], words: str
) -> None:
    before = layers.value_of(letter_type("usaha"), aspect)
    path = f"usaha/bagian/{aspect}/"
    assert "Sekarang mengikuti bawaan" in page(client, path)
    text = send(client, path, data)
    assert words in text and "Urungkan" in text
    assert letter_type("usaha").layers == {aspect: "village"}
    assert "Milik desa. Bawaannya" in page(client, path)
    send(client, f"{path}urungkan/")
    assert layers.value_of(letter_type("usaha"), aspect) == before and not TypeOverride.objects.exists()
    assert TypeChange.objects.filter(type_key="usaha", aspect=aspect).count() == 2


def test_a_form_without_a_change_changes_nothing(village: Any, client: Any) -> None:
    """What a form shows and is sent back is what was there: for every aspect of every kind."""
    for kind in letter_types():
        for aspect, form_class in FORMS.items():
            value = layers.value_of(kind, aspect)
            shown = {name: each for name, each in form_class.shown(value).items() if each not in (None, False)}
            form = form_class(shown)
            assert form.is_valid(), (kind.key, aspect, form.errors)
            assert form.value() == value, (kind.key, aspect)


def test_a_code_is_found_by_its_subject(village: Any, client: Any) -> None:
    text = page(client, "usaha/bagian/code/")
    assert (
        '<option value="400.12.3.1" label="400.12.3.1 Kelahiran dan Kematian">' in text
        and 'list="id_text_list"' in text
    )
    assert client.post(f"{BASE}usaha/bagian/code/", {"text": "400 12"}).status_code == 422


def test_what_does_not_fit_stands_at_its_field(village: Any, client: Any) -> None:
    answer = client.post(f"{BASE}usaha/bagian/number_format/", {"text": "[zodiak]"})
    assert answer.status_code == 422 and "tidak dikenal" in answer.content.decode()
    assert client.post(f"{BASE}usaha/bagian/title/", {"text": ""}).status_code == 422
    assert client.post(f"{BASE}usaha/bagian/page/", {"paper": "A4"}).status_code == 422
    for path in ("sulap/", "usaha/bagian/zodiak/", "sulap/bagian/title/", "usaha/formulir/", "usaha/formulir/bagian/"):
        assert client.get(BASE + path).status_code == 404, path


def test_two_at_once_are_told(village: Any, client: Any) -> None:
    import re

    seen = re.search(r'name="seen" value="(\w+)"', page(client, "usaha/bagian/code/"))
    assert seen is not None
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="777")
    answer = client.post(f"{BASE}usaha/bagian/code/", {"text": "888", "seen": seen[1]})
    assert answer.status_code == 409 and letter_type("usaha").code == "777"


def test_an_update_is_shown_in_words_adopted_and_undone(village: Any, client: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="body", value=doc(paragraph("Kami desa menyapa {nama}.")))
    publish(village, "usaha", {"body": doc(paragraph("Kami kabupaten menyapa {nama}."), paragraph("Baris baru."))})
    text = page(client, "usaha/")
    assert "Pembaruan kabupaten: Isi surat" in text
    assert "desa menyapa [Nama]" in text and "<ins>" in text and "<del>" in text
    text = send(client, "usaha/bagian/body/ikuti/")
    assert "Urungkan" in text and letter_type("usaha").layers == {"body": "regency"} and "Pembaruan" not in text
    send(client, "usaha/bagian/body/urungkan/?berbeda=1")
    assert letter_type("usaha").layers == {"body": "village"} and len(layers.differences("usaha")) == 1
    send(client, "usaha/bagian/body/pertahankan/")
    assert layers.differences("usaha") == [] and "desa menyapa" in page(client, "usaha/")
    assert page(client, "usaha/riwayat/").count("Isi surat") >= 3


def test_what_the_regency_fixed_has_no_form(village: Any, client: Any) -> None:
    publish(village, "usaha", {"code": "510"}, mandatory=True)
    assert "ditetapkan kabupaten" in page(client, "usaha/")
    assert "ditetapkan kabupaten" in page(client, "usaha/bagian/code/") and 'name="text"' not in page(
        client, "usaha/bagian/code/"
    )
    assert client.post(f"{BASE}usaha/bagian/code/", {"text": "1"}).status_code == 422


def test_who_signs_is_a_small_form(village: Any, client: Any) -> None:
    assert "Kepala desa" in page(client, "domisili/penanda-tangan/")
    data = {"who1": "holder", "side1": "left", "title1": "Pemohon,", "who2": "head", "side2": "right", "title2": ""}
    text = send(client, "domisili/penanda-tangan/", data)
    assert "Pemohon; Kepala desa" in text and letter_type("domisili").layers == {"body": "village"}
    answer = client.post(f"{BASE}domisili/penanda-tangan/", {"who1": "raja", "side1": "left"})
    assert answer.status_code == 422


def test_each_signature_block_of_a_text_has_its_form(village: Any, client: Any) -> None:
    """The letter of a birth is signed in two places: by its own people, and by those of the form behind it."""
    first, second = signature_blocks(letter_type("kelahiran").body)
    shown = page(client, "kelahiran/penanda-tangan/")
    assert "?blok=2" in shown
    assert "Simpan blok 1" in shown
    assert f"Setelah tulisan “{first.before}”" in shown
    shown = page(client, "kelahiran/penanda-tangan/?blok=2")
    assert "Simpan blok 2" in shown and all(
        f'value="{each["title"]}"' in shown for each in second.places if each["title"]
    )
    data = {"who1": "head", "side1": "right", "title1": "Mengetahui,", "who2": "", "who3": "", "who4": ""}
    text = send(client, "kelahiran/penanda-tangan/?blok=2", data)
    one, two = signature_blocks(letter_type("kelahiran").body)
    assert (one.places, two.places) == (first.places, [{"who": "head", "side": "right", "title": "Mengetahui,"}])
    assert "blok 2: Kepala desa (atau a.n., u.b.)" in text
    for wrong in ("0", "3", "-1", "x", "²", "99999999999999999999"):
        assert client.get(f"{BASE}kelahiran/penanda-tangan/?blok={wrong}").status_code == 404
    # A text of one block shows no choice.
    assert "?blok=" not in page(client, "domisili/penanda-tangan/")


def test_the_form_of_a_block_loses_nobody_and_empties_none(village: Any, client: Any, actor: Any) -> None:
    places = [{"who": "free", "side": "left", "title": f"Saksi {n}"} for n in range(1, 7)]
    layers.change_aspect(
        actor=actor, key="domisili", aspect="body", value=with_signature(letter_type("domisili").body, places)
    )
    shown = page(client, "domisili/penanda-tangan/")
    assert "Penanda tangan 6" in shown
    data = {f"{name}{n}": place[name] for n, place in enumerate(places, 1) for name in ("who", "side", "title")}
    send(client, "domisili/penanda-tangan/", data | {"title6": "Saksi terakhir"})
    (block,) = signature_blocks(letter_type("domisili").body)
    assert [each["title"] for each in block.places] == [*(f"Saksi {n}" for n in range(1, 6)), "Saksi terakhir"]
    answer = client.post(f"{BASE}domisili/penanda-tangan/", {"who1": "", "who2": ""})
    assert answer.status_code == 422 and "Pilih sedikitnya satu penanda tangan" in answer.content.decode()
    # Somebody else has changed the text since: told, not overwritten.
    answer = client.post(f"{BASE}domisili/penanda-tangan/", {"who1": "head", "side1": "right", "seen": "0" * 16})
    assert answer.status_code == 409
    assert len(signature_blocks(letter_type("domisili").body)[0].places) == 6


def test_a_kind_of_ones_own_from_nothing_to_a_letter(village: Any, client: Any, actor: Any) -> None:
    send(client, "baru/", {"name": "Surat Sapa", "like": ""})
    key = OwnType.objects.get().key
    assert "Belum ada pertanyaan" in page(client, f"{key}/formulir/")
    text = send(
        client,
        f"{key}/formulir/individu/isian/",
        {"label": "Cuaca", "kind": "choice", "options": "Cerah\nHujan", "required": "on", "source": "", "values": ""},
    )
    assert "Cerah, Hujan" in text and "form_cuaca" in text
    send(
        client,
        f"{key}/formulir/individu/isian/",
        {"label": "Payung", "kind": "text", "options": "", "source": "cuaca", "values": "Hujan"},
    )
    send(
        client,
        f"{key}/formulir/bagian/",
        {"title": "Saksi", "kind": "resident", "sex": "", "presence": ["1"], "family_of": "individu", "required": "on"},
    )
    send(
        client,
        f"{key}/formulir/saksi/isian/",
        {"label": "Payung", "kind": "number", "options": "", "source": "", "values": ""},
    )
    kind = letter_type(key)
    assert [each.key for each in kind.groups] == ["individu", "saksi"] and kind.groups[1].family_of == "individu"
    assert [each.name for each in kind.fields] == ["cuaca", "payung", "saksi__payung_2"]
    assert kind.fields[1].shown_when == ("cuaca", ("Hujan",))
    row = OwnType.objects.get()
    send(client, f"{key}/formulir/", {"act": "up", "group": "individu", "field": "payung", "version": row.version})
    assert [each.name for each in letter_type(key).fields][:2] == ["payung", "cuaca"]
    # Somebody who still looks at the page of before is told.
    text = send(
        client, f"{key}/formulir/", {"act": "down", "group": "individu", "field": "payung", "version": row.version}
    )
    assert "baru saja diubah" in text
    text = send(
        client,
        f"{key}/formulir/individu/isian/cuaca/",
        {"label": "Cuaca pagi", "kind": "choice", "options": "Cerah\nHujan\nMendung", "source": "", "values": ""},
    )
    assert "Cuaca pagi" in text and "Mendung" in text
    layers.change_aspect(actor=SECRETARY, key=key, aspect="body", value=doc(paragraph("Cuaca {form_cuaca}.")))
    text = send(client, f"{key}/formulir/", {"act": "remove", "group": "individu", "field": "cuaca"})
    assert "bergantung pada isian yang tidak ada" in text
    send(client, f"{key}/formulir/", {"act": "remove", "group": "individu", "field": "payung"})
    text = send(client, f"{key}/formulir/", {"act": "remove", "group": "individu", "field": "cuaca"})
    assert "Isi surat masih memakai yang dihapus" in text
    send(client, f"{key}/formulir/", {"act": "remove", "group": "saksi"})
    assert len(letter_type(key).groups) == 1
    send(client, f"{key}/bagian/groups/urungkan/")
    assert len(letter_type(key).groups) == 2
    send(client, f"{key}/formulir/", {"act": "remove", "group": "saksi"})
    assert client.post(f"{BASE}{key}/formulir/", {"act": "remove", "group": "individu"}).status_code == 404
    letter = services.request_letter(actor=actor, letter_type=key, resident=person(), answers={"cuaca": "Mendung"})
    assert letter.title == "Surat Sapa"
    text = send(client, f"{key}/berhenti/")
    assert "Urungkan" in text and "tidak dipakai lagi" in text and not letter_type(key).enabled
    assert client.get(f"{BASE}{key}/formulir/").status_code == 404
    send(client, f"{key}/pakai-lagi/")
    assert letter_type(key).enabled
    assert "Formulir" in page(client, f"{key}/riwayat/")


def test_a_copy_and_a_missing_name(village: Any, client: Any) -> None:
    assert '<option value="domisili" selected>' in page(client, "baru/", dari="domisili")
    assert client.post(f"{BASE}baru/", {"name": "", "like": ""}).status_code == 422
    text = send(client, "baru/", {"name": "Domisili Kami", "like": "domisili"})
    assert "Domisili Kami" in text and "Desa" in text


def test_aliases(village: Any, client: Any) -> None:
    assert "Belum ada alias" in page(client, "alias/")
    text = send(client, "alias/baru/", {"name": "salam", "text": "Salam **{nama_desa|upper}**"})
    assert "Salam **{nama_desa|upper}**" in text
    assert client.post(f"{BASE}alias/baru/", {"name": "salam", "text": "x"}).status_code == 422
    assert client.post(f"{BASE}alias/baru/", {"name": "Salam!", "text": "x"}).status_code == 422
    assert client.post(f"{BASE}alias/baru/", {"name": "dua", "text": "{x|zodiak}"}).status_code == 422
    send(client, "alias/baru/", {"name": "dua", "text": "{salam} lagi"})
    answer = client.post(f"{BASE}alias/salam/", {"text": "putar {dua}"})
    assert answer.status_code == 422 and "menunjuk kepada dirinya sendiri" in answer.content.decode()
    assert "masih dipakai di dua" in send(client, "alias/salam/hapus/")
    send(client, "alias/salam/", {"text": "Halo {nama_desa}"})
    send(client, "alias/salam/urungkan/")
    assert TextAlias.objects.get(name="salam").content == parse("Salam **{nama_desa|upper}**")
    send(client, "alias/dua/hapus/")
    assert not TextAlias.objects.filter(name="dua").exists()
    send(client, "alias/dua/urungkan/")
    assert TextAlias.objects.filter(name="dua").exists()
    assert client.get(f"{BASE}alias/tak_ada/").status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "biasa",
        "**tebal** lalu {nama|upper} __//dua//__",
        "{=harga * 2|rupiah} baris\ndua\tlagi",
        "{tgl_surat|long_date}",
    ],
)
def test_an_alias_is_typed_as_it_is_kept(text: str) -> None:
    assert parse(notation(parse(text))) == parse(text)


def test_a_file_is_uploaded_previewed_used_and_taken_back(village: Any, client: Any) -> None:
    assert "Belum ada berkas" in page(client, "impor/")
    upload = SimpleUploadedFile("templat.json", export(stall(), business(), template("Kosong", "")))
    text = send(client, "impor/", {"file": upload})
    run, job = TemplateImport.objects.get(), Job.objects.get(kind="letters.read_templates")
    assert "data-job" in text and run.state == "reading"
    told: list[str] = []
    read_stored(str(run.pk), progress=lambda done, total, words: told.append(words))
    assert told[0] == "0 dari 3 templat dibaca"
    Job.objects.filter(pk=job.pk).update(state="done")
    path = f"impor/{run.pk}/"
    text = page(client, path)
    assert "Ubah jenis bawaan: Keterangan Usaha" in text and "Templat RTF lama" in text and "Kode S-90" in text
    text = send(client, f"{path}pakai/", {"choice_0": "own", "choice_1": "override"})
    assert "2 templat dipakai" in text and "Urungkan" in text
    assert letter_type("usaha").code == "500" and OwnType.objects.filter(void_at=None).count() == 1
    text = send(client, f"{path}urungkan/")
    assert "Impor diurungkan" in text and letter_type("usaha").layers == {}
    assert "tidak sedang dipakai" in send(client, f"{path}urungkan/")
    assert "templat.json" in page(client, "impor/")
    for content in (b"PK\x03\x04", b"bukan"):
        answer = client.post(f"{BASE}impor/", {"file": SimpleUploadedFile("x.json", content)})
        assert answer.status_code == 422, content
    assert TemplateImport.objects.count() == 1


def test_the_export_page(village: Any, client: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Judul Desa")
    assert "Unduh berkas" in page(client, "ekspor/")
    found = json.loads(page(client, "ekspor/", format="balai", which="changed"))
    assert [each["key"] for each in found["kinds"]] == ["usaha"]
    assert len(json.loads(page(client, "ekspor/", format="opensid", which="all"))) == 42
    answer = client.get(f"{BASE}ekspor/", {"format": "balai", "jenis": "domisili"})
    assert [each["key"] for each in json.loads(answer.content)["kinds"]] == ["domisili"]
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"{BASE}ekspor/", {"format": "balai", "jenis": "sulap"}).status_code == 404
