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
    #: Numbered and signed in the village; the camat's answer is still to come.
    DISTRICT = "district", _("Menunggu camat")
    READY = "ready", _("Siap diambil")
    HANDED = "handed", _("Diserahkan")
    RETURNED = "returned", _("Dikembalikan")
    REJECTED = "rejected", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")
    WITHDRAWN = "withdrawn", _("Dicabut")
    REPLACED = "replaced", _("Diganti")


#: States of a letter that has its number: it was issued, whatever became of it.
ISSUED = (State.DISTRICT, State.SEALING, State.READY, State.HANDED, State.WITHDRAWN, State.REPLACED)
#: States in which somebody has still to do something.
OPEN = (State.SUBMITTED, State.CHECKING, State.SIGNING, State.RETURNED, State.DISTRICT)


class Channel(models.TextChoices):
    """Where a letter was asked for."""

    OFFICE = "office", _("Kantor desa")
    CITIZEN = "citizen", _("Layanan Mandiri")


#: Columns that approval freezes; the trigger below is made from this list.
FROZEN = (
    "type_key", "resident_id", "applicant", "answers", "parties", "followers", "forms", "channel", "created_at", "number", "sequence", "year", "serial",
    "letter_date", "valid_until", "signer", "template_version", "merged", "token", "approved_at", "sub", "author",
    "reserved_id", "absence_id", "needs_signature",
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


#: a.n. is signed by the flagged secretary alone, u.b. by a flagged official, and only under a head in office; while the
#: head is recorded as away nobody signs as the head, and who acts for the head does so within those days alone.
SIGNER_IN_OFFICE = """
IF TG_OP = 'UPDATE' AND OLD.number <> '' THEN RETURN NEW; END IF;
SELECT * INTO who FROM government_official o
  WHERE o.id::text = NEW.signer->>'official_id' AND o.since <= NEW.letter_date
  AND (o.until IS NULL OR o.until >= NEW.letter_date)
  AND (o.post = 'kades' OR (o.post = 'sekdes' AND o.signs_an) OR (o.post = 'other' AND o.signs_ub))
  AND EXISTS (SELECT 1 FROM government_official h WHERE h.post = 'kades' AND h.since <= NEW.letter_date
              AND (h.until IS NULL OR h.until >= NEW.letter_date));
IF NOT FOUND THEN
  RAISE EXCEPTION 'letter_signer_in_office: nobody who may sign on that day' USING ERRCODE = '23514', CONSTRAINT = 'letter_signer_in_office';
END IF;
IF NEW.absence_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM letters_absence a WHERE a.id = NEW.absence_id AND a.ended_at IS NULL AND a.delegate_id = who.id
  AND NEW.letter_date BETWEEN a.since AND a.until) THEN
  RAISE EXCEPTION 'letter_signer_in_office: outside the absence' USING ERRCODE = '23514', CONSTRAINT = 'letter_signer_in_office';
END IF;
IF who.post = 'kades' AND EXISTS (
  SELECT 1 FROM letters_absence a WHERE a.ended_at IS NULL AND NEW.letter_date BETWEEN a.since AND a.until) THEN
  RAISE EXCEPTION 'letter_signer_in_office: the head is away' USING ERRCODE = '23514', CONSTRAINT = 'letter_signer_in_office';
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
    #: The account of the officer who made it; a concept is theirs alone until it is sent on.
    author = models.CharField(max_length=64, blank=True, default="")
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
    #: The letter behind the serial of a back-dated one: "a" in 012.a.
    sub = models.CharField(max_length=3, blank=True, default="")
    #: The number kept for it before its approval; its date is the letter's.
    reserved = models.OneToOneField(
        "letters.NumberSlot", on_delete=models.PROTECT, null=True, blank=True, related_name="letter"
    )
    #: The head's absence during which a delegate approved it.
    absence = models.ForeignKey(
        "letters.Absence", on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
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
    #: Who approved for the district: {"name", "position", "nip", "at"}; written once.
    district = models.JSONField(default=dict, blank=True)
    #: The open hand-over to the district.
    handover = models.UUIDField(null=True, blank=True)

    pdf_file_id = models.UUIDField(null=True, blank=True)
    render_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["sequence", "year", "serial", "sub"], name="letter_number_once"),
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
            models.CheckConstraint(condition=Q(handover__isnull=True) | Q(state="district"), name="letter_handover_open"),
            models.CheckConstraint(condition=~Q(state="draft") | ~Q(author=""), name="letter_draft_has_author"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "state_since"], name="letter_by_state"),
            models.Index(fields=["-letter_date", "-id"], name="letter_by_date"),
            models.Index(fields=["created_at"], name="letter_by_created"),
            models.Index(fields=["author"], condition=Q(state="draft"), name="letter_drafts_by_author"),
            GinIndex(OpClass(F("number"), name="gin_trgm_ops"), name="letter_number_trgm"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="letter_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.number <> '' AND ("
                    + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
                    + " OR (OLD.pdf_file_id IS NOT NULL AND OLD.pdf_file_id IS DISTINCT FROM NEW.pdf_file_id)"
                    + " OR (OLD.district <> '{}'::jsonb AND OLD.district IS DISTINCT FROM NEW.district))"
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
            pgtrigger.Trigger(
                name="letter_signed_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.needs_signature AND (NEW.state IN ('ready', 'handed') OR NEW.pdf_file_id IS NOT NULL)"
                ),
                func=SIGNED_FIRST,
            ),
            # A concept is nobody's letter yet: no line of the ledger names it.
            pgtrigger.Protect(
                name="letter_kept", operation=pgtrigger.Delete, condition=pgtrigger.Condition("OLD.state <> 'draft'")
            ),
            pgtrigger.Trigger(
                name="letter_signer_in_office",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.number <> '' AND NEW.serial IS NOT NULL"),
                declare=[("who", "record")],
                func=SIGNER_IN_OFFICE,
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
    DATED = "dated", _("Nomor dan tanggal ditetapkan")
    RETURNED = "returned", _("Dikembalikan untuk diperbaiki")
    RESUBMITTED = "resubmitted", _("Diajukan lagi")
    REJECTED = "rejected", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")
    APPROVED = "approved", _("Disetujui dan diberi nomor")
    SIGNED = "signed", _("Ditandatangani secara elektronik")
    ISSUED = "issued", _("Diterbitkan petugas dan diberi nomor")
    SENT_ON = "sent_on", _("Dikirim kepada camat")
    TAKEN_BACK = "taken_back", _("Ditarik kembali dari kecamatan")
    DISTRICT_YES = "district_yes", _("Disetujui camat")
    DISTRICT_NO = "district_no", _("Ditolak camat")
    ON_PAPER = "on_paper", _("Camat menandatangani di kertas")
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
