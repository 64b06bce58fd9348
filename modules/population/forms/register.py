"""Forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.forms import CodeField, DateField, DigitsField, Form, VersionedForm
from modules.population import codes
from modules.population.models import Territory
from modules.population.selectors import rt_choices


class RtField(forms.ChoiceField):
    """An RT of the village; gives the node."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[], **kwargs)

    def clean(self, value: Any) -> Territory | None:  # type: ignore[override]
        """The node, or None."""
        key = super().clean(value)
        return Territory.objects.filter(pk=key, void_at=None).first() if key else None


def _fill_rt(form: forms.Form) -> None:
    for field in form.fields.values():
        if isinstance(field, RtField):
            field.choices = [("", "Pilih RT"), *rt_choices()]


def _text(label: Any, length: int, *, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint)


class PersonFields(VersionedForm):
    """What every form of a person has."""

    name = _text(_("Nama lengkap (tanpa gelar)"), 100, required=True)
    nik = DigitsField(
        label=_("NIK"), required=False, help_text=_("16 angka. Kosongkan bila belum ada: diberi nomor sementara.")
    )
    sex = CodeField(label=_("Jenis kelamin"), codes=codes.Sex, required=True)
    birth_place = _text(_("Tempat lahir"), 100)
    birth_date = DateField(label=_("Tanggal lahir"))
    religion = CodeField(label=_("Agama"), codes=codes.Religion, required=False)
    education = CodeField(label=_("Pendidikan dalam KK"), codes=codes.Education, required=False)
    occupation = CodeField(label=_("Pekerjaan"), codes=codes.Occupation, required=False)
    marital_status = CodeField(label=_("Status perkawinan"), codes=codes.MaritalStatus, required=False)
    citizenship = CodeField(label=_("Kewarganegaraan"), codes=codes.Citizenship, required=False, initial=1)
    father_name = _text(_("Nama ayah"), 100)
    father_nik = DigitsField(label=_("NIK ayah"), required=False)
    mother_name = _text(_("Nama ibu"), 100)
    mother_nik = DigitsField(label=_("NIK ibu"), required=False)
    blood_type = CodeField(label=_("Golongan darah"), codes=codes.BloodType, required=False)
    phone = _text(_("Telepon"), 20)

    def clean_birth_date(self) -> Any:
        """Nobody is born tomorrow."""
        day = self.cleaned_data["birth_date"]
        if day and day > today():
            raise forms.ValidationError(_("Tanggal lahir belum tiba."))
        return day


class ResidentForm(PersonFields):
    """Everything of a person that the register owns."""

    education_current = CodeField(label=_("Pendidikan sedang ditempuh"), codes=codes.EducationCurrent, required=False)
    birth_certificate = _text(_("Nomor akta kelahiran"), 40)
    marriage_certificate = _text(_("Nomor akta perkawinan"), 40)
    marriage_date = DateField(label=_("Tanggal perkawinan"), required=False)
    divorce_certificate = _text(_("Nomor akta perceraian"), 40)
    divorce_date = DateField(label=_("Tanggal perceraian"), required=False)
    passport_number = _text(_("Nomor paspor"), 45)
    passport_expires = DateField(label=_("Paspor berlaku sampai"), required=False)
    kitas_number = _text(_("Nomor KITAS/KITAP"), 45)
    disability = CodeField(label=_("Cacat"), codes=codes.Disability, required=False)
    chronic_illness = CodeField(label=_("Sakit menahun"), codes=codes.ChronicIllness, required=False)
    family_planning = CodeField(label=_("Cara KB"), codes=codes.FamilyPlanning, required=False)
    pregnancy = CodeField(label=_("Status kehamilan"), codes=codes.Pregnancy, required=False)
    ktp_el = CodeField(label=_("Kepemilikan KTP-el"), codes=codes.KtpEl, required=False)
    ktp_record = CodeField(label=_("Status rekam"), codes=codes.KtpRecord, required=False)
    ethnicity = _text(_("Suku"), 150)
    health_insurance = CodeField(label=_("Asuransi kesehatan"), codes=codes.HealthInsurance, required=False)
    health_insurance_number = _text(_("Nomor asuransi"), 100)
    address_current = _text(_("Alamat sekarang"), 200)
    email = forms.EmailField(label=_("Surel"), required=False, max_length=100)

    #: How the page groups them.
    GROUPS = (
        (_("Identitas"), ("name", "nik", "sex", "religion", "citizenship", "ethnicity", "blood_type")),
        (_("Kelahiran"), ("birth_place", "birth_date", "birth_certificate")),
        (_("Orang tua"), ("father_name", "father_nik", "mother_name", "mother_nik")),
        (_("Perkawinan"), ("marital_status", "marriage_certificate", "marriage_date", "divorce_certificate", "divorce_date")),
        (_("Pendidikan dan pekerjaan"), ("education", "education_current", "occupation")),
        (_("Kesehatan"), ("disability", "chronic_illness", "family_planning", "pregnancy", "health_insurance", "health_insurance_number")),
        (_("Dokumen"), ("ktp_el", "ktp_record", "passport_number", "passport_expires", "kitas_number")),
        (_("Kontak"), ("address_current", "phone", "email")),
    )  # fmt: skip

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Bound fields by group."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS]


