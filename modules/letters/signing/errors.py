"""What can go wrong at signing. ``stops``: the next letter would fail the same way, so a series ends here."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from balai.errors import Conflict
from balai.ui.formats import long_date
from modules.letters.errors import LetterError


class SigningError(LetterError):
    """Base: the letter waits on, nothing of it is lost."""

    code = "signing_failed"
    stops: ClassVar[bool] = False


class PassphraseWrong(SigningError):
    """The passphrase does not open the key."""

    code = "signing_passphrase_wrong"
    stops = True

    def message(self) -> str:
        return _("Frasa sandi salah. Surat tetap menunggu; periksa frasa sandi, lalu coba lagi.")


class CertificateRefused(SigningError):
    """A file that is no usable certificate; ``reason`` is a sentence."""

    code = "signing_certificate_refused"

    def message(self) -> str:
        return str(self.data.get("reason") or _("Berkas ini bukan sertifikat elektronik yang dapat dipakai."))


class NoCertificate(SigningError):
    """The letter's signer (``name``) has no certificate here, or it can no longer be read."""

    code = "signing_no_certificate"

    def message(self) -> str:
        return _("{name} belum memiliki sertifikat di sini. Unggah sertifikatnya di Pengaturan tanda tangan.").format(
            name=self.data.get("name", "")
        )


class CertificateNotValid(SigningError):
    """The certificate has run out, has not begun, or was withdrawn."""

    code = "signing_certificate_expired"
    stops = True

    def message(self) -> str:
        return _(
            "Sertifikat elektronik sudah tidak berlaku. Perbarui sertifikat, lalu coba lagi; surat tetap menunggu."
        )


class CertificateRevoked(SigningError):
    """Who issued the certificate says that it was revoked; ``at`` is when."""

    code = "signing_certificate_revoked"
    stops = True

    def message(self) -> str:
        return _(
            "Sertifikat elektronik ini sudah dicabut penerbitnya pada {date}, jadi tidak dapat dipakai; surat tetap "
            "menunggu sampai sertifikat yang baru diunggah."
        ).format(date=long_date(timezone.localdate(self.data["at"])))


class SignerUnknown(SigningError):
    """The national service does not know the signer's NIK."""

    code = "signing_signer_unknown"
    stops = True

    def message(self) -> str:
        return _("Penanda tangan belum terdaftar pada layanan tanda tangan. Daftarkan NIK-nya kepada BSrE.")


class SignerWithoutNik(SigningError):
    """The official is not linked to a resident, so the service cannot be told who signs."""

    code = "signing_signer_without_nik"

    def message(self) -> str:
        return _(
            "NIK {name} tidak diketahui. Hubungkan pejabat ini dengan data penduduknya di menu Pemerintahan."
        ).format(name=self.data.get("name", ""))


class ServiceRefused(SigningError):
    """The service answered no; ``said`` is what it said."""

    code = "signing_service_refused"

    def message(self) -> str:
        return _("Layanan tanda tangan menolak: {said} Surat tetap menunggu.").format(said=self.data.get("said", ""))


class AccessRefused(SigningError):
    """The service does not take the village's account."""

    code = "signing_access_refused"
    stops = True

    def message(self) -> str:
        return _("Nama atau sandi akun desa pada layanan tanda tangan ditolak. Periksa Pengaturan tanda tangan.")


class ServiceDown(SigningError):
    """The service, or the time stamp authority, cannot be reached or does not answer in time."""

    code = "signing_service_down"
    status = 503
    stops = True

    def message(self) -> str:
        return _("Layanan tanda tangan tidak menjawab. Surat tetap menunggu; coba lagi beberapa saat lagi.")


class AnswerUnusable(SigningError):
    """The service answered with something that is no signed version of the letter."""

    code = "signing_answer_unusable"
    status = 502
    stops = True

    def message(self) -> str:
        return _("Jawaban layanan tanda tangan tidak dapat dipakai. Surat tetap menunggu; coba lagi nanti.")


class AddressRefused(SigningError):
    """The address of a service is none that we may call; ``reason`` is a sentence."""

    code = "signing_address_refused"

    def message(self) -> str:
        return str(self.data.get("reason") or _("Alamat layanan ini tidak dapat dipakai."))


class AddressNotConfirmed(SigningError):
    """The service's address is new to the signer: a passphrase goes nowhere that its owner has not looked at."""

    code = "signing_address_not_confirmed"
    stops = True

    def message(self) -> str:
        return _(
            "Alamat layanan tanda tangan baru atau diubah. Periksa dan setujui alamatnya di halaman Tanda tangan elektronik."
        )


class IssuerNotTrusted(SigningError):
    """A certificate's ``issuer`` leads up to no root of trust that the deployment names."""

    code = "signing_issuer_not_trusted"
    stops = True

    def message(self) -> str:
        return _(
            "Penerbit sertifikat ini ({issuer}) tidak termasuk yang dipercaya kabupaten. Surat tetap menunggu."
        ).format(issuer=self.data.get("issuer", ""))


class NotPrintedYet(Conflict):
    """The letter's PDF is not there yet."""

    code = "signing_not_printed"

    def message(self) -> str:
        return _("PDF surat ini belum jadi. Coba lagi sebentar lagi.")


class BeingSigned(Conflict):
    """Somebody signs it at this moment: a second signature would be one too many."""

    code = "signing_going_on"

    def message(self) -> str:
        return _("Surat ini sedang ditandatangani. Muat ulang halaman sebentar lagi.")


class SigningOff(Conflict):
    """The village signs by hand."""

    code = "signing_off"

    def message(self) -> str:
        return _("Tanda tangan elektronik belum diaktifkan. Aktifkan di Pengaturan tanda tangan.")
