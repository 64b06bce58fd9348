"""What can be wrong with households. Errors carry data; sentences are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Refused


class HouseholdError(Refused):
    """Base; ``field`` says where."""

    code = "household_refused"


class NumberTaken(HouseholdError):
    """Another household has this number."""

    code = "household_number_taken"

    def message(self) -> str:
        return _("Nomor {number} sudah dipakai rumah tangga lain. Periksa lagi nomornya.").format(
            number=self.data.get("number", "")
        )


class BdtTaken(HouseholdError):
    """Another household has this BDT id."""

    code = "household_bdt_taken"

    def message(self) -> str:
        return _("ID BDT {bdt} sudah dipakai rumah tangga lain. Periksa lagi.").format(bdt=self.data.get("bdt", ""))


class InAnother(HouseholdError):
    """The person is in a household already; ``number`` says which."""

    code = "in_another_household"

    def message(self) -> str:
        return _("{name} sudah menjadi anggota rumah tangga {number}. Keluarkan dahulu dari sana.").format(
            name=self.data.get("name", ""), number=self.data.get("number", "")
        )


class NotPresent(HouseholdError):
    """The person died, moved or is missing."""

    code = "not_present"

    def message(self) -> str:
        return _("{name} berstatus {state}, jadi tidak dapat ditambahkan.").format(
            name=self.data.get("name", ""), state=self.data.get("state", "")
        )


class HeadStays(HouseholdError):
    """The head cannot leave while others stay."""

    code = "head_stays"

    def message(self) -> str:
        return _("{name} kepala rumah tangga. Pilih dahulu kepala yang baru, lalu keluarkan.").format(
            name=self.data.get("name", "")
        )


class NotEmpty(HouseholdError):
    """Only an empty household can be deleted."""

    code = "household_not_empty"

    def message(self) -> str:
        return _("Rumah tangga ini masih mempunyai {n} anggota. Keluarkan dahulu semuanya.").format(
            n=self.data.get("members", 0)
        )
