"""What members of staff are told: what waits for them, as one line however many letters it is; by mail where they wish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from balai.accounts.models import User
from balai.ids import uuid_key


class StaffNotice(models.Model):
    """One line under a member of staff's bell. While it is unread, more of the same (``topic``) are counted in it; nobody's
    name stands in it."""

    id = uuid_key()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    #: What it says while it is about one thing; for more, the topic's own words with the count.
    title = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=1)
    #: A path of the office: the thing itself, or where the several stand.
    url = models.CharField(max_length=200)
    #: Since when it counts, and when it last grew.
    since = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "pemberitahuan petugas"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"], condition=Q(read_at__isnull=True), name="staff_notice_one_unread"
            )
        ]
        indexes = [models.Index(fields=["user", "-at"], name="staff_notice_by_user")]

    def __str__(self) -> str:
        return f"{self.topic} {self.count}"


class StaffWish(models.Model):
    """Whether a member of staff wants a mail, too; without a row: no."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    mail = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.mail}"
