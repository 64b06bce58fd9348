"""A rule as a condition of the database. Nothing here joins what could list a person twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from balai.db import today
from modules.population.codes import KtpRecord, MaritalStatus
from modules.population.fields import FIELDS
from modules.population.models import PopulationEvent, Resident, ResidentDocument, Territory
from modules.population.names import words_of
from modules.population.selectors.finding.rules import Rule, RuleSet, kind_of

#: Who must have a KTP: seventeen, or married ever (Law 24/2013 art. 63).
KTP_AGE = 17
#: Moments that rules ask for by their day in the village's zone.
_MOMENTS = {"created_at", "updated_at"}


def condition_of(rules: RuleSet, on: date | None = None) -> Q:
    """All rules as one condition; nothing for no rules."""
    if not rules:
        return Q()
    day = on or today()
    groups = []
    for number, found in rules.groups():
        join = or_ if rules.within.get(number) == "any" else and_
        groups.append(reduce(join, [condition(rule, day) for rule in found]))
    return reduce(or_ if rules.among == "any" else and_, groups)


def condition(rule: Rule, on: date) -> Q:
    """One rule."""
    return _KINDS[kind_of(rule.field)](rule, on)


def birthday(on: date, age_in_years: int) -> date:
    """The day on which somebody who has just turned so old was born (29 February counts from the 28th)."""
    year = max(1, on.year - age_in_years)
    try:
        return on.replace(year=year)
    except ValueError:
        return on.replace(year=year, day=28)


def within(node: Any) -> Q:
    """Who lives in a dusun, RW or RT: one subquery, where an OR over three joins would read everybody."""
    below = Territory.objects.filter(Q(pk=node) | Q(parent=node) | Q(parent__parent=node))
    return Q(rt__in=below.order_by().values("pk"))


def ktp_due(on: date) -> Q:
    """Who must have a KTP and has not been recorded for one."""
    old_enough = Q(birth_date__lte=birthday(on, KTP_AGE)) | Q(marital_status__gt=MaritalStatus.UNMARRIED)
    return old_enough & (Q(ktp_record=None) | Q(ktp_record__lte=KtpRecord.BELUM_REKAM))


def _empty(path: str, field: Any) -> Q:
    if field.kind in {"text", "digits"}:
        # A lone resident has no family whose address could be filled in.
        return Q(**{path: ""}) | Q(**{f"{path}__isnull": True}) if "__" in path else Q(**{path: ""})
    return Q(**{f"{path}__isnull": True})


def _text(rule: Rule, on: date) -> Q:
    field = FIELDS[rule.field]
    path = field.path
    if rule.op == "empty":
        return _empty(path, field)
    if rule.op == "filled":
        return ~_empty(path, field)
    (value,) = rule.parsed
    if rule.field == "name":
        return _name(rule.op, value)
    if field.kind == "digits":
        value = value.replace(" ", "").replace(".", "")
    lookup = {"contains": "icontains", "starts": "istartswith"}.get(rule.op, "iexact")
    if rule.field in {"nik", "family_number"}:
        lookup = lookup.removeprefix("i")
    found = Q(**{f"{path}__{lookup}": value})
    return ~found if rule.op == "not" else found


def _name(op: str, value: str) -> Q:
    """Names are compared by their folded key, as the search box does."""
    keys = words_of(value)
    whole = " ".join(each[0] for each in keys)
    if op == "starts":
        return Q(name_key__startswith=whole)
    if op in {"is", "not"}:
        return ~Q(name_key=whole) if op == "not" else Q(name_key=whole)
    return reduce(and_, [reduce(or_, [Q(name_key__contains=key) for key in each]) for each in keys], Q())


def _code(rule: Rule, on: date) -> Q:
    path = FIELDS[rule.field].path
    if rule.op in {"empty", "filled"}:
        return Q(**{f"{path}__isnull": rule.op == "empty"})
    if rule.op == "in":
        return Q(**{f"{path}__in": list(rule.parsed)})
    found = Q(**{path: rule.parsed[0]})
    # Who has not said is not Muslim either: "bukan" counts them.
    return ~found if rule.op == "not" else found


def _date(rule: Rule, on: date) -> Q:
    path = FIELDS[rule.field].path
    if rule.op in {"empty", "filled"}:
        return Q(**{f"{path}__isnull": rule.op == "empty"})
    first, last = rule.parsed[0], rule.parsed[-1]
    if rule.field in _MOMENTS:
        return _moment(path, rule.op, first, last)
    if rule.op == "between":
        return Q(**{f"{path}__gte": first, f"{path}__lte": last})
    return Q(**{f"{path}__lt" if rule.op == "before" else f"{path}__gt" if rule.op == "after" else path: first})


def _moment(path: str, op: str, first: date, last: date) -> Q:
    begins, ends = _midnight(first), _midnight(last, after=1)
    if op == "before":
        return Q(**{f"{path}__lt": begins})
    if op == "after":
        return Q(**{f"{path}__gte": ends})
    return Q(**{f"{path}__gte": begins, f"{path}__lt": ends})


def _midnight(day: date, after: int = 0) -> datetime:
    # The last day that a date can hold has no day after it.
    later = day if day == date.max else day + timedelta(days=after)
    try:
        return timezone.make_aware(datetime.combine(later, time.min))
    except OverflowError:
        return datetime.combine(later, time.min, tzinfo=timezone.get_fixed_timezone(0))


def _number(rule: Rule, on: date) -> Q:
    path = FIELDS[rule.field].path
    if rule.op in {"empty", "filled"}:
        return Q(**{f"{path}__isnull": rule.op == "empty"})
    if rule.op == "between":
        return Q(**{f"{path}__gte": rule.parsed[0], f"{path}__lte": rule.parsed[1]})
    return Q(**{{"least": f"{path}__gte", "most": f"{path}__lte"}.get(rule.op, path): rule.parsed[0]})


def _age(rule: Rule, on: date) -> Q:
    day = rule.parsed[-1] or on
    found = Q()
    if rule.op in {"least", "between"}:
        found &= Q(birth_date__lte=birthday(day, rule.parsed[0]))
    if rule.op in {"most", "between"}:
        oldest = rule.parsed[1] if rule.op == "between" else rule.parsed[0]
        found &= Q(birth_date__gt=birthday(day, oldest + 1), birth_date__lte=day)
    return found


def _yes(rule: Rule, on: date) -> Q:
    special = {
        "lone": Q(family__isnull=True),
        "ktp_due": ktp_due(on),
        "photo": Q(photo_file_id__isnull=False),
        "location": ~Q(lat=""),
        "family_number_temporary": Q(family__number_temporary=True),
    }
    found = special.get(rule.field) or Q(**{FIELDS[rule.field].path: True})
    return found if rule.op == "yes" else ~found


def _territory(rule: Rule, on: date) -> Q:
    if rule.op == "empty":
        return Q(rt__isnull=True)
    found = within(rule.parsed[0])
    return ~found if rule.op == "out" else found


def _events(rule: Rule, on: date) -> Q:
    kind, first, last = rule.parsed
    events = PopulationEvent.objects.filter(resident=OuterRef("pk"), kind=kind, undone_by=None)
    if first is not None:
        events = events.filter(report_date__gte=first)
    if last is not None:
        events = events.filter(report_date__lte=last)
    found = Q(Exists(events))
    return ~found if rule.op == "never" else found


def _papers(rule: Rule, on: date) -> Q:
    papers = ResidentDocument.objects.filter(kind=rule.parsed[0], void_at=None)
    # What the family shares counts for each of its members.
    own = Q(Exists(papers.filter(resident=OuterRef("pk"))))
    shared = Resident.objects.filter(pk__in=papers.filter(for_family=True).values("resident")).exclude(family=None)
    found = own | Q(family__in=shared.order_by().values("family"))
    # Who has no family shares nobody's: a negated subquery would answer "unknown" for them.
    return (
        (~own & (Q(family__isnull=True) | ~Q(family__in=shared.order_by().values("family"))))
        if rule.op == "without"
        else found
    )


_KINDS: dict[str, Callable[[Rule, date], Q]] = {
    "text": _text, "digits": _text, "code": _code, "date": _date, "number": _number, "age": _age, "yes": _yes,
    "territory": _territory, "events": _events, "papers": _papers,
}  # fmt: skip
