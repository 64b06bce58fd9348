"""Free lists, their own columns, and what stands in them."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import FamilyCard, Resident


class Target(models.IntegerChoices):
    """Whom a list is about (OpenSID's ``sasaran``)."""

    RESIDENT = 1, _("Penduduk")
    FAMILY = 2, _("Keluarga")


class Supplement(models.Model):
    """A free list. What it is about never changes: its entries would lose their sense."""

    id = uuid_key()
    name = models.CharField(_("Nama"), max_length=100)
    target = models.SmallIntegerField(_("Sasaran"), choices=Target.choices)
    source = models.CharField(_("Sumber data"), max_length=150, blank=True, default="")
    description = models.CharField(_("Keterangan"), max_length=500, blank=True, default="")
    #: On the public site: its name, description, source and counts; never who is in it.
    published = models.BooleanField(_("Tampil di situs publik"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="supplement_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="supplement_has_name"),
            models.CheckConstraint(condition=Q(target__in=[1, 2]), name="supplement_target_known"),
        ]
        triggers = [pgtrigger.ReadOnly(name="target_fixed", fields=["target"])]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()

    @property
    def of_families(self) -> bool:
        """Whether families stand in it."""
        return self.target == Target.FAMILY


class ColumnKind(models.TextChoices):
    """What a column holds."""

    TEXT = "text", _("Tulisan")
    NUMBER = "number", _("Angka")
    DATE = "date", _("Tanggal")
    CHOICE = "choice", _("Pilihan")


class SupplementColumn(models.Model):
    """A column of a list's own."""

    id = uuid_key()
    supplement = models.ForeignKey(Supplement, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(_("Nama kolom"), max_length=50)
    kind = models.CharField(_("Jenis"), max_length=6, choices=ColumnKind.choices)
    #: What may be chosen, in order.
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("Wajib diisi"), default=False)
    order = models.IntegerField(_("Urutan"), default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint("supplement", Lower("name"), name="supplement_column_once"),
            models.CheckConstraint(condition=~Q(name=""), name="supplement_column_has_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "number", "date", "choice"]), name="supplement_column_kind"
            ),
            models.CheckConstraint(
                condition=(Q(kind="choice") & ~Q(choices=[])) | (~Q(kind="choice") & Q(choices=[])),
                name="supplement_choices_of_choice",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Under this key the column's value stands in an entry."""
        return self.pk.hex

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


class Entry(models.Model):
    """A resident or a family in a list. Whoever died or moved stays until somebody takes them out."""

    id = uuid_key()
    supplement = models.ForeignKey(Supplement, on_delete=models.PROTECT, related_name="entries")
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, blank=True, related_name="supplement_entries"
    )
    family = models.ForeignKey(
        FamilyCard, on_delete=models.PROTECT, null=True, blank=True, related_name="supplement_entries"
    )
    note = models.CharField(_("Keterangan"), max_length=300, blank=True, default="")
    #: {column key: text, number or ISO date}; what is empty has no key.
    values = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["supplement", "resident"], name="supplement_resident_once"),
            models.UniqueConstraint(fields=["supplement", "family"], name="supplement_family_once"),
            models.CheckConstraint(
                condition=Q(resident__isnull=False, family__isnull=True)
                | Q(resident__isnull=True, family__isnull=False),
                name="supplement_entry_one_subject",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fits_target",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("wanted", "smallint")],
                func=(
                    "SELECT target INTO wanted FROM supplements_supplement WHERE id = NEW.supplement_id;"
                    " IF (wanted = 1) <> (NEW.resident_id IS NOT NULL) THEN"
                    " RAISE EXCEPTION 'entry does not fit the target of its supplement' USING ERRCODE = '23514',"
                    " CONSTRAINT = 'supplement_entry_fits_target'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.resident_id or self.family_id)

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()
