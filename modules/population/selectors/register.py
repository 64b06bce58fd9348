"""What pages and other modules ask of the register."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from balai.ui.formats import years
from modules.population.codes import Presence, Residency, Sex
from modules.population.models import (
    FamilyCard,
    PopulationEvent,
    RegisterState,
    Resident,
    Territory,
    TerritoryKind,
)


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
    """Residents by sex, and families (one counts while one of its members does, as in the balance): one query."""
    return counted().aggregate(
        total=Count("pk"), male=Count("pk", filter=Q(sex=Sex.MALE)), female=Count("pk", filter=Q(sex=Sex.FEMALE)),
        families=Count("family_id", distinct=True),
    )  # fmt: skip


def complete_on() -> date | None:
    """Since when the village's data count as complete; None while they do not."""
    return RegisterState.objects.values_list("complete_on", flat=True).first()


def events_of(resident: Resident) -> QuerySet[PopulationEvent]:
    """A person's ledger, oldest first."""
    return resident.events.select_related("undone_by").order_by("id")


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


BANDS = [(low, low + 4) for low in range(0, 75, 5)] + [(75, 200)]


def band_of(born: date | None, on: date) -> str:
    """The five-year band of somebody on a day: "00-04" ... "75+"; "?" where the birth date is unknown."""
    if born is None:
        return "?"
    number = max(0, years(born, on))
    return "75+" if number >= 75 else f"{number // 5 * 5:02d}-{number // 5 * 5 + 4:02d}"


def statistics(on: date) -> dict[str, list[tuple[str, int, int]]]:
    """The village's own tables by (label, L, P): age bands, religion, education, occupation, marital status."""
    from modules.population import codes

    found: dict[str, list[tuple[str, int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(75, extract(year FROM age(%s::date, birth_date))::int / 5 * 5), sex, count(*) "
            "FROM population_resident WHERE presence = 1 AND void_at IS NULL AND residency = 1 GROUP BY 1, 2",
            [on],
        )
        bands: dict[Any, list[int]] = {}
        for low, sex, number in cursor.fetchall():
            bands.setdefault(low, [0, 0])[sex - 1] = number
    found["age"] = [("75+" if low == 75 else f"{low}-{low + 4}", *bands.get(low, [0, 0])) for low in range(0, 80, 5)]  # type: ignore[misc]
    if None in bands:
        found["age"].append(("Belum mengisi", *bands[None]))  # type: ignore[arg-type]
    for column, choices in (
        ("religion", codes.Religion), ("education", codes.Education), ("occupation", codes.Occupation),
        ("marital_status", codes.MaritalStatus),
    ):  # fmt: skip
        rows: dict[Any, list[int]] = {}
        for code, sex, number in counted().order_by().values_list(column, "sex").annotate(n=Count("pk")):
            rows.setdefault(code, [0, 0])[sex - 1] = number
        labels = dict(choices.choices)
        table = [(str(labels.get(code, "Belum mengisi")), *both) for code, both in rows.items() if code is not None]
        table.sort(key=lambda row: -(row[1] + row[2]))  # type: ignore[operator]
        if None in rows:
            table.append(("Belum mengisi", *rows[None]))
        found[column] = table  # type: ignore[assignment]
    return found
