"""One box: a half-remembered name, a number, an address, a phone, whom do they mean?

People must fit all words, each in their name or in where they live: "siti krajan" is the Siti of Krajan. Each word is first
looked up by its indexes, at most ``CAP`` keys of it (an OR over a join would read everything); a word that fits more
people than that becomes a condition on the others. Where hardly anybody fits, names that look alike join in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import BooleanField, Case, Expression, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.db.models.lookups import Contains

from modules.population.models import FamilyCard, FormerFamilyNumber, FormerNik, Resident, Territory, TerritoryKind
from modules.population.models.register import PHONE_DIGITS
from modules.population.names import fold_name, words_of

#: With fewer than so many who fit, names that look alike are shown, too.
FEW = 5
#: At most so many look-alikes.
ALIKE = 20
#: How much of a word's trigrams a name must have: SUYATNO and SUYANTO share half.
LIKENESS = 0.4
#: A word that fits no more people than this is looked up, one that fits more is a condition.
CAP = 1000
_PARTS = re.compile(r"[\s.\-+()/]")
_PLACE = re.compile(r"\b(RT|RW)\b[\s./:]*0*(\d{1,3})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
#: Indonesian numbers are written 0812, +62 812 or 62812: what they share is what is compared.
_COUNTRY = re.compile(r"^(?:0+|62)")
#: The key of Muhammad, and the initial that most who bear it write: "M. SOLIKHIN".
MUHAMMAD, INITIAL = fold_name("MUHAMMAD"), "M"
Keys = tuple[str, ...]
#: Who begins with a number, and whose phone holds one.
_NUMBER = """
SELECT id FROM population_resident WHERE void_at IS NULL AND nik LIKE %(begins)s
UNION ALL SELECT r.id FROM population_familycard f JOIN population_resident r ON r.family_id = f.id
    WHERE f.number LIKE %(begins)s AND f.void_at IS NULL AND r.void_at IS NULL
UNION ALL SELECT resident_id FROM population_formernik WHERE nik LIKE %(begins)s
UNION ALL SELECT r.id FROM population_formerfamilynumber f JOIN population_resident r ON r.family_id = f.family_id
    WHERE f.number LIKE %(begins)s AND r.void_at IS NULL
"""
_PHONE = r"""
UNION ALL SELECT id FROM population_resident
    WHERE phone <> '' AND regexp_replace(phone, '\D', '', 'g') LIKE %(holds)s AND void_at IS NULL
"""
#: Who has a word in the name, or lives where it says.
_SOMEBODY = """
SELECT id FROM population_resident WHERE void_at IS NULL AND ({names})
UNION ALL SELECT r.id FROM population_territory d
    JOIN population_territory t ON t.parent_id = d.id
    LEFT JOIN population_territory u ON u.parent_id = t.id
    JOIN population_resident r ON r.rt_id IN (t.id, u.id)
    WHERE d.kind = 'dusun' AND d.void_at IS NULL AND upper(d.name) LIKE %(word)s AND r.void_at IS NULL
UNION ALL SELECT id FROM population_resident
    WHERE address_current <> '' AND upper(address_current) LIKE %(word)s AND void_at IS NULL
UNION ALL SELECT r.id FROM population_familycard f JOIN population_resident r ON r.family_id = f.id
    WHERE upper(f.address) LIKE %(word)s AND f.void_at IS NULL AND r.void_at IS NULL
"""


@dataclass(frozen=True)
class Match:
    """Whom a text means: a condition, the order (best first; None: any), and how many only look alike."""

    condition: Q
    rank: Expression | None = None
    alike: int = 0


class Among(Func):
    """Whether a column is one of many keys: one array, where ``__in`` would prepare each key by itself."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    conditional = True
    output_field = BooleanField()

    def __init__(self, column: str, keys: Sequence[Any]) -> None:
        super().__init__(F(column), Value(list(keys)))


class Holds(Func):
    """Whether a text holds another: no pattern, so that nothing in it must be escaped."""

    function = "strpos"
    template = "%(function)s(%(expressions)s) > 0"
    conditional = True
    output_field = BooleanField()


