"""Every cell checked, all problems at once. What the register must decide (known NIK, complete data) is not decided here."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

from django.utils.translation import gettext as _

from modules.population.codes import MaritalStatus, Presence, Sex, Shdk
from modules.population.nik import doubts
from modules.population.opensid.columns import ALL_HEADINGS, ATTRIBUTE, text_of
from modules.population.opensid.families import check_families
from modules.population.opensid.issues import Issue, Problem
from modules.population.opensid.parsing import parsers, rounded
from modules.population.opensid.reading import SHEET_STEP, Workbook
from modules.population.rows import ROW_FIELDS, ResidentRow

__all__ = ["Checked", "Issue", "KnownNumbers", "check", "text_of"]

_HEADING = {attribute: heading for heading, attribute in ATTRIBUTE.items()}
_ORDER = {heading: index for index, heading in enumerate(ALL_HEADINGS)}
_BLANK = ResidentRow()
_NUMBERS = {"nik": "NIK", "no_kk": "Nomor KK", "ayah_nik": "NIK ayah", "ibu_nik": "NIK ibu"}
_OLDEST, _YOUNGEST_MARRIED = 110, 15
_GROWN = frozenset({Shdk.HEAD, Shdk.HUSBAND, Shdk.WIFE, Shdk.PARENT, Shdk.PARENT_IN_LAW})


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """What the register knows already: of these people a row need not say everything again.

    ``niks``: people; ``headed_families``: family numbers with a head.
    """

    niks: Set[str] = frozenset()
    headed_families: Set[str] = frozenset()


@dataclass
class Checked:
    """Rows that can be taken, all issues by row and column, and the rows that are refused."""

    rows: list[ResidentRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    total: int = 0

    @property
    def warnings(self) -> int:
        """How many warnings."""
        return sum(issue.level == "warning" for issue in self.issues)


def check(book: Workbook, *, village_code: str, today: date, known: KnownNumbers | None = None) -> Checked:
    """Check every cell and row; collects all problems.

    ``village_code`` has ten digits; ``today`` is the last day that lies not ahead. Without ``known`` everybody counts as
    new: sex, SHDK, hamlet and RT must be given.
    """
    known = known or KnownNumbers()
    result = Checked(total=len(book.numbers))
    tell = _Tell(book, result)
    _tell_formulas(book, tell)
    _tell_quirks(book, tell)
    _tell_notes(book, tell, "error")
    rows = _rows(book, today, tell)
    needs, doubts = _Needs(book, tell), _Doubts(village_code, today, tell)
    refused = result.refused
    seen: dict[str, int] = {}
    families: dict[str, list[ResidentRow]] = {}
    refused_heads: dict[str, int] = {}
    male, married, head = int(Sex.MALE), int(MaritalStatus.MARRIED), int(Shdk.HEAD)
    for row in rows:
        number, nik, family = row.row, row.nik, row.no_kk
        if len(nik) == 16:
            first = seen.setdefault(nik, number)
            if first != number:
                message = _("NIK ini sudah ada di baris {row}. Hapus salah satu baris, atau perbaiki NIK-nya.")
                tell(number, "nik", nik, "error", "nik_twice", message.format(row=book.place(first)))
        if not family:
            row.shdk = None
        needs.check(row, is_known=nik in known.niks)
        if number in refused:
            if row.shdk == head:
                refused_heads.setdefault(family, number)
            continue
        if row.sex == male:
            row.pregnancy = None
        if row.marital_status is not None and row.marital_status != married:
            row.family_planning = None
        doubts.check(row)
        result.rows.append(row)
        if family and family != "0":
            families.setdefault(family, []).append(row)
    before = len(refused)
    check_families(families, refused_heads=refused_heads, headed=known.headed_families, tell=tell)
    if len(refused) != before:
        result.rows = [row for row in result.rows if row.row not in refused]
    # Last: a doubt about a cell must not keep an error of the same cell from being told.
    _tell_notes(book, tell, "warning")
    result.issues.sort(key=lambda issue: (issue.row, _ORDER[issue.column]))
    return result


class _Tell:
    """Takes issues down; knows of which cells it has been told."""

    def __init__(self, book: Workbook, result: Checked) -> None:
        self._book, self._result = book, result
        self.cells: set[tuple[int, str]] = set()

    def __call__(self, row: int, column: str, value: object, level: str, code: str, message: str) -> None:
        if row >= SHEET_STEP:
            message = _("Baris {place}: {message}").format(place=self._book.place(row), message=message)
        self._result.issues.append(Issue(row, column, text_of(value)[:80], level, code, message))
        self.cells.add((row, column))
        if level == "error":
            self._result.refused.add(row)


def _tell_formulas(book: Workbook, tell: _Tell) -> None:
    if not book.formulas:
        return
    message = _(
        "Sel ini berisi rumus tanpa hasil atau dengan kesalahan (#REF!). Ganti dengan nilainya: salin, tempel nilai."
    )
    rows = set(book.numbers)
    for row, column in book.formulas:
        if row in rows:
            tell(row, column, "", "error", "formula", message)


def _tell_quirks(book: Workbook, tell: _Tell) -> None:
    if book.quirky:
        tell(
            1, "status_dasar", "", "warning", "labelled_export",
            _("Ini ekspor huruf OpenSID: TETAP dibaca HIDUP; TIDAK pada hamil dan sel kosong dianggap tidak diketahui; warga negara orang baru dianggap WNI. Ekspor kode lebih aman."),
        )  # fmt: skip


def _tell_notes(book: Workbook, tell: _Tell, level: str) -> None:
    """What reading another layout had to derive; a mended cell is no longer derived."""
    for note in book.notes:
        place = (note.row, note.column)
        if note.level == level and place not in book.originals and place not in tell.cells:
            tell(note.row, note.column, note.value, note.level, note.code, note.message)


def _rows(book: Workbook, today: date, tell: _Tell) -> list[ResidentRow]:
    """The rows, typed; each different value of a column is parsed once."""
    parse_by = parsers(today=today, quirky=book.quirky)
    typed: list[Iterable[Any]] = []
    for attribute in ROW_FIELDS:
        heading = _HEADING.get(attribute)
        if heading is None or heading not in book.columns:
            typed.append(repeat(getattr(_BLANK, attribute)))
            continue
        column = book.columns[heading]
        different = set(column)
        if (True in different or False in different) and bool in set(map(type, column)):
            # TRUE equals 1 to Python, not to people.
            column = [("TRUE" if cell else "FALSE") if isinstance(cell, bool) else cell for cell in column]
            different = set(column)
        parse = parse_by[heading]
        parsed = {value: parse(value) for value in different}
        if heading in _NUMBERS:
            _find_rounded(parsed, _NUMBERS[heading])
        problems = {value: found for value, found in parsed.items() if type(found) is Problem}
        if problems:
            for number, cell in zip(book.numbers, column, strict=True):
                problem = problems.get(cell)
                if problem is not None and (number, heading) not in tell.cells:
                    tell(number, heading, cell, problem.level, problem.code, problem.message)
            parsed |= {value: problem.value for value, problem in problems.items()}
        typed.append(map(parsed.__getitem__, column))
    return list(map(ResidentRow, book.numbers, *typed))


def _find_rounded(parsed: dict[Any, Any], what: str) -> None:
    """Numbers typed into Excel keep 15 digits, so all end in 0; where one does not, a program wrote them in full."""
    numbers = [value for value in parsed if isinstance(value, float) and value >= 1e15]
    if numbers and all(value % 10 == 0 for value in numbers):
        for value in numbers:
            parsed[value] = rounded(what)


class _Needs:
    """What a new resident's row must say, and what is odd when it says nothing."""

    def __init__(self, book: Workbook, tell: _Tell) -> None:
        self._tell, self._hints = tell, book.hints
        self._no_state = book.quirky and "status_dasar" in book.columns

    def check(self, row: ResidentRow, *, is_known: bool) -> None:
        """``is_known``: the register has this NIK, so that an empty cell only says nothing new."""
        if row.nik == "0":
            self._warn(row, "nik", "temporary_nik", _("Tanpa NIK: dicocokkan dengan nama, tempat, dan tanggal lahir; orang baru diberi nomor sementara."))  # fmt: skip
        if row.no_kk == "0":
            self._warn(row, "no_kk", "temporary_no_kk", _("Nomor KK 0: keluarga ini diberi nomor sementara."))
        elif not row.no_kk:
            self._warn(row, "no_kk", "lone", _("Tanpa nomor KK: dicatat sebagai penduduk lepas."))
        if is_known:
            return
        if row.sex is None:
            self._refuse(row, "sex", "no_sex", _("Jenis kelamin belum diisi. Tulis 1 (laki-laki) atau 2 (perempuan)."))
        if row.birth_date is None:
            self._warn(
                row, "tanggallahir", "no_birth_date", _("Tanggal lahir belum diisi; umurnya tidak dapat dihitung.")
            )
        if row.presence is None and self._no_state:
            self._refuse(
                row, "status_dasar", "no_state",
                _("Ekspor huruf OpenSID tidak menyebut status orang ini: bisa PINDAH, HILANG, atau PERGI. Pakai ekspor kode, atau isi kodenya di sini."),
            )  # fmt: skip
        if not row.no_kk:
            return
        if row.shdk is None:
            self._refuse(row, "kk_level", "no_shdk", _("Hubungan dalam keluarga belum diisi. Tulis 1 untuk kepala keluarga."))  # fmt: skip
        if row.dusun is None:
            self._refuse(row, "dusun", "no_place", _("Dusun belum diisi. Tulis nama dusunnya."))
        if row.rt is None:
            self._refuse(row, "rt", "no_place", _("RT belum diisi. Tulis nomornya, misalnya 001."))

    def _warn(self, row: ResidentRow, column: str, code: str, message: str) -> None:
        if (row.row, column) not in self._tell.cells:
            self._tell(row.row, column, "", "warning", code, message)

    def _refuse(self, row: ResidentRow, column: str, code: str, message: str) -> None:
        place = (row.row, column)
        if place not in self._tell.cells:
            self._tell(row.row, column, self._hints.get(place, ""), "error", code, message)


