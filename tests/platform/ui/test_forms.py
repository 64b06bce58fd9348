"""Fields that read what people write, and say in a sentence what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from balai.ui import formats
from balai.ui.forms import Candidate, DateField, DigitsField, Form, NikField, PersonField, RupiahField, UploadField

PEOPLE = [
    Candidate.of(key="7", name="SITI AMINAH", nik="3315051204800012", age="46 tahun", place="RT 02/RW 05"),
    Candidate.of(key="8", name="SITI AMINAH", nik="3315054507910003", age="35 tahun", place="RT 01/RW 02"),
]


def find(text: str) -> Sequence[Candidate]:
    if text == "3315051204800012":
        return PEOPLE[:1]
    return [each for each in PEOPLE if text.casefold() in each.name.casefold()]


def get(key: str) -> Candidate | None:
    return next((each for each in PEOPLE if each.key == key), None)


class Sample(Form):
    name = forms.CharField(label="Nama", max_length=5)
    own = forms.CharField(label="Alasan", required=True, error_messages={"required": "Tulis alasannya."})
    count = forms.IntegerField(label="Banyak", required=False, max_value=9)
    mail = forms.EmailField(label="Surel", required=False)
    pick = forms.ChoiceField(label="Pilihan", choices=[("a", "A")], required=False)


def refusal(field: forms.Field, value: Any) -> str:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


def test_djangos_sentences_are_ours() -> None:
    form = Sample({"name": "ABCDEF", "count": "12", "mail": "x", "pick": "b"})
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "name": "Paling banyak 5 huruf. Yang tertulis 6.",
        "own": "Tulis alasannya.",
        "count": "Paling besar 9.",
        "mail": "Alamat surel tidak lengkap. Tulis seperti nama@contoh.id.",
        "pick": "Pilihan ini tidak ada. Pilih satu dari daftar.",
    }
    assert Sample({}).errors["name"] == ["Belum diisi."]
    assert Sample({"count": "1.5"}).errors["count"] == ["Tulis angka saja, tanpa titik dan tanpa huruf."]


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_date_reads_back_as_it_was_shown(day: date) -> None:
    field = DateField()
    assert field.clean(field.prepare_value(day)) == day


@pytest.mark.parametrize("text", ["4-3-1980", "04/03/1980", "04.03.1980", " 4 3 1980 ", "04031980", "1980-03-04"])
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert DateField().clean(text) == date(1980, 3, 4)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31-02-1980", '"31-02-1980" bukan tanggal yang ada.'), ("kemarin", "Tulis tanggal seperti 24-11-2026."),
        ("1-2-80", "Tulis tanggal seperti 24-11-2026."), ("٠٤-٠٣-١٩٨٠", "Tulis tanggal seperti 24-11-2026."),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_told(text: str, sentence: str) -> None:
    assert refusal(DateField(), text) == sentence


def test_a_date_stays_between_its_ends() -> None:
    field = DateField(earliest=date(2020, 1, 1), latest=lambda: date(2026, 11, 24))
    assert refusal(field, "31-12-2019") == "Paling awal 1 Januari 2020."
    assert refusal(field, "25-11-2026") == "Paling akhir 24 November 2026."
    assert field.clean("24-11-2026") == date(2026, 11, 24)


def test_a_nik_is_counted() -> None:
    assert NikField().clean(" 3315 0501.0180-0012 ") == "3315050101800012"
    assert refusal(NikField(), "331505010180001") == "NIK harus 16 angka. Yang tertulis 15 angka."
    assert refusal(NikField(), "33150501O1800012") == "NIK hanya berisi angka."
    assert refusal(DigitsField(length=6, what="PIN"), "12345") == "PIN harus 6 angka. Yang tertulis 5 angka."


@given(st.integers(0, 10**15))
def test_money_reads_back_as_it_was_shown(amount: int) -> None:
    field = RupiahField()
    assert field.clean(field.prepare_value(amount)) == amount
    assert field.clean(formats.rupiah(amount)) == amount


def test_money_is_whole_and_not_below_zero() -> None:
    field = RupiahField()
    assert [field.clean(text) for text in ("Rp 1.250.000,00", "1250000", "0")] == [1_250_000, 1_250_000, 0]
    for text in ("12,50", "1.25", "1,000", "seribu", "1.2500"):
        assert refusal(field, text) == "Tulis jumlah rupiah tanpa sen, seperti 1.250.000."
    assert refusal(field, "-5") == "Harus antara Rp0 dan Rp1.000.000.000.000.000."


def test_a_file_is_refused_by_ending_and_size() -> None:
    field = UploadField(accept=[".xlsx", ".xls"], max_bytes=1024)
    assert str(field.help_text) == "Berkas xlsx atau xls, paling besar 1 KB."
    assert refusal(field, SimpleUploadedFile("penduduk.pdf", b"x")) == '"penduduk.pdf" bukan berkas xlsx atau xls.'
    assert "lebih besar dari 1 KB" in refusal(field, SimpleUploadedFile("a.XLSX", b"x" * 1025))
    assert field.clean(SimpleUploadedFile("a.XLSX", b"x")).name == "a.XLSX"
    assert field.widget.attrs["accept"] == ".xlsx,.xls"


class PersonForm(Form):
    person = PersonField(label="Pemohon", find=find, get=get, search_url="/cari/")


def test_a_chosen_person_is_taken_and_a_made_up_key_is_not() -> None:
    form = PersonForm({"person": "7", "person_text": "SITI"})
    assert form.is_valid()
    assert form.cleaned_data == {"person": "7"}
    assert PersonForm({"person": "99"}).errors["person"] == ["Orang ini tidak ada di daftar. Cari dan pilih lagi."]


def test_without_scripts_a_fragment_brings_people_who_can_be_told_apart() -> None:
    form = PersonForm({"person_text": "siti"})
    assert form.errors["person"] == ["Pilih orangnya dari daftar di bawah."]
    page = str(form["person"])
    assert page.count('type="radio"') == 2
    assert "NIK berakhir 0012 · 46 tahun · RT 02/RW 05" in page
    assert "3315051204800012" not in page
    assert 'type="radio"' not in str(PersonForm()["person"]), "candidates of one request must not reach the next"


def test_a_whole_nik_needs_no_choosing() -> None:
    assert PersonForm({"person_text": "3315 0512 0480 0012".replace(" ", "")}).is_valid()
    assert PersonForm({"person_text": ""}).errors["person"] == ["Belum ada orang yang dipilih."]
    assert "Tidak ada penduduk yang cocok" in PersonForm({"person_text": "zz"}).errors["person"][0]


def test_a_prefilled_person_is_shown_by_name() -> None:
    page = str(PersonForm(initial={"person": "7"})["person"])
    assert 'value="SITI AMINAH"' in page
    assert 'name="person" value="7"' in page
