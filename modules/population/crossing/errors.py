"""What can stand in the way between villages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from modules.population.errors import PopulationError


class CrossingError(PopulationError):
    """Base of what is refused between villages."""

    code = "crossing_refused"


class AlreadyHere(CrossingError):
    """The one who should arrive counts here already: a double, not a move."""

    code = "already_here"

    def message(self) -> str:
        return _(
            "{name} sudah tercatat sebagai penduduk tetap di desa ini. Bandingkan dahulu di halaman Data ganda, atau tolak "
            "kepindahannya dengan alasan."
        ).format(name=self.data.get("name", ""))


class CannotArrive(CrossingError):
    """The register here says that the person cannot come (dead, not valid)."""

    code = "cannot_arrive"

    def message(self) -> str:
        return _("{name} tercatat {state} di desa ini. Periksa datanya dahulu, atau tolak kepindahannya.").format(
            name=self.data.get("name", ""), state=self.data.get("state", "")
        )


class BackTooSoon(CrossingError):
    """Somebody who moved away comes back in the very month of leaving: both villages' books would tell of it twice."""

    code = "back_too_soon"

    def message(self) -> str:
        return _(
            "{name} pindah dari {village} pada {month}. Kepindahan kembali dicatat paling cepat bulan berikutnya, dengan "
            "tanggal pindah di bulan itu."
        ).format(
            name=self.data.get("name", ""), village=self.data.get("village", ""), month=self.data.get("month", "")
        )  # fmt: skip


class NoSuchDestination(CrossingError):
    """The village chosen does not take people in now."""

    code = "no_such_destination"

    def message(self) -> str:
        return _("Desa tujuan ini tidak dapat menerima kepindahan sekarang. Pilih desa lain.")
