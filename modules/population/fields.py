"""Every field of a person, said once: lists show them, filters ask for them, exports carry them, the board mends them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from balai.db import today
from balai.ui.formats import age, is_temporary, mask, short_date, years
from modules.population import codes
from modules.population.models import Resident, TerritoryKind
from modules.population.sight import HEALTH as HEALTH_RIGHT
from modules.population.sight import Sight

#: What a field holds; filters have operators by it. ``digits`` are numbers that stay text (NIK, KK).
Kind = Literal["text", "digits", "code", "date", "number", "yes"]

IDENTITY, BIRTH, FAMILY, PARENTS, ADDRESS = (
    gettext_lazy("Identitas"), gettext_lazy("Kelahiran"), gettext_lazy("Keluarga"), gettext_lazy("Orang tua"),
    gettext_lazy("Alamat dan kontak"),
)  # fmt: skip
MARRIAGE, WORK, HEALTH, PAPERS, RECORD = (
    gettext_lazy("Perkawinan"), gettext_lazy("Pendidikan dan pekerjaan"), gettext_lazy("Kesehatan"),
    gettext_lazy("Dokumen"), gettext_lazy("Catatan data"),
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A field of a person.

    ``lookup`` is its path from a resident (the name by default); ``reads`` are the columns that ``value`` needs where it
    is computed. ``choices`` belong to ``code``. ``masked`` needs ``population.view_nik`` to be seen whole; without
    ``right`` it is not seen, asked for or taken along at all. ``sort``: the columns that an index orders by. ``width`` is
    for exports, in characters.
    """

    name: str
    title: Any
    group: Any
    kind: Kind = "text"
    lookup: str = ""
    choices: type[Any] | None = None
    masked: bool = False
    right: str = ""
    sort: tuple[str, ...] = ()
    width: float = 0
    reads: tuple[str, ...] = ()
    value: Callable[[Resident], Any] | None = None

    @property
    def path(self) -> str:
        """The lookup from a resident."""
        return self.lookup or self.name

    @property
    def columns(self) -> tuple[str, ...]:
        """What a query must fetch for it."""
        return self.reads or (self.path,)

    def of(self, row: Resident) -> Any:
        """What the register holds: a code, a date, a text."""
        if self.value is not None:
            return self.value(row)
        found: Any = row
        for part in self.path.split("__"):
            if found is None:
                return None
            found = getattr(found, part)
        return found

    def shown(self, row: Resident, *, sight: Sight) -> str:
        """As a list shows it; "" where nothing is known, or nothing is to be seen."""
        value = self.of(row) if sight.sees(self) else None
        if value is None or value == "":
            return ""
        if self.kind == "code":
            return label(self.choices, value)
        if self.kind == "date":
            return short_date(value)
        if self.kind == "yes":
            return _("Ya") if value else _("Tidak")
        if self.masked:
            return number_words(str(value), sight.numbers)
        return str(value)

    def exported(self, row: Resident, *, sight: Sight) -> Any:
        """As paper and files carry it: dates and numbers stay what they are, a temporary number is 0."""
        if self.kind in {"date", "number"}:
            return self.of(row)
        if self.masked:
            return on_paper(str(self.of(row) or ""), sight.numbers)
        return self.shown(row, sight=sight)


def number_words(number: str, whole: bool) -> str:
    """A NIK or KK where it stands as plain text on a page, which somebody may print: a temporary one says only that."""
    if is_temporary(number):
        return _("sementara")
    return number if whole else mask(number)


def on_paper(number: str, shown: bool) -> str:
    """A NIK or KK as paper and files have it: a temporary one is never printed (0 is what an import takes for it), a whole
    one only by right."""
    if not number:
        return ""
    if is_temporary(number):
        return "0"
    return number if shown else mask(number)


@functools.lru_cache(maxsize=200)
def _labels(choices: Any, language: str) -> dict[Any, str]:
    return {each.value: str(each.label) for each in choices}


def label(choices: Any, code: Any) -> str:
    """A code's words; the lists are made once a language, not once a row (Django hashes all labels anew each time)."""
    return _labels(choices, get_language() or "").get(code, str(code))


def labels(choices: Any) -> dict[Any, str]:
    """A list's codes and words in the reader's language."""
    return _labels(choices, get_language() or "")


def _local_day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _place(level: str) -> Callable[[Resident], str]:
    def value(row: Resident) -> str:
        node: Any = row.rt
        while node is not None and node.kind != level:
            node = node.parent
        return node.name if node is not None else ""

    return value


#: Columns of the place in three levels, in one query.
PLACE = tuple(f"{path}__{column}" for path in ("rt", "rt__parent", "rt__parent__parent") for column in ("kind", "name"))


def _years(row: Resident) -> int | None:
    return None if row.birth_date is None else max(0, years(row.birth_date, today()))


