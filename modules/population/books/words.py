"""How books write what the register holds: abbreviations of the annex, places, numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from balai.ui.formats import mask, years
from modules.population import codes

NOTHING = "-"
SEX: dict[int, str] = {codes.Sex.MALE: "L", codes.Sex.FEMALE: "P"}
#: Dapat membaca huruf: Latin, Daerah, Arab.
READING = {1: "L", 2: "D", 3: "A", 4: "AL", 5: "AD", 6: "ALD"}
SHDK = {
    1: "Kepala Keluarga", 2: "Suami", 3: "Istri", 4: "Anak", 5: "Menantu", 6: "Cucu", 7: "Orang tua", 8: "Mertua",
    9: "Famili lain", 10: "Pembantu", 11: "Lainnya",
}  # fmt: skip
RELIGION = {code: str(label) for code, label in codes.Religion.choices} | {7: "KEPERCAYAAN"}
EDUCATION = {code: str(label) for code, label in codes.Education.choices}
OCCUPATION = {code: str(label) for code, label in codes.Occupation.choices}
MARITAL = {code: str(label) for code, label in codes.MaritalStatus.choices}
BLOOD = {code: str(label) for code, label in codes.BloodType.choices}
_HAS_RT = re.compile(r"\bRT\b", re.IGNORECASE)


def marital_short(status: int | None, sex: int) -> str:
    """K kawin, BK belum kawin, JD janda, DD duda (the annex; divorced and widowed alike)."""
    if status is None:
        return NOTHING
    if status == codes.MaritalStatus.UNMARRIED:
        return "BK"
    if status == codes.MaritalStatus.MARRIED:
        return "K"
    return "DD" if sex == codes.Sex.MALE else "JD"


def citizenship(code: int) -> str:
    """WNI or WNA; dual citizens are not WNA."""
    return "WNA" if code == codes.Citizenship.WNA else "WNI"


def number(value: str | None, temporary: bool | None, whole: bool) -> str:
    """A NIK or KK; a temporary one is never printed."""
    if not value or temporary:
        return NOTHING
    return value if whole else mask(value)


def address(street: str | None, current: str | None, place: str) -> str:
    """Street, RT/RW and dusun: the card's street, else where the person says to live now."""
    written = (street or current or "").strip()
    if written and _HAS_RT.search(written):
        return written
    return ", ".join(part for part in (written, place) if part) or NOTHING


def place(rt: str | None, rw: str | None, dusun: str | None) -> str:
    """ "RT 001/RW 002 DUSUN KRAJAN"."""
    if not rt:
        return ""
    # RT and its number stay on one line.
    found = f"RT\u00a0{rt}/RW\u00a0{rw}" if rw else f"RT\u00a0{rt}"
    if not dusun:
        return found
    return f"{found} {dusun}" if dusun.upper().startswith("DUSUN") else f"{found} DUSUN {dusun}"


def day(value: date | None) -> str:
    """dd-mm-yyyy."""
    return f"{value.day:02d}-{value.month:02d}-{value.year:04d}" if value else NOTHING


def born(where: str | None, when: date | None) -> str:
    """ "GROBOGAN, 31-01-1980"."""
    return ", ".join(part for part in (where or "", day(when) if when else "") if part) or NOTHING


def aged(when: date | None, on: date) -> str:
    """Full years."""
    return str(max(0, years(when, on))) if when else NOTHING


def or_nothing(value: Any) -> Any:
    """ "-" for what is empty."""
    return value or NOTHING


def notes(*parts: str) -> str:
    """What stands in KET: the parts that say something, the first letter large."""
    found = "; ".join(part.strip() for part in parts if part and part.strip())
    return found[:1].upper() + found[1:]
