"""What a design may say, and what it says where nobody has said anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from django.utils.translation import gettext as _

from balai.documents.blocks import fields_of, parse
from modules.letters.errors import LetterError
from modules.letters.types.declaration import PageSetup

MOST_LINES: Final = 8
PAPERS: Final = ("F4", "A4", "A5", "A3", "A6", "Legal", "Letter")
FONTS: Final = ("Arimo", "Tinos")
LOGOS: Final = ("crest", "own", "none")
PLACES: Final = ("left", "right", "above")
RULES: Final = ("thick", "double", "thin", "none")
DAYS: Final = ("long_date", "short_date", "day_date")
#: What a line may name beside its own words; two of them join what the identity holds.
FIELDS: Final[Mapping[str, str]] = {
    "nama_kabupaten": "Kabupaten Grobogan", "sebutan_kecamatan": "Kecamatan", "nama_kecamatan": "Geyer", "nama_provinsi": "Jawa Tengah", "nama_desa": "Geyer",
    "sebutan_desa": "Desa", "kode_desa": "3315052010", "alamat_lengkap": "Jalan Raya Geyer Nomor 1, Kode Pos 58172",
    "alamat_kantor": "Jalan Raya Geyer Nomor 1", "kode_pos": "58172", "kontak": "Telepon, surel, situs",
    "telepon_desa": "Telepon", "email_desa": "Surel", "website_desa": "Situs",
}  # fmt: skip


class Line(TypedDict):
    """A line of the head: its text may name :data:`FIELDS` in braces; a line that says nothing is not printed."""

    text: str
    size: float
    bold: bool
    italic: bool
    upper: bool


class Design(TypedDict):
    """A whole design. Heights in millimetres (0: as high as what stands in it), sizes in points."""

    logo: str
    logo_place: str
    logo_height: float
    lines: list[Line]
    rule: str
    height: float
    space_after: float
    foot: str
    foot_codes: bool
    foot_pages: bool
    page: dict[str, Any]
    day: str
    empty: str


def _line(text: str, size: float, *, bold: bool = False, italic: bool = False, upper: bool = False) -> Line:
    return {"text": text, "size": size, "bold": bold, "italic": italic, "upper": upper}


def default_design() -> Design:
    """What is shipped: crest at the left, three lines, address, contact, one thick rule."""
    return {
        "logo": "crest", "logo_place": "left", "logo_height": 24,
        "lines": [
            _line("Pemerintah {nama_kabupaten}", 14, bold=True, upper=True),
            _line("{sebutan_kecamatan} {nama_kecamatan}", 14, bold=True, upper=True),
            _line("{sebutan_desa} {nama_desa}", 16, bold=True, upper=True),
            _line("{alamat_lengkap}", 10, italic=True), _line("{kontak}", 10, italic=True),
        ],
        "rule": "thick", "height": 0, "space_after": 0, "foot": "", "foot_codes": True, "foot_pages": True,
        "page": PageSetup().as_dict(), "day": "long_date", "empty": "-",
    }  # fmt: skip


def _among(value: Any, known: tuple[str, ...], field: str) -> str:
    if value not in known:
        raise LetterError(_("Pilih salah satu dari daftar."), field=field)
    return str(value)


def _size(value: Any, low: float, high: float, field: str) -> float:
    try:
        number = round(float(value), 1)
    except (TypeError, ValueError, OverflowError):
        number = low - 1
    if not low <= number <= high:
        raise LetterError(_("Isi angka antara {low} dan {high}.").format(low=low, high=high), field=field)
    return int(number) if number == int(number) else number


def _text(value: Any, most: int, field: str) -> str:
    text = " ".join(str(value or "").replace("\x00", "").split())
    if len(text) > most:
        raise LetterError(_("Paling banyak {n} huruf.").format(n=most), field=field)
    return text


def _checked_line(each: Mapping[str, Any], number: int) -> Line:
    field = f"line_{number}"
    text = _text(each.get("text"), 160, field)
    try:
        unknown = {name for node in parse(text) for name in fields_of(node)} - set(FIELDS)
    except ValueError:
        unknown = {text}
    if unknown:
        raise LetterError(
            _("Kode {name} tidak dikenal pada kop. Yang ada terdaftar di bawah formulir.").format(
                name=", ".join(sorted(unknown))[:60]
            ),
            field=field,
        )
    return _line(
        text, _size(each.get("size"), 6, 28, field), bold=bool(each.get("bold")), italic=bool(each.get("italic")),
        upper=bool(each.get("upper")),
    )  # fmt: skip


def checked_design(value: Mapping[str, Any]) -> Design:
    """A design as it may be kept.

    Raises:
        LetterError: something does not fit; ``field`` says what (``line_3`` for the fourth line).
    """
    from modules.letters.layers.definitions import checked_page

    given = value.get("lines") or []
    if len(given) > MOST_LINES:
        raise LetterError(_("Kop paling banyak {n} baris.").format(n=MOST_LINES), field="lines")
    lines = [_checked_line(each, number) for number, each in enumerate(given)]
    return {
        "logo": _among(value.get("logo"), LOGOS, "logo"), "logo_place": _among(value.get("logo_place"), PLACES, "logo_place"),
        "logo_height": _size(value.get("logo_height"), 8, 40, "logo_height"),
        "lines": [line for line in lines if line["text"]],
        "rule": _among(value.get("rule"), RULES, "rule"), "height": _size(value.get("height"), 0, 100, "height"),
        "space_after": _size(value.get("space_after"), 0, 40, "space_after"), "foot": _text(value.get("foot"), 200, "foot"),
        "foot_codes": bool(value.get("foot_codes")), "foot_pages": bool(value.get("foot_pages")),
        "page": checked_page(value.get("page") or {}), "day": _among(value.get("day"), DAYS, "day"),
        "empty": _text(value.get("empty"), 30, "empty"),
    }  # fmt: skip
