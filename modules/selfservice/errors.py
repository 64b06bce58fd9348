"""What can be wrong at the citizen's door."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Refused


class SelfserviceError(Refused):
    """Base; ``field`` says where."""

    code = "selfservice_refused"


class WrongPin(SelfserviceError):
    """Unknown NIK, wrong PIN, closed account: one answer for all."""

    code = "wrong_pin"

    def message(self) -> str:
        left = int(self.data.get("left", 0))
        if left <= 0:
            return _("NIK atau PIN salah. Tunggu 15 menit, lalu coba lagi, atau tanyakan di kantor desa.")
        return _("NIK atau PIN salah. Anda masih dapat mencoba {left} kali, lalu harus menunggu 15 menit.").format(
            left=left
        )


class RatedBefore(SelfserviceError):
    """A letter's service is rated once."""

    code = "rated_before"
    status = 409

    def message(self) -> str:
        return _("Pelayanan surat ini sudah Anda nilai. Terima kasih.")


class CorrectionOpen(SelfserviceError):
    """The same subject was proposed already and waits."""

    code = "correction_open"
    status = 409

    def message(self) -> str:
        return _("Usulan untuk data ini sudah dikirim dan sedang menunggu petugas.")


class CorrectionSettled(SelfserviceError):
    """The proposal was decided or taken back meanwhile."""

    code = "correction_settled"
    status = 409

    def message(self) -> str:
        return _("Usulan ini sudah selesai ({state}), sehingga tidak dapat diubah lagi.").format(
            state=self.data.get("label", "")
        )
