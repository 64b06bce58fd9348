"""What waits for its electronic signature."""

from __future__ import annotations

from django.db.models import QuerySet

from modules.letters.models import Letter, State


def waiting_for_signature() -> QuerySet[Letter]:
    """Approved letters that are not signed yet, the longest waiting first, each with its signature's row."""
    return Letter.objects.filter(state=State.SEALING).select_related("signature").order_by("state_since", "id")
