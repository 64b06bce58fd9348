"""A forgotten PIN that comes back by a code to a proven contact; contacts and codes are the room of ``messages``."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from balai.errors import NotFound
from balai.jobs import enqueue
from modules.messages.errors import TooManyCodes, WrongCode
from modules.messages.models import Contact
from modules.messages.services import open_channels, send_code, verify_code
from modules.selfservice.errors import SelfserviceError, throttled_at_the_door
from modules.selfservice.models import CitizenAccount, PinReset
from modules.selfservice.secrets_kept import keyed_hash
from modules.selfservice.services.accounts import actor_of, check_new_pin, tell_pin_changed
from modules.selfservice.services.sessions import end_all

MINUTES, TRIES = 10, 5
#: Codes for one person in an hour and in a day: who is annoyed with codes is annoyed six times.
AN_HOUR, A_DAY = 3, 6
#: A contact brings a PIN back only once it is so old: whoever finds an open phone and adds an address of their own must not
#: have the account by it the same hour; its owner is told of the new address meanwhile.
PROVEN_FOR = timedelta(days=1)
SEND, PURPOSE = "selfservice.send_reset", "pin"


def _contact_of(nik: str) -> Contact | None:
    open_ones = CitizenAccount.objects.filter(active=True).values("resident_id")
    return (
        Contact.objects.select_related("resident")
        .filter(
            resident__nik=nik, resident__void_at=None, resident__presence=1, resident__in=open_ones,
            channel__in=open_channels(), verified_at__lte=timezone.now() - PROVEN_FOR,
        ).order_by("channel").first()
    )  # fmt: skip


def ask_reset(*, nik: str, address: str) -> PinReset:
    """Somebody has forgotten the PIN of this NIK: where it has a proven contact, a code goes there. The answer, its time
    and what is written are the same where nobody has this NIK, or no contact.

    Raises:
        NotFound: nothing can be sent here.
        DoorThrottled: too many from this address.
        SelfserviceError: too many for this NIK.
    """
    if not open_channels():
        raise NotFound()
    with throttled_at_the_door():
        throttle.check("reset", account="", address=address)
    throttle.failed("reset", account="", address=address)
    subject_hash, now = keyed_hash("reset", nik), timezone.now()
    with atomic():
        advisory_lock(f"selfservice:reset:{subject_hash}")
        earlier = PinReset.objects.filter(subject_hash=subject_hash, created_at__gte=now - timedelta(days=1))
        asked = list(earlier.values_list("created_at", flat=True))
        if len(asked) >= A_DAY or sum(at > now - timedelta(hours=1) for at in asked) >= AN_HOUR:
            raise SelfserviceError(
                _("Kode sudah diminta beberapa kali. Tunggu satu jam, atau datanglah ke kantor desa.")
            )
        contact = _contact_of(nik)
        row = PinReset.objects.create(
            subject_hash=subject_hash, resident=contact.resident if contact else None, contact_id=contact.pk if contact else None,
            expires_at=now + timedelta(minutes=MINUTES),
        )  # fmt: skip
        system = Actor.system("citizen-reset")
        enqueue(
            SEND, actor=system, title=_("Mengirim kode Layanan Mandiri"), args={"reset_id": str(row.pk)}, queue="fast"
        )
        audit.record(system, "selfservice.reset_asked", about=contact.resident if contact else None)
    return row


@atomic()
def send_reset(*, actor: Actor, reset_id: UUID) -> bool:
    """The job: where there is somebody, a code is made and sent; whether it was. A second run sends nothing more."""
    require(actor, "selfservice.manage")
    row = PinReset.objects.select_for_update(of=("self",)).select_related("resident").filter(pk=reset_id).first()
    if row is None or row.resident is None or row.contact_id is None:
        return False
    if row.sent_at is not None or row.expires_at <= timezone.now():
        return False
    contact = Contact.objects.filter(pk=row.contact_id, resident=row.resident).first()
    if contact is None:
        return False
    try:
        send_code(actor=Actor.system("citizen-reset"), resident=row.resident, purpose=PURPOSE, contact=contact)
    except TooManyCodes:
        return False
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    return True


def _over() -> SelfserviceError:
    return SelfserviceError(_("Kode ini sudah tidak berlaku. Minta kode baru."), field="code", over=True)


def _prove(reset_id: UUID | str, typed: str) -> PinReset:
    """Count the try and compare; the count stays though the answer is no.

    Raises:
        SelfserviceError: wrong, used, run out, or tried too often. One sentence for a person that there is not, too.
    """
    now = timezone.now()
    with atomic():
        row = PinReset.objects.select_for_update(of=("self",)).select_related("resident").filter(pk=reset_id).first()
        if row is None or row.used_at is not None or row.expires_at <= now:
            raise _over()
        if row.proven_at is not None:
            return row
        if row.tries >= TRIES:
            raise _over()
        row.tries += 1
        row.save(update_fields=["tries"])
    try:
        if row.resident is None or row.sent_at is None:
            raise WrongCode(field="code", left=0)
        verify_code(resident=row.resident, purpose=PURPOSE, code=typed)
    except WrongCode:
        left = TRIES - row.tries
        words = _("Kode salah. Anda masih dapat mencoba {left} kali.") if left else _("Kode salah. Minta kode baru.")
        raise SelfserviceError(words.format(left=left), field="code", over=not left) from None
    PinReset.objects.filter(pk=row.pk).update(proven_at=now)
    return row


def reset_pin(*, reset_id: UUID | str, code: str, new: str, again: str, address: str) -> CitizenAccount:
    """A new PIN for who has the code; all sessions end, and what strangers tried is forgotten.

    Raises:
        SelfserviceError: the code is wrong or over, or the PIN will not do (the code then stays good).
    """
    # What is wrong with any PIN is told before the code is spent; what is wrong with this person's only after.
    check_new_pin(new, again, nik="", born=None)
    row = _prove(reset_id, code)
    person = row.resident
    if person is None:
        raise _over()
    check_new_pin(new, again, nik=person.nik, born=person.birth_date)
    with atomic():
        account = CitizenAccount.objects.select_for_update().filter(resident=person, active=True).first()
        used = PinReset.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now())
        if account is None or not person.is_here or not used:
            raise _over()
        account.pin, account.must_change = make_password(new), False
        account.save(update_fields=["pin", "must_change"])
        end_all(account.pk)
        account.resident = person
        audit.record(actor_of(account, address=address), "selfservice.pin_reset", about=person)
        tell_pin_changed(account)
    throttle.reopen("citizen", account=person.nik)
    return account


@atomic()
def tidy_resets(*, actor: Actor) -> int:
    """Every night: what only counted goes."""
    require(actor, "selfservice.manage")
    return PinReset.objects.filter(created_at__lt=timezone.now() - timedelta(days=2)).delete()[0]
