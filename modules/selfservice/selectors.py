"""What the door's pages ask: accounts, who waits for a PIN, who opened a person's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts.models import Role
from balai.db import today
from modules.population.models import Resident, Territory
from modules.population.names import fold_name
from modules.population.selectors import living
from modules.selfservice.models import CitizenAccount

#: Who must hold a KTP-el is offered a PIN when a whole RT is served (UU 24/2013, art. 63).
ADULT = 17


def account_by_nik(nik: str) -> CitizenAccount | None:
    """The account of a NIK with its resident: one query, whether there is one or not."""
    return (
        CitizenAccount.objects.select_related("resident")
        .filter(resident__nik=nik, resident__void_at=None)
        .order_by()
        .first()
    )


def account_of(resident: Resident) -> CitizenAccount | None:
    """A resident's account, or None."""
    return CitizenAccount.objects.filter(resident=resident).first()


def accounts_found(text: str = "", state: str = "") -> QuerySet[CitizenAccount]:
    """Accounts by name or the beginning of a NIK; ``state`` is active, waiting, never or inactive."""
    found = CitizenAccount.objects.select_related("resident__rt__parent__parent")
    text = text.strip()
    if text.isascii() and text.isdigit():
        found = found.filter(resident__nik__startswith=text)
    else:
        for word in fold_name(text).split():
            found = found.filter(resident__name_key__contains=word)
    states = {
        "active": Q(active=True, must_change=False, last_sign_in__isnull=False),
        "waiting": Q(active=True, must_change=True, last_sign_in__isnull=False),
        "never": Q(active=True, last_sign_in__isnull=True),
        "inactive": Q(active=False),
    }
    return found.filter(states.get(state, Q())).order_by("resident__name", "id")


def waiting_for_pin(rt: Territory, *, unused_before: datetime | None = None) -> QuerySet[Resident]:
    """Adults of an RT without an account, by family; with ``unused_before`` also those whose PIN was issued before
    that moment and never used."""
    wanted = Q(citizen_account__isnull=True)
    if unused_before is not None:
        wanted |= Q(
            citizen_account__active=True,
            citizen_account__last_sign_in__isnull=True,
            citizen_account__issued_at__lt=unused_before,
        )
    on = today()
    return (
        living()
        .filter(wanted, rt=rt, nik_temporary=False, birth_date__lte=_years_before(on, ADULT))
        .order_by("family__number", "shdk", "name", "id")
    )


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


@dataclass(frozen=True)
class Reading:
    """Somebody opened or changed a person's data: when, who (by role), what."""

    at: datetime
    who: str
    what: str
    refused: bool


def readings(resident: Resident, limit: int = 100) -> list[Reading]:
    """Who opened a resident's data, newest first; what the person did themselves is left out. Officers are named by
    their role: it is the village that answers for them."""
    rows = audit.readings_of(resident).exclude(actor_kind="citizen", actor_id=str(resident.pk))[:limit]
    return [Reading(row.at, _who(row), _what(row.action), row.outcome == "refused") for row in rows]


def _who(row: Any) -> str:
    if row.actor_role in Role.values:
        return str(Role(row.actor_role).label)
    if row.actor_role == "api":
        return _("Sistem lain yang diberi izin desa")
    return _("Pengelola sistem")


def _what(action: str) -> str:
    words = {
        "population.resident_read": _("Membuka biodata"),
        "population.family_read": _("Membuka kartu keluarga"),
        "population.resident_changed": _("Mengubah biodata"),
        "population.resident_created": _("Mencatat sebagai penduduk"),
        "population.event_recorded": _("Mencatat peristiwa kependudukan"),
        "population.event_undone": _("Membatalkan peristiwa kependudukan"),
        "selfservice.pin_issued": _("Menerbitkan PIN Layanan Mandiri"),
        "selfservice.account_read": _("Membuka akun Layanan Mandiri"),
    }
    if action in words:
        return words[action]
    return _("Membuka biodata") if action.endswith("_read") else _("Memproses data")
