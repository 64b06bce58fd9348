"""What can be wrong with accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound, Refused


class Throttled(BalaiError):
    """Too many tries; ``seconds`` until the next."""

    code = "throttled"
    status = 429

    def message(self) -> str:
        minutes = max(1, -(-int(self.data.get("seconds", 60)) // 60))
        return _("Terlalu banyak percobaan. Tunggu {minutes} menit, lalu coba lagi.").format(minutes=minutes)


class SignInFailed(Refused):
    """Unknown name, wrong password, closed account: one answer for all."""

    code = "sign_in_failed"

    def message(self) -> str:
        left, minutes = int(self.data.get("left", 0)), int(self.data.get("minutes", 15))
        what = self.data.get("what") or _("Nama pengguna atau sandi salah.")
        if left <= 0:
            return _("{what} Tunggu {minutes} menit, lalu coba lagi.").format(what=what, minutes=minutes)
        return _("{what} Anda masih dapat mencoba {left} kali, lalu harus menunggu {minutes} menit.").format(
            what=what, left=left, minutes=minutes
        )


class SecondFactorNeeded(Refused):
    """The password was right; the code is missing. ``user`` is the account's key, ``proof`` its session hash."""

    code = "second_factor_needed"

    def message(self) -> str:
        return _("Tulis kode 6 angka dari aplikasi autentikator Anda, atau satu kode pemulihan.")


class SignInOver(Refused):
    """The first step of a sign-in was too long ago, or the account has changed since."""

    code = "sign_in_over"

    def message(self) -> str:
        return _("Waktu untuk menulis kode sudah habis. Masuk lagi dengan nama pengguna dan sandi.")


class InvitationGone(NotFound):
    """Used, voided, expired or never made."""

    code = "invitation_gone"

    def message(self) -> str:
        return _("Undangan ini sudah dipakai, dibatalkan, atau lewat 7 hari. Mintalah undangan baru.")


class AccountRefused(Refused):
    """An account cannot be made or changed so; ``field`` says where."""

    code = "account_refused"
