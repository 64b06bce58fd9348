"""The balance in the cases that a village argues about: late, undone, corrected, moved inside the village."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.population import services
from modules.population.models import RegisterState
from modules.population.selectors import counted
from modules.population.selectors.balance import Balance, balance, counts_at, lines_of, month_end

DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}
MOVE = {"kind": 3, "destination": "Desa Kradenan, Grobogan"}
FEB, MAR, APR = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def of(month: date, by: Any = "counted") -> Balance:
    """A month's balance; it adds up, whatever the case."""
    found = balance(month, month_end(month), by=by)
    assert found.adds_up
    village = found.rows
    for row in ("opening", "closing"):
        assert sum(area.rows[row].people for area in found.areas) == village[row].people
        assert sum(area.rows[row].families for area in found.areas) == village[row].families
    assert sum(each.people for each in found.destinations.values()) == village["moves"].people
    assert sum(each.families for each in found.destinations.values()) == village["moves"].families
    return found


def flows(found: Balance) -> dict[str, tuple[int, int]]:
    """People and families by row, without empty ones."""
    rows = {
        row: (count.people, count.families) for row, count in found.rows.items() if row not in ("opening", "closing")
    }
    return {row: both for row, both in rows.items() if both != (0, 0)}


def close(last: date) -> None:
    """Close the books (what the service does with the numbers is its own test)."""
    RegisterState.objects.update_or_create(only=True, defaults={"closed_through": last})


def on(event: date, report: date | None = None) -> dict[str, date]:
    """Dates of an event."""
    return {"event_date": event, "report_date": report or event}


def lost(day: date) -> dict[str, Any]:
    """The report of somebody missing."""
    return {"report_number": "LP/12/III/2026", "reported_on": day}


@pytest.fixture()
def march(travel: Callable[[date], None], family: Any) -> Any:
    """A family of three in a village whose today is 9 March 2026."""
    travel(date(2026, 3, 9))
    return family


def test_the_quiet_month_closes_as_it_opened(march: Any) -> None:
    found = of(MAR)
    assert flows(found) == {}
    assert found.rows["opening"] == found.rows["closing"] == counts_at(date(9000, 1, 1))
    assert found.rows["closing"].people == counted().count()
    assert found.rows["closing"].families == counted().filter(family__isnull=False).values("family").distinct().count()


def test_each_kind_has_its_row(march: Any, actor: Any, rt: Any, make: Callable[..., Any]) -> None:
    head, wife, child = march
    lone, missing = make("LONE"), make("LOST", sex=2, citizenship=2)
    services.register_birth(
        actor=actor, family=head.family, name="BAYI", sex=2, birth_date=date(2026, 3, 1), report_date=date(2026, 3, 2)
    )
    services.register_move_in(
        actor=actor, name="DATANG", sex=1, rt=rt, previous_address="Kudus", birth_date=date(1990, 1, 1), no_kk="0",
        shdk=1, citizenship=3, **on(date(2026, 3, 2))
    )  # fmt: skip
    services.register_move_in(
        actor=actor, name="TAMU", sex=1, rt=rt, previous_address="Kudus", purpose="Kerja", residency=2,
        **on(date(2026, 3, 2)),
    )  # fmt: skip
    services.register_death(actor=actor, resident=wife, **on(date(2026, 3, 3)), **DEATH)
    services.register_move_out(actor=actor, resident=lone, **on(date(2026, 3, 3)), **MOVE)
    services.register_missing(actor=actor, resident=missing, **on(date(2026, 3, 4)), **lost(date(2026, 3, 4)))
    found = of(MAR)
    assert flows(found) == {"births": (1, 0), "deaths": (1, 0), "arrivals": (1, 1), "moves": (1, 0), "missing": (1, 0)}
    assert (found.rows["births"].wni_p, found.rows["missing"].wna_p) == (1, 1)
    assert (found.rows["arrivals"].wni_l, found.rows["arrivals"].kk_l) == (1, 1)
    assert found.destinations[3].wni_l == 1
    assert [(note.row, note.words) for note in found.notes] == [("missing", "hilang")]
    assert found.rows["closing"].people == counted().count()
    assert child.pk not in {line.resident_id for line in found.lines}


