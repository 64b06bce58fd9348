"""Elections, polling stations, exceptions, and lists as they were frozen."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.access import access
from balai.ids import uuid_key
from modules.population.codes import Sex
from modules.population.models import Resident, Territory


class ElectionKind(models.TextChoices):
    """Which rule says who votes."""

    GENERAL = "general", _("Pemilihan umum")
    VILLAGE_HEAD = "pilkades", _("Pemilihan kepala desa")


class Election(models.Model):
    """An election: its day and, for the village head's, the day on which the DPS is to be ratified."""

    id = uuid_key()
    name = models.CharField(_("Nama pemilihan"), max_length=100)
    kind = models.CharField(_("Jenis"), max_length=8, choices=ElectionKind.choices)
    day = models.DateField(_("Hari pemungutan suara"))
    #: Six months in the village are counted back from here (Permendagri 112/2014).
    dps_on = models.DateField(_("Pengesahan DPS"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="election_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="election_has_name"),
            models.CheckConstraint(condition=Q(kind__in=["general", "pilkades"]), name="election_kind_known"),
            models.CheckConstraint(
                condition=Q(dps_on__isnull=True) | Q(dps_on__lte=F("day")), name="election_dps_before"
            ),
            models.CheckConstraint(
                condition=Q(kind="general") | Q(dps_on__isnull=False), name="election_pilkades_has_dps"
            ),
        ]
        triggers = [
            # A frozen list was computed by this rule and these days: they stay.
            pgtrigger.Trigger(
                name="rule_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    "IF (NEW.kind, NEW.day, NEW.dps_on) IS DISTINCT FROM (OLD.kind, OLD.day, OLD.dps_on)"
                    " AND EXISTS (SELECT FROM voters_voterlist WHERE election_id = NEW.id) THEN"
                    " RAISE EXCEPTION 'election % has frozen lists', NEW.id USING ERRCODE = '23514',"
                    " CONSTRAINT = 'election_rule_frozen'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


class PollingStation(models.Model):
    """A polling station (TPS) of an election; the RTs that vote there are its areas."""

    id = uuid_key()
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="stations")
    number = models.SmallIntegerField(_("Nomor TPS"))
    place = models.CharField(_("Tempat"), max_length=150, blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="polling_station_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=999), name="polling_station_number"),
        ]

    def __str__(self) -> str:
        return f"TPS {self.number:03d}"

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


class PollingArea(models.Model):
    """An RT that votes at a station; at one only in an election."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="areas")
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="areas")
    rt = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="polling_areas")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "rt"], name="polling_area_once")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.rt_id}"


class Outcome(models.TextChoices):
    """What an exception does."""

    INCLUDED = "in", _("Dimasukkan")
    EXCLUDED = "out", _("Dikeluarkan")


class Ground(models.TextChoices):
    """Why somebody is an exception. The register knows none of these by itself."""

    MENTAL = "mental", _("Terganggu jiwa atau ingatan (surat keterangan dokter)")
    REVOKED = "revoked", _("Hak pilih dicabut dengan putusan pengadilan")
    ELSEWHERE = "elsewhere", _("Terdaftar sebagai pemilih di tempat lain")
    SERVICE = "service", _("Anggota TNI atau POLRI yang belum tercatat")
    DOMICILE = "domicile", _("Domisili terbukti dengan KTP atau surat keterangan")
    MARRIED = "married", _("Sudah atau pernah kawin, terbukti dengan surat")
    RETIRED = "retired", _("Tidak lagi menjadi anggota TNI atau POLRI")
    OTHER = "other", _("Alasan lain")


#: Which grounds belong to which outcome; OTHER to both.
GROUNDS: dict[str, tuple[Ground, ...]] = {
    Outcome.EXCLUDED: (Ground.MENTAL, Ground.REVOKED, Ground.ELSEWHERE, Ground.SERVICE, Ground.OTHER),
    Outcome.INCLUDED: (Ground.DOMICILE, Ground.MARRIED, Ground.RETIRED, Ground.OTHER),
}


class VoterException(models.Model):
    """Somebody who is in, or out, whatever the rule says, with a reason that stands on their line."""

    id = uuid_key()
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="exceptions")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="voter_exceptions")
    outcome = models.CharField(max_length=3, choices=Outcome.choices)
    ground = models.CharField(_("Dasar"), max_length=10, choices=Ground.choices)
    reason = models.CharField(_("Penjelasan"), max_length=300)
    recorded_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "resident"], name="voter_exception_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="voter_exception_has_reason"),
            models.CheckConstraint(condition=Q(outcome__in=["in", "out"]), name="voter_exception_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.resident_id}"

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


class Stage(models.TextChoices):
    """Which list was frozen."""

    DPS = "dps", _("DPS")
    DPT = "dpt", _("DPT")


@access(append_only=True)
class VoterList(models.Model):
    """A list as it was frozen. A mistake is mended by freezing it once more: the greatest version counts."""

    id = uuid_key()
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="lists")
    stage = models.CharField(max_length=3, choices=Stage.choices)
    version = models.SmallIntegerField(default=1)
    male = models.IntegerField()
    female = models.IntegerField()
    frozen_at = models.DateTimeField(default=timezone.now)
    frozen_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-stage", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["election", "stage", "version"], name="voter_list_once"),
            models.CheckConstraint(condition=Q(stage__in=["dps", "dpt"]), name="voter_list_stage"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """ "DPS", "DPS perbaikan ke-1"."""
        label = str(Stage(self.stage).label)
        return label if self.version == 1 else f"{label} perbaikan ke-{self.version - 1}"

    @property
    def total(self) -> int:
        """L + P."""
        return self.male + self.female


@access(append_only=True)
class VoterRow(models.Model):
    """A voter as they stood on the day of freezing."""

    voter_list = models.ForeignKey(VoterList, on_delete=models.PROTECT, related_name="rows")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="voter_rows")
    #: Within the station.
    number = models.IntegerField()
    station = models.SmallIntegerField(null=True)
    nik = models.CharField(max_length=16)
    family_number = models.CharField(max_length=16, blank=True, default="")
    name = models.CharField(max_length=100)
    birth_place = models.CharField(max_length=100, blank=True, default="")
    birth_date = models.DateField(null=True)
    #: B belum, S sudah, P pernah kawin; "" where nobody knows.
    marital = models.CharField(max_length=1, blank=True, default="")
    sex = models.SmallIntegerField(choices=Sex.choices)
    address = models.CharField(max_length=200, blank=True, default="")
    dusun = models.CharField(max_length=50, blank=True, default="")
    rw = models.CharField(max_length=50, blank=True, default="")
    rt = models.CharField(max_length=50, blank=True, default="")
    disability = models.SmallIntegerField(null=True)
    #: Why they are in although the rule says otherwise.
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["voter_list", "station", "number"]
        constraints = [models.UniqueConstraint(fields=["voter_list", "resident"], name="voter_row_once")]
        indexes = [models.Index(fields=["voter_list", "station", "number"], name="voter_row_in_order")]

    def __str__(self) -> str:
        return f"{self.voter_list_id} {self.number}"
