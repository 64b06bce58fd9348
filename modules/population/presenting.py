"""A person's data in words: one wording for the page, the paper, the history, a conflict and two records side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.formats import is_temporary, long_date, short_date
from modules.population import codes
from modules.population.fields import number_words, visible
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident, Territory
from modules.population.selectors.register import place_words
from modules.population.sight import Sight

_FIELDS = {field.attname: field for field in Resident._meta.concrete_fields} | {
    field.name: field for field in Resident._meta.concrete_fields
}
#: Columns without words of their own in the model.
_LABELS = {
    "lat": gettext_lazy("Lintang rumah"), "lng": gettext_lazy("Bujur rumah"), "family_id": gettext_lazy("Keluarga (KK)"),
    "rt_id": gettext_lazy("RT"), "nik_temporary": gettext_lazy("NIK sementara"), "photo_file_id": gettext_lazy("Foto"),
    "accepted_warnings": gettext_lazy("Alasan NIK berbeda"), "void_at": gettext_lazy("Dibatalkan"),
    "merged_into_id": gettext_lazy("Digabung ke data"), "initial_data": gettext_lazy("Data awal"),
}  # fmt: skip
#: Columns that nobody reads.
SILENT = frozenset({"id", "name_key", "created_at", "updated_at"})
_NUMBERS = frozenset({"nik", "father_nik", "mother_nik", "family_number_previous"})
_UNITS = {"birth_weight": "gram", "birth_length": "cm"}


@dataclass(frozen=True)
class Facts:
    """A part of a person's page: ``key`` is that of the form's part where it is changed."""

    key: str
    title: Any
    rows: list[tuple[Any, str]]


def label_of(column: str) -> str:
    """A column as people call it."""
    if column in _LABELS:
        return str(_LABELS[column])
    return str(_FIELDS[column].verbose_name) if column in _FIELDS else column


def value_words(
    column: str, value: Any, *, sight: Sight, families: Mapping[UUID, str] | None = None, places: Mapping[UUID, str] | None = None
) -> str:  # fmt: skip
    """A column's value as whoever has this sight reads it; "-" for nothing. Keys of families and RT are named by the two
    mappings."""
    if not visible(column, sight):
        return _("tidak ditampilkan")
    if value is None or value == "" or value == {}:
        return "-"
    if column == "family_id":
        number = (families or {}).get(value, "")
        return number_words(number, sight.numbers) if number else "-"
    if column == "rt_id":
        return (places or {}).get(value, "-")
    if column in _NUMBERS:
        return number_words(str(value), sight.numbers)
    if column == "accepted_warnings":
        return "; ".join(f"{doubt_words(code)}: {reason}" for code, reason in dict(value).items())
    if column == "void_at":
        return short_date(value.date())
    if column in {"photo_file_id", "merged_into_id"}:
        return _("ada")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return short_date(value)
    choices = dict(_FIELDS[column].flatchoices) if column in _FIELDS else {}
    if value in choices:
        return str(choices[value])
    unit = _UNITS.get(column)
    return f"{value} {unit}" if unit else str(value)


def names_of(values: list[tuple[str, Any]]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Numbers of families and words of RT that appear among (column, value): two queries, none where there are none."""
    cards = {value for column, value in values if column == "family_id" and value}
    rts = {value for column, value in values if column == "rt_id" and value}
    families = dict(FamilyCard.objects.filter(pk__in=cards).values_list("pk", "number")) if cards else {}
    nodes = Territory.objects.filter(pk__in=rts).select_related("parent__parent") if rts else []
    return families, {node.pk: place_words(node) for node in nodes}


def home_words(person: Resident) -> str:
    """Where a person lives: the card's address with RT, RW and dusun where it does not name them itself; "-" for nowhere."""
    street = (person.family.address if person.family else "") or person.address_current
    place = place_words(person.rt)
    if street and "RT" in street.upper().split():
        return street
    return ", ".join(part for part in (street, place) if part and part != "-") or "-"


def doubt_words(code: str) -> str:
    """What of a NIK differs."""
    return {
        "sex": _("jenis kelamin di NIK berbeda"),
        "birth_date": _("tanggal lahir di NIK berbeda"),
        "region": _("NIK terbit di daerah lain"),
    }.get(code, code)