def test_a_death_undone_after_the_closing_comes_back_in_the_open_month(
    march: Any, actor: Any, travel: Callable[[date], None]
) -> None:
    wife = march[1]
    services.register_death(actor=actor, resident=wife, **on(date(2026, 2, 20), date(2026, 2, 25)), **DEATH)
    february = of(FEB)
    assert flows(february) == {"deaths": (1, 0)}
    close(date(2026, 2, 28))
    services.undo_event(actor=actor, event=wife.events.get(kind="death"), reason="Salah orang")
    assert of(FEB).numbers() == february.numbers()
    march_ = of(MAR)
    assert flows(march_) == {"arrivals": (1, 0)}
    assert [(note.row, note.words, note.people) for note in march_.notes] == [("arrivals", "pembatalan: meninggal", 1)]
    assert march_.late == 1
    # The second view knows what is true today: nobody died.
    assert flows(of(FEB, "event")) == {} == flows(of(MAR, "event"))


def test_a_birth_undone_in_its_month_never_was(march: Any, actor: Any) -> None:
    before = of(MAR)
    baby = services.register_birth(
        actor=actor,
        family=march[0].family,
        name="BAYI",
        sex=2,
        birth_date=date(2026, 3, 1),
        report_date=date(2026, 3, 2),
    )
    assert flows(of(MAR)) == {"births": (1, 0)}
    services.undo_event(actor=actor, event=baby.events.get(), reason="Desa lain")
    assert of(MAR).numbers() == before.numbers()


def test_a_birth_undone_after_its_month_goes_out_among_the_moves(march: Any, actor: Any) -> None:
    baby = services.register_birth(
        actor=actor,
        family=march[0].family,
        name="BAYI",
        sex=2,
        birth_date=date(2026, 2, 1),
        report_date=date(2026, 2, 2),
    )
    close(date(2026, 2, 28))
    services.undo_event(actor=actor, event=baby.events.get(), reason="Desa lain")
    assert flows(of(FEB)) == {"births": (1, 0)}
    found = of(MAR)
    assert flows(found) == {"moves": (1, 0)}
    assert found.destinations[0].people == 1


def test_initial_data_after_a_closing_come_in_with_a_note(march: Any, make: Callable[..., Any]) -> None:
    close(date(2026, 2, 28))
    make("TERLAMBAT", no_kk="0", shdk=1)
    found = of(MAR)
    assert flows(found) == {"arrivals": (1, 1)}
    assert [note.words for note in found.notes] == ["data awal susulan"]
    assert found.late == 1
    assert flows(of(MAR, "event")) == {}


def test_a_correction_before_the_data_are_complete_moves_no_month(march: Any, actor: Any) -> None:
    services.update_resident(actor=actor, resident=march[2], sex=2, nik_reason="Salah catat")
    assert flows(of(MAR)) == {}
    assert of(FEB).rows["closing"] == counts_at(date(9000, 1, 1))


def test_a_correction_of_sex_goes_out_and_in(march: Any, actor: Any) -> None:
    services.declare_complete(actor=actor)
    services.update_resident(actor=actor, resident=march[2], sex=2, nik_reason="Salah catat")
    found = of(MAR)
    assert flows(found) == {"arrivals": (1, 0), "moves": (1, 0)}
    assert (found.rows["moves"].wni_l, found.rows["arrivals"].wni_p) == (1, 1)
    assert {note.words for note in found.notes} == {"perbaikan jenis kelamin"}


def test_a_move_between_dusun_stands_in_the_dusuns_rows_alone(march: Any, actor: Any) -> None:
    services.declare_complete(actor=actor)
    mine = march[0].rt.parent if march[0].rt.parent.kind == "dusun" else march[0].rt.parent.parent
    there = services.add_territory(actor=actor, kind="dusun", name="SEBERANG")
    target = services.add_territory(actor=actor, kind="rt", name="099", parent=there)
    services.move_to_rt(actor=actor, resident=march[0], rt=target)
    found = of(MAR)
    assert flows(found) == {}
    areas = {area.dusun: area for area in found.areas}
    assert (areas[mine.pk].moved_out.people, areas[mine.pk].moved_out.families) == (3, 1)
    assert (areas[there.pk].rows["arrivals"].people, areas[there.pk].rows["arrivals"].families) == (3, 1)
    assert [note.words for note in areas[there.pk].notes] == ["pindah antardusun"]
    assert found.notes == []


def test_a_family_ends_with_its_only_counted_member(make: Callable[..., Any], actor: Any, travel: Any) -> None:
    travel(date(2026, 3, 9))
    alone = make("SENDIRI", no_kk="0", shdk=1)
    services.register_death(actor=actor, resident=alone, **on(date(2026, 3, 3)), **DEATH)
    found = of(MAR)
    assert flows(found) == {"deaths": (1, 1)}


