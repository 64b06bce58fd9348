"""One person as a file or the generator gives it: what the import and the generator hand to the register."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date


@dataclass(slots=True)
class ResidentRow:
    """A person's columns, already typed. ``None`` means "not given" and never clears what the register holds.

    Codes are those of :mod:`modules.population.codes`. ``nik`` and ``no_kk`` are 16 digits; ``"0"`` asks for a
    temporary number; ``no_kk`` ``""`` is a resident without a family card (penduduk lepas). ``row`` is the row's number
    as the sheet shows it (the header is row 1).
    """

    row: int = 0
    nik: str = "0"
    no_kk: str = ""
    name: str = ""
    sex: int | None = None
    birth_place: str | None = None
    birth_date: date | None = None
    religion: int | None = None
    education: int | None = None
    education_current: int | None = None
    occupation: int | None = None
    marital_status: int | None = None
    shdk: int | None = None
    citizenship: int | None = None
    dusun: str | None = None
    rw: str | None = None
    rt: str | None = None
    address: str | None = None
    presence: int | None = None
    residency: int | None = None
    father_nik: str | None = None
    father_name: str | None = None
    mother_nik: str | None = None
    mother_name: str | None = None
    blood_type: int | None = None
    birth_certificate: str | None = None
    passport_number: str | None = None
    passport_expires: date | None = None
    kitas_number: str | None = None
    marriage_certificate: str | None = None
    marriage_date: date | None = None
    divorce_certificate: str | None = None
    divorce_date: date | None = None
    disability: int | None = None
    chronic_illness: int | None = None
    family_planning: int | None = None
    pregnancy: int | None = None
    ktp_el: int | None = None
    ktp_record: int | None = None
    ethnicity: str | None = None
    tag_id_card: str | None = None
    health_insurance: int | None = None
    health_insurance_number: str | None = None
    address_current: str | None = None
    phone: str | None = None
    email: str | None = None
    telegram: str | None = None
    contact_by: str | None = None
    address_previous: str | None = None
    family_number_previous: str | None = None
    id_card_place: str | None = None
    id_card_date: date | None = None
    birth_time: str | None = None
    birth_place_kind: int | None = None
    birth_kind: int | None = None
    birth_order: int | None = None
    birth_helper: int | None = None
    birth_weight: int | None = None
    birth_length: int | None = None
    origin_country: str | None = None
    employment_insurance_number: str | None = None
    reading: int | None = None
    note: str | None = None
    lat: str | None = None
    lng: str | None = None


#: Names of all columns but the row number, in order.
ROW_FIELDS = tuple(field.name for field in fields(ResidentRow) if field.name != "row")


def unpadded(name: str | None) -> str:
    """An area's name as it is compared: "001", "01" and "1" are one RT, "Krajan" and "KRAJAN" one dusun; "0", "-" none."""
    text = (name or "").strip().upper()
    if text.isascii() and text.isdigit():
        return text.lstrip("0")
    return "" if text == "-" else text