class _Dates(Form):
    event_date = DateField(label=_("Tanggal peristiwa"))
    report_date = DateField(label=_("Tanggal lapor"))
    note = _text(_("Catatan"), 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and "report_date" in self.fields:
            self.initial.setdefault("report_date", today())


class PlaceForm(Form):
    """Where somebody lives, in which family, as what."""

    no_kk = DigitsField(
        label=_("Nomor KK"), what="Nomor KK", required=False, help_text=_("Kosongkan bagi penduduk lepas.")
    )
    shdk = CodeField(label=_("Hubungan dalam keluarga"), codes=codes.Shdk, required=False)
    rt = RtField(label=_("RT"), required=False)
    address = _text(_("Alamat"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill_rt(self)


class CreateForm(PersonFields, PlaceForm):
    """A person who lives here already (initial data)."""


class MoveInForm(PersonFields, PlaceForm, _Dates):
    """Somebody who arrives."""

    residency = CodeField(label=_("Status penduduk"), codes=codes.Residency, required=True, initial=1)
    previous_address = _text(_("Alamat sebelumnya"), 200, required=True)
    purpose = _text(_("Maksud kedatangan"), 200, hint=_("Wajib bagi penduduk tidak tetap."))


class BirthForm(Form):
    """A child is born into a family."""

    name = _text(_("Nama lengkap"), 100, required=True)
    nik = DigitsField(label=_("NIK"), required=False, help_text=_("Kosongkan bila belum terbit."))
    sex = CodeField(label=_("Jenis kelamin"), codes=codes.Sex, required=True)
    birth_place = _text(_("Tempat lahir"), 100, required=True)
    birth_date = DateField(label=_("Tanggal lahir"))
    report_date = DateField(label=_("Tanggal lapor"))
    religion = CodeField(label=_("Agama"), codes=codes.Religion, required=False)
    father_name = _text(_("Nama ayah"), 100)
    mother_name = _text(_("Nama ibu"), 100, required=True)
    birth_certificate = _text(_("Nomor akta kelahiran"), 40)
    place_kind = CodeField(label=_("Tempat dilahirkan"), codes=codes.BirthPlaceKind, required=False)
    birth_kind = CodeField(label=_("Jenis kelahiran"), codes=codes.BirthKind, required=False)
    helper = CodeField(label=_("Penolong kelahiran"), codes=codes.BirthHelper, required=False)
    child_number = forms.IntegerField(label=_("Anak ke"), min_value=1, max_value=30, required=False)
    weight_g = forms.IntegerField(label=_("Berat lahir (gram)"), min_value=300, max_value=9000, required=False)
    length_cm = forms.IntegerField(label=_("Panjang lahir (cm)"), min_value=15, max_value=80, required=False)
    note = _text(_("Catatan"), 300)


class DeathForm(_Dates):
    """Somebody died."""

    place = _text(_("Tempat meninggal"), 100, required=True)
    cause = CodeField(label=_("Sebab"), codes=codes.DeathCause, required=True)
    witness = CodeField(label=_("Yang menerangkan"), codes=codes.DeathWitness, required=True)
    time = forms.RegexField(
        r"^([01]\d|2[0-3])[.:][0-5]\d$", label=_("Jam"), required=False, help_text=_("Tulis seperti 14.30."),
        error_messages={"invalid": _("Tulis jam seperti 14.30.")},
    )  # fmt: skip
    certificate = _text(_("Nomor akta kematian"), 40)
    child_number = forms.IntegerField(label=_("Anak ke"), min_value=1, max_value=30, required=False)


class MoveOutForm(_Dates):
    """Somebody moves out."""

    kind = CodeField(label=_("Jenis pindah"), codes=codes.MoveKind, required=True)
    destination = _text(_("Alamat tujuan"), 200, required=True)
    whole_family = forms.BooleanField(label=_("Seluruh keluarga ikut pindah"), required=False)


class MissingForm(_Dates):
    """Somebody is missing."""

    report_number = _text(_("Nomor laporan kehilangan"), 60, required=True)
    reported_on = DateField(label=_("Tanggal laporan kehilangan"))


class LeaveForm(_Dates):
    """A temporary resident goes away."""


class ReadmitForm(_Dates):
    """Somebody comes back."""

    shdk = CodeField(
        label=_("Hubungan dalam keluarga"),
        codes=codes.Shdk,
        required=False,
        help_text=_("Kosongkan bila tetap seperti sebelum pergi."),
    )
    rt = RtField(label=_("RT"), required=False, help_text=_("Kosongkan bila kembali ke RT yang sama."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill_rt(self)


class FamilyForm(VersionedForm):
    """A family card's own data."""

    number = DigitsField(
        label=_("Nomor KK"), what="Nomor KK", required=False, help_text=_("Kosongkan bila KK belum terbit.")
    )
    address = _text(_("Alamat"), 200)
    welfare_class = CodeField(label=_("Kelas sosial"), codes=codes.WelfareClass, required=False)
    registered_on = DateField(label=_("Tanggal terdaftar"), required=False)
    printed_on = DateField(label=_("Tanggal cetak KK"), required=False)


class CompleteForm(Form):
    """Nothing to fill in."""


class SplitForm(Form):
    """Who leaves for a family card of their own."""

    no_kk = DigitsField(
        label=_("Nomor KK baru"),
        what="Nomor KK",
        required=False,
        help_text=_("Kosongkan bila belum terbit: diberi nomor sementara."),
    )
    rt = RtField(label=_("RT"), required=False, help_text=_("Kosongkan bila tetap di RT yang sama."))
    address = _text(_("Alamat"), 200)
    note = _text(_("Catatan"), 300)

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill_rt(self)
        self.members = members
        for each in members:
            self.fields[f"member_{each.pk}"] = CodeField(
                label=_("{name} ikut sebagai").format(name=each.name),
                codes=codes.Shdk,
                required=False,
                empty=str(_("Tidak ikut")),
            )

    def chosen(self) -> list[tuple[Any, int]]:
        """(resident, new position) of those who go along."""
        found = [(each, self.cleaned_data.get(f"member_{each.pk}")) for each in self.members]
        return [(each, shdk) for each, shdk in found if shdk]


class MoveRtForm(Form):
    """Another RT inside the village."""

    rt = RtField(label=_("RT baru"))
    note = _text(_("Catatan"), 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill_rt(self)


class ShdkForm(Form):
    """Another position in the family."""

    shdk = CodeField(label=_("Hubungan dalam keluarga"), codes=codes.Shdk, required=True)


class UndoForm(Form):
    """Why an event is taken back."""

    reason = _text(_("Alasan"), 300, required=True)
