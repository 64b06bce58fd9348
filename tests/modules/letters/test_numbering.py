"""How numbers are written, and that a year has one scheme."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.transaction import TransactionManagementError

from modules.letters import services
from modules.letters.errors import FormatRefused
from modules.letters.models import DEFAULT_FORMAT, LetterSettings, NumberCounter, Scheme
from modules.letters.numbering import check_format, next_serials, sequence_of, write_number
from modules.letters.types import letter_type
from tenants.exchange.services import highest_number, mark_number
from tests.modules.letters.conftest import person

ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (DEFAULT_FORMAT, "500/012/3315052010/XI/2026"),
        ("[kode_surat]/[nomor_surat]/[tahun]", "500/12/2026"),
        ("[nomor_surat,5]", "00012"),
    ],
)
def test_a_number_is_written_by_the_format(form: str, expected: str) -> None:
    check_format(form)
    assert write_number(form, letter_code="500", serial=12, village_code="3315052010", on=ON) == expected


@pytest.mark.parametrize(
    "form", ["[kode_surat]/[tahun]", "[nomor_surat]/[bulan]", "[nomor_surat", "[tahun, 3]/[nomor_surat]"]
)
def test_a_format_that_cannot_number_is_refused(form: str) -> None:
    with pytest.raises(FormatRefused) as refused:
        check_format(form)
    assert "[nomor_surat]" in refused.value.message()


def test_each_kind_has_its_own_row_unless_the_village_joins_them() -> None:
    usaha, skck = letter_type("usaha"), letter_type("skck")
    assert sequence_of(usaha, Scheme.PER_TYPE) != sequence_of(skck, Scheme.PER_TYPE)
    assert sequence_of(usaha, Scheme.JOINED) == sequence_of(skck, Scheme.JOINED)


def test_a_restored_village_numbers_above_the_mark(village: Any) -> None:
    mark_number(sequence="surat:usaha", year=2026, serial=41)
    assert next_serials(sequence="surat:usaha", year=2026)[0] == 42
    NumberCounter.objects.filter(sequence="surat:usaha").update(last=7)  # yesterday's copy came back
    assert next_serials(sequence="surat:usaha", year=2026)[0] == 43
    assert highest_number(sequence="surat:usaha", year=2026) == 43
    assert next_serials(sequence="surat:usaha", year=2027)[0] == 1


def test_outside_a_transaction_no_number_is_taken(real_db: None, village: Any) -> None:
    with pytest.raises(TransactionManagementError):
        next_serials(sequence="surat:usaha", year=2026)


def test_another_scheme_waits_for_the_new_year_once_a_letter_is_numbered(ready: Any, actor: Any) -> None:
    wanted = {"actor": actor, "number_format": DEFAULT_FORMAT, "secretary_checks": False}
    row = services.change_settings(scheme="joined", **wanted)
    assert (row.scheme, row.next_scheme) == ("joined", "")
    letter = ready("usaha")
    assert letter.sequence == "surat"
    row = services.change_settings(scheme="per_type", **wanted)
    assert row.scheme_of(letter.year) == "joined"
    assert row.scheme_of(letter.year + 1) == "per_type"
    assert ready("skck", person(1)).sequence == "surat"
    row = services.change_settings(scheme="joined", **wanted)  # taken back before it began
    assert (row.next_scheme, row.next_scheme_from) == ("", None)
    assert LetterSettings.objects.count() == 1
