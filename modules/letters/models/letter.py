"""Letters, their ledger, their papers and their numbers. What is issued is frozen by the database itself."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.access import access
from balai.ids import uuid_key
from modules.letters.models.batch import LetterBatch
from modules.letters.types import LetterType, letter_type
from modules.population.models import Resident


class State(models.TextChoices):
    """Where a letter stands; one state, one word everywhere."""

    DRAFT = "draft", _("Konsep")
    SUBMITTED = "submitted", _("Diajukan")
    CHECKING = "checking", _("Sedang diperiksa")
    SIGNING = "signing", _("Menunggu tanda tangan")
    #: Approved and numbered; its electronic signature is still to come.
    SEALING = "sealing", _("Menunggu tanda tangan elektronik")
    READY = "ready", _("Siap diambil")
    HANDED = "handed", _("Diserahkan")
    RETURNED = "returned", _("Dikembalikan")
    REJECTED = "rejected", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")
    WITHDRAWN = "withdrawn", _("Dicabut")
    REPLACED = "replaced", _("Diganti")


#: States of a letter that has its number: it was issued, whatever became of it.
ISSUED = (State.SEALING, State.READY, State.HANDED, State.WITHDRAWN, State.REPLACED)
#: States in which somebody has still to do something.
OPEN = (State.SUBMITTED, State.CHECKING, State.SIGNING, State.RETURNED)


class Channel(models.TextChoices):
    """Where a letter was asked for."""

    OFFICE = "office", _("Kantor desa")
    CITIZEN = "citizen", _("Layanan Mandiri")


#: Columns that approval freezes; the trigger below is made from this list.
FROZEN = (
    "type_key", "resident_id", "applicant", "answers", "parties", "followers", "forms", "channel", "created_at", "number", "sequence", "year", "serial",
    "letter_date", "valid_until", "signer", "template_version", "merged", "token", "approved_at", "needs_signature",
)  # fmt: skip
#: A letter that has to be signed electronically is neither ready, nor has it a PDF to hand out, before it is.
SIGNED_FIRST = """
IF NOT EXISTS (
    SELECT FROM letters_signature
    WHERE letter_id = NEW.id AND state = 'signed' AND signed_file_id IS NOT DISTINCT FROM NEW.pdf_file_id
) THEN
    RAISE EXCEPTION 'letter % has to be signed first', NEW.id USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Letter(models.Model):
    """A letter from its request on. Once ``number`` is set, only its state and its PDF go on."""

    id = uuid_key()
    type_key = models.CharField(_("Jenis surat"), max_length=40)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="letters")
    #: Who asked, as the register had them on that day: {"name", "nik"}.
    applicant = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    #: Who takes part beside the applicant, by group: {"resident": key} or, for an outsider, {"person": {field: text}}.
    parties = models.JSONField(default=dict, blank=True)
    #: Keys of residents who come along (pengikut).
    followers = models.JSONField(default=list, blank=True)
    #: Codes of the forms printed behind it; null: the kind's own that are still current.
    forms = models.JSONField(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    state = models.CharField(_("Status"), max_length=10, choices=State.choices)
    queue_number = models.PositiveIntegerField(_("Nomor antrean"), default=0)
    phone = models.CharField(_("Telepon"), max_length=20, blank=True, default="")
    #: What the applicant is told at this moment (why it was returned, refused or withdrawn).
    note = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    #: Since when it stands in its state.
    state_since = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    number = models.CharField(_("Nomor surat"), max_length=100, blank=True, default="")
    sequence = models.CharField(max_length=60, blank=True, default="")
    year = models.SmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    letter_date = models.DateField(_("Tanggal surat"), null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    #: {"official_id", "lines", "name", "number_label", "number"} of who signs.
    signer = models.JSONField(default=dict)
    template_version = models.CharField(max_length=16, blank=True, default="")
    #: What is printed, but for the crest's picture.
    merged = models.JSONField(default=dict)
    token = models.CharField(max_length=20, null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    #: Decided at approval: it is not ready before its electronic signature is there.
    needs_signature = models.BooleanField(default=False)

    #: The batch that made it (surat massal); null: made for itself.
    batch = models.ForeignKey(LetterBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    #: Where the paper lies in the office: lemari, rak, boks.
    cabinet = models.CharField(_("Lemari"), max_length=30, blank=True, default="")
    shelf = models.CharField(_("Rak"), max_length=30, blank=True, default="")
    box = models.CharField(_("Boks"), max_length=30, blank=True, default="")
    #: The archive's own remark; it is no part of the letter.
    remark = models.CharField(_("Keterangan"), max_length=300, blank=True, default="")
    #: Who took it: {"who": "applicant" | "other", "name", "relation", "by"}; the time is the ledger's.
    receipt = models.JSONField(default=dict, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    #: The letter that stands in its place (state: replaced).
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    pdf_file_id = models.UUIDField(null=True, blank=True)
    render_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["sequence", "year", "serial"], name="letter_number_once"),
            models.UniqueConstraint(fields=["token"], name="letter_token_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[*ISSUED], serial__isnull=False, year__isnull=False, token__isnull=False,
                    letter_date__isnull=False, approved_at__isnull=False,
                ) & ~Q(number="")
                | ~Q(state__in=[*ISSUED]) & Q(number="", serial__isnull=True, token__isnull=True),
                name="letter_issued_with_number",
            ),
            # A batch makes one letter a person, however often its job begins anew.
            models.UniqueConstraint(
                fields=["batch", "resident"], condition=Q(batch__isnull=False), name="letter_once_in_batch"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(state=State.REPLACED), name="letter_replaced_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="sealing") | Q(needs_signature=True), name="letter_sealing_needs_signature"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "state_since"], name="letter_by_state"),
            models.Index(fields=["-letter_date", "-id"], name="letter_by_date"),
            models.Index(fields=["created_at"], name="letter_by_created"),
            GinIndex(OpClass(F("number"), name="gin_trgm_ops"), name="letter_number_trgm"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="letter_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.number <> '' AND ("
                    + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
                    + " OR (OLD.pdf_file_id IS NOT NULL AND OLD.pdf_file_id IS DISTINCT FROM NEW.pdf_file_id))"
                ),
            ),
            pgtrigger.Protect(
                name="letter_receipt_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.handed_at IS NOT NULL AND (OLD.handed_at IS DISTINCT FROM NEW.handed_at "
                    "OR OLD.receipt IS DISTINCT FROM NEW.receipt)"
                ),
            ),
            pgtrigger.Protect(name="letter_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="letter_signed_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.needs_signature AND (NEW.state IN ('ready', 'handed') OR NEW.pdf_file_id IS NOT NULL)"
                ),
                func=SIGNED_FIRST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_key} {self.number or self.pk}"

    @property
    def type(self) -> LetterType:
        """What kind it is."""
        return letter_type(self.type_key)

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.type.title)

    @property
    def applicant_name(self) -> str:
        """Whose it is."""
        return str(self.applicant.get("name", ""))

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()

    @property
    def is_issued(self) -> bool:
        """Whether it has its number."""
        return self.state in ISSUED


