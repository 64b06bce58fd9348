"""Kiosks: named by the office, registered by a code at the device, taken back; and the cards that they read."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor, require
from balai.db import atomic, translate_unique
from modules.population.models import Resident
from modules.selfservice.errors import SelfserviceError, throttled_at_the_door
from modules.selfservice.models import CitizenAccount, CitizenSession, Kiosk, ResidentTag
from modules.selfservice.models.kiosks import IDLE_LEAST, IDLE_MOST
from modules.selfservice.secrets_kept import keyed_hash, random_code, typed_code
from modules.selfservice.services.accounts import sign_in

#: A code is typed at the device by whoever made it at the desk: a quarter of an hour is enough.
CODE_SIGNS, CODE_UNTIL = 8, timedelta(minutes=15)
TAG_LEAST, TAG_MOST = 4, 40


@atomic()
def add_kiosk(*, actor: Actor, name: str, idle_seconds: int = 60) -> tuple[Kiosk, str]:
    """Name a device; returns it with the code that is typed there once.

    Raises:
        SelfserviceError: no name, or an idle time out of bounds.
    """
    require(actor, "selfservice.kiosk")
    name = " ".join(name.split())[:60]
    if not name:
        raise SelfserviceError(_("Tulis nama anjungan, misalnya Ruang tunggu."), field="name")
    if not IDLE_LEAST <= idle_seconds <= IDLE_MOST:
        raise SelfserviceError(
            _("Antara {least} dan {most} detik.").format(least=IDLE_LEAST, most=IDLE_MOST), field="idle_seconds"
        )
    kiosk = Kiosk.objects.create(name=name, idle_seconds=idle_seconds, created_by=actor.name[:150])
    audit.record(actor, "selfservice.kiosk_added", about=kiosk)
    return kiosk, new_kiosk_code(actor=actor, kiosk=kiosk)


@atomic()
def new_kiosk_code(*, actor: Actor, kiosk: Kiosk) -> str:
    """A new code for a device (the old one was broken or emptied). The old device goes on until the code is used.

    Raises:
        SelfserviceError: it was taken back.
    """
    require(actor, "selfservice.kiosk")
    kiosk = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
    if kiosk.revoked_at:
        raise SelfserviceError(_("Anjungan ini sudah dicabut. Tambahkan yang baru."))
    code = random_code(CODE_SIGNS)
    kiosk.code_hash, kiosk.code_until = keyed_hash("kiosk", code), timezone.now() + CODE_UNTIL
    kiosk.save(update_fields=["code_hash", "code_until"])
    audit.record(actor, "selfservice.kiosk_code_made", about=kiosk)
    return code


@atomic()
def _registered(code: str) -> tuple[Kiosk, str] | None:
    kiosk = (
        Kiosk.objects.select_for_update()
        .filter(code_hash=keyed_hash("kiosk", typed_code(code)), code_until__gt=timezone.now(), revoked_at=None)
        .first()
    )
    if kiosk is None:
        return None
    token, now = secrets.token_urlsafe(32), timezone.now()
    kiosk.token_hash, kiosk.code_hash, kiosk.code_until = keyed_hash("kiosk-token", token), "", None
    kiosk.registered_at = kiosk.last_seen = now
    kiosk.save()
    CitizenSession.objects.filter(kiosk=kiosk).delete()
    audit.record(Actor.system("kiosk"), "selfservice.kiosk_registered", about=kiosk)
    return kiosk, token


def register_kiosk(*, code: str, address: str) -> tuple[Kiosk, str]:
    """At the device: the code makes it the kiosk; returns what the device carries from now on.

    Raises:
        DoorThrottled: too many wrong codes from this address.
        SelfserviceError: the code is wrong, used or too old.
    """
    with throttled_at_the_door():
        throttle.check("kiosk", account="codes", address=address)
    found = _registered(code)
    if found is None:
        throttle.failed("kiosk", account="", address=address)
        raise SelfserviceError(_("Kode ini tidak berlaku. Buat kode baru di kantor."), field="code")
    return found


def _device(kiosk: Kiosk) -> str:
    return f"{throttle.DEVICE}kiosk:{kiosk.pk}"


def minutes_shut(kiosk: Kiosk) -> int:
    """For how many minutes nobody can sign in at a kiosk, after too many wrong PINs there; 0: it is open."""
    return -(-throttle.seconds_closed("citizen", address=_device(kiosk)) // 60)


def hall_minutes_shut(actor: Actor) -> int:
    """The same of the line that the officer's own page came by: on the day of the slips a hundred phones share it."""
    return -(-throttle.seconds_closed("citizen", address=actor.address) // 60) if actor.address else 0


@atomic()
def reopen_kiosk(*, actor: Actor, kiosk: Kiosk) -> None:
    """The officer sees who stands there: the kiosk takes PINs again. What is counted for each NIK stays counted."""
    require(actor, "selfservice.kiosk")
    throttle.reopen_address("citizen", address=_device(kiosk))
    audit.record(actor, "selfservice.kiosk_reopened", about=kiosk)


@atomic()
def reopen_hall(*, actor: Actor) -> None:
    """The same for the line that the officer's own page came by, and for no other."""
    require(actor, "selfservice.kiosk")
    throttle.reopen_address("citizen", address=actor.address)
    audit.record(actor, "selfservice.hall_reopened")


@atomic()
def revoke_kiosk(*, actor: Actor, kiosk: Kiosk) -> None:
    """Take a device back (stolen, given away): it is nobody's kiosk at once, and who is signed in there is out."""
    require(actor, "selfservice.kiosk")
    Kiosk.objects.filter(pk=kiosk.pk, revoked_at=None).update(
        revoked_at=timezone.now(), token_hash="", code_hash="", code_until=None
    )
    CitizenSession.objects.filter(kiosk=kiosk).delete()
    audit.record(actor, "selfservice.kiosk_revoked", about=kiosk)


def kiosk_by_token(token: str) -> Kiosk | None:
    """The kiosk that carries this."""
    return Kiosk.objects.filter(token_hash=keyed_hash("kiosk-token", token), revoked_at=None).first() if token else None


def clean_tag(text: str) -> str:
    """A card's number as the reader types it.

    Raises:
        SelfserviceError: nothing that a reader types.
    """
    tag = typed_code(text)
    if not TAG_LEAST <= len(tag) <= TAG_MOST:
        raise SelfserviceError(_("Nomor kartu tidak terbaca. Tempelkan lagi."), field="tag")
    return tag


@atomic()
def bind_tag(*, actor: Actor, resident: Resident, tag: str) -> ResidentTag:
    """Bind a card to somebody who stands before the officer.

    Raises:
        SelfserviceError: unreadable, already somebody's, or the person is not here.
    """
    require(actor, "selfservice.kiosk")
    if not resident.is_here:
        raise SelfserviceError(_("{name} tidak lagi tercatat tinggal di sini.").format(name=resident.name))
    taken = SelfserviceError(_("Kartu ini sudah terikat pada seorang warga. Lepaskan dahulu di sana."), field="tag")
    with translate_unique({"tag_of_one_resident": taken}):
        made = ResidentTag.objects.create(
            resident=resident, tag_hash=keyed_hash("tag", clean_tag(tag)), bound_by=actor.name[:150]
        )
    audit.record(actor, "selfservice.tag_bound", about=resident)
    return made


@atomic()
def remove_tag(*, actor: Actor, tag: ResidentTag) -> None:
    """A card was lost: it says nobody's name any more."""
    require(actor, "selfservice.kiosk")
    if ResidentTag.objects.filter(pk=tag.pk, removed_at=None).update(removed_at=timezone.now()):
        audit.record(actor, "selfservice.tag_removed", about=tag.resident)


def sign_in_by_tag(*, kiosk: Kiosk, tag: str, pin: str) -> CitizenAccount:
    """A card and the PIN, at a registered kiosk alone. A card that is nobody's is answered, and counted, like a wrong PIN.

    Raises:
        DoorThrottled, WrongPin: as :func:`sign_in`.
        SelfserviceError: unreadable.
    """
    hashed = keyed_hash("tag", clean_tag(tag))
    found = ResidentTag.objects.select_related("resident").filter(tag_hash=hashed, removed_at=None).first()
    nik = found.resident.nik if found else f"tag:{hashed[:24]}"
    return sign_in(nik=nik, pin=pin, address="", device=f"kiosk:{kiosk.pk}")
