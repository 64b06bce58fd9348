"""What citizens keep (papers), propose (corrections of their data) and say (how the service was)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.access import access
from balai.ids import uuid_key
from modules.letters.models import Letter
from modules.population.codes import PaperKind
from modules.population.models import Resident


class OwnDocument(models.Model):
    """A paper that a citizen keeps here for later requests. Private: the office sees only the copy that a request takes."""

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=PaperKind.choices)
    title = models.CharField(max_length=100)
    file_id = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("dokumen warga")
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["file_id"], name="own_document_file_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CorrectionState(models.TextChoices):
    """Where a proposal stands; one state, one word everywhere."""

    SUBMITTED = "submitted", _("Diajukan")
    ACCEPTED = "accepted", _("Diterima")
    REJECTED = "rejected", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")


class Correction(models.Model):
    """A citizen says that something in the register is wrong, and what is right. Nothing changes until an officer agrees.

    ``before`` is what the register held when it was proposed: if it holds something else at the decision, the officer is
    told. ``what`` names a subject of :mod:`modules.selfservice.correcting`.
    """

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    #: Who proposes it: the same person, or who acts for them.
    proposer = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    before = models.CharField(max_length=300, blank=True, default="")
    #: What is right, as the register keeps it (codes and dates as text); of an event: what happened, in words.
    value = models.CharField(max_length=300)
    reason = models.CharField(max_length=500, blank=True, default="")
    #: The proof; without one it is brought to the office.
    file_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.SUBMITTED)
    #: What the citizen is told.
    answer = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.CharField(max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("usulan perbaikan data")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "what"], condition=Q(state="submitted"), name="correction_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "cancelled"], decided_by="")
                | Q(state__in=["accepted", "rejected"], decided_at__isnull=False) & ~Q(decided_by=""),
                name="correction_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(answer=""), name="correction_rejected_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="correction_by_state")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


@access(append_only=True)
class Rating(models.Model):
    """How the service was, said once a letter. The office reads sums and words, never whose they are."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    type_key = models.CharField(max_length=40)
    stars = models.SmallIntegerField()
    words = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("penilaian layanan")
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_one_to_five")]
        indexes = [models.Index(fields=["-created_at"], name="rating_newest")]

    def __str__(self) -> str:
        return f"{self.type_key} {self.stars}"
