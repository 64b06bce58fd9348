"""Families: found, filtered, to be mended, and what happened in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from balai.db import today
from modules.population.codes import MaritalStatus, Presence, Sex, Shdk, WelfareClass
from modules.population.models import (
    EventKind,
    FamilyCard,
    FormerFamilyNumber,
    PopulationEvent,
    Resident,
    ResidentDocument,
)
from modules.population.names import fold_name
from modules.population.selectors.finding.conditions import birthday
from modules.population.selectors.register import living
from modules.population.selectors.territory import families_in
from modules.population.sight import NOTHING, Sight

#: States of a family that the list is filtered by; "" is every family with somebody in it.
STATES = {
    "active": _("Aktif"),
    "gone": _("Kepala hilang, pindah, atau meninggal"),
    "empty": _("Kosong"),
    "mend": _("Perlu diperbaiki"),
    "all": _("Semua, yang kosong juga"),
}
#: What can be wrong with a family; each has an act that mends it in place.
MENDS = {
    "no_head": _("Belum ada kepala keluarga"),
    "elsewhere": _("Anggota tercatat di RT lain"),
    "children": _("Hanya anak-anak"),
    "unused": _("Tanpa anggota"),
}
#: From this age on somebody is grown up where a family is concerned (wajib KTP; who was ever married is grown up, too).
GROWN_UP = 17


def _present(outer: str = "pk") -> QuerySet[Resident]:
    return Resident.objects.filter(family=OuterRef(outer), presence=Presence.PRESENT, void_at=None)


def _head_present() -> Exists:
    return Exists(_present().filter(shdk=Shdk.HEAD))


def _grown_up(on: date) -> Q:
    ever_married = Q(marital_status__isnull=False) & ~Q(marital_status=MaritalStatus.UNMARRIED)
    return Q(birth_date__isnull=True) | Q(birth_date__lte=birthday(on, GROWN_UP)) | ever_married


def _wrong(kind: str) -> Q:
    """What a family in this part of the queue fulfils."""
    if kind == "no_head":
        return Q(Exists(_present())) & ~Q(_head_present())
    if kind == "elsewhere":
        return Q(Exists(_present().exclude(rt=OuterRef("rt")))) & Q(rt__isnull=False)
    if kind == "children":
        return Q(Exists(_present())) & ~Q(Exists(_present().filter(_grown_up(today()))))
    if kind == "unused":
        # Cards of families that moved away or died out are history, not mistakes: their people still stand under them.
        return ~Q(Exists(Resident.objects.filter(family=OuterRef("pk"), void_at=None)))
    raise KeyError(kind)


def families_to_mend(kind: str = "no_head") -> QuerySet[FamilyCard]:
    """Families that need a hand, by what is wrong (:data:`MENDS`)."""
    return FamilyCard.objects.filter(_wrong(kind), void_at=None).order_by("number")


def mend_counts() -> dict[str, int]:
    """How many families stand in each part of the queue: one query."""
    wanted = {kind: Count("pk", filter=_wrong(kind)) for kind in MENDS}
    return FamilyCard.objects.filter(void_at=None).order_by().aggregate(**wanted)


def with_head(found: QuerySet[FamilyCard]) -> QuerySet[Any]:
    """Each family with ``head_id``, ``head_name``, ``head_nik`` of its present head (None without one) and ``size``."""
    size = _present().order_by().values("family").annotate(n=Count("pk")).values("n")
    return found.annotate(
        head=FilteredRelation(
            "members",
            condition=Q(
                members__shdk=Shdk.HEAD, members__presence=Presence.PRESENT, members__void_at__isnull=True
            ),
        ),
    ).annotate(
        head_id=F("head__pk"),
        head_name=F("head__name"),
        head_nik=F("head__nik"),
        size=Coalesce(Subquery(size, output_field=IntegerField()), 0),
    )  # fmt: skip


def with_men(found: QuerySet[Any]) -> QuerySet[Any]:
    """Each family with ``men``: how many of those present are male."""
    men = _present().filter(sex=Sex.MALE).order_by().values("family").annotate(n=Count("pk")).values("n")
    counted: QuerySet[Any] = found.annotate(men=Coalesce(Subquery(men, output_field=IntegerField()), 0))
    return counted


def numbered(digits: str, *, whole: bool = False) -> Q:
    """Families whose number begins with these digits, or once did (``whole``: else only one that is these digits). A subquery each: each has its own index."""
    how = "startswith" if whole else "exact"
    now = FamilyCard.objects.filter(**{f"number__{how}": digits}).order_by().values("pk")
    once = FormerFamilyNumber.objects.filter(**{f"number__{how}": digits}).order_by().values("family_id")
    return Q(pk__in=now) | Q(pk__in=once)


def read_filters(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters of :func:`families_found` out of a URL's parameters; nonsense is left out."""
    allowed = {
        "state": set(STATES), "mend": set(MENDS), "temporary": {"1", "0"},
        "welfare": {"none", *(str(code) for code in WelfareClass.values)},
    }  # fmt: skip
    found: dict[str, str] = {}
    for name in ("state", "mend", "welfare", "temporary", "territory", "size_from", "size_to"):
        value = (asked.get(name) or "").strip()
        if name == "territory":
            with suppress(ValueError):
                found[name] = str(UUID(value))
        elif name in allowed:
            if value in allowed[name]:
                found[name] = value
        elif value.isascii() and value.isdigit() and len(value) <= 2:
            found[name] = value
    return found


