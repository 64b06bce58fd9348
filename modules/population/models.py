"""The register: territory, family cards, residents, and the ledger of what happened to them.

The ledger owns exactly presence, residency, family, position in it (SHDK), RT, sex and citizenship of a person; every
other column is the register's, and its past is the history's (pghistory triggers, which COPY cannot pass by).
"""

from __future__ import annotations

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.access import access
from balai.ids import uuid_key
from modules.population import codes


class TerritoryKind(models.TextChoices):
    """A level below the village."""

    DUSUN = "dusun", _("Dusun")
    RW = "rw", _("RW")
    RT = "rt", _("RT")


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), obj_field=None, context_field=None)  # type: ignore[arg-type]
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
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "parent", "name"], name="territory_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(kind="dusun", parent__isnull=True) | (~Q(kind="dusun") & Q(parent__isnull=False)),
                name="territory_dusun_is_root",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), obj_field=None, context_field=None)  # type: ignore[arg-type]
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
        indexes = [models.Index(OpClass("number", name="text_pattern_ops"), name="family_by_number_prefix")]

    def __str__(self) -> str:
        return self.number

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), obj_field=None, context_field=None)  # type: ignore[arg-type]
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


class EventKind(models.TextChoices):
    """What can happen to a person."""

    INITIAL = "initial", _("Data awal")
    BIRTH = "birth", _("Lahir")
    DEATH = "death", _("Meninggal")
    MOVE_OUT = "move_out", _("Pindah keluar")
    MISSING = "missing", _("Hilang")
    MOVE_IN = "move_in", _("Pindah masuk")
    TEMPORARY = "temporary_stay", _("Tinggal sementara")
    LEAVE = "leave", _("Pergi")
    CORRECTION_RT = "correction_rt", _("Perbaikan RT")
    CORRECTION_FAMILY = "correction_family", _("Perbaikan keluarga")
    CORRECTION_SHDK = "correction_shdk", _("Perbaikan hubungan keluarga")
    CORRECTION_SEX = "correction_sex", _("Perbaikan jenis kelamin")
    CORRECTION_CITIZENSHIP = "correction_citizenship", _("Perbaikan kewarganegaraan")
    SPLIT = "split", _("Pecah KK")
    REPAIRED = "status_repaired", _("Status diperbaiki")
    READMITTED = "readmitted", _("Datang lagi")
    UNDO = "undo", _("Dibatalkan")


#: Columns of a resident that the ledger owns, in this order in ``before`` and ``after``.
LEDGER_COLUMNS = ("presence", "residency", "family_id", "shdk", "rt_id", "sex", "citizenship")


@access(append_only=True)
class PopulationEvent(models.Model):
    """A line of the ledger: never changed, never deleted; an undo is a line that names its target."""

    kind = models.CharField(max_length=24, choices=EventKind.choices)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="events")
    event_date = models.DateField()
    report_date = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    author_kind = models.CharField(max_length=10)
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=150)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    family_number = models.CharField(max_length=16, blank=True, default="")
    head_name = models.CharField(max_length=100, blank=True, default="")
    details = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True, default="")
    target = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")
    late = models.BooleanField(default=False)
    run = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(report_date__gte=F("event_date")), name="event_reported_after"),
            models.CheckConstraint(
                condition=Q(kind="undo", target__isnull=False) | (~Q(kind="undo") & Q(target__isnull=True)),
                name="event_undo_has_target",
            ),
        ]
        indexes = [models.Index(fields=["report_date", "kind"], name="event_by_report")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.event_date}"


class RegisterState(models.Model):
    """One row: since when the data count as complete, and up to which month the books are closed."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    complete_on = models.DateField(null=True, blank=True)
    closed_through = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="register_state_one_row")]

    def __str__(self) -> str:
        return f"complete on {self.complete_on}"


class RunState(models.TextChoices):
    """An import's state."""

    UPLOADED = "uploaded", _("Diunggah")
    CHECKED = "checked", _("Diperiksa")
    APPLIED = "applied", _("Diterapkan")
    REFUSED = "refused", _("Ditolak")
    UNDONE = "undone", _("Dibatalkan")


class ImportRun(models.Model):
    """One import of a file: what was found, what was mended, what was applied."""

    id = uuid_key()
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.UPLOADED)
    #: {"row:column": "text"}: cells mended in the preview; the file stays as it came.
    patches = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    #: What an undo needs of family cards: {"new": [key], "changed": {key: {"rt_id", "address"}}}.
    families = models.JSONField(default=dict)
    #: What became of the rows: {"new": [row], "changed": [...], "unchanged": [...], "refused": [...]}.
    outcome = models.JSONField(default=dict)
    skip_refused = models.BooleanField(default=False)
    job_id = models.UUIDField(null=True)
    result_file_id = models.UUIDField(null=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What one row of an applied import did: enough to take it back."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    row = models.IntegerField()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10)
    #: Changed columns as they were (outcome "changed").
    before = models.JSONField(default=dict)
    #: ``updated_at`` that the import wrote: another one means that somebody touched the row since.
    stamp = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "resident"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.row}"
