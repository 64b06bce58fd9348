"""What a village makes of the letters' templates: aspects changed one by one, kinds of its own, snippets, favourites."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.access import access
from balai.ids import uuid_key


class Aspect(models.TextChoices):
    """What of a kind of letter can be changed by itself; everything else goes on following the layer below."""

    NAME = "name", _("Nama")
    TITLE = "title", _("Judul")
    SUMMARY = "summary", _("Keterangan singkat")
    CODE = "code", _("Kode klasifikasi")
    NUMBER_FORMAT = "number_format", _("Format nomor")
    REQUIREMENTS = "requirements", _("Persyaratan")
    VALIDITY = "validity", _("Masa berlaku")
    BODY = "body", _("Isi surat")
    PAGE = "page", _("Kertas dan huruf")
    SELF_SERVICE = "self_service", _("Layanan Mandiri")
    QR = "qr", _("Kode QR")
    ATTACHMENTS = "attachments", _("Lampiran")
    NEEDS_DISTRICT = "needs_district", _("Tanda tangan camat")
    NEEDS = "needs", _("Kebutuhan warga")
    ENABLED = "enabled", _("Dipakai")


class TypeOverride(models.Model):
    """One aspect of a kind of letter as the village has it. ``base`` is a digest of what it stood on when it was changed:
    another one now means that the layer below has moved on, and the village is shown the difference."""

    type_key = models.CharField(max_length=40)
    aspect = models.CharField(max_length=20, choices=Aspect.choices)
    value = models.JSONField(null=True)
    base = models.CharField(max_length=16, blank=True, default="")
    updated_by = models.CharField(max_length=150)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type_key", "aspect"], name="type_override_once"),
            models.CheckConstraint(condition=Q(aspect__in=Aspect.values), name="type_override_aspect_known"),
        ]

    def __str__(self) -> str:
        return f"{self.type_key} {self.aspect}"


@access(append_only=True)
class TypeChange(models.Model):
    """Every change of a template: what it was and became. Its newest key is the revision of all templates."""

    type_key = models.CharField(max_length=40)
    aspect = models.CharField(max_length=20)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["type_key", "-id"], name="type_change_by_type")]

    def __str__(self) -> str:
        return f"{self.type_key} {self.aspect} {self.at:%Y-%m-%d}"


class OwnType(models.Model):
    """A kind of letter that the village made itself: the whole definition, versioned through :class:`TypeChange`."""

    id = uuid_key()
    key = models.CharField(max_length=40, unique=True)
    definition = models.JSONField()
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()


class TextAlias(models.Model):
    """A snippet of the village's own that texts may name like a field."""

    name = models.CharField(max_length=40, unique=True)
    #: Inline nodes of a tree.
    content = models.JSONField(default=list)
    updated_by = models.CharField(max_length=150)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(name__regex=r"^[a-z][a-z0-9_]*$"), name="text_alias_name")]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    """Where an import of templates stands."""

    READING = "reading", _("Sedang dibaca")
    PREVIEW = "preview", _("Belum dipakai")
    APPLIED = "applied", _("Dipakai")
    UNDONE = "undone", _("Diurungkan")


class TemplateImport(models.Model):
    """A file of templates that was read: what it would make, what it made, and how that is taken back."""

    id = uuid_key()
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=10)
    origin = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    file_id = models.UUIDField(null=True, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    #: Converted templates, as :mod:`modules.letters.convert.running` reads them; emptied when it is undone.
    items = models.JSONField(default=list)
    aliases = models.JSONField(default=dict)
    #: What was there before, act by act.
    undo = models.JSONField(default=list)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="template_import_state_known"),
            models.CheckConstraint(condition=Q(source__in=("opensid", "balai")), name="template_import_source_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def issues(self) -> list[dict[str, str]]:
        """Everything that a person should look at."""
        return [issue for item in self.items for issue in item["issues"]]

    @property
    def converted(self) -> int:
        """How many templates may be used."""
        return sum(1 for item in self.items if item["action"] != "failed")


class FavouriteType(models.Model):
    """A kind of letter that somebody wants on top."""

    user = models.CharField(max_length=64)
    type_key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "type_key"], name="favourite_type_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.type_key}"
