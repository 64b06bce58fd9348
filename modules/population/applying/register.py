"""What the register holds that the rows may touch, read in a few queries whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from balai.ids import uuid7
from modules.population.codes import Presence, Shdk
from modules.population.models import FamilyCard, Resident, Territory, TerritoryKind
from modules.population.names import fold_name
from modules.population.rows import ResidentRow, unpadded

#: What only one resident may have.
ONCE = ("tag_id_card", "email", "telegram")
#: Dusun, RW ("" where there is none), RT.
Place = tuple[str, str, str]
#: Folded name, place of birth, date of birth: who somebody without a NIK is.
Birth = tuple[str, str, date | None]


def birth_of(row: ResidentRow) -> Birth:
    """By what a row without a NIK is found again."""
    return fold_name(row.name)[:120], (row.birth_place or "").upper(), row.birth_date


def place_of_row(row: ResidentRow) -> Place | None:
    """Where the row says that somebody lives; None where it names no dusun or no RT."""
    dusun, rw, rt = ("" if text in (None, "", "-", "0") else str(text) for text in (row.dusun, row.rw, row.rt))
    return (dusun, rw, rt) if dusun and rt else None


def _alike(place: Place) -> Place:
    dusun, rw, rt = place
    return unpadded(dusun), unpadded(rw), unpadded(rt)


def one_of(column: str, values: Iterable[str]) -> RawSQL:
    """``column = ANY(values)``: one parameter, where ``__in`` prepares thousands one by one (a fifth of an import's time)."""
    return RawSQL(f"{column} = ANY(%s)", [list(values)], output_field=BooleanField())  # noqa: S611


class Register:
    """Residents, families, heads, tags, addresses and territory that a sheet's rows name."""

    def __init__(self, rows: Sequence[ResidentRow]) -> None:
        present = Resident.objects.filter(void_at__isnull=True)
        niks = [row.nik for row in rows if row.nik != "0"]
        self.by_nik = {each.nik: each for each in present.filter(one_of("nik", niks))} if niks else {}
        self.by_birth: dict[Birth, list[Resident]] = {}
        wanted = {birth_of(row) for row in rows if row.nik == "0"}
        if wanted:
            for each in present.filter(one_of("name_key", {key[0] for key in wanted})):
                key = (each.name_key, each.birth_place.upper(), each.birth_date)
                if key in wanted:
                    self.by_birth.setdefault(key, []).append(each)
        found = [*self.by_nik.values(), *(each for many in self.by_birth.values() for each in many)]
        numbers = {row.no_kk for row in rows if len(row.no_kk) == 16}
        stands_in = {each.family_id for each in found if each.family_id}
        self.cards: dict[UUID, FamilyCard] = {}
        self.families: dict[str, FamilyCard] = {}
        cards = FamilyCard.objects.filter(void_at__isnull=True)
        for card in [*cards.filter(one_of("number", numbers)), *cards.filter(pk__in=stands_in)]:
            known = self.families.setdefault(card.number, card)
            self.cards[known.pk] = known
        #: Family -> its head's key; and the head's name, for the ledger's snapshot.
        self.heads: dict[UUID, UUID] = {}
        self.head_names: dict[UUID, str] = {}
        heads = present.filter(shdk=Shdk.HEAD, presence=Presence.PRESENT, family_id__in=list(self.cards))
        for person, card_id, name in heads.values_list("pk", "family_id", "name"):
            self.heads[card_id], self.head_names[card_id] = person, name
        #: Column -> value -> who has it, of what only one resident may have.
        self.taken: dict[str, dict[str, UUID]] = {}
        for column in ONCE:
            values = {value for row in rows if (value := getattr(row, column))}
            self.taken[column] = (
                dict(present.filter(one_of(column, values)).values_list(column, "pk")) if values else {}
            )
        self.new_territory: list[Territory] = []
        self._nodes: dict[tuple[str, UUID | None, str], Territory] = {}
        self._places: dict[Place, UUID] = {}
        #: The same by names without leading zeros: a file that writes RT 1 means the register's RT 001.
        self._alike: dict[tuple[str, UUID | None, str], Territory] = {}
        self._places_alike: dict[Place, UUID] = {}
        self._read_territory()

    @property
    def knows_nobody(self) -> bool:
        """Whether all rows are about people whom the register has not."""
        return not self.by_nik and not self.by_birth

    def _read_territory(self) -> None:
        nodes = {each.pk: each for each in Territory.objects.filter(void_at=None)}
        for each in nodes.values():
            self._nodes[each.kind, each.parent_id, each.name] = each
            self._alike.setdefault((each.kind, each.parent_id, unpadded(each.name)), each)
            if each.kind != TerritoryKind.RT or each.parent_id is None:
                continue
            above = nodes[each.parent_id]
            if above.kind == TerritoryKind.RW and above.parent_id:
                self._places[nodes[above.parent_id].name, above.name, each.name] = each.pk
            else:
                self._places[above.name, "", each.name] = each.pk
        for place, key in self._places.items():
            self._places_alike.setdefault(_alike(place), key)

    def known_rt(self, place: Place) -> UUID | None:
        """The RT's key, or None where it does not exist yet. RT 1 is RT 001 unless the register knows both."""
        return self._places.get(place) or self._places_alike.get(_alike(place))

    def words(self, column: str, value: Any) -> Any:
        """A column's value as people read it: an RT by its place, a family by its number."""
        if column == "rt_id":
            places = (place for place, key in self._places.items() if key == value)
            return "/".join(part or "-" for part in next(places, ()))
        if column == "family_id":
            card = self.cards.get(value)
            return card.number if card else ""
        return value

    def rt(self, place: Place) -> UUID:
        """The RT's key; a new one (with the dusun and RW above it) is planned, not written."""
        found = self.known_rt(place)
        if found is None:
            dusun, rw, rt = place
            above = self._node(TerritoryKind.DUSUN, None, dusun)
            if rw:
                above = self._node(TerritoryKind.RW, above, rw)
            found = self._places[place] = self._node(TerritoryKind.RT, above, rt).pk
            self._places_alike.setdefault(_alike(place), found)
        return found

    def _node(self, kind: TerritoryKind, parent: Territory | None, name: str) -> Territory:
        key = (str(kind), parent.pk if parent else None, name)
        alike = (key[0], key[1], unpadded(name))
        node = self._nodes.get(key) or self._alike.get(alike)
        if node is None:
            node = self._nodes[key] = self._alike[alike] = Territory(id=uuid7(), kind=kind, parent=parent, name=name)
            self.new_territory.append(node)
        return node


def next_temporary(table: str, column: str, code: str) -> int:
    """The next serial of temporary numbers: "0" + village code (ten digits) + five digits."""
    with connection.cursor() as cursor:
        # Void rows count too: a number that was printed once never names somebody else.
        cursor.execute(
            f"SELECT coalesce(max(right({column}, 5)::int), 0) + 1 FROM {table} WHERE {column} LIKE %s",  # noqa: S608
            [f"0{code}%"],
        )
        return int(cursor.fetchone()[0])
