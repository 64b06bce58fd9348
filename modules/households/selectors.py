"""What pages and other modules ask of households."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.registry import PersonLink, SearchHit
from modules.households.models import Household, HouseholdMember, Level
from modules.population.models import Resident
from modules.population.picking import gone, in_territory
from modules.population.selectors import place_words, residents_found
from modules.population.sight import NOTHING, Sight


def _count(condition: Q | None = None, what: str = "pk", *, distinct: bool = False) -> Any:
    rows = HouseholdMember.objects.filter(household=OuterRef("pk")).order_by()
    if condition is not None:
        rows = rows.filter(condition)
    counted = rows.values("household").annotate(n=Count(what, distinct=distinct)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def households_found(
    text: str = "", filters: Mapping[str, Any] | None = None, *, sight: Sight = NOTHING
) -> QuerySet[Household]:  # fmt: skip
    """Households by a member's name or NIK or by their own number, with what a list shows: head and counts.

    Filters: territory (any node's key: where the head lives), welfare_class, in_dtks ("1", "0"), mend ("1": somebody in
    it is gone, or nobody is in it).
    """
    wanted = filters or {}
    head = HouseholdMember.objects.filter(household=OuterRef("pk"), level=Level.HEAD).order_by()
    found = Household.objects.annotate(
        head_id=Subquery(head.values("resident_id")[:1]),
        head_name=Subquery(head.values("resident__name")[:1]),
        people=_count(),
        families=_count(what="resident__family", distinct=True),
        gone=_count(gone()),
    )
    if text.strip():
        people = residents_found(text, {"presence": "all"}, sight=sight).order_by().values("pk")
        mine = HouseholdMember.objects.filter(resident__in=people).order_by().values("household")
        found = found.filter(Q(number__startswith=text.strip()) | Q(pk__in=mine))
    if wanted.get("territory"):
        heads = HouseholdMember.objects.filter(in_territory(wanted["territory"]), level=Level.HEAD).order_by()
        found = found.filter(pk__in=heads.values("household"))
    if wanted.get("welfare_class") not in (None, ""):
        found = found.filter(welfare_class=wanted["welfare_class"])
    if wanted.get("in_dtks") in {"1", "0"}:
        found = found.filter(in_dtks=wanted["in_dtks"] == "1")
    if wanted.get("mend"):
        found = found.filter(to_mend())
    return found


def to_mend() -> Q:
    """Households that an officer should look at: somebody in them is gone, or nobody is in them."""
    some = HouseholdMember.objects.filter(gone()).order_by().values("household")
    any_member = HouseholdMember.objects.order_by().values("household")
    return Q(pk__in=some) | ~Q(pk__in=any_member)


def heads_with_places(keys: list[Any]) -> dict[Any, Resident]:
    """Heads of a page's households by the household's key, with RT and family: one query."""
    rows = HouseholdMember.objects.filter(household__in=keys, level=Level.HEAD).select_related(
        "resident__rt__parent__parent", "resident__family"
    )
    return {each.household_id: each.resident for each in rows}


def members_of(household: Household) -> list[HouseholdMember]:
    """Members with resident, family and RT, head first, families together: one query."""
    return list(
        HouseholdMember.objects.filter(household=household)
        .select_related("resident__family", "resident__rt__parent__parent")
        .order_by("level", "resident__family__number", "resident__shdk", "resident__birth_date", "pk")
    )


def household_of(resident: Resident) -> Household | None:
    """The household that somebody belongs to, or None."""
    row = HouseholdMember.objects.select_related("household").filter(resident=resident).first()
    return row.household if row else None


def counts() -> dict[str, int]:
    """Households with somebody present, their people, and how many to mend."""
    here = HouseholdMember.objects.exclude(gone()).order_by()
    return {
        "households": here.values("household").distinct().count(),
        "people": here.count(),
        "to_mend": Household.objects.filter(to_mend()).count(),
    }


def search_results(actor: Actor, text: str, limit: int = 20) -> list[SearchHit]:
    """Households by number for the office's search box; people are found as people."""
    digits = text.replace(" ", "")
    if not actor.may("households.view") or len(digits) < 4 or not digits.isascii() or not digits.isdigit():
        return []
    found = list(Household.objects.filter(number__startswith=digits)[:limit])
    heads = heads_with_places([each.pk for each in found])
    hits = []
    for each in found:
        head = heads.get(each.pk)
        detail = f"{head.name} · {place_words(head.rt)}" if head else "-"
        hits.append(SearchHit(each.number, detail, reverse("households:household", args=[each.pk]), "Rumah tangga"))
    return hits


def person_links(actor: Actor, resident: Resident) -> list[PersonLink]:
    """The household that a resident is in, for the resident's page."""
    if not actor.may("households.view"):
        return []
    return [
        PersonLink(
            title=_("Rumah tangga {number}").format(number=each.household.number),
            detail=str(each.get_level_display()),
            url=reverse("households:household", args=[each.household_id]),
            icon="home",
        )
        for each in HouseholdMember.objects.filter(resident=resident).select_related("household")
    ]
