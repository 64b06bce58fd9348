"""The public tables of numbers. All but the definitions stand behind row-level security: a village sees only its own.

``village`` is the schema's name, as text: public rows and villages never hold foreign keys to each other.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Func
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.access import access


class CurrentTransaction(Func):
    """The number of the running transaction (the outermost one, also within savepoints)."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


@access(shared_read=True)
class Definition(models.Model):
    """An indicator as data: what the number means, brought about from the modules' declarations at every deploy."""

    code = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(_("nama"), max_length=200)
    unit = models.CharField(_("satuan"), max_length=40)
    words = models.TextField(_("rumusan"))
    dimensions = models.JSONField(default=list)
    direction = models.CharField(max_length=4, blank=True, default="")
    law = models.CharField(_("dasar hukum"), max_length=200, blank=True, default="")
    sensitive = models.BooleanField(default=False)
    min_cell = models.PositiveSmallIntegerField(default=5)
    version = models.PositiveSmallIntegerField(default=1)
    module = models.CharField(max_length=60)
    group = models.CharField(max_length=60, blank=True, default="")
    #: Dimension -> its words; dimension -> [[code, words], ...] in the order in which people read them.
    heads = models.JSONField(default=dict)
    labels = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("indikator")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


@access(guarded_by="village")
class Outbox(models.Model):
    """Which numbers have moved and were not computed again yet.

    One row a transaction, indicator and period: two officers who touch the same number never wait for each other, and
    cannot deadlock. Rows of the same number are worked off together, and only rows that were read are deleted.
    """

    id = models.BigAutoField(primary_key=True)
    village = models.CharField(max_length=63)
    indicator = models.CharField(max_length=80)
    period = models.DateField()
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    touched_at = models.DateTimeField(db_default=Now())
    next_try = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["village", "indicator", "period", "transaction"], name="outbox_once_per_transaction"
            ),
        ]
        indexes = [models.Index(fields=["village", "touched_at"], name="outbox_oldest_by_village")]

    def __str__(self) -> str:
        return f"{self.village} {self.indicator} {self.period}"


@access(guarded_by="village")
class Fact(models.Model):
    """One number of one village, for one month (``period`` is its first day). Rates are derived from sums."""

    id = models.BigAutoField(primary_key=True)
    village = models.CharField(max_length=63)
    indicator = models.CharField(max_length=80)
    period = models.DateField()
    d1 = models.CharField(max_length=60, blank=True, default="")
    d2 = models.CharField(max_length=60, blank=True, default="")
    value = models.BigIntegerField()
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    computed_at = models.DateTimeField(db_default=Now())
    source_changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("angka")
        constraints = [
            models.UniqueConstraint(fields=["village", "indicator", "period", "d1", "d2"], name="fact_once"),
        ]
        # The dashboard asks for one number of all villages; the village's own page finds its rows by the constraint.
        indexes = [
            models.Index(
                fields=["indicator", "period"], include=["village", "d1", "d2", "value"], name="fact_by_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.indicator} {self.period} {self.d1} {self.d2}"


@access(guarded_by="village")
class Computation(models.Model):
    """When a number was last computed, also if it came out the same or has no cell at all: its freshness."""

    id = models.BigAutoField(primary_key=True)
    village = models.CharField(max_length=63)
    indicator = models.CharField(max_length=80)
    period = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    computed_at = models.DateTimeField()
    source_changed_at = models.DateTimeField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "indicator", "period"], name="computation_once")]

    def __str__(self) -> str:
        return f"{self.village} {self.indicator} {self.period}"


@access(guarded_by="village")
class ClosedPeriod(models.Model):
    """A month that the village has closed (tutup buku): its facts are frozen, later changes fall into the open month."""

    id = models.BigAutoField(primary_key=True)
    village = models.CharField(max_length=63)
    period = models.DateField()
    closed_at = models.DateTimeField(db_default=Now())
    closed_by = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "period"], name="period_closed_once")]

    def __str__(self) -> str:
        return f"{self.village} {self.period}"
