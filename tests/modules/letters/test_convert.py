"""A template of OpenSID's to blocks: what is understood, and what is said of the rest. No database."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modules.letters.convert.codes import case_of
from modules.letters.convert.errors import ImportRefused
from modules.letters.convert.opensid import Converted, convert_template, name_key
from modules.letters.convert.reading import MAX_BYTES, parse_file
from modules.letters.convert.writing import html_of, opensid_template
from modules.letters.layers.definitions import definition_of
from modules.letters.types import shipped_types
from tests.modules.letters.opensid_files import (
    HEAD,
    OPENING,
    PERSON,
    business,
    export,
    identity_html,
    question,
    signature_html,
    stall,
    template,
)

KNOWN = {name_key(str(kind.name)): kind for kind in shipped_types()}


def convert(html: str, **more: Any) -> Converted:
    return convert_template(template("Contoh", html, **more), KNOWN)


def blocks(html: str, **more: Any) -> list[dict[str, Any]]:
    found = convert(html, **more)
    assert found.definition is not None, found.issues
    return found.definition["body"]["content"]  # type: ignore[no-any-return]


def said(found: Converted) -> str:
    return " | ".join(f"{each.place}: {each.message}" for each in found.issues)


def text(nodes: list[dict[str, Any]]) -> str:
    return "".join(node.get("text") or "{" + node["attrs"]["name"] + "}" for node in nodes)


@pytest.mark.parametrize(
    ("code", "case"),
    [
        ("nama", "lower"), ("Nama", "title"), ("NAma", "upper"), ("NamA", "asis"), ("NaMa_desa", "title"), ("TtL", "asis"),
        ("NAMA", "upper"), ("Alamat_lengkaP", "asis"), ("nAma", "lower"),
    ],
)  # fmt: skip
def test_the_case_of_a_code_is_a_property(code: str, case: str) -> None:
    assert case_of(code) == case


def test_a_whole_template() -> None:
    found = convert_template(stall(), KNOWN)
    assert found.definition is not None
    data = found.definition
    assert [each["type"] for each in data["body"]["content"]] == ["paragraph", "identity", "paragraph", "signature"]
    opening, person, lines, signed = data["body"]["content"]
    # Title and number are the frame's; a position and a regency bring their own words along.
    assert text(opening["content"]) == (
        "Kami, {jabatan}, Kecamatan {nama_kecamatan}, {nama_kabupaten}, Provinsi {nama_provinsi}, memberi keterangan "
        "tentang warga kami :"
    )
    assert data["page"]["heading"] is True and data["qr"] is True
    assert person["attrs"] == {"numbered": True}
    assert [row["attrs"]["label"] for row in person["content"]] == [
        "Nama Lengkap",
        "NIK",
        "Tempat / Tanggal Lahir",
        "Alamat",
    ]
    assert person["content"][0]["content"] == [
        {"type": "field", "attrs": {"name": "nama", "case": "upper"}, "marks": [{"type": "bold"}]}
    ]
    assert person["content"][3]["content"][0]["attrs"] == {"name": "alamat"}
    assert {"type": "field", "attrs": {"name": "form_nama_lapak"}, "marks": [{"type": "bold"}]} in lines["content"]
    assert signed["attrs"]["places"] == [
        {"who": "holder", "side": "left", "title": "Pemegang Surat,"}, {"who": "head", "side": "right", "title": ""},
    ]  # fmt: skip
    fields = data["groups"][0]["fields"]
    assert [(each["name"], each["kind"], each["options"]) for each in fields] == [
        ("nama_lapak", "text", []), ("hari_buka", "choice", ["Pahing", "Pon", "Wage"]),
    ]  # fmt: skip
    assert data["self_service"] and [each["key"] for each in data["requirements"]] == ["kk", "ktp"]
    assert data["code"] == "400.12.2.1" and "S-90" in said(found)


def test_a_shipped_kind_is_recognised_by_its_name() -> None:
    found = convert_template(business(), KNOWN)
    assert found.match == "usaha" and found.definition is not None
    assert found.definition["code"] == "500" and found.definition["title"] == "Surat Keterangan Usaha"
    assert {"body", "code"} <= set(found.aspects) and not found.override_issues


def test_marks_alignment_lists_breaks_and_rules() -> None:
    found = blocks(
        '<p style="text-align: center;">biasa <strong>tebal <em>miring</em></strong> <u>garis</u> '
        '<span style="font-size: 16pt;">besar</span><br>baris dua<br><br></p>'
        '<ol style="list-style-type: lower-alpha;"><li>satu</li><li>dua<ul><li>anak</li></ul></li></ol>'
        "<hr><h2>Bab</h2><!-- pagebreak --><p>halaman dua</p>"
    )
    assert [each["type"] for each in found] == ["paragraph", "orderedList", "rule", "heading", "pageBreak", "paragraph"]
    line = found[0]["content"]
    assert found[0]["attrs"] == {"textAlign": "center", "indent": False}
    marks = {
        node["text"].strip(): [mark["type"] for mark in node.get("marks", ())]
        for node in line
        if node["type"] == "text"
    }
    assert marks["tebal"] == ["bold"] and marks["miring"] == ["bold", "italic"] and marks["garis"] == ["underline"]
    assert {"type": "textStyle", "attrs": {"fontSize": 16.0}} in next(
        node for node in line if node.get("text") == "besar"
    )["marks"]
    assert [node["type"] for node in line].count("hardBreak") == 1
    assert found[1]["attrs"]["type"] == "a" and found[1]["content"][1]["content"][1]["type"] == "bulletList"
    assert found[3]["attrs"]["level"] == 2


def test_codes_split_by_marks_and_words_in_brackets() -> None:
    found = blocks("<p>Halo [NA<strong>ma</strong>], pilih [ ] ya atau [ ] tidak.</p>")
    assert text(found[0]["content"]) == "Halo {nama}, pilih [ ] ya atau [ ] tidak."
    assert found[0]["content"][1]["attrs"]["case"] == "upper"


def test_an_unknown_code_is_reported_at_its_place_and_stays_readable() -> None:
    found = convert("<p>Pembuka.</p><p>Bin [Zodiak_pemohon] dan [Zodiak_ibu].</p>")
    assert found.definition is not None
    assert "paragraf 2: “Bin [Zodiak_pemohon] dan [Zodiak_ibu].”: Kode [Zodiak_pemohon] tidak dikenal" in said(found)
    assert "[Zodiak_ibu]" in said(found)
    assert text(found.definition["body"]["content"][1]["content"]) == "Bin [Zodiak_pemohon] dan [Zodiak_ibu]."


def test_sums_and_numbers_in_words_are_said_and_never_run() -> None:
    found = convert(
        "<p>Harga [hitung][[Form_hargA] * 2] ([terbilang][Rp. [Form_hargA]]) dan [hitung][system('rm')] "
        "serta [terbilang][Rp. 1.500.000]</p>",
        kode_isian=[question("Harga", "number")],
    )
    assert found.definition is not None
    nodes = found.definition["body"]["content"][0]["content"]
    assert {"type": "calc", "attrs": {"expr": "form_harga * 2", "format": "number"}} in nodes
    assert {"type": "field", "attrs": {"name": "form_harga", "format": "rupiah_words"}} in nodes
    assert {"type": "calc", "attrs": {"expr": "1500000", "format": "rupiah_words"}} in nodes
    assert any("[hitung][system('rm')]" in node.get("text", "") for node in nodes)
    assert said(found).count("dihitung") == 4


def test_pictures_and_programs_are_dropped_with_a_sentence() -> None:
    found = convert(
        '<p onclick="x()">Halo<img src="data:image/png;base64,' + "A" * 5000 + '"></p><script>alert("[NAma]")</script>'
        "<iframe src='http://x'>isi</iframe><p>selesai</p>"
    )
    assert found.definition is not None
    kept = json.dumps(found.definition)
    assert "alert" not in kept and "base64" not in kept and "onclick" not in kept and "http" not in kept
    assert "Gambar tidak diambil" in said(found) and "<script>" in said(found) and "<iframe>" in said(found)


def test_an_identity_table_with_a_line_of_its_own_and_other_numbers() -> None:
    found = blocks(
        identity_html(("", "", ""), ("7.", "Nama", "[NAma]"), ("8.", "NIK", "[nik]")).replace(">:<", "> <", 1)
        + '<table border="0"><tr><td colspan="3"><b>Bapak:</b></td></tr><tr><td>Nama</td><td>:</td><td>[NAma]</td></tr>'
        "<tr><td>Alamat</td><td>:</td><td>baris satu<br>baris dua</td></tr></table>"
    )
    assert [row["attrs"]["label"] for row in found[0]["content"]] == ["7. Nama", "8. NIK"]
    assert found[1]["type"] == "paragraph" and found[2]["type"] == "identity"
    assert [node["type"] for node in found[2]["content"][1]["content"]] == ["text", "hardBreak", "text"]


def test_the_family_becomes_one_repeated_row() -> None:
    rows = "".join(
        f"<tr><td>[klg{n}_no]</td><td>[KLg{n}_nama]</td><td>[klg{n}_hubungan]</td></tr>" for n in range(1, 8)
    )
    found = blocks(f'<table border="1"><tr><td>No</td><td>Nama</td><td>SHDK</td></tr>{rows}</table>')
    assert [row.get("attrs") for row in found[0]["content"]] == [None, {"repeat": "keluarga"}]
    cells = [cell["content"][0]["content"][0]["attrs"]["name"] for cell in found[0]["content"][1]["content"]]
    assert cells == ["no", "nama", "hubungan_kk"]
    followers = blocks("<p>Daftar pengikut:</p><p>[pengikut_surat]</p>")
    assert followers[1]["content"][1]["attrs"] == {"repeat": "pengikut"}


def test_signatures_of_many_kinds() -> None:
    camat = (
        '<table border="0"><tr><td>&nbsp;</td><td>[NaMa_desa], [TgL_surat]</td></tr><tr><td>Saksi</td><td>[Atas_namA]</td></tr>'
        "<tr><td>(..............)</td><td>[Nama_pamonG]</td></tr>"
        '<tr><td colspan="2">Mengetahui,<br>Camat [NaMa_kecamatan]<br><br><br>[Nama_kepala_camaT]</td></tr></table>'
    )
    (found,) = blocks(camat)
    assert found["attrs"]["places"] == [
        {"who": "free", "side": "left", "title": "Saksi,"}, {"who": "head", "side": "right", "title": ""},
        {"who": "district", "side": "center", "title": "Mengetahui,"},
    ]  # fmt: skip
    lines = blocks(
        '<p>Isi.</p><p style="text-align: right;">[NaMa_desa], [TgL_surat]</p><p style="text-align: right;">[Atas_namA]</p>'
        '<p>&nbsp;</p><p style="text-align: right;">[Nama_pamonG]</p><p style="text-align: right;">NIP [nip_pamong]</p>'
    )
    assert [each["type"] for each in lines] == ["paragraph", "signature"]
    assert lines[1]["attrs"]["places"] == [{"who": "head", "side": "right", "title": ""}]


def test_parties_links_and_lists() -> None:
    forms = {
        "individu": {
            "sumber": 1,
            "data": ["1", "2"],
            "sex": "1",
            "status_dasar": ["1"],
            "kk_level": ["1"],
            "judul": "Utama",
        },
        "ibu_anak": {"sumber": 1, "data": ["1"], "sex": 2, "status_dasar": [], "judul": "Ibu", "hubungan": "individu"},
        "tanah": {"sumber": 0, "judul": "Letak Tanah"},
    }
    rows = [
        question("Status", "select-manual", pilihan=["Ada", "Tidak"], kaitkan_kode=json.dumps(
            [{"nilai_isian": ["Ada"], "kode_terkait": ["[form_bukti]"], "kategori_terkait": []}])),
        question("Bukti"),
        {**question("Luas", "number"), "kategori": "tanah"},
        {**question("Agama", "select-otomatis", refrensi="tweb_penduduk_agama"), "kategori": "tanah"},
        {**question("Rasi", "select-otomatis", refrensi="ref_rasi"), "kategori": "tanah"},
        question("Hari Acara", "hari-tanggal"),
    ]  # fmt: skip
    found = convert(
        "<p>[NAma_ibu_anak] [Alamat_lengkaP_ibu_anak] [form_luas] [Form_hari_acaraA] [Form_hari_acarA]</p>",
        form_isian=json.dumps(forms), kode_isian=json.dumps(rows),
    )  # fmt: skip
    assert found.definition is not None
    first, mother, land = found.definition["groups"]
    assert (first["kind"], first["sex"], first["shdk"]) == ("either", 1, [1])
    assert (mother["kind"], mother["sex"], mother["family_of"]) == ("resident", 2, "individu")
    assert land["kind"] == "typed" and [each["name"] for each in land["fields"]] == [
        "tanah__luas",
        "tanah__agama",
        "tanah__rasi",
    ]
    assert first["fields"][1]["shown_when"] == ["status", ["Ada"]]
    assert len(land["fields"][1]["options"]) > 5 and land["fields"][2]["kind"] == "text" and "ref_rasi" in said(found)
    nodes = found.definition["body"]["content"][0]["content"]
    names = [node["attrs"]["name"] for node in nodes if node["type"] == "field"]
    assert names == ["nama_ibu_anak", "alamat_ibu_anak", "form_luas", "form_hari_acara"]
    assert nodes[-1]["attrs"]["format"] == "day_date"


def test_what_is_no_text_is_one_template_and_not_the_file() -> None:
    assert convert("").definition is None and "RTF" in said(convert(""))
    broken = convert_template(
        {"nama": "Rusak", "template": "<p>x</p>", "form_isian": 5, "kode_isian": {"a": 1}, "margin": []}, KNOWN
    )
    assert broken.definition is not None
    deep = convert("<div>" * 500 + "x")
    assert deep.definition is None and "bersarang terlalu dalam" in said(deep)
    long = convert("<p>x</p>" * 30_000)
    assert long.definition is None and "terlalu besar" in said(long)
    many = convert("<p>a</p>" * 5_000)
    assert many.definition is None and "terlalu besar" in said(many)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" " * (MAX_BYTES + 1), "terlalu besar"), (b"PK\x03\x04....", "terkompresi"), (b"\x1f\x8b....", "terkompresi"),
        (b"{", "bukan JSON"), (b"\xff\xfe\x00", "bukan JSON"), (b"[" * 100_000, "terlalu dalam"),
        (b"[" * 80 + b"]" * 80, "terlalu dalam"), (b"[]", "Tidak ada templat"), (b'{"a": 1}', "Tidak ada templat"),
        (b'"teks"', "Tidak ada templat"), (json.dumps([{"template": "x"}] * 301).encode(), "Terlalu banyak"),
        (b'{"format": "balai-letters", "version": 9, "kinds": [{}]}', "versi lain"),
        (b'{"format": "balai-letters", "version": 1, "kinds": []}', "Tidak ada templat"),
    ],
)  # fmt: skip
def test_files_that_are_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        parse_file(content)


def test_a_file_is_read_whatever_begins_it() -> None:
    assert len(parse_file(b"\xef\xbb\xbf" + export(stall(), business())).templates) == 2
    assert len(parse_file(json.dumps(stall()).encode()).templates) == 1


@pytest.mark.parametrize("kind", shipped_types(), ids=lambda kind: kind.key)
def test_every_shipped_text_goes_to_html_and_back(kind: Any) -> None:
    """What OpenSID has no word for (conditions) is lost on that way; fields, tables and signatures are not."""
    row = opensid_template(kind, definition_of(kind), {})
    found = convert_template(json.loads(json.dumps({**row, "nama": f"Salinan {kind.name}"})), KNOWN)
    assert found.definition is not None, said(found)
    assert "tidak dikenal" not in said(found)
    back = found.definition["body"]["content"]
    assert len([each for each in back if each["type"] == "signature"]) == str(kind.body).count("'signature'")
    assert str(back).count("identityRow") >= str(kind.body).count("identityRow") - 2
    assert HEAD.splitlines()[0] in html_of(kind, {}) or not kind.page.heading


def test_the_words_of_the_files_are_ours() -> None:
    """The fixtures imitate the shape, not the words."""
    assert (
        "memberi keterangan tentang warga kami" in OPENING
        and "Nama Lengkap" in PERSON
        and "Pemegang" in signature_html()
    )
