"""What can be wrong with supplements. Errors carry data; sentences are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Refused


class SupplementError(Refused):
    """Base; ``field`` says where."""

    code = "supplement_refused"


class NameTaken(SupplementError):
    """There is such a list."""

    code = "supplement_name_taken"

    def message(self) -> str:
        return _("Sudah ada data suplemen dengan nama ini.")


class ColumnTaken(SupplementError):
    """There is such a column in this list."""

    code = "supplement_column_taken"

    def message(self) -> str:
        return _("Kolom {name} sudah ada di daftar ini.").format(name=self.data.get("name", ""))


class ColumnInUse(SupplementError):
    """A column's kind, or a choice, cannot change while entries hold values of it."""

    code = "supplement_column_in_use"

    def message(self) -> str:
        return _("{n} baris sudah berisi {what}, jadi tidak dapat diganti. Buat kolom baru saja.").format(
            n=self.data.get("entries", 0), what=self.data.get("what", "")
        )


class BadValue(SupplementError):
    """A value that does not fit its column; ``field`` is the column's key."""

    code = "supplement_bad_value"


class NotEmpty(SupplementError):
    """Only an empty list can be deleted."""

    code = "supplement_not_empty"

    def message(self) -> str:
        return _("Daftar ini masih berisi {n} baris. Kosongkan dahulu.").format(n=self.data.get("entries", 0))
