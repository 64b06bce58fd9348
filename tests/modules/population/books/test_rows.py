"""What stands in each book, month by month: past values, late reports, the missing, what was taken back, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from modules.population import services
from modules.population.books import BOOKS, BookRows, Printing
from modules.population.books.recapitulation import recapitulated
from modules.population.models import MonthClosing, RegisterState, Resident
from modules.population.selectors.balance import balance, month_end
from tests.modules.population.conftest import month

DEATH = {"place": "RSUD Purwodadi", "cause": 1, "witness": 2, "unknown": ("time", "child_number")}
LOST = {"report_number": "LP/12", "reported_on": month(0)}
LOST_THEN = {"report_number": "LP/13", "reported_on": month(1)}
Rows = Callable[..., list[tuple[Any, ...]]]
LAST, THIS = month(1), month(0)


def of(rows: list[tuple[Any, ...]], name: str) -> tuple[Any, ...] | None:
    """The row of a person (the name stands in the second or third column)."""
    return next((row for row in rows if name in row[1:3]), None)


def names(rows: list[tuple[Any, ...]]) -> list[str]:
    return [row[1] for row in rows]


# B.1


def test_b1_writes_a_person_as_the_annex_does(make: Callable[..., Any], rows: Rows) -> None:
    make(
        "SITI AMINAH BINTI", sex=2, marital_status=4, religion=1, education=3, occupation=9, reading=4, shdk=1,
        no_kk="3315050101209001", nik="3315057101809001", citizenship=3, address="JL. KARTINI 5",
    )  # fmt: skip
    Resident.objects.filter(name="SITI AMINAH BINTI").update(note="Lansia")
    found = of(rows("B1", THIS), "SITI AMINAH BINTI")
    assert found is not None
    assert found[1:11] == (
        "SITI AMINAH BINTI", "P", "JD", "GROBOGAN", date(1980, 1, 31), "ISLAM", "TAMAT SD / SEDERAJAT",
        "PETANI/PEKEBUN", "AL", "WNI",
    )  # fmt: skip
    assert found[11].startswith("JL. KARTINI 5, RT\u00a000") and "DUSUN" in found[11]
    assert found[12:] == ("Kepala Keluarga", "3315057101809001", "3315050101209001", "Lansia")


def test_b1_never_prints_a_temporary_number_and_masks_when_asked(make: Callable[..., Any], rows: Rows) -> None:
    make("TANPA NIK", nik="0", no_kk="0", shdk=1)
    make("DENGAN NIK", nik="3315053101809002", no_kk="3315050101209002", shdk=1)
    assert of(rows("B1", THIS), "TANPA NIK")[13:15] == ("-", "-")  # type: ignore[index]
    assert of(rows("B1", THIS, numbers=False), "DENGAN NIK")[13:15] == ("3315********9002", "3315********9002")  # type: ignore[index]


def test_b1_is_ordered_by_family_within_its_rt_and_numbered(family: Any, make: Callable[..., Any], rows: Rows) -> None:
    found = rows("B1", THIS)
    assert [row[0] for row in found] == list(range(1, len(found) + 1))
    together = [row[1] for row in found if row[14] == "3315050101209777"]
    assert together == ["SLAMET WIDODO", "SITI AMINAH", "BUDI SLAMET"]
    where = names(found).index("SLAMET WIDODO")
    assert names(found)[where : where + 3] == together


def test_b1_of_a_past_month_has_who_died_since_and_values_of_then(
    family: Any, actor: Any, rows: Rows, travel: Callable[[date], None]
) -> None:
    head, wife, _child = family
    services.register_death(actor=actor, resident=head, event_date=THIS, report_date=THIS, **DEATH)
    services.update_resident(actor=actor, resident=wife, version="", religion=2)
    before, now = rows("B1", LAST), rows("B1", THIS)
    assert of(before, "SLAMET WIDODO") and not of(now, "SLAMET WIDODO")
    assert of(before, "SITI AMINAH")[6] == "-" and of(now, "SITI AMINAH")[6] == "KRISTEN"  # type: ignore[index]


def test_b1_leaves_out_the_missing_the_temporary_and_the_void(make: Callable[..., Any], actor: Any, rows: Rows) -> None:
    gone = make("ORANG HILANG")
    services.register_missing(actor=actor, resident=gone, event_date=THIS, report_date=THIS, **LOST)
    services.register_move_in(
        actor=actor, event_date=THIS, report_date=THIS, previous_address="Kudus", purpose="Bekerja", residency=2,
        name="ORANG KOS", sex=1, birth_place="KUDUS", birth_date=date(1999, 1, 1), rt=gone.rt,
    )  # fmt: skip
    made = make("SALAH KETIK")
    services.undo_event(actor=actor, event=made.events.get(), reason="Keliru")
    found = rows("B1", THIS)
    assert not of(found, "ORANG HILANG") and not of(found, "ORANG KOS") and not of(found, "SALAH KETIK")
    assert of(rows("B1", LAST), "ORANG HILANG")


@pytest.mark.parametrize("code", list(BOOKS))
def test_pages_of_a_book_are_parts_of_it(code: str, family: Any, actor: Any) -> None:
    services.register_death(actor=actor, resident=family[0], event_date=THIS, report_date=THIS, **DEATH)
    services.register_missing(actor=actor, resident=family[1], event_date=THIS, report_date=THIS, **LOST)
    paged = BookRows(BOOKS[code], Printing.of(THIS, numbers=True))
    whole = list(paged)
    assert len(paged) == len(whole)
    middle = len(whole) // 2
    assert [*paged[0:middle], *paged[middle : len(whole)]] == [tuple(row) for row in whole]
    assert all(len(row) == len(BOOKS[code].columns) for row in whole)


def test_a_page_of_a_book_asks_the_same_number_of_queries_however_many_people(
    family: Any, django_assert_max_num_queries: Any
) -> None:
    for code, most in (("B1", 4), ("B2", 4), ("B3", 8), ("B4", 3), ("B5", 4)):
        printing = Printing.of(LAST, numbers=True)
        with django_assert_max_num_queries(most):
            list(BOOKS[code].rows(printing, 0, 50))


# B.2


def test_b2_lists_who_came_and_went_the_oldest_report_first(
    family: Any, make: Callable[..., Any], actor: Any, rt: Any, rows: Rows
) -> None:
    head, wife, child = family
    first = LAST
    services.register_move_out(
        actor=actor, resident=child, event_date=first, report_date=first + timedelta(days=4), kind=3,
        destination="Kudus", note="Kuliah",
    )  # fmt: skip
    services.register_birth(
        actor=actor, family=head.family, birth_date=first, report_date=first + timedelta(days=2), name="BAYI SLAMET", sex=2,
        birth_place="GROBOGAN",
    )  # fmt: skip
    services.register_move_in(
        actor=actor, event_date=first, report_date=first + timedelta(days=1), previous_address="Demak", name="PENDATANG",
        sex=1, birth_place="DEMAK", birth_date=date(1990, 1, 1), rt=rt,
    )  # fmt: skip
    services.register_missing(
        actor=actor, resident=wife, event_date=first, report_date=first + timedelta(days=5), **LOST_THEN
    )
    services.register_death(
        actor=actor, resident=head, event_date=first, report_date=first + timedelta(days=6), **DEATH
    )
    found = rows("B2", LAST)
    assert names(found) == ["PENDATANG", "BAYI SLAMET", "BUDI SLAMET", "SITI AMINAH", "SLAMET WIDODO"]
    assert [row[0] for row in found] == [1, 2, 3, 4, 5]
    assert found[0][6:] == ("Demak", first, "-", "-", "-", "-", "")
    assert found[1][6:] == ("LAHIR DI GROBOGAN", first, "-", "-", "-", "-", "")
    assert found[2][6:] == ("-", "-", "Kudus", first, "-", "-", "Kuliah")
    assert found[3][6:] == ("-", "-", "-", first, "-", "-", "Hilang")
    assert found[4][6:] == ("-", "-", "-", "-", "RSUD Purwodadi", first, "")
    assert rows("B2", THIS) == []


def test_b2_leaves_births_out_where_the_regency_says_so(family: Any, actor: Any, village: Any, rows: Rows) -> None:
    from tenants.rules import set_rule

    services.register_birth(
        actor=actor, family=family[0].family, birth_date=THIS, report_date=THIS, name="BAYI SLAMET", sex=2,
        birth_place="GROBOGAN",
    )  # fmt: skip
    assert of(rows("B2", THIS), "BAYI SLAMET")
    connection.set_schema_to_public()
    set_rule(actor=actor, code="population.births_in_mutations", value=False)
    connection.set_tenant(village)
    assert not of(rows("B2", THIS), "BAYI SLAMET")
    births = balance(THIS, month_end(THIS)).rows["births"].people
    assert births == 1


def test_b2_and_b3_put_a_late_report_into_the_open_month_and_say_so(family: Any, actor: Any, rows: Rows) -> None:
    RegisterState.objects.update_or_create(only=True, defaults={"closed_through": month_end(LAST)})
    services.register_death(actor=actor, resident=family[0], event_date=LAST, report_date=THIS, **DEATH)
    assert not of(rows("B2", LAST), "SLAMET WIDODO")
    found = of(rows("B2", THIS), "SLAMET WIDODO")
    assert found is not None and found[11] == LAST and found[12] == "Susulan"
    assert of(rows("B1", LAST), "SLAMET WIDODO")


def test_b2_forgets_what_was_taken_back_in_the_open_month(family: Any, actor: Any, rows: Rows) -> None:
    dead = services.register_death(actor=actor, resident=family[0], event_date=THIS, report_date=THIS, **DEATH)
    services.undo_event(actor=actor, event=dead.events.order_by("-id").first(), reason="Keliru orang")
    assert rows("B2", THIS) == []


def test_b2_says_when_a_closed_months_event_is_taken_back(
    family: Any, actor: Any, rows: Rows, travel: Callable[[date], None]
) -> None:
    dead = services.register_death(actor=actor, resident=family[0], event_date=LAST, report_date=LAST, **DEATH)
    RegisterState.objects.update_or_create(only=True, defaults={"closed_through": month_end(LAST)})
    services.undo_event(actor=actor, event=dead.events.order_by("-id").first(), reason="Keliru orang")
    assert of(rows("B2", LAST), "SLAMET WIDODO")
    back = of(rows("B2", THIS), "SLAMET WIDODO")
    assert back is not None and back[7] != "-" and "pembatalan: meninggal" in back[12].lower()


# B.3


def test_b3_is_the_balance_column_by_column(
    family: Any, make: Callable[..., Any], actor: Any, rt: Any, rows: Rows
) -> None:
    head, wife, child = family
    services.register_birth(
        actor=actor, family=head.family, birth_date=THIS, report_date=THIS, name="BAYI", sex=2, birth_place="GROBOGAN"
    )
    services.register_missing(actor=actor, resident=wife, event_date=THIS, report_date=THIS, **LOST)
    services.register_move_out(
        actor=actor, resident=child, event_date=THIS, report_date=THIS, kind=1, destination="Kudus"
    )
    services.register_move_in(
        actor=actor, event_date=THIS, report_date=THIS, previous_address="Demak", name="PENDATANG", sex=1, citizenship=2,
        birth_place="DEMAK", birth_date=date(1990, 1, 1), rt=rt,
    )  # fmt: skip
    services.register_death(actor=actor, resident=head, event_date=THIS, report_date=THIS, **DEATH)
    made = balance(THIS, month_end(THIS))
    found, sums, words = recapitulated(made)
    assert [tuple(row) for row in found] == rows("B3", THIS)
    for row in [*found, (0, "TOTAL", *sums, words)]:
        cell = dict(enumerate(row, 1))  # the printed numbers
        for start in (3, 26):
            people = sum(cell[start + place] for place in range(4))
            assert cell[start + 6] == people == cell[start + 4] + cell[start + 5]
        for place in range(4):
            coming = cell[10 + place] + cell[14 + place]
            going = cell[18 + place] + cell[22 + place]
            assert cell[26 + place] == cell[3 + place] + coming - going
    total = dict(enumerate(("", "", *sums), 1))
    assert total[9] == made.rows["opening"].people and total[32] == made.rows["closing"].people
    assert total[13] == 1 and total[14] == 1 and total[20] == 1
    assert total[24] + total[25] == made.rows["moves"].wni + made.rows["missing"].wni == 2
    assert "Hilang 1" in " ".join(str(row[-1]) for row in found)
    assert words == ""


def test_b2_has_as_many_rows_as_b3_counts(
    family: Any, make: Callable[..., Any], actor: Any, rt: Any, rows: Rows
) -> None:
    head, wife, child = family
    services.declare_complete(actor=actor)
    services.update_resident(actor=actor, resident=child, version="", sex=2, nik_reason="KTP keliru")
    services.register_missing(actor=actor, resident=wife, event_date=THIS, report_date=THIS, **LOST)
    services.register_death(actor=actor, resident=head, event_date=THIS, report_date=THIS, **DEATH)
    guest(actor, rt, "ORANG KOS", THIS)
    found = rows("B2", THIS)
    _rows, sums, _words = recapitulated(balance(THIS, month_end(THIS)))
    coming, going, dead = (sum(1 for row in found if row[column] != "-") for column in (7, 9, 11))
    # Columns 10 to 13 and 14 to 17 add, 18 to 21 died, 22 to 25 went.
    assert coming == sum(sums[7:15]) and dead == sum(sums[15:19]) and going == sum(sums[19:23])
    assert [row[4] for row in found if row[1] == "BUDI SLAMET"] == ["L", "P"]


def test_b3_opens_as_the_month_before_closed(family: Any, actor: Any) -> None:
    services.register_death(actor=actor, resident=family[0], event_date=LAST, report_date=LAST, **DEATH)
    _rows, before, _words = recapitulated(balance(LAST, month_end(LAST)))
    _rows, after, _words = recapitulated(balance(THIS, month_end(THIS)))
    assert before[23:30] == after[0:7]


def test_b3_shows_moves_between_dusun_and_says_that_nobody_left(
    family: Any, actor: Any, make: Callable[..., Any]
) -> None:
    dusun = services.add_territory(actor=actor, kind="dusun", name="BARU")
    other = services.add_territory(actor=actor, kind="rt", name="009", parent=dusun)
    lone = make("LEPAS SENDIRI")
    services.declare_complete(actor=actor)
    services.move_to_rt(actor=actor, resident=lone, rt=other)
    made = balance(THIS, month_end(THIS))
    found, sums, words = recapitulated(made)
    assert sums[13] == 1 and sums[21] == 1, "in DATANG and in PINDAH, men of WNI"
    assert made.rows["arrivals"].people == 0 and made.rows["moves"].people == 0
    assert words == "Termasuk pindah antardusun 1"
    assert [row[-1] for row in found if row[-1]] == ["Pindah antardusun 1", "Pindah antardusun 1"]


# B.4


def guest(actor: Any, rt: Any, name: str, came: date, **more: Any) -> Resident:
    return services.register_move_in(
        actor=actor, event_date=came, report_date=came, previous_address="Kudus", purpose="Bekerja", residency=2,
        name=name, birth_place="KUDUS", birth_date=date(1999, 1, 1), rt=rt,
        **({"sex": 1, "host_name": "SLAMET", "host_address": "Jalan Raya 1"} | more),
    )  # fmt: skip


def test_b4_keeps_arrival_and_departure_of_each_stay(actor: Any, rt: Any, rows: Rows) -> None:
    first = month(3)
    stays = guest(actor, rt, "MASIH ADA", first, occupation=15)
    left = guest(actor, rt, "SUDAH PERGI", first + timedelta(days=1), sex=2)
    dead = guest(actor, rt, "SUDAH MENINGGAL", first + timedelta(days=2))
    services.register_leave(actor=actor, resident=left, event_date=month(2), report_date=month(2))
    services.register_death(actor=actor, resident=dead, event_date=LAST, report_date=LAST, **DEATH)
    services.readmit(actor=actor, resident=left, event_date=LAST, report_date=LAST)
    found = [row for row in rows("B4", THIS) if row[1] in {"MASIH ADA", "SUDAH PERGI", "SUDAH MENINGGAL"}]
    assert [(row[1], row[12], row[13], row[14]) for row in found] == [
        ("MASIH ADA", first, "-", ""),
        ("SUDAH PERGI", first + timedelta(days=1), month(2), ""),
        ("SUDAH MENINGGAL", first + timedelta(days=2), LAST, "Meninggal"),
        ("SUDAH PERGI", LAST, "-", ""),
    ]
    here = found[0]
    assert here[2:4] == ("L", "") and found[1][2:4] == ("", "P")
    assert here[5].startswith("KUDUS, 01-01-1999 / ")
    assert here[6:12] == ("KARYAWAN SWASTA", "WNI", "-", "Kudus", "Bekerja", "SLAMET / Jalan Raya 1")
    past = [row for row in rows("B4", month(2)) if row[1] == "SUDAH MENINGGAL"]
    assert past[0][13] == "-"
    assert of(rows("B4", month(4)), stays.name) is None


def test_b4_shows_papers_and_land_of_foreigners_and_masks_them(actor: Any, rt: Any, rows: Rows) -> None:
    guest(actor, rt, "JOHN SMITH", THIS, citizenship=2, passport_number="X1234567890", origin_country="AUSTRALIA")
    found = of(rows("B4", THIS), "JOHN SMITH")
    assert found is not None and (found[4], found[7], found[8]) == ("X1234567890", "WNA", "AUSTRALIA")
    assert of(rows("B4", THIS, numbers=False), "JOHN SMITH")[4] == "X123***7890"  # type: ignore[index]


def test_b4_has_no_stay_that_was_taken_back_at_once(actor: Any, rt: Any, rows: Rows) -> None:
    wrong = guest(actor, rt, "SALAH CATAT", THIS)
    services.undo_event(actor=actor, event=wrong.events.get(), reason="Keliru")
    assert of(rows("B4", THIS), "SALAH CATAT") is None


# B.5


def test_b5_tells_papers_parents_and_since_when(make: Callable[..., Any], actor: Any, rt: Any, rows: Rows) -> None:
    make(
        "KEPALA KARTU", shdk=1, no_kk="3315050101209003", nik="3315053101809003", blood_type=11, marital_status=2,
        id_card_place="GROBOGAN", id_card_date=date(2015, 3, 12), father_name="BAPAK", mother_name="IBU",
    )  # fmt: skip
    services.register_move_in(
        actor=actor, event_date=LAST, report_date=LAST, previous_address="Demak", name="PENDATANG KARTU", sex=1,
        birth_place="DEMAK", birth_date=date(1990, 1, 1), rt=rt,
    )  # fmt: skip
    found = of(rows("B5", THIS), "KEPALA KARTU")
    assert found is not None
    assert found[1:7] == ("3315050101209003", "KEPALA KARTU", "3315053101809003", "L", "GROBOGAN, 31-01-1980", "O+")
    assert found[11:18] == ("KAWIN", "GROBOGAN, 12-03-2015", "Kepala Keluarga", "WNI", "BAPAK", "IBU", "-")
    assert of(rows("B5", THIS), "PENDATANG KARTU")[17] == LAST  # type: ignore[index]
    numbers = [row[1] for row in rows("B5", THIS) if row[1] != "-"]
    assert numbers == sorted(numbers)


# What a closing keeps


@pytest.fixture()
def closed(family: Any, actor: Any, travel: Callable[[date], None]) -> Any:
    """A village with people in two dusun and mutations of every kind in February, which is closed; today is 9 March 2026."""
    travel(date(2026, 2, 10))
    far = services.add_territory(actor=actor, kind="dusun", name="SEBERANG")
    there = services.add_territory(actor=actor, kind="rt", name="091", parent=far)
    services.declare_complete(actor=actor)
    travel(date(2026, 2, 20))
    on = {"event_date": date(2026, 2, 11), "report_date": date(2026, 2, 12)}
    came = {"birth_date": date(1990, 1, 1), "birth_place": "DEMAK", "sex": 1, "previous_address": "Demak"}
    services.register_move_in(actor=actor, name="PENDATANG", no_kk="0", shdk=1, rt=there, **came, **on)
    services.register_move_in(actor=actor, name="TAMU", rt=there, residency=2, purpose="Kerja", **came, **on)
    services.register_birth(
        actor=actor, family=family[0].family, birth_date=date(2026, 2, 11), report_date=date(2026, 2, 12),
        name="BAYI SLAMET", sex=2, birth_place="GROBOGAN",
    )  # fmt: skip
    services.register_death(actor=actor, resident=family[1], **on, **DEATH)
    travel(date(2026, 3, 9))
    services.close_month(actor=actor, month=date(2026, 2, 1))
    return there


def test_a_closed_months_books_stay_whatever_is_renamed_reordered_or_ruled_since(
    closed: Any, actor: Any, village: Any, rows: Rows, travel: Callable[[date], None]
) -> None:
    """The places and the rule are those of the closing; the open month follows today's."""
    from tenants.rules import set_rule

    def text(on: date) -> str:
        found = []
        for code, book in BOOKS.items():
            printing = Printing.of(on, numbers=True)
            found += [code, *map(repr, rows(code, on)), repr(list(book.totals(printing)) if book.totals else [])]
            found.append(str(len(BookRows(book, printing))))
        return "\n".join(found)

    february, january, march = date(2026, 2, 1), date(2026, 1, 1), date(2026, 3, 1)
    before, earlier, running = text(february), text(january), text(march)
    assert "BAYI SLAMET" in before.split("B3")[0] and "DUSUN SEBERANG" in before
    far = closed.parent
    services.change_territory(actor=actor, territory=far, name="PINGGIR", head=None)
    services.change_territory(actor=actor, territory=closed, name="099", head=None)
    while rows("B3", march)[0][1] != "PINGGIR":
        services.reorder_territory(actor=actor, territory=far, way="up")
    services.add_territory(actor=actor, kind="dusun", name="BARU")
    connection.set_schema_to_public()
    set_rule(actor=actor, code="population.births_in_mutations", value=False)
    connection.set_tenant(village)
    assert text(february) == before
    assert text(january) == earlier, "what came before the first closing was closed with it"
    now = text(march)
    assert now != running
    assert not [line for line in now.splitlines() if "SEBERANG" in line]
    assert "BARU" in now and "099 DUSUN PINGGIR" in now
    assert next(row[1] for row in rows("B3", march) if row[1] != "BARU") == "PINGGIR"
    assert rows("B3", february)[0][1] != "SEBERANG"
    assert balance(february, month_end(february)).numbers() == MonthClosing.objects.get().numbers


