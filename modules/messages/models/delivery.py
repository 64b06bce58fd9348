"""What citizens are told, through which ways, and what became of every single message."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import Resident


class Channel(models.TextChoices):
    """A way out of the house."""

    EMAIL = "email", _("Surel")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    TELEGRAM = "telegram", _("Telegram")


class DeliveryState(models.TextChoices):
    """What became of one message on one way."""

    WAITING = "waiting", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    DELIVERED = "delivered", _("Sampai")
    #: It left, and nobody knows whether it arrived: it is told, never sent again by itself.
    UNKNOWN = "unknown", _("Tidak pasti")
    FAILED = "failed", _("Ditolak penyedia")
    GIVEN_UP = "given_up", _("Tidak terkirim")


#: States in which somebody should look.
TROUBLED = (DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.GIVEN_UP)
#: States that (may) have cost something.
SPENT = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.UNKNOWN)


#: The beginning of a contact's token that is enough to name it.
SHORT_TOKEN = 16


class Gateway(models.Model):
    """How one channel reaches the world: which driver, its options, its secrets (sealed), what it costs."""

    id = uuid_key()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    driver = models.CharField(max_length=20)
    active = models.BooleanField(default=False)
    options = models.JSONField(default=dict, blank=True)
    #: JSON of the secret options, sealed for this village.
    secrets = models.TextField(blank=True, default="")
    #: Rupiah for one message (an SMS: for one part), and what may be spent in a month; None: no end.
    price = models.PositiveIntegerField(default=0)
    budget = models.PositiveIntegerField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saluran")
        constraints = [models.UniqueConstraint(fields=["channel"], name="gateway_channel_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.driver}"

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()


class Contact(models.Model):
    """An address of a citizen that was proven to be theirs; ``active`` is their own wish to be written to there."""

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=120)
    verified_at = models.DateTimeField()
    active = models.BooleanField(default=True)
    #: Since when the wish is what it is (proof of consent, UU 27/2022 art. 22).
    decided_at = models.DateTimeField(default=timezone.now)
    #: Unguessable: whoever holds a message may end them without signing in.
    token = models.CharField(max_length=32, unique=True)

    class Meta:
        verbose_name = _("kontak")
        constraints = [models.UniqueConstraint(fields=["resident", "channel"], name="contact_channel_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    @property
    def end_path(self) -> str:
        """Where its messages are ended. Where every letter is read (and paid) half of the token must do: eighty bits are
        not guessed over the net."""
        if self.channel == Channel.EMAIL:
            return f"/berhenti/{self.token}/"
        return f"/b/{self.token[:SHORT_TOKEN]}/"


class OneTimeCode(models.Model):
    """A code that was sent to an address. Only its keyed hash is kept; it opens once, for ten minutes, in five tries."""

    id = uuid_key()
    purpose = models.CharField(max_length=20)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=120)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(tries__lte=5), name="one_time_code_five_tries")]
        indexes = [models.Index(fields=["resident", "purpose", "-created_at"], name="one_time_code_by_resident")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Notice(models.Model):
    """Something that a citizen is told: in their own pages always, elsewhere where they wished it. Once for each key."""

    id = uuid_key()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=40)
    #: What happened, once and for all ("letter:<id>:ready:<event>"): told twice, it is one notice.
    key = models.CharField(max_length=150)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=500)
    #: A path of this site.
    url = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pemberitahuan")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["key"], name="notice_key_once")]
        indexes = [models.Index(fields=["resident", "-at"], name="notice_by_resident")]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"


class Delivery(models.Model):
    """One message on one way: the queue, and the record of what became of it.

    ``sealed`` holds what may not stand readable (a code) until it has left; then it is emptied.
    """

    id = uuid_key()
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")
    sealed = models.TextField(blank=True, default="")
    #: Where the message lets its reader end them; empty: it cannot be ended (a code).
    end_url = models.CharField(max_length=300, blank=True, default="")
    #: Not held back at night.
    urgent = models.BooleanField(default=False)
    state = models.CharField(_("Status"), max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    #: After this it is of no use any more.
    useless_from = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    driver = models.CharField(max_length=20, blank=True, default="")
    #: How the provider calls it.
    reference = models.CharField(max_length=150, blank=True, default="")
    #: Why it is where it is, in words for the office.
    words = models.CharField(max_length=300, blank=True, default="")
    cost = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pengiriman")
        verbose_name_plural = _("pengiriman")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_channel_once"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="delivery_sending_is_claimed"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try"], condition=Q(state__in=["waiting", "sending"]), name="delivery_open_by_next_try"
            ),
            models.Index(fields=["-created_at", "-id"], name="delivery_by_time"),
            models.Index(fields=["channel", "reference"], condition=~Q(reference=""), name="delivery_by_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.pk}"


class Wording(models.Model):
    """A village's own words for an event; without a row the shipped ones hold."""

    event = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    #: Whether it also goes out of the house, where citizens wished it.
    sends = models.BooleanField(default=True)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.event

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()
