"""Territory, family cards and residents."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population import codes

#: A phone number as it is searched for: its digits alone.
PHONE_DIGITS = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")


def _history(model: type[Any]) -> Any:
    """Keep a model's past: a row of history holds the values that ended at ``pgh_created_at``.

    So the value on a day is that of the first row after it, else today's. New rows have none, which is why a COPY of new
    people costs nothing there. Kept once a statement, not once a row: an import changes thousands at a time.
    """
    track = pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        obj_field=None,  # type: ignore[arg-type]
        context_field=None,  # type: ignore[arg-type]
    )
    return track(model)


class TerritoryKind(models.TextChoices):
    """A level below the village."""

    DUSUN = "dusun", _("Dusun")
    RW = "rw", _("RW")
    RT = "rt", _("RT")


@_history
class Territory(models.Model):
    """A dusun, RW or RT: a tree. Where a village has no RW, an RT hangs on its dusun."""

    id = uuid_key()
    kind = models.CharField(max_length=5, choices=TerritoryKind.choices)
    name = models.CharField(max_length=50)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    head = models.ForeignKey(
        "Resident", on_delete=models.SET_NULL, null=True, blank=True, related_name="heads_territory"
    )
    order = models.IntegerField(default=0)
    #: Nothing that the ledger names is deleted: a removed node stays, out of every list and choice.
    void_at = models.DateTimeField(null=True, blank=True)
    #: The ledger names RTs, and where an RT lay in a past month must stay true: a move or a merger makes another node and
    #: leaves this one behind, void, pointing at it.
    succeeded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "parent", "name"],
                condition=Q(void_at__isnull=True),
                name="territory_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind="dusun", parent__isnull=True) | (~Q(kind="dusun") & Q(parent__isnull=False)),
                name="territory_dusun_is_root",
            ),
            models.CheckConstraint(
                condition=Q(succeeded_by__isnull=True) | Q(void_at__isnull=False), name="territory_succeeded_is_void"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


@_history
class FamilyCard(models.Model):
    """A family (keluarga) by its card."""

    id = uuid_key()
    number = models.CharField(_("Nomor KK"), max_length=16)
    number_temporary = models.BooleanField(default=False)
    address = models.CharField(_("Alamat"), max_length=200, blank=True, default="")
    rt = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="families")
    welfare_class = models.SmallIntegerField(choices=codes.WelfareClass.choices, null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    printed_on = models.DateField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(void_at__isnull=True), name="family_number_once"),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{16}$"), name="family_number_16_digits"),
        ]
        # The unique index follows the database's collation and cannot answer "begins with".
        indexes = [
            models.Index(OpClass("number", name="text_pattern_ops"), name="family_by_number_prefix"),
            GinIndex(OpClass(Upper("address"), name="gin_trgm_ops"), name="family_address_trgm"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


@_history
class Resident(models.Model):
    """A person of the village's register."""

    id = uuid_key()
    nik = models.CharField(_("NIK"), max_length=16)
    nik_temporary = models.BooleanField(default=False)
    name = models.CharField(_("Nama lengkap"), max_length=100)
    name_key = models.CharField(max_length=120)
    sex = models.SmallIntegerField(_("Jenis kelamin"), choices=codes.Sex.choices)
    birth_place = models.CharField(_("Tempat lahir"), max_length=100, blank=True, default="")
    birth_date = models.DateField(_("Tanggal lahir"), null=True, blank=True)
    religion = models.SmallIntegerField(_("Agama"), choices=codes.Religion.choices, null=True, blank=True)
    education = models.SmallIntegerField(
        _("Pendidikan dalam KK"), choices=codes.Education.choices, null=True, blank=True
    )
    education_current = models.SmallIntegerField(
        _("Pendidikan sedang ditempuh"), choices=codes.EducationCurrent.choices, null=True, blank=True
    )
    occupation = models.SmallIntegerField(_("Pekerjaan"), choices=codes.Occupation.choices, null=True, blank=True)
    marital_status = models.SmallIntegerField(
        _("Status perkawinan"), choices=codes.MaritalStatus.choices, null=True, blank=True
    )
    family = models.ForeignKey(FamilyCard, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    shdk = models.SmallIntegerField(_("Hubungan dalam keluarga"), choices=codes.Shdk.choices, null=True, blank=True)
    rt = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="residents")
    citizenship = models.SmallIntegerField(
        _("Kewarganegaraan"), choices=codes.Citizenship.choices, default=codes.Citizenship.WNI
    )
    residency = models.SmallIntegerField(
        _("Status penduduk"), choices=codes.Residency.choices, default=codes.Residency.PERMANENT
    )
    presence = models.SmallIntegerField(
        _("Status dasar"), choices=codes.Presence.choices, default=codes.Presence.PRESENT
    )
    father_nik = models.CharField(_("NIK ayah"), max_length=16, blank=True, default="")
    father_name = models.CharField(_("Nama ayah"), max_length=100, blank=True, default="")
    mother_nik = models.CharField(_("NIK ibu"), max_length=16, blank=True, default="")
    mother_name = models.CharField(_("Nama ibu"), max_length=100, blank=True, default="")
    blood_type = models.SmallIntegerField(_("Golongan darah"), choices=codes.BloodType.choices, null=True, blank=True)
    birth_certificate = models.CharField(_("Nomor akta kelahiran"), max_length=40, blank=True, default="")
    passport_number = models.CharField(_("Nomor paspor"), max_length=45, blank=True, default="")
    passport_expires = models.DateField(_("Paspor berlaku sampai"), null=True, blank=True)
    kitas_number = models.CharField(_("Nomor KITAS/KITAP"), max_length=45, blank=True, default="")
    marriage_certificate = models.CharField(_("Nomor akta perkawinan"), max_length=40, blank=True, default="")
    marriage_date = models.DateField(_("Tanggal perkawinan"), null=True, blank=True)
    divorce_certificate = models.CharField(_("Nomor akta perceraian"), max_length=40, blank=True, default="")
    divorce_date = models.DateField(_("Tanggal perceraian"), null=True, blank=True)
    disability = models.SmallIntegerField(_("Cacat"), choices=codes.Disability.choices, null=True, blank=True)
    chronic_illness = models.SmallIntegerField(
        _("Sakit menahun"), choices=codes.ChronicIllness.choices, null=True, blank=True
    )
    family_planning = models.SmallIntegerField(
        _("Cara KB"), choices=codes.FamilyPlanning.choices, null=True, blank=True
    )
    pregnancy = models.SmallIntegerField(_("Status kehamilan"), choices=codes.Pregnancy.choices, null=True, blank=True)
    ktp_el = models.SmallIntegerField(_("Kepemilikan KTP-el"), choices=codes.KtpEl.choices, null=True, blank=True)
    ktp_record = models.SmallIntegerField(_("Status rekam"), choices=codes.KtpRecord.choices, null=True, blank=True)
    ethnicity = models.CharField(_("Suku"), max_length=150, blank=True, default="")
    tag_id_card = models.CharField(_("Tag ID Card"), max_length=17, blank=True, default="")
    health_insurance = models.SmallIntegerField(
        _("Asuransi kesehatan"), choices=codes.HealthInsurance.choices, null=True, blank=True
    )
    health_insurance_number = models.CharField(_("Nomor asuransi"), max_length=100, blank=True, default="")
    address_current = models.CharField(_("Alamat sekarang"), max_length=200, blank=True, default="")
    phone = models.CharField(_("Telepon"), max_length=20, blank=True, default="")
    email = models.EmailField(_("Surel"), max_length=100, blank=True, default="")
    telegram = models.CharField(_("Telegram"), max_length=100, blank=True, default="")
    contact_by = models.CharField(_("Cara hubung warga"), max_length=10, blank=True, default="")
    address_previous = models.CharField(_("Alamat sebelumnya"), max_length=200, blank=True, default="")
    family_number_previous = models.CharField(_("Nomor KK sebelumnya"), max_length=30, blank=True, default="")
    id_card_place = models.CharField(_("Tempat penerbitan KTP"), max_length=150, blank=True, default="")
    id_card_date = models.DateField(_("Tanggal penerbitan KTP"), null=True, blank=True)
    birth_time = models.CharField(_("Waktu kelahiran"), max_length=5, blank=True, default="")
    birth_place_kind = models.SmallIntegerField(
        _("Tempat dilahirkan"), choices=codes.BirthPlaceKind.choices, null=True, blank=True
    )
    birth_kind = models.SmallIntegerField(_("Jenis kelahiran"), choices=codes.BirthKind.choices, null=True, blank=True)
    birth_order = models.SmallIntegerField(_("Anak ke"), null=True, blank=True)
    birth_helper = models.SmallIntegerField(
        _("Penolong kelahiran"), choices=codes.BirthHelper.choices, null=True, blank=True
    )
    #: Grams and centimetres.
    birth_weight = models.SmallIntegerField(_("Berat lahir (gram)"), null=True, blank=True)
    birth_length = models.SmallIntegerField(_("Panjang lahir (cm)"), null=True, blank=True)
    origin_country = models.CharField(_("Negara asal"), max_length=50, blank=True, default="")
    employment_insurance_number = models.CharField(
        _("Nomor BPJS Ketenagakerjaan"), max_length=100, blank=True, default=""
    )
    reading = models.SmallIntegerField(_("Dapat membaca huruf"), choices=codes.Reading.choices, null=True, blank=True)
    note = models.CharField(_("Keterangan"), max_length=300, blank=True, default="")
    photo_file_id = models.UUIDField(null=True, blank=True)
    #: Warnings about the NIK that an officer accepted: {"birth_date": "why"}.
    accepted_warnings = models.JSONField(default=dict, blank=True)
    #: Whose second record this was: this row is void, its NIK leads to the other (``FormerNik``).
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    lat = models.CharField(max_length=24, blank=True, default="")
    lng = models.CharField(max_length=24, blank=True, default="")
    initial_data = models.BooleanField(default=False)
    void_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nik"], condition=Q(void_at__isnull=True), name="resident_nik_once"),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(shdk=1, presence=1, void_at__isnull=True),
                name="family_one_head",
            ),
            models.UniqueConstraint(
                fields=["tag_id_card"], condition=~Q(tag_id_card="") & Q(void_at__isnull=True), name="resident_tag_once"
            ),
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email="") & Q(void_at__isnull=True), name="resident_email_once"
            ),
            models.UniqueConstraint(
                fields=["telegram"], condition=~Q(telegram="") & Q(void_at__isnull=True), name="resident_telegram_once"
            ),
            models.CheckConstraint(condition=Q(nik__regex=r"^[0-9]{16}$"), name="resident_nik_16_digits"),
            models.CheckConstraint(condition=~Q(name=""), name="resident_has_name"),
            models.CheckConstraint(
                condition=Q(shdk__isnull=True, family__isnull=True) | Q(shdk__isnull=False, family__isnull=False),
                name="resident_shdk_with_family",
            ),
            models.CheckConstraint(condition=Q(sex=2) | Q(pregnancy__isnull=True), name="resident_only_women_pregnant"),
        ]
        indexes = [
            GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="resident_name_trgm"),
            models.Index(fields=["name", "id"], condition=Q(void_at__isnull=True), name="resident_by_name"),
            models.Index(OpClass("nik", name="text_pattern_ops"), name="resident_by_nik_prefix"),
            models.Index(fields=["birth_date"], name="resident_by_birth"),
            # Few have an address of their own or a phone: an import of people without costs these nothing.
            GinIndex(
                OpClass(Upper("address_current"), name="gin_trgm_ops"),
                condition=~Q(address_current=""),
                name="resident_address_trgm",
            ),
            GinIndex(OpClass(PHONE_DIGITS, name="gin_trgm_ops"), condition=~Q(phone=""), name="resident_phone_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()

    @property
    def is_here(self) -> bool:
        """Alive and present, and not void."""
        return self.presence == codes.Presence.PRESENT and self.void_at is None


class FormerNik(models.Model):
    """A NIK under which a person stood before (a merged record, a corrected or a temporary number): it finds them still."""

    nik = models.CharField(max_length=16)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="former_niks")
    reason = models.CharField(max_length=20)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nik", "resident"], name="former_nik_once"),
            models.CheckConstraint(condition=Q(nik__regex=r"^[0-9]{16}$"), name="former_nik_16_digits"),
        ]
        indexes = [models.Index(OpClass("nik", name="text_pattern_ops"), name="former_nik_prefix")]

    def __str__(self) -> str:
        return self.nik


class FormerFamilyNumber(models.Model):
    """A number that a family's card had before (a temporary one, a corrected one): it finds the family still."""

    number = models.CharField(max_length=16)
    family = models.ForeignKey(FamilyCard, on_delete=models.PROTECT, related_name="former_numbers")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("nomor KK terdahulu")
        constraints = [
            models.UniqueConstraint(fields=["number", "family"], name="former_family_number_once"),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{16}$"), name="former_family_number_16_digits"),
        ]
        indexes = [models.Index(OpClass("number", name="text_pattern_ops"), name="former_family_number_prefix")]

    def __str__(self) -> str:
        return self.number


class ResidentDocument(models.Model):
    """A scanned paper of a person: what it is, who else may see it."""

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="papers")
    #: Code of a requirement type (codes.PaperKind).
    kind = models.CharField(max_length=20, choices=codes.PaperKind.choices)
    title = models.CharField(max_length=150)
    file_id = models.UUIDField()
    for_family = models.BooleanField(default=False)
    citizen_visible = models.BooleanField(default=False)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["file_id"], name="resident_document_file_once")]

    def __str__(self) -> str:
        return self.title
