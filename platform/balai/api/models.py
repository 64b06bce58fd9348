"""Tokens of the API: per village, or of the regency."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from balai.ids import uuid_key


class ApiToken(models.Model):
    """A token: only its hash is kept; ``rights`` is a list of rights of this side."""

    id = uuid_key()
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=8)
    rights = models.JSONField(default=list)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
