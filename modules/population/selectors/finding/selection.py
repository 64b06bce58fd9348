"""What somebody asked a list for, whole: text, filters, rules, ticked people. The URL holds it; an export's job, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from balai.db import today
from balai.errors import NotFound
from balai.ids import random_base32
from modules.population.codes import Presence
from modules.population.fields import FIELDS, label
from modules.population.models import Resident, Territory
from modules.population.selectors.finding.conditions import birthday, condition_of, within
from modules.population.selectors.finding.rules import BadRule, RuleSet, in_words, read_rules, title_of
from modules.population.selectors.finding.text import Among, Match, matching
from modules.population.sight import NOTHING, Sight

#: What a list may be sorted by: key -> columns (the last makes the order whole).
SORTS = {
    "name": ("name", "id"),
    "nik": ("nik", "id"),
    "birth": ("birth_date", "id"),
    "kk": ("family__number", "shdk", "id"),
    # Keys are made in the order of recording.
    "created": ("id",),
}
#: Orders by a number that is masked without the right, the fields that are, and what asks for a part of one.
_BY_NUMBER = frozenset({"nik", "kk"})
_MASKED = frozenset(name for name, each in FIELDS.items() if each.masked)
_BY_PART = frozenset({"starts", "contains"})
#: Filters that are one parameter of the URL: every coded field by its name, and these.
PLAIN = ("family", "lone", "territory", "age_from", "age_to", "statistik")
CODED = tuple(name for name, each in FIELDS.items() if each.kind == "code")
#: The value of a coded filter that asks for who has not said.
NOT_SAID = "none"
#: How long a list that somebody pasted is kept, in seconds.
LISTED_SECONDS = 4 * 3600


@dataclass(frozen=True)
class Found:
    """Who was found, in order; how many of them only look alike; whether ``text`` decided the order."""

    people: QuerySet[Resident]
    alike: int = 0
    ranked: bool = False


@dataclass(frozen=True)
class Selection:
    """A question to the register. ``listed`` names a pasted list, ``keys`` are ticked people; ``problem`` is a sentence
    about what in the URL makes no sense: nobody is found then, rather than too many. ``sight``: what whoever asks may see;
    what they may not see they do not find anybody by either."""

    text: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    rules: RuleSet = field(default_factory=RuleSet)
    listed: str = ""
    keys: tuple[str, ...] = ()
    problem: str = ""
    sight: Sight = NOTHING

    @property
    def empty(self) -> bool:
        """Whether everybody is meant."""
        return not (self.text.strip() or self.filters or self.rules or self.listed or self.keys or self.problem)

    @classmethod
    def from_query(cls, asked: QueryDict, sight: Sight = NOTHING) -> Selection:
        """What a list's URL asks for. Nonsense in plain filters is left out; in rules it becomes the ``problem``."""
        rules, problem = RuleSet(), ""
        try:
            within_groups = {number: asked.get(f"g{number}", "") for number in range(1, 10)}
            rules = read_rules(asked.getlist("r"), asked.get("m", ""), within_groups)
        except BadRule as error:
            problem = error.message()
        found = cls(
            text=asked.get("q", "")[:200], filters=_plain(asked), rules=rules, listed=asked.get("daftar", "")[:40],
            problem=problem, sight=sight,
        )  # fmt: skip
        return found if problem else replace(found, problem=found.beyond())

    def beyond(self) -> str:
        """A sentence about what whoever asks may not ask, or "": a masked number by its part, health at all."""
        names = [*self.filters, *(rule.field for rule in self.rules.rules)]
        hidden = next((name for name in names if name in FIELDS and not self.sight.sees(FIELDS[name])), "")
        if hidden:
            return _("{title}: Anda tidak berhak melihat isian ini, jadi juga tidak menyaring dengannya.").format(
                title=title_of(hidden)
            )
        if (
            "statistik" in self.filters
            and number_of(self.filters["statistik"]).category.sensitive
            and not self.sight.health
        ):
            return _("Anda tidak berhak melihat siapa saja di balik angka kesehatan.")
        part = next((rule for rule in self.rules.rules if rule.op in _BY_PART and rule.field in _MASKED), None)
        if part is not None and not self.sight.numbers:
            return _("{title}: tanpa hak melihat NIK dan KK lengkap, carilah dengan nomor yang utuh.").format(
                title=title_of(part.field)
            )
        return ""

    def parameters(self) -> list[tuple[str, str]]:
        """As the URL has it, ticked people left out."""
        found = [("q", self.text)] if self.text.strip() else []
        found += [(name, str(value)) for name, value in self.filters.items()]
        found += [("daftar", self.listed)] if self.listed else []
        return found + self.rules.parameters()

    def query_string(self) -> str:
        """The URL's part after "?"."""
        asked = QueryDict(mutable=True)
        for name, value in self.parameters():
            asked.appendlist(name, value)
        return asked.urlencode()

    def to_args(self) -> dict[str, Any]:
        """As JSON, for a job."""
        return {"query": self.query_string(), "keys": list(self.keys)}

    @classmethod
    def from_args(cls, args: Mapping[str, Any], sight: Sight = NOTHING) -> Selection:
        """Out of JSON.

        Raises:
            BadRule: a rule that was good once makes no sense any more, or asks for more than may be seen.
        """
        found = cls.from_query(QueryDict(str(args.get("query", ""))), sight)
        if found.problem:
            raise BadRule(found.problem)
        return found.of(args.get("keys", ()))

    def of(self, keys: Iterable[Any]) -> Selection:
        """The same, of some people alone."""
        return replace(self, keys=tuple(str(key) for key in keys))

    def found(self, *, sort: str = "", on: date | None = None) -> Found:
        """Who fits, in order: as asked (``sort``), else the best first where there is a text, else by name."""
        people = Resident.objects.filter(void_at=None)
        if self.problem or self.beyond():
            return Found(people.none())
        people = people.filter(self._condition(on or today()))
        if self.listed:
            people = people.filter(Among("pk", listed_keys(self.listed)))
        if self.keys:
            people = people.filter(Among("pk", [UUID(key) for key in self.keys]))
        match = matching(self.text, whole=self.sight.numbers) if self.text.strip() else Match(Q())
        people = people.filter(match.condition)
        key = sort.removeprefix("-")
        # An order tells a masked number as well as a search does.
        columns = SORTS.get(key) if self.sight.numbers or key not in _BY_NUMBER else None
        if columns is not None:
            return Found(people.order_by(*(f"-{each}" if sort[0] == "-" else each for each in columns)), match.alike)
        if match.rank is not None:
            return Found(people.alias(rank=match.rank).order_by("rank", *SORTS["name"]), match.alike, ranked=True)
        return Found(people.order_by(*SORTS["name"]), match.alike)

    def _condition(self, on: date) -> Q:
        found = condition_of(self.rules, on)
        # Who is asked for by list, by tick or by a number of the statistics is meant wherever they are now.
        named = self.listed or self.keys or "statistik" in self.filters
        named = named or any(rule.field == "presence" for rule in self.rules.rules)
        presence = self.filters.get("presence", "all" if named else Presence.PRESENT)
        if presence not in ("all", None, ""):
            found &= Q(presence=presence)
        for name, value in self.filters.items():
            if value in (None, "") or name == "presence":
                continue
            found &= _PLAIN[name](value, on) if name in _PLAIN else _coded(name, value)
        return found

    def chips(self) -> list[tuple[str, str]]:
        """Filters that are on: what a person reads, and the query string without it."""
        places = self._places()
        found = []
        for name, value in self.filters.items():
            rest = replace(self, filters={key: each for key, each in self.filters.items() if key != name})
            found.append((_plain_words(name, value, places), rest.query_string()))
        for rule in self.rules.rules:
            others = tuple(each for each in self.rules.rules if each is not rule)
            rest = replace(self, rules=replace(self.rules, rules=others))
            found.append((in_words(rule, places), rest.query_string()))
        if self.listed:
            found.append((_("Daftar NIK yang ditempel"), replace(self, listed="").query_string()))
        return found

    def lines(self) -> list[str]:
        """In words, for the head of an export; what was searched for is left to who reads the names."""
        places = self._places()
        lines = [_plain_words(name, value, places) for name, value in self.filters.items()]
        for number, rules in self.rules.groups():
            join = _(" atau ") if self.rules.within.get(number) == "any" else _(" dan ")
            lines.append(join.join(in_words(rule, places) for rule in rules))
        if len(self.rules.groups()) > 1:
            lines.append(_("Cukup satu kelompok syarat") if self.rules.among == "any" else _("Semua kelompok syarat"))
        if self.text.strip():
            lines.append(_("Pencarian: {text}").format(text=self.text.strip()))
        if self.listed:
            lines.append(_("Daftar NIK yang ditempel"))
        if self.keys:
            lines.append(_("{n} orang yang dipilih").format(n=len(self.keys)))
        return lines

    def audited(self) -> dict[str, Any]:
        """What the audit keeps of it: codes and names of fields, never what was typed."""
        found: dict[str, Any] = {
            "filters": {name: value for name, value in self.filters.items() if name != "family"},
            "rules": [f"{rule.field}.{rule.op}" for rule in self.rules.rules],
        }
        return found | {"searched": bool(self.text.strip()), "listed": bool(self.listed), "ticked": len(self.keys)}

    def _places(self) -> dict[str, str]:
        keys = {value for name, value in self.filters.items() if name == "territory" and value != NOT_SAID}
        keys |= {rule.parsed[0] for rule in self.rules.rules if rule.field == "territory" and rule.parsed}
        return {str(node.pk): str(node) for node in Territory.objects.filter(pk__in=keys)} if keys else {}


