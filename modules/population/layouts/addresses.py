"""Where a family lives, cut out of one line of text, as SIAK and the BIP books write it.

Alamat : MERTAK PAOK, Nama Dusun : MERTAK PAOK, RT/RW : -/-
DUSUN KERANDANGAN, RT:001, RW:001, Kodepos:83355,-
DSN. TAMBAK YOSO,Kodepos :92974,Telp :,-
DESA LUBUK BESAR RT/RW : 002/000 DUSUN : -
JL. MERDEKA 3 DSN KRAJAN RT 02 RW 01
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from modules.population.opensid.columns import text_of

_PREFIX = re.compile(r"^\s*ALAMAT\s*:?\s*", re.I)
_RT_RW = re.compile(r"\bRT\s*/\s*RW\s*[:.]?\s*([0-9]{1,4}|-)?\s*/\s*([0-9]{1,4}|-)?", re.I)
_RT = re.compile(r"\bRT\s*[:.]?\s*([0-9]{1,4})\b", re.I)
_RW = re.compile(r"\bRW\s*[:.]?\s*([0-9]{1,4})\b", re.I)
_POST = re.compile(r"\bKODE\s*POS\s*[:.]?\s*[0-9]*", re.I)
_PHONE = re.compile(r"\bTELP(?:ON)?\s*[:.]?\s*([0-9+()/. -]*)", re.I)
_END = r"(?=,|\bRT\b|\bRW\b|\bKODE\s*POS\b|\bTELP|\bDESA\b|\bKEL(?:URAHAN)?\b|$)"
#: "DS" stands for dusun here as in OpenSID's reading of SIAK; the village has a column or the word DESA.
_HAMLET = re.compile(rf"\b(?:NAMA\s+)?(?:DUSUN|DSN|DS)\b\s*[.:]?\s*(.*?)\s*{_END}", re.I)
_VILLAGE = re.compile(r"\bDESA\s+(.*?)\s*(?=,|\bRT\b|\bRW\b|\bDUSUN\b|\bDSN\b|$)", re.I)
_STREET = re.compile(
    r"\b(?:JL|JLN|JALAN|GG|GANG|BLOK|PERUM\w*|KOMPLEK\w*|NO|NOMOR|KM|RUKO|DESA|KEL|KELURAHAN|RT|RW)\b|[0-9]", re.I
)
_LEFT_OVER = re.compile(r"^[\s,.;:-]+|[\s,.;:-]+$")
_COMMAS = re.compile(r"\s*,(?:\s*[,-])*\s*")


@dataclass(frozen=True)
class Home:
    """What a line says; "" where it does not. ``named``: it says which word is the hamlet."""

    address: str = ""
    hamlet: str = ""
    rw: str = ""
    rt: str = ""
    phone: str = ""
    village: str = ""
    named: bool = False


def area(cell: Any) -> str:
    """RT or RW as registers write it: three digits; "" for none ("-", "000")."""
    text = text_of(cell).strip(" .'-")
    if text.isascii() and text.isdigit():
        return "" if not text.strip("0") else f"{int(text):03d}"
    return text.upper()[:10]


def two_areas(cell: Any) -> tuple[str, str]:
    """RT and RW out of "001/002"."""
    rt, _slash, rw = text_of(cell).partition("/")
    return area(rt), area(rw)


def is_a_name(text: str) -> bool:
    """Whether a line without any mark may be a hamlet's name: short, and nothing of a street in it."""
    return 0 < len(text) <= 40 and not _STREET.search(text) and any(letter.isalpha() for letter in text)


@functools.lru_cache(maxsize=20_000)  # places, not people
def cut(text: str) -> Home:
    """Cut a line into its parts."""
    rest = _PREFIX.sub("", " ".join(text.split()))
    rt = rw = phone = village = hamlet = ""
    both = _RT_RW.search(rest)
    if both:
        rt, rw = area(both[1] or ""), area(both[2] or "")
        rest = rest.replace(both[0], ", ")
    else:
        for pattern in (_RT, _RW):
            found = pattern.search(rest)
            if found:
                rt, rw = (area(found[1]), rw) if pattern is _RT else (rt, area(found[1]))
                rest = rest.replace(found[0], ", ")
    rest = _POST.sub(", ", rest)
    told = _PHONE.search(rest)
    if told:
        phone = told[1].strip(" -.")
        rest = rest.replace(told[0], ", ")
    # The last mark counts: "DS. GEYER DSN. KRAJAN" names the village before its hamlet.
    marks = list(_HAMLET.finditer(rest))
    if marks:
        hamlet = _clean(marks[-1][1]).upper()
        rest = rest.replace(marks[-1][0], ", ")
    of = _VILLAGE.search(rest)
    if of:
        village = _clean(of[1]).upper()
        rest = rest.replace(of[0], ", ")
    return Home(_clean(_COMMAS.sub(", ", rest)), hamlet, rw, rt, phone, village, bool(marks))


def _clean(text: str) -> str:
    return _LEFT_OVER.sub("", text)
