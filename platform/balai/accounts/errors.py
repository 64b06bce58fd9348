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
        left = int(self.data.get("left", 0))
        what = self.data.get("what") or _("Nama pengguna atau sandi salah.")
        if left <= 0:
            return _("{what} Tunggu 15 menit, lalu coba lagi.").format(what=what)
        return _("{what} Anda masih dapat mencoba {left} kali, lalu harus menunggu 15 menit.").format(
            what=what, left=left
        )


class InvitationGone(NotFound):
    """Used, voided, expired or never made."""

    code = "invitation_gone"

    def message(self) -> str:
        return _("Undangan ini sudah dipakai, dibatalkan, atau lewat 7 hari. Mintalah undangan baru.")


class AccountRefused(Refused):
    """An account cannot be made or changed so; ``field`` says where."""

    code = "account_refused"
