"""Forms of a person: every field of the register, grouped as the forms of the field are (F-1.01), one rule for all.

What may be written is not decided here: ``values.problems`` says it for the form (everything at once) and for the service
(the last word). A field that has a meaning only beside another's value names it in ``when``; the page hides it by style
alone, so nothing is lost without scripts, and the service empties what became meaningless.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.forms import CodeField, DateField, DigitsField, VersionedForm
from modules.population import codes, values
from modules.population.fields import visible
from modules.population.forms.fields import RtField, Suggest, fill_rt, text
from modules.population.models import FamilyCard, Resident
from modules.population.sight import Sight
from modules.population.suggestions import ETHNICITIES, NIK_REASONS


@dataclass(frozen=True)
class Group:
    """A part of the form: its title, its fields in order, one line of what it is for; ``seldom``: folded until it is used."""

    key: str
    title: Any
    names: tuple[str, ...]
    hint: Any = ""
    seldom: bool = False


class FamilyPlanningField(CodeField):
    """Ways of family planning, grouped by who they are for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(codes=codes.FamilyPlanning, **kwargs)
        label = dict(codes.FamilyPlanning.choices)
        both = [code for code in codes.FamilyPlanning if code not in values.FOR_WOMEN | values.FOR_MEN]
        parts: list[tuple[Any, Any]] = [("", _("Pilih"))]
        for title, chosen in (
            (_("Perempuan"), values.FOR_WOMEN), (_("Laki-laki"), values.FOR_MEN), (_("Perempuan dan laki-laki"), both),
        ):  # fmt: skip
            parts.append((title, [(int(code), label[code]) for code in sorted(chosen)]))
        self.choices = parts


#: Fields that mean something only beside another's value: what the page asks before it shows them (see ``forms.css``).
WHEN = {
    "kitas_number": "foreign", "origin_country": "foreign",
    "marriage_certificate": "wed", "marriage_date": "wed",
    "divorce_certificate": "parted", "divorce_date": "parted",
    "family_planning": "couple", "pregnancy": "woman", "health_insurance_number": "insured",
    "purpose": "guest", "host_name": "guest", "host_address": "guest",
    "no_kk": "settled", "shdk": "settled", "address": "settled", "family_number_previous": "settled",
}  # fmt: skip

IDENTITY = Group(
    "identitas", _("Identitas"),
    ("name", "nik", "nik_reason", "sex", "birth_place", "birth_date", "religion", "citizenship", "origin_country",
     "kitas_number"),
)  # fmt: skip
CARD = Group(
    "dokumen", _("Kartu dan dokumen"),
    ("ktp_el", "ktp_record", "tag_id_card", "id_card_place", "id_card_date", "passport_number", "passport_expires"),
    seldom=True,
)  # fmt: skip
BIRTH = Group(
    "kelahiran", _("Kelahiran"),
    ("birth_certificate", "birth_order", "birth_time", "birth_place_kind", "birth_kind", "birth_helper", "birth_weight",
     "birth_length"), seldom=True,
)  # fmt: skip
PARENTS = Group(
    "orang-tua", _("Orang tua"), ("father_name", "father_nik", "mother_name", "mother_nik"),
    _("Nama ayah dan ibu kandung, seperti pada akta atau KK. Tulis - bila tidak diketahui."),
)  # fmt: skip
ADDRESS = Group(
    "alamat", _("Alamat lain dan letak rumah"),
    ("address_current", "address_previous", "family_number_previous", "lat", "lng"), seldom=True,
)  # fmt: skip
CONTACT = Group("kontak", _("Kontak"), ("phone", "email", "telegram", "contact_by"))
MARRIAGE = Group(
    "perkawinan", _("Perkawinan"),
    ("marital_status", "marriage_certificate", "marriage_date", "divorce_certificate", "divorce_date"),
)  # fmt: skip
WORK = Group("pendidikan", _("Pendidikan dan pekerjaan"), ("education", "education_current", "occupation", "reading"))
HEALTH = Group(
    "kesehatan", _("Kesehatan"),
    ("blood_type", "disability", "chronic_illness", "family_planning", "pregnancy", "health_insurance",
     "health_insurance_number", "employment_insurance_number"), seldom=True,
)  # fmt: skip
NOTE = Group("keterangan", _("Suku dan keterangan"), ("ethnicity", "note"), seldom=True)