# Since when


def test_every_place_says_the_same_day_since_when(
    make: Callable[..., Any], actor: Any, rows: Rows, travel: Callable[[date], None]
) -> None:
    """ "Tinggal di desa sejak" of initial data stands in B.5, in B.4 and in the list of temporary residents; an amendment
    adds it later, and what nobody told is not known."""
    from modules.population.selectors.people import stays, temporary_residents

    travel(date(2026, 3, 9))
    make("WARGA LAMA", no_kk="0", shdk=1, since=date(2001, 5, 6))
    newer = make("WARGA ENTAH", no_kk="0", shdk=1)
    make("TAMU LAMA", residency=2, since=date(2024, 5, 6), previous_address="Demak", purpose="Kerja")
    guest = make("TAMU ENTAH", residency=2)
    month = date(2026, 3, 1)

    def told() -> list[Any]:
        b5, b4 = rows("B5", month), rows("B4", month)
        found = {stay.person.name: stay for stay in stays(temporary_residents(date(2026, 3, 9)), date(2026, 3, 9))}
        assert (found["TAMU LAMA"].arrived, found["TAMU LAMA"].overdue) == (date(2024, 5, 6), True)
        assert found["TAMU LAMA"].details["previous_address"] == "Demak"
        assert of(b4, "TAMU LAMA")[12] == date(2024, 5, 6)  # type: ignore[index]
        assert of(b5, "WARGA LAMA")[17] == date(2001, 5, 6)  # type: ignore[index]
        return [of(b5, "WARGA ENTAH")[17], of(b4, "TAMU ENTAH")[12], found["TAMU ENTAH"].arrived]  # type: ignore[index]

    assert told() == ["-", "-", None]
    services.amend_event(actor=actor, event=newer.events.get(), since=date(2010, 1, 2))
    services.amend_event(actor=actor, event=guest.events.get(), since=date(2025, 12, 1))
    assert told() == [date(2010, 1, 2), date(2025, 12, 1), date(2025, 12, 1)]
