"""A file of templates: previewed, used, taken back; and from village to village."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from balai.documents.blocks import doc, paragraph, parse
from balai.documents.reading import pdf_text
from balai.errors import Conflict, NotAllowed
from balai.files.services import open_file
from modules.letters import layers, services
from modules.letters.commands import Export, Import
from modules.letters.convert import apply_import, exchange_file, opensid_file, read_import, undo_import
from modules.letters.convert.errors import ImportRefused
from modules.letters.layers.effective import KIND
from modules.letters.models import OwnType, TemplateImport, TextAlias, TypeChange, TypeOverride
from modules.letters.types import letter_type, letter_types
from tenants.exchange.models import Publication
from tests.modules.letters.conftest import head, person, staff
from tests.modules.letters.opensid_files import business, export, stall, template
from tests.modules.letters.test_commands import run

SECRETARY = staff("sekretaris")


def take(content: bytes, **more: Any) -> TemplateImport:
    return apply_import(actor=SECRETARY, run=read_import(actor=SECRETARY, content=content, name="t.json"), **more)


def own_names() -> set[str]:
    return {str(kind.name) for kind in letter_types() if kind.key.startswith("desa_")}


def test_nothing_changes_until_it_is_used_and_undo_takes_it_back(village: Any) -> None:
    read = read_import(actor=SECRETARY, content=export(stall(), business()), name="templat.json")
    assert (read.state, read.converted, len(read.items)) == ("preview", 2, 2) and not own_names()
    done = apply_import(actor=SECRETARY, run=read)
    assert own_names() == {"Keterangan Lapak Pasar", "Keterangan Usaha"} and done.state == "applied"
    assert not TypeOverride.objects.exists()
    with pytest.raises(Conflict):
        apply_import(actor=SECRETARY, run=read)
    assert undo_import(actor=SECRETARY, run=read) == {"reverted": 2, "skipped": 0}
    assert not own_names() and OwnType.objects.count() == 2
    with pytest.raises(Conflict):
        undo_import(actor=SECRETARY, run=read)


def test_the_officer_chooses_for_each_template(village: Any) -> None:
    read = read_import(actor=SECRETARY, content=export(stall(), business()), name="t.json")
    apply_import(actor=SECRETARY, run=read, choices={0: "skip", 1: "override"})
    assert not own_names()
    usaha = letter_type("usaha")
    assert usaha.code == "500" and usaha.layers["body"] == "village" and "menjalankan usaha" in str(usaha.body)
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="510")
    # What somebody changed since then stays.
    found = undo_import(actor=SECRETARY, run=read)
    assert found["skipped"] == 1 and letter_type("usaha").code == "510"
    assert "body" not in letter_type("usaha").layers
    with pytest.raises(Exception, match="tidak ada"):
        again = read_import(actor=SECRETARY, content=export(stall()), name="t.json")
        apply_import(actor=SECRETARY, run=again, choices={0: "override"})


def test_an_undone_override_is_what_it_was_before(village: Any) -> None:
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="code", value="777")
    before = TypeOverride.objects.values_list("aspect", "value", "base").get()
    undo_import(actor=SECRETARY, run=take(export(business()), as_override=True))
    assert TypeOverride.objects.values_list("aspect", "value", "base").get() == before


def test_what_the_regency_fixed_is_not_changed_and_said(village: Any) -> None:
    connection.set_schema_to_public()
    Publication.objects.create(kind=KIND, key="usaha", payload={"code": "511"}, mandatory=True, published_by="kab")
    connection.set_tenant(village)
    layers.forget()
    done = take(export(business()), as_override=True)
    assert letter_type("usaha").code == "511" and "body" in letter_type("usaha").layers
    assert any("Ditetapkan kabupaten" in each["message"] for each in done.items[0]["override_issues"])


def test_the_same_file_twice_makes_nothing_twice(village: Any) -> None:
    take(export(stall()))
    again = read_import(actor=SECRETARY, content=export(stall()), name="t.json")
    assert again.items[0]["action"] == "same"
    apply_import(actor=SECRETARY, run=again)
    assert OwnType.objects.count() == 1


def test_an_imported_kind_is_asked_for_approved_and_printed(village: Any, actor: Any) -> None:
    done = take(export(stall()))
    key = done.items[0]["key"]
    letter = services.request_letter(
        actor=actor, letter_type=key, resident=person(), answers={"nama_lapak": "Tahu Uji", "hari_buka": "Pon"}
    )
    services.approve_letter(actor=actor, letter=letter, official_id=head().official_id)
    with open_file(services.render(letter.pk)) as handle:
        printed = " ".join(pdf_text(handle.read()).split())
    assert "SURAT KETERANGAN LAPAK PASAR" in printed and "membuka lapak Tahu Uji di Desa Geyer pada hari Pon" in printed
    assert "Kepala Desa Geyer, Kecamatan Geyer, Kabupaten Grobogan, Provinsi" in printed


def test_who_may(village: Any) -> None:
    with pytest.raises(NotAllowed):
        read_import(actor=staff("operator"), content=export(stall()), name="t.json")
    read = read_import(actor=SECRETARY, content=export(stall()), name="t.json")
    with pytest.raises(NotAllowed):
        apply_import(actor=staff("operator"), run=read)
    with pytest.raises(NotAllowed):
        undo_import(actor=staff("operator"), run=read)
    with pytest.raises(ImportRefused):
        read_import(actor=SECRETARY, content=b"PK..", name="t.zip")
    assert TemplateImport.objects.count() == 1


def _furnished() -> None:
    """A village that has made and changed things."""
    take(export(stall()))
    layers.set_alias(actor=SECRETARY, name="salam", content=parse("Salam dari {nama_desa}"))
    layers.set_alias(actor=SECRETARY, name="pembuka_kami", content=parse("{salam}, hormat kami"))
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="body", value=doc(paragraph("{pembuka_kami}: {nama}.")))
    layers.change_aspect(actor=SECRETARY, key="usaha", aspect="validity", value=None)
    layers.change_aspect(actor=SECRETARY, key="domisili", aspect="enabled", value=False)
    made = layers.create_own_type(actor=SECRETARY, name="Surat Sapa", like="usaha")
    layers.change_aspect(actor=SECRETARY, key=made.key, aspect="number_format", value="[nomor_surat, 4]")
    layers.change_aspect(actor=SECRETARY, key=made.key, aspect="attachments", value=["F-1.02"])


@pytest.mark.parametrize("write", [exchange_file, opensid_file])
def test_an_export_is_imported_by_another_village_and_exported_again_the_same(
    village: Any, other_village: Any, inside: Any, write: Any
) -> None:
    _furnished()
    first = write()
    kinds = first["kinds"] if write is exchange_file else first
    assert len(kinds) == 44
    # Here nothing of it is new.
    here = read_import(actor=SECRETARY, content=json.dumps(first).encode(), name="t.json")
    assert {item["action"] for item in here.items} == {"same"} and here.issues == []
    connection.set_tenant(other_village)
    done = take(json.dumps(first).encode())
    assert done.issues == [] and done.converted == 44
    assert {row.name for row in TextAlias.objects.all()} == {"salam", "pembuka_kami"}
    assert letter_type("domisili").enabled is False and letter_type("usaha").validity is None
    again = write()
    if write is exchange_file:
        assert again.pop("village") != first.pop("village")
    assert again == first
    undo_import(actor=SECRETARY, run=done)
    assert not TextAlias.objects.exists() and not TypeOverride.objects.exists() and not own_names()
    connection.set_tenant(village)


def test_what_a_file_needs_and_is_not_there_is_said(village: Any) -> None:
    layers.set_alias(actor=SECRETARY, name="salam", content=parse("Milik kami"))
    file = {
        "format": "balai-letters", "version": 1, "village": "Desa Lain", "aliases": {"salam": parse("Lain"), "Rusak!": [1]},
        "kinds": [
            {"v": 1, "key": "usaha", "name": "Usaha", "own": False, "aspects": {"body": doc(paragraph("{salam} {tak_ada}")), "zodiak": 1, "title": "Judul Lain"}},
            {"v": 1, "key": "sulap", "name": "Sulap", "own": False, "aspects": {"title": "x"}},
            {"v": 1, "key": "desa_00000000", "name": "Milik", "own": True, "definition": {"name": "Milik", "groups": "x"}},
            {"v": 1, "key": "usaha", "name": "Jahat", "own": True, "definition": 5},
            5,
        ],
    }  # fmt: skip
    done = take(json.dumps(file).encode())
    said = " | ".join(f"{each['template']}/{each['place']}: {each['message']}" for each in done.issues)
    assert "Alias salam di desa ini berisi lain" in said and "Isian tak_ada tidak dikenal" in said
    assert "zodiak" in said and "sulap tidak ada di sini" in said and "Formulir surat memuat" in said
    assert [item["action"] for item in done.items] == ["override", "failed", "failed", "failed", "failed"]
    assert letter_type("usaha").title == "Judul Lain" and "body" not in letter_type("usaha").layers
    assert not own_names()


def test_a_kind_that_the_village_has_already_is_replaced_and_comes_back(village: Any) -> None:
    take(export(stall()))
    file = exchange_file(changed_only=True)
    file["kinds"][0]["definition"]["title"] = "Surat Lapak Baru"
    done = take(json.dumps(file).encode())
    key = file["kinds"][0]["key"]
    assert letter_type(key).title == "Surat Lapak Baru" and OwnType.objects.count() == 1
    assert "diganti dengan isi berkas" in str(done.issues)
    undo_import(actor=SECRETARY, run=done)
    assert letter_type(key).title == "Surat Keterangan Lapak Pasar" and letter_type(key).enabled
    assert TypeChange.objects.filter(type_key=key, aspect="definition").count() == 2


def test_the_commands(village: Any, actor: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "opensid.json", tmp_path / "keluar.json"
    source.write_bytes(export(stall(), business(), template("Kosong", "")))
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("letters", "import", str(source), "--village", "geyer", "--json", stdout=out)
    data = json.loads(out.getvalue())
    assert stopped.value.code == 1 and (data["templates"], data["converted"]) == (3, 2)
    assert all({"template", "place", "message"} <= set(each) for each in data["issues"])
    assert any(each["template"] == "Kosong" for each in data["issues"])
    assert own_names() == {"Keterangan Lapak Pasar", "Keterangan Usaha"}
    data, lines = run(Export, actor, village="geyer", output=target, type=[], changed=True, format="opensid")
    assert data["templates"] == 2 and "2 templates" in lines[0]
    written = json.loads(target.read_text())
    assert all("[" in each["template"] and each["nama"] for each in written)
    out = StringIO()
    call_command("letters", "import", str(target), "--village", "geyer", "--json", stdout=out)
    assert json.loads(out.getvalue())["issues"] == []
    source.write_bytes(export(business()))
    data, _lines = run(Import, actor, file=source, village="geyer", as_override=True, dry_run=False)
    assert data["kinds"][0]["done"] == "override" and "body" in letter_type("usaha").layers
    data, _lines = run(Import, actor, file=source, village="geyer", as_override=False, dry_run=True)
    assert data["applied"] is False
    with pytest.raises(ImportRefused):
        run(Import, actor, file=tmp_path / "tidak-ada.json", village="geyer", as_override=False, dry_run=False)
    with (tmp_path / "besar.json").open("wb") as handle:
        handle.truncate(50 * 1024 * 1024)
    with pytest.raises(ImportRefused, match="larger than 20 MB"):
        run(Import, actor, file=tmp_path / "besar.json", village="geyer", as_override=False, dry_run=False)
