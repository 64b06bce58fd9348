"""The quality of the register: what each check finds, the score, repairs in place, the history and the regency's number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balai.actor import Actor
from balai.audit.models import Entry
from balai.db import today
from balai.errors import Conflict, NotAllowed
from balai.indicators.models import Outbox
from modules.population import indicators, services
from modules.population.codes import Shdk
from modules.population.errors import PopulationError
from modules.population.fields import FIELDS
from modules.population.models import FamilyCard, QualityScore, Resident, Territory
from modules.population.quality import BY_CODE, CHECKS, Check, board, check_of, families_of, people_of
from tests.modules.population.conftest import staff
from tests.modules.population.test_pages import text_of
from workers.tasks.quality import keep_quality

Make = Callable[..., Resident]
Client = Callable[..., Any]
BOARD = "/kantor/mutu/"


@pytest.fixture()
def clean(village: Any) -> None:
    """Nobody but whom the test makes."""
    Resident.objects.update(void_at=timezone.now(), nik_temporary=False)
    FamilyCard.objects.update(void_at=timezone.now())


def perfect(make: Make, name: str = "SEMPURNA", **data: Any) -> Resident:
    """Somebody about whom no check has anything to say."""
    values: dict[str, Any] = {
        "nik": "3315053101809555", "no_kk": "3315050101209777", "shdk": 1, "address": "JALAN A", "religion": 1, "education": 5,
        "occupation": 9, "marital_status": 1, "blood_type": 13, "father_name": "AYAH", "mother_name": "IBU", "ktp_record": 3,
        "birth_certificate": "AL-1",
    } | data  # fmt: skip
    return make(name, **values)


def found_by_each() -> dict[str, int]:
    """Findings by check, those that found something."""
    return {code: number for code, number in board(today()).counts().items() if number}


def test_a_perfect_person_scores_a_hundred(clean: None, make: Make) -> None:
    assert board(today()).score == 100.0
    perfect(make)
    assert found_by_each() == {}
    assert board(today()).score == 100.0


YEAR = today().year
#: What is wrong, and which check says so (others may, too).
CASES: dict[str, dict[str, Any]] = {
    "tanpa-tempat-lahir": {"birth_place": ""},
    "umur-lewat-120": {"birth_date": date(YEAR - 122, 1, 31), "nik": ""},
    "nik-sementara": {"nik": ""},
    "nik-berbeda": {"nik": "3315053201809555", "nik_reason": ""},
    "tanpa-akta-anak": {"birth_date": date(YEAR - 16, 1, 31), "birth_certificate": "", "nik": ""},
    "tanpa-nama-ayah": {"father_name": ""},
    "tanpa-nama-ibu": {"mother_name": ""},
    "belum-rekam-ktp": {"ktp_record": 2},
    "tanpa-agama": {"religion": None},
    "tanpa-pendidikan": {"education": None},
    "tanpa-pekerjaan": {"occupation": None},
    "tanpa-status-kawin": {"marital_status": None},
    "tanpa-golongan-darah": {"blood_type": None},
    "kawin-tanpa-tanggal": {"marital_status": 2, "marriage_certificate": "N-1"},
    "kawin-tanpa-akta": {"marital_status": 2, "marriage_date": date(2001, 1, 1)},
    "cerai-tanpa-akta": {"marital_status": 3},
    "kawin-terlalu-muda": {"marital_status": 2, "birth_date": date(YEAR - 12, 1, 31), "nik": ""},
    "wna-tanpa-dokumen": {"citizenship": 2},
    "tanpa-rt": {"rt": None},
    "tanpa-kk": {"no_kk": "", "shdk": None},
    "anak-kecil-bekerja": {"birth_date": date(YEAR - 5, 1, 31), "occupation": 9, "nik": ""},
    "kepala-di-bawah-15": {"birth_date": date(YEAR - 12, 1, 31), "nik": ""},
    "kk-sementara": {"no_kk": "0"},
    "kk-tanpa-alamat": {"address": ""},
}


@pytest.mark.parametrize("code", CASES)
def test_each_check_finds_its_case(clean: None, make: Make, code: str) -> None:
    data = dict(CASES[code])
    if data.pop("nik_reason", None) is not None:
        perfect(make)
        Resident.objects.filter(void_at=None).update(nik=data["nik"])
    else:
        perfect(make, **data)
    assert found_by_each().get(code) == 1
    assert board(today()).score < 100


def test_cases_that_need_another_person(clean: None, make: Make, actor: Any) -> None:
    mother = perfect(
        make, "IBU MUDA", sex=2, nik="3315057101809778", shdk=3, no_kk="3315050101209777", marital_status=1
    )
    assert "suami-istri-belum-kawin" in found_by_each()
    assert "kk-tanpa-kepala" in found_by_each()
    head = perfect(make, "KEPALA", birth_date=date(1980, 1, 31))
    child = perfect(make, "ANAK", nik="", shdk=4, birth_date=date(1979, 5, 5), mother_nik=mother.nik)
    young = perfect(make, "ANAK MUDA", nik="", shdk=4, birth_date=date(1985, 5, 5), mother_nik=mother.nik)
    twin = perfect(make, "KEPALA", nik="", shdk=11, birth_place="KUDUS")
    found = found_by_each()
    assert found["lebih-tua-dari-ibu"] == 1
    assert found["ibu-terlalu-muda"] == 1
    assert found["anak-seumur-kepala"] == 2
    assert found["mungkin-ganda"] == 2
    assert found["hubungan-lainnya"] == 1
    on = today()
    assert list(people_of(BY_CODE["lebih-tua-dari-ibu"], on)) == [child]  # type: ignore[arg-type]
    assert list(people_of(BY_CODE["ibu-terlalu-muda"], on)) == [young]  # type: ignore[arg-type]
    assert set(people_of(BY_CODE["mungkin-ganda"], on)) == {head, twin}  # type: ignore[arg-type]
    Resident.objects.filter(pk=head.pk).update(mother_nik=head.nik)
    assert found_by_each()["orang-tua-sendiri"] == 1
    other = Territory.objects.create(kind="rt", name="099", parent=head.rt.parent)  # type: ignore[union-attr]
    Resident.objects.filter(pk=twin.pk).update(rt=other)
    assert found_by_each()["kk-di-dua-rt"] == 1


def test_an_accepted_doubt_is_none_any_more(clean: None, make: Make, actor: Any) -> None:
    person = perfect(make)
    Resident.objects.filter(pk=person.pk).update(nik="3315057201809555")
    assert found_by_each() == {"nik-berbeda": 1}
    now = Resident.objects.get(pk=person.pk)
    services.mend_resident(
        actor=actor,
        check=BY_CODE["nik-berbeda"],
        resident=now,
        version=now.version,
        values={"nik_reason": "Sesuai KTP-el"},
    )
    assert found_by_each() == {}


def test_the_count_in_one_pass_is_the_lists_own(village: Any, actor: Any) -> None:
    services.populate(actor=actor, residents=300, seed=31)
    on = today()
    for line in board(on).lines:
        rows = people_of(line.check, on) if isinstance(line.check, Check) else families_of(line.check, on)
        assert rows.count() == line.found, line.check.code
        assert line.found <= line.base or not line.base


def test_checks_are_declared_whole() -> None:
    assert len(CHECKS) >= 15
    assert len(BY_CODE) == len(CHECKS)
    for check in CHECKS:
        assert 1 <= check.weight <= 5
        assert check.effort > 0
        assert str(check.title)
        assert str(check.how)
        assert all(name in FIELDS or name == "nik_reason" for name in check.mend)
    assert check_of("tidak-ada") is None


# -- the board and the lists -------------------------------------------------------------------------------------------


def test_the_board_shows_the_quickest_repairs_first(office_client: Client, clean: None, make: Make) -> None:
    perfect(make, religion=None)
    perfect(make, "DUA", nik="", no_kk="", shdk=None)
    page = text_of(office_client("operator").get(BOARD))
    assert "Bagaimana nilai dihitung" in page
    assert page.index("Agama belum diisi") < page.index("NIK masih sementara") < page.index("Penduduk tetap tanpa KK")
    assert office_client("viewer").get(BOARD).status_code == 200


def test_an_empty_or_clean_village_says_so(office_client: Client, clean: None, make: Make) -> None:
    assert "Belum ada penduduk" in text_of(office_client("operator").get(BOARD))
    perfect(make)
    assert "Tidak ada temuan" in text_of(office_client("operator").get(BOARD))


def test_a_row_is_mended_in_place_and_the_next_takes_the_cursor(office_client: Client, clean: None, make: Make) -> None:
    first = perfect(make, "ADA SATU", religion=None)
    second = perfect(make, "BUDI DUA", religion=None, nik="", no_kk="", shdk=None)
    client = office_client("operator")
    url = f"{BOARD}tanpa-agama/"
    page = text_of(client.get(url))
    assert page.index("ADA SATU") < page.index("BUDI DUA")
    posted = {
        "row": str(first.pk),
        "next": str(second.pk),
        f"{first.pk}-religion": "3",
        f"{first.pk}-version": first.version,
    }
    page = text_of(client.post(url, posted, follow=True))
    assert Resident.objects.get(pk=first.pk).religion == 3
    assert "ADA SATU diperbaiki." in page
    assert re.search(rf'name="{second.pk}-religion"[^>]*autofocus', page)
    line = Entry.objects.filter(action="population.resident_changed").latest("id")
    assert line.about_id == str(first.pk)


def test_a_script_gets_the_answer_for_its_row(office_client: Client, clean: None, make: Make) -> None:
    person = perfect(make, nik="")
    client = office_client("operator")
    url = f"{BOARD}nik-sementara/"
    posted = {"row": str(person.pk), f"{person.pk}-nik": "12345", f"{person.pk}-version": person.version}
    answer = client.post(url, posted, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "harus 16 angka" in answer.json()["problem"]
    answer = client.post(url, posted | {f"{person.pk}-nik": ""}, headers={"accept": "application/json"})
    assert answer.json()["problem"] == "Belum diisi."
    answer = client.post(url, posted | {f"{person.pk}-nik": "3315053101809555"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["problem"]) == (200, "")
    # The later of two is told, in place, and nothing is written.
    answer = client.post(url, posted | {f"{person.pk}-nik": "3315053101809556"}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "baru saja diubah" in answer.json()["problem"]
    assert Resident.objects.get(pk=person.pk).nik == "3315053101809555"


def test_a_refused_value_stays_in_its_row(office_client: Client, clean: None, make: Make) -> None:
    person = perfect(make)
    Resident.objects.filter(pk=person.pk).update(birth_date=None)
    now = Resident.objects.get(pk=person.pk)
    client = office_client("operator")
    answer = client.post(
        f"{BOARD}tanpa-tanggal-lahir/",
        {"row": str(person.pk), f"{person.pk}-birth_date": "31-02-1980", f"{person.pk}-version": now.version},
    )
    assert answer.status_code == 422
    assert "31-02-1980" in text_of(answer)
    assert "bukan tanggal yang ada" in text_of(answer)


@pytest.mark.parametrize("code", ["tanpa-rt", "hubungan-lainnya", "kk-sementara", "kk-tanpa-alamat"])
def test_what_the_ledger_or_the_card_owns_goes_through_its_service(
    office_client: Client, clean: None, make: Make, rt: Any, code: str
) -> None:
    person = {
        "tanpa-rt": lambda: perfect(make, rt=None), "hubungan-lainnya": lambda: perfect(make, shdk=11),
        "kk-sementara": lambda: perfect(make, no_kk="0"), "kk-tanpa-alamat": lambda: perfect(make, address=""),
    }[code]()  # fmt: skip
    card = person.family
    row: Any = card if code.startswith("kk-") else person
    name, value = {
        "tanpa-rt": ("rt", str(rt.pk)), "hubungan-lainnya": ("shdk", str(Shdk.HEAD.value)),
        "kk-sementara": ("family_number", "3315050101209555"), "kk-tanpa-alamat": ("family_address", "JALAN B"),
    }[code]  # fmt: skip
    client = office_client("operator")
    url = f"{BOARD}{code}/"
    assert client.get(url).status_code == 200
    posted = {"row": str(row.pk), f"{row.pk}-{name}": value, f"{row.pk}-version": row.version}
    answer = client.post(url, posted)
    assert answer.status_code == 302, text_of(answer)
    assert code not in found_by_each()
    assert [each for each in services.verify_ledger() if each["resident"] == str(person.pk)] == []


def test_who_may_only_look_mends_nothing(office_client: Client, clean: None, make: Make) -> None:
    person = perfect(make, religion=None)
    client = office_client("viewer")
    page = text_of(client.get(f"{BOARD}tanpa-agama/"))
    assert "SEMPURNA" in page
    assert person.nik not in re.sub(r"<[^>]*>|\s+", "", page)
    assert "data-inline" not in page
    posted = {"row": str(person.pk), f"{person.pk}-religion": "3", f"{person.pk}-version": person.version}
    assert client.post(f"{BOARD}tanpa-agama/", posted).status_code == 403
    with pytest.raises(NotAllowed):
        services.mend_resident(
            actor=staff("viewer"),
            check=BY_CODE["tanpa-agama"],
            resident=person,
            version=person.version,
            values={"religion": 3},
        )
    assert client.get(f"{BOARD}tidak-ada/").status_code == 404
    assert office_client("operator").post(f"{BOARD}tanpa-agama/", {"row": "x"}).status_code == 404


def test_only_what_the_check_mends_is_written(clean: None, make: Make, actor: Any) -> None:
    person = perfect(make, religion=None)
    with pytest.raises(PopulationError):
        services.mend_resident(
            actor=actor, check=BY_CODE["tanpa-agama"], resident=person, version=person.version, values={"nik": "1"}
        )
    with pytest.raises(Conflict):
        services.mend_resident(
            actor=actor, check=BY_CODE["hubungan-lainnya"], resident=person, version="lama", values={"shdk": 2}
        )


def test_a_list_costs_the_same_however_many_findings(office_client: Client, village: Any, actor: Any) -> None:
    client = office_client("operator")
    for url in (
        BOARD,
        f"{BOARD}tanpa-akta-anak/",
        f"{BOARD}kk-tanpa-alamat/",
        f"{BOARD}mungkin-ganda/",
        f"{BOARD}tanpa-rt/",
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as few:
            assert client.get(url).status_code == 200
        services.populate(actor=actor, residents=100, seed=len(url))
        with CaptureQueriesContext(connection) as many:
            assert client.get(url).status_code == 200
        assert len(many) <= len(few) + 1, url
        assert len(many) <= 30, url


# -- history and the regency's number ----------------------------------------------------------------------------------


def test_the_score_is_kept_once_a_day_and_drawn(office_client: Client, clean: None, make: Make) -> None:
    perfect(make, religion=None)
    client = office_client("operator")
    assert "Nilai hari ini dicatat" in text_of(client.post(BOARD, follow=True))
    client.post(BOARD)
    kept = QualityScore.objects.get()
    assert kept.found["tanpa-agama"] == 1
    assert kept.found["orang"] == 1
    assert "setelah dicatat dua hari" in text_of(client.get(BOARD))
    QualityScore.objects.create(on=today() - timedelta(days=1), score=Decimal("80"), found={})
    assert "Nilai mutu data" in text_of(client.get(BOARD))


def test_every_night_keeps_the_score_and_tells_the_regency(clean: None, make: Make, village: Any) -> None:
    perfect(make, religion=None)
    keep_quality.run()
    kept = QualityScore.objects.get()
    assert Outbox.objects.filter(indicator="population.quality").exists()
    (cell,) = indicators.quality.cells(today()).values()
    assert (cell.numerator, cell.denominator) == (round(float(kept.score)), 1)
    assert indicators.quality.cells(today() - timedelta(days=40)) == {}
    # Once kept it does not move with the register: nothing drifts.
    Resident.objects.filter(void_at=None).update(religion=1)
    assert indicators.quality.cells(today())["", ""].numerator == cell.numerator
    services.keep_score(actor=Actor.job("x"))
    assert QualityScore.objects.get().score == 100
