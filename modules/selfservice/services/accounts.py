"""Issue a PIN, sign in, change it, close the door again."""

from __future__ import annotations

import itertools
import secrets
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from balai.errors import NotAllowed
from modules.messages.services import contacts_of, notify
from modules.population.models import Resident, Territory
from modules.population.selectors import residents_found
from modules.selfservice.errors import SelfserviceError, WrongPin, throttled_at_the_door
from modules.selfservice.guessing import note_failure
from modules.selfservice.models import CitizenAccount
from modules.selfservice.services.sessions import end_all
from tenants.context import current_village

PIN_DIGITS = 6
#: A hash takes 0.16 s on purpose, and a PIN may not wait in a job's result: one sheet of slips at a time.
SHEET = 10
#: Who must hold a KTP-el is offered a PIN when a whole RT is served (UU 24/2013, art. 63).
ADULT = 17
_EASY = {"123456", "654321", "112233", "121212", "123123", "102030", "987654", "234567", "345678", "456789"}
_kept = ""


def _nobody() -> str:
    # One hash a process: comparing with it takes as long as comparing with somebody's.
    global _kept
    if not _kept:
        _kept = make_password(secrets.token_urlsafe(20))
    return _kept


def is_easy(pin: str, resident: Resident | None = None, *, nik: str = "", born: date | None = None) -> bool:
    """Whether a PIN is guessed first: one digit repeated, a run, the birth date, the NIK's end."""
    if len(set(pin)) <= 2 or pin in _EASY:
        return True
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    if len(steps) == 1:
        return True
    if resident is not None:
        nik, born = resident.nik, resident.birth_date
    dates = {f"{born:%d%m%y}", f"{born:%y%m%d}", f"{born:%m%d%y}", f"{born:%Y%m}", f"{born:%m%Y}"} if born else set()
    return pin in dates or nik.endswith(pin) or (nik[6:12] == pin)


def check_new_pin(pin: str, again: str, *, nik: str, born: date | None, field: str = "new") -> None:
    """Whether a PIN may be chosen by who has this NIK and birth date; it looks nobody up.

    Raises:
        SelfserviceError: not six digits, not typed twice the same, or easy to guess.
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise SelfserviceError(_("PIN terdiri dari 6 angka."), field=field)
    if pin != again:
        raise SelfserviceError(_("Kedua PIN tidak sama."), field="again")
    if is_easy(pin, nik=nik, born=born):
        raise SelfserviceError(
            _("PIN ini mudah ditebak. Jangan pakai tanggal lahir atau angka berurutan."), field=field
        )


def random_pin(resident: Resident) -> str:
    """A PIN that is not among the first to be guessed."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):06d}"
        if not is_easy(pin, resident):
            return pin


@atomic()
def issue_pin(*, actor: Actor, resident: Resident) -> tuple[CitizenAccount, str]:
    """Give a resident a new PIN, shown once; sessions of before end, and the PIN must be changed at the first sign-in.

    Raises:
        SelfserviceError: not here, or only a temporary NIK.
    """
    require(actor, "selfservice.manage")
    if not resident.is_here:
        raise SelfserviceError(_("{name} tidak lagi tercatat tinggal di sini.").format(name=resident.name))
    if resident.nik_temporary:
        raise SelfserviceError(_("{name} belum mempunyai NIK. Isi dahulu NIK-nya.").format(name=resident.name))
    pin = random_pin(resident)
    account = set_pin(actor=actor, resident=resident, hashed=make_password(pin), must_change=True)
    audit.record(actor, "selfservice.pin_issued", about=resident)
    return account, pin


@atomic()
def issue_pins_for_rt(*, actor: Actor, rt: Territory) -> tuple[list[tuple[Resident, str]], int]:
    """PINs for the adults of an RT who never had an account, one sheet (:data:`SHEET`) at a time: resident and PIN, and
    how many people still wait. A closed account stays closed: opening it again is a decision about one person.
    """
    require(actor, "selfservice.manage")
    advisory_lock(f"selfservice:rt:{rt.pk}")
    waiting = residents_found(filters={"territory": rt.pk, "age_from": ADULT}).filter(nik_temporary=False)
    waiting = waiting.exclude(pk__in=CitizenAccount.objects.values("resident_id"))
    total = waiting.count()
    issued = [(person, issue_pin(actor=actor, resident=person)[1]) for person in waiting[:SHEET]]
    return issued, total - len(issued)


def set_pin(*, actor: Actor, resident: Resident, hashed: str, must_change: bool, tells: bool = True) -> CitizenAccount:
    """Inside a caller's transaction that has asked for the right: the account has this PIN now, and no sessions. Whose
    account it was before, and whoever has proved a contact, is told: a PIN that somebody else made opens everything."""
    account = CitizenAccount.objects.select_for_update(of=("self",)).filter(resident=resident).first()
    is_new = account is None
    if account is None:
        account = CitizenAccount(resident=resident)
    account.pin, account.must_change, account.active = hashed, must_change, True
    account.issued_by, account.issued_at = actor.name[:150], timezone.now()
    account.save()
    end_all(account.pk)
    account.refresh_from_db(fields=["epoch"])
    # Whoever stands before the officer does not wait for what strangers have tried.
    throttle.reopen("citizen", account=resident.nik)
    if tells and (not is_new or contacts_of(resident)):
        notify(
            resident=resident, event="pin_issued", key=f"pin:{account.pk}:{timezone.now().isoformat()}",
            url="/layanan/keamanan/",
        )  # fmt: skip
    return account


