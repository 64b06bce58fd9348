"""One cell's value to what the register holds. Each different value of a column is parsed once: sheets repeat themselves.

A parser returns the value, or a :class:`Problem` whose sentence says what stands there, what is expected, how to mend.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from modules.population import codes
from modules.population.opensid.columns import (
    AREAS,
    CODED,
    DATES,
    MAY_LIE_AHEAD,
    NUMBERS,
    OTHER_FAMILY_PLANNING,
    PARENTS,
    TEXTS,
    UPPER,
    WRONG_LIST,
    code_tables,
    official_labels,
    squeeze,
    text_of,
)
from modules.population.opensid.issues import Problem

Parser = Callable[[Any], Any]

_NOT_DIGIT = re.compile(r"\D+", re.ASCII)
_NOT_IN_A_NAME = re.compile(r"[^\w,.'\- ]|_")
_DATE_PARTS = re.compile(r"[-/. ]")
_EXPONENT = re.compile(r"^\d[.,]\d+[eE]\+?\d+$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_TIME = re.compile(r"^(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?$", re.ASCII)
_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 2_958_465
_OLDEST_YEAR = 1850
#: Close labels are looked for in this many values of a column; a column of rubbish gets plain sentences after that.
_SUGGESTIONS = 40


def parsers(*, today: date, quirky: bool) -> dict[str, Parser]:
    """A parser by heading. ``quirky``: the file is OpenSID's export of labels."""
    found: dict[str, Parser] = {
        "nama": _name,
        "nik": _nik,
        "no_kk": _family_number,
        "tag_id_card": _tag,
        "dusun": _dusun,
        "telepon": _phone,
        "email": _email,
        "waktu_lahir": _time_of_day,
    }
    for heading in ("rw", "rt"):
        found[heading] = _area(AREAS[heading])
    for heading in CODED:
        found[heading] = _code(heading, quirky=quirky)
    for heading in DATES:
        found[heading] = _day(None if heading in MAY_LIE_AHEAD else today)
    for heading, (_attribute, longest) in TEXTS.items():
        found[heading] = _text(longest, upper=heading in UPPER)
    for heading, (_attribute, least, most) in NUMBERS.items():
        found[heading] = _number(least, most)
    for heading in PARENTS:
        found[heading] = _parent
    return found


def _name(value: Any) -> Any:
    text = text_of(value)
    if len(text) <= 100 and text.isascii() and text.replace(" ", "").isalpha():
        return text.upper()
    text = text.replace("’", "'").replace("`", "'")
    clean = " ".join(_NOT_IN_A_NAME.sub(" ", text).split()).upper()
    if not any(letter.isalpha() for letter in clean):
        return Problem("error", "no_name", _("Nama belum diisi. Tulis nama lengkap tanpa gelar."), "")
    if len(clean) > 100:
        return Problem("warning", "shortened", _("Nama lebih dari 100 huruf; dipotong."), clean[:100].strip())
    if clean != " ".join(text.split()).upper():
        return Problem(
            "warning",
            "name_cleaned",
            _('Tanda selain huruf, angka, titik, koma, petik, dan garis diganti spasi: "{name}".').format(name=clean),
            clean,
        )
    return clean


def _sixteen(value: Any, what: str, code: str, kept: str) -> Any:
    if isinstance(value, str) and len(value) == 16 and value.isdigit() and value.isascii() and value.strip("0"):
        return value
    text = text_of(value)
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) == 16 and digits.strip("0"):
        return digits
    if _EXPONENT.match(text):
        return Problem(
            "error",
            code,
            _(
                '{what} "{text}" disingkat oleh Excel, angkanya hilang. Jadikan kolomnya Teks, lalu tulis lagi 16 angkanya.'
            ).format(what=what, text=text[:30]),
            kept,
        )
    if not digits.strip("0") and (digits or not text):
        return "0"
    return Problem(
        "error",
        code,
        _('{what} harus 16 angka; yang tertulis {n} angka ("{text}"). Perbaiki menurut kartu aslinya.').format(
            what=what, n=len(digits), text=text[:30]
        ),
        kept,
    )


def _nik(value: Any) -> Any:
    return _sixteen(value, "NIK", "nik_length", "")


def _family_number(value: Any) -> Any:
    return _sixteen(value, _("Nomor KK"), "no_kk_length", "") if text_of(value) else ""


def rounded(what: str) -> Problem:
    """A 16-digit number that Excel keeps as a number: its last digit is lost."""
    return Problem(
        "error",
        "rounded",
        _(
            "{what} tersimpan sebagai angka, jadi Excel membulatkan angka terakhirnya. Jadikan kolomnya Teks, lalu tulis lagi 16 angkanya."
        ).format(what=what),
        "",
    )


def _parent(value: Any) -> Any:
    found = _sixteen(value, _("NIK orang tua"), "parent_nik", "")
    if isinstance(found, Problem):
        return Problem(
            "warning", "parent_nik", _("NIK orang tua harus 16 angka; tidak disimpan. Perbaiki atau kosongkan.")
        )
    return None if found == "0" else found


def _tag(value: Any) -> Any:
    text = text_of(value)
    if text and not 10 <= len(text) <= 17:
        return Problem("warning", "tag_length", _("Tag ID Card 10 sampai 17 huruf; tidak disimpan."))
    return text or None


def _area(longest: int) -> Parser:
    def parse(value: Any) -> Any:
        text = text_of(value)
        if len(text) > longest:
            return Problem(
                "error",
                "too_long",
                _("Lebih dari {n} huruf. Tulis namanya atau nomornya saja.").format(n=longest),
            )
        return text or None

    return parse


_hamlet = _area(AREAS["dusun"])


