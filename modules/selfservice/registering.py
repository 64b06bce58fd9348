"""What the door's pages ask: who waits, and how what was typed compares with the register."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from balai.ui.formats import short_date
from modules.population.models import Resident
from modules.population.names import fold_name
from modules.selfservice.models import Registration, RegistrationState


def registrations(state: str = RegistrationState.WAITING) -> QuerySet[Registration]:
    """Registrations in a state: what waits the longest first, what is decided the newest first."""
    found = Registration.objects.select_related("resident").filter(state=state)
    if state == RegistrationState.WAITING:
        near = Registration.objects.order_by().filter(state=state, address_hash=OuterRef("address_hash"))
        found = found.annotate(alike=Subquery(near.values("address_hash").annotate(n=Count("pk")).values("n")))
    return found.order_by("created_at" if state == RegistrationState.WAITING else "-decided_at", "pk")


@dataclass(frozen=True)
class Compared:
    """One line beside the register: what was typed, what stands there, whether they agree (None: nothing to compare)."""

    label: str
    typed: str
    kept: str
    same: bool | None
    number: bool = False


def matching_resident(registration: Registration) -> Resident | None:
    """Who in the register has the NIK that was typed, and lives here."""
    return (
        Resident.objects.select_related("family", "rt__parent__parent")
        .filter(nik=registration.nik, nik_temporary=False, void_at=None, presence=1)
        .first()
        if registration.nik
        else None
    )


def compare(registration: Registration, resident: Resident | None) -> list[Compared]:
    """What was typed beside what the register says."""
    family = resident.family.number if resident is not None and resident.family is not None else ""
    name, born, phone = (resident.name, resident.birth_date, resident.phone) if resident else ("", None, "")
    return [
        Compared(_("NIK"), registration.nik, resident.nik if resident else "", resident is not None, number=True),
        Compared(_("Nomor KK"), registration.kk_number, family, registration.kk_number == family, number=True),
        Compared(_("Nama"), registration.name, name, fold_name(registration.name) == fold_name(name)),
        Compared(
            _("Tanggal lahir"), short_date(registration.birth_date), short_date(born), registration.birth_date == born
        ),
        Compared(_("Nomor HP"), registration.phone, phone, registration.phone == phone if phone else None),
    ]
