"""One-time codes: six digits that open once, for ten minutes, in five tries. Only their keyed hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor
from balai.boxes import put_in_box
from balai.db import advisory_lock, atomic
from balai.ids import random_base32
from modules.messages.errors import TooManyCodes, WrongCode
from modules.messages.models import Channel, Contact, Delivery, OneTimeCode
from modules.messages.services.sending import SEALED, ask_for_delivery
from modules.population.models import Resident
from tenants.context import current_village

VALID = timedelta(minutes=10)
TRIES = 5
#: So many codes in an hour for one citizen and purpose, and for one address whoever asks.
AN_HOUR, AN_HOUR_TO_ADDRESS = 3, 6


def _hash(purpose: str, resident: UUID, code: str) -> str:
    key = f"{settings.SECRET_KEY}:code:{connection.schema_name}".encode()  # type: ignore[attr-defined]
    return hmac.new(key, f"{purpose}:{resident}:{code}".encode(), hashlib.sha256).hexdigest()


def _within_the_hour(resident: UUID, purpose: str, address: str) -> None:
    since = timezone.now() - timedelta(hours=1)
    recent = OneTimeCode.objects.filter(created_at__gte=since)
    if recent.filter(resident=resident, purpose=purpose).count() >= AN_HOUR:
        raise TooManyCodes()
    if address and recent.filter(address=address).count() >= AN_HOUR_TO_ADDRESS:
        raise TooManyCodes()


@atomic
def send_code(
    *,
    actor: Actor,
    resident: Resident,
    purpose: str,
    contact: Contact | None = None,
    channel: str = "",
    address: str = "",
) -> OneTimeCode:
    """Send a code to a proven contact, or to an address that is to be proven; codes of before open nothing any more.

    ``purpose`` names what it opens ("pin", "contact"): a code of one purpose opens no other. Asking is counted per
    citizen and per address; the caller counts per network address (``accounts.throttle``).

    Raises:
        TooManyCodes: three were asked for within an hour.
    """
    if contact is not None:
        channel, address = contact.channel, contact.address
    advisory_lock(f"messages:code:{resident.pk}:{purpose}", f"messages:code:{address}")
    _within_the_hour(resident.pk, purpose, address)
    now = timezone.now()
    OneTimeCode.objects.filter(resident=resident, purpose=purpose, used_at=None).update(used_at=now)
    code = f"{secrets.randbelow(10**6):06d}"
    row = OneTimeCode.objects.create(
        purpose=purpose, resident=resident, channel=channel, address=address, created_at=now, expires_at=now + VALID,
        code_hash=_hash(purpose, resident.pk, code),
    )  # fmt: skip
    text = _("Kode {village}: {code}. Berlaku 10 menit. Jangan berikan kepada siapa pun, juga bukan kepada petugas.")
    sealed = put_in_box(SEALED, text.format(village=current_village().title, code=code).encode())
    Delivery.objects.create(
        resident=resident, event=f"code_{purpose}"[:40], channel=channel, address=address, title=_("Kode sekali pakai"),
        sealed=sealed, urgent=True, created_at=now, next_try=now, useless_from=now + VALID,
    )  # fmt: skip
    audit.record(actor, "messages.code_sent", about=resident, purpose=purpose, channel=channel)
    ask_for_delivery()
    return row


def verify_code(*, resident: Resident | UUID, purpose: str, code: str) -> OneTimeCode:
    """The newest open code of a citizen and purpose, used up by this.

    Not to be called inside a transaction that is undone when it raises: the try must stay counted.

    Raises:
        WrongCode: with the tries left; 0 where there is no open code (any more).
    """
    key = resident.pk if isinstance(resident, Resident) else resident
    typed = "".join(sign for sign in code if sign.isdigit())[:6]
    now = timezone.now()
    with atomic():
        row = (
            OneTimeCode.objects.select_for_update()
            .filter(resident=key, purpose=purpose, used_at=None, expires_at__gt=now, tries__lt=TRIES)
            .order_by("-created_at")
            .first()
        )
        if row is not None:
            OneTimeCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
            row.tries += 1
            if hmac.compare_digest(row.code_hash, _hash(purpose, key, typed)):
                OneTimeCode.objects.filter(pk=row.pk).update(used_at=now)
                row.used_at = now
                return row
    raise WrongCode(field="code", left=TRIES - row.tries if row else 0)


@atomic
def begin_telegram(*, actor: Actor, resident: Resident) -> str:
    """A code that the citizen's own Telegram brings back to our bot: whoever sends it is theirs.

    Raises:
        TooManyCodes: three were asked for within an hour.
    """
    advisory_lock(f"messages:code:{resident.pk}:telegram")
    _within_the_hour(resident.pk, "telegram", "")
    now = timezone.now()
    OneTimeCode.objects.filter(resident=resident, purpose="telegram", used_at=None).update(used_at=now)
    code = random_base32(24)
    OneTimeCode.objects.create(
        purpose="telegram", resident=resident, channel=Channel.TELEGRAM, address="", created_at=now, expires_at=now + VALID,
        code_hash=_bind_hash(code),
    )  # fmt: skip
    audit.record(actor, "messages.code_sent", about=resident, purpose="telegram", channel="telegram")
    return code


def _bind_hash(code: str) -> str:
    key = f"{settings.SECRET_KEY}:bind:{connection.schema_name}".encode()  # type: ignore[attr-defined]
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


@atomic
def take_telegram(*, code: str, chat: str) -> Contact | None:
    """The bot was opened with a code: the chat is the contact from now on. None where the code opens nothing (any more)."""
    from modules.messages.services.contacts import keep_contact, tidy_address

    row = (
        OneTimeCode.objects.select_for_update()
        .filter(purpose="telegram", code_hash=_bind_hash(code), used_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if row is None:
        return None
    row.used_at, row.address = timezone.now(), tidy_address(Channel.TELEGRAM, chat)
    row.save(update_fields=["used_at", "address"])
    return keep_contact(
        actor=Actor.system("telegram"), resident=row.resident_id, channel=Channel.TELEGRAM, address=row.address
    )
