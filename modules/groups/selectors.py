"""What pages and other modules ask of groups and institutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.registry import PersonLink, SearchHit
from balai.ui.formats import short_date
from modules.groups.models import Category, Group, Kind, Member, Position
from modules.population.models import Resident
from modules.population.picking import gone
from modules.population.selectors import residents_found
from modules.population.sight import NOTHING, Sight


def _count(condition: Q) -> Any:
    rows = Member.objects.filter(condition, group=OuterRef("pk")).order_by()
    counted = rows.values("group").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def groups_found(
    kind: str, text: str = "", filters: Mapping[str, Any] | None = None, *, sight: Sight = NOTHING
) -> QuerySet[Group]:  # fmt: skip
    """Groups of a kind by name, code or a member's name or NIK, with what a list shows: chair and counts.

    Filters: category (key), state ("closed": dissolved, "all": both; living ones else), mend ("1": a member is gone).
    """
    wanted = filters or {}
    chair = Member.objects.filter(group=OuterRef("pk"), position=Position.CHAIR, until=None).order_by()
    found = (
        Group.objects.filter(kind=kind)
        .select_related("category")
        .annotate(
            chair_name=Subquery(chair.values("resident__name")[:1]),
            people=_count(Q(until=None)),
            gone=_count(Q(until=None) & gone()),
        )
    )
    state = wanted.get("state", "")
    if state != "all":
        found = found.filter(closed_on__isnull=state != "closed")
    if wanted.get("category"):
        found = found.filter(category=wanted["category"])
    if wanted.get("mend"):
        found = found.filter(pk__in=Member.objects.filter(gone(), until=None).order_by().values("group"))
    text = text.strip()
    if text:
        people = residents_found(text, {"presence": "all"}, sight=sight).order_by().values("pk")
        mine = Member.objects.filter(resident__in=people, until=None).order_by().values("group")
        found = found.filter(Q(name__icontains=text) | Q(code__istartswith=text) | Q(pk__in=mine))
    return found


def members_of(group: Group, *, former: bool = False) -> QuerySet[Member]:
    """Members now, chair first, or those of the past, latest first; with resident and RT."""
    rows = Member.objects.filter(group=group, until__isnull=not former)
    # What is written out (Seksi Humas) stands between the treasurer and the ordinary members.
    rank = Coalesce(F("position"), 50)
    order: list[Any] = ["-until", "pk"] if former else [rank, "position_title", "pk"]
    return rows.select_related("resident__rt__parent__parent").order_by(*order)


def memberships_of(resident: Resident) -> QuerySet[Member]:
    """Every membership of somebody, present ones first."""
    return Member.objects.filter(resident=resident).select_related("group__category").order_by(
        F("until").desc(nulls_first=True), "group__name"
    )  # fmt: skip


def categories_of(kind: str) -> QuerySet[Category]:
    """Categories of a kind with the number of their groups."""
    return Category.objects.filter(kind=kind).annotate(n=Count("groups")).order_by("name")


def to_mend(kind: str) -> int:
    """How many living groups have members who died or moved."""
    rows = Member.objects.filter(gone(), until=None, group__kind=kind)
    return rows.order_by().values("group").distinct().count()


def search_results(actor: Actor, text: str, limit: int = 20) -> list[SearchHit]:
    """Groups and institutions by name or code for the office's search box."""
    text = text.strip()
    if not actor.may("groups.view") or len(text) < 2:
        return []
    found = Group.objects.filter(Q(name__icontains=text) | Q(code__istartswith=text)).select_related("category")
    return [
        SearchHit(
            each.name, f"{Kind(each.kind).label} · {each.category.name} · {each.code}",
            reverse(f"groups:{each.kind}_page", args=[each.pk]), "Kelompok dan lembaga",
        )
        for each in found.order_by("name")[:limit]
    ]  # fmt: skip


def person_links(actor: Actor, resident: Resident) -> list[PersonLink]:
    """Groups and institutions that a resident is or was in, for the resident's page; the present ones first."""
    if not actor.may("groups.view"):
        return []
    return [
        PersonLink(
            title=each.group.name,
            detail=each.position_words
            if each.is_open
            else _("{position}, sampai {day}").format(position=each.position_words, day=short_date(each.until)),
            url=reverse(f"groups:{each.group.kind}_page", args=[each.group_id]),
            icon="users",
        )
        for each in memberships_of(resident)
    ]
