"""Register without coming: the citizen writes, the officer compares with the register and decides."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import BinaryIO
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from balai.errors import Conflict, NotFound
from balai.files import StoredFile, discard, store
from modules.messages.services.sending import send_to_number
from modules.population.errors import PopulationError
from modules.population.models import Resident
from modules.population.services import update_resident
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import CitizenAccount, Registration, RegistrationState
from modules.selfservice.registering import matching_resident
from modules.selfservice.secrets_kept import keyed_hash, random_code, typed_code
from modules.selfservice.services.accounts import check_new_pin, open_account
from tenants.context import current_village

#: How often in a day for one NIK and from one address (a village hall's line serves many), and how many of an address may
#: wait at once.
NIK_A_DAY, ADDRESS_A_DAY, ADDRESS_WAITING = 3, 30, 40
#: Where so many wait, each address may still bring a few: a handful of strangers cannot shut a village's door. The last
#: number only keeps the disk from filling up.
WAITING_MANY, ADDRESS_FEW, WAITING_MOST = 500, 2, 5000
#: So many are refused in one go.
REFUSED_AT_ONCE = 100
#: After so long without a decision the data go; the outcome can be asked for so long (days).
WAITS_DAYS, KEPT_DAYS = 14, 90
PHOTO_BYTES, PHOTO_SIDE = 8 * 1024 * 1024, 1800
CODE_SIGNS = 10
#: A number of a mobile phone: with 0, 62 or +62.
_PHONE = re.compile(r"^(?:\+?62|0)8\d{7,11}$", re.ASCII)


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 the network that one line gets, for it has as many addresses as it likes."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def clean_phone(text: str, *, field: str = "phone") -> str:
    """A mobile number as "08...".

    Raises:
        SelfserviceError: it is none.
    """
    plain = re.sub(r"[\s().\-]", "", text)
    if not _PHONE.match(plain):
        raise SelfserviceError(_("Nomor HP belum benar. Tulis seperti 0812 3456 7890."), field=field)
    return re.sub(r"^\+?62", "0", plain)


@atomic()
def register(
    *,
    nik: str,
    kk_number: str,
    name: str,
    birth_date: date,
    phone: str,
    photo: BinaryIO,
    pin: str,
    again: str,
    address: str,
    wants_news: bool = False,
) -> tuple[Registration, str]:
    """Keep a citizen's wish for a PIN; returns it with the code by which its state is asked for.

    Nothing here looks into the register: the answer and its time are the same for a NIK that nobody has.

    Raises:
        SelfserviceError: closed here, too many today, or a PIN or phone number that will not do.
        FileRefused: the photo is too large or no picture.
    """
    if not current_village().rule("selfservice.registration"):
        raise NotFound()
    check_new_pin(pin, again, nik=nik, born=birth_date, field="pin")
    phone = clean_phone(phone)
    system = Actor(
        kind="system", id="citizen-registration", name="citizen-registration", role="system", address=address
    )
    nik_hash, address_hash = keyed_hash("nik", nik), keyed_hash("address", network_of(address))
    advisory_lock(f"selfservice:register:{nik_hash}", f"selfservice:register:{address_hash}")
    today = Registration.objects.filter(created_at__gte=timezone.now() - timedelta(days=1))
    waiting = Registration.objects.filter(state=RegistrationState.WAITING)
    everybody, here = waiting.count(), waiting.filter(address_hash=address_hash).count()
    if (
        today.filter(nik_hash=nik_hash).count() >= NIK_A_DAY
        or today.filter(address_hash=address_hash).count() >= ADDRESS_A_DAY
        or here >= (ADDRESS_FEW if everybody >= WAITING_MANY else ADDRESS_WAITING)
        or everybody >= WAITING_MOST
    ):
        # One sentence for all three: it does not tell whether somebody else has tried with this NIK.
        raise SelfserviceError(
            _("Pendaftaran belum dapat diterima hari ini. Coba lagi besok, atau datanglah ke kantor desa dengan KTP.")
        )
    stored = store(
        actor=system, content=photo, name="ktp", kind="selfservice.registration", max_bytes=PHOTO_BYTES,
        accept=["image/*"], permission="selfservice.manage", max_side=PHOTO_SIDE,
    )  # fmt: skip
    code = random_code(CODE_SIGNS)
    made = Registration.objects.create(
        code_hash=keyed_hash("registration", code),
        nik=nik,
        kk_number=kk_number,
        name=name[:100],
        birth_date=birth_date,
        phone=phone,
        wants_news=wants_news,
        pin=make_password(pin),
        photo_id=stored.pk,
        nik_hash=nik_hash,
        address_hash=address_hash,
    )
    audit.record(system, "selfservice.registered", about=made)
    return made, code


def registration_by_code(*, code: str, address: str) -> Registration:
    """How a registration stands, for who has its code.

    Raises:
        Throttled: too many wrong codes from this address.
        SelfserviceError: there is none with this code (any more).
    """
    throttle.check("registration", account="", address=address)
    found = Registration.objects.filter(code_hash=keyed_hash("registration", typed_code(code))).first()
    if found is None:
        throttle.failed("registration", account="", address=address)
        raise SelfserviceError(
            _("Kode ini tidak ditemukan. Periksa lagi hurufnya; kode berlaku {days} hari.").format(days=KEPT_DAYS),
            field="code",
        )
    return found


def _waiting(registration_id: UUID) -> Registration:
    found = Registration.objects.select_for_update().filter(pk=registration_id).first()
    if found is None:
        raise NotFound()
    if found.state != RegistrationState.WAITING:
        raise Conflict(
            _("Pendaftaran ini sudah diputuskan {who}: {state}.").format(
                who=found.decided_by or _("sistem"), state=found.get_state_display()
            )
        )
    return found


def _tell(registration: Registration, words: str, path: str) -> None:
    """The outcome, by the number that was typed, where that was wished; nobody's name, and no reason, for the number is
    proved by nobody. (Not at a refusal of many: strangers' numbers would be called at the village's cost.)"""
    if registration.wants_news:
        send_to_number(
            number=registration.phone, event="registration", title=_("Layanan Mandiri {village}").format(village=current_village().title),
            text=words.format(link=current_village().url(path)),
        )  # fmt: skip


def _keep_number(actor: Actor, resident: Resident, registration: Registration) -> None:
    """Who wished it keeps the number in the register where that knows none: a contact that nobody has proved yet."""
    if not registration.wants_news or resident.phone or not actor.may("population.change"):
        return
    with contextlib.suppress(PopulationError), atomic():
        update_resident(actor=actor, resident=resident, phone=registration.phone)


def _decide(
    registration: Registration, state: str, *, by: str, reason: str = "", resident: Resident | None = None
) -> None:
    """Write the outcome; everything that was typed goes with it, the photo too."""
    photo = registration.photo_id
    registration.state, registration.reason, registration.resident = state, reason, resident
    registration.decided_by, registration.decided_at = by[:150], timezone.now()
    registration.nik = registration.kk_number = registration.name = registration.phone = registration.pin = ""
    registration.birth_date = registration.photo_id = None
    registration.save()
    stored = StoredFile.objects.filter(pk=photo).first() if photo else None
    if stored is not None:
        discard(stored=stored)


@atomic()
def accept_registration(*, actor: Actor, registration_id: UUID, checked: bool) -> CitizenAccount:
    """Open the account of who is registered under the NIK, with the PIN that was chosen. Sessions of before end.

    Raises:
        NotFound: no such registration.
        Conflict: somebody has decided already.
        SelfserviceError: nobody here has this NIK, or the officer did not say that photo and register were compared.
    """
    require(actor, "selfservice.manage")
    registration = _waiting(registration_id)
    resident = matching_resident(registration)
    if resident is None:
        raise SelfserviceError(_("Tidak ada penduduk desa ini dengan NIK itu. Tolak pendaftaran ini dengan alasannya."))
    if not checked:
        raise SelfserviceError(_("Cocokkan dahulu foto KTP dengan data penduduk, lalu centang."), field="checked")
    account = open_account(actor=actor, resident=resident, hashed=registration.pin)
    _keep_number(actor, resident, registration)
    _tell(
        registration,
        _("Pendaftaran Layanan Mandiri Anda diterima. Masuk dengan NIK dan PIN Anda di {link}"),
        "/layanan/",
    )
    _decide(registration, RegistrationState.ACCEPTED, by=actor.name, resident=resident)
    audit.record(actor, "selfservice.registration_accepted", about=resident, registration=str(registration.pk))
    return account


@atomic()
def refuse_registration(*, actor: Actor, registration_id: UUID, reason: str) -> Registration:
    """Refuse it with a reason that the citizen reads.

    Raises:
        NotFound: no such registration.
        Conflict: somebody has decided already.
        SelfserviceError: no reason.
    """
    require(actor, "selfservice.manage")
    registration = _waiting(registration_id)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise SelfserviceError(_("Tulis alasannya. Warga membacanya."), field="reason")
    words = _(
        "Pendaftaran Layanan Mandiri Anda belum dapat diterima. Baca alasannya dengan kode pendaftaran Anda di {link}"
    )
    _tell(registration, words, "/layanan/daftar/status/")
    _decide(registration, RegistrationState.REFUSED, by=actor.name, reason=reason)
    audit.record(actor, "selfservice.registration_refused", about=registration)
    return registration


@atomic()
def refuse_registrations(
    *, actor: Actor, registration_ids: Sequence[UUID] = (), like: UUID | None = None, reason: str
) -> int:
    """Refuse many with one reason: those named, or all that came from the same place as ``like``; at most
    :data:`REFUSED_AT_ONCE`. What somebody has decided meanwhile stays as decided. Returns how many were refused.

    Raises:
        NotAllowed: the actor lacks ``selfservice.manage``.
        SelfserviceError: no reason, or nothing chosen.
    """
    require(actor, "selfservice.manage")
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise SelfserviceError(_("Tulis alasannya. Warga membacanya."), field="reason")
    waiting = Registration.objects.select_for_update().filter(state=RegistrationState.WAITING).order_by("pk")
    if like is not None:
        waiting = waiting.filter(address_hash__in=Registration.objects.filter(pk=like).values("address_hash"))
    else:
        waiting = waiting.filter(pk__in=registration_ids)
    chosen = list(waiting[:REFUSED_AT_ONCE])
    if not chosen:
        raise SelfserviceError(_("Pilih dahulu pendaftaran yang ditolak."))
    for each in chosen:
        _decide(each, RegistrationState.REFUSED, by=actor.name, reason=reason)
    audit.record_many(actor, "selfservice.registration_refused", chosen)
    return len(chosen)


@atomic()
def tidy_registrations(*, actor: Actor) -> int:
    """Every night: what nobody decided in :data:`WAITS_DAYS` days is emptied, what is older than :data:`KEPT_DAYS` goes."""
    require(actor, "selfservice.manage")
    now = timezone.now()
    old = (
        Registration.objects.select_for_update()
        .filter(state=RegistrationState.WAITING, created_at__lt=now - timedelta(days=WAITS_DAYS))
        .order_by("pk")
    )
    expired = 0
    for each in old:
        _decide(each, RegistrationState.EXPIRED, by="")
        audit.record(actor, "selfservice.registration_expired", about=each)
        expired += 1
    Registration.objects.exclude(state=RegistrationState.WAITING).filter(
        decided_at__lt=now - timedelta(days=KEPT_DAYS)
    ).delete()
    return expired
