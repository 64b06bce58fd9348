"""A citizen asks for a letter, for themselves or for somebody they act for; and says at the end how it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor
from balai.db import atomic, translate_unique
from balai.errors import NotFound
from modules.letters import services as letters
from modules.letters.errors import UnknownType
from modules.letters.models import Letter, State
from modules.letters.selectors import letter_for_citizen
from modules.letters.services import Attachment
from modules.population.models import Resident
from modules.selfservice.errors import RatedBefore, SelfserviceError
from modules.selfservice.models import Rating
from modules.selfservice.selectors import kinds_for_citizens, person_of

#: A letter's way is over in these: only then can be said how it was.
OVER = (State.READY, State.HANDED, State.WITHDRAWN, State.REPLACED, State.REJECTED)
WORDS_LENGTH = 300


def citizen_of(actor: Actor) -> Resident:
    """The citizen's own record.

    Raises:
        NotFound: the actor is no citizen.
    """
    found = Resident.objects.filter(pk=actor.id, void_at=None).first() if actor.kind == "citizen" else None
    if found is None:
        raise NotFound()
    return found


def person_for(actor: Actor, resident_id: Any) -> Resident:
    """The citizen, or somebody they act for at this door.

    Raises:
        NotFound: anybody else, whether they exist or not.
    """
    found = person_of(citizen_of(actor), resident_id)
    if found is None:
        raise NotFound()
    return found


@atomic()
def ask_letter(
    *, actor: Actor, letter_type: str, resident: Resident, answers: Mapping[str, Any],
    parties: Mapping[str, Mapping[str, Any]] | None = None, followers: Sequence[Any] = (),
    attachments: Sequence[Attachment] = (), phone: str = "",
) -> Letter:  # fmt: skip
    """Ask for a letter at the citizen's door.

    Raises:
        NotFound: for somebody for whom the citizen may not act.
        UnknownType: the kind is not offered to citizens.
        Further: as :func:`modules.letters.services.request_letter`.
    """
    person = person_for(actor, resident.pk)
    kind = next((each for each in kinds_for_citizens() if each.key == letter_type), None)
    if kind is None:
        raise UnknownType(key=letter_type)
    return letters.request_letter(
        actor=actor, letter_type=kind, resident=person, answers=answers, parties=parties, followers=followers,
        attachments=attachments, phone=phone,
    )  # fmt: skip


@atomic()
def rate_letter(*, actor: Actor, letter: Letter, stars: int, words: str = "") -> Rating:
    """Say how the service was: one to five, and a word. Once.

    Raises:
        NotFound: another's letter.
        SelfserviceError: it is still under way, or no such number.
        RatedBefore: said already.
    """
    found = letter_for_citizen(citizen_of(actor), letter.pk)
    if found is None:
        raise NotFound()
    if found.state not in OVER:
        raise SelfserviceError(_("Surat ini belum selesai. Nilai pelayanannya setelah suratnya siap."), field="stars")
    if stars not in range(1, 6):
        raise SelfserviceError(_("Pilih satu dari lima."), field="stars")
    with translate_unique({"selfservice_rating_letter_id_key": RatedBefore()}):
        made = Rating.objects.create(
            letter=found, type_key=found.type_key, stars=stars, words=" ".join(words.split())[:WORDS_LENGTH]
        )
    # Neither number nor words stand in the audit: it names who, and the rating is nobody's.
    audit.record(actor, "selfservice.service_rated", about=found)
    return made
