"""Groups and institutions, their categories and members."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import Resident


class Kind(models.TextChoices):
    """What shares these tables."""

    GROUP = "kelompok", _("Kelompok")
    INSTITUTION = "lembaga", _("Lembaga")


class Position(models.IntegerChoices):
    """Positions that every group knows (OpenSID's ``jabatan_kelompok``); others are written out."""

    CHAIR = 1, _("Ketua")
    DEPUTY = 2, _("Wakil ketua")
    SECRETARY = 3, _("Sekretaris")
    TREASURER = 4, _("Bendahara")
    MEMBER = 90, _("Anggota")


class EndReason(models.TextChoices):
    """Why a membership ended."""

    DISMISSED = "dismissed", _("Diberhentikan")
    RESIGNED = "resigned", _("Mengundurkan diri")
    TERM = "term", _("Masa bakti selesai")
    DIED = "died", _("Meninggal")
    MOVED = "moved", _("Pindah")
    POSITION = "position", _("Berganti jabatan")
    DISSOLVED = "dissolved", _("Kelompok dibubarkan")


class Category(models.Model):
    """A kind of group: kelompok tani, majelis taklim, karang taruna."""

    id = uuid_key()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("Nama kategori"), max_length=100)
    description = models.CharField(_("Keterangan"), max_length=300, blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="group_category_once"),
            models.CheckConstraint(condition=Q(kind__in=["kelompok", "lembaga"]), name="group_category_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()


#: At the end of a transaction a living group has exactly one chair, and a dissolved one nobody. The tables are named with
#: their schema: a deferred check runs under whatever search_path stands then.
_CHAIRED = (
    " EXECUTE format('SELECT g.id FROM %I.groups_group g WHERE g.id = ANY($1) AND CASE WHEN g.closed_on IS NULL"
    " THEN (SELECT count(*) FROM %I.groups_member m WHERE m.group_id = g.id AND m.until IS NULL AND m.position = 1) <> 1"
    " ELSE EXISTS (SELECT FROM %I.groups_member m WHERE m.group_id = g.id AND m.until IS NULL) END LIMIT 1',"
    " TG_TABLE_SCHEMA, TG_TABLE_SCHEMA, TG_TABLE_SCHEMA) INTO wrong USING touched;"
    " IF wrong IS NOT NULL THEN RAISE EXCEPTION 'group % without one chair', wrong"
    " USING ERRCODE = '23514', CONSTRAINT = 'group_has_chair'; END IF; RETURN NULL;"
)


class Group(models.Model):
    """A group or institution. It lives until it is dissolved, and is deleted only when it was a mistake."""

    id = uuid_key()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(_("Kode"), max_length=16)
    name = models.CharField(_("Nama"), max_length=100)
    decree_number = models.CharField(_("Nomor SK"), max_length=60, blank=True, default="")
    decree_date = models.DateField(_("Tanggal SK"), null=True, blank=True)
    description = models.CharField(_("Keterangan"), max_length=500, blank=True, default="")
    closed_on = models.DateField(_("Dibubarkan pada"), null=True, blank=True)
    closed_reason = models.CharField(_("Alasan"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="group_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="group_has_code_and_name"),
            models.CheckConstraint(condition=Q(kind__in=["kelompok", "lembaga"]), name="group_kind_known"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="group_chaired",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                declare=[("touched", "uuid[]"), ("wrong", "uuid")],
                func="touched := ARRAY[NEW.id];" + _CHAIRED,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()

    @property
    def is_open(self) -> bool:
        """Not dissolved."""
        return self.closed_on is None


class Member(models.Model):
    """A resident in a group as something, since a day; ``until`` is empty while they are in it."""

    id = uuid_key()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="group_memberships")
    position = models.SmallIntegerField(_("Jabatan"), choices=Position.choices, null=True, blank=True)
    #: A position that the list does not know; then ``position`` is empty.
    position_title = models.CharField(_("Jabatan lain"), max_length=100, blank=True, default="")
    number = models.CharField(_("Nomor anggota"), max_length=20, blank=True, default="")
    appointed_number = models.CharField(_("Nomor SK pengangkatan"), max_length=60, blank=True, default="")
    appointed_on = models.DateField(_("Tanggal SK pengangkatan"), null=True, blank=True)
    dismissed_number = models.CharField(_("Nomor SK pemberhentian"), max_length=60, blank=True, default="")
    dismissed_on = models.DateField(_("Tanggal SK pemberhentian"), null=True, blank=True)
    period = models.CharField(_("Masa jabatan"), max_length=50, blank=True, default="")
    note = models.CharField(_("Keterangan"), max_length=300, blank=True, default="")
    since = models.DateField(_("Sejak"))
    until = models.DateField(_("Sampai"), null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "position_title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "resident"], condition=Q(until__isnull=True), name="group_member_once"
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(until__isnull=True, position=1), name="group_one_chair"
            ),
            models.UniqueConstraint(
                fields=["group", "number"], condition=Q(until__isnull=True) & ~Q(number=""), name="group_number_once"
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=False, position_title="")
                | (Q(position__isnull=True) & ~Q(position_title="")),
                name="group_member_one_position",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="group_member_term"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
                name="group_member_end_has_reason",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="member_chaired",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                declare=[("touched", "uuid[]"), ("wrong", "uuid")],
                func=(
                    "IF TG_OP <> 'INSERT' THEN touched := array_append(touched, OLD.group_id); END IF;"
                    " IF TG_OP <> 'DELETE' THEN touched := array_append(touched, NEW.group_id); END IF;" + _CHAIRED
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.position_words}"

    @property
    def position_words(self) -> str:
        """ "Ketua", or what was written out."""
        return self.position_title or str(self.get_position_display() or "")

    @property
    def is_open(self) -> bool:
        """Still in the group."""
        return self.until is None

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()
