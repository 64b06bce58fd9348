"""Who of the residents may enter the citizen's door, and with what."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import Resident


class CitizenAccount(models.Model):
    """A resident's key to Layanan Mandiri. Wrong tries are not counted here: the throttle counts them, also for NIK
    that nobody has."""

    id = uuid_key()
    resident = models.OneToOneField(Resident, on_delete=models.PROTECT, related_name="citizen_account")
    #: Argon2; the PIN itself is shown once, to who issues it, and kept nowhere.
    pin = models.CharField(max_length=128)
    must_change = models.BooleanField(_("Harus mengganti PIN"), default=True)
    active = models.BooleanField(_("Aktif"), default=True)
    #: Raised when all sessions must end.
    session_epoch = models.IntegerField(default=0)
    issued_by = models.CharField(_("Diterbitkan oleh"), max_length=150)
    issued_at = models.DateTimeField(_("Diterbitkan"), default=timezone.now)
    last_sign_in = models.DateTimeField(_("Terakhir masuk"), null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(pin=""), name="citizen_account_has_pin"),
        ]

    def __str__(self) -> str:
        return str(self.resident_id)

    @property
    def status(self) -> str:
        """One word for its state: inactive, never (no sign-in yet), waiting (PIN not changed yet) or active."""
        if not self.active:
            return "inactive"
        if self.last_sign_in is None:
            return "never"
        return "waiting" if self.must_change else "active"

    @property
    def status_words(self) -> str:
        """The state as people read it."""
        words = {
            "inactive": _("Dinonaktifkan"),
            "never": _("Belum pernah masuk"),
            "waiting": _("Belum mengganti PIN"),
            "active": _("Aktif"),
        }
        return str(words[self.status])
