"""An election for a village of the demo."""

from __future__ import annotations

from datetime import timedelta

from balai.actor import Actor
from balai.db import today
from modules.population.models import Territory, TerritoryKind
from modules.voters.models import Election, ElectionKind
from modules.voters.services import add_station, create_election
from tenants.context import current_village


def set_up_demo(*, actor: Actor) -> None:
    """A village head's election in four months, with two stations. Does nothing where some election exists."""
    if Election.objects.exists() or current_village().data == "real":
        return
    day = today() + timedelta(days=120)
    election = create_election(
        actor=actor, name=f"Pemilihan Kepala Desa {day.year}", kind=ElectionKind.VILLAGE_HEAD, day=day,
        dps_on=today() + timedelta(days=60),
    )  # fmt: skip
    areas = list(Territory.objects.filter(kind=TerritoryKind.RT, void_at=None).order_by("parent__name", "name", "pk"))
    half = (len(areas) + 1) // 2
    for number, (place, part) in enumerate((("Balai desa", areas[:half]), ("SD Negeri 1", areas[half:])), 1):
        if part:
            add_station(actor=actor, election=election, number=number, place=place, areas=part)
