"""The officer's form: kinds that fit, people who take part, what will be printed beside it."""

from __future__ import annotations

from typing import Any

import pytest

from modules.letters.making import making_form
from modules.letters.models import Letter
from modules.letters.types import letter_type
from modules.population.models import Resident
from modules.population.selectors import living
from modules.population.services import register_death
from tests.modules.letters.conftest import person

NEW = "/kantor/surat/baru/"


def child_with_parents() -> tuple[Resident, Resident, Resident]:
    """Somebody's child with mother and father in the same family."""
    for child in living().filter(shdk=4, family__isnull=False).order_by("nik"):
        family = living().filter(family=child.family_id)
        father, mother = family.filter(shdk=1, sex=1).first(), family.filter(shdk=3, sex=2).first()
        if father and mother:
            return child, mother, father
    raise AssertionError("no family with both parents")


def test_only_kinds_that_fit_are_offered_and_favourites_stand_on_top(village: Any, office_client: Any) -> None:
    client, who = office_client("operator"), person()
    page = client.get(NEW, {"resident": who.pk}).content.decode()
    assert "Keterangan Usaha" in page and "Keterangan Kematian" not in page
    client.post("/kantor/surat/favorit/usaha/", {"back": f"{NEW}?resident={who.pk}"})
    page = client.get(NEW, {"resident": who.pk}).content.decode()
    assert page.index("Keterangan Usaha") < page.index("Biodata Penduduk")
    page = client.get(NEW, {"resident": who.pk, "cari": "skck"}).content.decode()
    assert "Catatan Kepolisian" in page and "Biodata Penduduk" not in page
    away = client.post("/kantor/surat/favorit/usaha/", {"back": "https://evil.example/"})
    assert away["Location"] == NEW


def test_a_death_letter_is_for_who_has_died(village: Any, actor: Any, office_client: Any) -> None:
    from balai.db import today

    who = person(3)
    register_death(
        actor=actor, resident=who, event_date=today(), report_date=today(), place="Rumah", cause=1, witness=1, time="08:00",
        child_number=1,
    )  # fmt: skip
    page = office_client("operator").get(NEW, {"resident": who.pk}).content.decode()
    assert "Keterangan Kematian" in page and "Keterangan Domisili" not in page


def test_a_birth_letter_names_parents_of_the_family_and_witnesses_from_elsewhere(
    village: Any, office_client: Any
) -> None:
    child, mother, father = child_with_parents()
    client = office_client("operator")
    url = f"{NEW}?resident={child.pk}&type=kelahiran"
    page = client.get(url).content.decode()
    assert mother.name in page and father.name in page
    told = {
        "p_ibu": str(mother.pk), "p_ayah": str(father.pk), "p_pelapor": str(father.pk), "p_saksi_i": str(person(7).pk),
        "o_saksi_ii_nama": "Pak Jauh", "o_saksi_ii_nik": "3374010101800001", "o_saksi_ii_tanggallahir": "01-01-1980",
        "pelapor__hubungan_pelapor_dengan_bayi": "Ayah",
    }  # fmt: skip
    wrong = client.post(url, {key: value for key, value in told.items() if key != "p_ibu"})
    assert wrong.status_code == 422 and "Ibu belum diisi." in wrong.content.decode()
    assert client.post(url, told).status_code == 302
    letter = Letter.objects.get()
    assert letter.parties["ibu"] == {"resident": str(mother.pk)}
    assert letter.parties["saksi_ii"]["person"]["nama"] == "Pak Jauh"
    assert letter.parties["saksi_ii"]["person"]["tanggallahir"] == "1980-01-01"


@pytest.mark.parametrize(
    ("group", "wrong"), [("p_ibu", "father"), ("p_ayah", "mother"), ("p_pelapor", "nobody"), ("p_saksi_i", "not-a-key")]
)
def test_who_does_not_fit_is_refused(village: Any, office_client: Any, group: str, wrong: str) -> None:
    child, mother, father = child_with_parents()
    keys = {
        "father": father.pk,
        "mother": mother.pk,
        "nobody": "0199f0f0-0000-7000-8000-000000000000",
        "not-a-key": "x",
    }
    told = {
        "p_ibu": mother.pk, "p_ayah": father.pk, "p_pelapor": father.pk, "p_saksi_i": person(7).pk, "p_saksi_ii": person(8).pk,
        "pelapor__hubungan_pelapor_dengan_bayi": "Ayah", group: keys[wrong],
    }  # fmt: skip
    answer = office_client("operator").post(f"{NEW}?resident={child.pk}&type=kelahiran", told)
    assert answer.status_code == 422
    assert not Letter.objects.exists()


def test_the_preview_is_a_picture_of_what_will_be_printed(village: Any, office_client: Any) -> None:
    client, who = office_client("operator"), person()
    url = f"/kantor/surat/pratinjau/?resident={who.pk}&type=usaha"
    first = client.post(url, {"nama_usaha": "Warung Satu"})
    assert first["Content-Type"] == "image/jpeg" and first["X-Pages"] == "1"
    assert first.content.startswith(b"\xff\xd8") and len(first.content) < 150_000
    assert client.post(url, {"nama_usaha": "Warung Dua"}).content != first.content
    pdf = client.post(f"{url}&as=pdf", {"nama_usaha": "Warung Satu"})
    assert pdf.content.startswith(b"%PDF")
    assert client.post(f"{url}&page=99", {}).status_code == 200
    assert not Letter.objects.exists()
    assert client.post("/kantor/surat/pratinjau/?resident=x&type=usaha", {}).status_code == 404
    assert client.post(f"/kantor/surat/pratinjau/?resident={who.pk}&type=sulap", {}).status_code in {404, 422}


def test_a_party_is_found_within_what_the_group_allows(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    woman = living().filter(sex=2, shdk=3).order_by("nik").first()
    man = living().filter(sex=1, shdk=1).order_by("nik").first()
    assert woman is not None and man is not None
    url = "/kantor/surat/orang/kelahiran/ibu/"
    assert str(woman.pk) in client.get(url, {"q": woman.nik}).content.decode()
    assert str(man.pk) not in client.get(url, {"q": man.nik}).content.decode()
    assert client.get("/kantor/surat/orang/kelahiran/tak-ada/", {"q": "aa"}).status_code == 404


def test_every_kind_has_a_form(village: Any) -> None:
    from modules.letters.types import letter_types

    who, _mother, _father = child_with_parents()
    for kind in letter_types():
        form = making_form(kind, who, shown=True)()
        assert form.sections() or not (kind.fields or kind.parties)
    assert "followers" in making_form(letter_type("pindah"), who, shown=True).base_fields
