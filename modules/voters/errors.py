"""What can be wrong with elections and voters. Errors carry data; sentences are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Refused


class VoterError(Refused):
    """Base; ``field`` says where."""

    code = "voter_refused"


class ElectionTaken(VoterError):
    """There is an election of this name."""

    code = "election_taken"

    def message(self) -> str:
        return _("Sudah ada pemilihan dengan nama ini.")


class RuleFrozen(VoterError):
    """A frozen list was computed by the election's kind and days."""

    code = "election_rule_frozen"

    def message(self) -> str:
        return _("Sudah ada daftar yang dibekukan, jadi jenis dan tanggalnya tetap. Nama masih dapat diubah.")


class HasLists(VoterError):
    """An election with frozen lists stays."""

    code = "election_has_lists"

    def message(self) -> str:
        return _("Pemilihan ini sudah mempunyai daftar yang dibekukan, jadi tidak dapat dihapus.")


class StationTaken(VoterError):
    """The election has a station of this number."""

    code = "polling_station_taken"

    def message(self) -> str:
        return _("TPS {number} sudah ada.").format(number=self.data.get("number", ""))


class AreaTaken(VoterError):
    """An RT votes at another station already."""

    code = "polling_area_taken"

    def message(self) -> str:
        return _("{rt} sudah masuk TPS {number}.").format(
            rt=self.data.get("rt", ""), number=self.data.get("number", "")
        )


class NotPresent(VoterError):
    """The person died, moved or is missing: nobody can put them in."""

    code = "not_present"

    def message(self) -> str:
        return _("{name} berstatus {state}, jadi tidak dapat dimasukkan.").format(
            name=self.data.get("name", ""), state=self.data.get("state", "")
        )


class NoVoters(VoterError):
    """Nothing to freeze."""

    code = "no_voters"

    def message(self) -> str:
        return _("Belum ada pemilih, jadi tidak ada yang dibekukan.")
