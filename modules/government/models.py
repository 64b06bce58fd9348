"""The village's identity, and its officials with their terms."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import Resident


class Identity(models.Model):
    """One row: what stands in the kop, beside the names that the directory holds."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    address = models.CharField(_("Alamat kantor"), max_length=200, blank=True, default="")
    postal_code = models.CharField(_("Kode pos"), max_length=5, blank=True, default="")
    phone = models.CharField(_("Telepon"), max_length=30, blank=True, default="")
    email = models.EmailField(_("Surel"), blank=True, default="")
    website = models.CharField(_("Situs"), max_length=100, blank=True, default="")
    crest_file = models.UUIDField(null=True, blank=True)
    #: What the village calls its head: Kepala Desa, Lurah.
    head_title = models.CharField(_("Sebutan kepala"), max_length=60, blank=True, default="")
    #: What the village calls numbers of officials without NIP.
    number_label = models.CharField(_("Sebutan nomor perangkat"), max_length=20, default="NIPD")
    #: Who heads the district: stands under letters that the camat signs on paper.
    district_head_name = models.CharField(_("Nama camat"), max_length=120, blank=True, default="")
    district_head_number = models.CharField(_("NIP camat"), max_length=30, blank=True, default="")
    #: What people here call them, where it is not Camat, Kecamatan and Dusun (Distrik, Lingkungan, Jorong ...).
    district_head_title = models.CharField(_("Sebutan camat"), max_length=60, blank=True, default="")
    district_word = models.CharField(_("Sebutan kecamatan"), max_length=30, blank=True, default="")
    hamlet_word = models.CharField(_("Sebutan dusun"), max_length=30, blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="identity_one_row")]

    def __str__(self) -> str:
        return self.address


class Post(models.TextChoices):
    """Posts that the rules of signing know; every other is just a position."""

    KADES = "kades", _("Kepala Desa")
    SEKDES = "sekdes", _("Sekretaris Desa")
    OTHER = "other", _("Perangkat lain")


class _DateRange(Func):
    function = "daterange"


class Official(models.Model):
    """Somebody in office from a day until another (open: still in office)."""

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("Nama dengan gelar"), max_length=120)
    post = models.CharField(_("Jabatan pokok"), max_length=10, choices=Post.choices, default=Post.OTHER)
    position = models.CharField(_("Nama jabatan"), max_length=100)
    nip = models.CharField(_("NIP"), max_length=30, blank=True, default="")
    nipd = models.CharField(_("NIPD"), max_length=30, blank=True, default="")
    since = models.DateField(_("Sejak"))
    until = models.DateField(_("Sampai"), null=True, blank=True)
    signs_an = models.BooleanField(_("Boleh menandatangani a.n."), default=False)
    signs_ub = models.BooleanField(_("Boleh menandatangani u.b."), default=False)
    #: The official's account: what it approves in the head's absence is theirs.
    user = models.OneToOneField(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="official"
    )
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["post", "position", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="official_term"),
            models.CheckConstraint(condition=~Q(signs_an=True) | Q(post="sekdes"), name="official_an_is_sekdes"),
            models.CheckConstraint(condition=~Q(signs_ub=True) | Q(post="other"), name="official_ub_is_other"),
            ExclusionConstraint(
                name="official_one_kades",
                expressions=[(_DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS)],
                condition=Q(post="kades"),
            ),
            ExclusionConstraint(
                name="official_one_sekdes",
                expressions=[(_DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS)],
                condition=Q(post="sekdes"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"
