"""Finding people: one box, plain filters, rules, pasted lists. Lists, exports, pickers and the API ask here and no other way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from balai.actor import Actor
from balai.registry import SearchHit
from balai.ui.formats import age, mask
from modules.population.codes import Presence
from modules.population.fields import label
from modules.population.models import Resident
from modules.population.selectors.finding.conditions import birthday, ktp_due
from modules.population.selectors.finding.rules import BadRule, Rule, RuleSet, make_rule, read_rules
from modules.population.selectors.finding.selection import SORTS, Found, Selection, is_kept, remember_list
from modules.population.selectors.register import place_words
from modules.population.sight import NOTHING, Sight

__all__ = [
    "SORTS", "BadRule", "Found", "Rule", "RuleSet", "Selection", "birthday", "for_list", "is_kept", "ktp_due", "make_rule",
    "read_rules", "remember_list", "residents_found", "search_results",
]  # fmt: skip


def residents_found(
    text: str = "", filters: Mapping[str, Any] | None = None, *, sort: str = "", sight: Sight = NOTHING, **more: Any
) -> QuerySet[Resident]:
    """Residents whom a text means (``matching``: name, NIK, KK, former NIK, address, phone) and plain filters, as far as
    whoever asks may see (``sight``): a page passes ``Sight.of(actor)``.

    Filters: every coded field by its name (a code, or "none" for who has not said), presence (a code, or "all"; who is
    here by default), territory (any node's key), age_from, age_to, family (key), lone ("1": without a card). Ordered by
    ``sort`` (a key of :data:`SORTS`, "-" turns it), else the best match first, else by name.
    """
    wanted = {key: value for key, value in {**(filters or {}), **more}.items() if value not in (None, "")}
    if "presence" in {**(filters or {}), **more} and "presence" not in wanted:
        wanted["presence"] = "all"
    return Selection(text=text, filters=wanted, sight=sight).found(sort=sort).people


def for_list(found: QuerySet[Resident]) -> QuerySet[Resident]:
    """What a list's rows show, in one query."""
    return found.select_related("family", "rt__parent__parent").only(
        "nik", "nik_temporary", "name", "sex", "birth_date", "shdk", "occupation", "presence", "residency", "family__number",
        "rt__name", "rt__kind", "rt__parent__name", "rt__parent__kind", "rt__parent__parent__name",
        "rt__parent__parent__kind",
    )  # fmt: skip


def search_results(actor: Actor, text: str, limit: int = 20) -> list[SearchHit]:
    """People for the office's search box."""
    if not actor.may("population.view"):
        return []
    found = residents_found(text, {"presence": "all"}, sight=Sight.of(actor)).select_related("rt__parent__parent")[
        :limit
    ]
    shown = actor.may("population.view_nik")
    return [
        SearchHit(
            title=each.name,
            detail=f"{each.nik if shown else mask(each.nik)} · {age(each.birth_date)} · {place_words(each.rt)}"
            + ("" if each.is_here else f" · {label(Presence, each.presence)}"),
            url=f"/kantor/penduduk/{each.pk}/",
            group="Penduduk",
        )
        for each in found
    ]
