"""The 43 columns of the resident workbook and ours beside them: names, lists, and what OpenSID's exports write there."""

from __future__ import annotations

import functools
import re
from datetime import date, datetime
from typing import Any

from django.db.models import IntegerChoices
from django.utils import translation

from modules.population import codes

HEADINGS = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "agama_id",
    "pendidikan_kk_id", "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level", "warganegara_id", "ayah_nik",
    "nama_ayah", "ibu_nik", "nama_ibu", "golongan_darah_id", "akta_lahir", "dokumen_pasport", "tanggal_akhir_paspor",
    "dokumen_kitas", "akta_perkawinan", "tanggalperkawinan", "akta_perceraian", "tanggalperceraian", "cacat_id",
    "cara_kb_id", "hamil", "ktp_el", "status_rekam", "alamat_sekarang", "status_dasar", "suku", "tag_id_card",
    "id_asuransi", "no_asuransi", "lat", "lng",
)  # fmt: skip
#: What the register holds besides. OpenSID neither writes nor reads them there; they have the names of its database.
EXTRA = (
    "status", "sakit_menahun_id", "telepon", "email", "telegram", "hubung_warga", "alamat_sebelumnya", "no_kk_sebelumnya",
    "tempat_cetak_ktp", "tanggal_cetak_ktp", "waktu_lahir", "tempat_dilahirkan", "jenis_kelahiran", "kelahiran_anak_ke",
    "penolong_kelahiran", "berat_lahir", "panjang_lahir", "negara_asal", "bpjs_ketenagakerjaan", "bahasa_id", "ket",
)  # fmt: skip
ALL_HEADINGS = HEADINGS + EXTRA
#: Without these a file says nothing about anybody.
NEEDED = ("nama", "no_kk", "nik")
#: Coded columns: the resident's column and its list.
CODED: dict[str, tuple[str, type[IntegerChoices]]] = {
    "sex": ("sex", codes.Sex),
    "agama_id": ("religion", codes.Religion),
    "pendidikan_kk_id": ("education", codes.Education),
    "pendidikan_sedang_id": ("education_current", codes.EducationCurrent),
    "pekerjaan_id": ("occupation", codes.Occupation),
    "status_kawin": ("marital_status", codes.MaritalStatus),
    "kk_level": ("shdk", codes.Shdk),
    "warganegara_id": ("citizenship", codes.Citizenship),
    "golongan_darah_id": ("blood_type", codes.BloodType),
    "cacat_id": ("disability", codes.Disability),
    "cara_kb_id": ("family_planning", codes.FamilyPlanning),
    "hamil": ("pregnancy", codes.Pregnancy),
    "ktp_el": ("ktp_el", codes.KtpEl),
    "status_rekam": ("ktp_record", codes.KtpRecord),
    "status_dasar": ("presence", codes.Presence),
    "id_asuransi": ("health_insurance", codes.HealthInsurance),
    "status": ("residency", codes.Residency),
    "sakit_menahun_id": ("chronic_illness", codes.ChronicIllness),
    "tempat_dilahirkan": ("birth_place_kind", codes.BirthPlaceKind),
    "jenis_kelahiran": ("birth_kind", codes.BirthKind),
    "penolong_kelahiran": ("birth_helper", codes.BirthHelper),
    "bahasa_id": ("reading", codes.Reading),
}
DATES = {
    "tanggallahir": "birth_date",
    "tanggal_akhir_paspor": "passport_expires",
    "tanggalperkawinan": "marriage_date",
    "tanggalperceraian": "divorce_date",
    "tanggal_cetak_ktp": "id_card_date",
}
MAY_LIE_AHEAD = frozenset({"tanggal_akhir_paspor"})
#: Free text: the resident's column and how many characters the register holds.
TEXTS = {
    "tempatlahir": ("birth_place", 100), "nama_ayah": ("father_name", 100), "nama_ibu": ("mother_name", 100),
    "akta_lahir": ("birth_certificate", 40), "dokumen_pasport": ("passport_number", 45),
    "dokumen_kitas": ("kitas_number", 45), "akta_perkawinan": ("marriage_certificate", 40),
    "akta_perceraian": ("divorce_certificate", 40), "alamat_sekarang": ("address_current", 200), "alamat": ("address", 200),
    "suku": ("ethnicity", 150), "no_asuransi": ("health_insurance_number", 100), "lat": ("lat", 24), "lng": ("lng", 24),
    "telegram": ("telegram", 100), "hubung_warga": ("contact_by", 10), "alamat_sebelumnya": ("address_previous", 200),
    "no_kk_sebelumnya": ("family_number_previous", 30), "tempat_cetak_ktp": ("id_card_place", 150),
    "negara_asal": ("origin_country", 50), "bpjs_ketenagakerjaan": ("employment_insurance_number", 100), "ket": ("note", 300),
}  # fmt: skip
#: Whole numbers: the resident's column, the least and the greatest that can be (grams, centimetres).
NUMBERS = {
    "kelahiran_anak_ke": ("birth_order", 1, 40),
    "berat_lahir": ("birth_weight", 200, 9999),
    "panjang_lahir": ("birth_length", 10, 99),
}
UPPER = frozenset({"nama_ayah", "nama_ibu", "tempatlahir"})
AREAS = {"dusun": 50, "rw": 10, "rt": 10}
PARENTS = {"ayah_nik": "father_nik", "ibu_nik": "mother_nik"}
#: A resident's column by heading.
ATTRIBUTE = (
    {heading: name for heading, (name, _choices) in CODED.items()}
    | DATES
    | {heading: name for heading, (name, _longest) in TEXTS.items()}
    | {heading: heading for heading in AREAS}
    | {heading: name for heading, (name, _least, _most) in NUMBERS.items()}
    | PARENTS
    | {"nama": "name", "nik": "nik", "no_kk": "no_kk", "tag_id_card": "tag_id_card"}
    | {"telepon": "phone", "email": "email", "waktu_lahir": "birth_time"}
)
#: "TIDAK" under hamil in an export of labels: men and unknown too, so nothing is said.
NOT_SAID = 0
#: What else is written for a code, squeezed: OpenSID's own importer, its exports, older spellings.
_ALIASES: dict[str, dict[str, int]] = {
    "sex": {"L": 1, "LK": 1, "LAKILAKI": 1, "P": 2, "PR": 2, "WANITA": 2, "PRIA": 1},
    "status_kawin": {"BK": 1, "K": 2, "CH": 3, "CM": 4, "KAWINTERCATAT": 2, "KAWINBELUMTERCATAT": 2},
    "kk_level": {"ISTERI": 3},
    "pendidikan_kk_id": {
        "TIDAK/BLMSEKOLAH": 1, "TIDAKTAMATSD/SEDERAJAT": 2, "AKADEMI/DIPLOMAIII/SARJANAMUDA": 7, "STRATA-II": 9,
        "STRATA-III": 10,
    },
    "golongan_darah_id": {"TDKTH": 13, "TDKTAHU": 13, "TIDAKTAHU": 13},
    "pekerjaan_id": {"PNS": 5, "TNI": 6, "POLRI": 7, "PENERJEMAH": 40},
    "hamil": {"YA": 1, "TIDAK": NOT_SAID},
    "ktp_el": {"KTPEL": 2, "KTP-ELEKTRONIK": 2},
    "status_dasar": {"PINDAHDALAMNEGERI": 3, "PINDAHLUARNEGERI": 3, "MENINGGAL": 2},
    "status": {"PENDATANG": 2},
    "sakit_menahun_id": {"TIDAKADA": 14, "TIDAKSAKIT": 14},
    "agama_id": {
        "KATOLIK": 3, "BUDDHA": 5, "KONGHUCU": 6, "KONGHUCHU": 6, "PROTESTAN": 2, "KEPERCAYAAN": 7,
        "KEPERCAYAANTERHADAPTUHANYME": 7,
    },
}  # fmt: skip
#: OpenSID's form stores 100 and its importer 8 for "Lainnya"; the list itself has 99.
OTHER_FAMILY_PLANNING = frozenset({"8", "100"})
#: The export of labels looks status_dasar up in the list of Tetap and Tidak Tetap.
WRONG_LIST = {"TETAP": codes.Presence.PRESENT, "TIDAKTETAP": codes.Presence.DEAD}

