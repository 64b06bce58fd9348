"""Who signs, read out of a table or a run of lines that a person drew for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from modules.letters.convert.codes import NAMES, Words
from modules.letters.convert.inline import Node
from modules.letters.convert.tables import Grid, codes_in

#: Codes that only a signature has.
HEAD = {"atas_nama", "nama_pamong", "nama_kepala_desa"}
_NAMES_OF_HEAD = {"nama_pamong", "nama_kepala_desa"}
_DISTRICT = {"nama_kepala_camat", "nip_kepala_camat"}
_CODE = re.compile(r"\[[^\[\]]{1,80}\]")
_BLANK = re.compile(r"^[\s(.…_)]*$")
_DOTS = re.compile(r"^\(?\s*[.…_]{4,}\s*\)?$")
_NUMBER = re.compile(r"^\s*(nip|nipd|niap|\[)", re.IGNORECASE)


@dataclass
class Place:
    """One who signs."""

    who: str
    side: str
    title: str = ""

    def as_dict(self) -> dict[str, str]:
        """As the block holds it."""
        return {"who": self.who, "side": self.side, "title": self.title[:120]}


def is_signature(grid: Grid) -> bool:
    """Whether a table without lines holds a name of somebody who signs."""
    if grid.border != "none" or grid.columns > 6:
        return False
    lines = [line for cells in grid.rows for cell in cells for line in cell.element.lines]
    if {code for line in lines for code in codes_in(line)} & (HEAD | _DISTRICT):
        return True
    return any(map(_DOTS.match, lines)) and ":" not in lines


def block_of(places: list[Place]) -> Node:
    """The block."""
    return {"type": "signature", "attrs": {"places": [each.as_dict() for each in places[:8]], "columns": 2}}


def signature_of(grid: Grid, words: Words) -> list[Place]:
    """Who signs where, row by row as they stand; empty where nobody was recognised."""
    columns = sorted({cell.column for cells in grid.rows for cell in cells})
    found: list[tuple[int, int, Place]] = []
    for column in columns:
        lines = [
            (number, line, _side(cell.column, cell.colspan, grid.columns))
            for number, cells in enumerate(grid.rows)
            for cell in cells
            if cell.column == column
            for line in cell.element.lines
        ]
        found += [(number, column, place) for number, place in places_of(lines, words)]
    found.sort(key=lambda each: (each[0], each[1]))
    seen: set[str] = set()
    made = []
    for _number, _column, place in found:
        if place.who == "head" and "head" in seen:
            continue
        seen.add(place.who)
        made.append(place)
    return made


def _side(column: int, colspan: int, columns: int) -> str:
    middle = column + colspan / 2
    if colspan >= columns and columns > 1:
        return "center"
    if columns == 1:
        return "right"
    share = middle / columns
    return "left" if share < 0.4 else "right" if share > 0.6 else "center"


def places_of(lines: list[tuple[int, str, str]], words: Words) -> list[tuple[int, Place]]:
    """Who signs below one another in a column: what stands above a name is its title."""
    found: list[tuple[int, Place]] = []
    titles: list[str] = []
    head = False
    for number, line, side in lines:
        codes = codes_in(line)
        plain = _CODE.sub("", line).strip(" :,\u00a0")
        if codes & {"tgl_surat", "tanggal_surat"} or codes & {
            "qr_bsre",
            "qr_code",
            "sebutan_nip_desa",
            "nip_pamong",
            "form_nip_pamong",
            "nip_kepala_desa",
        }:
            continue
        if codes & _NAMES_OF_HEAD:
            known = [each for each in titles if "mengetahui" in each.lower()]
            found.append((number, Place("head", side, _title(known))))
            titles, head = [], False
        elif codes & {"atas_nama", "jabatan"}:
            head = True
        elif codes & _DISTRICT:
            if "nama_kepala_camat" in codes:
                found.append((number, Place("district", side, _title(titles, drop_camat=True))))
                titles = []
        elif who := _who(codes, words):
            found.append((number, Place(who, side, _title(titles))))
            titles, head = [], False
        elif _DOTS.match(line) and titles:
            adat = any("adat" in each.lower() for each in titles)
            camat = any("camat" in each.lower() for each in titles)
            who = "adat" if adat else "district" if camat else "free"
            found.append((number, Place(who, side, _title(titles, drop_camat=camat))))
            titles = []
        elif plain and not _BLANK.match(line) and not _NUMBER.match(plain):
            titles.append(plain)
    if head:
        found.append((lines[-1][0], Place("head", lines[-1][2])))
    return found


def _title(titles: list[str], *, drop_camat: bool = False) -> str:
    kept = [each for each in titles if not (drop_camat and "camat" in each.lower())]
    text = " ".join(kept[-2:]).strip()
    return f"{text}," if text and not text.endswith((",", ":")) else text


def _who(codes: set[str], words: Words) -> str:
    for code in codes:
        name = words.name(code) or NAMES.get(code, code)
        if name == "nama":
            return "holder"
        for party in words.parties:
            if name == f"nama_{party}":
                return party
        if name.startswith("form_") and "ketua_adat" in name:
            return "adat"
    return ""


def said(place: str) -> str:
    """The sentence for a table that looked like signatures and was none."""
    return _("{place} tampak seperti tanda tangan, tetapi penanda tangannya tidak dikenali; ditulis sebagai tabel.").format(
        place=place
    )  # fmt: skip
