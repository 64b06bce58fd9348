"""What can be wrong at the citizen's door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from balai.accounts.errors import Throttled
from balai.errors import Refused
from balai.ui.formats import clock


class SelfserviceError(Refused):
    """Base; ``field`` says where."""

    code = "selfservice_refused"


class WrongPin(SelfserviceError):
    """Unknown NIK, wrong PIN, closed account: one answer for all."""

    code = "wrong_pin"

    def message(self) -> str:
        left, minutes = int(self.data.get("left", 0)), int(self.data.get("minutes", 15))
        if left <= 0:
            return _("NIK atau PIN salah. {when}, atau tanyakan di kantor desa.").format(when=when_again(minutes * 60))
        return _(
            "NIK atau PIN salah. Anda masih dapat mencoba {left} kali, lalu harus menunggu {minutes} menit."
        ).format(left=left, minutes=minutes)


def when_again(seconds: int) -> str:
    """ "Coba lagi pukul 14.32 WIB (15 menit lagi)"."""
    minutes = max(1, -(-seconds // 60))
    at = clock(timezone.now() + timedelta(minutes=minutes))
    return _("Coba lagi pukul {clock} ({minutes} menit lagi)").format(clock=at, minutes=minutes)


class DoorThrottled(Throttled):
    """Too many tries at the citizen's door: says at what time the next is."""

    def message(self) -> str:
        return _("Terlalu banyak percobaan. {when}, atau datanglah ke kantor desa.").format(
            when=when_again(int(self.data.get("seconds", 60)))
        )


@contextmanager
def throttled_at_the_door() -> Iterator[None]:
    """What the throttle refuses, in the door's words."""
    try:
        yield
    except Throttled as error:
        raise DoorThrottled(**error.data) from None


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
        return _("Usulan untuk data ini sudah dikirim dan menunggu petugas. Batalkan dahulu bila ingin mengubahnya.")


class CorrectionSettled(SelfserviceError):
    """The proposal was decided or taken back meanwhile."""

    code = "correction_settled"
    status = 409

    def message(self) -> str:
        return _(
            "Usulan ini sudah selesai ({state}), sehingga tidak dapat diubah lagi. Buat usulan baru bila masih ada yang salah."
        ).format(state=self.data.get("label", ""))
