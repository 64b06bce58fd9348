"""What pages and other modules ask of supplements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.indicators.suppression import suppress
from balai.registry import PersonLink, PublicLink, SearchHit
from modules.population.codes import Sex, Shdk
from modules.population.models import FamilyCard, Resident
from modules.population.picking import gone, in_territory
from modules.population.selectors import living, residents_found
from modules.population.sight import NOTHING, Sight
from modules.supplements.models import Entry, Supplement, SupplementColumn

#: A count below this points at people: the public site does not show it.
MIN_CELL = 5


def supplements_found(text: str = "") -> QuerySet[Supplement]:
    """Lists by name or source, with how many entries and own columns they have."""
    found = Supplement.objects.annotate(rows=Count("entries", distinct=True), own=Count("columns", distinct=True))
    if text.strip():
        found = found.filter(Q(name__icontains=text.strip()) | Q(source__icontains=text.strip()))
    return found


def columns_of(supplement: Supplement) -> list[SupplementColumn]:
    """Its own columns in order."""
    return list(supplement.columns.all())


def _without_people() -> Any:
    """Families that nobody is here of any more."""
    return ~Exists(living().filter(family=OuterRef("family_id")))


def gone_entries(supplement: Supplement) -> QuerySet[Entry]:
    """Entries whose person died or moved, or whose family has nobody left here."""
    rows = Entry.objects.filter(supplement=supplement)
    return rows.filter(_without_people()) if supplement.of_families else rows.filter(gone())


def entries_found(
    supplement: Supplement, text: str = "", filters: Mapping[str, Any] | None = None, *, sight: Sight = NOTHING
) -> QuerySet[Entry]:  # fmt: skip
    """Entries of a list with what its table shows: ``person_name`` (for families, the head's) and ``is_gone``.

    Filters: territory (any node's key), sex (lists of residents), mend ("1": gone), and ``c_<key>`` for a choice column.
    """
    wanted = filters or {}
    rows = Entry.objects.filter(supplement=supplement)
    if supplement.of_families:
        head = living().filter(family=OuterRef("family_id"), shdk=Shdk.HEAD).order_by().values("name")[:1]
        rows = rows.select_related("family__rt__parent__parent").annotate(
            person_name=Subquery(head), is_gone=_without_people()
        )  # fmt: skip
    else:
        here = Exists(living().filter(pk=OuterRef("resident_id")))
        rows = rows.select_related("resident__family", "resident__rt__parent__parent").annotate(
            person_name=Subquery(Resident.objects.filter(pk=OuterRef("resident_id")).values("name")[:1]), is_gone=~here
        )
    if wanted.get("territory"):
        rows = rows.filter(
            in_territory(wanted["territory"], "family__rt" if supplement.of_families else "resident__rt")
        )
    if wanted.get("sex") and not supplement.of_families:
        rows = rows.filter(resident__sex=wanted["sex"])
    if wanted.get("mend"):
        rows = rows.filter(is_gone=True)
    for key, value in wanted.items():
        if key.startswith("c_") and value:
            rows = rows.filter(**{f"values__{key[2:]}": value})
    if text.strip():
        people = residents_found(text, {"presence": "all"}, sight=sight).order_by()
        subject = Q(family__in=people.exclude(family=None).values("family_id")) if supplement.of_families else Q(
            resident__in=people.values("pk")
        )  # fmt: skip
        rows = rows.filter(subject | Q(note__icontains=text.strip()))
    return rows


def entries_of(subject: Resident | FamilyCard) -> QuerySet[Entry]:
    """Every list that somebody (or a family) stands in."""
    key = "family" if isinstance(subject, FamilyCard) else "resident"
    return Entry.objects.filter(**{key: subject}).select_related("supplement").order_by("supplement__name")


@dataclass(frozen=True)
class PublicCount:
    """What everybody may know of a published list. None: fewer than five, so not shown."""

    supplement: Supplement
    total: int | None
    male: int | None
    female: int | None


def published() -> list[PublicCount]:
    """Published lists with their counts of who is here, small ones hidden: two queries."""
    lists = list(Supplement.objects.filter(published=True).order_by("name"))
    people: dict[Any, dict[tuple[str, ...], int]] = {each.pk: {("L",): 0, ("P",): 0} for each in lists}
    rows = Entry.objects.filter(supplement__published=True, resident__isnull=False).exclude(gone()).order_by()
    for key, sex, n in rows.values_list("supplement_id", "resident__sex").annotate(n=Count("pk")):
        people[key][("L",) if sex == Sex.MALE else ("P",)] = n
    families = (
        Entry.objects.filter(supplement__published=True, family__isnull=False).exclude(_without_people()).order_by()
    )
    cards = dict(families.values_list("supplement_id").annotate(n=Count("pk")))
    found = []
    for each in lists:
        counted = people[each.pk]
        total = cards.get(each.pk, 0) if each.of_families else sum(counted.values())
        small = 0 < total < MIN_CELL
        shown = suppress(counted, MIN_CELL)
        found.append(
            PublicCount(
                each, None if small else total, None if small or each.of_families else shown[("L",)],
                None if small or each.of_families else shown[("P",)],
            )
        )  # fmt: skip
    return found


def public_links() -> list[PublicLink]:
    """The line on the village's front page, where something is published."""
    number = Supplement.objects.filter(published=True).count()
    words = _("{n} daftar data suplemen, dalam angka").format(n=number)
    return [PublicLink(words, reverse("supplements_public:list"), "table")] if number else []


def search_results(actor: Actor, text: str, limit: int = 20) -> list[SearchHit]:
    """Lists by name for the office's search box."""
    if not actor.may("supplements.view") or len(text.strip()) < 3:
        return []
    found = Supplement.objects.filter(name__icontains=text.strip()).order_by("name")[:limit]
    return [
        SearchHit(each.name, each.get_target_display(), reverse("supplements:page", args=[each.pk]), "Data suplemen")
        for each in found
    ]


def person_links(actor: Actor, resident: Resident) -> list[PersonLink]:
    """The lists that a resident stands in, for the resident's page."""
    if not actor.may("supplements.view"):
        return []
    return [
        PersonLink(
            title=each.supplement.name,
            detail=_("Data suplemen"),
            url=reverse("supplements:page", args=[each.supplement_id]),
            icon="list",
        )
        for each in entries_of(resident)
    ]