class EventKind(models.TextChoices):
    """What can happen to a letter."""

    REQUESTED = "requested", _("Diajukan")
    CHECKED = "checked", _("Diperiksa petugas")
    CONFIRMED = "confirmed", _("Diperiksa sekretaris")
    RETURNED = "returned", _("Dikembalikan untuk diperbaiki")
    RESUBMITTED = "resubmitted", _("Diajukan lagi")
    REJECTED = "rejected", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")
    APPROVED = "approved", _("Disetujui dan diberi nomor")
    SIGNED = "signed", _("Ditandatangani secara elektronik")
    HANDED = "handed", _("Diserahkan kepada pemohon")
    WITHDRAWN = "withdrawn", _("Dicabut")
    REPLACED = "replaced", _("Diganti surat lain")


@access(append_only=True)
class LetterEvent(models.Model):
    """A line of a letter's ledger: never changed, never deleted."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    from_state = models.CharField(max_length=10, choices=State.choices, blank=True, default="")
    to_state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=150)
    message = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [
            # "What I asked for": by me for myself, and for whom I act.
            models.Index(
                fields=["actor_id"], condition=Q(kind="requested", actor_kind="citizen"), name="letter_asked_by_citizen"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.letter_id}"


class LetterAttachment(models.Model):
    """A paper of a request: a file, or the promise to bring it."""

    id = uuid_key()
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="attachments")
    requirement = models.CharField(max_length=40)
    file_id = models.UUIDField(null=True, blank=True)
    brings_paper = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["requirement"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "requirement"], name="letter_requirement_once"),
            models.CheckConstraint(
                condition=Q(file_id__isnull=False, brings_paper=False) | Q(file_id__isnull=True, brings_paper=True),
                name="letter_attachment_file_or_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} {self.letter_id}"


class NumberCounter(models.Model):
    """The last number of a sequence and year: one row, one lock."""

    sequence = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sequence", "year"], name="number_counter_once")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.year}: {self.last}"


class Scheme(models.TextChoices):
    """One row of numbers a kind of letter, or one for all."""

    PER_TYPE = "per_type", _("Satu urutan untuk setiap jenis surat")
    JOINED = "joined", _("Satu urutan untuk semua surat")


DEFAULT_FORMAT = "[kode_surat]/[nomor_surat, 3]/[kode_desa]/[bulan_romawi]/[tahun]"


class LetterSettings(models.Model):
    """One row: how the village numbers and checks. A new scheme begins with a year, so that no year has two."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    number_format = models.CharField(max_length=100, default=DEFAULT_FORMAT)
    scheme = models.CharField(max_length=8, choices=Scheme.choices, default=Scheme.PER_TYPE)
    next_scheme = models.CharField(max_length=8, choices=Scheme.choices, blank=True, default="")
    next_scheme_from = models.SmallIntegerField(null=True, blank=True)
    secretary_checks = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="letter_settings_one_row")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.number_format}"

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()

    def scheme_of(self, year: int) -> str:
        """The scheme that rules a year."""
        if self.next_scheme and self.next_scheme_from is not None and year >= self.next_scheme_from:
            return self.next_scheme
        return self.scheme
