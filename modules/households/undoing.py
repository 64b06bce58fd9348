"""Taking an import of households back: each household as it was, where nobody touched it since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from modules.households.errors import HouseholdError
from modules.households.models import Household, HouseholdMember, Level


@atomic()
def take_back(kept: dict[str, Any], *, actor: Actor, skip_touched: bool) -> dict[str, int]:
    """Undo by what :func:`modules.households.imports.load` kept; safe to run twice.

    Raises:
        HouseholdError: somebody touched a household since and ``skip_touched`` is off.
    """
    require(actor, "households.import")
    stamp = datetime.fromisoformat(kept["stamp"])
    keys = {UUID(key) for key in kept["made"]} | {UUID(key) for key in kept["before"]}
    keys |= {UUID(key) for key, _resident in (*kept["joined"], *kept["heads"])}
    there = {each.pk: each for each in Household.objects.select_for_update().filter(pk__in=keys)}
    mine = {key: each for key, each in there.items() if each.updated_at == stamp}
    touched = len(there) - len(mine)
    if touched and not skip_touched:
        raise HouseholdError(
            _("{n} rumah tangga sudah diubah sesudah impor. Lewati yang itu, atau biarkan impornya.").format(n=touched)
        )
    people = [resident for household, resident in kept["joined"] if UUID(household) in mine]
    reverted, _kinds = HouseholdMember.objects.filter(resident__in=people, household__in=mine).delete()
    for household, resident in kept["heads"]:
        if UUID(household) in mine:
            HouseholdMember.objects.filter(household=household, level=Level.HEAD).update(level=Level.MEMBER)
            HouseholdMember.objects.filter(household=household, resident=resident).update(level=Level.HEAD)
    for key, before in kept["before"].items():
        found = mine.get(UUID(key))
        if found is None:
            continue
        for name, value in before.items():
            setattr(found, name, date.fromisoformat(value) if name == "registered_on" and value else value)
        found.save(update_fields=list(before))
    made = [UUID(key) for key in kept["made"] if UUID(key) in mine]
    Household.objects.filter(pk__in=made).delete()
    Household.objects.filter(pk__in=mine.keys() - set(made)).update(updated_at=timezone.now())
    audit.record(actor, "households.import_undone", households=len(mine), skipped=touched)
    return {"reverted": reverted, "skipped": touched}
