"""Every cell checked, all problems at once. What the register must decide (known NIK, complete data) is not decided here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import IntegerChoices
from django.utils.translation import gettext as _

from modules.population import codes
from modules.population.opensid.issues import Issue
from modules.population.opensid.reading import Workbook
from modules.population.rows import ResidentRow

_SPACES = re.compile(r"[\s\u00a0]+")
_NOT_DIGIT = re.compile(r"\D+")
_NAME = re.compile(r"[^A-Za-z0-9,.'\- ]+")
_ALIASES: dict[str, dict[str, int]] = {
    "sex": {"L": 1, "LK": 1, "LAKILAKI": 1, "P": 2, "PR": 2, "WANITA": 2, "PRIA": 1},
    "status_kawin": {"BK": 1, "K": 2, "CH": 3, "CM": 4, "KAWINTERCATAT": 2, "KAWINBELUMTERCATAT": 2},
    "pendidikan_kk_id": {
        "TIDAK/BLMSEKOLAH": 1, "TIDAKTAMATSD/SEDERAJAT": 2, "AKADEMI/DIPLOMAIII/SARJANAMUDA": 7, "STRATA-II": 9,
        "STRATA-III": 10,
    },
    "golongan_darah_id": {"TDKTH": 13, "TIDAKTAHU": 13},
    "hamil": {"YA": 1, "TIDAK": 0},
    "ktp_el": {"KTPEL": 2, "KTP-ELEKTRONIK": 2},
    "status_dasar": {"PINDAHDALAMNEGERI": 3, "PINDAHLUARNEGERI": 3, "TETAP": 1, "TIDAKTETAP": 2},
    "agama_id": {"KATOLIK": 3, "BUDDHA": 5, "KONGHUCU": 6, "PROTESTAN": 2},
}  # fmt: skip
_LISTS: dict[str, tuple[str, type[IntegerChoices]]] = {
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
}
_DATES = {
    "tanggallahir": "birth_date",
    "tanggal_akhir_paspor": "passport_expires",
    "tanggalperkawinan": "marriage_date",
    "tanggalperceraian": "divorce_date",
}
_TEXTS = {
    "tempatlahir": ("birth_place", 100), "nama_ayah": ("father_name", 100), "nama_ibu": ("mother_name", 100),
    "akta_lahir": ("birth_certificate", 40), "dokumen_pasport": ("passport_number", 45),
    "dokumen_kitas": ("kitas_number", 45), "akta_perkawinan": ("marriage_certificate", 40),
    "akta_perceraian": ("divorce_certificate", 40), "alamat_sekarang": ("address_current", 200), "alamat": ("address", 200),
    "suku": ("ethnicity", 150), "no_asuransi": ("health_insurance_number", 100), "lat": ("lat", 24), "lng": ("lng", 24),
}  # fmt: skip
_MAY_LIE_AHEAD = {"tanggal_akhir_paspor"}


def _tables() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for heading, (_name, choices) in _LISTS.items():
        table = {str(each.value): each.value for each in choices}
        table |= {_squeeze(str(each.label)): each.value for each in choices}
        table |= _ALIASES.get(heading, {})
        found[heading] = table
    return found


def _squeeze(text: str) -> str:
    return _SPACES.sub("", text).upper()


@dataclass
class Checked:
    """Rows that can be taken, all issues, and the rows that are refused."""

    rows: list[ResidentRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    total: int = 0

    @property
    def warnings(self) -> int:
        """How many warnings."""
        return sum(issue.level == "warning" for issue in self.issues)


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without ".0", wrapped quotes taken off, non-breaking spaces made plain."""
    if value is None or value == "":
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (datetime, date)):
        return value.strftime("%d-%m-%Y")
    text = _SPACES.sub(" ", str(value)).strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"').strip()
    return "" if text == "-" else text.removeprefix("'") if text.startswith("'") else text


