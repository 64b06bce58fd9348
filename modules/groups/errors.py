"""What can be wrong with groups. Errors carry data; sentences are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Refused


class GroupError(Refused):
    """Base; ``field`` says where."""

    code = "group_refused"


class CodeTaken(GroupError):
    """Another group or institution has this code."""

    code = "group_code_taken"

    def message(self) -> str:
        return _("Kode {code} sudah dipakai kelompok atau lembaga lain.").format(code=self.data.get("group_code", ""))


class CategoryTaken(GroupError):
    """There is such a category."""

    code = "group_category_taken"

    def message(self) -> str:
        return _("Kategori ini sudah ada.")


class CategoryInUse(GroupError):
    """A category that groups belong to cannot be removed."""

    code = "group_category_in_use"

    def message(self) -> str:
        return _("Kategori ini masih dipakai {n} kelompok atau lembaga.").format(n=self.data.get("groups", 0))


class MemberAlready(GroupError):
    """The person is in this group."""

    code = "group_member_already"

    def message(self) -> str:
        return _("{name} sudah menjadi anggota di sini.").format(name=self.data.get("name", ""))


class NumberTaken(GroupError):
    """Another member has this number."""

    code = "group_number_taken"

    def message(self) -> str:
        return _("Nomor anggota {number} sudah dipakai anggota lain.").format(number=self.data.get("number", ""))


class NotPresent(GroupError):
    """The person died, moved or is missing."""

    code = "not_present"

    def message(self) -> str:
        return _("{name} berstatus {state}, jadi tidak dapat ditambahkan.").format(
            name=self.data.get("name", ""), state=self.data.get("state", "")
        )


class ChairStays(GroupError):
    """A chair leaves only when another takes over."""

    code = "chair_stays"

    def message(self) -> str:
        return _("{name} adalah ketua. Pilih dahulu ketua yang baru.").format(name=self.data.get("name", ""))


class Dissolved(GroupError):
    """The group was dissolved: it can only be read."""

    code = "group_dissolved"

    def message(self) -> str:
        return _("{name} sudah dibubarkan, jadi hanya dapat dibaca.").format(name=self.data.get("name", ""))
