"""What a NIK says of its holder. Where that differs from what is written it is a doubt, never an error: real cards disagree.

Sixteen digits: province 2, regency 2, district 2, then day (a woman's + 40), month and year of birth, then a serial of
four (domain: NIK rules). A number that begins with 0 is a temporary one of ours and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from modules.population.codes import Sex
from modules.population.errors import BadValues, NikDoubtful

#: Which columns a doubt comes from: when one of them changes, what was accepted before no longer answers it.
INPUTS: dict[str, frozenset[str]] = {
    "sex": frozenset({"nik", "sex"}),
    "birth_date": frozenset({"nik", "birth_date"}),
    "region": frozenset({"nik"}),
}
_DIGITS = re.compile(r"[0-9]{16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Doubt:
    """``code``: sex, birth_date or region; ``said``: what the number says (L or P, 31-01-80, 3315); ``written``: what stands
    beside it."""

    code: str
    said: str
    written: str = ""

    def message(self) -> str:
        """One sentence."""
        if self.code == "sex":
            said = _("perempuan") if self.said == "P" else _("laki-laki")
            return _("NIK menunjukkan jenis kelamin {said}.").format(said=said)
        if self.code == "birth_date":
            return _("NIK menunjukkan tanggal lahir {said}, bukan {written}.").format(
                said=self.said, written=self.written
            )
        return _("NIK diterbitkan di daerah lain ({said}).").format(said=self.said)


def doubts(nik: str, *, sex: int | None, birth_date: date | None, regency_code: str) -> list[Doubt]:
    """Where a NIK differs from sex, date of birth and regency (four digits); nothing for a temporary number."""
    if len(nik) != 16 or nik[0] == "0":
        return []
    found = []
    woman = nik[6] > "3"
    if sex is not None and woman != (sex == Sex.FEMALE):
        found.append(Doubt("sex", "P" if woman else "L"))
    if birth_date is not None:
        day, month, year = birth_date.day + (40 if woman else 0), birth_date.month, birth_date.year % 100
        if nik[6:12] != f"{day:02d}{month:02d}{year:02d}":
            said = f"{int(nik[6:8]) - (40 if woman else 0):02d}-{nik[8:10]}-{nik[10:12]}"
            written = f"{birth_date.day:02d}-{month:02d}-{birth_date.year:04d}"
            found.append(Doubt("birth_date", said, written))
    if nik[:4] != regency_code:
        found.append(Doubt("region", nik[:4]))
    return found


def check_digits(nik: str, *, field: str = "nik", what: str = "NIK") -> None:
    """Sixteen digits, or an error.

    Raises:
        BadValues: the sentence counts what is written.
    """
    if _DIGITS.fullmatch(nik):
        return
    if not nik.isascii() or not nik.isdigit():
        raise BadValues({field: _("{what} hanya berisi angka.").format(what=what)})
    raise BadValues({field: _("{what} harus 16 angka. Yang tertulis {count} angka.").format(what=what, count=len(nik))})


def weigh(
    nik: str, *, sex: int | None, birth_date: date | None, regency_code: str, reason: str = "",
    accepted: Mapping[str, str] | None = None, changed: Set[str] = frozenset({"nik", "sex", "birth_date"}),
) -> dict[str, str]:  # fmt: skip
    """What is accepted of a NIK's doubts, by code: the reason that somebody wrote. What is no doubt any more is left out.

    ``accepted`` is what was accepted before; it stays while none of the ``changed`` columns bears on it. Old doubts that
    nobody ever answered (an import brought them) do not stop a change of something else.

    Raises:
        NikDoubtful: a change brings a doubt, and there is no ``reason``.
    """
    known, reason = accepted or {}, reason.strip()[:200]
    kept: dict[str, str] = {}
    asked: list[Doubt] = []
    for doubt in doubts(nik, sex=sex, birth_date=birth_date, regency_code=regency_code):
        if doubt.code in known and not INPUTS[doubt.code] & changed:
            kept[doubt.code] = known[doubt.code]
        elif reason:
            kept[doubt.code] = reason
        elif INPUTS[doubt.code] & changed:
            asked.append(doubt)
    if asked:
        raise NikDoubtful(doubts=asked, field="nik_reason")
    return kept