def remember_list(keys: Sequence[Any]) -> str:
    """Keep a list of people that is too long for a URL, for a few hours; returns its name in the URL. Keys alone are kept,
    in this village's own part of the cache."""
    token = random_base32(26)
    cache.set(f"population.listed:{token}", [str(key) for key in keys], LISTED_SECONDS)
    return token


def listed_keys(token: str) -> list[UUID]:
    """The people of a kept list; nobody where it has run out."""
    return [UUID(key) for key in cache.get(f"population.listed:{token}") or []]


def is_kept(token: str) -> bool:
    """Whether a list is still there."""
    return cache.get(f"population.listed:{token}") is not None


# -- plain filters -----------------------------------------------------------------------------------------------------


def _plain(asked: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (*CODED, *PLAIN):
        value = asked.get(name, "").strip()
        if not value:
            continue
        if name in {"territory", "family"}:
            if name == "territory" and value == NOT_SAID:
                found[name] = value
            elif (key := _key(value)) is not None:
                found[name] = key
        elif name == "statistik":
            # What no category knows is left out, like every nonsense in plain filters.
            with suppress(NotFound):
                found[name] = number_of(value[:300]).token
        elif (name == "presence" and value == "all") or (name in CODED and value == NOT_SAID):
            found[name] = value
        elif value.isascii() and value.isdigit() and len(value) <= 3:
            found[name] = int(value)
    return found


def number_of(token: str) -> Any:
    """A number of the statistics by its name; its room stands on this one, so it is asked when it is needed."""
    from modules.population.statistics.asking import Number

    return Number.of(token)


def _key(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _coded(name: str, value: Any) -> Q:
    path = FIELDS[name].path
    return Q(**{f"{path}__isnull": True}) if value == NOT_SAID else Q(**{path: value})


_PLAIN: dict[str, Any] = {
    "statistik": lambda value, on: Q(pk__in=number_of(value).keys()),
    "family": lambda value, on: Q(family=value),
    "lone": lambda value, on: Q(family=None),
    "territory": lambda value, on: Q(rt=None) if value == NOT_SAID else within(value),
    "age_from": lambda value, on: Q(birth_date__lte=birthday(on, int(value))),
    "age_to": lambda value, on: Q(birth_date__gt=birthday(on, int(value) + 1)),
}


def _plain_words(name: str, value: Any, places: Mapping[str, str]) -> str:
    if name == "statistik":
        return str(number_of(value).words)
    if name == "territory":
        return _("Tanpa RT") if value == NOT_SAID else places.get(str(value), _("Wilayah yang sudah tidak ada"))
    if name == "presence" and value == "all":
        return _("Semua status")
    if name in CODED:
        said = _("belum diisi") if value == NOT_SAID else label(FIELDS[name].choices, value)
        return f"{title_of(name)}: {said}"
    words = {
        "age_from": _("Umur dari {v}"), "age_to": _("Umur sampai {v}"), "lone": _("Tanpa KK"), "family": _("Satu keluarga"),
    }  # fmt: skip
    return words[name].format(v=value)
