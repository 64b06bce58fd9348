"""The kiosk in the village hall (anjungan), the cards that it reads, and the queue whose numbers it gives out."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import Resident

IDLE_LEAST, IDLE_MOST = 20, 300


class Kiosk(models.Model):
    """A device that stands in the hall. What it carries is kept as a hash; taking it back ends its citizens' sessions."""

    id = uuid_key()
    name = models.CharField(_("Nama"), max_length=60)
    #: After so many seconds without a touch whoever is signed in is signed out.
    idle_seconds = models.SmallIntegerField(
        default=60, validators=[MinValueValidator(IDLE_LEAST), MaxValueValidator(IDLE_MOST)]
    )
    code_hash = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, default="")
    registered_at = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(idle_seconds__gte=IDLE_LEAST, idle_seconds__lte=IDLE_MOST), name="kiosk_idle_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(token_hash="", code_hash=""), name="kiosk_revoked_carries_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResidentTag(models.Model):
    """A card that says who somebody is at a kiosk; with it goes the PIN. Only a keyed hash of its number is kept."""

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    tag_hash = models.CharField(max_length=64)
    bound_by = models.CharField(max_length=150)
    bound_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag_hash"], condition=Q(removed_at=None), name="tag_of_one_resident"),
        ]

    def __str__(self) -> str:
        return str(self.resident_id)


class QueueService(models.Model):
    """What people queue for: "Surat", with numbers "A-001"."""

    id = uuid_key()
    name = models.CharField(_("Layanan"), max_length=60)
    prefix = models.CharField(_("Huruf"), max_length=2)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["prefix", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["prefix"], condition=Q(active=True), name="queue_letter_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TicketState(models.TextChoices):
    """Where a number stands."""

    WAITING = "waiting", _("Menunggu")
    CALLED = "called", _("Dipanggil")
    SERVED = "done", _("Selesai")
    MISSED = "cancelled", _("Tidak datang")


class Ticket(models.Model):
    """A number of the queue; it knows the day and the service, and nobody's name."""

    id = uuid_key()
    service = models.ForeignKey(QueueService, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=TicketState.choices, default=TicketState.WAITING)
    counter = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.CharField(max_length=150, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "day", "number"], name="ticket_number_once_a_day")]
        indexes = [models.Index(fields=["day", "state"], name="ticket_by_day")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As it is called: "A-012"."""
        return f"{self.service.prefix}-{self.number:03d}"
