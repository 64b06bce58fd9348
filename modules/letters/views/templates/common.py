"""What the pages of templates share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from balai.errors import NotFound
from modules.letters.layers.effective import OWN, below
from modules.letters.layers.words import layer_words
from modules.letters.models import OwnType, TemplateImport
from modules.letters.models.templates import Aspect
from modules.letters.types import LetterType, letter_types


def kind_or_404(key: str) -> LetterType:
    """A kind, whether the village uses it or not."""
    for kind in letter_types(all_kinds=True):
        if kind.key == key:
            return kind
    raise NotFound()


def own_or_404(key: str) -> OwnType:
    """A kind of the village's own that is not put away."""
    row = OwnType.objects.filter(key=key, void_at=None).first()
    if row is None:
        raise NotFound()
    return row


def run_or_404(pk: UUID) -> TemplateImport:
    """An import."""
    run = TemplateImport.objects.filter(pk=pk).first()
    if run is None:
        raise NotFound()
    return run


def is_own(kind: LetterType) -> bool:
    """Whether the village made the kind itself."""
    return kind.key.startswith(OWN)


def body_url(kind: LetterType) -> str:
    """The page of the text's editor."""
    return reverse("letters:body", args=[kind.key])


def layers_of(kind: LetterType) -> list[tuple[str, str]]:
    """Which layers a kind is made of, the topmost first: (name, words)."""
    if is_own(kind):
        return [("village", str(layer_words("village")))]
    found = [layer for layer in ("village", "regency") if layer in kind.layers.values()]
    return [(layer, layer_words(layer)) for layer in found or ["shipped"]]


def standing(kind: LetterType) -> dict[str, Any]:
    """What the layer below a kind's village layer is, and what of it is fixed."""
    kinds, fixed = below()
    return {"below": kinds.get(kind.key), "fixed": fixed.get(kind.key, set())}


#: In the order of the page.
ASPECTS = (
    Aspect.NAME, Aspect.TITLE, Aspect.SUMMARY, Aspect.CODE, Aspect.NUMBER_FORMAT, Aspect.BODY, Aspect.PAGE, Aspect.QR,
    Aspect.VALIDITY, Aspect.REQUIREMENTS, Aspect.ATTACHMENTS, Aspect.NEEDS_DISTRICT, Aspect.SELF_SERVICE, Aspect.NEEDS,
    Aspect.ENABLED,
)  # fmt: skip
