"""Rows of a file (or of the generator) into the register: by COPY, in the caller's transaction.

What is new, changed, refused follows the table "How ours decides": an empty cell never clears; another RT, family or SHDK
is a typed correction while the data are not declared complete, afterwards it needs an event; another status always does.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.ids import uuid7
from modules.population.codes import Citizenship, Presence, Residency, Shdk
from modules.population.models import (
    LEDGER_COLUMNS,
    EventKind,
    FamilyCard,
    PopulationEvent,
    RegisterState,
    Resident,
    Territory,
    TerritoryKind,
)
from modules.population.names import fold_name
from modules.population.opensid.issues import Issue
from modules.population.rows import ResidentRow
from tenants.context import current_village

Progress = Callable[[int, int, str], None]

#: Columns of a resident that a row may change without an event.
PLAIN = (
    "name", "birth_place", "birth_date", "religion", "education", "education_current", "occupation", "marital_status",
    "citizenship", "sex", "father_nik", "father_name", "mother_nik", "mother_name", "blood_type", "birth_certificate",
    "passport_number", "passport_expires", "kitas_number", "marriage_certificate", "marriage_date", "divorce_certificate",
    "divorce_date", "disability", "chronic_illness", "family_planning", "pregnancy", "ktp_el", "ktp_record", "ethnicity",
    "tag_id_card", "health_insurance", "health_insurance_number", "address_current", "phone", "lat", "lng",
)  # fmt: skip
#: Of these the ledger keeps the change too.
_TYPED = {"sex": EventKind.CORRECTION_SEX, "citizenship": EventKind.CORRECTION_CITIZENSHIP}
COLUMNS = tuple(column.column for column in Resident._meta.concrete_fields)
_TEXT = {
    f.name
    for f in Resident._meta.concrete_fields
    if not f.null and f.get_internal_type() in {"CharField", "EmailField"}
}


@dataclass
class Applied:
    """What came of the rows; ``outcome`` by row number: new, changed, unchanged or refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    issues: list[Issue] = field(default_factory=list)
    outcome: dict[int, str] = field(default_factory=dict)
    families_to_mend: set[str] = field(default_factory=set)

    @property
    def applied(self) -> int:
        """Rows that changed the register or agreed with it."""
        return self.new + self.changed + self.unchanged


@dataclass
class _Plan:
    """What will be written."""

    residents: list[list[Any]] = field(default_factory=list)
    images: list[list[Any]] = field(default_factory=list)
    families: list[list[Any]] = field(default_factory=list)
    moved_families: dict[uuid.UUID, tuple[Any, str | None]] = field(default_factory=dict)
    events: list[list[Any]] = field(default_factory=list)
    undo: list[list[Any]] = field(default_factory=list)


class _Register:
    """What the register holds that the rows may touch, read in a few queries."""

    def __init__(self, rows: Sequence[ResidentRow]) -> None:
        niks = [row.nik for row in rows if row.nik != "0"]
        numbers = {row.no_kk for row in rows if len(row.no_kk) == 16}
        found = Resident.objects.filter(void_at__isnull=True)
        self.residents = {each.nik: each for each in found.filter(nik__in=niks)} if niks else {}
        # Families of the rows, and those in which known residents stand now.
        families = FamilyCard.objects.filter(void_at__isnull=True)
        self.families = {each.number: each for each in families.filter(number__in=numbers)}
        self.heads = {
            each["family_id"]: each["nik"]
            for each in found.filter(
                shdk=Shdk.HEAD, presence=Presence.PRESENT, family_id__in=[each.pk for each in self.families.values()]
            ).values("family_id", "nik")
        }
        self.tags = dict(found.exclude(tag_id_card="").values_list("tag_id_card", "nik"))
        nameless = [row for row in rows if row.nik == "0"]
        self.by_birth: dict[tuple[str, str, date | None], Resident] = {}
        if nameless:
            keys = {fold_name(row.name) for row in nameless}
            for each in found.filter(name_key__in=keys):
                self.by_birth[each.name_key, each.birth_place.upper(), each.birth_date] = each
        self.rt_of = {}
        self.territory: dict[tuple[str, str, str], uuid.UUID] = {}
        self._read_territory()

    def _read_territory(self) -> None:
        nodes = {each.pk: each for each in Territory.objects.all()}
        for each in nodes.values():
            if each.kind != TerritoryKind.RT or each.parent_id is None:
                continue
            above = nodes[each.parent_id]
            if above.kind == TerritoryKind.RW and above.parent_id:
                self.territory[nodes[above.parent_id].name, above.name, each.name] = each.pk
            else:
                self.territory[above.name, "", each.name] = each.pk

    def rt(self, dusun: str | None, rw: str | None, rt: str | None) -> uuid.UUID | None:
        """The RT, made when it is new; None where the row names none."""
        place = (_area(dusun), _area(rw), _area(rt))
        if not place[0] or not place[2]:
            return None
        known = self.territory.get(place)
        if known is None:
            known = self.territory[place] = _make_rt(*place)
        return known


