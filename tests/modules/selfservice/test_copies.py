"""Copies to print: one purpose, the day, no signature; written down; nobody else's."""

from __future__ import annotations

from typing import Any

import pytest

from balai.audit.models import Entry
from balai.documents.reading import pdf_pages, pdf_text
from balai.errors import NotFound
from modules.population.biodata_sheet import biodata_copy
from modules.population.errors import PopulationError
from modules.population.kk_sheet import family_copy
from modules.selfservice import services
from tests.modules.selfservice.conftest import adults
from tests.modules.selfservice.test_acting import family_with_child


def words(pdf: bytes) -> str:
    """The text, with one space between words."""
    return " ".join(pdf_text(pdf).split())


def test_the_family_card_says_what_it_is_for_and_is_written_down(village: Any, citizen_client: Any) -> None:
    head, wife, _child = family_with_child()
    client = citizen_client(head)
    assert "Untuk apa" in client.get("/layanan/keluarga/salinan/").content.decode()
    assert client.post("/layanan/keluarga/salinan/", {"purpose": " "}).status_code == 422
    answer = client.post("/layanan/keluarga/salinan/", {"purpose": "mendaftar sekolah"})
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    said = words(answer.content)
    assert head.name in said and wife.nik in said
    assert "MENDAFTAR SEKOLAH" in said and "SALINAN" in said and "DATA LATIHAN" in said
    assert "Bukan pengganti dokumen asli" in said
    assert "KEPALA DESA" not in said
    assert pdf_pages(answer.content) == 1
    entry = Entry.objects.filter(action="population.family_printed").get()
    assert (entry.actor_kind, entry.about_id) == ("citizen", str(head.family_id))


def test_biodata_of_oneself_and_of_a_child_and_of_nobody_else(village: Any, citizen_client: Any) -> None:
    head, _wife, child = family_with_child()
    client = citizen_client(head)
    own = client.post("/layanan/data-saya/salinan/", {"purpose": "melamar kerja"})
    assert head.nik in words(own.content)
    his = client.post(f"/layanan/data-saya/{child.pk}/salinan/", {"purpose": "sekolah"})
    assert child.name in words(his.content) and "SEKOLAH" in words(his.content)
    page = client.get(f"/layanan/data-saya/{child.pk}/").content.decode()
    assert child.name in page and f"/layanan/minta/untuk/{child.pk}/" in page
    assert f"/layanan/data-saya/{child.pk}/" in client.get("/layanan/keluarga/").content.decode()
    stranger = next(each for each in adults() if each.family_id != head.family_id)
    outside = citizen_client(stranger)
    for path in (f"data-saya/{child.pk}/", f"data-saya/{child.pk}/salinan/"):
        assert outside.get(f"/layanan/{path}").status_code == 404
        assert outside.post(f"/layanan/{path}", {"purpose": "x"}).status_code in {404, 405}


def test_the_services_themselves_refuse(village: Any, account: Any, actor: Any) -> None:
    head, wife, _child = family_with_child()
    mine = services.actor_of(account(head))
    for make in (family_copy, biodata_copy):
        with pytest.raises(PopulationError):
            make(actor=mine, resident=head, purpose="")
        with pytest.raises(NotFound):
            make(actor=actor, resident=head, purpose="x")
    with pytest.raises(NotFound):
        family_copy(actor=mine, resident=wife, purpose="x")
    stranger = next(each for each in adults() if each.family_id != head.family_id)
    with pytest.raises(NotFound):
        biodata_copy(actor=mine, resident=stranger, purpose="x")
