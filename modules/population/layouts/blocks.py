"""What the BIP books share: families one below the other, each with a line or box of its own above its members."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from balai.spreadsheets import Sheet
from modules.population.layouts.addresses import Home
from modules.population.layouts.base import Builder, cell_at, digits_of, headings_in, is_serial, key_of
from modules.population.opensid.columns import text_of

#: So many known headings make a row the heading of members.
ENOUGH_HEADINGS = 5
#: How the books call our columns, by key. "Status" means another thing in each, so each book adds its own.
HEADINGS = {
    "NO": "no", "NIK": "nik", "NAMA": "nama", "NAMALENGKAP": "nama", "TEMPATLAHIR": "tempatlahir",
    "TMPTLHR": "tempatlahir", "TGLBLNTH": "tanggallahir", "TGLBLNTHN": "tanggallahir", "TGLLHR": "tanggallahir",
    "TGL": "tanggallahir", "TANGGALLAHIR": "tanggallahir", "JK": "sex", "SHDK": "kk_level", "HUBKEL": "kk_level",
    "AGAMA": "agama_id", "PENDIDIKAN": "pendidikan_kk_id", "PENDIDIKANTERAKHIR": "pendidikan_kk_id",
    "PEKERJAAN": "pekerjaan_id", "IBU": "nama_ibu", "NAMAIBU": "nama_ibu", "AYAH": "nama_ayah", "NAMAAYAH": "nama_ayah",
    "GDRH": "golongan_darah_id", "GOLDRH": "golongan_darah_id", "NOAKTELAHIR": "akta_lahir", "NOAKTALAHIR": "akta_lahir",
}  # fmt: skip
#: What a family's box and line give every member.
OF_THE_FAMILY = ("alamat", "dusun", "rw", "rt", "no_kk", "telepon")


@dataclass
class Family:
    """A family's box: its number as the file has it, its home, and where the home's text stands for a hint."""

    number: Any = ""
    home: Home = field(default_factory=Home)
    hint: str = ""
    members: int = 0


@dataclass(frozen=True)
class Book:
    """How one BIP writes families.

    ``known``: our column by heading; ``places``: where the columns stand where no heading says so. ``family`` looks
    whether a family begins in a row (index into the sheet) and returns it with the number of rows that its box takes.
    ``ends`` says that nobody follows (a legend).
    """

    known: Mapping[str, str]
    places: Mapping[str, int]
    family: Callable[[Sequence[Sequence[Any]], int], tuple[Family, int] | None]
    ends: Callable[[Sequence[Any]], bool] = lambda row: False
    #: Gets every row that is neither family nor member nor heading: what a page's end cut in two.
    continues: Callable[[Builder, Sequence[Any], Mapping[str, int]], None] | None = None


def read_blocks(builder: Builder, sheet: Sheet, book: Book) -> None:
    """People of one sheet. Headings that come again, blank rows and page feet between members are passed over."""
    builder.sheet(sheet)
    builder.families = builder.families or 0
    places, family, rows, index = dict(book.places), None, sheet.rows, 0
    builder.formulas(sheet, places)
    while index < len(rows):
        row = rows[index]
        if book.ends(row):
            return
        begins = book.family(rows, index)
        if begins is not None:
            family, height = begins
            builder.families += 1
            index += height
            continue
        heads = headings_in(row, book.known)
        if len(heads) >= ENOUGH_HEADINGS and "nik" in heads:
            places |= heads
        elif _is_member(row, places):
            _add(builder, index + 1, row, places, family)
        elif book.continues is not None and family is not None and family.members:
            book.continues(builder, row, places)
        index += 1


def _is_member(row: Sequence[Any], places: Mapping[str, int]) -> bool:
    name, number = text_of(cell_at(row, places["nama"])), digits_of(cell_at(row, places["nik"]))
    if not any(letter.isalpha() for letter in name):
        return is_serial(cell_at(row, places["no"])) and len(number) >= 10
    # A serial is lost now and then on printed pages; a NIK beside a name is somebody all the same.
    return is_serial(cell_at(row, places["no"])) or len(number) >= 10


def _add(builder: Builder, number: int, row: Sequence[Any], places: Mapping[str, int], family: Family | None) -> None:
    cells = {column: cell_at(row, place) for column, place in places.items() if column != "no"}
    cells["nik"] = digits_of(cells["nik"]) or cells["nik"]
    if family is None:
        row_number = builder.add(number, cells)
        builder.note(
            row_number, "no_kk", cells["nik"], "no_family_above",
            _("Tidak ada baris Nomor KK di atas orang ini. Tulis Nomor KK-nya, atau perbaiki berkasnya."), level="error",
        )  # fmt: skip
        return
    home = family.home
    cells |= {"no_kk": family.number, "alamat": home.address, "dusun": home.hamlet, "rw": home.rw, "rt": home.rt}
    if not family.members:
        # The family's telephone belongs to who comes first: its head.
        cells["telepon"] = home.phone
    row_number = builder.add(number, cells)
    family.members += 1
    if home.village:
        builder.book.villages[home.village] += 1
    if home.hamlet:
        builder.derived("dusun", _('"{text}" menjadi dusun {hamlet}').format(text=family.hint[:60], hamlet=home.hamlet))
    for column, value in (("dusun", home.hamlet), ("rt", home.rt)):
        if not value and family.hint:
            builder.book.hints[row_number, column] = family.hint[:80]


def after_colon(cell: Any) -> str:
    """What a cell says after its label: "No. KK : 3315..." is 3315...; "" where nothing follows."""
    return text_of(text_of(cell).partition(":")[2])


def place_of(row: Sequence[Any], label: str) -> int | None:
    """Where a row has a label (by its key): alone in its cell, or before a colon."""
    for place, cell in enumerate(row):
        if isinstance(cell, str) and cell and label in {key_of(cell), key_of(cell.partition(":")[0])}:
            return place
    return None


def beside(row: Sequence[Any], label: str) -> Any:
    """What stands in the label's own cell after its colon, or in the next filled cell to its right; "" for neither."""
    place = place_of(row, label)
    if place is None:
        return ""
    found: Any = after_colon(row[place])
    for cell in row[place + 1 :]:
        text = text_of(cell)
        if found or (text.endswith(":") and len(text) > 1):
            break
        found = cell if text.strip(": ") else found
    return found


def below(rows: Sequence[Sequence[Any]], index: int, label: str) -> Any:
    """What stands in the label's own cell after its colon, or in the cell under it; "" for neither."""
    place = place_of(rows[index], label)
    if place is None:
        return ""
    own = after_colon(rows[index][place])
    return own or (cell_at(rows[index + 1], place) if index + 1 < len(rows) else "")


def number_of(cell: Any) -> Any:
    """A family's number as its box gives it. An empty one is no "lone resident" here: whoever stands in a book has a card."""
    digits = digits_of(cell)
    return cell if digits else text_of(cell) or _("(kosong)")
