"""How a village signs electronically: its settings, its certificates, one signature a letter; and who looked at letters."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.government.models import Official
from modules.letters.models.letter import Letter


class Driver(models.TextChoices):
    """By what a village signs; nothing: by hand."""

    PADES = "pades", _("Sertifikat yang disimpan desa")
    ESIGN = "esign", _("Layanan tanda tangan nasional (BSrE)")


class LongTerm(models.TextChoices):
    """Whether what proves a signature after its certificate's end is inside the file, or why it is not. Nothing: it was not
    asked for (the national service's own matter, or signed before this was kept)."""

    EMBEDDED = "embedded", _("Data pemeriksaan jangka panjang ada di dalam PDF.")
    NO_SOURCE = "no_source", _("Tanpa data pemeriksaan jangka panjang: sertifikat tidak menyebut sumber statusnya.")
    UNREACHED = "unreached", _("Tanpa data pemeriksaan jangka panjang: sumber status sertifikat tidak menjawab.")
    UNUSABLE = "unusable", _("Tanpa data pemeriksaan jangka panjang: jawaban sumber status tidak dapat dipakai.")


class SigningSettings(models.Model):
    """One row: by what, what it looks like, which kinds stay signed by hand, and where the national service lives."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    driver = models.CharField(max_length=8, choices=Driver.choices, blank=True, default="")
    #: Whether a box with name, position, date and QR stands in the place of the signature.
    visible = models.BooleanField(default=True)
    #: Kinds of letters that stay signed by hand.
    wet_kinds = models.JSONField(default=list, blank=True)
    #: A time stamp authority (RFC 3161) for signatures by the village's own certificate; empty: none.
    timestamp_url = models.CharField(max_length=200, blank=True, default="")
    #: The revocation list of who issued certificates that name no source themselves; empty: none. (A list, no OCSP: readers
    #: take an OCSP answer only for a certificate that names its responder.)
    crl_url = models.CharField(max_length=200, blank=True, default="")
    esign_url = models.CharField(max_length=200, blank=True, default="")
    esign_username = models.CharField(max_length=100, blank=True, default="")
    #: Sealed (:mod:`balai.boxes`).
    esign_password = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="signing_settings_one_row")]

    def __str__(self) -> str:
        return self.driver or "by hand"

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()


class SigningCertificate(models.Model):
    """An official's certificate with its key (PKCS#12). The file is sealed, and needs its own passphrase besides, which
    is not kept. A certificate that was taken away keeps its row, without the file: signatures name it."""

    id = uuid_key()
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    serial = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    #: SHA-256 of the certificate (hex).
    fingerprint = models.CharField(max_length=64)
    #: Sealed (:mod:`balai.boxes`); empty once it was taken away.
    sealed = models.TextField(blank=True, default="")
    #: Whether it says where its issuer tells of its state; null: uploaded before this was kept.
    names_sources = models.BooleanField(null=True)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["official"], condition=Q(removed_at=None), name="signing_certificate_one_an_official"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) & ~Q(sealed="") | Q(removed_at__isnull=False, sealed=""),
                name="signing_certificate_kept_or_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.serial}"


class SignatureState(models.TextChoices):
    """Where a letter's signature stands."""

    WAITING = "waiting", _("Menunggu")
    WORKING = "working", _("Sedang ditandatangani")
    SIGNED = "signed", _("Ditandatangani")


class Signature(models.Model):
    """The electronic signature of a letter: one at most, and frozen once it is there."""

    id = uuid_key()
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="signature")
    state = models.CharField(max_length=8, choices=SignatureState.choices, default=SignatureState.WAITING)
    driver = models.CharField(max_length=8, choices=Driver.choices, blank=True, default="")
    #: The letter as it was approved, not yet signed: only who signs may open it.
    unsigned_file_id = models.UUIDField(null=True, blank=True)
    #: Which try is going on, and since when: a lost one gives the letter back after a while.
    attempt = models.UUIDField(null=True, blank=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True, default="")

    signed_file_id = models.UUIDField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    issuer = models.CharField(max_length=300, blank=True, default="")
    serial = models.CharField(max_length=60, blank=True, default="")
    #: The national service's own name of the document.
    reference = models.CharField(max_length=100, blank=True, default="")
    has_timestamp = models.BooleanField(default=False)
    #: The file's PAdES level: B-B, B-T, B-LT, B-LTA.
    level = models.CharField(max_length=5, blank=True, default="")
    long_term = models.CharField(max_length=10, choices=LongTerm.choices, blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="signed", signed_file_id__isnull=False, signed_at__isnull=False)
                & ~Q(sha256="") & ~Q(serial="") & ~Q(driver="")
                | ~Q(state="signed") & Q(signed_file_id__isnull=True, signed_at__isnull=True, sha256=""),
                name="signature_signed_whole",
            ),
            models.UniqueConstraint(
                fields=["signed_file_id"], condition=Q(signed_file_id__isnull=False), name="signature_file_once"
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="signature_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="signed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.letter_id}"

    @property
    def words(self) -> Any:
        """How it was signed, for people."""
        return Driver(self.driver).label if self.driver else ""

    @property
    def lacks_evidence(self) -> bool:
        """Whether what proves it later should be inside, and is not."""
        return self.long_term not in {"", LongTerm.EMBEDDED}


class VerificationVisits(models.Model):
    """How often a letter's code was looked up: nobody's address, only the count."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="visits")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "verification visits"

    def __str__(self) -> str:
        return f"{self.count} {self.letter_id}"
