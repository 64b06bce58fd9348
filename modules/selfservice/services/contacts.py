"""Where a citizen can be reached, and a forgotten PIN that comes back that way."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from balai.errors import NotFound
from balai.jobs import enqueue
from modules.selfservice import sending
from modules.selfservice.errors import SelfserviceError, throttled_at_the_door
from modules.selfservice.models import CitizenAccount, CodePurpose, Contact, ContactKind, OneTimeCode
from modules.selfservice.secrets_kept import keyed_hash
from modules.selfservice.services.accounts import actor_of, check_new_pin
from modules.selfservice.services.registrations import clean_phone
from modules.selfservice.services.sessions import end_all

CODE_MINUTES, CODE_TRIES, CODE_DIGITS = 10, 5, 6
#: Codes for one person in an hour and in a day: who is annoyed with codes is annoyed six times.
CODES_AN_HOUR, CODES_A_DAY = 3, 6
SEND = "selfservice.send_code"


def _own(actor: Actor) -> CitizenAccount:
    if actor.kind != "citizen":
        raise NotFound()
    return (
        CitizenAccount.objects.select_for_update(of=("self",)).select_related("resident").get(resident=UUID(actor.id))
    )


def _ask_for_code(*, purpose: str, contact: Contact | None, subject: str) -> OneTimeCode:
    """A row and a job that makes and sends the code; the same for a person that there is not."""
    subject_hash = keyed_hash(f"code:{purpose}", subject)
    advisory_lock(f"selfservice:code:{subject_hash}")
    now = timezone.now()
    asked = list(
        OneTimeCode.objects.filter(subject_hash=subject_hash, created_at__gte=now - timedelta(days=1)).values_list(
            "created_at", flat=True
        )
    )
    if len(asked) >= CODES_A_DAY or sum(at > now - timedelta(hours=1) for at in asked) >= CODES_AN_HOUR:
        raise SelfserviceError(_("Kode sudah diminta beberapa kali. Tunggu satu jam, atau datanglah ke kantor desa."))
    row = OneTimeCode.objects.create(
        purpose=purpose, contact=contact, subject_hash=subject_hash, expires_at=now + timedelta(minutes=CODE_MINUTES)
    )
    enqueue(
        SEND, actor=Actor.system("citizen-code"), title=_("Mengirim kode Layanan Mandiri"),
        args={"code_id": str(row.pk)}, queue="fast",
    )  # fmt: skip
    return row


@atomic()
def make_and_send(*, actor: Actor, code_id: UUID) -> bool:
    """The job: make a code, keep its hash, send it; whether anything was sent. A second run sends nothing more.

    Raises:
        OSError: nothing was sent and nothing kept; the job tries again.
    """
    require(actor, "selfservice.manage")
    row = OneTimeCode.objects.select_for_update(of=("self",)).select_related("contact").filter(pk=code_id).first()
    if row is None or row.contact is None or row.sent_at is not None or row.expires_at <= timezone.now():
        return False
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    row.code_hash, row.sent_at = keyed_hash(f"code:{row.pk}", code), timezone.now()
    row.save(update_fields=["code_hash", "sent_at"])
    sending.send_code(kind=row.contact.kind, to=row.contact.value, code=code, minutes=CODE_MINUTES, purpose=row.purpose)
    return True


def _try_code(code_id: UUID | str, purpose: str, typed: str) -> OneTimeCode:
    """Count the try and compare; the count stays though the answer is no.

    Raises:
        SelfserviceError: wrong, used, run out, or tried too often. One sentence for a person that there is not, too.
    """
    with atomic():
        row = (
            OneTimeCode.objects.select_for_update(of=("self",))
            .select_related("contact__account__resident")
            .filter(pk=code_id, purpose=purpose)
            .first()
        )
        over = row is None or row.used_at is not None or row.expires_at <= timezone.now() or row.tries >= CODE_TRIES
        if row is not None and not over:
            row.tries += 1
            row.save(update_fields=["tries"])
    if over or row is None:
        raise SelfserviceError(_("Kode ini sudah tidak berlaku. Minta kode baru."), field="code", over=True)
    given = keyed_hash(f"code:{row.pk}", "".join(sign for sign in typed if sign.isdigit()))
    if not (row.code_hash and secrets.compare_digest(given, row.code_hash)):
        left = CODE_TRIES - row.tries
        words = _("Kode salah. Anda masih dapat mencoba {left} kali.") if left else _("Kode salah. Minta kode baru.")
        raise SelfserviceError(words.format(left=left), field="code", over=not left)
    return row


def _use(row: OneTimeCode) -> bool:
    """Inside a transaction: this code is used up now; False where somebody was quicker."""
    return bool(OneTimeCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()))


def clean_contact(kind: str, value: str) -> str:
    """An address or number as it is kept.

    Raises:
        SelfserviceError: none, or of a kind that nothing can be sent to.
    """
    if kind not in sending.ways():
        raise NotFound()
    value = value.strip()
    if kind == ContactKind.PHONE:
        return clean_phone(value, field="value")
    try:
        validate_email(value)
    except ValidationError:
        raise SelfserviceError(_("Alamat surel tidak lengkap. Tulis seperti nama@contoh.id."), field="value") from None
    if len(value) > 150:
        raise SelfserviceError(_("Alamat surel terlalu panjang."), field="value")
    return value


def _right_pin(account: CitizenAccount, pin: str) -> None:
    """Whoever finds an open phone must not bend the way back to the PIN."""
    whose = f"{account.resident.nik}@inside"
    with throttled_at_the_door():
        throttle.check("citizen", account=whose, address="")
    if not check_password(pin, account.pin):
        left = throttle.failed("citizen", account=whose, address="")
        raise SelfserviceError(_("PIN salah. Anda masih dapat mencoba {left} kali.").format(left=left), field="pin")


@atomic()
def set_contact(*, actor: Actor, kind: str, value: str, pin: str) -> OneTimeCode:
    """A citizen names an address or number; a code is sent there, and until it comes back it is good for nothing.

    Raises:
        NotFound: the actor is no citizen, or nothing can be sent that way here.
        SelfserviceError: wrong PIN, no address, or too many codes today.
    """
    account = _own(actor)
    value = clean_contact(kind, value)
    _right_pin(account, pin)
    contact, _made = Contact.objects.update_or_create(
        account=account, kind=kind, defaults={"value": value, "verified_at": None}
    )
    # A code that was sent to the address of before proves nothing about this one.
    contact.codes.filter(used_at=None).update(used_at=timezone.now())
    audit.record(actor, "selfservice.contact_named", about=account.resident, kind=kind)
    return _ask_for_code(purpose=CodePurpose.VERIFY, contact=contact, subject=str(account.pk))


def confirm_contact(*, actor: Actor, kind: str, code: str) -> Contact:
    """The code came back: the contact is verified.

    Raises:
        NotFound: the actor is no citizen, or has named no such contact.
        SelfserviceError: wrong or over.
    """
    if actor.kind != "citizen":
        raise NotFound()
    contact = (
        Contact.objects.select_related("account__resident").filter(account__resident=UUID(actor.id), kind=kind).first()
    )
    if contact is None:
        raise NotFound()
    newest = contact.codes.filter(purpose=CodePurpose.VERIFY).order_by("-created_at").first()
    if newest is None:
        raise NotFound()
    row = _try_code(newest.pk, CodePurpose.VERIFY, code)
    with atomic():
        if not _use(row):
            raise SelfserviceError(_("Kode ini sudah tidak berlaku. Minta kode baru."), field="code", over=True)
        contact.verified_at = timezone.now()
        contact.save(update_fields=["verified_at"])
        audit.record(actor, "selfservice.contact_verified", about=contact.account.resident, kind=kind)
    return contact


@atomic()
def remove_contact(*, actor: Actor, kind: str) -> None:
    """A citizen takes a contact away.

    Raises:
        NotFound: there is none.
    """
    account = _own(actor)
    if not Contact.objects.filter(account=account, kind=kind).delete()[0]:
        raise NotFound()
    audit.record(actor, "selfservice.contact_removed", about=account.resident, kind=kind)


def ask_reset(*, nik: str, address: str) -> OneTimeCode:
    """Somebody has forgotten the PIN of this NIK: where it has a verified contact, a code goes there. The answer, its time
    and what is written are the same where nobody has this NIK, or no contact.

    Raises:
        NotFound: nothing can be sent here.
        DoorThrottled: too many from this address.
        SelfserviceError: too many for this NIK.
    """
    if not sending.ways():
        raise NotFound()
    with throttled_at_the_door():
        throttle.check("reset", account="", address=address)
    throttle.failed("reset", account="", address=address)
    with atomic():
        contact = (
            Contact.objects.filter(
                account__resident__nik=nik, account__resident__void_at=None, account__resident__presence=1,
                account__active=True, verified_at__isnull=False, kind__in=sending.ways(),
            ).order_by("kind").first()
        )  # fmt: skip
        row = _ask_for_code(purpose=CodePurpose.RESET, contact=contact, subject=nik)
        audit.record(
            Actor.system("citizen-reset"), "selfservice.reset_asked", about=contact and contact.account.resident
        )
    return row


def reset_pin(*, code_id: UUID | str, code: str, new: str, again: str, address: str) -> CitizenAccount:
    """A new PIN for who has the code; all sessions end, and what strangers tried is forgotten.

    Raises:
        SelfserviceError: the code is wrong or over (both count as a try), or the PIN will not do.
    """
    row = _try_code(code_id, CodePurpose.RESET, code)
    if row.contact is None:
        raise NotFound()
    person = row.contact.account.resident
    try:
        check_new_pin(new, again, nik=person.nik, born=person.birth_date)
    except SelfserviceError:
        # The code was right: choosing the PIN again is no guess.
        OneTimeCode.objects.filter(pk=row.pk, tries__gt=0).update(tries=row.tries - 1)
        raise
    with atomic():
        account = CitizenAccount.objects.select_for_update().get(pk=row.contact.account_id)
        if not account.active or not person.is_here or not _use(row):
            raise SelfserviceError(_("Kode ini sudah tidak berlaku. Minta kode baru."), field="code", over=True)
        account.pin, account.must_change = make_password(new), False
        account.save(update_fields=["pin", "must_change"])
        end_all(account.pk)
        account.resident = person
        audit.record(actor_of(account, address=address), "selfservice.pin_reset", about=person)
    throttle.reopen("citizen", account=person.nik)
    return account


@atomic()
def tidy_codes(*, actor: Actor) -> int:
    """Every night: codes that only counted go."""
    require(actor, "selfservice.manage")
    return OneTimeCode.objects.filter(created_at__lt=timezone.now() - timedelta(days=2)).delete()[0]
