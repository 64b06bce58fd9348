"""Two records of one person became one: one key to the door."""

from __future__ import annotations

from balai import audit
from balai.actor import Actor
from modules.population.models import Resident
from modules.selfservice.models import CitizenAccount, Registration
from modules.selfservice.services.sessions import end_all


def follow_merge(*, actor: Actor, kept: Resident, merged: Resident) -> None:
    """The PIN of the record that goes opens the kept one's door where that had none; else it opens nothing any more.

    Whoever was signed in must sign in anew: the session names the record that is gone.
    """
    Registration.objects.filter(resident=merged).update(resident=kept)
    account = CitizenAccount.objects.filter(resident=merged).first()
    if account is None:
        return
    if CitizenAccount.objects.filter(resident=kept).exists():
        CitizenAccount.objects.filter(pk=account.pk).update(active=False)
    else:
        CitizenAccount.objects.filter(pk=account.pk).update(resident=kept)
    end_all(account.pk)
    audit.record(actor, "selfservice.account_followed", about=kept)
