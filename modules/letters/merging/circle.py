"""Who stands around applicants, read at once: three queries for one letter as for a whole portion of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from modules.population import codes
from modules.population.documents import know_head
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident

#: What a letter prints of a person besides their own columns.
PRINTED = ("family", "rt__parent__parent")


@dataclass
class Circle:
    """The families of some people, the parents whom they name by NIK, and their standing lines of the ledger."""

    _members: dict[UUID, list[Resident]] = field(default_factory=dict)
    _by_nik: dict[str, Resident] = field(default_factory=dict)
    _lines: dict[UUID, list[PopulationEvent]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Sequence[Resident]) -> Circle:
        """Read what letters of these people may print of others. Their families' heads are known from then on."""
        made = cls()
        families = {each.family_id: each.family for each in people if each.family_id and each.family}
        made._read_members(families)
        for person in people:
            # Members of one family share one card in hand, whose head is known.
            if person.family_id in families:
                person.family = families[person.family_id]
        made._read_parents(people)
        standing = PopulationEvent.objects.filter(resident__in=[each.pk for each in people], undone_by=None)
        for line in standing.exclude(kind=EventKind.UNDO).order_by("id"):
            made._lines.setdefault(line.resident_id, []).append(line)
        return made

    def _read_members(self, families: dict[UUID, FamilyCard]) -> None:
        if not families:
            return
        here = Resident.objects.filter(family__in=list(families), presence=1, void_at=None)
        for member in here.select_related("rt__parent__parent").order_by("shdk", "birth_date", "pk"):
            key = member.family_id
            assert key is not None
            member.family = families[key]
            self._members.setdefault(key, []).append(member)
        for key, card in families.items():
            know_head(card, next((each for each in self._members.get(key, ()) if each.shdk == codes.Shdk.HEAD), None))

    def _read_parents(self, people: Iterable[Resident]) -> None:
        self._by_nik = {each.nik: each for members in self._members.values() for each in members}
        named = {nik for person in people for nik in (person.father_nik, person.mother_nik) if nik}
        missing = named - self._by_nik.keys()
        if missing:
            elsewhere = list(Resident.objects.select_related(*PRINTED).filter(nik__in=missing, void_at=None))
            self._by_nik |= {each.nik: each for each in elsewhere}
            _know_heads(elsewhere)

    def members(self, person: Resident) -> list[Resident]:
        """The present members of the family, by their place in it, the person among them where they are present."""
        return self._members.get(person.family_id, []) if person.family_id else []

    def named(self, nik: str) -> Resident | None:
        """Whom the register has under a NIK that somebody names as a parent's."""
        return self._by_nik.get(nik) if nik else None

    def lines(self, person: Resident) -> list[PopulationEvent]:
        """The person's lines of the ledger that stand, oldest first."""
        return self._lines.get(person.pk, [])


def _know_heads(people: Sequence[Resident]) -> None:
    """Who leads the families of these people, in one query."""
    cards = [each.family for each in people if each.family is not None]
    if not cards:
        return
    heads = Resident.objects.filter(family__in=cards, shdk=codes.Shdk.HEAD, presence=1, void_at=None)
    found = {head.family_id: head for head in heads}
    for card in cards:
        know_head(card, found.get(card.pk))