_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def squeeze(text: str) -> str:
    """A label as it is compared: without spaces, upper case."""
    return _SPACES.sub("", text).upper()


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without ".0", wrapped quotes taken off, non-breaking spaces made plain, "-" empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        text = " ".join(value.split() if value.isascii() else _SPACES.sub(" ", value).split())
        if len(text) >= 2 and text[0] == text[-1] == '"':
            text = text[1:-1].replace('""', '"').strip()
        elif text.startswith("'"):
            text = text[1:]
        return "" if text == "-" else text
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (datetime, date)):
        return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
    return str(value)


@functools.cache
def official_labels() -> dict[str, dict[int, str]]:
    """The official label of each code by heading, whatever language the reader's pages have."""
    with translation.override(None):
        return {
            heading: {each.value: str(each.label) for each in choices} for heading, (_name, choices) in CODED.items()
        }


@functools.cache
def code_tables() -> dict[str, dict[str, int]]:
    """Codes by what a cell may say (squeezed) and heading."""
    found = {}
    for heading, labels in official_labels().items():
        table = {str(code): code for code in labels} | {squeeze(label): code for code, label in labels.items()}
        # Civil registries write "Pegawai Negeri Sipil" where the list has "PEGAWAI NEGERI SIPIL (PNS)".
        table |= {squeeze(_IN_BRACKETS.sub("", label)): code for code, label in labels.items()}
        found[heading] = table | _ALIASES.get(heading, {})
    return found
