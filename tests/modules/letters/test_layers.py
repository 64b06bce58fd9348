"""Shipped, regency, village: what is changed stays changed, what is not follows the layer below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from balai.documents.blocks import BlocksRefused, doc, paragraph, parse
from balai.documents.reading import pdf_text
from balai.errors import Conflict, NotAllowed
from balai.files.services import open_file
from modules.letters import layers, services
from modules.letters.errors import LetterError, UnknownType
from modules.letters.layers.effective import KIND
from modules.letters.models import Letter, TypeChange, TypeOverride
from modules.letters.types import letter_type, letter_types, shipped_types
from tenants.exchange.models import Publication
from tests.modules.letters.acting import issued
from tests.modules.letters.conftest import person, staff

SECRETARY = staff("sekretaris")


@pytest.fixture()
def publish(village: Any) -> Callable[..., None]:
    """``publish("usaha", {"title": ...}, mandatory=True)``: the regency hands something down."""

    def run(key: str, payload: dict[str, Any], *, mandatory: bool = False) -> None:
        connection.set_schema_to_public()
        Publication.objects.create(kind=KIND, key=key, payload=payload, mandatory=mandatory, published_by="kabupaten")
        connection.set_tenant(village)
        layers.forget()

    return run


def test_without_changes_a_village_has_what_is_shipped(village: Any) -> None:
    assert letter_types() == shipped_types()


def test_one_aspect_is_changed_and_the_rest_goes_on(village: Any, publish: Any) -> None:
    shipped = letter_type("usaha")
    changed = layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Surat  Keterangan Berusaha")
    assert (changed.title, changed.layers) == ("Surat Keterangan Berusaha", {"title": "village"})
    assert changed.body == shipped.body and changed.version != shipped.version
    publish("usaha", {"code": "510", "title": "Surat Kabupaten"})
    now = letter_type("usaha")
    assert (now.title, now.code) == ("Surat Keterangan Berusaha", "510")
    assert now.layers == {"title": "village", "code": "regency"}


def test_a_difference_is_shown_and_adopted_or_kept(village: Any, publish: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Judul Desa")
    assert layers.differences() == []
    publish("usaha", {"title": "Judul Kabupaten"})
    (found,) = layers.differences()
    assert (found.mine, found.theirs, found.layer, found.title) == ("Judul Desa", "Judul Kabupaten", "regency", "Judul")
    layers.keep_mine(actor=SECRETARY, key="usaha", aspect="title")
    assert layers.differences() == [] and letter_type("usaha").title == "Judul Desa"
    layers.adopt(actor=SECRETARY, key="usaha", aspect="title")
    assert letter_type("usaha").title == "Judul Kabupaten"
    publish("usaha", {"title": "Judul Kabupaten II"})
    assert letter_type("usaha").title == "Judul Kabupaten II"


def test_what_is_set_back_by_hand_follows_again(village: Any) -> None:
    shipped = letter_type("usaha").title
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Lain")
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value=shipped)
    assert not TypeOverride.objects.exists()
    assert [each.after for each in TypeChange.objects.all()] == [shipped, "Lain"]


def test_what_the_regency_fixes_no_village_changes(village: Any, publish: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="999")
    publish("usaha", {"code": "510"}, mandatory=True)
    assert letter_type("usaha").code == "510"
    with pytest.raises(LetterError, match="ditetapkan kabupaten"):
        layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="999")
    assert layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Boleh").title == "Boleh"


def test_a_village_cannot_publish(village: Any) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        Publication.objects.create(kind=KIND, key="usaha", payload={}, published_by="desa")


def test_villages_do_not_see_each_others_layers(village: Any, other_village: Any, inside: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Milik Geyer")
    connection.set_tenant(other_village)
    assert letter_type("usaha").title == "Surat Keterangan Usaha"
    connection.set_tenant(village)
    assert letter_type("usaha").title == "Milik Geyer"


def test_a_text_with_a_fault_is_refused_at_its_place(village: Any) -> None:
    with pytest.raises(BlocksRefused) as refused:
        layers.change_aspect(actor=SECRETARY, key="usaha", aspect="body", value=doc(paragraph("Halo {namaa}")))
    assert refused.value.problems[0].path == (0, 1)
    for aspect, value in (
        ("title", "  "), ("validity", {"count": 0, "unit": "day"}), ("page", {"paper": "A9", "orientation": "portrait"}),
        ("number_format", "[tak_ada]"), ("requirements", [{"key": "ktp"}, {"key": "ktp"}]), ("groups", []),
    ):  # fmt: skip
        with pytest.raises(LetterError):
            layers.change_aspect(actor=SECRETARY, key="usaha", aspect=aspect, value=value)
    assert not TypeOverride.objects.exists()


def test_who_may_and_who_was_quicker(village: Any) -> None:
    version = letter_type("usaha").version
    with pytest.raises(NotAllowed):
        layers.change_aspect(actor=staff("operator"), key="usaha", aspect="title", value="X")
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Satu", version=version)
    with pytest.raises(Conflict):
        layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Dua", version=version)
    with pytest.raises(UnknownType):
        layers.change_aspect(actor=SECRETARY, key="sulap", aspect="title", value="X")


def test_a_changed_text_is_printed_and_an_issued_letter_is_not_touched(village: Any) -> None:
    before = issued(0, "usaha")
    text = doc(paragraph("Teks desa untuk {nama|upper}, {alias_desa}."))
    with pytest.raises(BlocksRefused):
        layers.change_aspect(actor=SECRETARY, key="usaha", aspect="body", value=text)
    layers.set_alias(actor=SECRETARY, name="alias_desa", content=parse("warga {nama_desa}"))
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="body", value=text)
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="number_format", value="[kode_surat]/[nomor_surat]")
    after = issued(1, "usaha")
    with open_file(services.render(after.pk)) as handle:
        printed = " ".join(pdf_text(handle.read()).split())
    assert f"Teks desa untuk {after.applicant['name']}, warga Geyer." in printed
    assert after.number == "500.3/2" and before.template_version != after.template_version
    with open_file(services.render(before.pk)) as handle:
        assert "Teks desa" not in pdf_text(handle.read())


def test_aliases_in_a_circle_are_refused(village: Any) -> None:
    layers.set_alias(actor=SECRETARY, name="satu", content=parse("a"))
    layers.set_alias(actor=SECRETARY, name="dua", content=parse("b {satu}"))
    with pytest.raises(BlocksRefused) as refused:
        layers.set_alias(actor=SECRETARY, name="satu", content=parse("a {dua}"))
    assert "dirinya sendiri" in refused.value.message()
    with pytest.raises(LetterError):
        layers.set_alias(actor=SECRETARY, name="Bukan Nama", content=parse("a"))


def test_a_kind_of_the_villages_own(village: Any) -> None:
    made = layers.create_own_type(actor=SECRETARY, name="Surat Undangan Rapat", like="domisili")
    assert made.key.startswith("desa_") and made in letter_types() and made.name == "Surat Undangan Rapat"
    empty = layers.create_own_type(actor=SECRETARY, name="Surat Kosong")
    layers.change_aspect(actor=SECRETARY, key=empty.key, aspect="body", value=doc(paragraph("Kepada {nama}.")))
    letter = services.request_letter(
        actor=staff("operator"), letter_type=empty.key, resident=person(), answers={}
    )  # fmt: skip
    layers.remove_own_type(actor=SECRETARY, key=empty.key)
    assert empty.key not in {kind.key for kind in letter_types()}
    # A letter of it still knows what it is.
    assert Letter.objects.get(pk=letter.pk).title == "Surat Kosong"
    with pytest.raises(UnknownType):
        layers.remove_own_type(actor=SECRETARY, key="usaha")


def test_a_kind_put_aside_is_not_offered(village: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="pas_lintas", aspect="enabled", value=False)
    assert "pas_lintas" not in {kind.key for kind in letter_types()}
    assert letter_type("pas_lintas").enabled is False
    assert layers.toggle_favourite(actor=SECRETARY, key="usaha") is True
    assert layers.toggle_favourite(actor=SECRETARY, key="usaha") is False
