"""A citizen proposes to mend the register; an officer agrees (and the register's own services change it) or says why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, translate_unique
from balai.errors import Conflict, NotFound
from balai.files import StoredFile
from modules.messages.services import notify
from modules.population.models import PopulationEvent, Resident
from modules.population.services import change_shdk, update_family, update_resident
from modules.selfservice.correcting import SUBJECTS, Subject, kept, typed, value_now
from modules.selfservice.errors import CorrectionOpen, CorrectionSettled, SelfserviceError
from modules.selfservice.models import Correction, CorrectionState
from modules.selfservice.services.requests import citizen_of, person_for

#: So many proposals of one citizen may wait at once.
MOST_OPEN = 10
ANSWER_LENGTH = 500
#: An event that was registered this long before somebody reported it here is the one that they mean.
_BEFORE = timedelta(days=30)


def subject_or_404(key: str) -> Subject:
    """What can be proposed.

    Raises:
        NotFound: there is nothing of this key.
    """
    found = SUBJECTS.get(key)
    if found is None:
        raise NotFound()
    return found


@atomic()
def propose_correction(
    *, actor: Actor, resident: Resident, what: str, value: Any, reason: str = "", file_id: UUID | None = None
) -> Correction:
    """Say what is wrong in one's own data (or of somebody one acts for), what is right, and prove it.

    ``value`` is the cleaned value of :func:`modules.selfservice.correcting.field_of`. Nothing changes in the register.

    Raises:
        NotFound: for anybody else, no such subject, or another's file.
        CorrectionOpen: the same was proposed and waits.
        SelfserviceError: nothing differs, or too many wait already.
    """
    me, person, subject = citizen_of(actor), person_for(actor, resident.pk), subject_or_404(what)
    # The page's own copy may be old.
    person = Resident.objects.select_related("family").get(pk=person.pk)
    text, before = kept(value)[:300], value_now(subject, person)
    if not text:
        raise SelfserviceError(_("Belum diisi."), field="value")
    if text.casefold() == before.casefold():
        raise SelfserviceError(_("Itu sudah tertulis demikian di catatan desa."), field="value")
    if file_id is not None and not StoredFile.objects.filter(pk=file_id, citizen_id=me.pk, deleted_at=None).exists():
        raise NotFound()
    advisory_lock(f"selfservice:corrections:{me.pk}")
    if Correction.objects.filter(proposer=me, state=CorrectionState.SUBMITTED).count() >= MOST_OPEN:
        raise SelfserviceError(
            _("Paling banyak {n} usulan menunggu sekaligus. Tunggu jawaban petugas dahulu.").format(n=MOST_OPEN)
        )
    now = timezone.now()
    with translate_unique({"correction_one_open": CorrectionOpen(field="value")}):
        made = Correction.objects.create(
            resident=person, proposer=me, what=subject.key, before=before[:300], value=text,
            reason=" ".join(reason.split())[:500], file_id=file_id, created_at=now, updated_at=now,
        )  # fmt: skip
    audit.record(actor, "selfservice.correction_proposed", about=person, correction=str(made.pk), what=subject.key)
    return made


def _locked(correction: Correction, version: str) -> Correction:
    row = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("resident__family", "proposer")
        .filter(pk=correction.pk)
        .first()
    )
    if row is None:
        raise NotFound()
    if row.state != CorrectionState.SUBMITTED:
        raise CorrectionSettled(label=str(CorrectionState(row.state).label).lower())
    if version and version != row.version:
        raise Conflict()
    return row


def _settle(row: Correction, state: CorrectionState, *, actor: Actor, answer: str = "") -> Correction:
    row.state, row.answer = state, " ".join(answer.split())[:ANSWER_LENGTH]
    row.updated_at = row.decided_at = timezone.now()
    if state != CorrectionState.CANCELLED:
        row.decided_by = (actor.name or actor.role or actor.kind)[:150]
    row.save(update_fields=["state", "answer", "decided_by", "decided_at", "updated_at"])
    audit.record(
        actor, f"selfservice.correction_{state.value}", about=row.resident, correction=str(row.pk), what=row.what
    )
    told = {CorrectionState.ACCEPTED: "correction_accepted", CorrectionState.REJECTED: "correction_refused"}.get(state)
    if told:
        # Whoever proposed it, which for a child is a parent.
        notify(resident=row.proposer, event=told, key=f"correction:{row.pk}", url=f"/layanan/usulan/{row.pk}/")
    return row


@atomic()
def accept_correction(
    *, actor: Actor, correction: Correction, answer: str = "", nik_reason: str = "", version: str = ""
) -> Correction:
    """Agree: the register's own service makes the change, with its checks, its ledger and its numbers. Something that
    happened must have been registered by its own act first.

    Raises:
        NotAllowed: lacks ``selfservice.corrections`` or ``population.change``.
        CorrectionSettled, Conflict: somebody was faster.
        SelfserviceError: the event is not registered yet.
        Further: what the register's service refuses (BadValues, NikDoubtful, NotHere ...).
    """
    require(actor, "selfservice.corrections")
    require(actor, "population.change")
    row = _locked(correction, version)
    _apply(actor, row, subject_or_404(row.what), nik_reason)
    return _settle(row, CorrectionState.ACCEPTED, actor=actor, answer=answer)


def _apply(actor: Actor, row: Correction, subject: Subject, nik_reason: str) -> None:
    person, value = row.resident, typed(subject, row.value)
    if subject.act == "register":
        update_resident(actor=actor, resident=person, nik_reason=nik_reason, **{subject.column: value})
    elif subject.act == "position":
        change_shdk(actor=actor, resident=person, shdk=value)
    elif subject.act == "card":
        card = person.family
        if card is None:
            raise SelfserviceError(_("Orang ini tidak lagi tercatat dalam kartu keluarga."))
        same = {name: getattr(card, name) for name in ("address", "welfare_class", "registered_on", "printed_on")}
        update_family(actor=actor, family=card, **(same | {subject.column: value}))
    elif not happened(row, subject):
        raise SelfserviceError(
            _("{title} belum dicatat. Catat dahulu peristiwanya, lalu terima usulan ini.").format(title=subject.title)
        )


def happened(row: Correction, subject: Subject) -> bool:
    """Whether the ledger has a line of what was reported: about the person, of a birth about the family."""
    found = PopulationEvent.objects.filter(
        kind__in=subject.happened, undone_by=None, recorded_at__gte=row.created_at - _BEFORE
    )
    if subject.of_family:
        return found.filter(resident__family=row.resident.family_id).exists()
    return found.filter(resident=row.resident).exists()


@atomic()
def reject_correction(*, actor: Actor, correction: Correction, answer: str, version: str = "") -> Correction:
    """Say no, and why; the citizen reads it.

    Raises:
        NotAllowed: lacks ``selfservice.corrections``.
        SelfserviceError: no reason.
        CorrectionSettled, Conflict: somebody was faster.
    """
    require(actor, "selfservice.corrections")
    if not answer.strip():
        raise SelfserviceError(_("Alasan belum diisi. Tulis apa yang perlu diketahui pengusul."), field="answer")
    row = _locked(correction, version)
    return _settle(row, CorrectionState.REJECTED, actor=actor, answer=answer)


@atomic()
def cancel_correction(*, actor: Actor, correction: Correction) -> Correction:
    """Take one's own proposal back while it waits.

    Raises:
        NotFound: another's.
        CorrectionSettled: it was decided already.
    """
    me = citizen_of(actor)
    if correction.proposer_id != me.pk:
        raise NotFound()
    return _settle(_locked(correction, ""), CorrectionState.CANCELLED, actor=actor)