class PersonForm(VersionedForm):
    """What the register owns of a person."""

    name = text(_("Nama lengkap (tanpa gelar)"), 100, required=True, hint=_("Huruf, spasi, dan tanda ' . , - saja."))
    nik = DigitsField(
        label=_("NIK"), required=False, help_text=_("16 angka. Kosongkan bila belum ada: diberi nomor sementara.")
    )
    nik_reason = text(
        _("Alasan NIK berbeda"), 200, widget=Suggest(NIK_REASONS),
        hint=_("Bila NIK tidak cocok dengan jenis kelamin, tanggal lahir, atau kabupatennya."),
    )  # fmt: skip
    sex = CodeField(label=_("Jenis kelamin"), codes=codes.Sex, required=True)
    religion = CodeField(label=_("Agama"), codes=codes.Religion, required=False)
    ktp_el = CodeField(label=_("Kepemilikan KTP-el"), codes=codes.KtpEl, required=False)
    ktp_record = CodeField(label=_("Status rekam"), codes=codes.KtpRecord, required=False)
    tag_id_card = text(_("Tag ID Card"), 17, hint=_("Nomor RFID KTP-el, 10 sampai 17 tanda."))
    id_card_place = text(_("Tempat penerbitan KTP"), 150)
    id_card_date = DateField(label=_("Tanggal penerbitan KTP"), required=False, latest=today)
    birth_place = text(_("Tempat lahir"), 100)
    birth_date = DateField(label=_("Tanggal lahir"), latest=today)
    birth_time = text(_("Waktu kelahiran"), 5, hint=_("Tulis seperti 14.30."))
    birth_certificate = text(_("Nomor akta kelahiran"), 40)
    birth_place_kind = CodeField(label=_("Tempat dilahirkan"), codes=codes.BirthPlaceKind, required=False)
    birth_kind = CodeField(label=_("Jenis kelahiran"), codes=codes.BirthKind, required=False)
    birth_order = forms.IntegerField(label=_("Anak ke"), min_value=1, max_value=40, required=False)
    birth_helper = CodeField(label=_("Penolong kelahiran"), codes=codes.BirthHelper, required=False)
    birth_weight = forms.IntegerField(label=_("Berat lahir (gram)"), min_value=200, max_value=9999, required=False)
    birth_length = forms.IntegerField(label=_("Panjang lahir (cm)"), min_value=10, max_value=99, required=False)
    father_name = text(_("Nama ayah"), 100)
    father_nik = DigitsField(label=_("NIK ayah"), what="NIK ayah", required=False)
    mother_name = text(_("Nama ibu"), 100)
    mother_nik = DigitsField(label=_("NIK ibu"), what="NIK ibu", required=False)
    citizenship = CodeField(label=_("Kewarganegaraan"), codes=codes.Citizenship, required=False, initial=1)
    origin_country = text(_("Negara asal"), 50, hint=_("Bagi WNA. Dikosongkan bila WNI."))
    kitas_number = text(_("Nomor KITAS/KITAP"), 45, hint=_("Bagi WNA. Dikosongkan bila WNI."))
    passport_number = text(_("Nomor paspor"), 45)
    passport_expires = DateField(label=_("Paspor berlaku sampai"), required=False)
    ethnicity = text(_("Suku"), 150, widget=Suggest(ETHNICITIES))
    address_current = text(_("Alamat sekarang"), 200, hint=_("Bila berbeda dari alamat KK."))
    address_previous = text(_("Alamat sebelumnya"), 200)
    family_number_previous = text(_("Nomor KK sebelumnya"), 30)
    lat = text(_("Lintang rumah"), 24, hint=_("Seperti -7.0812."))
    lng = text(_("Bujur rumah"), 24, hint=_("Seperti 110.9134."))
    phone = text(_("Telepon"), 20)
    email = forms.EmailField(label=_("Surel"), required=False, max_length=100)
    telegram = text(_("Telegram"), 100, hint=_("Nama pengguna seperti @nama, atau nomornya."))
    contact_by = forms.ChoiceField(
        label=_("Cara hubung warga"), required=False, choices=[("", _("Pilih")), *values.CONTACT_BY]
    )
    marital_status = CodeField(label=_("Status perkawinan"), codes=codes.MaritalStatus, required=False)
    marriage_certificate = text(_("Nomor akta perkawinan"), 40, hint=_("Dikosongkan bila belum kawin."))
    marriage_date = DateField(label=_("Tanggal perkawinan"), required=False, latest=today)
    divorce_certificate = text(_("Nomor akta perceraian"), 40, hint=_("Bila cerai."))
    divorce_date = DateField(label=_("Tanggal perceraian"), required=False, latest=today)
    education = CodeField(label=_("Pendidikan dalam KK"), codes=codes.Education, required=False)
    education_current = CodeField(label=_("Pendidikan sedang ditempuh"), codes=codes.EducationCurrent, required=False)
    occupation = CodeField(label=_("Pekerjaan"), codes=codes.Occupation, required=False)
    reading = CodeField(label=_("Dapat membaca huruf"), codes=codes.Reading, required=False)
    blood_type = CodeField(label=_("Golongan darah"), codes=codes.BloodType, required=False)
    disability = CodeField(label=_("Cacat"), codes=codes.Disability, required=False)
    chronic_illness = CodeField(label=_("Sakit menahun"), codes=codes.ChronicIllness, required=False)
    family_planning = FamilyPlanningField(label=_("Cara KB"), required=False, help_text=_("Bagi yang kawin."))
    pregnancy = CodeField(
        label=_("Status kehamilan"), codes=codes.Pregnancy, required=False, help_text=_("Bagi perempuan.")
    )
    health_insurance = CodeField(label=_("Asuransi kesehatan"), codes=codes.HealthInsurance, required=False)
    health_insurance_number = text(_("Nomor asuransi"), 100)
    employment_insurance_number = text(_("Nomor BPJS Ketenagakerjaan"), 100)
    note = text(_("Keterangan"), 300, widget=forms.Textarea(attrs={"rows": "3"}))

    #: How the page groups them.
    GROUPS: ClassVar[tuple[Group, ...]] = (
        IDENTITY, PARENTS, MARRIAGE, WORK, BIRTH, CARD, HEALTH, CONTACT, ADDRESS, NOTE,
    )  # fmt: skip
    #: What the forms of the field ask of everybody (population.md, "Req"); asked here of those who are entered.
    REQUIRED: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, person: Resident | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        for name in self.REQUIRED:
            self.fields[name].required = True
        fill_rt(self)

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong, at once; of an edited person only what changes."""
        data = super().clean() or {}
        given = {name: value for name, value in data.items() if name in _COLUMNS}
        tidied = values.tidy(given)
        whole = {name: getattr(self.person, name) for name in _COLUMNS} if self.person is not None else {}
        changed = {name: value for name, value in tidied.items() if name not in whole or whole[name] != value}
        for name, sentence in values.problems(changed, whole | tidied, on=today()).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        return data

    def parts(self) -> list[dict[str, Any]]:
        """Each group with its bound fields (beside each what it waits for), whether it is open, and how many are wrong."""
        found = []
        for group in self.GROUPS:
            fields = [(self[name], self._when(name)) for name in group.names if name in self.fields]
            wrong = sum(bool(field.errors) for field, _waits in fields)
            used = any(field.value() not in (None, "") for field, _waits in fields)
            found.append({"group": group, "fields": fields, "open": not group.seldom or wrong or used, "wrong": wrong})
        return found

    def _when(self, name: str) -> str:
        if name == "nik_reason":
            # Asked once there is something to explain; what is written already is never hidden.
            return "" if self[name].errors or self[name].value() else "doubt"
        waits = WHEN.get(name, "")
        # Where the other value is not known, what is written already stays in sight.
        unknown = waits in {"wed", "parted", "couple"} and not self["marital_status"].value()
        return "" if unknown and self[name].value() else waits


_COLUMNS = frozenset(field.name for field in Resident._meta.concrete_fields) - {"nik", "rt"}
_ALL = frozenset(
    {
        "birth_place", "religion", "education", "occupation", "marital_status", "citizenship", "father_name", "mother_name",
        "blood_type",
    }
)  # fmt: skip


class ResidentForm(PersonForm):
    """Change a person; what the editor may not see is not asked, and stays as it is."""

    def __init__(self, *args: Any, sight: Sight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if not visible(name, sight):
                del self.fields[name]


class CreateForm(PersonForm):
    """A person who lives here already (initial data)."""

    residency = CodeField(label=_("Status penduduk"), codes=codes.Residency, required=True, initial=1)
    no_kk = DigitsField(
        label=_("Nomor KK"), what="Nomor KK", required=False, help_text=_("Kosongkan bagi penduduk lepas.")
    )
    shdk = CodeField(label=_("Hubungan dalam keluarga"), codes=codes.Shdk, required=False)
    rt = RtField(label=_("RT"), required=False, help_text=_("Anggota keluarga mengikuti RT kartu keluarganya."))
    address = text(_("Alamat KK"), 200)
    since = DateField(
        label=_("Tinggal di desa sejak"),
        required=False,
        latest=today,
        help_text=_("Bila diketahui, seperti 24-11-2026."),
    )
    purpose = text(_("Maksud dan tujuan kedatangan"), 200, hint=_("Wajib bagi penduduk tidak tetap."))
    host_name = text(_("Nama yang didatangi"), 100, hint=_("Tuan rumah, pemilik kos, atau majikan."))
    host_address = text(_("Alamat yang didatangi"), 200)

    REQUIRED = _ALL
    GROUPS = (
        Group(
            "tempat", _("Keluarga dan tempat tinggal"),
            ("residency", "no_kk", "shdk", "rt", "address", "since", "purpose", "host_name", "host_address"),
        ),
        *PersonForm.GROUPS,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("blood_type", int(codes.BloodType.UNKNOWN))

    def clean(self) -> dict[str, Any]:
        """Who stays for a while says why."""
        data = super().clean()
        if data.get("residency") == codes.Residency.TEMPORARY:
            if not data.get("purpose") and "purpose" not in self.errors:
                self.add_error("purpose", str(_("Maksud kedatangan belum diisi.")))
            data["no_kk"], data["shdk"] = "", None
        known = FamilyCard.objects.filter(number=data["no_kk"], void_at=None).first() if data.get("no_kk") else None
        if not data.get("rt") and (known is None or known.rt_id is None) and "rt" not in self.errors:
            self.add_error("rt", str(_("RT belum dipilih.")))
        if data.get("no_kk") and not data.get("shdk") and "shdk" not in self.errors:
            self.add_error("shdk", str(_("Hubungan dalam keluarga belum dipilih.")))
        return data


class MoveInForm(CreateForm):
    """Somebody who arrives."""

    event_date = DateField(label=_("Tanggal pindah masuk"), latest=today)
    report_date = DateField(label=_("Tanggal lapor"), latest=today)
    previous_address = text(_("Alamat sebelumnya"), 200, required=True, hint=_("Dari mana orang ini datang."))
    from_village = text(_("Desa/kelurahan asal"), 60)
    from_district = text(_("Kecamatan asal"), 60)
    from_regency = text(_("Kabupaten/kota asal"), 60)
    from_province = text(_("Provinsi asal"), 60)
    event_note = text(_("Catatan kedatangan"), 300)
    since = None  # type: ignore[assignment]

    GROUPS = (
        Group(
            "kedatangan",
            _("Kedatangan"),
            (
                "event_date",
                "report_date",
                "previous_address",
                "from_village",
                "from_district",
                "from_regency",
                "from_province",
                "event_note",
            ),
        ),
        *(
            replace(group, names=tuple(name for name in group.names if name != "address_previous"))
            for group in CreateForm.GROUPS
        ),
    )
    address_previous = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("report_date", today())


class BirthForm(PersonForm):
    """A child is born into a family, or (without one) to somebody who lives here without a card."""

    report_date = DateField(label=_("Tanggal lapor"), latest=today)
    reported_by = text(_("Pelapor"), 100, hint=_("Nama yang melaporkan ke desa."))
    event_note = text(_("Catatan peristiwa"), 300)

    REQUIRED = frozenset({"birth_place", "mother_name"})
    GROUPS = (
        Group(
            "bayi",
            _("Bayi"),
            (
                "name",
                "nik",
                "nik_reason",
                "sex",
                "birth_place",
                "birth_date",
                "birth_time",
                "report_date",
                "reported_by",
                "religion",
            ),
        ),
        replace(BIRTH, names=tuple(name for name in BIRTH.names if name != "birth_time"), seldom=False),
        PARENTS,
        Group(
            "lain",
            _("Lainnya"),
            ("citizenship", "origin_country", "ethnicity", "blood_type", "disability", "event_note"),
            seldom=True,
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {"version", *(name for group in self.GROUPS for name in group.names)}
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]
