"""Free lists: a fixed target, own columns that check what stands in them, everybody once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from balai.errors import Conflict, NotAllowed, NotFound
from modules.population.models import FamilyCard, Resident
from modules.supplements import services
from modules.supplements.errors import BadValue, ColumnInUse, ColumnTaken, NameTaken, NotEmpty, SupplementError
from modules.supplements.models import ColumnKind, Entry, Supplement, SupplementColumn, Target
from modules.supplements.selectors import entries_found, entries_of, gone_entries, published, supplements_found
from modules.supplements.values import clean_value, shown
from tests.modules.households.test_services import die
from tests.modules.population.conftest import staff


@pytest.fixture()
def supplement(village: Any, actor: Any) -> Supplement:
    """Farmers, with four columns of their own."""
    made = services.create_supplement(
        actor=actor, name="Petani penggarap", target=Target.RESIDENT, source="Musdes 2026"
    )
    for name, kind, choices in (
        ("Kelompok", ColumnKind.TEXT, []), ("Luas (ha)", ColumnKind.NUMBER, []), ("Sejak", ColumnKind.DATE, []),
        ("Status lahan", ColumnKind.CHOICE, ["Milik", "Sewa"]),
    ):  # fmt: skip
        services.add_column(actor=actor, supplement=made, name=name, kind=kind, choices=choices)
    return made


@pytest.fixture()
def families(village: Any, actor: Any) -> Supplement:
    """A list of families."""
    return services.create_supplement(actor=actor, name="Keluarga rawan", target=Target.FAMILY)


def keys(supplement: Supplement) -> dict[str, str]:
    """Column key by name."""
    return {each.name: each.key for each in supplement.columns.all()}


def test_everybody_stands_once_and_doubles_are_skipped(actor: Any, supplement: Supplement, family: Any) -> None:
    added = services.add_entries(
        actor=actor, supplement=supplement, subjects=[family[0], family[1], family[0]], note="RT 1"
    )
    assert (len(added.entries), added.skipped) == (2, 1)
    again = services.add_entries(actor=actor, supplement=supplement, subjects=family)
    assert (len(again.entries), again.skipped) == (1, 2)
    with pytest.raises(IntegrityError, match="supplement_resident_once"), transaction.atomic():
        Entry.objects.create(supplement=supplement, resident=family[0])
    assert [each.supplement.name for each in entries_of(family[0])] == ["Petani penggarap"]


def test_the_target_is_fixed_by_the_database(
    actor: Any, supplement: Supplement, families: Supplement, family: Any
) -> None:
    with pytest.raises(SupplementError):
        services.add_entries(actor=actor, supplement=supplement, subjects=[family[0].family])
    with pytest.raises(SupplementError):
        services.add_entries(actor=actor, supplement=families, subjects=[family[0]])
    with pytest.raises(IntegrityError, match="does not fit the target"), transaction.atomic():
        Entry.objects.create(supplement=supplement, family=family[0].family)
    with pytest.raises(DatabaseError), transaction.atomic():
        Supplement.objects.filter(pk=supplement.pk).update(target=Target.FAMILY)
    with pytest.raises(NameTaken):
        services.create_supplement(actor=actor, name="PETANI penggarap", target=Target.FAMILY)


VALUES = [
    ("Kelompok", " Tani Makmur ", "Tani Makmur", "Tani Makmur"),
    ("Kelompok", 12.0, "12", "12"),
    ("Kelompok", date(2026, 1, 2), "02-01-2026", "02-01-2026"),
    ("Luas (ha)", "1.250", 1250, "1.250"),
    ("Luas (ha)", "1.250,5", 1250.5, "1.250,5"),
    ("Luas (ha)", "0.75", 0.75, "0,75"),
    ("Luas (ha)", 2.0, 2, "2"),
    ("Luas (ha)", "-3", -3, "-3"),
    ("Sejak", "24-11-2020", "2020-11-24", "24-11-2020"),
    ("Sejak", "2020-11-24", "2020-11-24", "24-11-2020"),
    ("Sejak", date(2020, 11, 24), "2020-11-24", "24-11-2020"),
    ("Status lahan", "sewa", "Sewa", "Sewa"),
    ("Status lahan", "", None, ""),
    ("Luas (ha)", "  ", None, ""),
]


@pytest.mark.parametrize(("name", "raw", "kept", "written"), VALUES)
def test_a_value_is_read_kept_and_written(name: str, raw: Any, kept: Any, written: str, supplement: Supplement) -> None:
    column = supplement.columns.get(name=name)
    found = clean_value(column, raw)
    assert (found, type(found)) == (kept, type(kept))
    assert shown(column, found) == written


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("Luas (ha)", "dua", "harus angka"), ("Luas (ha)", "1,2,3", "harus angka"), ("Luas (ha)", "9" * 16, "terlalu besar"),
        ("Luas (ha)", "NaN", "harus angka"), ("Sejak", "31-02-2020", "bukan tanggal yang ada"), ("Sejak", "kemarin", "tanggal seperti"),
        ("Status lahan", "Gadai", "Milik, Sewa"), ("Kelompok", "x" * 301, "paling banyak"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_words(
    name: str, raw: Any, words: str, supplement: Supplement, actor: Any, family: Any
) -> None:
    with pytest.raises(BadValue) as refused:
        services.add_entries(
            actor=actor, supplement=supplement, subjects=[family[0]], values={keys(supplement)[name]: raw}
        )
    assert words in refused.value.message()
    assert refused.value.data["field"] == f"c_{keys(supplement)[name]}"
    assert not supplement.entries.exists()


def test_a_required_column_wants_something(actor: Any, supplement: Supplement, family: Any) -> None:
    services.add_column(actor=actor, supplement=supplement, name="Nomor kartu", kind=ColumnKind.TEXT, required=True)
    with pytest.raises(BadValue) as refused:
        services.add_entries(actor=actor, supplement=supplement, subjects=[family[0]])
    assert "Nomor kartu belum diisi" in refused.value.message()


def test_columns_change_while_nothing_is_lost(actor: Any, supplement: Supplement, family: Any) -> None:
    with pytest.raises(ColumnTaken):
        services.add_column(actor=actor, supplement=supplement, name="kelompok", kind=ColumnKind.TEXT)
    with pytest.raises(SupplementError):
        services.add_column(actor=actor, supplement=supplement, name="Keterangan", kind=ColumnKind.TEXT)
    with pytest.raises(SupplementError):
        services.add_column(actor=actor, supplement=supplement, name="Pilih", kind=ColumnKind.CHOICE, choices=["satu"])
    column = supplement.columns.get(name="Status lahan")
    services.add_entries(actor=actor, supplement=supplement, subjects=family[:2], values={column.key: "Sewa"})
    with pytest.raises(ColumnInUse):
        services.change_column(actor=actor, column=column, name="Status lahan", kind=ColumnKind.TEXT)
    with pytest.raises(ColumnInUse):
        services.change_column(
            actor=actor, column=column, name="Status", kind=ColumnKind.CHOICE, choices=["Milik", "Gadai"]
        )
    old = column.version
    changed = services.change_column(
        actor=actor, column=column, name="Status", kind=ColumnKind.CHOICE, choices=["Sewa", "Gadai"], version=old
    )
    assert changed.choices == ["Sewa", "Gadai"]
    with pytest.raises(Conflict):
        services.change_column(
            actor=actor, column=column, name="X", kind=ColumnKind.CHOICE, choices=["Sewa", "Y"], version=old
        )
    assert services.remove_column(actor=actor, column=changed) == 2
    with pytest.raises(NotFound):
        services.remove_column(actor=actor, column=changed)
    assert all(each.values == {} for each in supplement.entries.all())
    assert len(keys(supplement)) == 3


def test_an_entry_changes_and_the_later_writer_is_told(actor: Any, supplement: Supplement, family: Any) -> None:
    (entry,) = services.add_entries(actor=actor, supplement=supplement, subjects=[family[0]]).entries
    entry.refresh_from_db()
    old = entry.version
    services.change_entry(
        actor=actor, entry=entry, note="dicek", values={keys(supplement)["Luas (ha)"]: "2,5"}, version=old
    )
    with pytest.raises(Conflict):
        services.change_entry(actor=actor, entry=entry, note="lagi", version=old)
    entry.refresh_from_db()
    assert (entry.note, entry.values) == ("dicek", {keys(supplement)["Luas (ha)"]: 2.5})
    assert services.remove_entries(actor=actor, supplement=supplement, keys=[entry.pk]) == 1
    assert services.remove_entries(actor=actor, supplement=supplement, keys=[entry.pk]) == 0


def test_who_died_stays_until_taken_out(
    actor: Any, supplement: Supplement, families: Supplement, family: Any, make: Any
) -> None:
    lone = make("PARTO SENDIRI", no_kk="3315050101209001", shdk=1)
    services.add_entries(actor=actor, supplement=supplement, subjects=[*family, lone])
    services.add_entries(actor=actor, supplement=families, subjects=[family[0].family, lone.family])
    for person in (family[1], lone):
        die(actor, person)
    assert {each.resident.name for each in gone_entries(supplement) if each.resident} == {
        "SITI AMINAH",
        "PARTO SENDIRI",
    }
    (empty,) = gone_entries(families)
    assert empty.family_id == lone.family_id
    assert entries_found(supplement).count() == 4
    assert entries_found(supplement, "", {"mend": "1"}).count() == 2
    assert services.remove_gone(actor=actor, supplement=supplement) == 2
    assert services.remove_gone(actor=actor, supplement=families) == 1


def test_only_an_empty_list_is_deleted(actor: Any, supplement: Supplement, family: Any) -> None:
    services.add_entries(actor=actor, supplement=supplement, subjects=family)
    with pytest.raises(NotEmpty):
        services.delete_supplement(actor=actor, supplement=supplement)
    assert services.clear_entries(actor=actor, supplement=supplement) == 3
    services.delete_supplement(actor=actor, supplement=supplement)
    assert not SupplementColumn.objects.exists()
    with pytest.raises(NotFound):
        services.delete_supplement(actor=actor, supplement=supplement)


def test_lists_filter_by_place_sex_and_choice(
    actor: Any, supplement: Supplement, families: Supplement, family: Any, rt: Any
) -> None:
    key = keys(supplement)["Status lahan"]
    services.add_entries(actor=actor, supplement=supplement, subjects=[family[0]], values={key: "Milik"})
    services.add_entries(actor=actor, supplement=supplement, subjects=[family[1]], values={key: "Sewa"}, note="janda")
    services.add_entries(actor=actor, supplement=families, subjects=[family[0].family])
    assert entries_found(supplement, "", {f"c_{key}": "Sewa"}).get().resident_id == family[1].pk
    assert entries_found(supplement, "", {"sex": "1"}).get().resident_id == family[0].pk
    assert entries_found(supplement, "JANDA").get().resident_id == family[1].pk
    assert entries_found(supplement, "", {"territory": rt.pk}).count() == 2
    assert entries_found(families, "siti aminah", {"territory": rt.pk}).get().person_name == "SLAMET WIDODO"
    found = supplements_found().get(pk=supplement.pk)
    assert (found.rows, found.own) == (2, 4)


def test_the_public_sees_counts_and_no_small_ones(actor: Any, supplement: Supplement, families: Supplement) -> None:
    men = list(Resident.objects.filter(sex=1, presence=1, void_at=None)[:9])
    women = list(Resident.objects.filter(sex=2, presence=1, void_at=None)[:3])
    services.add_entries(actor=actor, supplement=supplement, subjects=men[:4])
    services.add_entries(actor=actor, supplement=families, subjects=list(FamilyCard.objects.filter(void_at=None)[:6]))
    assert published() == []
    for each in (supplement, families):
        services.update_supplement(actor=actor, supplement=each, name=each.name, published=True)
    counts = {each.supplement.name: (each.total, each.male, each.female) for each in published()}
    assert counts == {"Keluarga rawan": (6, None, None), "Petani penggarap": (None, None, None)}
    services.add_entries(actor=actor, supplement=supplement, subjects=[*men, *women])
    assert [(each.total, each.male, each.female) for each in published()][1] == (12, None, None)
    services.add_entries(
        actor=actor, supplement=supplement, subjects=list(Resident.objects.filter(sex=2, presence=1, void_at=None)[:8])
    )
    assert [(each.total, each.male, each.female) for each in published()][1] == (17, 9, 8)


def test_who_may_only_look_changes_nothing(supplement: Supplement, family: Any, actor: Any) -> None:
    viewer = staff("viewer")
    (entry,) = services.add_entries(actor=actor, supplement=supplement, subjects=[family[0]]).entries
    column = supplement.columns.first()
    assert column is not None
    acts: list[Callable[[], Any]] = [
        lambda: services.create_supplement(actor=viewer, name="x", target=1),
        lambda: services.update_supplement(actor=viewer, supplement=supplement, name="x"),
        lambda: services.delete_supplement(actor=viewer, supplement=supplement),
        lambda: services.add_column(actor=viewer, supplement=supplement, name="x", kind="text"),
        lambda: services.change_column(actor=viewer, column=column, name="x", kind="text"),
        lambda: services.remove_column(actor=viewer, column=column),
        lambda: services.add_entries(actor=viewer, supplement=supplement, subjects=[family[1]]),
        lambda: services.change_entry(actor=viewer, entry=entry),
        lambda: services.remove_entries(actor=viewer, supplement=supplement, keys=[entry.pk]),
        lambda: services.remove_gone(actor=viewer, supplement=supplement),
        lambda: services.clear_entries(actor=viewer, supplement=supplement),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
