"""What a balance is made of: counts of people and families, of the village and of each dusun."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from uuid import UUID

from modules.population.codes import MoveKind
from modules.population.selectors.mutations import TAKING, Mutation, View, is_male

#: Rows of a balance in the order of print.
ROWS = ("opening", "births", "deaths", "arrivals", "moves", "missing", "closing")
#: Rows of PERINCIAN PINDAH: the kinds of move, and 0 for what stands among the moves without being one.
DESTINATIONS = (*(int(kind) for kind in MoveKind), 0)


@dataclass(slots=True)
class Count:
    """People by citizenship and sex, families by the sex of their head."""

    wni_l: int = 0
    wni_p: int = 0
    wna_l: int = 0
    wna_p: int = 0
    kk_l: int = 0
    kk_p: int = 0

    @property
    def male(self) -> int:
        """L, whatever the citizenship."""
        return self.wni_l + self.wna_l

    @property
    def female(self) -> int:
        """P, whatever the citizenship."""
        return self.wni_p + self.wna_p

    @property
    def wni(self) -> int:
        """Not-WNA (dual citizens among them)."""
        return self.wni_l + self.wni_p

    @property
    def wna(self) -> int:
        """WNA."""
        return self.wna_l + self.wna_p

    @property
    def people(self) -> int:
        """Jiwa."""
        return self.wni + self.wna

    @property
    def families(self) -> int:
        """KK."""
        return self.kk_l + self.kk_p

    @property
    def members(self) -> int:
        """Anggota keluarga: jiwa less KK (B.3)."""
        return self.people - self.families

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def add(self, other: Count, sign: int = 1) -> None:
        """Add another one here."""
        self.wni_l += sign * other.wni_l
        self.wni_p += sign * other.wni_p
        self.wna_l += sign * other.wna_l
        self.wna_p += sign * other.wna_p
        self.kk_l += sign * other.kk_l
        self.kk_p += sign * other.kk_p

    def person(self, sex: int, wna: bool, number: int = 1) -> None:
        """So many people more."""
        name = f"{'wna' if wna else 'wni'}_{'l' if is_male(sex) else 'p'}"
        setattr(self, name, getattr(self, name) + number)

    def family(self, sex: int, number: int = 1) -> None:
        """So many families more."""
        name = "kk_l" if is_male(sex) else "kk_p"
        setattr(self, name, getattr(self, name) + number)

    def as_dict(self) -> dict[str, int]:
        """For JSON and for the closing."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Note:
    """Why something stands in a row that its kind does not say: so many people and families."""

    row: str
    why: str
    words: str
    people: int
    families: int


@dataclass(slots=True)
class Area:
    """A dusun's balance, or (``dusun`` None) that of who has no RT. Moves between dusun stand in ``moves`` and
    ``arrivals``; ``moved_out`` and ``moved_in`` say how many of those they are."""

    dusun: UUID | None
    name: str
    rows: dict[str, Count]
    moved_out: Count = field(default_factory=Count)
    moved_in: Count = field(default_factory=Count)
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class Balance:
    """Who was there, who came and went, who is there; of the village and of each dusun (in village order)."""

    first: date
    last: date
    by: View
    rows: dict[str, Count]
    areas: list[Area]
    #: PERINCIAN PINDAH: by kind of move, 0 for what else stands among the moves. Its sum is the row ``moves``.
    destinations: dict[int, Count]
    notes: list[Note]
    lines: list[Mutation]

    @property
    def late(self) -> int:
        """How many mutations came after their month had been closed (susulan)."""
        return sum(line.late and bool(line.effects) for line in self.lines)

    @property
    def adds_up(self) -> bool:
        """Opening + additions - losses = closing, in every column, of the village and of every dusun."""
        return all(_adds_up(rows) for rows in (self.rows, *(area.rows for area in self.areas)))

    def numbers(self) -> dict[str, object]:
        """What a closing keeps, ready for JSON: ``{"rows": {...}, "areas": [...], "destinations": {...}}``."""
        return {
            "rows": {name: self.rows[name].as_dict() for name in ROWS},
            "areas": [
                {
                    "dusun": str(area.dusun) if area.dusun else None, "name": area.name,
                    "rows": {name: area.rows[name].as_dict() for name in ROWS},
                    "moved_out": area.moved_out.as_dict(), "moved_in": area.moved_in.as_dict(),
                }
                for area in self.areas
            ],
            "destinations": {str(kind): count.as_dict() for kind, count in self.destinations.items()},
        }  # fmt: skip


def _adds_up(rows: dict[str, Count]) -> bool:
    found = Count()
    for name in ROWS[:-1]:
        found.add(rows[name], -1 if name in TAKING else 1)
    return found == rows["closing"]
