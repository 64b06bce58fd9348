"""What may be written about a person, and what follows from what (domain: population.md, section 2).

Pure functions over columns of ``Resident``, so that forms can say everything at once and services have the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.population.codes import Citizenship, FamilyPlanning, HealthInsurance, MaritalStatus, Sex
from modules.population.models import Resident

#: Columns that are text and never null: left empty means "".
TEXTS = frozenset(
    field.name
    for field in Resident._meta.concrete_fields
    if not field.null and field.get_internal_type() in {"CharField", "EmailField"}
)
#: Stored in capitals, as on the card.
UPPER = frozenset({"name", "father_name", "mother_name", "birth_place"})
#: The least and the greatest that can be: grams, centimetres, the how many-eth child.
NUMBERS = {"birth_order": (1, 40), "birth_weight": (200, 9999), "birth_length": (10, 99)}
#: Ways of family planning by sex; those of neither are for both (list ``cara_kb``).
FOR_WOMEN = frozenset(
    {
        FamilyPlanning.PIL, FamilyPlanning.IUD, FamilyPlanning.SUNTIK, FamilyPlanning.SUSUK_KB,
        FamilyPlanning.STERILISASI_WANITA,
    }
)  # fmt: skip
FOR_MEN = frozenset({FamilyPlanning.KONDOM, FamilyPlanning.STERILISASI_PRIA})
#: How a citizen is written to, and the column that must then be filled.
CONTACT_BY = (("Email", gettext_lazy("Surel")), ("Telegram", "Telegram"))
_CONTACT = {"Email": "email", "Telegram": "telegram"}
_DATES = ("birth_date", "marriage_date", "divorce_date", "id_card_date")
_EARLIEST = date(1850, 1, 1)
_IN_A_NAME = re.compile(r"[^\W\d_]|[ '.,-]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TELEGRAM = re.compile(r"@?[A-Za-z0-9_]{4,32}|\+?[0-9]{8,16}")
_PHONE = re.compile(r"[0-9+() .-]+")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")

Whole = Mapping[str, Any]


def tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the register keeps them: blanks taken off, names in capitals, "0" for an unknown NIK empty, 14.30 as 14:30."""
    found: dict[str, Any] = {}
    for column, value in values.items():
        if column in TEXTS and (value is None or isinstance(value, str)):
            text = " ".join(str(value or "").replace("’", "'").replace("`", "'").split())
            value = text.upper() if column in UPPER else text
        if column in {"father_nik", "mother_nik", "family_number_previous"}:
            value = re.sub(r"[\s.-]", "", str(value))
            value = "" if not value.strip("0") else value
        elif column == "birth_time" and (time := _TIME.fullmatch(value)):
            value = f"{int(time[1]):02d}:{time[2]}"
        elif column in {"lat", "lng"}:
            value = value.replace(",", ".")
        elif column == "email":
            value = value.lower()
        found[column] = value
    return found


def problems(values: Mapping[str, Any], whole: Whole, *, on: date) -> dict[str, str]:
    """What is wrong with ``values`` (those that change), by column: one sentence each. ``whole``: the person afterwards."""
    found: dict[str, str] = {}
    for column, value in values.items():
        if value in (None, ""):
            if column == "name":
                found[column] = _("Nama belum diisi. Tulis nama lengkap tanpa gelar.")
            continue
        check = _CHECKS.get(column)
        sentence = check(value) if check else None
        if sentence is None and column in _DATES:
            sentence = _day(column, value, whole, on)
        if sentence:
            found[column] = sentence
    touched = values.keys() - found.keys()
    by = whole.get("contact_by")
    if by in _CONTACT and not whole.get(_CONTACT[by]) and touched & {"contact_by", "email", "telegram"}:
        found.setdefault("contact_by", _("Isi dahulu alamat {by}, atau pilih cara lain.").format(by=_words_of(by)))
    if touched & {"lat", "lng"} and bool(whole.get("lat")) != bool(whole.get("lng")):
        empty = "lng" if whole.get("lat") else "lat"
        found.setdefault(empty, _("Lintang dan bujur diisi bersama, atau keduanya dikosongkan."))
    way, sex = whole.get("family_planning"), whole.get("sex")
    if "family_planning" in values and way is not None and _married(whole):
        if sex == Sex.MALE and way in FOR_WOMEN:
            found["family_planning"] = _("Cara KB ini bagi perempuan. Pilih yang lain, atau periksa jenis kelaminnya.")
        elif sex == Sex.FEMALE and way in FOR_MEN:
            found["family_planning"] = _("Cara KB ini bagi laki-laki. Pilih yang lain, atau periksa jenis kelaminnya.")
    return found


#: Which columns decide about which others.
_DEPENDENT = {
    "citizenship": ("kitas_number", "origin_country"),
    "marital_status": (
        "marriage_certificate", "marriage_date", "divorce_certificate", "divorce_date", "family_planning",
    ),
    "sex": ("pregnancy", "family_planning"),
    "health_insurance": ("health_insurance_number",),
}  # fmt: skip