def families_found(
    text: str = "", filters: Mapping[str, Any] | None = None, *, sight: Sight = NOTHING
) -> QuerySet[FamilyCard]:  # fmt: skip
    """Families by a member's name or NIK, by number (former numbers too; a part of one only for who may see numbers), and
    by filters.

    Filters: state (:data:`STATES`), mend (:data:`MENDS`), welfare (a code, or "none"), temporary ("1", "0"), territory
    (any node's key: where the family counts), size_from, size_to (present members).
    """
    wanted = filters or {}
    found = FamilyCard.objects.filter(void_at=None)
    state = wanted.get("state") or ""
    if wanted.get("mend"):
        found = found.filter(_wrong(str(wanted["mend"])))
    elif state == "active":
        found = found.filter(_head_present())
    elif state == "gone":
        # A head who is gone, nobody in their place, and people who stay.
        left = Resident.objects.filter(family=OuterRef("pk"), shdk=Shdk.HEAD, void_at=None).exclude(
            presence=Presence.PRESENT
        )
        found = found.filter(Exists(left), Exists(_present())).exclude(_head_present())
    elif state == "empty":
        found = found.exclude(Exists(_present()))
    elif state == "mend":
        found = found.filter(_wrong("no_head") | _wrong("elsewhere") | _wrong("children") | _wrong("unused"))
    elif state != "all":
        found = found.filter(Exists(_present()))
    if wanted.get("welfare") == "none":
        found = found.filter(welfare_class=None)
    elif wanted.get("welfare") not in (None, ""):
        found = found.filter(welfare_class=wanted["welfare"])
    if wanted.get("temporary") in ("1", "0"):
        found = found.filter(number_temporary=wanted["temporary"] == "1")
    if wanted.get("territory"):
        found = found.filter(families_in(wanted["territory"]))
    found = _sized(found, wanted)
    text = text.strip()
    digits = re.sub(r"[\s.\-]", "", text)
    if digits.isascii() and digits.isdigit():
        how = "startswith" if sight.numbers else "exact"
        by_nik = Resident.objects.filter(**{f"nik__{how}": digits}, void_at=None, family__isnull=False).order_by()
        found = found.filter(numbered(digits, whole=sight.numbers) | Q(pk__in=by_nik.values("family_id")))
    elif text:
        people = Resident.objects.filter(void_at=None, family__isnull=False).order_by()
        for word in fold_name(text).split():
            people = people.filter(name_key__contains=word)
        found = found.filter(pk__in=people.values("family_id"))
    return found


def _sized(found: QuerySet[FamilyCard], wanted: Mapping[str, Any]) -> QuerySet[FamilyCard]:
    low, high = wanted.get("size_from"), wanted.get("size_to")
    if low in (None, "") and high in (None, ""):
        return found
    sizes = living().filter(family__isnull=False).order_by().values("family_id").annotate(n=Count("pk"))
    if low not in (None, "") and int(low) > 0:
        found = found.filter(pk__in=sizes.filter(n__gte=int(low)).values("family_id"))
    if high not in (None, ""):
        found = found.exclude(pk__in=sizes.filter(n__gt=int(high)).values("family_id"))
    return found


