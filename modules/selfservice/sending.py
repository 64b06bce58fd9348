"""The one way by which a code leaves the house."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from modules.selfservice.models import ContactKind
from tenants.context import current_village


def ways() -> list[str]:
    """By what codes can be sent here now; what is not here is not offered on the pages."""
    return [str(ContactKind.EMAIL)] if settings.BALAI_SENDS_MAIL else []


def send_code(*, kind: str, to: str, code: str, minutes: int, purpose: str) -> None:
    """Send a one-time code. The text names neither the person nor the NIK: it may lie open on somebody's screen.

    Raises:
        OSError: the mail server does not answer (the job tries again).
    """
    village = current_village().title
    what = _("memilih PIN baru") if purpose == "reset" else _("memeriksa alamat ini")
    text = _(
        "Kode Anda untuk {what} di Layanan Mandiri {village}: {code}\n\n"
        "Berlaku {minutes} menit, sekali pakai. Jangan beritahukan kepada siapa pun, juga tidak kepada petugas.\n"
        "Tidak memintanya? Abaikan pesan ini; PIN Anda tidak berubah."
    ).format(what=what, village=village, code=code, minutes=minutes)
    if kind != ContactKind.EMAIL:
        raise ValueError(f"no way to send a code by {kind}")
    send_mail(_("Kode Layanan Mandiri {village}").format(village=village), text, settings.DEFAULT_FROM_EMAIL, [to])
