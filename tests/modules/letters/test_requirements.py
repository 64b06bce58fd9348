"""Papers that are asked for follow the person: who is too young for a KTP-el is asked for what they can have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from balai.db import today
from modules.letters import services
from modules.letters.errors import AttachmentRefused
from modules.letters.requirements import every_requirement, requirements_for
from modules.letters.services import Attachment
from modules.letters.types import REQUIREMENTS, Requirement, letter_type
from modules.population.models import Resident
from modules.population.selectors import is_minor, minors
from tests.modules.letters.acting import ALL_ANSWERS
from tests.modules.letters.conftest import person, staff

CHILD = ["identitas_anak", "ktp_wali", "kk"]


def aged(days: int, marital: int | None = 1, number: int = 0) -> Resident:
    """Somebody born so many days ago."""
    one = person(number)
    Resident.objects.filter(pk=one.pk).update(birth_date=today() - timedelta(days=days), marital_status=marital)
    one.refresh_from_db()
    return one


def keys(kind: Any, who: Resident, on: date | None = None) -> list[str]:
    return [each.key for each in requirements_for(kind, who, on)]


def test_by_age_and_by_marriage(village: Any) -> None:
    kind = letter_type("domisili")
    assert [each.key for each in kind.requirements] == ["ktp", "kk"]
    child = aged(9 * 365)
    assert keys(kind, child) == CHILD
    assert str(requirements_for(kind, child)[0].title) == "KIA atau akta kelahiran anak"
    assert keys(kind, aged(9 * 365, marital=None)) == CHILD
    for marital in (2, 3, 4):
        assert keys(kind, aged(16 * 365, marital=marital)) == ["ktp", "kk"], "who was ever married holds a KTP-el"
    assert keys(kind, aged(30 * 365)) == ["ktp", "kk"]
    Resident.objects.filter(pk=child.pk).update(birth_date=None)
    child.refresh_from_db()
    assert keys(kind, child) == ["ktp", "kk"], "of whom nobody knows the age nothing is supposed"


def test_on_the_seventeenth_birthday(village: Any) -> None:
    one = person()
    Resident.objects.filter(pk=one.pk).update(birth_date=date(2008, 2, 29), marital_status=1)
    one.refresh_from_db()
    kind = letter_type("domisili")
    for on in (date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 1), date(2025, 6, 1)):
        known = Resident.objects.filter(minors(on), pk=one.pk).exists()
        assert is_minor(one, on) == known, "a row and a query agree"
        assert (keys(kind, one, on) == CHILD) == known
    assert keys(kind, one, date(2025, 2, 27)) == CHILD and keys(kind, one, date(2025, 3, 1)) == ["ktp", "kk"]


def test_nothing_twice_and_the_villages_own_stay(village: Any) -> None:
    child = aged(9 * 365)
    ktp, birth = REQUIREMENTS["Fotokopi KTP"], REQUIREMENTS["Fotokopi Akta Kelahiran/Surat Kelahiran"]
    own = Requirement("lain_foto", "Foto rumah")
    kind = replace(letter_type("domisili"), requirements=(own, ktp, birth))
    assert keys(kind, child) == ["lain_foto", "ktp_wali", "akta_lahir"]
    assert keys(kind, aged(30 * 365, number=1)) == ["lain_foto", "ktp", "akta_lahir"]
    assert keys(replace(kind, requirements=()), child) == []
    assert {"ktp", "ktp_wali", "identitas_anak"} <= set(every_requirement(kind))


def test_a_letter_carries_them(village: Any, office_client: Any) -> None:
    child = aged(9 * 365)
    operator = staff("operator")
    letter = services.request_letter(
        actor=operator,
        letter_type="domisili",
        resident=child,
        answers=ALL_ANSWERS,
        attachments=[Attachment("ktp_wali")],
    )
    assert sorted(letter.attachments.values_list("requirement", flat=True)) == sorted(CHILD)
    with pytest.raises(AttachmentRefused):
        services.request_letter(
            actor=operator, letter_type="usaha", resident=child, answers=ALL_ANSWERS, attachments=[Attachment("ijazah")]
        )
    # The applicant grows up while the request is being mended: what it carried stays, and has its name.
    back = services.return_letter(actor=operator, letter=letter, message="Kurang jelas")
    Resident.objects.filter(pk=child.pk).update(birth_date=today() - timedelta(days=18 * 366))
    services.resubmit_letter(actor=operator, letter=back, answers=ALL_ANSWERS)
    assert sorted(letter.attachments.values_list("requirement", flat=True)) == sorted([*CHILD, "ktp"])
    page = office_client("operator").get(f"/kantor/surat/{letter.pk}/").content.decode()
    assert "KTP-el orang tua atau wali" in page and "identitas_anak" not in page


def test_the_officers_form_names_them(village: Any, office_client: Any) -> None:
    child, grown = aged(9 * 365), aged(30 * 365, number=1)
    client = office_client("operator")
    page = client.get(f"/kantor/surat/baru/?resident={child.pk}&type=domisili").content.decode()
    assert "Periksa kelengkapan: KIA atau akta kelahiran anak, KTP-el orang tua atau wali, Kartu Keluarga." in page
    page = client.get(f"/kantor/surat/baru/?resident={grown.pk}&type=domisili").content.decode()
    assert "Periksa kelengkapan: KTP-el pemohon, Kartu Keluarga." in page
