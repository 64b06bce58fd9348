"""E-mail through the deployment's own mail server (``BALAI_SMTP_URL``)."""

from __future__ import annotations

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext_lazy as _

from modules.messages.drivers.base import DeliveryRef, Driver, Later, Never, Option, Outgoing, Unclear
from tenants.context import current_village


class Email(Driver):
    """SMTP."""

    key = "smtp"
    title = _("Surel melalui server kabupaten")
    channels = ("email",)
    options = (
        Option("sender", _("Nama pengirim"), _("Kosong: nama desa."), required=False),
        Option("reply", _("Balasan ke"), _("Alamat surel desa, bila ada."), required=False),
    )

    def check(self) -> None:
        """Without a server nothing goes."""
        if not (settings.BALAI_SENDS_MAIL or _outbox()):
            raise Never(str(_("Server surel belum diatur oleh pengelola kabupaten (BALAI_SMTP_URL).")))
        if any(sign in self.values["sender"] + self.values["reply"] for sign in "\r\n"):
            raise Never(str(_("Nama pengirim harus satu baris.")))

    def send(self, out: Outgoing) -> DeliveryRef:
        """One letter, one receiver; its Message-ID is the key."""
        self.check()
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        name = self.values["sender"] or current_village().title
        reference = f"<{out.key}@{sender.partition('@')[2] or 'balai'}>"
        connection = get_connection(fail_silently=False)
        mail = letter_of(out, name=name, address=sender, reply=self.values["reply"], reference=reference)
        mail.connection = connection
        try:
            connection.open()
        except (OSError, smtplib.SMTPException):
            raise Later(str(_("Server surel tidak dapat dihubungi."))) from None
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()), (550, b""))
            raise (Later if 400 <= code < 500 else Never)(said_by(said)) from None
        except smtplib.SMTPResponseException as error:
            raise (Later if 400 <= error.smtp_code < 500 else Never)(said_by(error.smtp_error)) from None
        except (OSError, smtplib.SMTPException):
            raise Unclear(str(_("Sambungan ke server surel putus saat mengirim. Surel mungkin sampai."))) from None
        finally:
            connection.close()
        return DeliveryRef(reference[:150])


def letter_of(out: Outgoing, *, name: str, address: str, reply: str, reference: str) -> EmailMessage:
    """The letter: who writes, how it is answered, and how its reader ends such letters."""
    headers = {"Message-ID": reference, "Auto-Submitted": "auto-generated"}
    if out.end_url:
        # Mail programs show "Berhenti" themselves (RFC 8058: one click, by POST).
        headers |= {"List-Unsubscribe": f"<{out.end_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text = out.text + (f"\n\nBerhenti menerima surel ini: {out.end_url}" if out.end_url else "")
    return EmailMessage(
        subject=" ".join(out.title.split()), body=text, from_email=formataddr((name, address)), to=[out.to],
        reply_to=[reply] if reply else None, headers=headers,
    )  # fmt: skip


def said_by(words: bytes | str) -> str:
    """What a mail server answered, for the office."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"Surel: {text}"[:250]


def _outbox() -> bool:
    return "locmem" in settings.EMAIL_BACKEND or "filebased" in settings.EMAIL_BACKEND