def _dusun(value: Any) -> Any:
    text = " ".join(text_of(value).upper().replace("_", " ").split())
    return _hamlet(text.removeprefix("DUSUN ") if text != "DUSUN" else "")


def _text(longest: int, *, upper: bool) -> Parser:
    def parse(value: Any) -> Any:
        text = text_of(value)
        if upper:
            text = text.upper()
        if len(text) > longest:
            return Problem(
                "warning", "shortened", _("Lebih dari {n} huruf; dipotong.").format(n=longest), text[:longest].strip()
            )
        return text or None

    return parse


def _number(least: int, most: int) -> Parser:
    def parse(value: Any) -> Any:
        text = text_of(value)
        if not text or text == "0":
            return None
        if not (text.isdigit() and text.isascii() and least <= int(text) <= most):
            return Problem(
                "warning",
                "bad_number",
                _('"{value}" bukan bilangan dari {least} sampai {most}; tidak disimpan.').format(
                    value=text[:20], least=least, most=most
                ),
            )
        return int(text)

    return parse


_short_phone = _text(20, upper=False)


def _phone(value: Any) -> Any:
    text = text_of(value)
    # Excel takes the leading 0 off a number; mobile numbers begin with 08.
    return _short_phone(f"0{text}" if not isinstance(value, str) and text.startswith("8") else text)


def _email(value: Any) -> Any:
    text = text_of(value)
    if text and not (len(text) <= 100 and _EMAIL.match(text)):
        return Problem(
            "warning", "bad_email", _('"{value}" bukan alamat surel; tidak disimpan.').format(value=text[:40])
        )
    return text or None


def _time_of_day(value: Any) -> Any:
    if isinstance(value, (datetime, time)):
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, float) and 0 < value < 1:
        minutes = round(value * 24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    text = text_of(value)
    found = _TIME.match(text)
    if text and (found is None or int(found[1]) > 23 or int(found[2]) > 59):
        return Problem(
            "warning",
            "bad_time",
            _('"{value}" bukan jam; tidak disimpan. Tulis misalnya 07:30.').format(value=text[:20]),
        )
    return f"{int(found[1]):02d}:{found[2]}" if found else None


def _code(heading: str, *, quirky: bool) -> Parser:
    table, labels = code_tables()[heading], official_labels()[heading]
    words = {squeeze(label): label for label in labels.values()}
    asked = 0

    def parse(value: Any) -> Any:
        nonlocal asked
        text = text_of(value)
        word = squeeze(text)
        if not word:
            return None
        if word.isdigit() and word.isascii():
            word = word.lstrip("0") or "0"
        if heading == "status_dasar" and quirky and word in WRONG_LIST:
            return _state(word)
        if heading == "cara_kb_id" and word in OTHER_FAMILY_PLANNING:
            return Problem(
                "warning",
                "other_family_planning",
                _("Kode {code} dari OpenSID dibaca sebagai 99 (Lainnya).").format(code=word),
                int(codes.FamilyPlanning(99)),
            )
        found = table.get(word)
        if found is not None:
            return found or None
        near: list[str] = []
        if asked < _SUGGESTIONS and not word.isdigit():
            asked += 1
            near = difflib.get_close_matches(word[:80], words, 1, 0.7)
        if near:
            message = _(
                '"{value}" tidak ada dalam daftar. Mungkin maksudnya "{near}"; tulis persis atau pakai kodenya.'
            )
        else:
            message = _('"{value}" tidak ada dalam daftar kode. Pakai kode atau tulisan resminya.')
        return Problem("error", "unknown_code", message.format(value=text[:40], near=words[near[0]] if near else ""))

    return parse


def _state(word: str) -> Any:
    found = int(WRONG_LIST[word])
    if found == codes.Presence.PRESENT:
        return found
    return Problem(
        "warning",
        "labelled_dead",
        _("Ekspor huruf OpenSID menulis TIDAK TETAP untuk MATI; dibaca sebagai MATI. Periksa, atau pakai ekspor kode."),
        found,
    )


def _day(latest: date | None) -> Parser:
    def parse(value: Any) -> Any:
        try:
            found = day_of(value)
        except (ValueError, OverflowError):
            return Problem(
                "error",
                "bad_date",
                _('"{value}" bukan tanggal yang ada. Tulis tanggal-bulan-tahun, misalnya 24-11-1980.').format(
                    value=text_of(value)[:30]
                ),
            )
        if found is not None and latest is not None and found > latest:
            return Problem(
                "error",
                "future_date",
                _("Tanggal {value} belum tiba. Periksa tahunnya.").format(value=text_of(found)),
            )
        return found

    return parse


def day_of(value: Any) -> date | None:
    """A cell as a date: Excel's own, its serial, yyyy-mm-dd, dd-mm-yyyy or dd/mm/yyyy; None for empty and 0000-00-00.

    Raises:
        ValueError: there is no such day.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # A bare year would be a day of 1905: whoever wrote 1980 meant no serial.
        if value != int(value) or not 1 <= value <= _LAST_SERIAL or _OLDEST_YEAR <= value <= 2100:
            raise ValueError(str(value))
        return _EPOCH + timedelta(days=int(value))
    text = text_of(value)
    if not text or text.startswith(("0000", "00-00", "00/00")):
        return None
    parts = _DATE_PARTS.split(text.split(" ")[0] if ":" in text else text)
    if len(parts) != 3 or not all(part.isdigit() and part.isascii() for part in parts):
        raise ValueError(text)
    numbers = [int(part) for part in parts]
    year, month, day = numbers if len(parts[0]) == 4 else numbers[::-1]
    if year < _OLDEST_YEAR:
        raise ValueError(text)
    return date(year, month, day)
