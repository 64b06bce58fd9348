"""How another module's page asks for people: one picker, one search, one look, whatever is done with who is chosen.

What is shown of a person tells two Sitis apart and no more: NIK (masked without the right), age, RT/RW.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from balai.ui.formats import age, mask
from balai.ui.forms import Candidate, PersonField
from balai.web.views import PersonSearchView
from modules.population.codes import Presence, Shdk
from modules.population.fields import on_paper
from modules.population.models import FamilyCard, Resident, Territory, TerritoryKind
from modules.population.selectors import living, place_words, residents_found
from modules.population.selectors.territory import sibling_key
from modules.population.sight import Sight

__all__ = [
    "MOST_PASTED", "FamilyField", "FamilySearch", "NumbersField", "ResidentField", "ResidentSearch", "candidate", "cards_of",
    "family_candidate", "find_families", "find_people", "gone", "heads_of", "in_territory", "on_paper", "people_of",
    "present_members", "state_words", "territory_choices",
]  # fmt: skip
#: So many numbers may be pasted at once.
MOST_PASTED = 500


def candidate(person: Resident, shown: bool) -> Candidate:
    """A resident as a picker shows them."""
    number = person.nik if shown else mask(person.nik)
    return Candidate(str(person.pk), person.name, f"{number} · {age(person.birth_date)} · {place_words(person.rt)}")


def find_people(text: str, shown: bool) -> list[Candidate]:
    """Who is here and fits a fragment, at most twenty."""
    return [
        candidate(each, shown)
        for each in residents_found(text, sight=Sight(numbers=shown)).select_related("rt__parent__parent")[:20]
    ]


def _living_or_none(key: str) -> Resident | None:
    try:
        UUID(str(key))
    except ValueError:
        return None
    return living().select_related("family", "rt__parent__parent").filter(pk=key).first()


class ResidentField(PersonField):
    """Somebody who is here; cleans to the :class:`Resident`, or None where it may stay empty.

    ``shown``: whether NIK are written out (the right ``population.view_nik``).
    """

    def __init__(self, *, shown: bool, search_url: Any, **kwargs: Any) -> None:
        def get(key: str) -> Candidate | None:
            person = _living_or_none(key)
            return candidate(person, shown) if person else None

        super().__init__(find=lambda text: find_people(text, shown), get=get, search_url=search_url, **kwargs)

    def clean(self, value: Any) -> Any:
        """The resident."""
        key = super().clean(value)
        return _living_or_none(key) if key else None


class FamilyField(PersonField):
    """A family, found by any member's name or NIK or by its number; cleans to the :class:`FamilyCard`."""

    def __init__(self, *, shown: bool, search_url: Any, **kwargs: Any) -> None:
        def get(key: str) -> Candidate | None:
            card = _card_or_none(key)
            return family_candidate(card, shown) if card else None

        kwargs.setdefault("help_text", _("Ketik sebagian nama anggota, NIK, atau nomor KK, lalu pilih."))
        super().__init__(find=lambda text: find_families(text, shown), get=get, search_url=search_url, **kwargs)

    def clean(self, value: Any) -> Any:
        """The family card."""
        key = super().clean(value)
        return _card_or_none(key) if key else None


def _card_or_none(key: str) -> FamilyCard | None:
    try:
        UUID(str(key))
    except ValueError:
        return None
    return FamilyCard.objects.select_related("rt__parent__parent").filter(pk=key, void_at=None).first()


def family_candidate(card: FamilyCard, shown: bool, head: Resident | None = None) -> Candidate:
    """A family as a picker shows it: its head, its number, its place."""
    head = head or heads_of([card.pk]).get(card.pk)
    number = card.number if shown else mask(card.number)
    name = head.name if head else _("Tanpa kepala keluarga")
    return Candidate(str(card.pk), name, f"KK {number} · {place_words(card.rt)}")


def find_families(text: str, shown: bool) -> list[Candidate]:
    """Families that somebody in them, or their number, fits; at most twenty."""
    keys = residents_found(text, sight=Sight(numbers=shown)).exclude(family=None).order_by().values("family_id")
    cards = FamilyCard.objects.filter(pk__in=keys, void_at=None).select_related("rt__parent__parent")[:20]
    heads = heads_of([each.pk for each in cards])
    found = [family_candidate(each, shown, heads.get(each.pk)) for each in cards]
    return sorted(found, key=lambda each: each.name)