def _area(text: str | None) -> str:
    return "" if text in (None, "", "-", "0") else str(text)


def _make_rt(dusun: str, rw: str, rt: str) -> uuid.UUID:
    above, _made = Territory.objects.get_or_create(kind=TerritoryKind.DUSUN, parent=None, name=dusun)
    if rw:
        above, _made = Territory.objects.get_or_create(kind=TerritoryKind.RW, parent=above, name=rw)
    node, _made = Territory.objects.get_or_create(kind=TerritoryKind.RT, parent=above, name=rt)
    return node.pk


def next_temporary(table: str, column: str, code: str) -> int:
    """The next serial of temporary numbers: "0" + village code + five digits."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(max(right({column}, 5)::int), 0) + 1 FROM {table} WHERE {column} LIKE %s",  # noqa: S608
            [f"0{code}%"],
        )
        return int(cursor.fetchone()[0])


def apply_rows(
    *,
    actor: Actor,
    rows: Sequence[ResidentRow],
    source: str,
    run: uuid.UUID | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    on: date | None = None,
) -> Applied:
    """Bring rows into the register, in the caller's transaction; see the module's text for what is decided how.

    ``run`` is the import's key (its undo rows are kept). With ``dry_run`` nothing is written, only decided.
    """
    on = on or today()
    stamp = timezone.now()
    state = RegisterState.objects.first()
    complete = state is not None and state.complete_on is not None
    result = Applied()
    plan = _Plan()
    if dry_run:
        # Deciding makes territory; a savepoint takes it away again.
        from django.db import transaction

        with transaction.atomic():
            register = _Register(rows)
            _decide(actor, rows, register, plan, result, on=on, stamp=stamp, complete=complete, run=run)
            transaction.set_rollback(True)
        return result
    register = _Register(rows)
    _decide(actor, rows, register, plan, result, on=on, stamp=stamp, complete=complete, run=run)
    if progress:
        progress(len(rows), len(rows), _("{n} baris diputuskan, sedang disimpan").format(n=len(rows)))
    _write(plan)
    return result


def _decide(
    actor: Actor,
    rows: Sequence[ResidentRow],
    register: _Register,
    plan: _Plan,
    result: Applied,
    *,
    on: date,
    stamp: datetime,
    complete: bool,
    run: uuid.UUID | None,
) -> None:
    code = current_village().code
    serial: dict[str, int] = {}

    def temporary(table: str, column: str) -> str:
        if table not in serial:
            serial[table] = next_temporary(table, column, code)
        number = f"0{code}{serial[table]:05d}"
        serial[table] += 1
        return number

    def issue(row: ResidentRow, column: str, value: Any, level: str, kind: str, message: str) -> None:
        result.issues.append(Issue(row.row, column, "" if value is None else str(value), level, kind, message))

    def refuse(row: ResidentRow, column: str, value: Any, kind: str, message: str) -> None:
        issue(row, column, value, "error", kind, message)
        result.refused += 1
        result.outcome[row.row] = "refused"

    author = (actor.kind, str(actor.id)[:64], actor.name[:150])
    zero_family: dict[str, str] = {}
    for row in rows:
        known = register.residents.get(row.nik) if row.nik != "0" else None
        if row.nik == "0":
            known = register.by_birth.get((fold_name(row.name), (row.birth_place or "").upper(), row.birth_date))
        if known is None and complete:
            refuse(
                row,
                "nik",
                row.nik,
                "needs_event",
                _("Data desa sudah lengkap: catat orang ini lewat kelahiran atau pindah masuk."),
            )
            continue
        if known is not None and row.presence is not None and row.presence != known.presence:
            refuse(
                row, "status_dasar", row.presence, "needs_event",
                _("Status {name} berubah: catat peristiwanya (meninggal, pindah, atau hilang), bukan lewat impor.").format(name=known.name),
            )  # fmt: skip
            continue
        rt_id = register.rt(row.dusun, row.rw, row.rt)
        family_id, number = None, row.no_kk
        if number == "0":
            # Rows of one sheet that all say 0 are not one family: each gets a card of its own.
            number = zero_family.setdefault(f"{row.row}", temporary("population_familycard", "number"))
        if number:
            family = register.families.get(number)
            if family is None:
                family = FamilyCard(
                    id=uuid7(),
                    number=number,
                    number_temporary=number.startswith("0"),
                    address=row.address or "",
                    rt_id=rt_id,
                )
                register.families[number] = family
                plan.families.append(
                    [
                        family.pk,
                        number,
                        family.number_temporary,
                        family.address,
                        rt_id,
                        None,
                        None,
                        None,
                        None,
                        stamp,
                        stamp,
                    ]
                )
            elif row.shdk == Shdk.HEAD or (known is not None and known.shdk == Shdk.HEAD):
                moved = rt_id is not None and family.rt_id != rt_id
                addressed = row.address not in (None, "", family.address)
                if (moved and not complete) or addressed:
                    plan.moved_families[family.pk] = (
                        rt_id if moved and not complete else family.rt_id,
                        row.address if addressed else family.address,
                    )
            family_id = family.pk
        shdk = row.shdk
        if shdk == Shdk.HEAD and family_id is not None and (row.presence or Presence.PRESENT) == Presence.PRESENT:
            holder = register.heads.get(family_id)
            if holder is not None and holder != row.nik:
                issue(
                    row, "kk_level", shdk, "warning", "two_heads",
                    _("Keluarga {kk} sudah mempunyai kepala; orang ini dicatat sebagai LAINNYA. Perbaiki keluarganya nanti.").format(kk=number),
                )  # fmt: skip
                result.families_to_mend.add(number)
                shdk = Shdk.OTHER
            else:
                register.heads[family_id] = row.nik
        tag = row.tag_id_card
        if tag and register.tags.setdefault(tag, row.nik) != row.nik:
            issue(
                row,
                "tag_id_card",
                tag,
                "warning",
                "tag_taken",
                _("Tag ID Card ini sudah dipakai orang lain; tidak disimpan."),
            )
            tag = None
        if known is None:
            _plan_new(
                row, plan, register, rt_id=rt_id, family_id=family_id, shdk=shdk if family_id else None, tag=tag,
                nik=temporary("population_resident", "nik") if row.nik == "0" else row.nik, number=number,
                author=author, on=on, stamp=stamp, run=run,
            )  # fmt: skip
            result.new += 1
            result.outcome[row.row] = "new"
            continue
        changes: dict[str, Any] = {}
        for column in PLAIN:
            value = tag if column == "tag_id_card" else getattr(row, column)
            if value is not None and value != "" and value != getattr(known, column):
                changes[column] = value
        kinds: list[str] = [str(_TYPED[column]) for column in changes if column in _TYPED]
        moves: dict[str, Any] = {}
        if rt_id is not None and rt_id != known.rt_id:
            moves["rt_id"] = rt_id
            kinds.append(EventKind.CORRECTION_RT)
        if family_id is not None and family_id != known.family_id:
            moves["family_id"] = family_id
            kinds.append(EventKind.CORRECTION_FAMILY)
        if shdk is not None and shdk != known.shdk and (family_id or known.family_id):
            moves["shdk"] = shdk
            kinds.append(EventKind.CORRECTION_SHDK)
        if moves and complete:
            column = {"rt_id": "rt", "family_id": "no_kk", "shdk": "kk_level"}[next(iter(moves))]
            refuse(
                row,
                column,
                getattr(row, {"kk_level": "shdk"}.get(column, column)),
                "needs_event",
                _("Data desa sudah lengkap: ubah RT, KK, atau hubungan keluarga lewat peristiwa."),
            )
            continue
        if moves.get("family_id") and "shdk" not in moves and known.shdk is None:
            moves["shdk"] = Shdk.OTHER
        changes |= moves
        if not changes:
            result.unchanged += 1
            result.outcome[row.row] = "unchanged"
            continue
        before = {column: getattr(known, column) for column in changes}
        ledger_before = _ledger(known)
        for column, value in changes.items():
            setattr(known, column, value)
        if "name" in changes:
            known.name_key = fold_name(known.name)
        known.updated_at = stamp
        plan.images.append([getattr(known, f.attname) for f in Resident._meta.concrete_fields])
        if kinds:
            after = _ledger(known)
            plan.events.append(
                _event(kinds[0], known.pk, on, on, author, ledger_before, after, number, {"kinds": kinds}, stamp, run)
            )
        if run is not None:
            plan.undo.append([run, row.row, known.pk, "changed", json.dumps(before, default=str), stamp])
        result.changed += 1
        result.outcome[row.row] = "changed"


def _ledger(resident: Resident) -> dict[str, Any]:
    found = {}
    for column in LEDGER_COLUMNS:
        value = getattr(resident, column)
        found[column] = str(value) if isinstance(value, uuid.UUID) else value
    return found


def _event(
    kind: str, resident: uuid.UUID, event_date: date, report_date: date, author: tuple[str, str, str], before: Any, after: Any,
    number: str, details: Any, stamp: datetime, run: uuid.UUID | None,
) -> list[Any]:  # fmt: skip
    return [
        kind, resident, event_date, report_date, stamp, *author, json.dumps(before), json.dumps(after), number, "",
        json.dumps(details), "", None, False, run,
    ]  # fmt: skip


_EVENT_COLUMNS = tuple(f.column for f in PopulationEvent._meta.concrete_fields if f.name != "id")


def _plan_new(
    row: ResidentRow, plan: _Plan, register: _Register, *, rt_id: Any, family_id: Any, shdk: int | None, tag: str | None,
    nik: str, number: str, author: tuple[str, str, str], on: date, stamp: datetime, run: uuid.UUID | None,
) -> None:  # fmt: skip
    key = uuid7()
    presence = row.presence or Presence.PRESENT
    residency = row.residency or Residency.PERMANENT
    sex = row.sex or 1
    citizenship = row.citizenship or Citizenship.WNI
    values: dict[str, Any] = {
        "id": key,
        "nik": nik,
        "nik_temporary": nik.startswith("0"),
        "name": row.name,
        "name_key": fold_name(row.name)[:120],
        "sex": sex,
        "family_id": family_id,
        "shdk": shdk,
        "rt_id": rt_id,
        "citizenship": citizenship,
        "residency": residency,
        "presence": presence,
        "initial_data": True,
        "void_at": None,
        "created_at": stamp,
        "updated_at": stamp,
        "tag_id_card": tag or "",
        "email": "",
    }
    for column in PLAIN:
        if column not in values:
            value = getattr(row, column)
            values[column] = "" if value is None and column in _TEXT else value
    plan.residents.append([values[column] for column in COLUMNS])
    after = {
        "presence": int(presence), "residency": int(residency), "family_id": str(family_id) if family_id else None,
        "shdk": int(shdk) if shdk else None, "rt_id": str(rt_id) if rt_id else None, "sex": int(sex),
        "citizenship": int(citizenship),
    }  # fmt: skip
    plan.events.append(_event(EventKind.INITIAL, key, on, on, author, {}, after, number, {}, stamp, run))
    if run is not None:
        plan.undo.append([run, row.row, key, "new", "{}", stamp])


def _copy(table: str, columns: Iterable[str], rows: list[list[Any]]) -> None:
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _write(plan: _Plan) -> None:
    _copy("population_familycard", [f.column for f in FamilyCard._meta.concrete_fields], plan.families)
    _copy("population_resident", COLUMNS, plan.residents)
    for key, (rt_id, address) in plan.moved_families.items():
        FamilyCard.objects.filter(pk=key).update(rt_id=rt_id, address=address, updated_at=timezone.now())
    if plan.images:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE changed_residents (LIKE population_resident) ON COMMIT DROP")
        _copy("changed_residents", COLUMNS, plan.images)
        assignments = ", ".join(f'"{name}" = t."{name}"' for name in COLUMNS if name != "id")
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE population_resident r SET {assignments} FROM changed_residents t WHERE r.id = t.id")  # noqa: S608
            cursor.execute("DROP TABLE changed_residents")
    _copy("population_populationevent", _EVENT_COLUMNS, plan.events)
    _copy("population_importrow", ["run_id", "row", "resident_id", "outcome", "before", "stamp"], plan.undo)
