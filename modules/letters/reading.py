"""Making a letter reads a person's record: the form is filled from it, the preview prints it. A letter needs the NIK printed,
so nothing can be masked; that every such reading is written down is the guard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from balai import audit
from balai.actor import Actor
from balai.audit.models import Entry
from modules.letters.merging import Draft
from modules.letters.types import LetterType
from modules.population.models import Resident

#: A preview is drawn anew at every pause of the keys: within so long it is one reading.
AGAIN = timedelta(minutes=30)
READ = "letters.form_read"


def record_form(actor: Actor, resident: Resident, kind: LetterType | None = None) -> None:
    """An officer opened the form of a letter for somebody, or the kinds that can be made out for them."""
    audit.record_read(
        actor.for_purpose("surat"), "letters.form_read", about=resident, type=kind.key if kind is not None else ""
    )


def record_preview(actor: Actor, draft: Draft) -> None:
    """What the draft prints was looked at: the applicant, and everybody of the register who takes part in it."""
    people = [draft.resident, *Resident.objects.filter(pk__in=_others(draft)).exclude(pk=draft.resident.pk)]
    known = set(
        Entry.objects.filter(
            about_type=Resident._meta.label_lower, about_id__in=[str(each.pk) for each in people], action=READ,
            at__gte=timezone.now() - AGAIN, actor_id=actor.id[:64],
        ).values_list("about_id", flat=True)
    )  # fmt: skip
    audit.record_many(
        actor.for_purpose("surat"), READ, [each for each in people if str(each.pk) not in known], type=draft.kind.key
    )


def _others(draft: Draft) -> set[UUID]:
    return set(_keys([party.get("resident") for party in draft.parties.values()])) | set(_keys(draft.followers))


def _keys(found: Iterable[Any]) -> Iterable[UUID]:
    for each in found:
        try:
            yield UUID(str(each))
        except ValueError:
            continue
