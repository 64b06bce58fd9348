"""What each row means for the register (domain: "How ours decides"). Decides only: nothing is written here.

A row that is refused leaves nothing behind, no new RT and no new family card.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from balai.ids import uuid7
from modules.population.applying.outcome import SHOWN, Applied, RowRefused
from modules.population.applying.register import Place, Register, birth_of, next_temporary, place_of_row
from modules.population.applying.streaming import PORTION, Stream
from modules.population.applying.writing import COLUMNS, Line, Plan, snapshot
from modules.population.codes import Citizenship, Presence, Residency, Shdk
from modules.population.models import EventKind, FamilyCard, Resident
from modules.population.names import fold_name
from modules.population.opensid.issues import Issue
from modules.population.rows import ResidentRow

#: Columns of a resident that a row may change without an event.
PLAIN = (
    "name", "birth_place", "birth_date", "religion", "education", "education_current", "occupation", "marital_status",
    "citizenship", "sex", "father_nik", "father_name", "mother_nik", "mother_name", "blood_type", "birth_certificate",
    "passport_number", "passport_expires", "kitas_number", "marriage_certificate", "marriage_date", "divorce_certificate",
    "divorce_date", "disability", "chronic_illness", "family_planning", "pregnancy", "ktp_el", "ktp_record", "ethnicity",
    "tag_id_card", "health_insurance", "health_insurance_number", "address_current", "phone", "lat", "lng",
    "email", "telegram", "contact_by", "address_previous", "family_number_previous", "id_card_place", "id_card_date",
    "birth_time", "birth_place_kind", "birth_kind", "birth_order", "birth_helper", "birth_weight", "birth_length",
    "origin_country", "employment_insurance_number", "reading", "note",
)  # fmt: skip
#: Of these the ledger keeps the change too.
_TYPED = {"sex": EventKind.CORRECTION_SEX, "citizenship": EventKind.CORRECTION_CITIZENSHIP}
_MOVES = {
    "rt_id": EventKind.CORRECTION_RT, "family_id": EventKind.CORRECTION_FAMILY, "shdk": EventKind.CORRECTION_SHDK,
}  # fmt: skip
#: Kinds of the ledger's line by the column that changed. "Menjadi penduduk tetap" is an event of its own: an import only
#: puts right what was written wrong.
_LEDGER = _MOVES | _TYPED | {"residency": EventKind.REPAIRED}
#: Where a refused move stands in the sheet.
_HEADING = {"rt_id": "rt", "family_id": "no_kk", "shdk": "kk_level", "residency": "status"}
#: What only one resident may have: its heading, the code of the warning, and its name.
_ONCE = {
    "tag_id_card": ("tag_id_card", "tag_taken", "Tag ID Card"),
    "email": ("email", "email_taken", "Alamat surel"),
    "telegram": ("telegram", "telegram_taken", "Telegram"),
}
_DEFAULTS: dict[str, Any] = {
    str(column.column): ("" if not column.null and column.get_internal_type() in {"CharField", "EmailField"} else None)
    for column in Resident._meta.concrete_fields
} | {"accepted_warnings": "{}"}
_BLANK = [_DEFAULTS[column] for column in COLUMNS]
_PLACE = {column: place for place, column in enumerate(COLUMNS)}
_PLAIN_OF = attrgetter(*PLAIN)
_PLAIN_PLACES = [_PLACE[column] for column in PLAIN]


@dataclass(slots=True)
class _Stand:
    """Where a row puts somebody: RT, family and position. ``number`` "" is nobody's card, "0" asks for one."""

    place: Place | None
    rt_id: uuid.UUID | None
    number: str
    card: FamilyCard | None
    shdk: int | None


