"""``balai letters``: what an operator reads and what machines read."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from balai.documents import render_letter
from balai.documents.reading import pdf_text
from modules.letters.commands import Preview, Types
from modules.letters.errors import AnswersRefused, LetterError
from modules.letters.merging import Draft, preview_data
from modules.letters.merging.letter import with_crest
from modules.letters.services.printing import TEMPLATE
from tests.modules.letters.conftest import head, person


def run(verb: type[Any], actor: Any, **options: Any) -> tuple[dict[str, Any], list[str]]:
    from django.core.management.base import BaseCommand

    command = BaseCommand(stdout=StringIO(), stderr=StringIO())
    found: tuple[dict[str, Any], list[str]] = verb(command).run(actor, **options)
    return found


def test_every_kind_is_listed_with_its_parties_fields_and_papers(village: Any, actor: Any) -> None:
    data, lines = run(Types, actor, village="geyer")
    assert len(data["types"]) == 42 and lines[-1] == "42 kinds of letters."
    birth = next(each for each in data["types"] if each["code"] == "kelahiran")
    assert [group["key"] for group in birth["parties"]] == ["individu", "ibu", "ayah", "pelapor", "saksi_i", "saksi_ii"]
    assert birth["parties"][1]["family_of"] == "individu" and birth["parties"][1]["sex"] == 2
    assert json.dumps(data)
    assert {"code", "name", "classification", "parties", "fields", "requirements", "validity"} <= set(birth)


def test_the_preview_is_what_the_editor_shows_byte_for_byte(village: Any, actor: Any, tmp_path: Path) -> None:
    from balai.db import today
    from modules.letters.types import letter_type
    from tenants.context import current_village

    who, target = person(), tmp_path / "surat.pdf"
    data, _lines = run(
        Preview, actor, type="usaha", village="geyer", nik=who.nik, output=target, party=[],
        field=["nama_usaha=Warung Uji", "keperluan=Kredit"],
    )  # fmt: skip
    assert data["issues"] == []
    draft = Draft(letter_type("usaha"), who, {"nama_usaha": "Warung Uji", "keperluan": "Kredit"})
    shown, _problems = preview_data(draft, signer=head(), village=current_village(), on=today())
    assert target.read_bytes() == render_letter(with_crest(shown), TEMPLATE)
    text = " ".join(pdf_text(target.read_bytes()).split())
    assert "Warung Uji" in text and who.name in text and "Periksa keaslian" not in text


def test_what_is_wrong_is_said(village: Any, actor: Any, tmp_path: Path) -> None:
    options: dict[str, Any] = {"village": "geyer", "output": tmp_path / "x.pdf", "party": [], "field": []}
    with pytest.raises(LetterError, match="Nobody in"):
        run(Preview, actor, type="usaha", nik="0000000000000000", **options)
    with pytest.raises(AnswersRefused):
        run(Preview, actor, type="usaha", nik=person().nik, **options)
    with pytest.raises(LetterError, match="cannot be made out"):
        run(Preview, actor, type="kematian", nik=person().nik, **options)
    with pytest.raises(LetterError, match="NAME=VALUE"):
        run(Preview, actor, type="usaha", nik=person().nik, **{**options, "field": ["nama_usaha"]})
    assert not (tmp_path / "x.pdf").exists()


def test_the_command_is_known(village: Any) -> None:
    out = StringIO()
    call_command("letters", "types", "--village", "geyer", "--json", stdout=out)
    assert len(json.loads(out.getvalue())["types"]) == 42
