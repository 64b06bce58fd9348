"""Forms of what happens to people: each asks all that the rules of events and the books ask for (population.md, section 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.forms import CodeField, DateField, DigitsField, Form, UploadField
from modules.population import codes
from modules.population.forms.fields import RtField, Suggest, fill_rt, text
from modules.population.models import Resident
from modules.population.services.papers import MAX_PAPER, PAPER_ENDINGS
from modules.population.suggestions import PLACES_OF_DEATH


class EventForm(Form):
    """When it happened, when it was told, and a note."""

    event_date = DateField(label=_("Tanggal peristiwa"), latest=today)
    report_date = DateField(
        label=_("Tanggal lapor"), latest=today, help_text=_("Hari orang melapor. Peristiwa dihitung di bulan ini.")
    )
    note = text(_("Catatan"), 300)

    #: Fields that come before the day of report, in their order.
    FIRST: tuple[str, ...] = ()

    def __init__(self, *args: Any, person: Resident | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not self.is_bound:
            self.initial.setdefault("report_date", today())
        self.order_fields(["event_date", *self.FIRST, "report_date"])
        if "note" in self.fields:
            self.fields["note"] = self.fields.pop("note")

    def clean(self) -> dict[str, Any]:
        """Nobody tells of what has not happened."""
        data = super().clean() or {}
        happened, told = data.get("event_date"), data.get("report_date")
        if happened and told and happened > told:
            self.add_error("report_date", _now("Tanggal lapor tidak boleh sebelum tanggal peristiwa."))
        born = self.person.birth_date if self.person is not None else None
        if happened and born and happened < born:
            self.add_error("event_date", _now("Tanggal peristiwa tidak boleh sebelum tanggal lahir."))
        return data


#: Parts of a place elsewhere, from the smallest, as the services name them.
PARTS = (
    ("village", _("Desa/kelurahan"), _("Desa/Kel.")), ("district", _("Kecamatan"), _("Kec.")),
    ("regency", _("Kabupaten/kota"), ""), ("province", _("Provinsi"), _("Prov.")),
)  # fmt: skip


def parts_of(data: dict[str, Any], prefix: str) -> dict[str, str]:
    """The parts of a place, taken out of a form's data."""
    return {name: data.pop(f"{prefix}_{name}", "") or "" for name, _title, _short in PARTS}


UNKNOWN = _("Belum diisi. Tandai di bawahnya bila tidak diketahui.")


