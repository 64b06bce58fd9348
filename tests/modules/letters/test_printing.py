"""From approval to a PDF that says exactly what was approved."""

from __future__ import annotations

import json
from typing import Any

import pytest

from balai.documents import TemplateError
from balai.documents.reading import pdf_pages, pdf_size_mm, pdf_text
from balai.files import open_file
from balai.files.models import StoredFile
from balai.jobs.models import Job
from balai.ui.formats import title_case
from modules.letters import services
from modules.letters.models import Letter
from modules.population.models import Resident
from tests.modules.letters.conftest import ANSWERS, person


def text_of(stored: Any) -> str:
    with open_file(stored) as handle:
        return " ".join(pdf_text(handle.read()).split())


@pytest.mark.parametrize("kind", ["domisili", "usaha", "skck"])
def test_the_pdf_says_what_was_approved(ready: Any, kind: str) -> None:
    letter = ready(kind)
    stored = services.render(letter.pk)
    text = text_of(stored)
    assert letter.title.upper() in text
    assert letter.number in text
    assert letter.applicant["name"] in text and letter.applicant["nik"] in text
    assert letter.signer["name"] in text
    assert next(reversed(ANSWERS[kind].values())).split()[0] in text
    assert "Periksa keaslian:" in text and letter.token in text.replace(" ", "")
    assert "DATA LATIHAN" in text
    assert ("Pemohon," in text) is (kind == "usaha")
    with open_file(stored) as handle:
        content = handle.read()
    assert pdf_pages(content) == 1
    assert pdf_size_mm(content) == (215.0, 330.0)
    assert stored.permission == "letters.view" and stored.citizen_id == letter.resident_id
    assert letter.applicant["name"] not in stored.name


def test_printing_twice_gives_the_first_file(ready: Any) -> None:
    letter = ready()
    first = services.render(letter.pk)
    assert services.render(letter.pk).pk == first.pk
    assert StoredFile.objects.filter(kind="letters.letter").count() == 1
    # A worker that was killed after the file and before the letter's row finds the file again.
    letter.refresh_from_db()
    assert letter.pdf_file_id == first.pk


def test_what_changes_after_approval_is_not_printed(ready: Any) -> None:
    letter = ready("domisili")
    before = letter.applicant["name"]
    Resident.objects.filter(pk=letter.resident_id).update(name="NAMA BARU SEKALI")
    text = text_of(services.render(letter.pk))
    assert before in text and "NAMA BARU SEKALI" not in text


def test_a_template_that_fails_is_said_and_may_be_tried_again(
    ready: Any, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from modules.letters.services import printing

    letter = ready()

    def broken(*args: Any) -> bytes:
        raise TemplateError("usaha.typ:3", "unknown variable")

    monkeypatch.setattr(printing, "render_letter", broken)
    with pytest.raises(TemplateError):
        services.render(letter.pk)
    letter.refresh_from_db()
    assert "usaha.typ:3" in letter.render_error and letter.pdf_file_id is None
    monkeypatch.undo()
    jobs = Job.objects.filter(kind="letters.render").count()
    Job.objects.filter(kind="letters.render").update(state="failed")
    services.print_again(actor=actor, letter=letter)
    assert Job.objects.filter(kind="letters.render").count() == jobs + 1
    services.render(letter.pk)
    letter.refresh_from_db()
    assert letter.render_error == "" and letter.pdf_file_id is not None


def test_words_that_look_like_markup_are_printed_as_they_are(village: Any, actor: Any) -> None:
    from tests.modules.letters.conftest import head

    wild = '#panic("x") *tebal* _miring_ $x^2$ \\ @local/paket:1.0.0 "kutip"'
    letter = services.request_letter(actor=actor, letter_type="skck", resident=person(), answers={"keterangan": wild})
    letter = services.approve_letter(actor=actor, letter=letter, official_id=head().official_id)
    text = text_of(services.render(letter.pk))
    assert '#panic("x")' in text and "*tebal*" in text and "@local/paket" in text


def test_the_position_is_a_sentence_and_the_code_has_dots(ready: Any, village: Any) -> None:
    merged = ready("domisili").merged
    assert merged["opening"]["signer_position"] == title_case("KEPALA DESA GEYER")
    assert merged["opening"]["district"] == "Kecamatan Geyer"
    assert merged["opening"]["regency"] == "Kabupaten Grobogan"
    assert "Desa Geyer, Kecamatan Geyer" in json.dumps(merged["content"])
    assert merged["village_code"] == "33.15.05.2010"
    assert merged["letterhead"]["crest_png"] is None
    assert Letter.objects.get().template_version
