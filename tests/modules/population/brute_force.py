"""Every category counted once more, by hand, in Python: what the tables must equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from balai.ui.formats import years

Counts = dict[str, list[int]]
Cell = Callable[[Any, date], Any]


def age(person: Any, on: date) -> int | None:
    """Full years on a day."""
    return None if person.birth_date is None else years(person.birth_date, on)


def ktp_due(person: Any, on: date) -> bool:
    """Wajib KTP."""
    number = age(person, on)
    return (number is not None and number >= 17) or person.marital_status in {2, 3, 4}


def kia_due(person: Any, on: date) -> bool:
    """A child whose card is the KIA."""
    number = age(person, on)
    return number is not None and number < 17 and person.marital_status in {None, 1}


def between(low: int, high: int) -> Callable[[Any, date], bool]:
    """Whether somebody's age lies between two, both included."""

    def inside(person: Any, on: date) -> bool:
        number = age(person, on)
        return number is not None and low <= number <= high

    return inside


def five(person: Any, on: date) -> str | None:
    """The band of five years."""
    number = age(person, on)
    if number is None:
        return None
    low = max(0, number) // 5 * 5
    return "75+" if number >= 75 else f"{low:02d}-{low + 4:02d}"


def banded(*bands: tuple[int, int | None]) -> Cell:
    """Bands of age given by their ends."""

    def cell(person: Any, on: date) -> str | None:
        number = age(person, on)
        for low, high in bands if number is not None else ():
            if max(0, number) >= low and (high is None or number <= high):  # type: ignore[type-var,operator]
                return f"{low}+" if high is None else f"{low:02d}-{high:02d}"
        return None

    return cell


def column(name: str) -> Cell:
    """A column's code."""
    return lambda person, on: getattr(person, name)


def written(name: str) -> Cell:
    """Whether a number is written."""
    return lambda person, on: "yes" if getattr(person, name) else "no"


def owns(code: int) -> Cell:
    """Whether the identity card is of this kind."""
    return lambda person, on: None if person.ktp_el is None else "yes" if person.ktp_el == code else "no"


def marital(person: Any, on: date) -> str | None:
    """Married people by whether it is registered."""
    if person.marital_status == 2:
        return "2-tercatat" if person.marriage_certificate else "2-belum"
    return None if person.marital_status is None else str(person.marital_status)


def schooling(person: Any, on: date) -> str | None:
    """Whether a child is at school."""
    if person.education_current is None:
        return None
    return "no" if person.education_current in {1, 3, 5, 17, 18} else "yes"


def card(person: Any, on: date) -> str:
    """Which family card somebody has."""
    if person.family_id is None:
        return "none"
    return "temporary" if person.family.number_temporary else "card"


def everybody(person: Any, on: date) -> bool:
    """No narrowing."""
    return True


STANDARD = ((0, 0), (1, 4), *((low, low + 4) for low in range(5, 75, 5)), (75, None))
#: Category of people -> (who counts, cell).
PEOPLE: dict[str, tuple[Callable[[Any, date], bool], Cell]] = {
    "residents": (everybody, five),
    "age_band": (everybody, banded(*STANDARD)),
    "age_category": (everybody, banded((0, 4), (5, 17), (18, 59), (60, None))),
    "productive_age": (everybody, banded((0, 14), (15, 64), (65, None))),
    "ethnicity": (everybody, lambda person, on: person.ethnicity.strip().upper()),
    "residency": (everybody, column("residency")),
    "marital_status": (everybody, marital),
    "family_card": (everybody, card),
    "school": (between(7, 18), schooling),
    "ktp": (ktp_due, owns(2)),
    "ktp_record": (ktp_due, column("ktp_record")),
    "kia": (kia_due, owns(3)),
    "birth_certificate": (everybody, written("birth_certificate")),
    "birth_certificate_children": (between(-200, 17), written("birth_certificate")),
    "birth_certificate_age": (lambda person, on: bool(person.birth_certificate), five),
    "marriage_book": (lambda person, on: person.marital_status == 2, written("marriage_certificate")),
    "divorce_certificate": (lambda person, on: person.marital_status == 3, written("divorce_certificate")),
    "family_planning": (lambda person, on: person.marital_status == 2, column("family_planning")),
    "pregnancy": (
        lambda person, on: person.sex == 2 and (between(15, 49)(person, on) or person.pregnancy == 1),
        column("pregnancy"),
    ),
    "employment_insurance": (between(15, 300), written("employment_insurance_number")),
} | {
    name: (everybody, column(name))
    for name in (
        "sex", "religion", "citizenship", "shdk", "education", "education_current", "occupation", "reading", "blood_type",
        "disability", "chronic_illness", "health_insurance",
    )
}  # fmt: skip


def counted(code: str, people: Iterable[Any], on: date) -> Counts:
    """A category of people."""
    who, cell = PEOPLE[code]
    found: Counts = {}
    for person in people:
        if who(person, on):
            value = cell(person, on)
            found.setdefault("" if value is None else str(value), [0, 0])[person.sex - 1] += 1
    return found


def families(code: str, people: Iterable[Any]) -> Counts:
    """A category of families, from those who count: by the first by SHDK, then by key."""
    members: dict[Any, list[Any]] = {}
    for person in people:
        if person.family_id is not None:
            members.setdefault(person.family_id, []).append(person)
    found: Counts = {}
    for those in members.values():
        head = min(those, key=lambda each: (each.shdk, each.pk))
        value = {
            "families": head.sex, "family_size": min(8, len(those)), "welfare_class": head.family.welfare_class,
        }[code]  # fmt: skip
        found.setdefault("" if value is None else str(value), [0, 0])[head.sex - 1] += 1
    return found


def dead(people: Iterable[Any]) -> Counts:
    """Those who died, by whether the certificate's number stands in the standing line of the death."""
    found: Counts = {}
    for person in people:
        lines = [line for line in person.events.filter(kind="death").order_by("id") if not hasattr(line, "undone_by")]
        written_down = bool(lines and lines[-1].details.get("certificate"))
        found.setdefault("yes" if written_down else "no", [0, 0])[person.sex - 1] += 1
    return found