def matching(text: str, *, whole: bool = False) -> Match:
    """Whom a text means; an empty one means everybody.

    Digits are looked for at the beginning of NIK, former NIK, family card and former family card (``whole``: whoever asks
    may see those numbers; else only a whole number finds somebody), and anywhere in phone numbers. Words are
    looked for in names (spelling folded), addresses and names of dusun; "rt 2" and "rw 1" narrow the place.
    """
    text = text.replace("\x00", " ").strip()[:200]
    digits = _PARTS.sub("", text)
    if digits.isascii() and digits.isdigit():
        return _by_number(digits, whole)
    place = Q()
    for kind, number in _PLACE.findall(text):
        place &= _in_place(kind, number)
    words = [(word.upper(), keys) for word in _WORD.findall(_PLACE.sub(" ", text)) for keys in words_of(word)]
    if not words:
        # Nothing but marks: whoever typed "---" means nobody in particular.
        return Match(place)
    keys = [each for _word, each in words]
    narrow: set[Any] | None = None
    condition = place
    for word, alternatives in words:
        found = _looked_up(word, alternatives)
        if found is None:
            condition &= _said(word, alternatives)
        else:
            narrow = set(found) if narrow is None else narrow & set(found)
    if narrow is not None:
        condition = Q(Among("pk", sorted(narrow))) & condition
    alike = _alike(condition, place, keys)
    rank = _rank(keys, alike)
    return Match(condition | Q(pk__in=alike) if alike else condition, rank, len(alike))


# -- numbers -----------------------------------------------------------------------------------------------------------