def heads_of(cards: Iterable[UUID]) -> dict[UUID, Resident]:
    """The present heads of some families by the card's key: one query."""
    found = living().filter(family__in=list(cards), shdk=Shdk.HEAD).select_related("rt__parent__parent")
    return {each.family_id: each for each in found if each.family_id}


class ResidentSearch(PersonSearchView):
    """Candidates of a :class:`ResidentField`; a module names the right that its page needs."""

    abstract = True

    def find(self, text: str) -> list[Candidate]:
        return find_people(text, self.actor.may("population.view_nik"))


class FamilySearch(PersonSearchView):
    """Candidates of a :class:`FamilyField`."""

    abstract = True

    def find(self, text: str) -> list[Candidate]:
        return find_families(text, self.actor.may("population.view_nik"))


class NumbersField(forms.CharField):
    """A pasted list of NIK or KK, one a line or parted by commas; cleans to the numbers, each once, in order."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Satu nomor sebaris, paling banyak {n}.").format(n=MOST_PASTED))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Numbers of sixteen digits."""
        text = super().clean(value)
        numbers = list(dict.fromkeys(re.sub(r"[\s.\-']", "", part) for part in re.split(r"[\n,;]+", text or "")))
        numbers = [each for each in numbers if each]
        wrong = next((each for each in numbers if not re.fullmatch(r"[0-9]{16}", each)), None)
        if wrong is not None:
            raise forms.ValidationError(
                _('"{number}" bukan nomor 16 angka. Tulis satu nomor sebaris.').format(number=wrong[:30])
            )
        if len(numbers) > MOST_PASTED:
            raise forms.ValidationError(_("Paling banyak {n} nomor sekaligus.").format(n=MOST_PASTED))
        return numbers


def people_of(numbers: Sequence[str]) -> tuple[list[Resident], list[str]]:
    """Residents with these NIK who are here, in this order, and the numbers that lead to nobody: one query."""
    found = {each.nik: each for each in living().filter(nik__in=numbers).select_related("family", "rt__parent__parent")}
    return [found[each] for each in numbers if each in found], [each for each in numbers if each not in found]


def cards_of(numbers: Sequence[str]) -> tuple[list[FamilyCard], list[str]]:
    """Family cards with these numbers, in this order, and the numbers that lead to none: one query."""
    found = {each.number: each for each in FamilyCard.objects.filter(number__in=numbers, void_at=None)}
    return [found[each] for each in numbers if each in found], [each for each in numbers if each not in found]


def state_words(person: Resident) -> str:
    """Why somebody is not here ("MATI", "PINDAH", "DIBATALKAN"), or "" where they are."""
    if person.is_here:
        return ""
    return str(Presence(person.presence).label) if person.void_at is None else _("DIBATALKAN")


def gone(prefix: str = "resident__") -> Q:
    """Rows whose person died, moved, is missing, or was taken out of the register."""
    return ~Q(**{f"{prefix}presence": Presence.PRESENT}) | Q(**{f"{prefix}void_at__isnull": False})


def in_territory(node: Any, prefix: str = "resident__rt") -> Q:
    """Rows whose person lives in a dusun, RW or RT."""
    return Q(**{prefix: node}) | Q(**{f"{prefix}__parent": node}) | Q(**{f"{prefix}__parent__parent": node})


def present_members(card: FamilyCard) -> QuerySet[Resident]:
    """Who is here of a family, head first."""
    return living().filter(family=card).select_related("rt__parent__parent").order_by("shdk", "birth_date", "pk")


def territory_choices() -> list[tuple[str, str]]:
    """Every dusun, RW and RT as (key, words), each below what it lies in: one query."""
    nodes = list(Territory.objects.filter(void_at=None).select_related("parent__parent"))
    below: dict[Any, list[Territory]] = {}
    for each in nodes:
        below.setdefault(each.parent_id, []).append(each)
    found: list[tuple[str, str]] = []

    def walk(parent: Any) -> None:
        for each in sorted(below.get(parent, []), key=sibling_key):
            words = place_words(each) if each.kind == TerritoryKind.RT else str(each)
            if each.kind == TerritoryKind.RW and each.parent:
                words = f"{each} {each.parent}"
            found.append((str(each.pk), words))
            walk(each.pk)

    walk(None)
    return found
