"""Where a citizen may be reached: proven by a code, wished by themselves, ended by themselves."""

from __future__ import annotations

import re
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor
from balai.db import atomic
from balai.errors import NotFound
from balai.ids import random_base32
from modules.messages.errors import MessageError
from modules.messages.models import Channel, Contact, OneTimeCode
from modules.messages.models.delivery import SHORT_TOKEN
from modules.messages.services import codes
from modules.messages.services.gateways import open_channels
from modules.population.models import Resident

PURPOSE = "contact"
#: What a Telegram bind code is valid for; the citizen has to open another program.
_TOKEN_LENGTH = 32


def tidy_address(channel: str, text: str, *, field: str = "address") -> str:
    """An address as it is kept: telephone numbers in the international form, mail in small letters.

    Raises:
        MessageError: it is none.
    """
    text = text.strip()
    if channel == Channel.EMAIL:
        text = text.lower()
        try:
            validate_email(text)
        except ValidationError:
            raise MessageError(_("Alamat surel tidak lengkap. Tulis seperti nama@contoh.id."), field=field) from None
        if len(text) > 120 or not text.isascii():
            raise MessageError(_("Alamat surel ini tidak dapat dipakai."), field=field)
        return text
    if channel == Channel.TELEGRAM:
        if not re.fullmatch(r"-?\d{3,20}", text):
            raise MessageError(_("Nomor percakapan Telegram terdiri dari angka."), field=field)
        return text
    digits = re.sub(r"[\s().-]", "", text)
    if digits.startswith("0"):
        digits = f"+62{digits[1:]}"
    elif digits.startswith("62"):
        digits = f"+{digits}"
    # Mobile numbers in Indonesia begin with 8; other countries' numbers may follow a plus sign.
    if not re.fullmatch(r"\+628\d{7,11}|\+(?!62)[1-9]\d{7,14}", digits):
        raise MessageError(_("Nomor HP tidak lengkap. Tulis seperti 081234567890."), field=field)
    return digits


def shown_address(channel: str, address: str) -> str:
    """An address as others may see it: enough to recognise one's own."""
    if channel == Channel.EMAIL:
        name, _at, host = address.partition("@")
        return f"{name[:1]}{'*' * max(2, len(name) - 1)}@{host}"
    return f"{'*' * max(0, len(address) - 4)}{address[-4:]}"


def contacts_of(resident: UUID | Resident) -> list[Contact]:
    """A citizen's proven contacts, in the order of the channels."""
    key = resident.pk if isinstance(resident, Resident) else resident
    order = {name: place for place, name in enumerate(Channel.values)}
    return sorted(Contact.objects.filter(resident=key), key=lambda each: order[each.channel])


def reachable(resident: UUID | Resident) -> list[Contact]:
    """The proven contacts whose channel is open at present: where a code for a forgotten PIN may go.

    Also those that the citizen does not want notifications on: a code is asked for, not told.
    """
    found = set(open_channels())
    return [each for each in contacts_of(resident) if each.channel in found]


def _own(actor: Actor) -> UUID:
    if actor.kind != "citizen":
        raise NotFound()
    return UUID(actor.id)


@atomic
def begin_contact(*, actor: Actor, channel: str, address: str) -> OneTimeCode:
    """A citizen names an address of their own; a code goes there.

    Raises:
        MessageError: the channel is closed, or the address is none.
        TooManyCodes: too many were asked for.
    """
    resident = _own(actor)
    if channel not in open_channels() or channel == Channel.TELEGRAM:
        raise MessageError(_("Saluran ini tidak tersedia di desa Anda."), field="address")
    address = tidy_address(channel, address)
    return codes.send_code(
        actor=actor, resident=Resident.objects.get(pk=resident), purpose=PURPOSE, channel=channel, address=address
    )


def finish_contact(*, actor: Actor, code: str) -> Contact:
    """The code that came opens the address for notifications.

    Raises:
        WrongCode: with the tries left (0: ask for a new one).
    """
    found = codes.verify_code(resident=_own(actor), purpose=PURPOSE, code=code)
    return keep_contact(actor=actor, resident=found.resident_id, channel=found.channel, address=found.address)


@atomic
def keep_contact(*, actor: Actor, resident: UUID, channel: str, address: str) -> Contact:
    """A proven address becomes the contact of its channel; the addresses of before are told that one was added or replaced."""
    from modules.messages.services.notices import notify

    now = timezone.now()
    row = Contact.objects.select_for_update().filter(resident=resident, channel=channel).first()
    other = Contact.objects.filter(resident=resident).exclude(channel=channel, address=address).first()
    if other is not None and (row is None or row.address != address):
        # Before it counts, and to the addresses of before: whoever stole a session must not come in by one of their own
        # in silence.
        notify(
            resident=other.resident, event="contact_changed", key=f"contact:{resident}:{channel}:{now.isoformat()}",
            url="/layanan/pemberitahuan/saluran/",
        )  # fmt: skip
    row = row or Contact(resident_id=resident, channel=channel, token=random_base32(_TOKEN_LENGTH))
    row.address, row.verified_at, row.active, row.decided_at = address, now, True, now
    row.save()
    audit.record(actor, "messages.contact_verified", about=row.resident, channel=channel)
    return row


@atomic
def set_wish(*, actor: Actor, contact: Contact, active: bool) -> Contact:
    """A citizen wants (or does not want) notifications on a channel.

    Raises:
        NotFound: it is somebody else's.
    """
    row = Contact.objects.select_for_update().filter(pk=contact.pk, resident=_own(actor)).first()
    if row is None:
        raise NotFound()
    row.active, row.decided_at = active, timezone.now()
    row.save(update_fields=["active", "decided_at"])
    audit.record(actor, "messages.wish_set", about=row.resident, channel=row.channel, active=active)
    return row


@atomic
def remove_contact(*, actor: Actor, contact: Contact) -> None:
    """A citizen takes an address away.

    Raises:
        NotFound: it is somebody else's.
    """
    row = Contact.objects.select_for_update().filter(pk=contact.pk, resident=_own(actor)).first()
    if row is None:
        raise NotFound()
    audit.record(actor, "messages.contact_removed", about=row.resident, channel=row.channel)
    row.delete()


def contact_of_token(token: str) -> Contact | None:
    """Whose messages a link ends: by the whole token, or by its beginning as short messages carry it."""
    if len(token) == _TOKEN_LENGTH:
        return Contact.objects.filter(token=token).first()
    if len(token) != SHORT_TOKEN or not token.isascii() or not token.isalnum():
        return None
    # Two that begin alike would be a wonder; then neither is ended by half a token.
    found = list(Contact.objects.filter(token__startswith=token)[:2])
    return found[0] if len(found) == 1 else None


@atomic
def end_by_token(*, token: str) -> Contact:
    """Whoever holds a message ends them: no sign-in, no question.

    Raises:
        NotFound: no contact has this token.
    """
    found = contact_of_token(token)
    row = Contact.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if row is None:
        raise NotFound()
    if row.active:
        row.active, row.decided_at = False, timezone.now()
        row.save(update_fields=["active", "decided_at"])
        audit.record(
            Actor.system("unsubscribe"), "messages.wish_set", about=row.resident, channel=row.channel, active=False
        )
    return row
