"""For whom somebody may act towards the village: who stands on the same family card, and in which place.

Decided with the law in hand: parents act for their children (UU 1/1974, art. 47), whoever is seventeen or was married holds
a KTP-el and speaks for themselves (UU 24/2013, art. 63). Being the head of a family gives nobody a right over the adults on
the card: an adult lets somebody act by a surat kuasa that an officer has seen (KUHPerdata, art. 1792), until its last day.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from balai.db import today
from modules.population.codes import MaritalStatus, Shdk
from modules.population.models import Mandate, Resident

#: From this age on somebody must hold a KTP-el.
GROWN_UP = 17


def _born_after(on: date) -> date:
    try:
        return on.replace(year=on.year - GROWN_UP)
    except ValueError:  # 29 February
        return on.replace(year=on.year - GROWN_UP, day=28)


def minors(on: date) -> Q:
    """Who is under seventeen and was never married; whose birth date nobody knows is not."""
    unmarried = Q(marital_status__isnull=True) | Q(marital_status=MaritalStatus.UNMARRIED)
    return Q(birth_date__gt=_born_after(on)) & unmarried


def is_minor(person: Resident, on: date) -> bool:
    """The same of one person who is at hand."""
    unmarried = person.marital_status in (None, MaritalStatus.UNMARRIED)
    return unmarried and person.birth_date is not None and person.birth_date > _born_after(on)


def mandates_in_force(on: date) -> QuerySet[Mandate]:
    """Surat kuasa that stand on a day."""
    return Mandate.objects.filter(ended_at=None, since__lte=on, until__gte=on)


def acts_for(person: Resident) -> QuerySet[Resident]:
    """Whom a person may act for beside themselves: the head of a family and the head's husband or wife for the children on
    the card, and whoever has given them a surat kuasa; all of them living here."""
    found = Resident.objects.filter(presence=1, void_at=None).exclude(pk=person.pk)
    if not person.is_here:
        return found.none()
    allowed = Q(pk__in=mandates_in_force(today()).filter(holder=person).values("giver"))
    if person.family_id is not None and person.shdk in (Shdk.HEAD, Shdk.HUSBAND, Shdk.WIFE):
        allowed |= Q(family=person.family_id) & minors(today())
    return found.filter(allowed).order_by("shdk", "birth_date", "pk")


def may_act_for(person_id: UUID | str, other_id: UUID | str) -> bool:
    """Whether one may act for the other, as the register stands now; for oneself always."""
    if str(person_id) == str(other_id):
        return True
    person = Resident.objects.filter(pk=person_id).first()
    return person is not None and acts_for(person).filter(pk=other_id).exists()
