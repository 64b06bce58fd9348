"""What waits for its electronic signature."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from balai.actor import Actor
from balai.errors import NotAllowed
from modules.letters.models import Letter, LongTerm, Signature, State
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


def lacking_evidence(days: int = 30) -> list[tuple[str, int]]:
    """Why signatures of the last days lack what would prove them later, and how many of each: [(words, count)]."""
    reasons = [LongTerm.NO_SOURCE, LongTerm.UNREACHED, LongTerm.UNUSABLE]
    found = (
        Signature.objects.filter(long_term__in=reasons, signed_at__gte=timezone.now() - timedelta(days=days))
        .values_list("long_term")
        .annotate(count=Count("pk"))
        .order_by("-count", "long_term")
    )
    return [(str(LongTerm(reason).label), count) for reason, count in found]
