"""Conditions that need more than a column: what a NIK says, who somebody's mother is, who may be the same person."""

from __future__ import annotations

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import Exact, GreaterThan

from modules.population.codes import Sex, Shdk
from modules.population.models import Resident
from modules.population.selectors.register import counted

#: Nobody younger is believed to be a parent without a second look (WHO counts from twelve).
YOUNGEST_MOTHER = 12


def nik_disagrees() -> Q:
    """A NIK that tells another sex or day of birth than the register, and nobody has said why (``nik.doubts``). Another
    region is no doubt here: whoever moved in keeps the number of where they were registered first."""
    woman = GreaterThan(Substr("nik", 7, 1), Value("3"))
    said = Cast(Substr("nik", 7, 6), IntegerField())
    born = Cast(Func(F("birth_date"), Value("DDMMYY"), function="to_char", output_field=CharField()), IntegerField())
    shift = Case(When(woman, then=Value(400_000)), default=Value(0), output_field=IntegerField())
    day = Q(birth_date__isnull=False) & ~Q(Exact(said - shift, born)) & ~Q(accepted_warnings__has_key="birth_date")
    sex = ((Q(sex=Sex.MALE) & Q(woman)) | (Q(sex=Sex.FEMALE) & ~Q(woman))) & ~Q(accepted_warnings__has_key="sex")
    return Q(nik_temporary=False) & (day | sex)


def _years_before(column: str, years: int) -> Func:
    joiner = " - interval '1 year' * "
    return Func(OuterRef(column), Value(years), template="(%(expressions)s)", arg_joiner=joiner)


def _mother() -> QuerySet[Resident]:
    """The mother of a person, by her NIK."""
    return Resident.objects.filter(nik=OuterRef("mother_nik"), void_at=None)


def older_than_mother() -> Q:
    """Born before, or on the day of, their mother."""
    return ~Q(mother_nik="") & Q(Exists(_mother().filter(birth_date__gte=OuterRef("birth_date"))))


def mother_too_young() -> Q:
    """Younger than their mother, but by less than twelve years."""
    young = _mother().filter(
        birth_date__gt=_years_before("birth_date", YOUNGEST_MOTHER), birth_date__lt=OuterRef("birth_date")
    )
    return ~Q(mother_nik="") & Q(Exists(young))


def older_than_head() -> Q:
    """A child of the family (SHDK anak) born less than twelve years after the head."""
    head = Resident.objects.filter(
        family=OuterRef("family"), shdk=Shdk.HEAD, presence=1, void_at=None,
        birth_date__gt=_years_before("birth_date", YOUNGEST_MOTHER),
    )  # fmt: skip
    return Q(shdk=Shdk.CHILD, birth_date__isnull=False) & Q(Exists(head))


def likely_double() -> Q:
    """Two who count with the same folded name, day of birth and sex."""
    twice = (
        counted()
        .filter(birth_date__isnull=False)
        .order_by()
        .values("name_key", "birth_date", "sex")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    same = counted().order_by().filter(
        name_key=OuterRef("name_key"), birth_date=OuterRef("birth_date"), sex=OuterRef("sex")
    )  # fmt: skip
    # Only names that stand twice are looked at one by one.
    return Q(name_key__in=twice.values("name_key")) & Q(Exists(same.exclude(pk=OuterRef("pk"))))


def own_parent() -> Q:
    """Whose own NIK stands as father's or mother's."""
    return Q(father_nik=F("nik")) | Q(mother_nik=F("nik"))
