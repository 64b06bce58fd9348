"""What papers say of a person: text, frozen by whoever prints it."""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import Any

from balai.ui.formats import long_date, title_case, years
from modules.population import codes
from modules.population.models import FamilyCard, Resident
from modules.population.selectors import place_words

#: An address that names its RT already; "JL. KARTINI" does not.
_NAMES_RT = re.compile(r"\bRT\b", re.IGNORECASE)

#: Where a family card in hand keeps its head.
_KNOWN = "head_on_papers"


@functools.cache
def _labels(choices: Any) -> dict[int, Any]:
    return {member.value: member.label for member in choices}


def label_in(choices: Any, value: int | None) -> str:
    """What a code list calls a code; "" for none and for one that it does not know."""
    found = _labels(choices).get(value) if value is not None else None
    return str(found) if found is not None else ""


def head_of(resident: Resident) -> Resident | None:
    """The present head of somebody's family; asked for once as long as the family is in hand, however many of its members
    a paper names."""
    family = resident.family
    if family is None:
        return None
    known = family.__dict__
    if _KNOWN not in known:
        know_head(family, family.members.filter(shdk=codes.Shdk.HEAD, presence=1, void_at=None).first())
    found: Resident | None = known[_KNOWN]
    return found


def know_head(family: FamilyCard, head: Resident | None) -> None:
    """Say who leads a family that is in hand, where it was read with others: nobody asks again."""
    family.__dict__[_KNOWN] = head


def merge_data(resident: Resident, on: date) -> dict[str, Any]:
    """A resident's data as letters print them on a day. A temporary NIK or KK is never printed."""
    family = resident.family
    head = head_of(resident)
    street = (family.address if family else "") or resident.address_current
    place = place_words(resident.rt) if resident.rt else ""
    address = street if street and _NAMES_RT.search(street) else ", ".join(part for part in (street, place) if part)
    return {
        "nik": "" if resident.nik_temporary else resident.nik,
        "no_kk": "" if family is None or family.number_temporary else family.number,
        "name": resident.name,
        "birth_place": title_case(resident.birth_place),
        "birth_date": resident.birth_date.isoformat() if resident.birth_date else "",
        "birth_words": ", ".join(
            part
            for part in (
                title_case(resident.birth_place),
                long_date(resident.birth_date) if resident.birth_date else "",
            )
            if part
        ),
        "age": f"{years(resident.birth_date, on)} tahun" if resident.birth_date else "",
        "sex": title_case(label_in(codes.Sex, resident.sex)),
        "religion": title_case(label_in(codes.Religion, resident.religion)),
        "education": label_in(codes.Education, resident.education),
        "occupation": title_case(label_in(codes.Occupation, resident.occupation)),
        "marital_status": title_case(label_in(codes.MaritalStatus, resident.marital_status)),
        "citizenship": label_in(codes.Citizenship, resident.citizenship),
        "blood_type": label_in(codes.BloodType, resident.blood_type),
        "shdk": title_case(label_in(codes.Shdk, resident.shdk)),
        "head_name": head.name if head else "",
        "father_name": resident.father_name,
        "mother_name": resident.mother_name,
        "address": title_case(address).replace("Rt ", "RT ").replace("Rw ", "RW ").replace("/rw", "/RW"),
    }
