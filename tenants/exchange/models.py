"""What villages put into public: their own rows alone, and what passes between two of them (row-level security)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.access import access
from balai.ids import uuid_key


@access(guarded_by="village", village_writes=("INSERT", "UPDATE"))
class Activity(models.Model):
    """When a village was last at work: the regency's page of adoption and freshness."""

    village = models.CharField(max_length=63, unique=True)
    last_sign_in = models.DateTimeField(null=True)
    last_change = models.DateTimeField(null=True)
    officers = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.village


@access(guarded_by="village", village_writes=("INSERT", "UPDATE"))
class NumberMark(models.Model):
    """The highest number ever issued in a sequence and year: a restored village goes on above it."""

    village = models.CharField(max_length=63)
    sequence = models.CharField(max_length=60)
    year = models.IntegerField()
    serial = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "sequence", "year"], name="number_mark_once")]

    def __str__(self) -> str:
        return f"{self.village} {self.sequence} {self.year}"


class HandoverState(models.TextChoices):
    """Where a hand-over stands. The receiver accepts or refuses, the sender withdraws and settles."""

    OFFERED = "offered", _("Menunggu jawaban")
    ACCEPTED = "accepted", _("Diterima")
    REFUSED = "refused", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik kembali")
    SETTLED = "settled", _("Selesai")


#: The village that asks, read from the role it runs under; null for the owner and the regency.
_ME = "substring(current_user::text from '(t_[0-9a-z]{8})$')"


