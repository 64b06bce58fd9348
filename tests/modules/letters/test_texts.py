"""The 42 shipped letters: what is asked, what is printed, and how each looks."""

from __future__ import annotations

import pytest

from balai.documents import render_letter, warnings_of
from balai.documents.blocks import check, fields_of
from balai.documents.reading import pdf_text
from modules.letters.answers import answers_form, checked_answers
from modules.letters.errors import AnswersRefused
from modules.letters.merging import groups_of, names_of, signers_of
from modules.letters.merging.letter import current_forms
from modules.letters.types import LetterType, letter_type, shipped_types
from modules.letters.types.attachments import ATTACHMENTS
from modules.letters.types.classification import WRITTEN, classification
from tests.modules.letters import golden
from tests.modules.letters.paper import filled
from tests.platform.documents.sample import template

KINDS = shipped_types()
each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])
#: Questions of the non-Muslim couple and of the move that only their forms print.
ONLY_ON_FORMS = {25, 26}


def test_all_forty_two_are_there() -> None:
    assert [kind.number for kind in KINDS] == list(range(1, 43))
    assert len({kind.key for kind in KINDS}) == 42
    assert sum(kind.self_service for kind in KINDS) == 15
    assert {kind.number for kind in KINDS if kind.needs_district} == {17, 18, 32, 39, 40}


@each_kind
def test_every_field_of_a_text_is_known_and_every_question_is_printed(kind: LetterType) -> None:
    assert check(kind.body, fields=names_of(kind), groups=groups_of(kind), signers=signers_of(kind)) == []
    names = [field.name for field in kind.fields]
    assert len(names) == len(set(names))
    if kind.number not in ONLY_ON_FORMS:
        asked = {field.merge for field in kind.fields} - {"form_nama_ketua_adat_pembeli"}
        assert asked <= fields_of(kind.body)


@each_kind
def test_each_letter_looks_and_says_as_it_did(kind: LetterType) -> None:
    assert golden.differences(golden.letter_pdf(kind), golden.name_of(kind)) == []


@each_kind
def test_each_letter_is_complete_and_needs_no_other_font(kind: LetterType) -> None:
    data = filled(kind)
    assert warnings_of(data, template()) == []
    text = " ".join(pdf_text(render_letter(data, template())).split())
    assert str(kind.title).upper() in text
    assert "tidak dikenal" not in text and "None" not in text and "{" not in text
    assert "Periksa keaslian:" in text


def test_a_question_hangs_on_another_answer() -> None:
    kind = letter_type("kk_perubahan")
    form = answers_form(kind)
    assert form.base_fields["alasan_lainnya"].widget.attrs["data-shown-when"] == "alasan_permohonan=Lainnya"
    reasons = dict(form.base_fields["alasan_permohonan"].choices)  # type: ignore[attr-defined]
    first = next(value for value in reasons if value and value != "Lainnya")
    kept = checked_answers(kind, {"alasan_permohonan": first, "alasan_lainnya": "tidak ditanya"})
    assert kept["alasan_lainnya"] == ""
    assert (
        checked_answers(kind, {"alasan_permohonan": "Lainnya", "alasan_lainnya": "Pisah"})["alasan_lainnya"] == "Pisah"
    )


def test_a_move_inside_the_country_asks_for_no_country_abroad() -> None:
    kind = letter_type("pindah")
    with pytest.raises(AnswersRefused) as refused:
        checked_answers(
            kind, {"jenis_permohonan": "SURAT KETERANGAN PINDAH", "gunakan_format": "F-1.08 (pindah pergi)"}
        )
    assert "kecamatan_tujuan" in refused.value.data["errors"]
    assert not {"negara_tujuan", "nama_sponsor", "nomor_itas"} & set(refused.value.data["errors"])
    abroad = "SURAT KETERANGAN PINDAH LUAR NEGERI (SKPLN)"
    with pytest.raises(AnswersRefused) as refused:
        checked_answers(kind, {"gunakan_format": "F-1.03 (pindah datang)", "jenis_permohonan": abroad})
    assert "negara_tujuan" in refused.value.data["errors"]


def test_the_oddities_of_the_shipped_list_are_mended() -> None:
    assert letter_type("lahir_mati").groups[0].sex == 2
    text = " ".join(pdf_text(render_letter(filled(letter_type("tanah")), template())).split())
    assert "Pemilik," in text and "Pemilih" not in text
    court = " ".join(pdf_text(render_letter(filled(letter_type("akta_lahir")), template())).split())
    # MK 18/PUU-XI/2013 and UU 24/2013 art. 32: no court decides of a birth that is reported late.
    assert (
        "Kepala Dinas Kependudukan dan Pencatatan Sipil" in court and "Pengadilan" not in court and "Pasal 32" in court
    )
    abroad = " ".join(pdf_text(render_letter(filled(letter_type("izin_keluarga")), template())).split())
    assert "P3MI" in abroad and "Pekerja Migran Indonesia" in abroad and "TKI" not in abroad


def test_divorce_is_asked_of_the_court_of_the_register_s_religion() -> None:
    kind = letter_type("cerai")
    for religion, court in (
        ("Islam", "Ketua Pengadilan Agama di"),
        ("Kristen", "Ketua Pengadilan Negeri di"),
        ("", "Ketua Pengadilan Agama/Pengadilan Negeri di"),
    ):
        words = " ".join(pdf_text(render_letter(filled(kind, agama=religion), template())).split())
        assert court in words and words.count("Ketua Pengadilan") == 1


