"""What Dispermasdes hands down: parts, whole kinds, terms; and what of it reaches a village."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from balai.actor import Actor
from balai.documents.blocks import doc, paragraph
from balai.errors import NotAllowed
from modules.letters import layers
from modules.letters.convert import exchange_file, read_import
from modules.letters.errors import LetterError
from modules.letters.selectors import queue_for
from modules.letters.types import letter_type, letter_types
from modules.publishing import selectors, services
from tenants.exchange.models import Adoption, Publication

BASE = "/kelola/templat/"
SECRETARY = Actor(kind="staff", id="s", name="Sekretaris", role="sekretaris", rights=frozenset({"letters.templates"}))
REGENCY = Actor(kind="staff", id="r", name="Dispermasdes", role="regency", rights=frozenset({"publishing.letters"}))


@pytest.fixture()
def at(village: Any) -> Callable[..., None]:
    """``at(village)`` or ``at(None)``: where the test stands."""

    def go(place: Any) -> None:
        if place is None:
            connection.set_schema_to_public()
        else:
            connection.set_tenant(place)
        layers.forget()

    return go


def page(client: Any, path: str, status: int = 200) -> str:
    answer = client.get(BASE + path)
    assert answer.status_code == status, (path, answer.status_code)
    return str(answer.content.decode())


def send(client: Any, path: str, data: dict[str, Any] | None = None) -> str:
    answer = client.post(BASE + path, data or {}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_a_part_is_published_followed_fixed_and_withdrawn(
    village: Any, other_village: Any, regency_client: Callable[..., Any], at: Callable[..., None]
) -> None:
    at(other_village)
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="999")
    client = regency_client()
    assert "Belum ada templat yang diterbitkan" in page(client, "")
    assert "Belum diterbitkan" in page(client, "usaha/")
    text = send(client, "usaha/code/", {"text": "510.1"})
    assert "diterbitkan bagi semua desa" in text and "510.1" in text
    send(client, "usaha/title/", {"text": "Surat Usaha Kabupaten"})
    text = page(client, "")
    assert "Judul, Kode klasifikasi" in text and "Ditawarkan" in text
    assert [each.villages for each in selectors.kinds() if each.row] == [1]
    at(village)
    assert (letter_type("usaha").code, letter_type("usaha").title) == ("510.1", "Surat Usaha Kabupaten")
    at(other_village)
    assert letter_type("usaha").code == "999" and [each.aspect for each in layers.differences()] == ["code"]
    (waits,) = [each for each in queue_for(SECRETARY) if "pembaruan" in each.title]
    assert waits.detail == "Dari kabupaten" and waits.mine
    layers.adopt(actor=SECRETARY, key="usaha", aspect="code")
    assert not [each for each in queue_for(SECRETARY) if "pembaruan" in each.title]
    at(None)
    assert [each.villages for each in selectors.kinds() if each.row] == [0]
    send(client, "usaha/ketentuan/", {"mandatory": "on", "note": "Perbup baru"})
    assert "Wajib" in page(client, "") and "Perbup baru" in page(client, "")
    at(village)
    with pytest.raises(LetterError, match="ditetapkan kabupaten"):
        layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="1")
    at(None)
    send(client, "usaha/code/tarik/")
    at(village)
    assert letter_type("usaha").code != "510.1" and letter_type("usaha").title == "Surat Usaha Kabupaten"
    at(None)
    text = send(client, "usaha/tarik/")
    assert "Urungkan" in text and "Ditarik" in text
    at(village)
    assert letter_type("usaha").layers == {}
    at(None)
    send(client, "usaha/terbitkan-lagi/")
    at(village)
    assert letter_type("usaha").title == "Surat Usaha Kabupaten"


def test_a_village_export_is_published_whole_and_part_by_part(
    village: Any, other_village: Any, regency_client: Callable[..., Any], at: Callable[..., None]
) -> None:
    at(village)
    own = layers.create_own_type(actor=SECRETARY, name="Surat Rukun Tani")
    layers.change_aspect(
        actor=SECRETARY, key="usaha", aspect="body", value=doc(paragraph("Bersama kabupaten, {nama}."))
    )
    layers.change_aspect(actor=SECRETARY, key="skck", aspect="enabled", value=False)
    content = json.dumps(exchange_file(changed_only=True)).encode()
    client = regency_client()
    text = send(client, "berkas/", {"file": SimpleUploadedFile("desa.json", content), "note": ""})
    assert "2 jenis surat diterbitkan" in text and "Surat Rukun Tani" in text and "Seluruh jenis surat" in text
    key = own.key.replace("desa_", "kab_")
    at(other_village)
    made = letter_type(key)
    assert made in letter_types() and set(made.layers.values()) == {"regency"}
    assert "Bersama kabupaten" in str(letter_type("usaha").body) and letter_type("skck").enabled
    layers.change_aspect(actor=SECRETARY, key=key, aspect="title", value="Surat Tani Desa")
    at(None)
    assert "1 desa mempunyai isi sendiri" in page(client, f"{key}/")
    assert client.get(f"{BASE}{key}/title/").status_code == 200
    send(client, f"{key}/code/", {"text": "520"})
    at(other_village)
    assert (letter_type(key).code, letter_type(key).title) == ("520", "Surat Tani Desa")
    at(None)
    text = send(client, f"{key}/tarik/")
    assert "Terbitkan lagi" in text
    at(other_village)
    assert letter_type(key).enabled is False and key not in {kind.key for kind in letter_types()}
    # The village that made it still has its own.
    at(village)
    assert own.key in {kind.key for kind in letter_types()}
    file = {
        "format": "balai-letters",
        "version": 1,
        "kinds": [{"v": 1, "key": key, "name": "x", "own": False, "aspects": {"title": "T"}}],
    }
    assert read_import(actor=SECRETARY, content=json.dumps(file).encode(), name="x").items[0]["match"] == key


def test_what_cannot_be_published_says_why(
    village: Any, regency_client: Callable[..., Any], at: Callable[..., None]
) -> None:
    client = regency_client()
    for content in (b"x", b"PK..", b'[{"template": "<p>x</p>"}]',
                    b'{"format": "balai-letters", "version": 1, "kinds": [{"own": true, "key": "desa_1", "definition": 3}, 4]}'):  # fmt: skip
        answer = client.post(f"{BASE}berkas/", {"file": SimpleUploadedFile("x.json", content)})
        assert answer.status_code == 422, content
    assert client.post(f"{BASE}usaha/number_format/", {"text": "[zodiak]"}).status_code == 422
    for path in ("sulap/", "usaha/zodiak/", "usaha/enabled/", "usaha/body/"):
        page(client, path, 404)
    for path in ("usaha/tarik/", "usaha/terbitkan-lagi/", "usaha/ketentuan/", "usaha/code/tarik/"):
        assert client.post(BASE + path).status_code == 404, path
    assert not Publication.objects.exists()


def test_who_may(village: Any, regency_client: Callable[..., Any], at: Callable[..., None]) -> None:
    district = regency_client("geyer.camat")
    assert district.get(BASE).status_code == 403 and district.post(f"{BASE}usaha/tarik/").status_code == 403
    at(None)
    nobody = Actor(kind="staff", id="n", name="n", role="regency", rights=frozenset())
    for call in (
        lambda: services.publish_aspect(actor=nobody, key="usaha", aspect="code", value="1"),
        lambda: services.publish_file(actor=nobody, content=b""),
        lambda: services.withdraw(actor=nobody, key="usaha"),
        lambda: services.withdraw_aspect(actor=nobody, key="usaha", aspect="code"),
        lambda: services.publish_again(actor=nobody, key="usaha"),
        lambda: services.set_terms(actor=nobody, key="usaha", mandatory=True, note=""),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_village_tells_which_parts_and_nothing_of_their_content(
    village: Any, other_village: Any, at: Callable[..., None]
) -> None:
    at(village)
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="title", value="Rahasia Desa")
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="1")
    assert Adoption.objects.values_list("village", "key", "differs").get() == (
        village.schema_name,
        "usaha",
        ["code", "title"],
    )
    at(other_village)
    assert not Adoption.objects.exists()
    at(None)
    assert "Rahasia" not in str(list(Adoption.objects.values()))