@atomic()
def open_account(*, actor: Actor, resident: Resident, hashed: str) -> CitizenAccount:
    """Open the account of somebody who chose the PIN alone (``hashed``); who signed in before is out."""
    require(actor, "selfservice.manage")
    return set_pin(actor=actor, resident=resident, hashed=hashed, must_change=False)


@atomic()
def set_demo_pin(*, actor: Actor, resident: Resident, pin: str) -> CitizenAccount:
    """A PIN that everybody knows, for the demo's citizen; synthetic villages alone.

    Raises:
        NotAllowed: the village's data are not synthetic.
    """
    require(actor, "selfservice.manage")
    if current_village().data != "synthetic":
        raise NotAllowed()
    account = set_pin(actor=actor, resident=resident, hashed=make_password(pin), must_change=False, tells=False)
    audit.record(actor, "selfservice.pin_issued", about=resident, demo=True)
    return account


def sign_in(*, nik: str, pin: str, address: str, device: str = "") -> CitizenAccount:
    """The account of a NIK and PIN. An unknown NIK takes as long and gets the same answer as a wrong PIN.

    ``device`` names a browser that this person has signed in with before, or the office's own kiosk: its tries are counted
    by themselves, so that strangers who try a NIK from anywhere close the door to strangers only, and a whole mobile
    network's shared address does not close it to those whom we know.

    Raises:
        DoorThrottled: too many tries for this NIK or address.
        WrongPin: with the tries left.
    """
    whose, where = (f"{nik}@{device}", f"device:{device}") if device else (nik, address)
    with throttled_at_the_door():
        throttle.reserve("citizen", account=whose, address=where)
    account = (
        CitizenAccount.objects.select_related("resident")
        .filter(resident__nik=nik, resident__void_at=None, resident__presence=1, active=True)
        .first()
    )
    good = check_password(pin, account.pin if account else _nobody())
    if not (good and account):
        left = throttle.refused("citizen", account=whose, address=where)
        # Also where nobody has this NIK: a row more or less would tell by the time that it takes.
        about = account.resident if account else None
        audit.record(Actor.system("citizen-sign-in"), "selfservice.sign_in", about=about, outcome="refused", left=left)
        note_failure(nik=nik, address=address)
        raise WrongPin(left=left, minutes=throttle.minutes_closed("citizen", account=whose))
    throttle.granted("citizen", account=whose, address=where)
    CitizenAccount.objects.filter(pk=account.pk).update(last_sign_in=timezone.now())
    audit.record(actor_of(account, address=address), "selfservice.sign_in", about=account.resident)
    return account


def actor_of(account: CitizenAccount, *, address: str = "", request_id: str = "") -> Actor:
    """The citizen as an actor: no rights of staff; services check that the thing is their own."""
    return Actor(
        kind="citizen",
        id=str(account.resident_id),
        name=account.resident.name,
        role="citizen",
        address=address,
        request_id=request_id,
    )


@atomic()
def change_pin(*, actor: Actor, old: str, new: str, again: str) -> CitizenAccount:
    """A citizen changes the own PIN; all other sessions end.

    Raises:
        Throttled: the old PIN was guessed at.
        SelfserviceError: the old one is wrong, the new one easy to guess, or not typed twice the same.
    """
    account = (
        CitizenAccount.objects.select_for_update(of=("self",)).select_related("resident").get(resident=UUID(actor.id))
    )
    # Whoever finds an open session must not find the PIN by trying; what strangers try outside does not count in here.
    nik = account.resident.nik
    whose = f"{nik}@inside"
    with throttled_at_the_door():
        throttle.reserve("citizen", account=whose, address="")
    if not check_password(old, account.pin):
        left = throttle.refused("citizen", account=whose, address="")
        raise SelfserviceError(
            _("PIN lama salah. Anda masih dapat mencoba {left} kali.").format(left=left), field="old", left=left
        )
    throttle.granted("citizen", account=whose, address="")
    if new == old:
        raise SelfserviceError(_("PIN baru harus berbeda dari yang lama."), field="new")
    check_new_pin(new, again, nik=nik, born=account.resident.birth_date)
    first = account.must_change
    account.pin, account.must_change = make_password(new), False
    account.save(update_fields=["pin", "must_change"])
    end_all(account.pk)
    account.refresh_from_db(fields=["epoch"])
    audit.record(actor, "selfservice.pin_changed", about=account.resident)
    if not first:
        # The slip's PIN is always changed: that is no news.
        tell_pin_changed(account)
    return account


def tell_pin_changed(account: CitizenAccount) -> None:
    """Whoever did not do it themselves must hear of it at once."""
    notify(
        resident=account.resident, event="pin_changed", key=f"pin:{account.pk}:{timezone.now().isoformat()}",
        url="/layanan/keamanan/",
    )  # fmt: skip


@atomic()
def close_door(*, actor: Actor, account: CitizenAccount) -> None:
    """Close a citizen's door; all sessions end."""
    require(actor, "selfservice.manage")
    account.active = False
    account.save(update_fields=["active"])
    end_all(account.pk)
    audit.record(actor, "selfservice.closed", about=account.resident)
