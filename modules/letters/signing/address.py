"""Where a signer's NIK and passphrase go. Whoever may choose that address could collect both, so three locks stand before it:
only hosts that the deployment names (``BALAI_ESIGN_HOSTS``), only with a right of its own, and every signer looks at each
change before a passphrase is asked for or sent."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor
from balai.db import atomic
from balai.errors import Conflict, NotAllowed
from balai.outbound import LOCAL_HOSTS
from modules.letters.models import Driver, EsignAddress, EsignConfirmation, SigningSettings
from modules.letters.signing.errors import AddressNotConfirmed, AddressRefused
from modules.letters.signing.rules import officials_of, present_signing


def host_of(url: str) -> str:
    """The host of an address, as it is compared."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def refuse_host(url: str, *, field: str = "") -> None:
    """Refuse a signing service that the deployment does not name; a machine that is not in production may name itself.

    Raises:
        AddressRefused: it is not named.
    """
    host = host_of(url)
    if host in settings.BALAI_ESIGN_HOSTS or (host in LOCAL_HOSTS and not settings.BALAI_PRODUCTION):
        return
    known = ", ".join(sorted(settings.BALAI_ESIGN_HOSTS))
    reason = (
        _("Frasa sandi hanya dikirim ke layanan yang diizinkan kabupaten: {known}. Periksa alamatnya.").format(
            known=known
        )
        if known
        else _(
            "Kabupaten belum mengizinkan alamat layanan tanda tangan. Minta pengelola server mengisi BALAI_ESIGN_HOSTS."
        )
    )
    raise AddressRefused(field=field, reason=reason)


def note_change(actor: Actor, row: SigningSettings, former: str) -> None:
    """Keep who entered another address; for :func:`~modules.letters.signing.settings.change_signing`."""
    if row.esign_url != former:
        EsignAddress.objects.create(url=row.esign_url, changed_by=actor.name[:150])
        audit.record(
            actor, "letters.esign_address_changed", about=row, host=host_of(row.esign_url), was=host_of(former)
        )


def entry_of(url: str) -> EsignAddress:
    """The present entry; an address from before entries were kept gets one, by nobody known."""
    last = EsignAddress.objects.first()
    if last is None or last.url != url:
        last = EsignAddress.objects.create(url=url, changed_by="")
    return last


def unconfirmed(actor: Actor) -> list[EsignAddress]:
    """The entries that a signer has not looked at, the present one first; nothing where no passphrase leaves the house. An
    address that stands without an entry (from before they were kept) is one that nobody is known to have entered."""
    row = present_signing()
    if row.driver != Driver.ESIGN:
        return []
    seen = (
        EsignConfirmation.objects.filter(account=actor.id)
        .order_by("-address_id")
        .values_list("address_id", flat=True)
        .first()
    )
    found = list(EsignAddress.objects.filter(pk__gt=seen or 0)[:10])
    last = found[0] if found else EsignAddress.objects.first()
    if last is None or last.url != row.esign_url:
        return [EsignAddress(url=row.esign_url), *found]
    return found


def require_confirmed(actor: Actor, url: str) -> None:
    """Refuse to send a passphrase to an address that its owner has not looked at.

    Raises:
        AddressNotConfirmed: so it is.
    """
    last = EsignAddress.objects.first()
    if last is None or last.url != url or not EsignConfirmation.objects.filter(address=last, account=actor.id).exists():
        raise AddressNotConfirmed()


@atomic
def confirm_address(*, actor: Actor, url: str) -> EsignAddress:
    """A signer has looked at the address and lets the passphrase go there; ``url`` is the one that was shown.

    Raises:
        NotAllowed: the actor signs no letters.
        Conflict: it was changed since it was shown.
        AddressRefused: the deployment does not name it.
    """
    if not actor.may("letters.approve") and not officials_of(actor):
        raise NotAllowed(right="letters.approve")
    row = SigningSettings.objects.select_for_update().filter(only=True).first()
    if row is None or not row.esign_url or row.esign_url != url:
        raise Conflict()
    refuse_host(url)
    entry = entry_of(url)
    _row, made = EsignConfirmation.objects.get_or_create(address=entry, account=actor.id)
    if made:
        audit.record(actor, "letters.esign_address_confirmed", about=row, host=host_of(url))
    return entry