@access(
    guarded_by=("from_village", "to_village"),
    village_writes=("INSERT", "UPDATE"),
    hidden_from_regency=("payload", "reason"),
)
class Handover(models.Model):
    """What passes from one village to another: seen by the two alone, emptied once it has ended.

    The payload and the reason are sealed (:mod:`tenants.exchange.sealing`); the regency's role reads neither, only
    states and counts. Who may take which step is held by a trigger, not by whoever writes.
    """

    id = uuid_key()
    kind = models.CharField(max_length=12)
    from_village = models.CharField(max_length=63)
    to_village = models.CharField(max_length=63)
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.OFFERED)
    #: How many people: what the regency counts.
    people = models.PositiveSmallIntegerField(default=0)
    payload = models.TextField(null=True)
    reason = models.TextField(blank=True, default="")
    #: The case of doubles that a comparison belongs to.
    about = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: When the sender took note of a refusal: until then its side is not tidied up.
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("move", "compare")), name="handover_kind_known"),
            models.CheckConstraint(condition=Q(state__in=HandoverState.values), name="handover_state_known"),
            models.CheckConstraint(condition=~Q(from_village=F("to_village")), name="handover_two_parties"),
            models.CheckConstraint(
                condition=Q(state__in=("offered", "accepted"), payload__isnull=False)
                | Q(state__in=("refused", "withdrawn", "settled"), payload__isnull=True),
                name="handover_emptied_at_its_end",
            ),
            models.UniqueConstraint(
                fields=["about", "from_village"], condition=Q(kind="compare"), name="handover_compare_once"
            ),
        ]
        indexes = [
            models.Index(fields=["to_village", "kind", "-created_at"], name="handover_by_receiver"),
            models.Index(fields=["from_village", "kind", "-created_at"], name="handover_by_sender"),
            models.Index(
                fields=["state", "expires_at"],
                condition=Q(state__in=("offered", "accepted", "refused"), noted_at__isnull=True),
                name="handover_under_way",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="steps",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("me", "text")],
                func=(
                    f"me := {_ME};"
                    " IF TG_OP = 'INSERT' THEN"
                    "   IF NEW.state <> 'offered' OR NEW.from_village <> coalesce(me, NEW.from_village) THEN"
                    "     RAISE EXCEPTION 'a handover begins with its sender''s offer' USING ERRCODE = '42501'; END IF;"
                    "   RETURN NEW;"
                    " END IF;"
                    " IF (OLD.id, OLD.kind, OLD.from_village, OLD.to_village, OLD.people, OLD.about, OLD.created_at)"
                    "    IS DISTINCT FROM"
                    "    (NEW.id, NEW.kind, NEW.from_village, NEW.to_village, NEW.people, NEW.about, NEW.created_at)"
                    "    OR (NEW.payload IS NOT NULL AND NEW.payload IS DISTINCT FROM OLD.payload) THEN"
                    "   RAISE EXCEPTION 'a handover''s content stands' USING ERRCODE = '42501'; END IF;"
                    " IF NEW.state <> OLD.state AND NOT ("
                    "   (OLD.state = 'offered' AND NEW.state IN ('accepted', 'refused')"
                    "     AND NEW.to_village = coalesce(me, NEW.to_village))"
                    "   OR (OLD.state = 'offered' AND NEW.state = 'withdrawn'"
                    "     AND NEW.from_village = coalesce(me, NEW.from_village))"
                    "   OR (OLD.state = 'accepted' AND NEW.state = 'settled'"
                    "     AND NEW.from_village = coalesce(me, NEW.from_village))) THEN"
                    "   RAISE EXCEPTION 'handover: no step from % to % for %', OLD.state, NEW.state, me"
                    "     USING ERRCODE = '42501'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@access(guarded_by="village", village_writes=("INSERT", "UPDATE"), regency_writes=("UPDATE",))
class DistrictHandover(models.Model):
    """A village's letter that waits for its camat: seen by the village and by users of its district, only while it is open.

    A table of its own beside :class:`Handover`: what passes between two villages the regency's role never reads, while the
    district's user works on the regency's host and has to read this one letter. What is in it is sealed for the pair of
    village and district, is emptied by the answer itself, and who may take which step is held by a trigger.
    """

    id = uuid_key()
    village = models.CharField(max_length=63)
    #: The district's code.
    district = models.CharField(max_length=6)
    #: The letter's key in the village.
    letter = models.UUIDField()
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.OFFERED)
    #: Title, number, date, whose, signer: what the list shows.
    facts = models.TextField(blank=True, default="")
    #: The same and the paper.
    payload = models.TextField(null=True)
    #: Who approved, or why not; emptied when the village has it.
    answer = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    #: When the village took note of the answer.
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HandoverState.values), name="district_handover_state_known"),
            models.CheckConstraint(
                condition=Q(state="offered", payload__isnull=False) & ~Q(facts="")
                | ~Q(state="offered") & Q(payload__isnull=True, facts=""),
                name="district_handover_emptied",
            ),
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True) | Q(answer=""), name="district_handover_answer_emptied"
            ),
            models.UniqueConstraint(
                fields=["village", "letter"], condition=Q(state="offered"), name="district_handover_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "created_at"], condition=Q(state="offered"), name="district_handover_open"
            ),
            models.Index(fields=["village"], condition=Q(noted_at__isnull=True), name="district_handover_due"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="district_steps",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("me", "text"), ("desk", "boolean")],
                func=(
                    f"me := {_ME}; desk := current_user::text LIKE '%\\_regency';"
                    " IF TG_OP = 'INSERT' THEN"
                    "   IF NEW.state <> 'offered' OR NEW.village <> coalesce(me, NEW.village) THEN"
                    "     RAISE EXCEPTION 'a letter is offered by its village' USING ERRCODE = '42501'; END IF;"
                    "   RETURN NEW;"
                    " END IF;"
                    " IF (OLD.id, OLD.village, OLD.district, OLD.letter, OLD.created_at)"
                    "    IS DISTINCT FROM (NEW.id, NEW.village, NEW.district, NEW.letter, NEW.created_at)"
                    "    OR (NEW.payload IS NOT NULL AND NEW.payload IS DISTINCT FROM OLD.payload)"
                    "    OR (NEW.facts <> '' AND NEW.facts <> OLD.facts)"
                    "    OR (NEW.answer <> '' AND NEW.answer <> OLD.answer AND me IS NOT NULL)"
                    "    OR (desk AND NEW.noted_at IS DISTINCT FROM OLD.noted_at) THEN"
                    "   RAISE EXCEPTION 'a letter''s hand-over stands' USING ERRCODE = '42501'; END IF;"
                    # The district answers on the regency's side (no village's role); the village takes back and settles.
                    " IF NEW.state <> OLD.state AND NOT ("
                    "   (OLD.state = 'offered' AND NEW.state IN ('accepted', 'refused') AND me IS NULL)"
                    "   OR (OLD.state = 'offered' AND NEW.state = 'withdrawn' AND NOT desk"
                    "     AND NEW.village = coalesce(me, NEW.village))"
                    "   OR (OLD.state = 'accepted' AND NEW.state = 'settled' AND NOT desk"
                    "     AND NEW.village = coalesce(me, NEW.village))) THEN"
                    "   RAISE EXCEPTION 'district hand-over: no step from % to % for %', OLD.state, NEW.state, me"
                    "     USING ERRCODE = '42501'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.letter}"


class DistrictSigner(models.Model):
    """Who signed last for a district: what its form proposes. The regency's side alone sees it."""

    district = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=100)
    nip = models.CharField(max_length=30, blank=True, default="")
    updated_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.district} {self.name}"


class NumberKind(models.TextChoices):
    """Which number stands behind a digest."""

    NIK = "nik", _("NIK")
    KK = "kk", _("Nomor KK")


