"""What of a person whoever reads may see: numbers in full, and what the register knows of their health.

Every list, filter, order, page, file and API asks this one answer. Nothing is seen unless it is said who looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from balai.actor import Actor

#: The rights that it is made of.
NUMBERS, HEALTH = "population.view_nik", "population.view_health"


@dataclass(frozen=True)
class Sight:
    """``numbers``: NIK and KK in full; without it somebody is found by a whole number alone, since a search by its
    beginning, a filter or an order tells a masked number digit by digit. ``health``: disability, illness, pregnancy,
    family planning (UU 27/2022 art. 4: specific personal data)."""

    numbers: bool = False
    health: bool = False

    @classmethod
    def of(cls, actor: Actor) -> Sight:
        """Somebody's."""
        return cls(actor.may(NUMBERS), actor.may(HEALTH))

    def sees(self, field: Any) -> bool:
        """Whether a field (:class:`modules.population.fields.Field`) is shown to them at all."""
        return self.health or field.right != HEALTH


#: Whoever works for the village itself: a person's own copy, checks, the command line.
EVERYTHING = Sight(True, True)
#: Nobody in particular.
NOTHING = Sight()
