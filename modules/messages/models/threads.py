"""Conversations between a citizen and the office. What was written stays as it was written, until it is thrown away whole."""

from __future__ import annotations

from datetime import time

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.letters.models import Letter
from modules.population.models import Resident

SUBJECT_LENGTH, BODY_LENGTH = 120, 2000


class ThreadState(models.TextChoices):
    """Whose turn it is."""

    UNANSWERED = "unanswered", _("Belum dijawab")
    ANSWERED = "answered", _("Sudah dijawab")
    CLOSED = "closed", _("Ditutup")


class Side(models.TextChoices):
    """Who wrote."""

    CITIZEN = "citizen", _("Warga")
    OFFICE = "office", _("Kantor desa")


class Thread(models.Model):
    """A conversation about one matter, with one citizen. Nobody else of the public ever sees it."""

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("Perihal"), max_length=SUBJECT_LENGTH)
    #: The request that it is about, where it is about one.
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("Status"), max_length=10, choices=ThreadState.choices)
    opened_by = models.CharField(max_length=7, choices=Side.choices)
    #: The account of who looks after it, and how they are called; empty: whoever is first.
    assignee_id = models.UUIDField(null=True, blank=True)
    assignee_name = models.CharField(_("Petugas"), max_length=150, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    #: Since when the citizen waits for an answer.
    waiting_since = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(default=timezone.now)
    last_citizen_at = models.DateTimeField(null=True, blank=True)
    last_office_at = models.DateTimeField(null=True, blank=True)
    #: When either side last had it open before their eyes.
    citizen_read_at = models.DateTimeField(null=True, blank=True)
    office_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("percakapan")
        verbose_name_plural = _("percakapan")
        ordering = ["-last_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ThreadState.UNANSWERED, waiting_since__isnull=False)
                | ~Q(state=ThreadState.UNANSWERED) & Q(waiting_since__isnull=True),
                name="thread_waits_while_unanswered",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "waiting_since"], name="thread_by_state"),
            models.Index(fields=["resident", "-last_at"], name="thread_by_resident"),
            models.Index(fields=["-last_at", "-id"], name="thread_by_last"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()

    @property
    def is_closed(self) -> bool:
        """Whether nobody waits for anything."""
        return self.state == ThreadState.CLOSED

    @property
    def unread_by_citizen(self) -> bool:
        """Whether the office wrote something that the citizen has not opened."""
        return self.last_office_at is not None and (
            self.citizen_read_at is None or self.citizen_read_at < self.last_office_at
        )

    @property
    def unread_by_office(self) -> bool:
        """Whether the citizen wrote something that nobody in the office has opened."""
        return self.last_citizen_at is not None and (
            self.office_read_at is None or self.office_read_at < self.last_citizen_at
        )


class Message(models.Model):
    """What one side wrote. It cannot be changed afterwards; it goes only when the whole conversation does (retention)."""

    id = uuid_key()
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=7, choices=Side.choices)
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=150)
    body = models.TextField()
    file_id = models.UUIDField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pesan")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["thread", "at"], name="message_by_thread"),
            models.Index(
                fields=["author_id", "at"], condition=Q(side=Side.CITIZEN), name="message_by_citizen"
            ),
            GinIndex(OpClass(Upper(F("body")), name="gin_trgm_ops"), name="message_body_trgm"),
        ]  # fmt: skip
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="message_says_something")]
        triggers = [pgtrigger.Protect(name="message_unchanged", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.side} {self.pk}"


class ReplyTemplate(models.Model):
    """An answer that is given often."""

    id = uuid_key()
    title = models.CharField(_("Judul"), max_length=80)
    body = models.TextField(_("Isi"))
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("templat jawaban")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["title"], name="reply_template_title_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()


class MessageSettings(models.Model):
    """One row: how the village takes messages."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    accepts = models.BooleanField(_("Menerima pesan warga"), default=True)
    messages_a_day = models.PositiveSmallIntegerField(default=10)
    #: Working days within which citizens are told to expect an answer.
    answer_days = models.PositiveSmallIntegerField(default=2)
    #: Months after which a closed conversation is thrown away.
    kept_months = models.PositiveSmallIntegerField(default=24)
    #: Hours of the village's zone in which nobody's telephone rings for what can wait; the same twice: none.
    quiet_from = models.TimeField(default=time(20, 0))
    quiet_until = models.TimeField(default=time(6, 0))
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="message_settings_one_row"),
            models.CheckConstraint(
                condition=Q(messages_a_day__range=(1, 100), answer_days__range=(1, 30), kept_months__range=(3, 120)),
                name="message_settings_sensible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.messages_a_day} {self.kept_months}"

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()
