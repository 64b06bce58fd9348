"""The audit's one table."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.access import access

#: The audit stands below accounts and knows what its actors may be.
_ROLES = (
    ("kepala_desa", _("Kepala Desa")),
    ("sekretaris", _("Sekretaris Desa")),
    ("operator", _("Operator")),
    ("viewer", _("Pembaca")),
    ("regency", _("Dispermasdes")),
    ("district", _("Kecamatan")),
    ("citizen", _("Warga")),
    ("job", _("Pekerjaan otomatis")),
    ("system", _("Sistem")),
    ("api", _("Sistem lain (API)")),
)


@access(append_only=True)
class Entry(models.Model):
    """One act or reading."""

    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=150)
    actor_role = models.CharField(max_length=20)
    action = models.CharField(max_length=80)
    about_type = models.CharField(max_length=60, blank=True, default="")
    about_id = models.CharField(max_length=64, blank=True, default="")
    outcome = models.CharField(max_length=10, default="done")
    data = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    purpose = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["about_type", "about_id", "-at"], name="audit_about"),
            models.Index(fields=["-at", "-id"], name="audit_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    @property
    def role_words(self) -> str:
        """The role as people say it."""
        return str(dict(_ROLES).get(self.actor_role, self.actor_role))