def _by_number(digits: str, whole: bool) -> Match:
    how = "startswith" if whole else "exact"
    cards = FamilyCard.objects.filter(**{f"number__{how}": digits}, void_at=None).values("pk")
    former = FormerNik.objects.filter(**{f"nik__{how}": digits}).order_by().values("resident")
    once = FormerFamilyNumber.objects.filter(**{f"number__{how}": digits}).values("family")
    sources = [Q(**{f"nik__{how}": digits}), Q(family__in=cards), Q(family__in=once), Q(pk__in=former)]
    national = _COUNTRY.sub("", digits)
    if len(national) >= 5:
        sources.append(_phone(national))
    rank = None
    if len(digits) == 16:
        rank = Case(When(nik=digits, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = _few(
        _NUMBER + (_PHONE if len(national) >= 5 else ""),
        {"begins": f"{digits}%" if whole else digits, "holds": f"%{national}%"},
    )
    if found is not None:
        return Match(Q(Among("pk", found)), rank)
    return Match(reduce(or_, sources), rank)


def _phone(national: str) -> Q:
    return ~Q(phone="") & Q(Contains(PHONE_DIGITS, national))


def _few(statement: str, values: dict[str, str]) -> list[Any] | None:
    """Keys of who fits, each source asked by its own index; None where they are too many.

    Written out: the ORM needs more time to build such a union than PostgreSQL to answer it.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT {CAP + 1}", values)
        found = [key for (key,) in cursor.fetchall()]
    return None if len(found) > CAP else sorted(set(found))


# -- words -------------------------------------------------------------------------------------------------------------


def _in_place(kind: str, number: str) -> Q:
    names = [number.zfill(length) for length in range(len(number), 4)]
    nodes = Territory.objects.filter(kind=kind.lower(), name__in=names, void_at=None).values("pk")
    return Q(rt__in=nodes) if kind.lower() == TerritoryKind.RT else Q(rt__parent__in=nodes)


def _in_name(keys: tuple[str, ...]) -> Q:
    """Names that hold one of the keys; short keys only at the beginning of a word, since no index answers them."""
    condition = Q()
    for key in keys:
        if len(key) >= 3:
            condition |= Q(name_key__contains=key)
        else:
            condition |= Q(name_key__startswith=key) | Q(name_key__contains=f" {key}")
    if MUHAMMAD in keys:
        condition |= Q(name_key__startswith=f"{INITIAL} ") | Q(name_key__contains=f" {INITIAL} ")
    return condition


def _looked_up(word: str, keys: Keys) -> list[Any] | None:
    if len(word) < 3:
        return None
    names, values = _names(keys)
    return _few(_SOMEBODY.format(names=names), {"word": f"%{word}%"} | values)


def _names(keys: Keys) -> tuple[str, dict[str, str]]:
    """:func:`_in_name` written out. Keys are letters and digits alone: nothing in them must be escaped."""
    patterns: list[str] = []
    for key in keys:
        patterns += [f"%{key}%"] if len(key) >= 3 else [f"{key}%", f"% {key}%"]
    if MUHAMMAD in keys:
        patterns += [f"{INITIAL} %", f"% {INITIAL} %"]
    values = {f"name{number}": pattern for number, pattern in enumerate(patterns)}
    return " OR ".join(f"name_key LIKE %({name})s" for name in values), values


def _sources(word: str, keys: Keys) -> list[Q]:
    cards = FamilyCard.objects.filter(address__icontains=word, void_at=None).values("pk")
    dusun = Territory.objects.filter(kind=TerritoryKind.DUSUN, void_at=None, name__icontains=word).values("pk")
    below = Territory.objects.filter(Q(parent__in=dusun) | Q(parent__parent__in=dusun)).values("pk")
    return [
        _in_name(keys),
        Q(rt__in=below),
        ~Q(address_current="") & Q(address_current__icontains=word),
        Q(family__in=cards),
    ]


def _said(word: str, keys: Keys) -> Q:
    """The condition of a word that fits many people."""
    if len(word) < 3:
        return _in_name(keys)
    return reduce(or_, _sources(word, keys))


def _rank(keys: Sequence[Keys], alike: Sequence[Any]) -> Expression:
    """From best to worst: the whole name, its beginning, all words whole, all begun, all inside, elsewhere, look-alikes."""
    padded = Concat(Value(" "), F("name_key"), Value(" "))
    whole = " ".join(alternatives[0] for alternatives in keys)

    def all_words(pattern: str) -> Q:
        condition = Q()
        for alternatives in keys:
            one = Q()
            for key in alternatives:
                one |= Q(Holds(padded, Value(pattern.format(key))))
            condition &= one
        return condition

    return Case(
        When(name_key=whole, then=Value(0)),
        When(name_key__startswith=f"{whole} ", then=Value(1)),
        When(all_words(" {} "), then=Value(2)),
        When(all_words(" {}"), then=Value(3)),
        When(all_words("{}"), then=Value(4)),
        *(When(pk=key, then=Value(6 + place)) for place, key in enumerate(alike)),
        default=Value(5),
        output_field=IntegerField(),
    )


def _alike(condition: Q, place: Q, keys: Sequence[Keys]) -> list[Any]:
    """Keys of people whose names look like what was typed, the likest first; none where enough people fit. The place must
    fit: only letters are mistyped."""
    words = [alternatives[0] for alternatives in keys if len(alternatives[0]) > 1]
    if not words or min(len(word) for word in words) < 4:
        return []
    living: QuerySet[Resident] = Resident.objects.filter(void_at=None).order_by()
    fit = set(living.filter(condition).values_list("pk", flat=True)[:FEW])
    if len(fit) >= FEW:
        return []
    with connection.cursor() as cursor:
        # Only these queries use the operator, and each sets its threshold: what is left on the connection harms nobody.
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(LIKENESS)])
    living = living.filter(place)
    likeness: Any = Value(0.0)
    for word in words:
        living = living.filter(name_key__trigram_word_similar=word)
        likeness = likeness + TrigramWordSimilarity(word, "name_key")
    found = living.annotate(likeness=likeness).order_by("-likeness", "name", "pk").values_list("pk", "likeness")
    scored = [(key, score) for key, score in found[: ALIKE + FEW] if key not in fit][:ALIKE]
    return [key for key, score in scored if score >= scored[0][1] * 0.75]
