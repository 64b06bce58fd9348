"""What stands on the village's books and lists: its letterhead, and who signs. Other modules ask ``balai.registry``."""

from __future__ import annotations

import base64
from datetime import date

from balai.registry import Letterhead, Signatory
from modules.government import selectors
from modules.government.models import Identity, Official, Post
from tenants.context import VillageCard, current_village

#: Who holds a post for a time only says so above the signature: Pj., Plt., Plh.
_ACTING = ("pj", "plt", "plh", "penjabat", "pelaksana")


def letterhead() -> Letterhead:
    """The three lines, the crest, and the place that signatures name."""
    found = selectors.letterhead()
    crest = found["crest_png"]
    return Letterhead(
        lines=tuple(found["lines"]),
        place=current_village().name.upper(),
        crest=base64.b64decode(crest) if crest else None,
        postal_code=found["postal_code"],
    )


def signatories(on: date) -> dict[str, Signatory]:
    """The holders of the two posts that sign books on a day; a post that nobody holds is printed without a name."""
    card, row = current_village(), selectors.identity()
    second = f"SEKRETARIS {'KELURAHAN' if card.kind == 'kelurahan' else 'DESA'} {card.name}".upper()
    titles = {Post.KADES: selectors.head_title(row), Post.SEKDES: second}
    holders = {each.post: each for each in selectors.in_office(on)}
    return {str(post): _signatory(holders.get(post), title, card, row) for post, title in titles.items()}


def _signatory(holder: Official | None, title: str, card: VillageCard, row: Identity) -> Signatory:
    if holder is None:
        return Signatory(title)
    if holder.position.casefold().startswith(_ACTING):
        name = card.name.upper()
        title = holder.position.upper() if name in holder.position.upper() else f"{holder.position} {name}".upper()
    label, number = selectors.number_of(holder, row)
    return Signatory(title, holder.name, f"{label} {number}".strip())