def test_n6_says_wife_or_husband_by_who_died() -> None:
    kind = letter_type("nikah")
    for sex, title, survivor in (
        ("Laki-laki", "KEMATIAN SUAMI", "DEWI LESTARI"),
        ("Perempuan", "KEMATIAN ISTRI", "JOKO PURNOMO"),
    ):
        words = golden.words_of(render_letter(filled(kind, "N-6", jenis_kelamin_dst=sex), template()), 1)
        assert title in words and survivor in words.partition("B. adalah")[2]


def test_n1_stands_for_a_bride_of_this_village_too() -> None:
    kind = letter_type("nikah")
    assert golden.words_of(golden.form_pdf("N-1"), 1).count("PENGANTAR NIKAH") == 2
    elsewhere = render_letter(filled(kind, "N-1", pend_desa_dcpw=""), template())
    assert golden.words_of(elsewhere, 1).count("PENGANTAR NIKAH") == 1


@pytest.mark.parametrize(
    ("move", "leaving", "arriving"),
    [
        ("DALAM SATU DESA/KELURAHAN", "F-1.23", "F-1.27"), ("ANTAR DESA/KELURAHAN", "F-1.25", "F-1.27"),
        ("ANTAR KECAMATAN", "F-1.29", "F-1.31"), ("ANTAR KAB/KOTA", "F-1.34", "F-1.39"), ("ANTAR PROVINSI", "F-1.34", "F-1.39"),
    ],
)  # fmt: skip
def test_headings_of_moves_follow_the_kind_of_move(move: str, leaving: str, arriving: str) -> None:
    kind = letter_type("pindah")
    for form, code in (("F-1.25", leaving), ("F-1.27", arriving)):
        words = golden.words_of(render_letter(filled(kind, form, form_klasifikasi_pindah=move), template()), 1)
        assert words.startswith(f"{code} FORMULIR PERMOHONAN PINDAH")


def test_an_option_that_another_list_abbreviates_is_crossed() -> None:
    kind = letter_type("pindah")
    given = {"form_jenis_kepindahan": "KEP. KELUARGA DAN SBG. ANGG. KELUARGA"}
    words = golden.words_of(render_letter(filled(kind, "F-1.03", **given), template()), 1)
    assert words == golden.words_of(golden.form_pdf("F-1.03"), 1)


def test_the_form_of_changes_says_what_differs_and_nothing_else() -> None:
    words = golden.words_of(golden.form_pdf("F-1.06"), 1)
    assert (
        "Nama SITI NURHALIMAH SITI NUR KHALIMAH Ijazah SMP" in words and "Tanggal lahir 12-08-1988 21-08-1988" in words
    )
    assert "Agama" not in words and "Pekerjaan" not in words


def test_children_have_no_ktp_that_is_valid_for_life() -> None:
    assert (
        golden.words_of(golden.form_pdf("F-1.03"), 1).count("SEUMUR HIDUP") == 2
    )  # the head and his wife, not their son


@pytest.mark.parametrize("code", sorted(ATTACHMENTS))
def test_each_form_is_sound_and_looks_as_it_did(code: str) -> None:
    users = [kind for kind in KINDS if code in kind.attachments]
    assert users, "no kind of letter has it"
    for kind in users:
        unknown = check(ATTACHMENTS[code].body, groups=groups_of(kind), signers=None)
        assert unknown == []
    first = users[0]
    assert golden.differences(golden.form_pdf(code), golden.name_of_form(code), 1) == []
    for key in golden.ALSO_BEHIND.get(code, ()):
        kind = letter_type(key)
        assert kind is not first and code in kind.attachments
        assert golden.differences(golden.form_pdf(code, kind), golden.name_of_form(code, kind), 1) == []


def test_the_nineteen_forms_and_which_are_replaced() -> None:
    listed = [
        "F-1.01",
        "F-1.02",
        "F-1.03",
        "F-1.06",
        "F-1.08",
        "F-1.15",
        "F-1.16",
        "F-1.25",
        "F-1.27",
        "F-2.01",
        "F-2.12",
        "F-2.30",
        "N-1",
        "N-2",
        "N-4",
        "N-5",
        "N-6",
        "SPS",
        "SWN",
    ]
    assert set(ATTACHMENTS) == {*listed, "F-1.04", "F-1.05", "F-1.15-NP"}
    old = {code for code, form in ATTACHMENTS.items() if not form.current}
    assert old == {"F-1.08", "F-1.15", "F-1.16", "F-1.25", "F-1.27", "F-2.12", "F-2.30"}
    assert all("Permendagri 19/2010" in ATTACHMENTS[code].regulation for code in old)
    assert current_forms(letter_type("pindah")) == ["F-1.03"]
    # Forms that only some need are printed where somebody ticks them.
    assert current_forms(letter_type("domisili")) == [] and "F-1.15-NP" in letter_type("domisili").attachments
    # Every field that a form asks is one that some letter before it knows.
    for code, form in ATTACHMENTS.items():
        known = {name for kind in KINDS if code in kind.attachments for name in names_of(kind)}
        assert fields_of(form.body) <= known | {name.partition(".")[2] for name in known}


@each_kind
def test_each_code_is_in_the_list_of_the_regulation(kind: LetterType) -> None:
    assert kind.code in classification(), f"{kind.name}: {kind.code}"


def test_the_list_of_the_regulation_is_sound() -> None:
    known = classification()
    assert [code for code in known if "." not in code] == [f"{group}00" for group in range(10)]
    # Each code stands below its subject; 800.1.11 has no name in what the list was compared with.
    assert [code for code in known if "." in code and code.rpartition(".")[0] not in known] == ["800.1.11.1"]
    assert all(WRITTEN.match(code) and name for code, name in known.items())
    assert WRITTEN.match("474.1") and WRITTEN.match("300/RT") and not WRITTEN.match("400 12")