class Decider:
    """Decides row by row what a sheet means; ``plan`` and ``result`` hold the outcome."""

    def __init__(
        self, register: Register, *, village_code: str, stamp: datetime, complete: bool, run: uuid.UUID | None
    ) -> None:
        self.register, self.plan, self.result = register, Plan(), Applied()
        self._code, self._stamp, self._complete, self._run = village_code, stamp, complete, run
        self._serials: dict[str, int] = {}
        self._seen: dict[uuid.UUID, int] = {}
        self._seen_births: dict[Any, int] = {}
        self._head_rows: set[str] = set()
        self._head_row_of: dict[uuid.UUID, int] = {}

    def decide(self, rows: Sequence[ResidentRow], stream: Stream | None = None) -> None:
        """All rows, in the sheet's order. New people are handed on to ``stream`` as they are decided; between the first
        and the last row the database is not asked."""
        self._look_ahead(rows)
        for row in rows:
            if stream is not None and len(self.plan.new) >= PORTION:
                stream.put(self.plan.new)
                self.plan.new = []
            try:
                self._row(row)
            except RowRefused as refused:
                self._issue(row, refused.column, refused.value, "error", refused.code, refused.message)
                self.result.refused += 1
                self.result.outcome[row.row] = "refused"
        if stream is not None:
            stream.put(self.plan.new)
            self.plan.new = []
            stream.end()
        self._families_follow_their_heads()
        self.plan.territory = self.register.new_territory
        self.result.events = len(self.plan.lines)

    def _look_ahead(self, rows: Sequence[ResidentRow]) -> None:
        """Which families have their head in the sheet, which heads of the register step down in it, and where temporary
        numbers go on."""
        for needed, table, column in (
            (any(row.nik == "0" for row in rows), "population_resident", "nik"),
            (any(row.no_kk == "0" for row in rows), "population_familycard", "number"),
        ):
            if needed:
                self._serials[table] = next_temporary(table, column, self._code)
        for row in rows:
            if row.shdk == Shdk.HEAD and (row.presence or Presence.PRESENT) == Presence.PRESENT and row.no_kk:
                self._head_rows.add(row.no_kk)
            known = self.register.by_nik.get(row.nik)
            if known is None or self._complete or known.family_id is None:
                continue
            leads = self.register.heads.get(known.family_id) == known.pk
            card = self.register.cards.get(known.family_id)
            leaves = len(row.no_kk) == 16 and card is not None and row.no_kk != card.number
            steps_down = row.shdk not in (None, Shdk.HEAD)
            if leads and (leaves or steps_down) and row.presence in (None, known.presence):
                del self.register.heads[known.family_id]
                self.register.head_names.pop(known.family_id, None)

    # -- one row -------------------------------------------------------------------------------------------------------

    def _row(self, row: ResidentRow) -> None:
        known = self._known(row)
        if known is None and self._complete:
            raise RowRefused("nik", row.nik, "needs_event", _("Data desa sudah lengkap: catat orang ini lewat kelahiran atau pindah masuk."))  # fmt: skip
        if known is not None and row.presence is not None and row.presence != known.presence:
            raise RowRefused(
                "status_dasar", row.presence, "needs_event",
                _("Status {name} berubah: catat peristiwanya (meninggal, pindah, atau hilang), bukan lewat impor.").format(name=known.name),
            )  # fmt: skip
        stand = self._stand(row, known)
        if known is not None and self._complete:
            self._refuse_moves(row, known, stand)
        key = known.pk if known is not None else uuid7()
        self._settle(row, known, key, stand)
        if known is None:
            self._new(row, key, stand)
        else:
            self._changed(row, known, stand)

    def _known(self, row: ResidentRow) -> Resident | None:
        """Who the row is in the register: by NIK, else by name, place and date of birth."""
        if row.nik != "0":
            known = self.register.by_nik.get(row.nik)
        else:
            birth = birth_of(row)
            if birth in self._seen_births:
                self._twice(row, self._seen_births[birth])
            found = self.register.by_birth.get(birth, [])
            if len(found) > 1:
                raise RowRefused(
                    "nik", row.nik, "several_people",
                    _("Ada {n} orang dengan nama, tempat, dan tanggal lahir ini. Isi NIK-nya.").format(n=len(found)),
                )  # fmt: skip
            self._seen_births[birth] = row.row
            known = found[0] if found else None
        if known is not None:
            if known.pk in self._seen:
                self._twice(row, self._seen[known.pk])
            self._seen[known.pk] = row.row
        return known

    def _twice(self, row: ResidentRow, other: int) -> None:
        raise RowRefused(
            "nik", row.nik, "person_twice",
            _("Orang ini sudah ada di baris {row}. Isi NIK-nya, atau hapus salah satu baris.").format(row=other),
        )  # fmt: skip

    def _stand(self, row: ResidentRow, known: Resident | None) -> _Stand:
        """Where the row puts the person, as far as the register knows it yet."""
        place = place_of_row(row)
        rt_id = self.register.known_rt(place) if place else None
        number = row.no_kk
        if number == "0" and known is not None and known.family_id:
            number = ""  # 0 is "not known yet": the card that somebody has already stays
        card = self.register.families.get(number) if len(number) == 16 else None
        shdk = row.shdk
        if shdk is None and known is not None:
            shdk = known.shdk
        if not number and (known is None or known.family_id is None):
            shdk = None
        elif shdk is None:
            shdk = Shdk.OTHER
        if card is not None and card.rt_id and place and rt_id != card.rt_id and self._follows(row, card, shdk):
            self._issue(
                row, "rt", row.rt, "warning", "moved_to_head",
                _("Satu KK di dua RT: dicatat di RT kepala keluarganya."),
            )  # fmt: skip
            place, rt_id = None, card.rt_id
        return _Stand(place, rt_id, number, card, shdk)

    def _follows(self, row: ResidentRow, card: FamilyCard, shdk: int | None) -> bool:
        """A member whose head stands in the register and not in the sheet lives where the family lives."""
        return shdk != Shdk.HEAD and row.no_kk not in self._head_rows and card.pk in self.register.heads

    def _refuse_moves(self, row: ResidentRow, known: Resident, stand: _Stand) -> None:
        moved = None
        if stand.place is not None and stand.rt_id != known.rt_id:
            moved = ("rt_id", stand.place[2])
        elif stand.number and (stand.card is None or stand.card.pk != known.family_id):
            moved = ("family_id", stand.number)
        elif stand.shdk != known.shdk:
            moved = ("shdk", stand.shdk)  # type: ignore[assignment]
        elif row.residency is not None and row.residency != known.residency:
            moved = ("residency", row.residency)  # type: ignore[assignment]
        if moved:
            raise RowRefused(_HEADING[moved[0]], moved[1], "needs_event", _("Data desa sudah lengkap: ubah RT, KK, hubungan keluarga, atau status penduduk lewat peristiwa."))  # fmt: skip

    def _settle(self, row: ResidentRow, known: Resident | None, key: uuid.UUID, stand: _Stand) -> None:
        """The row is taken: bring RT and family about, and give the family its one head."""
        if stand.place is not None:
            stand.rt_id = self.register.rt(stand.place)
        if stand.number and stand.card is None:
            stand.card = self._new_card(row, stand)
        card = stand.card
        if card is None and known is not None and known.family_id:
            card = self.register.cards.get(known.family_id)
        here = (known.presence if known is not None else row.presence or Presence.PRESENT) == Presence.PRESENT
        if card is None or stand.shdk != Shdk.HEAD or not here:
            return
        if self.register.heads.setdefault(card.pk, key) != key:
            self._issue(
                row, "kk_level", stand.shdk, "warning", "two_heads",
                _("Keluarga {kk} sudah mempunyai kepala; orang ini dicatat sebagai LAINNYA. Perbaiki keluarganya nanti.").format(kk=card.number),
            )  # fmt: skip
            self.result.families_to_mend.add(card.number)
            stand.shdk = Shdk.OTHER
            return
        self.register.head_names[card.pk] = row.name or (known.name if known is not None else "")
        self._head_row_of[card.pk] = row.row
        self._card_follows(row, card, stand)

    def _new_card(self, row: ResidentRow, stand: _Stand) -> FamilyCard:
        number = stand.number
        if number == "0":
            # Rows of one sheet that all say 0 are not one family: each gets a card of its own.
            number = self._temporary("population_familycard")
            self._issue(
                row, "no_kk", "0", "warning", "temporary_kk",
                _("Tanpa nomor KK: diberi nomor sementara sampai KK-nya ada."),
            )  # fmt: skip
        card = FamilyCard(
            id=uuid7(), number=number, number_temporary=number.startswith("0"), address=row.address or "",
            rt_id=stand.rt_id, created_at=self._stamp, updated_at=self._stamp,
        )  # fmt: skip
        self.register.families[number] = self.register.cards[card.pk] = card
        self.plan.new_families.append(card)
        return card

    def _card_follows(self, row: ResidentRow, card: FamilyCard, stand: _Stand) -> None:
        """The head's row says where a family lives."""
        rt_id = stand.rt_id if stand.rt_id is not None and not self._complete else card.rt_id
        address = row.address or card.address
        if (rt_id, address) == (card.rt_id, card.address):
            return
        if card.created_at != self._stamp:
            before = {"rt_id": str(card.rt_id) if card.rt_id else None, "address": card.address}
            self.plan.families_before.setdefault(str(card.pk), before)
            self.plan.changed_families[card.pk] = card
        card.rt_id, card.address, card.updated_at = rt_id, address, self._stamp

    # -- new and changed -----------------------------------------------------------------------------------------------

    def _once(self, row: ResidentRow, key: uuid.UUID) -> dict[str, str | None]:
        """What only one resident may have, but for what somebody else has already."""
        found: dict[str, str | None] = {}
        if not (row.tag_id_card or row.email or row.telegram):
            return found
        for column, (heading, code, what) in _ONCE.items():
            value = getattr(row, column)
            if value and self.register.taken[column].setdefault(value, key) != key:
                self._issue(
                    row, heading, value, "warning", code, _("{what} ini sudah dipakai orang lain; tidak disimpan.").format(what=what)
                )  # fmt: skip
                value = None
            found[column] = value
        return found

    def _new(self, row: ResidentRow, key: uuid.UUID, stand: _Stand) -> None:
        nik = self._temporary("population_resident") if row.nik == "0" else row.nik
        card = stand.card
        owned = {
            "presence": int(row.presence or Presence.PRESENT), "residency": int(row.residency or Residency.PERMANENT),
            "family_id": card.pk if card else None, "shdk": int(stand.shdk) if stand.shdk and card else None,
            "rt_id": stand.rt_id, "sex": int(row.sex or 1), "citizenship": int(row.citizenship or Citizenship.WNI),
        }  # fmt: skip
        values = _BLANK.copy()
        for place, value in zip(_PLAIN_PLACES, _PLAIN_OF(row), strict=True):
            if value is not None:
                values[place] = value
        own = owned | {
            "id": key, "nik": nik, "nik_temporary": nik.startswith("0"), "name_key": fold_name(row.name)[:120],
            "initial_data": True, "created_at": self._stamp, "updated_at": self._stamp,
        }  # fmt: skip
        for column, value in (own | self._once(row, key)).items():
            values[_PLACE[column]] = "" if value is None and column in _ONCE else value
        self.plan.new.append(values)
        after = owned | {
            "family_id": str(card.pk) if card else None, "rt_id": str(stand.rt_id) if stand.rt_id else None
        }  # fmt: skip
        # A person who has an end already (dead, moved) is history: the same line, whose "after" says so, and no balance
        # ever counts it.
        self._line(EventKind.INITIAL, key, {}, after, card)
        self.result.new += 1
        self.result.outcome[row.row] = "new"

    def _changed(self, row: ResidentRow, known: Resident, stand: _Stand) -> None:
        changes: dict[str, Any] = {}
        for column, value, now in zip(PLAIN, _PLAIN_OF(row), _PLAIN_OF(known), strict=True):
            if value is not None and value != now and value != "":
                changes[column] = value
        for column, value in self._once(row, known.pk).items():
            if value is None:
                changes.pop(column, None)
        if stand.rt_id is not None and stand.rt_id != known.rt_id:
            changes["rt_id"] = stand.rt_id
        if stand.card is not None and stand.card.pk != known.family_id:
            changes["family_id"] = stand.card.pk
        if stand.shdk != known.shdk:
            changes["shdk"] = stand.shdk
        if row.residency is not None and row.residency != known.residency:
            changes["residency"] = row.residency
        if not changes:
            self.result.unchanged += 1
            self.result.outcome[row.row] = "unchanged"
            return
        self._change(row.row, known, changes)
        self.result.changed += 1
        self.result.outcome[row.row] = "changed"

    def _change(self, row: int, known: Resident, changes: dict[str, Any]) -> None:
        before, owned_before = {column: getattr(known, column) for column in changes}, snapshot(known)
        for column, value in changes.items():
            setattr(known, column, value)
        if "name" in changes:
            known.name_key = fold_name(known.name)[:120]
        known.updated_at = self._stamp
        if len(self.result.changes) < SHOWN:
            self.result.changes[row] = {
                column: (self.register.words(column, before[column]), self.register.words(column, value))
                for column, value in changes.items()
            }
        self.plan.changed.append(known)
        self.plan.columns.update(changes, ("updated_at", *(["name_key"] if "name" in changes else [])))
        kinds = [str(_LEDGER[column]) for column in changes if column in _LEDGER]
        if kinds:
            # One line a person: the first kind names it, ``kinds`` lists all, before and after hold everything.
            card = self.register.cards.get(known.family_id) if known.family_id else None
            self._line(kinds[0], known.pk, owned_before, snapshot(known), card, kinds=kinds)
        if self._run is not None:
            self.plan.undo.append([self._run, row, known.pk, "changed", json.dumps(before, default=str), self._stamp])

    def _families_follow_their_heads(self) -> None:
        """Members who stand in no row move along when their family's RT changed."""
        moved = {
            key: card
            for key, card in self.plan.changed_families.items()
            if card.rt_id and self.plan.families_before[str(key)]["rt_id"] != str(card.rt_id)
        }
        if not moved:
            return
        members = Resident.objects.filter(family_id__in=list(moved), presence=Presence.PRESENT, void_at__isnull=True)
        for member in members.exclude(pk__in=list(self._seen)):
            card = moved[member.family_id]  # type: ignore[index]
            if member.rt_id != card.rt_id:
                self._change(self._head_row_of[card.pk], member, {"rt_id": card.rt_id})

    # -- small things --------------------------------------------------------------------------------------------------

    def _temporary(self, table: str) -> str:
        number = f"0{self._code}{self._serials[table]:05d}"
        self._serials[table] += 1
        return number

    def _line(
        self, kind: str, key: uuid.UUID, before: dict[str, Any], after: dict[str, Any], card: FamilyCard | None, **details: Any
    ) -> None:  # fmt: skip
        number, family = (card.number, card.pk) if card else ("", None)
        self.plan.lines.append(Line(kind, key, before, after, family, number, details))

    def _issue(self, row: ResidentRow, column: str, value: Any, level: str, code: str, message: str) -> None:
        text = "" if value is None else str(int(value)) if isinstance(value, int) else str(value)
        self.result.issues.append(Issue(row.row, column, text, level, code, message))