class _Doubts:
    """What is taken, but may be wrong: the NIK against date, sex and region; ages that hardly occur."""

    def __init__(self, village_code: str, today: date, tell: _Tell) -> None:
        self._tell, self._regency, self._today = tell, village_code[:4], today
        # OpenSID's own sample disagrees in every row: sentences are fetched once.
        self._sentences = {
            "sex": (
                "nik_sex",
                _("NIK menunjukkan jenis kelamin lain ({said}). Periksa NIK atau kolom sex; baris ini tetap diambil."),
            ),
            "birth_date": (
                "nik_date",
                _("NIK menunjukkan tanggal lahir {said}, bukan {written}. Periksa salah satunya; baris ini tetap diambil."),
            ),
            "region": ("nik_region", _("NIK diterbitkan di daerah lain ({said}). Tidak apa-apa bila orang ini pindahan.")),
        }  # fmt: skip
        self._words = {"L": str(_("laki-laki")), "P": str(_("perempuan"))}

    def check(self, row: ResidentRow) -> None:
        """Tell the doubts about a row."""
        nik, born = row.nik, row.birth_date
        for doubt in doubts(nik, sex=row.sex, birth_date=born, regency_code=self._regency):
            code, message = self._sentences[doubt.code]
            said = self._words.get(doubt.said, doubt.said)
            self._tell(row.row, "nik", nik, "warning", code, message.format(said=said, written=doubt.written))
        if born is None or (row.presence is not None and row.presence != Presence.PRESENT):
            return
        age = self._today.year - born.year - ((self._today.month, self._today.day) < (born.month, born.day))
        if age > _OLDEST:
            self._odd(row, _("Umurnya {age} tahun. Periksa tahun lahirnya; baris ini tetap diambil."), age)
        elif age < _YOUNGEST_MARRIED:
            if row.marital_status is not None and row.marital_status != MaritalStatus.UNMARRIED:
                self._odd(row, _("Umurnya {age} tahun, tetapi pernah kawin. Periksa salah satunya."), age)
            elif row.shdk in _GROWN:
                self._odd(row, _("Umurnya {age} tahun, tetapi kepala keluarga, suami, istri, atau orang tua. Periksa salah satunya."), age)  # fmt: skip

    def _odd(self, row: ResidentRow, message: str, age: int) -> None:
        self._tell(row.row, "tanggallahir", row.birth_date, "warning", "odd_age", message.format(age=age))
