"""What pages and other modules ask of the register."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from balai.db import today
from modules.population.codes import Presence, Residency
from modules.population.models import (
    FamilyCard,
    PopulationEvent,
    RegisterState,
    Resident,
    Territory,
    TerritoryKind,
)
from modules.population.selectors.balance import counts_at


def living() -> QuerySet[Resident]:
    """Who is here: present and not void."""
    return Resident.objects.filter(presence=Presence.PRESENT, void_at=None)


def counted() -> QuerySet[Resident]:
    """Who counts in balances, books and numbers: TETAP and present, with or without a family."""
    return living().filter(residency=Residency.PERMANENT)


def resident_by_nik(nik: str) -> Resident | None:
    """The resident with this NIK, whatever the presence; else whose NIK it was once; None where it is nobody's."""
    found = Resident.objects.filter(nik=nik, void_at=None).first()
    return found or Resident.objects.filter(former_niks__nik=nik, void_at=None).first()


def family_of(resident: Resident) -> list[Resident]:
    """The family's present members, head first."""
    if resident.family_id is None:
        return []
    return list(living().filter(family=resident.family_id).order_by("shdk", "birth_date", "pk"))


def members_of(family: FamilyCard) -> list[Resident]:
    """All who stand under a card and are not void, head first, those gone last."""
    return list(Resident.objects.filter(family=family, void_at=None).order_by("presence", "shdk", "birth_date", "pk"))


def families_with_members() -> QuerySet[FamilyCard]:
    """Families with somebody present, their members in ``ordered_members`` (head first): two queries however many."""
    members = Resident.objects.filter(void_at=None).order_by("presence", "shdk", "birth_date", "pk")
    return (
        FamilyCard.objects.filter(void_at=None, pk__in=living().values("family_id"))
        .order_by("number")
        .prefetch_related(Prefetch("members", queryset=members, to_attr="ordered_members"))
    )


def place_words(rt: Territory | None) -> str:
    """ "RT 001/RW 002 Dusun KRAJAN"."""
    if rt is None:
        return "-"
    above = rt.parent
    if above is None:
        return f"RT {rt.name}"
    if above.kind == TerritoryKind.RW:
        dusun = above.parent.name if above.parent else ""
        return f"RT {rt.name}/RW {above.name} Dusun {dusun}"
    return f"RT {rt.name} Dusun {above.name}"


def counts() -> dict[str, int]:
    """Residents by sex, and families, as the balance counts them today: one query."""
    found = counts_at(today())
    return {"total": found.people, "male": found.male, "female": found.female, "families": found.families}


def complete_on() -> date | None:
    """Since when the village's data count as complete; None while they do not."""
    return RegisterState.objects.values_list("complete_on", flat=True).first()


def events_of(resident: Resident) -> QuerySet[PopulationEvent]:
    """A person's ledger, oldest first."""
    return resident.events.select_related("undone_by").prefetch_related("amendments").order_by("id")


def history_of(resident_id: UUID, limit: int = 50) -> list[dict[str, Any]]:
    """Past values of a person's columns, newest first: what changed from what, and when it stopped holding."""
    from django.apps import apps

    model = apps.get_model("population", "ResidentEvent")
    rows = list(model.objects.filter(id=resident_id).order_by("-pgh_id").values()[:limit])
    now: dict[str, Any] = dict(Resident.objects.filter(pk=resident_id).values().first() or {})
    found = []
    later = now
    for row in rows:
        changed = {
            column: (row[column], later.get(column))
            for column in row
            if not column.startswith("pgh_")
            and column not in {"updated_at", "name_key"}
            and row[column] != later.get(column)
        }
        if changed:
            found.append({"at": row["pgh_created_at"], "changed": changed})
        later = row
    return found
