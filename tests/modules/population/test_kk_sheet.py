"""A family card's copy on paper: what stands on it, what is never printed, and how quickly many are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balai import registry
from balai.documents.reading import pdf_pages, pdf_png, pdf_size_mm, pdf_text
from balai.errors import NotAllowed
from balai.files.models import StoredFile
from balai.files.services import open_file
from balai.registry import Signatory
from modules.population import kk_sheet, services
from modules.population.errors import PopulationError
from modules.population.models import FamilyCard, Resident
from tests.golden import same_picture
from tests.modules.population.conftest import staff

ON = date(2026, 11, 24)
GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(autouse=True)
def _signer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same head of the village whatever the template's synthetic people are."""
    monkeypatch.setattr(
        registry, "signatories", lambda on: {"kades": Signatory("KEPALA DESA GEYER", "CONTOH KEPALA", "NIPD 1234")}
    )


def words_of(card: Any) -> str:
    """What stands on one family's copy."""
    made = kk_sheet.render_sheets([getattr(card, "pk", card)], ON)
    assert made is not None
    return pdf_text(made)


def test_what_stands_on_the_copy(family: Any, actor: Any) -> None:
    head, wife, child = family
    services.update_family(actor=actor, family=head.family, address="JALAN MAWAR 3")
    services.update_resident(
        actor=actor, resident=wife, religion=1, education=5, occupation=2, marital_status=2, father_name="BAPAK CONTOH",
        mother_name="IBU CONTOH", blood_type=1, marriage_date=date(2005, 6, 7),
    )  # fmt: skip
    services.register_death(
        actor=actor, resident=child, place="Rumah", cause=1, witness=2, time="14.30", child_number=1, event_date=ON.replace(year=2025),
        report_date=ON.replace(year=2025),
    )  # fmt: skip
    text = words_of(head.family)
    dusun = head.rt.parent.parent or head.rt.parent
    for expected in (
        "KARTU KELUARGA", "SALINAN", f"No. {head.family.number}", "Nama Kepala Keluarga", "SLAMET WIDODO", "JALAN MAWAR 3",
        f"DUSUN {dusun.name}", "GROBOGAN", "JAWA TENGAH", wife.nik, "PEREMPUAN", "31-01-1980", "ISLAM", "SLTA", "MENGURUS RUMAH TANGGA",
        "KAWIN", "07-06-2005", "ISTRI", "WNI", "BAPAK CONTOH", "IBU CONTOH", "KEPALA KELUARGA", "KEPALA DESA GEYER", "CONTOH KEPALA",
        "NIPD 1234", "Geyer, 24 November 2026", "Dokumen Imigrasi", "Nama Orang Tua", "DATA LATIHAN",
    ):  # fmt: skip
        assert expected in text, expected
    assert "BUDI SLAMET" not in text
    made = kk_sheet.render_sheets([head.family_id], ON)
    assert made is not None
    assert (pdf_pages(made), pdf_size_mm(made)) == (1, (330.0, 215.0))
    assert kk_sheet.render_sheets([head.family_id], ON) == made


def test_temporary_numbers_are_never_printed(make: Callable[..., Any], actor: Any) -> None:
    person = make("TANPA NOMOR")
    card = services.create_family(actor=actor, head=person)
    text = words_of(card)
    assert card.number not in text and person.nik not in text
    assert "No. -" in text


def test_a_large_family_goes_on_on_a_second_page(make: Callable[..., Any], actor: Any) -> None:
    number = "3315050101209444"
    make("KEPALA BESAR", no_kk=number, shdk=1)
    for index in range(17):
        make(f"ANAK {'ABCDEFGHIJKLMNOPQ'[index]}", no_kk=number, shdk=4, birth_date=date(2000 + index, 1, 1))
    card = FamilyCard.objects.get(number=number)
    made = kk_sheet.render_sheets([card.pk], ON)
    assert made is not None
    assert pdf_pages(made) == 2
    text = pdf_text(made)
    assert f"Salinan KK {number}" in text and "Halaman 2 dari 2" in text
    assert text.count("ANAK Q") == 1


def test_families_stand_in_the_order_asked_for_and_empty_ones_are_left_out(
    family: Any, make: Callable[..., Any], actor: Any, django_assert_max_num_queries: Any
) -> None:
    other = services.create_family(actor=actor, head=make("PERTAMA"))
    empty = services.create_family(actor=actor, head=make("PERGI"))
    services.leave_family(actor=actor, resident=Resident.objects.get(name="PERGI"))
    with django_assert_max_num_queries(8):
        made = kk_sheet.render_sheets([other.pk, empty.pk, family[0].family_id], ON)
    assert made is not None
    text = pdf_text(made)
    assert pdf_pages(made) == 2
    assert text.index("PERTAMA") < text.index("SLAMET WIDODO")
    assert kk_sheet.render_sheets([empty.pk], ON) is None
    with pytest.raises(PopulationError, match="tidak ada yang dicetak"):
        kk_sheet.print_sheet(actor=actor, family=empty)


def test_who_may_not_see_a_nik_prints_no_copy(family: Any) -> None:
    viewer = staff("viewer")
    for act in (
        lambda: kk_sheet.print_sheet(actor=viewer, family=family[0].family),
        lambda: kk_sheet.ask_for_sheets(actor=viewer, families=[family[0].family]),
        lambda: kk_sheet.print_sheets(actor=viewer, families=[str(family[0].family_id)], key="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_many_copies_are_one_file_however_often_the_job_runs(village: Any, actor: Any) -> None:
    from balai.audit.models import Entry

    keys = [str(key) for key in FamilyCard.objects.filter(members__presence=1).distinct().values_list("pk", flat=True)]
    told: list[tuple[int, int, str]] = []
    printed = kk_sheet.print_sheets(actor=actor, families=keys, key="one", progress=lambda *each: told.append(each))
    again = kk_sheet.print_sheets(actor=actor, families=keys, key="one")
    assert printed == again
    stored = StoredFile.objects.get(pk=printed["url"].split("/")[3])
    assert (stored.permission, stored.kind) == ("population.view_nik", "export")
    with open_file(stored) as handle:
        assert pdf_pages(handle.read()) == len(keys)
    assert Entry.objects.filter(action="population.family_printed", about_id=keys[0]).count() >= 1
    assert not told or told[-1][1] == len(keys)


def test_the_same_family_on_the_same_day_is_the_same_bytes(family: Any) -> None:
    first = kk_sheet.render_sheets([family[0].family_id], ON)
    assert kk_sheet.render_sheets([family[0].family_id], ON) == first


def test_the_copy_looks_as_it_did(make: Callable[..., Any], actor: Any) -> None:
    number = "3315050101209555"
    common = {"no_kk": number, "religion": 1, "marital_status": 2, "father_name": "BAPAK", "mother_name": "IBU"}
    make(
        "SUMBERJATIPOHONKUSUMANINGTYASPUSPITASARINURHALIMAH", shdk=1, nik="3315053101809555", occupation=9, education=3,
        marriage_date=date(2004, 2, 3), **common,
    )  # fmt: skip
    make(
        "SITI AMINAH", shdk=3, sex=2, nik="3315057101809556", occupation=2, education=5, marriage_date=date(2004, 2, 3),
        birth_place="PURWODADI", **common,
    )  # fmt: skip
    make("BUDI", shdk=4, birth_date=date(2015, 5, 5), **(common | {"marital_status": 1}))
    made = kk_sheet.render_sheets([FamilyCard.objects.get(number=number).pk], ON)
    assert made is not None
    same_picture(pdf_png(made, 0, 60), GOLDEN / "kk_sheet.png")
