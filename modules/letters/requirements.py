"""Which papers belong to a request: the kind's, as far as the applicant can have them.

Nobody under seventeen who was never married holds a KTP-el (UU 24/2013, art. 63); until then a child's own papers are the
KIA (Permendagri 2/2016) or the akta kelahiran, and a parent or guardian stands for the child with theirs.
"""

from __future__ import annotations

from datetime import date

from balai.db import today
from modules.letters.types import FOR_MINORS, LetterType, Requirement
from modules.population.models import Resident
from modules.population.selectors import is_minor


def requirements_for(kind: LetterType, resident: Resident, on: date | None = None) -> tuple[Requirement, ...]:
    """What this applicant is asked to bring or to upload, in the kind's order, nothing twice."""
    if not is_minor(resident, on or today()):
        return kind.requirements
    asked: dict[str, Requirement] = {}
    own = {each.key for each in kind.requirements}
    for each in kind.requirements:
        for instead in FOR_MINORS.get(each.key, (each,)):
            # A kind that asks for the akta kelahiran itself does not ask for "KIA or akta" beside it.
            if instead.key == "identitas_anak" and "akta_lahir" in own:
                continue
            asked.setdefault(instead.key, instead)
    return tuple(asked.values())


def every_requirement(kind: LetterType) -> dict[str, Requirement]:
    """Whatever anybody may be asked for, by key: what a letter once carried is named after the applicant has grown up."""
    found = {each.key: each for each in kind.requirements}
    for key in list(found):
        found |= {each.key: each for each in FOR_MINORS.get(key, ())}
    return found
