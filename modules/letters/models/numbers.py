"""Numbers: what was given out, what is kept for later, and how the village numbers and checks."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key


class NumberCounter(models.Model):
    """The last number of a sequence and year: one row, one lock."""

    sequence = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sequence", "year"], name="number_counter_once")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.year}: {self.last}"


class SlotState(models.TextChoices):
    """What became of a number."""

    RESERVED = "reserved", _("Dicadangkan")
    USED = "used", _("Dipakai")
    VOID = "void", _("Dibatalkan")


class NumberSlot(models.Model):
    """A number that was given out: to a letter, to a piece of mail, or kept for later. Never given out twice, never deleted.

    ``sub`` is the letter of a back-dated number (012.a). What is void stays: its number is nobody's any more.
    """

    id = uuid_key()
    sequence = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    serial = models.PositiveIntegerField()
    sub = models.CharField(max_length=3, blank=True, default="")
    #: The day it stands for: a letter that takes it bears this date.
    dated = models.DateField()
    state = models.CharField(max_length=8, choices=SlotState.choices)
    #: What took it: letter, mail_in, mail_out; "" while it is kept.
    used_for = models.CharField(max_length=8, blank=True, default="")
    #: For which kind of letter it was kept.
    type_key = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    by = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    void_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["sequence", "year", "serial", "sub"], name="number_slot_once"),
            models.CheckConstraint(condition=Q(state__in=SlotState.values), name="number_slot_state_known"),
            models.CheckConstraint(condition=~Q(state="used") | ~Q(used_for=""), name="number_slot_used_for"),
            models.CheckConstraint(condition=~Q(state="reserved") | ~Q(reason=""), name="number_slot_kept_why"),
        ]
        indexes = [
            models.Index(fields=["sequence", "year", "-dated", "-serial"], name="number_slot_by_date"),
            models.Index(fields=["state"], condition=Q(state="reserved"), name="number_slot_kept"),
        ]
        triggers = [
            pgtrigger.Protect(name="number_slot_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="number_slot_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.sequence, OLD.year, OLD.serial, OLD.sub, OLD.dated) IS DISTINCT FROM "
                    "(NEW.sequence, NEW.year, NEW.serial, NEW.sub, NEW.dated) "
                    "OR (OLD.state <> NEW.state AND OLD.state <> 'reserved'))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.year}: {self.words}"

    @property
    def words(self) -> str:
        """ "012" or "012.a"."""
        return f"{self.serial:03d}{'.' + self.sub if self.sub else ''}"


class Scheme(models.TextChoices):
    """One row of numbers a kind of letter, one for all letters, or one for letters and mail."""

    PER_TYPE = "per_type", _("Satu urutan untuk setiap jenis surat")
    JOINED = "joined", _("Satu urutan untuk semua surat layanan")
    ALL = "all", _("Satu urutan untuk surat layanan, surat masuk, dan surat keluar")


DEFAULT_FORMAT = "[kode_surat]/[nomor_surat, 3]/[kode_desa]/[bulan_romawi]/[tahun]"


class LetterSettings(models.Model):
    """One row: how the village numbers and checks. A new scheme begins with a year, so that no year has two."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    number_format = models.CharField(max_length=100, default=DEFAULT_FORMAT)
    scheme = models.CharField(max_length=8, choices=Scheme.choices, default=Scheme.PER_TYPE)
    next_scheme = models.CharField(max_length=8, choices=Scheme.choices, blank=True, default="")
    next_scheme_from = models.SmallIntegerField(null=True, blank=True)
    secretary_checks = models.BooleanField(default=False)
    #: Without the head's step the last check issues the letter.
    head_approves = models.BooleanField(default=True)
    #: Whether letters that the camat signs, too, go to the district through the house; else they are signed on paper.
    district_signs = models.BooleanField(default=False)
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


class TypeChain(models.Model):
    """Where a kind of letter goes another way than the village's letters do; null: as they do."""

    type_key = models.CharField(max_length=40, unique=True)
    secretary = models.BooleanField(null=True, blank=True)
    head = models.BooleanField(null=True, blank=True)
    district = models.BooleanField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["type_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(secretary__isnull=False) | Q(head__isnull=False) | Q(district__isnull=False),
                name="type_chain_says_something",
            )
        ]

    def __str__(self) -> str:
        return self.type_key
