"""The score of the register is kept once a day; repairs in place go through the services of what they repair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import Conflict
from balai.indicators import touch
from modules.population.errors import PopulationError
from modules.population.models import FamilyCard, QualityScore, Resident
from modules.population.quality import AnyCheck, board
from modules.population.services.families import change_shdk, move_to_rt, update_family
from modules.population.services.people import update_resident

INDICATOR = "population.quality"
#: Beside the findings by check: how many people the score is about. No check has such a code.
PEOPLE_KEY = "orang"


@atomic()
def keep_score(*, actor: Actor, on: date | None = None) -> QualityScore:
    """Count everything and keep the day's score; the same day again replaces it."""
    require(actor, "population.view")
    day = on or today()
    found = board(day)
    kept, _made = QualityScore.objects.update_or_create(
        on=day,
        defaults={
            "score": Decimal(str(round(found.score, 2))), "found": found.counts() | {PEOPLE_KEY: found.people},
        },
    )  # fmt: skip
    audit.record(actor, "population.quality_kept", on=day.isoformat())
    touch(INDICATOR)
    return kept


def mend_resident(
    *, actor: Actor, check: AnyCheck, resident: Resident, version: str, values: Mapping[str, Any]
) -> None:  # fmt: skip
    """Fill in what a check found missing with one person, through the service that owns it.

    Raises:
        NotAllowed: the actor lacks ``population.change``.
        Conflict: changed by somebody else since ``version``.
        PopulationError: the value cannot be, or it is not what this check mends.
    """
    require(actor, "population.change")
    if not values or set(values) - set(check.mend):
        raise PopulationError(_("Isian ini tidak dapat diperbaiki dari sini."))
    for name in ("rt", "shdk"):
        if name in values and version != Resident.objects.get(pk=resident.pk).version:
            raise Conflict()
    if "rt" in values:
        move_to_rt(actor=actor, resident=resident, rt=values["rt"])
    elif "shdk" in values:
        change_shdk(actor=actor, resident=resident, shdk=values["shdk"])
    else:
        update_resident(actor=actor, resident=resident, version=version, **values)


def mend_family(
    *, actor: Actor, check: AnyCheck, family: FamilyCard, version: str, values: Mapping[str, Any]
) -> None:  # fmt: skip
    """Fill in what a check found missing on one card.

    Raises:
        NotAllowed, Conflict, PopulationError: as :func:`mend_resident`.
    """
    require(actor, "population.change")
    if not values or set(values) - set(check.mend):
        raise PopulationError(_("Isian ini tidak dapat diperbaiki dari sini."))
    now: dict[str, Any] = {
        name: getattr(family, name) for name in ("address", "welfare_class", "registered_on", "printed_on")
    }
    names = {"family_address": "address", "family_number": "number"}
    update_family(
        actor=actor, family=family, version=version, **now | {names[name]: value for name, value in values.items()}
    )
