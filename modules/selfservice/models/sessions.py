"""The sessions of an account, as the citizen sees and ends them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from balai.ids import uuid_key
from modules.selfservice.models.accounts import CitizenAccount


class CitizenSession(models.Model):
    """A session. The row decides: without it the session is nobody's, so deleting it ends the session.

    Only a hash of the session's key stands here: whoever reads this table can take over nobody's session.
    """

    id = uuid_key()
    account = models.ForeignKey(CitizenAccount, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    #: Where it was opened, if at a kiosk: taking the kiosk back ends it.
    kiosk = models.ForeignKey("selfservice.Kiosk", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: What the browser says of itself.
    device = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-last_seen"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.created_at:%Y-%m-%d}"
