"""F-2.01 filled by what the ledger says of a real birth and a real death; and what the village's settings print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from balai.actor import Actor
from balai.db import today
from balai.documents.blocks import doc, paragraph
from balai.documents.blocks.schema import walk
from modules.government import services as government
from modules.letters.merging import Draft, fill
from modules.letters.types import letter_type
from modules.population import services as population
from modules.population.codes import KtpEl, Sex
from modules.population.models import Resident
from tenants.context import current_village
from tests.modules.letters.conftest import head, person


def _form(kind: str, resident: Resident, answers: dict[str, Any] | None = None, code: str = "F-2.01") -> dict[str, Any]:
    """A form's lines: boxes' words and crossed options, by label (a label that stands twice: a list)."""
    draft = Draft(letter_type(kind), resident, answers or {})
    done, _problems = fill(
        draft, number="1", code="400", signer=head(), village=current_village(), on=today(), forms=[code]
    )
    found: dict[str, Any] = {}
    for _path, node in walk(done[code]):
        attrs = node.get("attrs") or {}
        if node["type"] == "boxRow":
            value = "".join(each.get("text", "") for each in node.get("content") or ())
        elif node["type"] == "choiceRow":
            value = attrs["options"][attrs["chosen"]] if attrs["chosen"] >= 0 else ""
        else:
            continue
        found.setdefault(attrs["label"], []).append(value)
    return found


def test_a_birth_is_reported_as_a_birth(village: Any) -> None:
    mother = Resident.objects.filter(presence=1, void_at=None, sex=Sex.FEMALE, family__isnull=False).order_by("nik")[0]
    child = population.register_birth(
        actor=Actor.system(), family=mother.family, rt=mother.rt, name="CAHYA PUTRI", sex=2, birth_date=date(2026, 11, 20),
        report_date=date(2026, 11, 23), birth_place="PURWODADI", birth_kind=1, weight_g=3200, length_cm=49, helper=2, child_number=2,
        place_kind=1, time="04:15",
    )  # fmt: skip
    form = _form("kelahiran", child)
    assert form["Jenis pelaporan"] == ["Kelahiran"]
    assert form["Tempat dilahirkan"][0] == "RS/RB" and form["Penolong kelahiran"][0] == "Bidan Perawat"
    assert (
        form["Tanggal lahir"] == ["20-11-2026"]
        and form["Jenis kelahiran"][0] == "Tunggal"
        and form["Kelahiran ke"] == ["2"]
    )
    # Nothing of it is called dead.
    assert form["Nama lengkap"] == [""] and form["NIK"][-1] == "" and form["Tanggal kematian"] == [""]
    assert form["Sebab kematian"] == [""] and form["Tanggal lahir mati"] == [""] and form["Nama suami"] == [""]


def test_a_death_is_reported_as_a_death(village: Any) -> None:
    grown = Resident.objects.filter(presence=1, void_at=None, shdk__gt=3, birth_date__lt=date(2005, 1, 1)).order_by(
        "nik"
    )[0]
    dead = population.register_death(
        actor=Actor.system(), resident=grown, event_date=date(2026, 11, 21), report_date=date(2026, 11, 22), place="RSUD Purwodadi",
        cause=1, witness=2, time="22.40", child_number=3,
    )  # fmt: skip
    form = _form("kematian", dead)
    assert form["Jenis pelaporan"] == ["Kematian"]
    assert form["Nama lengkap"] == [dead.name] and form["Tanggal kematian"] == ["21-11-2026"]
    assert form["Sebab kematian"] == ["Sakit biasa / tua"] and form["Yang menerangkan"] == ["Tenaga Kesehatan"]
    # Nobody is born.
    assert form["Tanggal lahir"] == [""] and form["Tempat dilahirkan"] == ["", ""] and form["Kelahiran ke"] == [""]


def test_a_stillbirth_is_the_mothers_and_an_application_is_the_typed_childs(village: Any) -> None:
    mother = Resident.objects.filter(presence=1, void_at=None, sex=Sex.FEMALE, shdk=3).order_by("nik")[0]
    still = _form(
        "lahir_mati",
        mother,
        {"hari": "Jumat", "tanggal": "2026-11-20", "lama_kandungan": "7", "tempat_mati": "Puskesmas"},
    )
    assert still["Jenis pelaporan"] == ["Lahir mati"] and still["Tanggal lahir mati"] == ["20-11-2026"]
    assert still["Nama ibu"] == [mother.name] and still["Nama lengkap"] == [""] and still["Tanggal lahir"] == [""]
    typed = {"anak__nama_anak": "Adi", "anak__tanggal_lahir": "2026-07-17", "anak__nama_ibu": mother.name}
    asked = _form("akta_lahir", mother, typed)
    assert asked["Jenis pelaporan"] == ["Kelahiran"] and asked["Tanggal lahir"] == ["17-07-2026"]
    assert asked["Nama"][-1] == "ADI" and asked["Nama"][0] == mother.name and asked["Nama lengkap"] == [""]


def test_the_village_names_its_camat_and_its_words(village: Any) -> None:
    government.change_identity(
        actor=Actor.system(), district_head_name="Drs. Contoh, M.Si.", district_head_number="197001011995031001", district_word="Distrik",
        district_head_title="Kepala Distrik", hamlet_word="Kampung",
    )  # fmt: skip
    draft = Draft(letter_type("penduduk"), person(), {"keperluan": "Uji"})
    done, problems = fill(draft, number="1", code="400", signer=head(), village=current_village(), on=today())
    assert problems == []
    words = " ".join(node.get("text", "") for _path, node in walk(done[""]))
    assert ", Distrik " in words and "Kecamatan" not in words
    places = next(node["attrs"]["places"] for _path, node in walk(done[""]) if node["type"] == "signature")
    camat = next(each for each in places if each["who"] == "district")
    assert (
        camat["name"] == "Drs. Contoh, M.Si."
        and camat["number"] == "197001011995031001"
        and camat["number_label"] == "NIP"
    )
    assert camat["lines"][0].startswith("KEPALA DISTRIK ")


def test_codes_that_texts_from_elsewhere_ask(village: Any) -> None:
    child = Resident.objects.filter(presence=1, void_at=None, shdk=4, family__isnull=False).order_by("nik")[0]
    others = Resident.objects.filter(family=child.family, presence=1, void_at=None, shdk=4).exclude(pk=child.pk).count()
    wife = Resident.objects.filter(presence=1, void_at=None, shdk=3, family__isnull=False).order_by("nik")[0]
    said = "{jumlah_saudara};{jumlah_saudara_kelahiran};{tgl_surat_hijri};{form_nip_pamong};{bin_pasangan};{nama_kepala_camat}"

    def words(resident: Resident) -> list[str]:
        kind = replace(letter_type("domisili"), body=doc(paragraph(said)))
        done, problems = fill(
            Draft(kind, resident), number="1", code="400", signer=head(), village=current_village(), on=date(2026, 11, 26)
        )  # fmt: skip
        assert problems == []
        return "".join(node.get("text", "") for _path, node in walk(done[""])).split(";")

    signer = head()
    found = words(child)
    assert found[:2] == [str(others)] * 2 and found[2] == "15 Jumadilakhir 1448 H"
    assert found[3] == (f"{signer.number_label} {signer.number}" if signer.number else "-") and found[5] == "-"
    husband = Resident.objects.get(family=wife.family, shdk=1, presence=1, void_at=None)
    assert words(wife)[4] == (husband.father_name or "-")


def test_only_who_has_a_ktp_has_one_for_life(village: Any) -> None:
    from modules.letters.merging.people import ktp_validity

    someone = person()
    for card, citizen, words in (
        (KtpEl.KTP_EL, 1, "SEUMUR HIDUP"),
        (KtpEl.KIA, 1, ""),
        (None, 1, ""),
        (KtpEl.KTP_EL, 2, ""),
    ):
        someone.ktp_el, someone.citizenship = card, citizen
        assert ktp_validity(someone) == words
