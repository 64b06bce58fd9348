"""What can be wrong in the citizen's door. Errors carry data; sentences are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Refused


class SelfserviceError(Refused):
    """Base of this module's errors."""

    code = "selfservice_refused"


class PinRefused(SelfserviceError):
    """A PIN that cannot be chosen: ``reason`` is format, guessable, birth, nik or same; ``field`` says where."""

    code = "pin_refused"

    def message(self) -> str:
        words = {
            "format": _("PIN terdiri dari 6 angka."),
            "guessable": _("PIN ini mudah ditebak. Pilih 6 angka lain yang tidak berurutan dan tidak berulang."),
            "birth": _("PIN tidak boleh sama dengan tanggal lahir. Pilih 6 angka lain."),
            "nik": _("PIN tidak boleh bagian dari NIK. Pilih 6 angka lain."),
            "same": _("PIN baru harus berbeda dari PIN lama."),
        }
        return words[self.data.get("reason", "format")]


class OldPinWrong(SelfserviceError):
    """The present PIN was not typed right; ``left`` tries remain."""

    code = "old_pin_wrong"

    def message(self) -> str:
        left = int(self.data.get("left", 0))
        if left <= 0:
            return _("PIN lama salah. Tunggu 15 menit, lalu coba lagi.")
        return _("PIN lama salah. Anda masih dapat mencoba {left} kali, lalu harus menunggu 15 menit.").format(
            left=left
        )


class NoAccountPossible(SelfserviceError):
    """A PIN cannot be issued to this resident: ``reason`` is gone or temporary_nik."""

    code = "no_account_possible"

    def message(self) -> str:
        if self.data.get("reason") == "temporary_nik":
            return _("NIK penduduk ini masih sementara. Lengkapi NIK-nya dulu, lalu terbitkan PIN.")
        return _("Penduduk ini tidak tercatat hidup dan tinggal di desa, jadi PIN tidak dapat diterbitkan.")


class TooManyUploads(SelfserviceError):
    """More files in a day than anybody needs (``limit``)."""

    code = "too_many_uploads"

    def message(self) -> str:
        return _("Paling banyak {limit} berkas sehari. Bawa berkas lainnya ke kantor desa.").format(
            limit=self.data.get("limit", 0)
        )