class _Cells:
    """Parses cells, remembering what it has seen: sheets repeat themselves."""

    def __init__(self) -> None:
        self.tables = _tables()
        self.codes: dict[tuple[str, Any], int | None] = {}
        self.dates: dict[Any, date | None] = {}

    def code(self, heading: str, value: Any) -> int | None:
        """A code; raises ValueError for a label or number that the list has not."""
        if (isinstance(value, str) and value in {"", "-"}) or value is None:
            return None
        key = (heading, value)
        if key not in self.codes:
            text = _squeeze(text_of(value))
            if text in {"", "-"}:
                self.codes[key] = None
            else:
                found = self.tables[heading].get(text)
                if found is None:
                    raise ValueError(text)
                # "TIDAK" in a labelled export stands for men and unknown too: it never overwrites.
                self.codes[key] = found or None
        return self.codes[key]

    def day(self, value: Any) -> date | None:
        """A date; raises ValueError for one that does not exist."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if value in self.dates:
            return self.dates[value]
        found: date | None = None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if not 1 <= value < 2_958_466:
                raise ValueError(str(value))
            found = date(1899, 12, 30) + timedelta(days=int(value))
        else:
            text = text_of(value)
            if text and not text.startswith("0000"):
                parts = re.split(r"[-/. ]", text.split(" ")[0] if ":" in text else text)
                if len(parts) != 3 or not all(part.isdigit() for part in parts):
                    raise ValueError(text)
                numbers = [int(part) for part in parts]
                year, month, day = numbers if len(parts[0]) == 4 else numbers[::-1]
                if year < 1850:
                    raise ValueError(text)
                found = date(year, month, day)
        self.dates[value] = found
        return found


def check(book: Workbook, *, village_code: str, today: date) -> Checked:
    """Check every cell; collects all problems. ``village_code`` has ten digits."""
    result = Checked(total=len(book.rows))
    cells_of = _Cells()
    seen: dict[str, int] = {}
    families: dict[str, list[ResidentRow]] = {}
    district = village_code[:6]
    for number, cells in book.rows:
        before = len(result.issues)
        row = _row(number, cells, cells_of, result, today, book)
        if row.nik not in {"0", ""} and len(row.nik) == 16:
            if row.nik in seen:
                _add(
                    result,
                    number,
                    "nik",
                    row.nik,
                    "error",
                    "nik_twice",
                    _("NIK ini sudah ada di baris {row}. Hapus salah satu baris.").format(row=seen[row.nik]),
                )
            else:
                seen[row.nik] = number
        if any(issue.level == "error" for issue in result.issues[before:]):
            result.refused.add(number)
            continue
        _warn_nik(row, district, result)
        result.rows.append(row)
        if row.no_kk and row.no_kk != "0":
            families.setdefault(row.no_kk, []).append(row)
    _check_families(families, result)
    result.rows = [row for row in result.rows if row.row not in result.refused]
    return result


def _add(result: Checked, row: int, column: str, value: Any, level: str, code: str, message: str) -> None:
    result.issues.append(Issue(row, column, text_of(value)[:80], level, code, message))


def _row(
    number: int, cells: dict[str, Any], parse: _Cells, result: Checked, today: date, book: Workbook
) -> ResidentRow:
    row = ResidentRow(row=number)

    def error(column: str, code: str, message: str) -> None:
        _add(result, number, column, cells.get(column), "error", code, message)

    def warn(column: str, code: str, message: str) -> None:
        _add(result, number, column, cells.get(column), "warning", code, message)

    if book.formulas:
        for column in book.headings:
            if (number, column) in book.formulas:
                error(
                    column,
                    "formula",
                    _("Sel ini berisi rumus tanpa hasil. Ganti dengan nilainya (salin, tempel nilai)."),
                )
    # -- names and numbers
    name = text_of(cells.get("nama"))
    clean = _SPACES.sub(" ", _NAME.sub(" ", name)).strip().upper()[:100]
    if not clean:
        error("nama", "no_name", _("Nama belum diisi."))
    row.name = clean
    row.nik = _number(cells.get("nik"), "nik", "NIK", error)
    number_kk = text_of(cells.get("no_kk"))
    row.no_kk = _number(number_kk, "no_kk", _("Nomor KK"), error) if number_kk else ""
    # -- places
    for column in ("dusun", "rw", "rt"):
        text = text_of(cells.get(column))
        if column == "dusun":
            text = text.upper().replace("_", " ").removeprefix("DUSUN ").strip()
        if text and len(text) > (50 if column == "dusun" else 10):
            error(column, "too_long", _("Terlalu panjang. Tulis namanya saja."))
            text = ""
        setattr(row, column, text or None)
    # -- codes
    for column, (attribute, _choices) in _LISTS.items():
        value = cells.get(column)
        if value is None or value == "":
            continue
        try:
            setattr(row, attribute, parse.code(column, value))
        except ValueError:
            if column == "id_asuransi":
                warn(
                    column,
                    "unknown_label",
                    _("Asuransi ini tidak dikenal; tidak disimpan. Pakai kode 1, 2, 3, 4, atau 99."),
                )
            else:
                error(
                    column,
                    "unknown_code",
                    _('"{value}" tidak ada dalam daftar kode. Pakai kode atau tulisan resminya.').format(
                        value=text_of(value)[:40]
                    ),
                )
    # -- dates
    for column, attribute in _DATES.items():
        value = cells.get(column)
        if value is None or value == "":
            continue
        try:
            day = parse.day(value)
        except (ValueError, OverflowError):
            error(
                column,
                "bad_date",
                _('"{value}" bukan tanggal yang ada. Tulis seperti 24-11-1980.').format(value=text_of(value)[:20]),
            )
            continue
        if day and day > today and column not in _MAY_LIE_AHEAD:
            error(column, "future_date", _("Tanggal {value} belum tiba.").format(value=day.strftime("%d-%m-%Y")))
            continue
        setattr(row, attribute, day)
    # -- texts
    for column, (attribute, longest) in _TEXTS.items():
        text = text_of(cells.get(column))
        if len(text) > longest:
            warn(column, "shortened", _("Lebih dari {n} huruf; dipotong.").format(n=longest))
            text = text[:longest]
        if text:
            setattr(row, attribute, text.upper() if column in {"nama_ayah", "nama_ibu", "tempatlahir"} else text)
    for column, attribute in (("ayah_nik", "father_nik"), ("ibu_nik", "mother_nik")):
        digits = _NOT_DIGIT.sub("", text_of(cells.get(column)))
        if digits and digits != "0":
            if len(digits) == 16:
                setattr(row, attribute, digits)
            else:
                warn(column, "parent_nik", _("NIK orang tua harus 16 angka; tidak disimpan."))
    tag = text_of(cells.get("tag_id_card"))
    if tag:
        if 10 <= len(tag) <= 17:
            row.tag_id_card = tag
        else:
            warn("tag_id_card", "tag_length", _("Tag ID Card 10 sampai 17 huruf; tidak disimpan."))
    _needed(row, error, warn)
    if row.sex == codes.Sex.MALE:
        row.pregnancy = None
    if row.marital_status is not None and row.marital_status != codes.MaritalStatus.MARRIED:
        row.family_planning = None
    if row.birth_date and (today.year - row.birth_date.year) > 110:
        warn("tanggallahir", "odd_age", _("Umurnya lebih dari 110 tahun. Periksa tahun lahirnya."))
    return row


def _needed(row: ResidentRow, error: Callable[[str, str, str], None], warn: Callable[[str, str, str], None]) -> None:
    if row.sex is None:
        error("sex", "no_sex", _("Jenis kelamin belum diisi. Tulis 1 (laki-laki) atau 2 (perempuan)."))
    if row.no_kk:
        if row.shdk is None:
            error("kk_level", "no_shdk", _("Hubungan dalam keluarga belum diisi. Tulis 1 untuk kepala keluarga."))
        if not row.dusun or not row.rt:
            error("dusun" if not row.dusun else "rt", "no_place", _("Dusun dan RT belum diisi."))
    else:
        row.shdk = None
        warn("no_kk", "lone", _("Tanpa KK: dicatat sebagai penduduk lepas."))
    if row.nik == "0":
        warn("nik", "temporary_nik", _("Tanpa NIK: diberi nomor sementara sampai NIK-nya ada."))
    if row.birth_date is None:
        warn("tanggallahir", "no_birth_date", _("Tanggal lahir belum diisi; umurnya tidak dapat dihitung."))


def _number(value: Any, column: str, what: str, error: Callable[[str, str, str], None]) -> str:
    text = text_of(value)
    digits = _NOT_DIGIT.sub("", text)
    if digits in {"", "0"}:
        return "0"
    if isinstance(value, float) and value >= 1e15 and not value.is_integer():
        digits = ""
    if len(digits) != 16:
        error(
            column,
            f"{column}_length",
            _("{what} harus 16 angka. Yang tertulis {n} angka.").format(what=what, n=len(digits)),
        )
        return ""
    return digits


def _warn_nik(row: ResidentRow, district: str, result: Checked) -> None:
    nik = row.nik
    if nik == "0" or nik.startswith("0"):
        return
    day = int(nik[6:8])
    female = day > 40
    if row.sex is not None and female != (row.sex == codes.Sex.FEMALE):
        _add(
            result,
            row.row,
            "nik",
            nik,
            "warning",
            "nik_sex",
            _("NIK menunjukkan jenis kelamin lain. Periksa salah satunya."),
        )
    if row.birth_date is not None:
        written = f"{row.birth_date.day + (40 if female else 0):02d}{row.birth_date:%m%y}"
        if written != nik[6:12]:
            _add(
                result,
                row.row,
                "nik",
                nik,
                "warning",
                "nik_date",
                _("NIK menunjukkan tanggal lahir lain. Periksa salah satunya."),
            )
    if nik[:4] != district[:4]:
        _add(
            result,
            row.row,
            "nik",
            nik,
            "warning",
            "nik_region",
            _("NIK diterbitkan di daerah lain; tidak apa-apa bila orang ini pindahan."),
        )


def _check_families(families: dict[str, list[ResidentRow]], result: Checked) -> None:
    for number, members in families.items():
        here = [row for row in members if (row.presence or 1) == 1]
        heads = [row for row in here if row.shdk == codes.Shdk.HEAD]
        places = {(row.dusun, row.rw, row.rt) for row in here}
        if len(heads) > 1:
            for row in heads[1:]:
                _add(
                    result,
                    row.row,
                    "kk_level",
                    "1",
                    "warning",
                    "two_heads",
                    _("Keluarga {kk} mempunyai dua kepala (baris {row}); orang ini dicatat sebagai LAINNYA.").format(
                        kk=number, row=heads[0].row
                    ),
                )
                row.shdk = codes.Shdk.OTHER
        if len(places) > 1:
            if not heads:
                for row in here:
                    if row.row not in result.refused:
                        _add(
                            result,
                            row.row,
                            "rt",
                            row.rt,
                            "error",
                            "two_places",
                            _("Keluarga {kk} tersebar di dua RT dan tidak mempunyai kepala. Samakan RT-nya.").format(
                                kk=number
                            ),
                        )
                        result.refused.add(row.row)
                continue
            head = heads[0]
            for row in here:
                if (row.dusun, row.rw, row.rt) != (head.dusun, head.rw, head.rt):
                    _add(
                        result,
                        row.row,
                        "rt",
                        row.rt,
                        "warning",
                        "moved_to_head",
                        _("Satu KK di dua RT: dicatat di RT kepala keluarganya (baris {row}).").format(row=head.row),
                    )
                    row.dusun, row.rw, row.rt = head.dusun, head.rw, head.rt
        elif here and not heads:
            _add(
                result,
                here[0].row,
                "kk_level",
                here[0].shdk,
                "warning",
                "no_head",
                _("Keluarga {kk} belum mempunyai kepala. Perbaiki di daftar keluarga setelah impor.").format(kk=number),
            )
