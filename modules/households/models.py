"""Households and who is in them."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.codes import WelfareClass
from modules.population.models import Resident


class Level(models.IntegerChoices):
    """Hubungan dalam rumah tangga (OpenSID's ``hubungan_rumah_tangga``)."""

    HEAD = 1, _("Kepala rumah tangga")
    MEMBER = 2, _("Anggota")


class Household(models.Model):
    """People who run a household together (rumah tangga). It lives where its head lives."""

    id = uuid_key()
    number = models.CharField(_("Nomor rumah tangga"), max_length=30)
    registered_on = models.DateField(_("Tanggal terdaftar"), null=True, blank=True)
    welfare_class = models.SmallIntegerField(
        _("Kelas sosial"), choices=WelfareClass.choices, null=True, blank=True
    )  # fmt: skip
    #: Number in the Basis Data Terpadu.
    bdt_id = models.CharField(_("ID BDT"), max_length=16, blank=True, default="")
    in_dtks = models.BooleanField(_("Terdaftar di DTKS"), default=False)
    #: Empty: the address on the head's family card.
    address = models.CharField(_("Alamat"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="household_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="household_has_number"),
            models.UniqueConstraint(fields=["bdt_id"], condition=~Q(bdt_id=""), name="household_bdt_once"),
            models.CheckConstraint(condition=Q(bdt_id__regex=r"^[0-9A-Za-z]{0,16}$"), name="household_bdt_signs"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


class HouseholdMember(models.Model):
    """A resident in a household. Whoever died or moved stays until somebody takes them out."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="household_memberships")
    level = models.SmallIntegerField(_("Hubungan dalam rumah tangga"), choices=Level.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["level", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["resident"], name="household_member_once"),
            models.UniqueConstraint(fields=["household"], condition=Q(level=1), name="household_one_head"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="household_level_known"),
        ]
        triggers = [
            # The other half of "exactly one": at the end of the transaction a household with members has its head. The
            # table is named with its schema: a deferred check runs under whatever search_path stands then.
            pgtrigger.Trigger(
                name="has_head",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                declare=[("touched", "uuid[]"), ("headless", "uuid")],
                func=(
                    "IF TG_OP <> 'INSERT' THEN touched := array_append(touched, OLD.household_id); END IF;"
                    " IF TG_OP <> 'DELETE' THEN touched := array_append(touched, NEW.household_id); END IF;"
                    " EXECUTE format('SELECT household_id FROM %I.%I WHERE household_id = ANY($1) GROUP BY household_id"
                    " HAVING count(*) FILTER (WHERE level = 1) <> 1 LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME)"
                    " INTO headless USING touched;"
                    " IF headless IS NOT NULL THEN"
                    " RAISE EXCEPTION 'household % has members and no head', headless USING ERRCODE = '23514',"
                    " CONSTRAINT = 'household_has_head';"
                    " END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.get_level_display()}"