def test_a_whole_family_leaves_as_one_family(march: Any, actor: Any) -> None:
    services.register_move_out(
        actor=actor, resident=march[0], whole_family=True, **on(date(2026, 3, 3)), **MOVE
    )  # fmt: skip
    found = of(MAR)
    assert flows(found) == {"moves": (3, 1)}
    assert (found.rows["moves"].kk_l, found.rows["moves"].kk_p) == (1, 0)
    assert (found.destinations[3].people, found.destinations[3].families) == (3, 1)


def test_where_the_head_dies_the_family_changes_its_heads_sex(march: Any, actor: Any) -> None:
    head, wife, _child = march
    services.register_death(actor=actor, resident=head, **on(date(2026, 3, 3)), **DEATH)
    services.change_shdk(actor=actor, resident=wife, shdk=1)
    found = of(MAR)
    assert flows(found) == {"deaths": (1, 1), "arrivals": (0, 1)}
    assert (found.rows["deaths"].kk_l, found.rows["arrivals"].kk_p) == (1, 1)
    assert [note.words for note in found.notes] == ["ganti kepala keluarga"]


def test_a_split_makes_a_family(march: Any, actor: Any) -> None:
    services.declare_complete(actor=actor)
    services.split_family(actor=actor, head=march[1], members=[(march[2], 4)], report_date=date(2026, 3, 4))
    found = of(MAR)
    assert flows(found) == {"arrivals": (0, 1)}
    assert found.notes[0].words == "pecah atau gabung KK"


def test_a_death_reported_late_stands_where_it_is_reported_and_in_the_second_view_where_it_happened(
    march: Any, actor: Any
) -> None:
    close(date(2026, 2, 28))
    wife = march[1]
    services.register_death(actor=actor, resident=wife, **on(date(2026, 2, 20), date(2026, 3, 5)), **DEATH)
    assert flows(of(FEB)) == {}
    found = of(MAR)
    assert flows(found) == {"deaths": (1, 0)}
    assert found.late == 1
    assert flows(of(FEB, "event")) == {"deaths": (1, 0)}
    assert flows(of(MAR, "event")) == {}


def test_what_came_later_hides_what_was_recorded_before_in_the_second_view(march: Any, actor: Any) -> None:
    services.declare_complete(actor=actor)
    services.update_resident(actor=actor, resident=march[2], sex=2, nik_reason="Salah catat")
    services.register_death(actor=actor, resident=march[2], **on(date(2026, 2, 3), date(2026, 3, 9)), **DEATH)
    assert flows(of(MAR)) == {"moves": (1, 0), "arrivals": (1, 0), "deaths": (1, 0)}
    assert flows(of(FEB, "event")) == {"deaths": (1, 0)}
    assert flows(of(MAR, "event")) == {}


def test_found_again_and_back_again_come_in_with_their_reason(march: Any, actor: Any, make: Callable[..., Any]) -> None:
    gone_missing, gone = march[2], make("PERGI LAGI")
    services.register_missing(actor=actor, resident=gone_missing, **on(date(2026, 2, 3)), **lost(date(2026, 2, 3)))
    services.register_move_out(actor=actor, resident=gone, **on(date(2026, 2, 3)), **MOVE)
    for person in (gone_missing, gone):
        services.readmit(actor=actor, resident=person, **on(date(2026, 3, 3)))
    assert flows(of(FEB)) == {"missing": (1, 0), "moves": (1, 0)}
    found = of(MAR)
    assert flows(found) == {"arrivals": (2, 0)}
    assert {note.words for note in found.notes} == {"datang lagi", "hilang, ditemukan kembali"}


def test_a_year_is_the_sum_of_its_months(march: Any, actor: Any) -> None:
    wife = march[1]
    services.register_death(actor=actor, resident=wife, **on(date(2026, 2, 20), date(2026, 2, 25)), **DEATH)
    close(date(2026, 2, 28))
    services.undo_event(actor=actor, event=wife.events.get(kind="death"), reason="Salah orang")
    year = balance(date(2026, 1, 1), date(2026, 12, 31))
    assert year.adds_up
    assert flows(year) == {"deaths": (1, 0), "arrivals": (1, 0)}


def test_six_queries_however_many_lines(march: Any, actor: Any) -> None:
    services.register_move_out(actor=actor, resident=march[0], whole_family=True, **on(date(2026, 3, 3)), **MOVE)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        of(MAR)
    assert len(seen) == 6
    with CaptureQueriesContext(connection) as seen:
        assert len(lines_of(MAR, month_end(MAR))) == 3
    assert len(seen) == 2