def cleared(whole: Whole, changed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Columns that must be empty, given the others, and are not. With ``changed``: only where one of them bears on it."""
    wrong: set[str] = set()
    if whole.get("citizenship") == Citizenship.WNI:
        wrong |= {"kitas_number", "origin_country"}
    status = whole.get("marital_status")
    if status == MaritalStatus.UNMARRIED:
        wrong |= {"marriage_certificate", "marriage_date"}
    if status in (MaritalStatus.UNMARRIED, MaritalStatus.MARRIED):
        wrong |= {"divorce_certificate", "divorce_date"}
    sex, way = whole.get("sex"), whole.get("family_planning")
    if not _married(whole) or (sex == Sex.MALE and way in FOR_WOMEN) or (sex == Sex.FEMALE and way in FOR_MEN):
        wrong.add("family_planning")
    if sex == Sex.MALE:
        wrong.add("pregnancy")
    if whole.get("health_insurance") in (None, HealthInsurance.TIDAK_BELUM_PUNYA):
        wrong.add("health_insurance_number")
    if changed is not None:
        bearing = {
            column
            for decides, columns in _DEPENDENT.items()
            for column in columns
            if decides in changed or column in changed
        }
        wrong &= bearing | {"pregnancy"}
    return {column: "" if column in TEXTS else None for column in wrong if whole.get(column) not in (None, "")}


def _married(whole: Whole) -> bool:
    return bool(whole.get("marital_status") == MaritalStatus.MARRIED)


def _words_of(by: str) -> str:
    return str(dict(CONTACT_BY)[by])


def _name(value: str) -> str | None:
    wrong = sorted(set(_IN_A_NAME.sub("", value)))
    if wrong:
        return _("Nama berisi huruf, spasi, dan tanda ' . , - saja. Hapus: {signs}").format(signs=" ".join(wrong))
    if not any(letter.isalpha() for letter in value) and value != "-":
        return _("Tulis namanya dengan huruf.")
    return _longest(100)(value)


def _own_name(value: str) -> str | None:
    return _("Nama belum diisi. Tulis nama lengkap tanpa gelar.") if value == "-" else _name(value)


def _sixteen(value: str) -> str | None:
    if not value.isascii() or not value.isdigit():
        return _("NIK hanya berisi angka.")
    return None if len(value) == 16 else _("NIK harus 16 angka. Yang tertulis {n} angka.").format(n=len(value))


def _tag(value: str) -> str | None:
    return (
        None if 10 <= len(value) <= 17 else _("Tag ID Card 10 sampai 17 tanda. Yang tertulis {n}.").format(n=len(value))
    )


def _digits(value: str) -> str | None:
    if not value.isascii() or not value.isdigit():
        return _("Tulis angka saja.")
    return _longest(30)(value)


def _matches(pattern: re.Pattern[str], sentence: Any, longest: int) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        return _longest(longest)(value) if pattern.fullmatch(value) else str(sentence)

    return check


def _longest(most: int) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        if len(value) <= most:
            return None
        return _("Paling banyak {most} huruf. Yang tertulis {n}.").format(most=most, n=len(value))

    return check


def _between(least: int, most: int) -> Callable[[int], str | None]:
    def check(value: int) -> str | None:
        return None if least <= value <= most else _("Antara {least} dan {most}.").format(least=least, most=most)

    return check


def _degrees(most: int) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        try:
            degrees = Decimal(value)
        except InvalidOperation:
            return _("Tulis derajat dengan angka, seperti -7.0812.")
        return None if degrees.is_finite() and abs(degrees) <= most else _("Antara -{n} dan {n}.").format(n=most)

    return check


def _contact(value: str) -> str | None:
    return None if value in _CONTACT else _("Pilihan ini tidak ada. Pilih satu dari daftar.")


def _day(column: str, day: date, whole: Whole, on: date) -> str | None:
    if day > on:
        return _("Tanggal ini belum tiba. Periksa tahunnya.")
    if day < _EARLIEST:
        return _("Tahun {year} terlalu lampau. Periksa tahunnya.").format(year=day.year)
    born = whole.get("birth_date")
    if column != "birth_date" and born and day < born:
        return _("Tanggal ini sebelum tanggal lahirnya.")
    married = whole.get("marriage_date")
    if column == "divorce_date" and married and day < married:
        return _("Tanggal perceraian sebelum tanggal perkawinan.")
    return None


_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "name": _own_name,
    "father_name": _name,
    "mother_name": _name,
    "father_nik": _sixteen,
    "mother_nik": _sixteen,
    "tag_id_card": _tag,
    "family_number_previous": _digits,
    "email": _matches(_EMAIL, gettext_lazy("Alamat surel tidak lengkap. Tulis seperti nama@contoh.id."), 100),
    "telegram": _matches(_TELEGRAM, gettext_lazy("Tulis nama pengguna Telegram seperti @nama, atau nomornya."), 100),
    "phone": _matches(_PHONE, gettext_lazy("Nomor telepon berisi angka, spasi, dan tanda + - saja."), 20),
    "birth_time": _matches(_TIME, gettext_lazy("Tulis jam seperti 14.30."), 5),
    "contact_by": _contact,
    "lat": _degrees(90),
    "lng": _degrees(180),
} | {column: _between(*ends) for column, ends in NUMBERS.items()}
for _field in Resident._meta.concrete_fields:
    # Whatever has no rule of its own still has an end: the column's.
    if _field.name in TEXTS and _field.max_length:
        _CHECKS.setdefault(_field.name, _longest(_field.max_length))