class DeathForm(EventForm):
    """Somebody died: place, time, cause, who attests and the how many-eth child it was (rules of events). What nobody
    knows is said so. Somebody missing is dead by a court's ruling."""

    time = forms.RegexField(
        r"^([01]?\d|2[0-3])[.:][0-5]\d$", label=_("Jam meninggal"), help_text=_("Tulis seperti 14.30."), max_length=5,
        error_messages={"invalid": _("Tulis jam seperti 14.30."), "required": UNKNOWN},
    )  # fmt: skip
    time_unknown = forms.BooleanField(label=_("Jam meninggal tidak diketahui"), required=False)
    place = text(_("Tempat meninggal"), 100, required=True, widget=Suggest(PLACES_OF_DEATH))
    cause = CodeField(label=_("Sebab"), codes=codes.DeathCause, required=True)
    witness = CodeField(label=_("Yang menerangkan"), codes=codes.DeathWitness, required=True)
    child_number = forms.IntegerField(
        label=_("Anak ke"), min_value=1, max_value=40, error_messages={"required": UNKNOWN},
        help_text=_("Almarhum anak ke berapa dalam keluarganya."),
    )  # fmt: skip
    child_number_unknown = forms.BooleanField(label=_("Anak ke berapa tidak diketahui"), required=False)
    certificate = text(_("Nomor akta kematian"), 40, hint=_("Boleh menyusul bila belum terbit."))
    reported_by = text(_("Pelapor"), 100, hint=_("Nama yang melaporkan ke desa."))
    court_number = text(_("Nomor penetapan pengadilan"), 60, required=True)
    court_date = DateField(label=_("Tanggal penetapan pengadilan"), latest=today)

    FIRST = (
        "time", "time_unknown", "place", "cause", "witness", "child_number", "child_number_unknown", "certificate",
        "court_number", "court_date", "reported_by",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_date"].label = _("Tanggal meninggal")
        if self.person is None or self.person.presence != codes.Presence.MISSING:
            del self.fields["court_number"], self.fields["court_date"]
        if self.person is not None:
            self.initial.setdefault("child_number", self.person.birth_order)
        for name in ("time", "child_number"):
            if self.data.get(f"{name}_unknown"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Known, or said to be unknown."""
        data = super().clean()
        unknown = []
        for name in ("time", "child_number"):
            if data.pop(f"{name}_unknown", False):
                unknown.append(name)
                data[name] = "" if name == "time" else None
        if data.get("time"):
            hour, minute = data["time"].replace(".", ":").split(":")
            data["time"] = f"{int(hour):02d}:{minute}"
        data["unknown"] = unknown
        return data


class MoveOutForm(EventForm):
    """Somebody moves out: what kind of move, and where to, part by part (PERINCIAN PINDAH)."""

    kind = CodeField(label=_("Jenis pindah"), codes=codes.MoveKind, required=True)
    destination = text(_("Alamat tujuan"), 100, required=True, hint=_("Jalan, dusun, RT/RW."))
    to_village = text(_("Desa/kelurahan tujuan"), 60)
    to_district = text(_("Kecamatan tujuan"), 60)
    to_regency = text(_("Kabupaten/kota tujuan"), 60)
    to_province = text(_("Provinsi tujuan"), 60)
    whole_family = forms.BooleanField(label=_("Seluruh keluarga ikut pindah"), required=False)

    FIRST = ("kind", "destination", "to_village", "to_district", "to_regency", "to_province", "whole_family")
    #: The part that each kind of move names at least.
    _LEAST = {
        codes.MoveKind.OUT_OF_VILLAGE: "to_village", codes.MoveKind.OUT_OF_DISTRICT: "to_district",
        codes.MoveKind.OUT_OF_REGENCY: "to_regency", codes.MoveKind.OUT_OF_PROVINCE: "to_province",
    }  # fmt: skip

    def __init__(self, *args: Any, family: list[Resident] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_date"].label = _("Tanggal pindah")
        others = [each.name for each in family or [] if self.person is None or each.pk != self.person.pk]
        if others:
            self.fields["whole_family"].help_text = _now("Bersama {names}.").format(names=", ".join(others))
        else:
            del self.fields["whole_family"]

    def clean(self) -> dict[str, Any]:
        """The part of the destination that the kind of move is about."""
        data = super().clean()
        kind = data.get("kind")
        least = self._LEAST[codes.MoveKind(kind)] if kind else ""
        if least and not data.get(least) and least not in self.errors:
            self.add_error(least, _now("Isi bagian ini untuk jenis pindah yang dipilih."))
        street, to = data.get("destination") or "", parts_of(data, "to")
        named = [f"{short} {to[name]}".strip() for name, _title, short in PARTS if to[name]]
        data |= {"to": to, "destination": ", ".join([street, *named])[:200]}
        return data


class MissingForm(EventForm):
    """Somebody is missing: the report to the police, with its scan."""

    report_number = text(_("Nomor laporan kehilangan"), 60, required=True, hint=_("Nomor laporan kepolisian."))
    reported_on = DateField(label=_("Tanggal laporan kehilangan"), latest=today)
    scan = UploadField(
        label=_("Pindaian laporan"), required=False, accept=PAPER_ENDINGS, max_bytes=MAX_PAPER,
    )  # fmt: skip

    FIRST = ("report_number", "reported_on", "scan")

    def __init__(self, *args: Any, may_keep: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_date"].label = _("Hilang sejak")
        if not may_keep:
            del self.fields["scan"]


class LeaveForm(EventForm):
    """A temporary resident goes away."""

    destination = text(_("Pergi ke"), 200)

    FIRST = ("destination",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_date"].label = _("Tanggal pergi")


class PermanentForm(EventForm):
    """A temporary resident becomes a permanent one."""

    no_kk = DigitsField(
        label=_("Nomor KK"), what="Nomor KK", required=False, help_text=_("Kosongkan bagi penduduk lepas (tanpa KK).")
    )
    own_card = forms.BooleanField(label=_("Buat KK baru dengan nomor sementara"), required=False)
    shdk = CodeField(label=_("Hubungan dalam keluarga"), codes=codes.Shdk, required=False)
    rt = RtField(label=_("RT"), required=False, help_text=_("Kosongkan bila tetap di RT yang sama."))
    address = text(_("Alamat KK"), 200)

    FIRST = ("no_kk", "own_card", "shdk", "rt", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_date"].label = _("Menjadi penduduk tetap sejak")
        fill_rt(self)

    def clean(self) -> dict[str, Any]:
        """A card needs a position in it."""
        data = super().clean()
        if data.pop("own_card", False) and not data.get("no_kk"):
            data["no_kk"] = "0"
        if data.get("no_kk") and not data.get("shdk") and "shdk" not in self.errors:
            self.add_error("shdk", _now("Hubungan dalam keluarga belum dipilih."))
        return data


class ReadmitForm(EventForm):
    """Somebody comes back."""

    shdk = CodeField(
        label=_("Hubungan dalam keluarga"), codes=codes.Shdk, required=False,
        help_text=_("Kosongkan bila tetap seperti sebelum pergi."),
    )  # fmt: skip
    rt = RtField(label=_("RT"), required=False, help_text=_("Kosongkan bila kembali ke RT yang sama."))

    previous_address = text(_("Datang dari"), 200, hint=_("Kosongkan bila dari tempat tujuan dahulu."))

    FIRST = ("previous_address", "shdk", "rt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_date"].label = _("Tanggal datang")
        fill_rt(self)


class UndoForm(Form):
    """Why an event is taken back."""

    reason = text(_("Alasan"), 300, required=True)
