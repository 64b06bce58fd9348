"""PIN slips on paper: one at once, a whole RT by a job that cannot read what it made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today
from balai.documents import LetterTemplate, render_sheet
from balai.errors import NotFound
from balai.jobs import enqueue
from balai.ui.formats import mask
from modules.population.models import Resident, Territory
from modules.population.selectors import place_words, residents_found
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import CitizenAccount, SlipBatch, SlipState
from modules.selfservice.sealing import CannotOpen, new_pair, seal, unseal
from modules.selfservice.services.accounts import ADULT, random_pin, set_pin
from tenants.context import current_village

MAKE = "selfservice.make_slips"
#: People of one batch: 0.16 s each for the hash; an RT has some hundred adults.
MOST = 400
#: After so long without being opened a batch is emptied.
KEPT = timedelta(days=1)
TEMPLATE = LetterTemplate(Path(__file__).resolve().parents[1] / "templates_typst", "slips.typ")


def slips_pdf(slips: Iterable[tuple[Resident, str]]) -> bytes:
    """Slips to cut, ten on an A4."""
    card = current_village()
    return render_sheet(
        {
            "village": card.title,
            "address": card.url("/layanan/").removeprefix("https://").removeprefix("http://"),
            "watermark": "DATA LATIHAN" if card.data == "synthetic" else "",
            "slips": [
                {"name": person.name, "nik": mask(person.nik), "place": place_words(person.rt), "pin": pin}
                for person, pin in slips
            ],
        },
        TEMPLATE,
        on=today(),
    )


def people_for_slips(rt: Territory, *, again: bool) -> QuerySet[Resident]:
    """Adults of an RT without an account; with ``again`` also those who never used the PIN of their slip. Who was closed
    out stays so: opening an account again is a decision about one person."""
    found = residents_found(filters={"territory": rt.pk, "age_from": ADULT}).filter(nik_temporary=False)
    unused = CitizenAccount.objects.filter(active=True, must_change=True, last_sign_in=None)
    without = ~Q(pk__in=CitizenAccount.objects.values("resident_id"))
    wanted = without | Q(pk__in=unused.values("resident_id")) if again else without
    return found.filter(wanted).select_related("rt__parent__parent")


@atomic()
def ask_for_slips(*, actor: Actor, rt: Territory, again: bool = False) -> tuple[SlipBatch, str]:
    """Ask for the slips of an RT; returns the batch and the key that opens it, which is kept nowhere here.

    Raises:
        SelfserviceError: nobody there needs one, or more people than :data:`MOST`.
    """
    require(actor, "selfservice.manage")
    count = people_for_slips(rt, again=again).count()
    if not count:
        raise SelfserviceError(_("Semua warga dewasa di RT ini sudah mempunyai PIN."), field="rt")
    if count > MOST:
        raise SelfserviceError(
            _("{count} orang sekaligus terlalu banyak; paling banyak {most}.").format(count=count, most=MOST),
            field="rt",
        )
    private, public = new_pair()
    batch = SlipBatch.objects.create(
        rt=rt, again=again, public_key=public, created_by=actor.id[:64], created_by_name=actor.name[:150]
    )
    job = enqueue(
        MAKE, actor=actor, title=_("Slip PIN {place}").format(place=place_words(rt)), args={"batch_id": str(batch.pk)}
    )
    batch.job_id = job.pk
    batch.save(update_fields=["job_id"])
    audit.record(actor, "selfservice.slips_asked", about=rt, people=count)
    return batch, private


def make_slips(
    *, actor: Actor, batch_id: UUID, progress: Callable[[int, int], None] = lambda done, total: None
) -> SlipBatch:
    """The job: PINs, their hashes, the PDF, sealed; all of it or nothing. A second run finds the first one's work.

    Raises:
        NotFound: no such batch.
    """
    require(actor, "selfservice.manage")
    batch = SlipBatch.objects.select_related("rt").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound()
    if batch.state != SlipState.WAITING:
        return batch
    # Hashing takes its time on purpose: not while rows are locked.
    people = list(people_for_slips(batch.rt, again=batch.again)[:MOST])
    made: dict[UUID, tuple[str, str]] = {}
    for number, person in enumerate(people, 1):
        pin = random_pin(person)
        made[person.pk] = (pin, make_password(pin))
        progress(number, len(people))
    with atomic():
        advisory_lock(f"selfservice:rt:{batch.rt_id}")
        batch = SlipBatch.objects.select_for_update(of=("self",)).select_related("rt").get(pk=batch_id)
        if batch.state != SlipState.WAITING:
            return batch
        # Who got a PIN meanwhile keeps that one.
        still = [person for person in people_for_slips(batch.rt, again=batch.again) if person.pk in made]
        asker = Actor(kind="staff", id=batch.created_by, name=batch.created_by_name, role="")
        for person in still:
            set_pin(actor=asker, resident=person, hashed=made[person.pk][1], must_change=True)
            audit.record(asker, "selfservice.pin_issued", about=person, batch=str(batch.pk))
        if still:
            pdf = slips_pdf((person, made[person.pk][0]) for person in still)
            batch.sealed, batch.state = seal(pdf, bytes(batch.public_key), batch.pk.bytes), SlipState.READY
        else:
            batch.state = SlipState.GONE
        batch.people = len(still)
        batch.save(update_fields=["sealed", "state", "people"])
    return batch


def batch_for(actor: Actor, batch_id: UUID) -> SlipBatch:
    """A batch, for who asked for it.

    Raises:
        NotFound: there is none, or it is a colleague's.
    """
    require(actor, "selfservice.manage")
    found = SlipBatch.objects.select_related("rt__parent__parent").filter(pk=batch_id, created_by=actor.id[:64]).first()
    if found is None:
        raise NotFound()
    return found


@atomic()
def open_slips(*, actor: Actor, batch_id: UUID, private: str) -> bytes:
    """The PDF, once: what was sealed is emptied in the same transaction.

    Raises:
        NotFound: there is none, or it is a colleague's.
        SelfserviceError: not ready, opened before, or another browser asked for it.
    """
    batch_for(actor, batch_id)
    batch = SlipBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != SlipState.READY or batch.sealed is None:
        raise SelfserviceError(_("Slip ini tidak dapat dibuka (lagi). Buat slip baru; PIN lama tidak berlaku lagi."))
    try:
        pdf = unseal(bytes(batch.sealed), private, batch.pk.bytes)
    except CannotOpen:
        raise SelfserviceError(
            _("Slip hanya dapat dibuka di peramban yang memintanya. Buat slip baru di peramban ini.")
        ) from None
    batch.state, batch.sealed, batch.opened_at = SlipState.OPENED, None, timezone.now()
    batch.save(update_fields=["state", "sealed", "opened_at"])
    audit.record(actor, "selfservice.slips_opened", about=batch, people=batch.people)
    return pdf


@atomic()
def tidy_slips(*, actor: Actor) -> int:
    """Every night: what nobody opened within a day is emptied; old batches go."""
    require(actor, "selfservice.manage")
    now = timezone.now()
    stale = SlipBatch.objects.filter(created_at__lt=now - KEPT, state__in=[SlipState.WAITING, SlipState.READY])
    count = stale.update(state=SlipState.GONE, sealed=None)
    SlipBatch.objects.filter(created_at__lt=now - timedelta(days=90)).delete()
    return count