#: Parts of a person's page: the form's part, its title, the columns.
_PARTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("identitas", gettext_lazy("Identitas"), ("nik", "sex", "birth_place", "birth_date", "religion", "ethnicity", "citizenship", "origin_country", "kitas_number", "residency")),
    ("orang-tua", gettext_lazy("Orang tua"), ("father_name", "father_nik", "mother_name", "mother_nik")),
    ("perkawinan", gettext_lazy("Perkawinan"), ("marital_status", "marriage_certificate", "marriage_date", "divorce_certificate", "divorce_date")),
    ("pendidikan", gettext_lazy("Pendidikan dan pekerjaan"), ("education", "education_current", "occupation", "reading")),
    ("kelahiran", gettext_lazy("Kelahiran"), ("birth_certificate", "birth_order", "birth_time", "birth_place_kind", "birth_kind", "birth_helper", "birth_weight", "birth_length")),
    ("dokumen", gettext_lazy("Kartu dan dokumen"), ("ktp_el", "ktp_record", "tag_id_card", "id_card_place", "id_card_date", "passport_number", "passport_expires")),
    ("kesehatan", gettext_lazy("Kesehatan"), ("blood_type", "disability", "chronic_illness", "family_planning", "pregnancy", "health_insurance", "health_insurance_number", "employment_insurance_number")),
    ("kontak", gettext_lazy("Kontak"), ("phone", "email", "telegram", "contact_by")),
    ("alamat", gettext_lazy("Alamat dan letak rumah"), ("address_current", "address_previous", "family_number_previous", "lat", "lng")),
    ("keterangan", gettext_lazy("Keterangan"), ("note",)),
)  # fmt: skip
#: Shown even when empty: what the law's forms ask of everybody. Of the others only what is known.
_ALWAYS = frozenset(
    {
        "nik", "sex", "birth_place", "birth_date", "religion", "citizenship", "residency", "father_name", "mother_name",
        "marital_status", "education", "occupation", "blood_type", "phone", "birth_certificate", "ktp_el",
    }
)  # fmt: skip


def facts_of(person: Resident, *, sight: Sight) -> list[Facts]:
    """A person's data by part, for the page; parts of which nothing is known (or to be seen) are left out."""
    found = []
    for key, title, columns in _PARTS:
        rows = [
            (label_of(column), value_words(column, getattr(person, column), sight=sight))
            for column in columns
            if column != "nik"
            and visible(column, sight)
            and (column in _ALWAYS or getattr(person, column) not in (None, ""))
        ]
        if rows:
            found.append(Facts(key, title, rows))
    return found


_DETAILS: dict[str, Any] = {
    "place": gettext_lazy("Tempat"), "time": gettext_lazy("Jam"), "cause": gettext_lazy("Sebab"),
    "witness": gettext_lazy("Yang menerangkan"), "child_number": gettext_lazy("Anak ke"),
    "certificate": gettext_lazy("Nomor akta"), "reported_by": gettext_lazy("Pelapor"),
    "court_number": gettext_lazy("Penetapan pengadilan"), "court_date": gettext_lazy("Tanggal penetapan"),
    "move_kind": gettext_lazy("Jenis pindah"), "destination": gettext_lazy("Tujuan"),
    "previous_address": gettext_lazy("Datang dari"), "purpose": gettext_lazy("Maksud kedatangan"),
    "host_name": gettext_lazy("Yang didatangi"), "host_address": gettext_lazy("Alamat yang didatangi"),
    "report_number": gettext_lazy("Laporan kehilangan"), "reported_on": gettext_lazy("Tanggal laporan"),
    "from_family": gettext_lazy("Dari KK"), "since": gettext_lazy("Tinggal di desa sejak"),
}  # fmt: skip
#: Further ones, for an event's own page and for files.
_MORE: dict[str, Any] = {
    "to_village": gettext_lazy("Desa/kelurahan tujuan"), "to_district": gettext_lazy("Kecamatan tujuan"),
    "to_regency": gettext_lazy("Kabupaten/kota tujuan"), "to_province": gettext_lazy("Provinsi tujuan"),
    "from_village": gettext_lazy("Desa/kelurahan asal"), "from_district": gettext_lazy("Kecamatan asal"),
    "from_regency": gettext_lazy("Kabupaten/kota asal"), "from_province": gettext_lazy("Provinsi asal"),
    "birth_kind": gettext_lazy("Jenis kelahiran"), "helper": gettext_lazy("Penolong kelahiran"),
    "place_kind": gettext_lazy("Tempat dilahirkan"), "weight_g": gettext_lazy("Berat lahir (gram)"),
    "length_cm": gettext_lazy("Panjang lahir (cm)"),
}  # fmt: skip
_CODED: dict[str, Any] = {
    "cause": codes.DeathCause, "witness": codes.DeathWitness, "move_kind": codes.MoveKind, "birth_kind": codes.BirthKind,
    "helper": codes.BirthHelper, "place_kind": codes.BirthPlaceKind,
}  # fmt: skip
_DAYS = frozenset({"court_date", "reported_on", "since"})