@access(guarded_by="village", hidden_from_regency=("subject",))
class KeyedHash(models.Model):
    """A number of a village's register as a keyed hash (HMAC-SHA256): enough to find the same number in two villages.

    ``subject`` is the resident's or the family's key in the village: opaque to everybody else, and not even read by the
    regency's role. Without the deployment's key no digest can be worked out from a number.
    """

    village = models.CharField(max_length=63)
    kind = models.CharField(max_length=3, choices=NumberKind.choices)
    digest = models.BinaryField(max_length=32)
    subject = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "kind", "subject"], name="keyed_hash_once")]
        indexes = [models.Index(fields=["digest", "kind"], include=("village",), name="keyed_hash_by_digest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class CaseState(models.TextChoices):
    """Where a case of doubles stands. Settled means that the double is gone, found so by the finder."""

    OPEN = "open", _("Belum ditangani")
    ACKNOWLEDGED = "acknowledged", _("Sedang ditangani")
    SETTLED = "settled", _("Selesai")


class CaseOutcome(models.TextChoices):
    """How a side put it right."""

    MOVED = "moved", _("Pindah ke desa lain")
    MISTAKEN = "mistaken", _("Pencatatan keliru dibatalkan")
    GONE = "gone", _("Nomor sudah diperbaiki")


@access(guarded_by=("village_a", "village_b"), village_writes=("UPDATE",), regency_writes=("INSERT", "UPDATE"))
class DoubleCase(models.Model):
    """The same number counts in two villages. No personal data: the digest, the parties, the state.

    The regency's job finds and closes cases. A village may write only its own agreement to compare and what it did.
    """

    id = uuid_key()
    kind = models.CharField(max_length=3, choices=NumberKind.choices)
    digest = models.BinaryField(max_length=32)
    village_a = models.CharField(max_length=63)
    village_b = models.CharField(max_length=63)
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.OPEN)
    agreed_a_at = models.DateTimeField(null=True)
    agreed_b_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=CaseOutcome.choices, blank=True, default="")
    settled_by = models.CharField(max_length=63, blank=True, default="")
    found_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(village_a__lt=F("village_b")), name="double_case_in_order"),
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="double_case_state_known"),
            models.UniqueConstraint(
                fields=["digest", "kind", "village_a", "village_b"],
                condition=Q(state__in=("open", "acknowledged")),
                name="double_case_once",
            ),
        ]
        indexes = [
            models.Index(fields=["village_a", "-found_at"], name="double_case_by_a"),
            models.Index(fields=["village_b", "-found_at"], name="double_case_by_b"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="own_side",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("me", "text")],
                func=(
                    f"me := {_ME};"
                    " IF me IS NULL THEN RETURN NEW; END IF;"
                    " IF (OLD.id, OLD.kind, OLD.digest, OLD.village_a, OLD.village_b, OLD.found_at, OLD.settled_at)"
                    "    IS DISTINCT FROM"
                    "    (NEW.id, NEW.kind, NEW.digest, NEW.village_a, NEW.village_b, NEW.found_at, NEW.settled_at)"
                    "    OR (me <> OLD.village_a AND NEW.agreed_a_at IS DISTINCT FROM OLD.agreed_a_at)"
                    "    OR (me <> OLD.village_b AND NEW.agreed_b_at IS DISTINCT FROM OLD.agreed_b_at)"
                    "    OR (NEW.settled_by IS DISTINCT FROM OLD.settled_by AND NEW.settled_by <> me)"
                    "    OR (NEW.state <> OLD.state AND NOT (OLD.state = 'open' AND NEW.state = 'acknowledged')) THEN"
                    "   RAISE EXCEPTION 'a village writes its own side of a case' USING ERRCODE = '42501'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.village_a} {self.village_b}"


@access(shared_read=True)
class Publication(models.Model):
    """What the regency hands down: letter templates, announcements, obligations. Villages read it and build on it.

    A newer row of the same kind and key takes the older one's place; a withdrawn one is as if it had never been there.
    ``mandatory``: villages may not change what it says.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    payload = models.JSONField()
    mandatory = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True, default="")
    published_by = models.CharField(max_length=150)
    published_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key", "-id"], name="publication_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


@access(guarded_by="village", village_writes=("INSERT", "UPDATE"))
class Adoption(models.Model):
    """What a village has otherwise than what was handed down: names of the parts, never their content."""

    village = models.CharField(max_length=63)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    differs = models.JSONField(default=list)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "kind", "key"], name="adoption_once")]
        indexes = [models.Index(fields=["kind", "key"], name="adoption_by_key")]

    def __str__(self) -> str:
        return f"{self.village} {self.kind} {self.key}"
