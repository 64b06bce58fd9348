"""What waits for its electronic signature."""

from __future__ import annotations

from django.db.models import QuerySet

from balai.actor import Actor
from balai.errors import NotAllowed
from modules.letters.models import Letter, State
from modules.letters.signing.rules import officials_of


def waiting_for_signature(actor: Actor) -> QuerySet[Letter]:
    """Approved letters that are not signed yet and that the actor may sign, the longest waiting first, each with its
    signature's row.

    Raises:
        NotAllowed: the actor neither approves letters nor signs any.
    """
    found = Letter.objects.filter(state=State.SEALING).select_related("signature").order_by("state_since", "id")
    if actor.may("letters.approve"):
        return found
    mine = officials_of(actor)
    if not mine:
        raise NotAllowed(right="letters.approve")
    return found.filter(signer__official_id__in=mine)