def age_words(row: Resident) -> str:
    """ "42 tahun", in months under two years."""
    return age(row.birth_date)


_all = (
    Field("name", gettext_lazy("Nama"), IDENTITY, sort=("name",), width=30),
    Field("nik", gettext_lazy("NIK"), IDENTITY, "digits", masked=True, sort=("nik",), width=19),
    Field("nik_temporary", gettext_lazy("NIK sementara"), IDENTITY, "yes"),
    Field("sex", gettext_lazy("Jenis kelamin"), IDENTITY, "code", choices=codes.Sex, width=12),
    Field("religion", gettext_lazy("Agama"), IDENTITY, "code", choices=codes.Religion, width=12),
    Field("citizenship", gettext_lazy("Kewarganegaraan"), IDENTITY, "code", choices=codes.Citizenship),
    Field("origin_country", gettext_lazy("Negara asal"), IDENTITY),
    Field("ethnicity", gettext_lazy("Suku"), IDENTITY),
    Field("blood_type", gettext_lazy("Golongan darah"), IDENTITY, "code", choices=codes.BloodType),
    Field("birth_place", gettext_lazy("Tempat lahir"), BIRTH, width=18),
    Field("birth_date", gettext_lazy("Tanggal lahir"), BIRTH, "date", sort=("birth_date",), width=12),
    Field("age", gettext_lazy("Umur"), BIRTH, "number", reads=("birth_date",), value=_years, width=7),
    Field("birth_certificate", gettext_lazy("Nomor akta kelahiran"), BIRTH, width=22),
    Field("birth_time", gettext_lazy("Waktu kelahiran"), BIRTH),
    Field("birth_place_kind", gettext_lazy("Tempat dilahirkan"), BIRTH, "code", choices=codes.BirthPlaceKind),
    Field("birth_kind", gettext_lazy("Jenis kelahiran"), BIRTH, "code", choices=codes.BirthKind),
    Field("birth_order", gettext_lazy("Anak ke"), BIRTH, "number"),
    Field("birth_helper", gettext_lazy("Penolong kelahiran"), BIRTH, "code", choices=codes.BirthHelper),
    Field("birth_weight", gettext_lazy("Berat lahir (gram)"), BIRTH, "number"),
    Field("birth_length", gettext_lazy("Panjang lahir (cm)"), BIRTH, "number"),
    Field(
        "family_number", gettext_lazy("Nomor KK"), FAMILY, "digits", "family__number", masked=True, width=19,
        sort=("family__number", "shdk"),
    ),
    Field("family_number_temporary", gettext_lazy("Nomor KK sementara"), FAMILY, "yes", "family__number_temporary"),
    Field("shdk", gettext_lazy("Hubungan dalam keluarga"), FAMILY, "code", choices=codes.Shdk, width=18),
    Field("family_address", gettext_lazy("Alamat KK"), FAMILY, lookup="family__address", width=28),
    Field("welfare_class", gettext_lazy("Kelas sosial keluarga"), FAMILY, "code", "family__welfare_class", codes.WelfareClass),
    Field("family_registered_on", gettext_lazy("KK terdaftar"), FAMILY, "date", "family__registered_on"),
    Field("family_printed_on", gettext_lazy("KK dicetak"), FAMILY, "date", "family__printed_on"),
    Field("family_number_previous", gettext_lazy("Nomor KK sebelumnya"), FAMILY, "digits", masked=True, width=19),
    Field("father_name", gettext_lazy("Nama ayah"), PARENTS, width=26),
    Field("father_nik", gettext_lazy("NIK ayah"), PARENTS, "digits", masked=True, width=19),
    Field("mother_name", gettext_lazy("Nama ibu"), PARENTS, width=26),
    Field("mother_nik", gettext_lazy("NIK ibu"), PARENTS, "digits", masked=True, width=19),
    Field("dusun", gettext_lazy("Dusun"), ADDRESS, reads=PLACE, value=_place(TerritoryKind.DUSUN), width=16),
    Field("rw", gettext_lazy("RW"), ADDRESS, "digits", reads=PLACE, value=_place(TerritoryKind.RW), width=6),
    Field("rt", gettext_lazy("RT"), ADDRESS, "digits", reads=PLACE, value=_place(TerritoryKind.RT), width=6),
    Field("address_current", gettext_lazy("Alamat sekarang"), ADDRESS, width=28),
    Field("address_previous", gettext_lazy("Alamat sebelumnya"), ADDRESS, width=28),
    Field("phone", gettext_lazy("Telepon"), ADDRESS, "digits", width=16),
    Field("email", gettext_lazy("Surel"), ADDRESS, width=24),
    Field("telegram", gettext_lazy("Telegram"), ADDRESS),
    Field("contact_by", gettext_lazy("Cara hubung warga"), ADDRESS),
    Field("marital_status", gettext_lazy("Status perkawinan"), MARRIAGE, "code", choices=codes.MaritalStatus, width=16),
    Field("marriage_certificate", gettext_lazy("Nomor akta perkawinan"), MARRIAGE, width=22),
    Field("marriage_date", gettext_lazy("Tanggal perkawinan"), MARRIAGE, "date"),
    Field("divorce_certificate", gettext_lazy("Nomor akta perceraian"), MARRIAGE, width=22),
    Field("divorce_date", gettext_lazy("Tanggal perceraian"), MARRIAGE, "date"),
    Field("education", gettext_lazy("Pendidikan dalam KK"), WORK, "code", choices=codes.Education, width=24),
    Field("education_current", gettext_lazy("Pendidikan sedang ditempuh"), WORK, "code", choices=codes.EducationCurrent),
    Field("occupation", gettext_lazy("Pekerjaan"), WORK, "code", choices=codes.Occupation, width=24),
    Field("reading", gettext_lazy("Dapat membaca huruf"), WORK, "code", choices=codes.Reading),
    Field("employment_insurance_number", gettext_lazy("Nomor BPJS Ketenagakerjaan"), WORK, "digits"),
    Field("disability", gettext_lazy("Cacat"), HEALTH, "code", choices=codes.Disability, right=HEALTH_RIGHT),
    Field(
        "chronic_illness", gettext_lazy("Sakit menahun"), HEALTH, "code", choices=codes.ChronicIllness, right=HEALTH_RIGHT
    ),
    Field(
        "family_planning", gettext_lazy("Cara KB"), HEALTH, "code", choices=codes.FamilyPlanning, right=HEALTH_RIGHT
    ),
    Field("pregnancy", gettext_lazy("Status kehamilan"), HEALTH, "code", choices=codes.Pregnancy, right=HEALTH_RIGHT),
    Field("health_insurance", gettext_lazy("Asuransi kesehatan"), HEALTH, "code", choices=codes.HealthInsurance),
    Field("health_insurance_number", gettext_lazy("Nomor asuransi"), HEALTH, "digits"),
    Field("ktp_el", gettext_lazy("Kepemilikan KTP-el"), PAPERS, "code", choices=codes.KtpEl),
    Field("ktp_record", gettext_lazy("Status rekam KTP"), PAPERS, "code", choices=codes.KtpRecord),
    Field("tag_id_card", gettext_lazy("Tag ID Card"), PAPERS, "digits"),
    Field("id_card_place", gettext_lazy("Tempat penerbitan KTP"), PAPERS),
    Field("id_card_date", gettext_lazy("Tanggal penerbitan KTP"), PAPERS, "date"),
    Field("passport_number", gettext_lazy("Nomor paspor"), PAPERS, "digits"),
    Field("passport_expires", gettext_lazy("Paspor berlaku sampai"), PAPERS, "date"),
    Field("kitas_number", gettext_lazy("Nomor KITAS/KITAP"), PAPERS, "digits"),
    Field(
        "photo", gettext_lazy("Foto"), PAPERS, "yes", "photo_file_id", value=lambda row: row.photo_file_id is not None
    ),
    Field("presence", gettext_lazy("Status dasar"), RECORD, "code", choices=codes.Presence),
    Field("residency", gettext_lazy("Status penduduk"), RECORD, "code", choices=codes.Residency),
    Field("initial_data", gettext_lazy("Data awal"), RECORD, "yes"),
    Field(
        "created_at", gettext_lazy("Tanggal dicatat"), RECORD, "date", value=lambda row: _local_day(row.created_at),
        sort=("id",),
    ),
    Field("updated_at", gettext_lazy("Terakhir diubah"), RECORD, "date", value=lambda row: _local_day(row.updated_at)),
    Field(
        "location", gettext_lazy("Lokasi pada peta"), RECORD, "yes", reads=("lat",), value=lambda row: bool(row.lat)
    ),
    Field("note", gettext_lazy("Keterangan"), RECORD, width=30),
)  # fmt: skip

#: By name, in the order that people read them.
FIELDS: dict[str, Field] = {field.name: field for field in _all}


#: Columns that only some may see.
GUARDED: tuple[str, ...] = tuple(field.name for field in _all if field.right)


def visible(column: str, sight: Sight) -> bool:
    """Whether somebody may see a column of a person."""
    return column not in FIELDS or sight.sees(FIELDS[column])


def grouped(names: Any = None) -> list[tuple[Any, list[Field]]]:
    """Fields under the titles of their groups, in order; those named, or all."""
    found: dict[Any, list[Field]] = {}
    for field in FIELDS.values():
        if names is None or field.name in names:
            found.setdefault(str(field.group), []).append(field)
    return list(found.items())
