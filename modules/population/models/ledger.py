"""The ledger of what happened to people, and the state of the register: complete since when, closed through which month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.access import access
from modules.population.models.register import Resident


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
    MERGED = "merged", _("Data ganda digabung")
    BECAME_PERMANENT = "became_permanent", _("Menjadi penduduk tetap")
    UNDO = "undo", _("Dibatalkan")


#: Initial data count since ever, so that no month shows them as arrivals (domain notes, "Initial imports").
BEGINNING = date(1, 1, 1)


#: Columns of a resident that the ledger owns, in this order in ``before`` and ``after``.
LEDGER_COLUMNS = ("presence", "residency", "family_id", "shdk", "rt_id", "sex", "citizenship")


@access(append_only=True)
class PopulationEvent(models.Model):
    """A line of the ledger: never changed, never deleted; an undo is a line that names its target."""

    kind = models.CharField(max_length=24, choices=EventKind.choices)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="events")
    event_date = models.DateField()
    report_date = models.DateField()
    #: The day in whose month this line counts: the report date, but never in a closed month and never before an earlier
    #: line of the same person; :data:`BEGINNING` for initial data. An undo counts where its target did while that month
    #: is open. Every balance, book and number reads this one.
    counted_on = models.DateField()
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
        indexes = [
            models.Index(fields=["report_date", "kind"], name="event_by_report"),
            models.Index(fields=["counted_on"], name="event_by_counted"),
            # Who once stood in a family and left it. First lines begin with nothing, so an import costs it nothing.
            models.Index(
                KT("before__family_id"), condition=Q(before__has_key="family_id"), name="event_by_former_family"
            ),
        ]
        triggers = [
            # A closed month takes no line, whatever writes: what comes late counts in the open one. Asked once a statement:
            # row by row it took nine tenths of a COPY's time.
            pgtrigger.Trigger(
                name="open_month",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_lines"),  # type: ignore[no-untyped-call]
                declare=[("closed", "date")],
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    "SELECT closed_through INTO closed FROM population_registerstate;"
                    " IF closed IS NOT NULL AND EXISTS (SELECT FROM new_lines WHERE counted_on <= closed) THEN"
                    " RAISE EXCEPTION 'month closed through %', closed USING ERRCODE = '23514',"
                    " CONSTRAINT = 'event_in_open_month';"
                    " END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.event_date}"

    @property
    def _amended(self) -> dict[str, Any]:
        # The prefetched ones where there are any: a list of lines asks once.
        latest = list(self.amendments.all())
        return latest[-1].after if latest else {}

    @property
    def told(self) -> dict[str, Any]:
        """The details as they are known today: those of the last amendment, else the line's own."""
        found: dict[str, Any] = self._amended.get("details", self.details)
        return found

    @property
    def remark(self) -> str:
        """The note as it is known today."""
        return str(self._amended.get("note", self.note))


@access(append_only=True)
class EventAmendment(models.Model):
    """Details of a line put right or added later (a certificate's number): a record of its own, the line stays as written.

    Kind and days are never amended: they are what balances count. ``before`` and ``after`` each hold all that can be read
    of the line: ``{"details": {...}, "note": "..."}``.
    """

    event = models.ForeignKey(PopulationEvent, on_delete=models.PROTECT, related_name="amendments")
    before = models.JSONField()
    after = models.JSONField()
    #: Since when books and numbers read it: the line's own day while its month is open, else the day of writing, so the
    #: books of a closed month stay as they are.
    counted_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now)
    author_kind = models.CharField(max_length=10)
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="amendment_changes_something"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="amends_open_month",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("closed", "date")],
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    "SELECT closed_through INTO closed FROM population_registerstate;"
                    " IF closed IS NOT NULL AND NEW.counted_on <= closed THEN"
                    " RAISE EXCEPTION 'month closed through %', closed USING ERRCODE = '23514',"
                    " CONSTRAINT = 'amendment_in_open_month';"
                    " END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"amendment of {self.event_id}"


class RegisterState(models.Model):
    """One row: since when the data count as complete, and up to which month the books are closed."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    complete_on = models.DateField(null=True, blank=True)
    closed_through = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="register_state_one_row")]

    def __str__(self) -> str:
        return f"complete on {self.complete_on}"


@access(append_only=True)
class MonthClosing(models.Model):
    """A closed month: its numbers as they were. ``verify`` compares them with what the ledger says today."""

    month = models.DateField(unique=True)
    numbers = models.JSONField()
    #: What its books depend on besides ledger and history (``selectors.frozen``): the rule of the regency, and dusun, RW
    #: and RT as they were called and stood.
    basis = models.JSONField(default=dict)
    closed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-month"]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="closing_is_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
