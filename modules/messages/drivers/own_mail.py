"""E-mail through a mail server of the village's own, named in a form: looked at like every address that a person names,
never without TLS, never for long. It stands alone: what it does not take is never sent by the deployment's server, whose
sender would be another and which receivers would not believe."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from balai.outbound import Forbidden, check_server, is_inner, open_line
from modules.messages.drivers.base import DeliveryRef, Driver, Later, Never, Option, Outgoing, Unclear
from modules.messages.drivers.email import letter_of, said_by
from tenants.context import current_village

#: One answer, and the whole conversation: well below the time after which a worker counts as lost.
STEP_SECONDS, WHOLE_SECONDS = 15.0, 45.0
#: Ports on which mail is handed in; another is somebody else's door.
PORTS = (25, 465, 587, 2525)
STARTTLS, TLS, PLAIN = "starttls", "tls", "none"
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}")


class _Line(smtplib.SMTP):
    """SMTP over a line that was looked at."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return open_line(host, port, seconds=timeout)


class _TlsLine(smtplib.SMTP_SSL):
    """The same, TLS from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = open_line(host, port, seconds=timeout)
        context: ssl.SSLContext = cast(Any, self).context
        return context.wrap_socket(line, server_hostname=host)


class OwnMail(Driver):
    """SMTP of the village's own."""

    key = "smtp_own"
    title = _("Surel melalui server surel desa sendiri")
    channels = ("email",)
    notes = (
        _(
            "Bila server surel desa sedang tidak dapat dihubungi, surel dicoba lagi sampai enam kali. Yang ditolak server "
            "(kata sandi salah, alamat tidak ada) tidak dicoba lagi; sebabnya tampil di Pengiriman."
        ),
        _(
            "Surel tidak pernah dialihkan diam-diam ke server kabupaten. Untuk kembali memakainya, pilih penyedia itu di atas "
            "lalu simpan."
        ),
        _(
            "Server harus memakai TLS dan berada di internet. Server di jaringan dalam hanya boleh dipakai bila pengelola "
            "kabupaten mengizinkannya (BALAI_INNER_HOSTS)."
        ),
    )
    options = (
        Option("host", _("Server surel (SMTP)"), _("Misalnya smtp.contoh.desa.id. Ditulis penyedia surel Anda.")),
        Option("port", _("Porta"), _("Biasanya 587 (STARTTLS) atau 465 (TLS). Kosong: 587."), default="587"),
        Option(
            "security", _("Pengamanan"), default=STARTTLS,
            choices=((STARTTLS, "STARTTLS"), (TLS, "TLS"), (PLAIN, _("Tanpa TLS (hanya jaringan dalam)"))),
        ),
        Option("user", _("Nama pengguna"), _("Sering sama dengan alamat surel."), required=False),
        Option("password", _("Kata sandi"), _("Bila penyedia memberi kata sandi aplikasi, pakai itu."), secret=True, required=False),
        Option("address", _("Alamat pengirim"), _("Misalnya kantor@contoh.desa.id. Server harus mengizinkan alamat ini.")),
        Option("sender", _("Nama pengirim"), _("Kosong: nama desa."), required=False),
        Option("reply", _("Balasan ke"), _("Kosong: ke alamat pengirim."), required=False),
    )  # fmt: skip

    @property
    def _host(self) -> str:
        return self.values["host"].strip().rstrip(".").lower()

    @property
    def _port(self) -> int:
        """The port.

        Raises:
            Never: it is none on which mail is handed in.
        """
        text = self.values["port"].strip()
        found = int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
        if not 0 < found < 65536 or (found not in PORTS and not is_inner(self._host)):
            known = ", ".join(str(each) for each in PORTS)
            raise Never(
                str(_("Porta {port} bukan porta surel. Yang dapat dipakai: {known}.").format(port=text, known=known))
            )
        return found

    def check(self) -> None:
        """What can be seen without sending: every option, and whether the server is one that we call."""
        if any(sign in "".join(self.values.values()) for sign in "\r\n\0"):
            raise Never(str(_("Setiap isian harus satu baris.")))
        for name, words in (("address", _("Alamat pengirim")), ("reply", _("Alamat balasan"))):
            if self.values[name] and not _ADDRESS.fullmatch(self.values[name]):
                raise Never(str(_("{what} tidak lengkap. Tulis seperti nama@contoh.id.").format(what=words)))
        if bool(self.values["user"]) != bool(self.values["password"]):
            raise Never(str(_("Nama pengguna dan kata sandi diisi keduanya, atau dikosongkan keduanya.")))
        if self.values["security"] == PLAIN and not is_inner(self._host):
            raise Never(str(_("Server di internet harus memakai TLS. Pilih STARTTLS atau TLS.")))
        try:
            check_server(self._host, self._port)
        except Forbidden as error:
            raise Never(_forbidden(error)) from None

    def send(self, out: Outgoing) -> DeliveryRef:
        """One letter, one receiver; its Message-ID is the key."""
        address = self.values["address"]
        reference = f"<{out.key}@{address.partition('@')[2]}>"
        name = self.values["sender"] or current_village().title
        mail = letter_of(out, name=name, address=address, reply=self.values["reply"], reference=reference)
        # Django's own message: it ends its lines as SMTP wants them.
        content: bytes = cast(Any, mail.message()).as_bytes(linesep="\r\n")
        with self._conversation() as (server, late):
            try:
                # A hand-written sendmail: up to DATA nothing has left, and what breaks there may be tried again.
                _expect(server.mail(address))
                _expect(server.rcpt(out.to))
            except (OSError, smtplib.SMTPServerDisconnected):
                raise Later(str(_("Sambungan ke server surel desa putus."))) from None
            try:
                answer = server.data(content)
                if late.is_set():
                    # What was read of the answer may be half of it.
                    raise smtplib.SMTPServerDisconnected
                _expect(answer)
            except smtplib.SMTPDataError as error:
                raise _refused(error.smtp_code, error.smtp_error) from None
            except (OSError, smtplib.SMTPException):
                raise Unclear(
                    str(_("Sambungan ke server surel desa putus saat mengirim. Surel mungkin sampai."))
                ) from None
        return DeliveryRef(reference[:150])

    @contextmanager
    def _conversation(self) -> Iterator[tuple[smtplib.SMTP, threading.Event]]:
        """A server that knows us; the line is cut when the whole takes too long, however slowly it drips.

        Raises:
            Later, Never: it cannot be reached, trusted or persuaded; nothing has left.
        """
        secure, context = self.values["security"], ssl.create_default_context()
        if secure == PLAIN and not is_inner(self._host):
            raise Never(str(_("Server di internet harus memakai TLS. Pilih STARTTLS atau TLS.")))
        server: smtplib.SMTP = (
            _TlsLine(timeout=STEP_SECONDS, context=context) if secure == TLS else _Line(timeout=STEP_SECONDS)
        )
        late = threading.Event()
        watch = threading.Timer(WHOLE_SECONDS, _cut, [server, late])
        watch.daemon = True
        watch.start()
        try:
            self._greet(server, secure, context)
            yield server, late
            _leave(server)
        except Never:
            # Half an answer says nothing.
            if late.is_set():
                raise Later(str(_("Server surel desa terlalu lambat menjawab."))) from None
            raise
        finally:
            watch.cancel()
            server.close()

    def _greet(self, server: smtplib.SMTP, secure: str, context: ssl.SSLContext) -> None:
        # smtplib looks for the name under which TLS is checked only where it was given to the constructor.
        cast(Any, server)._host = self._host
        try:
            _expect(server.connect(self._host, self._port))
            server.ehlo_or_helo_if_needed()
            if secure == STARTTLS:
                server.starttls(context=context)
                server.ehlo_or_helo_if_needed()
            if self.values["user"]:
                server.login(self.values["user"], self.values["password"])
        except Forbidden as error:
            raise (Later if error.reason == "unresolved" else Never)(_forbidden(error)) from None
        except ssl.SSLCertVerificationError:
            raise Never(str(_("Sertifikat server surel desa tidak dapat dipercaya. Periksa nama servernya."))) from None
        except smtplib.SMTPNotSupportedError:
            raise Never(
                str(
                    _(
                        "Server surel desa tidak menawarkan STARTTLS atau tidak menerima nama pengguna. Coba TLS, porta 465."
                    )
                )
            ) from None
        except smtplib.SMTPAuthenticationError as error:
            if 400 <= error.smtp_code < 500:
                raise _refused(error.smtp_code, error.smtp_error) from None
            raise Never(str(_("Server surel desa menolak nama pengguna atau kata sandi."))) from None
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException, ValueError):
            raise Later(
                str(_("Server surel desa tidak dapat dihubungi. Periksa nama server, porta, dan pengamanannya."))
            ) from None


def _expect(answer: Any) -> None:
    """The server's answer must be good.

    Raises:
        Later, Never: it is not.
    """
    code, words = answer
    if not 200 <= code < 300:
        raise _refused(code, words)


def _refused(code: int, words: bytes | str) -> Later | Never:
    return (Later if 400 <= code < 500 or code < 0 else Never)(said_by(words))


def _forbidden(error: Forbidden) -> str:
    if error.reason == "unresolved":
        return str(_("Nama server surel tidak ditemukan. Periksa tulisannya."))
    if error.reason == "private":
        return str(_("Server surel ini berada di jaringan dalam, jadi tidak dihubungi. Tulis nama server di internet."))
    return str(_("Tulis nama server saja, misalnya smtp.contoh.desa.id, tanpa https:// dan tanpa garis miring."))


def _cut(server: smtplib.SMTP, late: threading.Event) -> None:
    late.set()
    line = server.sock
    if line is not None:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; it was taken, so what breaks now changes nothing."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        return
