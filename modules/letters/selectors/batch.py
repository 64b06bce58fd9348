"""Surat massal: whom a choice means, what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from modules.letters.models import BatchState, Letter, LetterBatch, State
from modules.letters.parties import candidates
from modules.letters.types import letter_type
from modules.population.codes import Shdk
from modules.population.models import Resident, SavedFilter, Territory
from modules.population.picking import in_territory, people_of
from modules.population.selectors import Selection, living, place_words
from modules.population.sight import NOTHING, Sight

#: As letters are carried round: dusun by dusun, RT by RT.
_ROUND = ("rt__parent__parent__name", "rt__parent__name", "rt__name", "name", "pk")


@dataclass(frozen=True)
class Whom:
    """Keys of those meant, in the order of their places; in words; NIK that lead to nobody; how many do not fit."""

    keys: list[UUID]
    words: str
    unknown: Sequence[str] = ()
    unfit: int = 0


def whom(
    *, kind: str, source: str, territory: Any = None, saved: Any = None, numbers: Sequence[str] = (), sight: Sight = NOTHING
) -> Whom:  # fmt: skip
    """The people that a choice means (``source``: heads, residents, saved, numbers); who cannot have the kind is counted
    and left out."""
    unknown: list[str] = []
    people: QuerySet[Resident]
    if source == "numbers":
        found, unknown = people_of(numbers)
        people, words = living().filter(pk__in=[each.pk for each in found]), str(_("NIK yang ditempel"))
    elif source == "saved":
        stored = SavedFilter.objects.filter(pk=saved, void_at=None).first()
        if stored is None:
            people, words = Resident.objects.none(), ""
        else:
            keys = Selection.from_args(stored.query, sight).found().people.order_by().values("pk")
            people, words = Resident.objects.filter(pk__in=keys), _("Saringan {name}").format(name=stored.name)
    else:
        people = living().filter(shdk=Shdk.HEAD) if source == "heads" else living()
        words = str(_("Kepala keluarga") if source == "heads" else _("Penduduk"))
        place = Territory.objects.select_related("parent__parent").filter(pk=territory).first() if territory else None
        if place is not None:
            people = people.filter(in_territory(place, "rt"))
            words = f"{words}, {place_words(place) if place.kind == 'rt' else place}"
    fitting = people.filter(pk__in=candidates(letter_type(kind).groups[0]).values("pk"))
    keys_found = list(fitting.order_by(*_ROUND).values_list("pk", flat=True))
    return Whom(keys_found, words, unknown, people.count() - len(keys_found))


def people_in_order(keys: Iterable[str]) -> list[Resident]:
    """Residents by their keys, in this order: one query."""
    wanted = [UUID(key) for key in keys]
    found = Resident.objects.select_related("rt__parent__parent").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def batch_letters(batch: LetterBatch, rt: Any = None) -> QuerySet[Letter]:
    """Its letters (of one RT, or all), by number, else in the order in which they were made."""
    found = Letter.objects.filter(batch=batch)
    if rt is not None:
        found = found.filter(resident__rt=rt)
    return found.order_by("year", "serial", "created_at", "id")


def to_hand_over(batch: LetterBatch, rt: Any = None) -> QuerySet[Letter]:
    """Its letters that lie printed at the office, of one RT or of all, as they are carried round."""
    found = Letter.objects.filter(batch=batch, state=State.READY).exclude(pdf_file_id=None)
    if rt is not None:
        found = found.filter(resident__rt=rt)
    return found.order_by(*(f"resident__{name}" for name in _ROUND[:3]), "year", "serial", "id")


def batch_rts(batch: LetterBatch) -> list[tuple[UUID, str, int]]:
    """Each RT in which somebody of the batch lives: key, where it is, and how many letters lie ready for it."""
    ready = Q(state=State.READY, pdf_file_id__isnull=False)
    counts = dict(
        Letter.objects.order_by()
        .filter(batch=batch, resident__rt__isnull=False)
        .values_list("resident__rt")
        .annotate(n=Count("pk", filter=ready))
    )
    places = Territory.objects.filter(pk__in=counts).select_related("parent__parent")
    found = places.order_by("parent__parent__name", "parent__name", "name", "pk")
    return [(each.pk, place_words(each), counts[each.pk]) for each in found]


def batch_counts(batch: LetterBatch) -> dict[str, int]:
    """How many of its letters stand in each state."""
    return dict(Letter.objects.order_by().filter(batch=batch).values_list("state").annotate(n=Count("pk")))


def batch_problems(batch: LetterBatch) -> list[tuple[str, str, UUID | None]]:
    """Name, sentence, and the letter's key where there is one, of whom it could not be done for."""
    keys = list(batch.problems)
    letters = dict(Letter.objects.filter(batch=batch, resident__in=keys).values_list("resident_id", "pk"))
    return [(person.name, batch.problems[str(person.pk)], letters.get(person.pk)) for person in people_in_order(keys)]


def waiting_batches() -> QuerySet[Any]:
    """Batches that wait for somebody to look at or to sign, the longest waiting first; with how many wait for each."""
    return (
        LetterBatch.objects.filter(state=BatchState.WAITING)
        .annotate(
            to_sign=Count("letters", filter=Q(letters__state=State.SIGNING)),
            to_check=Count("letters", filter=Q(letters__state=State.CHECKING)),
        )
        .order_by("state_since", "id")
    )
