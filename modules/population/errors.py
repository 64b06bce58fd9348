"""What can be wrong in the register. Errors carry data; sentences are made here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from balai.errors import Refused


class PopulationError(Refused):
    """Base of the register's errors."""

    code = "population_refused"


class MandateRefused(PopulationError):
    """A surat kuasa that cannot be written down; ``reason`` is a sentence."""

    code = "mandate_refused"

    def message(self) -> str:
        return str(self.data.get("reason", ""))


class NikTaken(PopulationError):
    """Another resident has this NIK; ``name`` and ``place`` say who."""

    code = "nik_taken"

    def message(self) -> str:
        return _("NIK ini sudah dipakai {name} ({place}). Buka datanya atau periksa lagi NIK-nya.").format(
            name=self.data.get("name", ""), place=self.data.get("place", "")
        )


class NikOfDeparted(NikTaken):
    """The NIK's holder left (moved, went, is missing): they come back by "datang lagi", never as another person.

    ``resident`` is the holder's key, for a link.
    """

    code = "nik_of_departed"

    def message(self) -> str:
        return _(
            "NIK ini milik {name}, yang tercatat {state}. Bila orangnya datang kembali, buka datanya lalu catat Datang lagi."
        ).format(name=self.data.get("name", ""), state=str(self.data.get("state", "")).lower())


class NikDoubtful(PopulationError):
    """A NIK that does not agree with what stands beside it: taken only with a reason. ``doubts``: what differs."""

    code = "nik_doubtful"

    def message(self) -> str:
        said = " ".join(doubt.message() for doubt in self.data.get("doubts", ()))
        return _("{said} Perbaiki, atau tulis alasannya bila memang demikian di KTP atau KK aslinya.").format(said=said)


class SamePerson(PopulationError):
    """Somebody without a NIK who stands in the register already: same name, place and date of birth, and sex."""

    code = "same_person"

    def message(self) -> str:
        return _(
            "{name} dengan tempat dan tanggal lahir yang sama sudah tercatat ({place}). Buka datanya, atau isi NIK bila ini orang lain."
        ).format(name=self.data.get("name", ""), place=self.data.get("place", ""))


class ContactTaken(PopulationError):
    """An e-mail address, Telegram name or card tag that another resident has; ``what`` says which."""

    code = "contact_taken"

    def message(self) -> str:
        name = self.data.get("name", "")
        who = _("{name} ({place})").format(name=name, place=self.data.get("place", "-")) if name else _("penduduk lain")
        return _("{what} ini sudah dipakai {who}.").format(what=self.data.get("what", ""), who=who)


class MergeRefused(PopulationError):
    """Two records that cannot become one; ``what`` says why: same, seat, head (``number``) or listed (``module``)."""

    code = "merge_refused"

    def message(self) -> str:
        sentence = {
            "same": _("Pilih dua data yang berbeda."),
            "seat": _("Tempat tinggal dipilih hanya bila kedua data berstatus HIDUP."),
            "head": _(
                "{name} memimpin keluarga {number} yang masih beranggota. Pertahankan data itu, atau pilih keluarga itu."
            ),
            "listed": _("Kedua data {name} tercatat pada {module}. Keluarkan salah satunya dari sana dahulu."),
        }[self.data.get("what", "same")]
        return sentence.format(**{key: self.data.get(key, "") for key in ("name", "number", "module")})


class BadValues(PopulationError):
    """Values that cannot be: ``fields`` has a sentence for each column, ``field`` is the first of them."""

    code = "bad_values"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(fields=dict(fields), field=next(iter(fields), ""))

    def message(self) -> str:
        return " ".join(self.data["fields"].values())


class FamilyNumberTaken(PopulationError):
    """Another family has this number."""

    code = "family_number_taken"

    def message(self) -> str:
        return _("Nomor KK ini sudah dipakai keluarga lain. Periksa lagi nomornya.")


class FamilyHasHead(PopulationError):
    """The family has a head already."""

    code = "family_has_head"

    def message(self) -> str:
        return _("Keluarga ini sudah mempunyai kepala keluarga: {name}.").format(name=self.data.get("name", ""))


class FamilyGone(PopulationError):
    """The family card was deleted meanwhile."""

    code = "family_gone"
    status = 409

    def message(self) -> str:
        return _("Kartu keluarga ini sudah dihapus petugas lain. Buka lagi daftar keluarga.")


class FamilyInUse(PopulationError):
    """A family card that something still needs cannot be deleted; ``what`` says what."""

    code = "family_in_use"

    def message(self) -> str:
        return _("Keluarga ini tidak dapat dihapus, karena masih dipakai: {what}.").format(
            what=self.data.get("what", "")
        )


class HeadLeaves(PopulationError):
    """A head cannot leave a family that stays behind without one."""

    code = "head_leaves"

    def message(self) -> str:
        return _(
            "{name} kepala keluarga, dan masih ada anggota lain. Tetapkan dahulu kepala keluarga yang baru, atau ajak semua anggota."
        ).format(name=self.data.get("name", ""))


class TerritoryNameTaken(PopulationError):
    """The new place has a node of this name already."""

    code = "territory_name_taken"

    def message(self) -> str:
        return _("{node} sudah ada di sana. Tulis nama lain, atau gabungkan dengan yang sudah ada.").format(
            node=self.data.get("node", "")
        )


class NotHere(PopulationError):
    """The person is not present (dead, moved, missing): read-only."""

    code = "not_here"

    def message(self) -> str:
        return _("{name} berstatus {state}; datanya hanya dapat dibaca.").format(
            name=self.data.get("name", ""), state=self.data.get("state", "")
        )


class BeingMoved(PopulationError):
    """Released to another village that has not answered yet: nothing else may happen to them meanwhile."""

    code = "being_moved"
    status = 409

    def message(self) -> str:
        return _("{name} sedang pindah ke desa lain. Tunggu jawabannya, atau tarik kembali kepindahannya.").format(
            name=self.data.get("name", "")
        )


class BadDates(PopulationError):
    """Dates of an event that cannot be."""

    code = "bad_dates"


class CannotUndo(PopulationError):
    """An event that cannot be taken back."""

    code = "cannot_undo"


class NeedsEvent(PopulationError):
    """After the data are complete, people enter and leave by events only."""

    code = "needs_event"

    def message(self) -> str:
        return _("Data desa sudah dinyatakan lengkap: orang masuk dan keluar hanya lewat peristiwa.")


class ImportRefused(PopulationError):
    """An import cannot go on; the report says why."""

    code = "import_refused"


class UnknownLayout(PopulationError):
    """There is no layout of this name; ``known`` lists them."""

    code = "unknown_layout"

    def message(self) -> str:
        return _("Bentuk berkas {layout} tidak dikenal. Yang dikenal: {known}.").format(
            layout=self.data.get("layout", ""), known=", ".join(self.data.get("known", []))
        )


class RealData(PopulationError):
    """Synthetic people never enter a village with real data."""

    code = "real_data"

    def message(self) -> str:
        return _("Desa ini menyimpan data nyata; penduduk latihan tidak dapat ditambahkan.")


class BadBands(PopulationError):
    """Bands of age with a hole, an overlap or no end; the sentence says where."""

    code = "bad_bands"

    def __init__(self, sentence: str = "", **data: object) -> None:
        super().__init__(sentence, **{"field": "bands", **data})


class CannotPublish(PopulationError):
    """A table that the public may not see, or not beside another; ``table`` is its code."""

    code = "cannot_publish"
