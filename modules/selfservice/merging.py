"""Two records of one person became one: one key to the door."""

from __future__ import annotations

from balai import audit
from balai.actor import Actor
from balai.files.models import StoredFile
from modules.population.models import Resident
from modules.selfservice.models import (
    CitizenAccount,
    Correction,
    CorrectionState,
    OwnDocument,
    PinReset,
    Registration,
    ResidentTag,
)
from modules.selfservice.services.sessions import end_all


def follow_merge(*, actor: Actor, kept: Resident, merged: Resident) -> None:
    """The PIN of the record that goes opens the kept one's door where that had none; else it opens nothing any more.

    Whoever was signed in must sign in anew: the session names the record that is gone.
    """
    Registration.objects.filter(resident=merged).update(resident=kept)
    carry_own(kept=kept, merged=merged)
    PinReset.objects.filter(resident=merged).delete()
    ResidentTag.objects.filter(resident=merged).update(resident=kept)
    account = CitizenAccount.objects.filter(resident=merged).first()
    if account is None:
        return
    if CitizenAccount.objects.filter(resident=kept).exists():
        CitizenAccount.objects.filter(pk=account.pk).update(active=False)
    else:
        CitizenAccount.objects.filter(pk=account.pk).update(resident=kept)
    end_all(account.pk)
    audit.record(actor, "selfservice.account_followed", about=kept)


def carry_own(*, kept: Resident, merged: Resident) -> None:
    """Papers, what was handed in and what was proposed are the kept record's from now on. Two open proposals about one
    thing: the kept record's stands."""
    OwnDocument.objects.filter(resident=merged).update(resident=kept)
    StoredFile.objects.filter(citizen_id=merged.pk).update(citizen_id=kept.pk)
    open_here = Correction.objects.filter(resident=kept, state=CorrectionState.SUBMITTED).values_list("what", flat=True)
    doubled = Correction.objects.filter(resident=merged, state=CorrectionState.SUBMITTED, what__in=list(open_here))
    doubled.update(state=CorrectionState.CANCELLED)
    Correction.objects.filter(resident=merged).update(resident=kept)
    Correction.objects.filter(proposer=merged).update(proposer=kept)
