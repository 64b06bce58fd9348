"""Between villages: a move from one village of the regency to another as one act, and numbers that two villages have.

``file`` packs and unpacks a person's file, ``releasing`` is the act of the village that is left, ``receiving`` that of
the village that takes in, ``upkeep`` each side's own work after the other's step, ``doubles`` comparing and settling,
``hashing`` keeps the keyed hashes. The protocol itself stands in ``tenants.exchange`` (docs/decisions: hand-overs).
"""

from modules.population.crossing.doubles import agree_to_compare, settle_as_mistaken, settle_as_moved
from modules.population.crossing.hashing import refresh_hashes
from modules.population.crossing.receiving import accept_move, refuse_move
from modules.population.crossing.releasing import acknowledge, release, withdraw_move
from modules.population.crossing.upkeep import catch_up

__all__ = [
    "accept_move", "acknowledge", "agree_to_compare", "catch_up", "refresh_hashes", "refuse_move", "release",
    "settle_as_mistaken", "settle_as_moved", "withdraw_move",
]  # fmt: skip
