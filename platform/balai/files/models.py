"""What is known about a stored file. The bytes lie on the disk under a name that says nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key


class StoredFile(models.Model):
    """A file of this village (or, in public, of the regency).

    ``path`` is relative to the schema's own folder, so a restored or renamed schema finds its files again.
    ``content_type`` was found in the bytes, never taken from the name. ``key`` names what was rendered (a letter's
    PDF): the first row for a key wins. ``permission`` is the right a member of staff needs to open it; with ``citizen_id``
    that resident may open it in Layanan Mandiri.
    """

    id = uuid_key()
    name = models.CharField(_("nama berkas"), max_length=200)
    kind = models.CharField(max_length=60)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=150, blank=True, default="")
    path = models.CharField(max_length=80)
    permission = models.CharField(max_length=80, blank=True, default="")
    citizen_id = models.UUIDField(null=True, blank=True)
    owner_type = models.CharField(max_length=80, blank=True, default="")
    owner_id = models.CharField(max_length=64, blank=True, default="")
    created_by = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("berkas")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="file_key_once"),
            models.UniqueConstraint(fields=["path"], name="file_path_once"),
        ]
        indexes = [
            models.Index(fields=["owner_type", "owner_id"], name="file_by_owner"),
            models.Index(fields=["citizen_id"], condition=Q(citizen_id__isnull=False), name="file_by_citizen"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
