"""Households for a village of the demo, from its synthetic families."""

from __future__ import annotations

from balai.actor import Actor
from modules.households.models import Household
from modules.households.services import create_household
from modules.population.models import FamilyCard
from modules.population.selectors import living
from tenants.context import current_village


def set_up_demo(*, actor: Actor, households: int = 24) -> None:
    """Some families become households, every sixth together with the next one. Does nothing where some exist."""
    if Household.objects.exists() or current_village().data == "real":
        return
    heads = living().filter(shdk=1, family__isnull=False).order_by("nik")
    cards = list(
        FamilyCard.objects.filter(pk__in=heads.values("family")).order_by("number")[: households + households // 6]
    )
    while cards and households:
        card = cards.pop(0)
        people = list(living().filter(family=card).order_by("shdk", "pk"))
        if households % 6 == 0 and cards:
            people += living().filter(family=cards.pop(0)).order_by("shdk", "pk")
        create_household(
            actor=actor, head=people[0], members=people, welfare_class=households % 5 + 1, in_dtks=households % 3 == 0
        )
        households -= 1