def family_version(family: FamilyCard) -> str:
    """What a form about a family's people carries: another one once somebody came, went, or stands as something else."""
    people = Resident.objects.filter(family=family, void_at=None).order_by("pk")
    rows = people.values_list("pk", "shdk", "presence", "rt_id")
    text = f"{family.version}|" + "|".join(",".join(str(value) for value in row) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


#: What goes along with a family: who is gone stays under its card, and it is still found by its former numbers.
OWN: tuple[type[Model], ...] = (Resident, FormerFamilyNumber)


@dataclass(frozen=True)
class Dependent:
    """Rows that need a family: what they are called, and how many."""

    words: str
    number: int


def depends_on_family(family: FamilyCard) -> list[Dependent]:
    """What stands in the way of deleting a family: who lives in it, and rows of any other table that point at it.

    Which tables these are, the models say: another module's foreign key is found without being known here.
    """
    found = []
    people = living().filter(family=family).count()
    if people:
        found.append(Dependent(str(_("anggota yang tinggal di desa")), people))
    for relation in FamilyCard._meta.related_objects:
        model: type[Model] = relation.related_model  # type: ignore[assignment]
        if model in OWN or model._meta.label.endswith("Event"):
            continue
        rows = model._default_manager.filter(**{relation.field.name: family.pk})
        if any(column.name == "void_at" for column in model._meta.concrete_fields):
            rows = rows.filter(void_at=None)
        number = rows.count()
        if number:
            found.append(Dependent(str(model._meta.verbose_name_plural), number))
    return found


@dataclass
class Moment:
    """Something that happened in a family, to one or several of its people at once."""

    kind: str
    title: str
    on: date
    by: str
    at: datetime
    people: list[str] = field(default_factory=list)
    note: str = ""
    undone: bool = False
    #: "in": they came into this family; "out": they left it for another; "": they stayed.
    way: str = ""


#: Lines written one after another in one act lie closer than this.
_ONE_ACT = timedelta(seconds=3)


def family_timeline(family: FamilyCard, limit: int = 200) -> list[Moment]:
    """A family's life, oldest first: everything in the ledger of who stands, or once stood, under its card.

    Two queries. Lines of one act (a family that moves out) are one moment.
    """
    key = str(family.pk)
    # As the index has it: text, and only of lines that began with something.
    lines_of = PopulationEvent.objects.annotate(former=KT("before__family_id"), latter=KT("after__family_id"))
    left = lines_of.filter(before__has_key="family_id", former=key).order_by().values("resident_id")
    lines = (
        lines_of.filter(Q(resident__family=family) | Q(resident__in=left))
        .filter(Q(former=key) | Q(latter=key))
        .select_related("resident", "undone_by")
        .prefetch_related("amendments")
        .order_by("-id")[:limit]
    )
    found: list[Moment] = []
    for line in reversed(list(lines)):
        before, after = line.before.get("family_id") == key, line.after.get("family_id") == key
        way = "" if before == after or not line.before else "in" if after else "out"
        undone = hasattr(line, "undone_by")
        last = found[-1] if found else None
        if (
            last is not None
            and (last.kind, last.on, last.by, last.way, last.undone, last.note)
            == (line.kind, line.event_date, line.author_name, way, undone, line.remark)
            and line.recorded_at - last.at < _ONE_ACT
        ):
            last.people.append(line.resident.name)
            last.at = line.recorded_at
            continue
        title = str(EventKind(line.kind).label)
        found.append(
            Moment(line.kind, title, line.event_date, line.author_name, line.recorded_at, [line.resident.name], line.remark, undone, way)
        )  # fmt: skip
    return found


def papers_of(family: FamilyCard) -> QuerySet[ResidentDocument]:
    """Papers of members that are shared with the family."""
    return (
        ResidentDocument.objects.filter(resident__family=family, resident__void_at=None, for_family=True, void_at=None)
        .select_related("resident")
        .order_by("resident__shdk", "kind", "-created_at")
    )


def former_numbers_of(family: FamilyCard) -> list[str]:
    """Numbers that the card had before, newest first."""
    return list(family.former_numbers.order_by("-since", "-pk").values_list("number", flat=True))


def sizes_of(families: Sequence[UUID]) -> dict[UUID, int]:
    """Present members of some families: one query."""
    rows = living().filter(family__in=families).order_by().values_list("family_id").annotate(n=Count("pk"))
    return {key: number for key, number in rows if key is not None}
