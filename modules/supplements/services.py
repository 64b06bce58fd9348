"""Every write to supplements: may they, does the field allow it, one change, audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, translate_unique
from balai.errors import NotFound
from balai.ids import uuid7
from balai.web.conditional import check_version
from modules.population.models import FamilyCard, Resident
from modules.supplements.errors import BadValue, ColumnInUse, ColumnTaken, NameTaken, NotEmpty, SupplementError
from modules.supplements.models import ColumnKind, Entry, Supplement, SupplementColumn, Target
from modules.supplements.selectors import gone_entries
from modules.supplements.values import Value, clean_value

#: Headings of the sheet that no own column may take.
RESERVED = {"peserta", "keterangan", "nama", "nik", "no kk", "alamat", "rt/rw, dusun"}
MOST_COLUMNS = 30


# -- lists -------------------------------------------------------------------------------------------------------------
def _locked(supplement: Supplement, version: str = "") -> Supplement:
    now = Supplement.objects.select_for_update().filter(pk=supplement.pk).first()
    if now is None:
        raise NotFound()
    check_version(version, now.version)
    return now


@atomic()
def create_supplement(
    *, actor: Actor, name: str, target: int, source: str = "", description: str = "", published: bool = False
) -> Supplement:
    """Make a list of residents or of families; what it is about stays.

    Raises:
        NameTaken.
    """
    require(actor, "supplements.change")
    row = Supplement(
        name=name.strip(), target=Target(int(target)), source=source.strip(), description=description.strip(),
        published=published,
    )  # fmt: skip
    with translate_unique({"supplement_name_once": NameTaken(field="name")}):
        row.save(force_insert=True)
    audit.record(actor, "supplements.created", about=row, target=int(target))
    return row


@atomic()
def update_supplement(
    *, actor: Actor, supplement: Supplement, name: str, source: str = "", description: str = "", published: bool = False,
    version: str = "",
) -> Supplement:  # fmt: skip
    """Change a list's own data.

    Raises:
        Conflict, NameTaken.
    """
    require(actor, "supplements.change")
    now = _locked(supplement, version)
    values: dict[str, Any] = {
        "name": name.strip(), "source": source.strip(), "description": description.strip(), "published": published
    }  # fmt: skip
    changed = [column for column, value in values.items() if getattr(now, column) != value]
    if not changed:
        return now
    for column in changed:
        setattr(now, column, values[column])
    now.updated_at = timezone.now()
    with translate_unique({"supplement_name_once": NameTaken(field="name")}):
        now.save(update_fields=[*changed, "updated_at"])
    audit.record(actor, "supplements.changed", about=now, columns=sorted(changed))
    return now


@atomic()
def delete_supplement(*, actor: Actor, supplement: Supplement) -> None:
    """Delete a list that nothing stands in, with its columns.

    Raises:
        NotEmpty.
    """
    require(actor, "supplements.change")
    now = _locked(supplement)
    rows = Entry.objects.filter(supplement=now).count()
    if rows:
        raise NotEmpty(entries=rows)
    audit.record(actor, "supplements.deleted", about=now)
    now.delete()


# -- columns -----------------------------------------------------------------------------------------------------------
def column_data(name: str, kind: str, choices: Iterable[str]) -> dict[str, Any]:
    """Checked data of a column: name, kind, choices.

    Raises:
        SupplementError.
    """
    name = " ".join(name.split())
    if name.casefold() in RESERVED:
        raise SupplementError(_("{name} sudah menjadi kolom tetap. Pakai nama lain.").format(name=name), field="name")
    options: list[str] = []
    if kind == ColumnKind.CHOICE:
        options = list(dict.fromkeys(" ".join(each.split())[:100] for each in choices if each.strip()))
        if len(options) < 2:
            raise SupplementError(_("Tulis paling sedikit dua pilihan, satu sebaris."), field="choices")
        if len({each.casefold() for each in options}) < len(options):
            raise SupplementError(_("Ada dua pilihan yang sama."), field="choices")
    return {"name": name, "kind": ColumnKind(kind), "choices": options}


@atomic()
def add_column(
    *, actor: Actor, supplement: Supplement, name: str, kind: str, choices: Iterable[str] = (), required: bool = False
) -> SupplementColumn:
    """A further column at the end; entries that stand already hold nothing there.

    Raises:
        ColumnTaken, SupplementError.
    """
    require(actor, "supplements.change")
    now = _locked(supplement)
    data = column_data(name, kind, choices)
    if SupplementColumn.objects.filter(supplement=now).count() >= MOST_COLUMNS:
        raise SupplementError(_("Paling banyak {n} kolom.").format(n=MOST_COLUMNS), field="name")
    last = SupplementColumn.objects.filter(supplement=now).aggregate(last=Max("order"))["last"] or 0
    row = SupplementColumn(supplement=now, required=required, order=last + 1, **data)
    with translate_unique({"supplement_column_once": ColumnTaken(name=data["name"], field="name")}):
        row.save(force_insert=True)
    audit.record(actor, "supplements.column_added", about=now, kind=str(kind))
    return row


@atomic()
def change_column(
    *, actor: Actor, column: SupplementColumn, name: str, kind: str, choices: Iterable[str] = (), required: bool = False,
    version: str = "",
) -> SupplementColumn:  # fmt: skip
    """Change a column. Its kind, and a choice that is in use, stay while entries hold values of it.

    Raises:
        Conflict, ColumnTaken, ColumnInUse, SupplementError.
    """
    require(actor, "supplements.change")
    _locked(column.supplement)
    now = SupplementColumn.objects.select_for_update().get(pk=column.pk)
    check_version(version, now.version)
    data = column_data(name, kind, choices)
    filled = Entry.objects.filter(supplement=now.supplement_id, values__has_key=now.key)
    if data["kind"] != now.kind and (held := filled.count()):
        raise ColumnInUse(entries=held, what=now.name, field="kind")
    for gone in set(now.choices) - set(data["choices"]):
        if held := filled.filter(**{f"values__{now.key}": gone}).count():
            raise ColumnInUse(entries=held, what=gone, field="choices")
    for key, value in (data | {"required": required, "updated_at": timezone.now()}).items():
        setattr(now, key, value)
    with translate_unique({"supplement_column_once": ColumnTaken(name=data["name"], field="name")}):
        now.save()
    audit.record(actor, "supplements.column_changed", about=now.supplement)
    return now


@atomic()
def remove_column(*, actor: Actor, column: SupplementColumn) -> int:
    """Remove a column with what stands in it; returns how many entries held something."""
    require(actor, "supplements.change")
    supplement = _locked(column.supplement)
    held = Entry.objects.select_for_update().filter(supplement=supplement, values__has_key=column.key)
    rows = list(held)
    for each in rows:
        del each.values[column.key]
        each.updated_at = timezone.now()
    Entry.objects.bulk_update(rows, ["values", "updated_at"], batch_size=500)
    deleted, _kinds = SupplementColumn.objects.filter(pk=column.pk).delete()
    if not deleted:
        raise NotFound()
    audit.record(actor, "supplements.column_removed", about=supplement, entries=len(rows))
    return len(rows)


# -- entries -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Added:
    """What became of an addition: the new entries, and how many stood there already."""

    entries: list[Entry]
    skipped: int


Subject = Resident | FamilyCard


def clean_values(columns: Iterable[SupplementColumn], raw: Mapping[str, Any]) -> dict[str, Value]:
    """Values by the column's key, checked; what is empty is left out.

    Raises:
        BadValue: the first that does not fit.
    """
    found: dict[str, Value] = {}
    for column in columns:
        value = clean_value(column, raw.get(column.key))
        if value is not None:
            found[column.key] = value
    return found


def _check_subject(supplement: Supplement, subject: Subject) -> None:
    if isinstance(subject, FamilyCard) != supplement.of_families:
        what = _("keluarga") if supplement.of_families else _("penduduk")
        raise SupplementError(_("Daftar ini berisi {what}.").format(what=what), field="person")


@atomic()
def add_entries(
    *, actor: Actor, supplement: Supplement, subjects: Sequence[Subject], note: str = "",
    values: Mapping[str, Any] | None = None,
) -> Added:  # fmt: skip
    """Put residents (or families) into a list, with the same note and values; who stands there already is skipped.

    Raises:
        SupplementError: the list is about others.
        BadValue: a value that does not fit its column.
    """
    require(actor, "supplements.change")
    now = _locked(supplement)
    cleaned = clean_values(now.columns.all(), values or {})
    rows = []
    for each in subjects:
        _check_subject(now, each)
        rows.append((each, note.strip(), cleaned))
    added = write_entries(now, rows)
    audit.record(actor, "supplements.entries_added", about=now, entries=len(added.entries))
    return added


def write_entries(supplement: Supplement, rows: Sequence[tuple[Subject, str, dict[str, Value]]]) -> Added:
    """Write checked rows of a locked list; subjects that stand there already (or twice in the rows) are skipped."""
    column = "family_id" if supplement.of_families else "resident_id"
    keys = [each.pk for each, _note, _values in rows]
    there = set(Entry.objects.filter(supplement=supplement, **{f"{column}__in": keys}).values_list(column, flat=True))
    made = []
    for subject, note, values in rows:
        if subject.pk in there:
            continue
        there.add(subject.pk)
        made.append(Entry(id=uuid7(), supplement=supplement, note=note[:300], values=values, **{column: subject.pk}))
    Entry.objects.bulk_create(made, batch_size=1000)
    return Added(made, len(rows) - len(made))


@atomic()
def change_entry(
    *, actor: Actor, entry: Entry, note: str = "", values: Mapping[str, Any] | None = None, version: str = ""
) -> Entry:
    """Change an entry's note and values.

    Raises:
        Conflict, BadValue.
    """
    require(actor, "supplements.change")
    now = Entry.objects.select_for_update(of=("self",)).select_related("supplement").filter(pk=entry.pk).first()
    if now is None:
        raise NotFound()
    check_version(version, now.version)
    now.note, now.values = note.strip(), clean_values(now.supplement.columns.all(), values or {})
    now.updated_at = timezone.now()
    now.save(update_fields=["note", "values", "updated_at"])
    audit.record(actor, "supplements.entry_changed", about=now.supplement, entry=str(now.pk))
    return now


@atomic()
def remove_entries(*, actor: Actor, supplement: Supplement, keys: Iterable[Any]) -> int:
    """Take entries out of a list; returns how many there were."""
    require(actor, "supplements.change")
    now = _locked(supplement)
    removed, _kinds = Entry.objects.filter(supplement=now, pk__in=list(keys)).delete()
    audit.record(actor, "supplements.entries_removed", about=now, entries=removed)
    return removed


@atomic()
def remove_gone(*, actor: Actor, supplement: Supplement) -> int:
    """Take out whoever died or moved, and families that nobody is left of; returns how many."""
    require(actor, "supplements.change")
    return remove_entries(
        actor=actor, supplement=supplement, keys=gone_entries(supplement).values_list("pk", flat=True)
    )


@atomic()
def clear_entries(*, actor: Actor, supplement: Supplement) -> int:
    """Empty a list; its columns stay."""
    require(actor, "supplements.change")
    now = _locked(supplement)
    removed, _kinds = Entry.objects.filter(supplement=now).delete()
    audit.record(actor, "supplements.cleared", about=now, entries=removed)
    return removed


# -- finding -----------------------------------------------------------------------------------------------------------
def supplement_or_404(pk: Any) -> Supplement:
    """A list of this village.

    Raises:
        NotFound: there is none, or the key is another village's.
    """
    found = Supplement.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def column_or_404(supplement: Supplement, pk: Any) -> SupplementColumn:
    """A column of this list."""
    found = SupplementColumn.objects.select_related("supplement").filter(supplement=supplement, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def entry_or_404(supplement: Supplement, pk: Any) -> Entry:
    """An entry of this list."""
    found = (
        Entry.objects.select_related("supplement", "resident", "family").filter(supplement=supplement, pk=pk).first()
    )
    if found is None:
        raise NotFound()
    return found


__all__ = [
    "Added", "BadValue", "add_column", "add_entries", "change_column", "change_entry", "clean_values", "clear_entries",
    "column_or_404", "create_supplement", "delete_supplement", "entry_or_404", "remove_column", "remove_entries",
    "remove_gone", "supplement_or_404", "update_supplement", "write_entries",
]  # fmt: skip
