"""Who is kept apart: the regency, its districts, its villages, and where each answers (all in public).

A village's identity is ours and never changes: ``key`` (random), and the schema named from it. The government's code,
the name, the kind and the district are attributes; each change of them is a :class:`LifecycleEvent`.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import TenantMixin

from balai.access import access
from balai.ids import uuid_key


@access(shared_read=True)
class Regency(models.Model):
    """The deployment's regency: one row."""

    id = uuid_key()
    only = models.BooleanField(default=True, unique=True, editable=False)
    code = models.CharField(max_length=4, unique=True, help_text="Four digits of the Ministry of Home Affairs: 3315")
    name = models.CharField(max_length=100)
    province_code = models.CharField(max_length=2)
    province_name = models.CharField(max_length=100)
    host = models.CharField(max_length=253)
    demo = models.BooleanField(default=False, help_text="Holds the demo's accounts: production refuses to start on it")
    #: What the regency decided for all its villages, by the rule's code (``balai.registry.Rule``); the others stand as
    #: their module declares them.
    rules = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="regency_is_one_row")]

    def __str__(self) -> str:
        return self.name


@access(shared_read=True)
class District(models.Model):  # type: ignore[django-manager-missing]
    """A kecamatan."""

    id = uuid_key()
    regency = models.ForeignKey(Regency, on_delete=models.PROTECT, related_name="districts")
    code = models.CharField(max_length=6, unique=True, help_text="Six digits: 331505")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """What a village may do now (domain: tenancy operations, section 2)."""

    PLANNED = "planned", _("Direncanakan")
    PROVISIONING = "provisioning", _("Sedang dibuat")
    SETUP = "setup", _("Persiapan")
    LIVE = "live", _("Aktif")
    READ_ONLY = "read_only", _("Hanya baca")
    SUSPENDED = "suspended", _("Dihentikan sementara")
    ARCHIVED = "archived", _("Diarsipkan")
    REMOVED = "removed", _("Dihapus")
    TRAINING = "training", _("Latihan")


class Kind(models.TextChoices):
    """Desa (own budget and head) or kelurahan (an office of the regency)."""

    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")


class DataKind(models.TextChoices):
    """What a village's data are; the band, the watermark and what commands refuse follow from it."""

    EMPTY = "empty", _("Kosong")
    SYNTHETIC = "synthetic", _("Latihan")
    REAL = "real", _("Nyata")


@access(shared_read=True)
class Village(TenantMixin):
    """A village: the tenant."""

    auto_create_schema = False
    auto_drop_schema = False

    id = uuid_key()
    key = models.CharField(max_length=8, unique=True)
    code = models.CharField(max_length=10, unique=True, help_text="Ten digits: 3315052010")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DESA)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="villages")
    subdomain = models.CharField(max_length=63, unique=True, null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    data = models.CharField(max_length=10, choices=DataKind.choices, default=DataKind.EMPTY)
    database = models.CharField(max_length=40, default="default")
    state_reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    provisioned_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[0-9a-z]{8}$"), name="village_schema_name"
            ),
            models.CheckConstraint(condition=models.Q(code__regex=r"^[0-9]{10}$"), name="village_code_ten_digits"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="village_state_known"),
            models.CheckConstraint(condition=models.Q(data__in=DataKind.values), name="village_data_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The village as people say it: "Desa Geyer"."""
        return f"{Kind(self.kind).label} {self.name}"

    @property
    def exists(self) -> bool:
        """Whether it has a schema."""
        return self.state not in {State.PLANNED, State.PROVISIONING, State.REMOVED}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and nothing else: schemas are made by provisioning alone."""
        models.Model.save(self, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """A village's row stays for ever; it is archived or removed by the command line."""
        raise models.ProtectedError("A village's row is never deleted.", {self})


@access(shared_read=True)
class Domain(models.Model):
    """A host that answers. ``tenant`` is null for the regency's own."""

    domain = models.CharField(max_length=253, unique=True)
    tenant = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="domains")
    is_primary = models.BooleanField(default=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(domain__regex=r"^[a-z0-9.-]+$"), name="domain_lower_case"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True, tenant__isnull=False), name="domain_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return self.domain


@access(append_only=True)
class LifecycleEvent(models.Model):
    """What happened to a village as a tenant: who, why, when."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="lifecycle")
    at = models.DateTimeField(auto_now_add=True)
    act = models.CharField(max_length=40)
    actor = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True, default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.act} {self.village_id}"


@access(owner_only=True)
class TemplateDump(models.Model):
    """The template schema as SQL, replayed under a new village's name. Only the owner reads it."""

    fingerprint = models.CharField(max_length=64, unique=True)
    sql = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.fingerprint
