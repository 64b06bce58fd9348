"""The 42 shipped letters: what is asked, what is printed, and how each looks."""

from __future__ import annotations

import pytest
from PIL import Image

from balai.documents import render_letter, warnings_of
from balai.documents.blocks import check, fields_of
from balai.documents.reading import pdf_text
from modules.letters.answers import answers_form, checked_answers
from modules.letters.errors import AnswersRefused
from modules.letters.merging import groups_of, names_of, signers_of
from modules.letters.merging.letter import current_forms
from modules.letters.types import LetterType, letter_type, shipped_types
from modules.letters.types.attachments import ATTACHMENTS
from tests.modules.letters.golden import TOLERANCE, difference, form_pictures, path_of, path_of_form, pictures
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
def test_each_letter_looks_as_it_did(kind: LetterType) -> None:
    found = pictures(kind)
    assert not path_of(kind, len(found)).exists(), "a page is missing"
    for page, picture in enumerate(found):
        kept = Image.open(path_of(kind, page)).convert("L")
        assert difference(picture, kept) <= TOLERANCE, f"{path_of(kind, page).name} looks different"


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
    assert "Ketua Pengadilan Negeri" in court and "Pengadilan Agama" not in court


@pytest.mark.parametrize("code", sorted(ATTACHMENTS))
def test_each_form_is_sound_and_looks_as_it_did(code: str) -> None:
    users = [kind for kind in KINDS if code in kind.attachments]
    assert users, "no kind of letter has it"
    for kind in users:
        unknown = check(ATTACHMENTS[code].body, groups=groups_of(kind), signers=None)
        assert unknown == []
    found = form_pictures(code)
    assert not path_of_form(code, len(found)).exists(), "a page is missing"
    for page, picture in enumerate(found):
        assert difference(picture, Image.open(path_of_form(code, page)).convert("L")) <= TOLERANCE


def test_the_nineteen_forms_and_which_are_replaced() -> None:
    assert len(ATTACHMENTS) == 19
    old = {code for code, form in ATTACHMENTS.items() if not form.current}
    assert old == {"F-1.08", "F-1.15", "F-1.16", "F-1.25", "F-1.27"}
    assert all("Permendagri 109/2019" in ATTACHMENTS[code].regulation for code in old)
    assert current_forms(letter_type("pindah")) == ["F-1.03"]
    # Every field that a form asks is one that some letter before it knows.
    for kind in KINDS:
        for code in current_forms(kind):
            known = names_of(kind) | {name for other in KINDS if code in other.attachments for name in names_of(other)}
            assert fields_of(ATTACHMENTS[code].body) <= known | {name.partition(".")[2] for name in known}
