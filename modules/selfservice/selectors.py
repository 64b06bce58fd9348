"""What the citizen's pages ask: for whom, for which letters, and what the office reads of the ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from balai.db import zone
from modules.letters import selectors as letters
from modules.letters.models import Channel, Letter
from modules.letters.parties import fits_applicant
from modules.letters.types import LetterType
from modules.population.models import Resident
from modules.population.selectors import acts_for
from modules.selfservice.models import Correction, CorrectionState, OwnDocument, Rating

# -- for whom ----------------------------------------------------------------------------------------------------------


def people_of(me: Resident) -> QuerySet[Resident]:
    """Whom a citizen may act for at this door: their children, and who gave them a surat kuasa."""
    return acts_for(me)


def person_of(me: Resident, pk: UUID | str | None) -> Resident | None:
    """The citizen themselves (no key, or their own) or one of :func:`people_of`; None for anybody else."""
    if not pk or str(pk) == str(me.pk):
        return me
    return people_of(me).select_related("family", "rt__parent__parent").filter(pk=pk).first()


# -- which letters -----------------------------------------------------------------------------------------------------


def fillable(kind: LetterType) -> bool:
    """Whether a citizen can fill in everything that the kind asks: whoever has to take part comes from their own family
    or may be typed. A stranger out of the register is for the office to pick."""
    own = ("", kind.groups[0].key)
    return all(not group.required or group.kind == "either" or group.family_of == own[1] for group in kind.parties)


def kinds_for_citizens() -> list[LetterType]:
    """Kinds that are offered at the citizen's door."""
    return [kind for kind in letters.letter_types_for_citizens() if fillable(kind)]


def kinds_found(person: Resident, text: str = "") -> list[LetterType]:
    """Kinds that can be asked for somebody, by words of the need ("melamar kerja") or of the kind's name."""
    words = text.casefold().split()
    found = []
    for kind in kinds_for_citizens():
        if not fits_applicant(kind, person):
            continue
        said = " ".join(map(str, (kind.name, kind.title, kind.summary, *kind.needs))).casefold()
        if all(word in said for word in words):
            found.append(kind)
    return found


def usual_kinds(person: Resident, most: int = 6) -> list[LetterType]:
    """The kinds that this village's citizens ask for most, of those that fit; where nobody asked yet, in the list's order."""
    since = timezone.now() - timedelta(days=180)
    asked = Letter.objects.order_by().filter(channel=Channel.CITIZEN, created_at__gte=since)
    times = dict(asked.values_list("type_key").annotate(n=Count("pk")))
    return sorted(kinds_found(person), key=lambda kind: -times.get(kind.key, 0))[:most]


# -- documents and corrections -----------------------------------------------------------------------------------------


def documents_of(me: Resident) -> QuerySet[OwnDocument]:
    """A citizen's own papers, newest first."""
    return OwnDocument.objects.filter(resident=me, removed_at=None)


def corrections_of(me: Resident) -> QuerySet[Correction]:
    """What a citizen proposed, and what was proposed for them; newest first."""
    return Correction.objects.filter(Q(proposer=me) | Q(resident=me)).select_related("resident", "proposer")


def corrections_waiting(state: str = CorrectionState.SUBMITTED) -> QuerySet[Correction]:
    """The office's queue: what waits, the oldest first; settled ones newest first."""
    found = Correction.objects.filter(state=state).select_related("resident__rt__parent__parent", "proposer")
    return found.order_by("created_at", "id") if state == CorrectionState.SUBMITTED else found.order_by("-decided_at")


# -- ratings -----------------------------------------------------------------------------------------------------------

#: Fewer ratings of a kind are not shown by themselves: who asked last week for the only such letter would be known.
LEAST_RATINGS = 3


@dataclass(frozen=True)
class RatingSum:
    """Ratings of one kind (or of all: ``type_key`` empty)."""

    type_key: str
    count: int
    average: float


def rating_sums(since: date) -> tuple[RatingSum | None, list[RatingSum]]:
    """All ratings since a day as one sum, and by kind where there are enough; the most rated first."""
    found = Rating.objects.order_by().filter(created_at__date__gte=since)
    whole = found.aggregate(n=Count("pk"), mean=Avg("stars"))
    if not whole["n"]:
        return None, []
    by_kind = found.values("type_key").annotate(n=Count("pk"), mean=Avg("stars")).order_by("-n", "type_key")
    rows = [RatingSum(row["type_key"], row["n"], row["mean"]) for row in by_kind if row["n"] >= LEAST_RATINGS]
    return RatingSum("", whole["n"], whole["mean"]), rows


def rating_words(since: date) -> QuerySet[Any, Any]:
    """What people wrote, by month alone: neither the letter nor its kind stands beside it. Ordered by stars within a month,
    so that the order tells nobody's turn either."""
    found = Rating.objects.filter(created_at__date__gte=since).exclude(words="")
    months = found.annotate(month=TruncMonth("created_at", tzinfo=zone()))
    return months.order_by("-month", "stars", "words").values("month", "stars", "words")


def rating_of(letter: Letter) -> Rating | None:
    """What was said of a letter's making."""
    return Rating.objects.filter(letter=letter).first()