def detail_title(name: str) -> str:
    """A detail of an event as people call it."""
    return str((_DETAILS | _MORE).get(name, name)) if name != "note" else _("Catatan")


def detail_words(name: str, value: Any) -> str:
    """A detail's value as people read it; "-" for nothing."""
    if value in (None, ""):
        return "-"
    if name in _CODED and value in _CODED[name].values:
        return str(_CODED[name](value).label)
    return long_date(date.fromisoformat(value)) if name in _DAYS else str(value)


def event_words(event: PopulationEvent, *, shown: bool, whole: bool = False) -> list[tuple[str, str]]:
    """What a line of the ledger says beyond its kind and days; ``whole``: with every part of it."""
    found: list[tuple[str, str]] = []
    for name, title in (_DETAILS | _MORE if whole else _DETAILS).items():
        value = event.told.get(name)
        if value in (None, ""):
            continue
        words = number_words(str(value), shown) if name == "from_family" else detail_words(name, value)
        found.append((str(title), words))
    if event.kind == EventKind.UNDO and event.details.get("undone"):
        found.append((_("Yang dibatalkan"), str(EventKind(event.details["undone"]).label)))
    return found


#: The sheet "biodata", part by part, as the field prints it; each line stands even when nothing is known.
_BIODATA: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Data personal"), (
        "name", "nik", "sex", "birth_place", "birth_date", "blood_type", "religion", "marital_status", "shdk", "education",
        "education_current", "occupation", "citizenship", "origin_country", "ethnicity", "disability", "reading",
        "address", "phone", "residency",
    )),
    (gettext_lazy("Data orang tua"), ("father_nik", "father_name", "mother_nik", "mother_name")),
    (gettext_lazy("Kepemilikan dokumen"), (
        "family_id", "ktp_el", "birth_certificate", "marriage_certificate", "marriage_date", "divorce_certificate",
        "divorce_date", "passport_number", "passport_expires", "kitas_number", "health_insurance",
        "health_insurance_number",
    )),
)  # fmt: skip


def _on_sheet(column: str, value: Any, sight: Sight) -> str:
    # A parent's temporary number is as little printed as the own one.
    return "-" if column in _NUMBERS and is_temporary(value) else value_words(column, value, sight=sight)


def biodata_of(person: Resident, *, sight: Sight) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sheet's lines. A temporary NIK or KK is a number of ours, not of the state: it is never printed."""
    family = person.family
    own: dict[str, tuple[str, str]] = {
        "nik": (_("NIK"), "-" if person.nik_temporary else value_words("nik", person.nik, sight=sight)),
        "birth_date": (_("Tanggal lahir"), long_date(person.birth_date) if person.birth_date else "-"),
        "address": (_("Alamat"), home_words(person)),
        "family_id": (
            _("Nomor KK"),
            "-" if family is None or family.number_temporary else number_words(family.number, sight.numbers),
        ),
    }  # fmt: skip
    return [
        (
            str(title),
            [
                own.get(column) or (label_of(column), _on_sheet(column, getattr(person, column), sight))
                for column in columns
            ],
        )
        for title, columns in _BIODATA
    ]
