"""Log Penduduk and reports: what a person sees, who may, and that a page says what the balance says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.documents.reading import pdf_text
from balai.files import path_of
from balai.files.models import StoredFile
from modules.population import services
from modules.population.models import EventKind, MonthClosing, PopulationEvent, RegisterState, Resident
from modules.population.reporting import asking, vulnerable
from modules.population.reporting.monthly import printed, span_of
from modules.population.selectors.balance import balance, month_end
from modules.population.selectors.past import counted_at_sql
from modules.population.statistics.counting import Scope, counts
from modules.population.statistics.known import category_of

FEB, MAR = date(2026, 2, 1), date(2026, 3, 1)
DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}


def words_of(answer: Any) -> str:
    """The page's words without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


@pytest.fixture()
def told(family: Any, actor: Any, travel: Callable[[date], None], make: Callable[..., Any]) -> Any:
    """February: a death and a move of a family's daughter; March: one more death, late. Complete since February."""
    travel(date(2026, 2, 12))
    services.declare_complete(actor=actor)
    head, wife, child = family
    on = {"event_date": date(2026, 2, 11), "report_date": date(2026, 2, 12)}
    services.register_death(actor=actor, resident=wife, note="Sakit lama", **on, **DEATH)
    services.register_move_out(
        actor=actor, resident=child, kind=3, destination="Jl. Mawar", to={"regency": "Blora"}, **on
    )
    travel(date(2026, 3, 9))
    return head, wife, child


@pytest.fixture()
def client(told: Any, office_client: Any) -> Any:
    """An operator."""
    return office_client("operator")


# -- Log Penduduk ------------------------------------------------------------------------------------------------------


def test_the_log_lists_events_without_initial_data_unless_asked(client: Any, told: Any) -> None:
    page = client.get("/kantor/peristiwa/")
    text = words_of(page)
    assert "SITI AMINAH" in text
    assert "Meninggal" in text
    assert page.context["page"].paginator.count == 2
    everything = client.get("/kantor/peristiwa/?jenis=all")
    assert everything.context["page"].paginator.count == PopulationEvent.objects.count()


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("jenis=death", 1), ("bulan=2026-02", 2), ("bulan=2026-03", 0), ("bulan=nonsense", 2), ("q=siti", 1),
        ("q=3315057101809778", 1), ("susulan=1", 0), ("batal=1", 0), ("petugas=nobody", 0), ("petugas=tests", 2),
    ],
)  # fmt: skip
def test_the_log_is_filtered(client: Any, query: str, number: int) -> None:
    page = client.get(f"/kantor/peristiwa/?{query}")
    assert page.status_code == 200
    assert page.context["page"].paginator.count == number


def test_the_log_costs_the_same_however_many_lines(client: Any, told: Any, actor: Any) -> None:
    client.get("/kantor/peristiwa/?jenis=all")
    with CaptureQueriesContext(connection) as few:
        client.get("/kantor/peristiwa/")
    services.populate(actor=actor, residents=300, seed=7)
    with CaptureQueriesContext(connection) as many:
        client.get("/kantor/peristiwa/?jenis=all")
    assert len(many) <= len(few) + 1


def test_an_event_tells_all_that_it_holds_and_who_read_it_is_kept(client: Any, told: Any) -> None:
    from balai.audit.models import Entry

    line = told[2].events.get(kind=EventKind.MOVE_OUT)
    text = words_of(client.get(f"/kantor/peristiwa/{line.pk}/"))
    for words in ("Pindah keluar Kabupaten/Kota", "Jl. Mawar", "BLORA", "12 Februari 2026", "Hidup", "Pindah"):
        assert words in text, words
    assert Entry.objects.filter(action="population.event_read", about_id=str(line.pk)).count() == 1
    assert client.get("/kantor/peristiwa/999999999/").status_code == 404


def test_ticked_events_are_asked_for_a_reason_and_taken_back(client: Any, told: Any) -> None:
    _head, wife, child = told
    lines = [each.events.order_by("-id")[0].pk for each in (wife, child)]
    initial = wife.events.get(kind=EventKind.INITIAL).pk
    asked = client.post("/kantor/peristiwa/batalkan/", {"line": [*lines, initial]})
    assert asked.status_code == 200
    assert "Batalkan 3 peristiwa" in words_of(asked)
    empty = client.post("/kantor/peristiwa/batalkan/", {"line": lines, "reason": ""})
    assert empty.status_code == 422
    done = client.post("/kantor/peristiwa/batalkan/", {"line": lines, "reason": "Salah orang"}, follow=True)
    assert "2 peristiwa dibatalkan." in words_of(done)
    assert Resident.objects.filter(pk__in=[wife.pk, child.pk], presence=1).count() == 2
    again = client.post("/kantor/peristiwa/batalkan/", {"line": lines, "reason": "Sekali lagi"}, follow=True)
    assert "Ada peristiwa sesudahnya" in words_of(again)
    nothing = client.post("/kantor/peristiwa/batalkan/", {"line": "x"}, follow=True)
    assert "Pilih dahulu" in words_of(nothing)


def test_who_only_looks_takes_nothing_back_and_takes_nothing_along(told: Any, office_client: Any) -> None:
    client = office_client("viewer")
    page = client.get("/kantor/peristiwa/")
    assert page.status_code == 200
    assert b'name="line"' not in page.content
    assert client.post("/kantor/peristiwa/batalkan/", {"line": "1"}).status_code == 403
    assert client.post("/kantor/peristiwa/").status_code == 403
    assert client.get("/kantor/laporan/bulanan/").status_code == 200
    assert client.get("/kantor/laporan/tutup/").status_code == 403


def test_the_log_is_taken_along(told: Any, actor: Any) -> None:
    report = asking.lines_report(actor=actor, filters={"bulan": "2026-02"})
    rows = list(report.rows)
    assert len(rows) == report.total == 2
    assert rows[0][4] == "BUDI SLAMET"
    assert "Tujuan: Jl. Mawar" in rows[0][8]
    from tests.modules.population.conftest import staff

    masked = list(asking.lines_report(actor=staff("viewer"), filters={}).rows)
    assert "3315050505109779" not in str(masked)


# -- Laporan Bulanan ---------------------------------------------------------------------------------------------------


def test_the_page_says_what_the_balance_says(client: Any, told: Any) -> None:
    found = balance(FEB, month_end(FEB))
    page = client.get("/kantor/laporan/bulanan/?kurun=2026-02")
    rows = {row: dict(cells) for row, _words, cells in page.context["rows"]}
    assert rows["deaths"]["jiwa"] == 1
    assert rows["moves"]["jiwa"] == 1
    assert rows["closing"]["jiwa"] == found.rows["closing"].people
    assert rows["closing"]["kk"] == found.rows["closing"].families
    assert "Pindah keluar kabupaten/kota" in words_of(page)
    data, _lines = printed(FEB)
    assert {row["row"]: row["jiwa"] for row in data["rows"]} == {row: cells["jiwa"] for row, cells in rows.items()}


@pytest.mark.parametrize("key", ["2026-02", "2026-03", "2026-S1", "2026", ""])
def test_months_semesters_and_years(client: Any, key: str) -> None:
    assert client.get(f"/kantor/laporan/bulanan/?kurun={key}").status_code == 200
    assert client.get(f"/kantor/laporan/bulanan/?kurun={key}&menurut=peristiwa").status_code == 200


@pytest.mark.parametrize("key", ["2026-04", "2026-13", "2027", "x", "2026-S3", "2026-0a", "0000-01"])
def test_what_is_no_month_or_has_not_come_is_not_found(client: Any, key: str) -> None:
    assert client.get(f"/kantor/laporan/bulanan/?kurun={key}").status_code == 404


def test_behind_a_number_stand_its_people(client: Any, told: Any) -> None:
    from balai.audit.models import Entry

    page = client.get("/kantor/laporan/bulanan/orang/?kurun=2026-02&baris=deaths&kolom=p")
    assert "SITI AMINAH" in words_of(page)
    assert page.context["page"].paginator.count == 1
    assert client.get(
        "/kantor/laporan/bulanan/orang/?kurun=2026-02&baris=deaths&kolom=l"
    ).context["page"].paginator.count == 0  # fmt: skip
    found = balance(FEB, month_end(FEB))
    for row in ("opening", "closing"):
        for column, number in (("jiwa", found.rows[row].people), ("wni_p", found.rows[row].wni_p)):
            stock = client.get(f"/kantor/laporan/bulanan/orang/?kurun=2026-02&baris={row}&kolom={column}")
            assert stock.context["page"].paginator.count == number
    assert Entry.objects.filter(action="population.report_people_read").count() == 6
    for wrong in ("baris=x&kolom=l", "baris=deaths&kolom=x"):
        assert client.get(f"/kantor/laporan/bulanan/orang/?kurun=2026-02&{wrong}").status_code == 404


def test_the_paper_has_both_tables(told: Any, actor: Any) -> None:
    from balai.documents.tables import render_table, write_table_workbook

    report = asking.monthly_report(actor=actor, span="2026-02")
    assert report.paper is not None
    text = pdf_text(render_table(report.paper(report.rows)))
    for words in (
        "LAPORAN BULANAN PENDUDUK",
        "BULAN FEBRUARI 2026",
        "PERINCIAN PINDAH",
        "Kematian bulan ini",
        "KEPALA",
    ):
        assert words in text, words
    import io

    again = asking.monthly_report(actor=actor, span="2026-S1", by="event")
    assert again.paper is not None
    buffer = io.BytesIO()
    write_table_workbook(again.paper(again.rows), buffer)
    assert buffer.getvalue()[:2] == b"PK"


def test_a_report_is_asked_for_as_a_job(client: Any, told: Any) -> None:
    from balai.jobs.models import Job

    for url in (
        "/kantor/laporan/bulanan/?kurun=2026-02", "/kantor/laporan/kelompok-rentan/?kurun=2026-02", "/kantor/peristiwa/",
    ):  # fmt: skip
        answer = client.post(url, {"fmt": "pdf"})
        assert answer.status_code == 302, url
        assert "/kantor/pekerjaan/" in answer["Location"]
    assert Job.objects.filter(kind="reports.export").count() == 3


# -- closing -----------------------------------------------------------------------------------------------------------


def test_a_month_is_closed_from_its_page(told: Any, office_client: Any, actor: Any, travel: Any) -> None:
    client = office_client("sekretaris")
    assert "Tutup buku Februari 2026" in words_of(client.get("/kantor/laporan/"))
    assert b"/kantor/laporan/tutup/" in client.get("/kantor/laporan/bulanan/?kurun=2026-02").content
    asked = client.get("/kantor/laporan/tutup/")
    assert "tidak dapat dibuka lagi" in words_of(asked)
    done = client.post("/kantor/laporan/tutup/", {"month": "2026-02"}, follow=True)
    assert done.redirect_chain[-1][0].endswith("?kurun=2026-02")
    assert "Ditutup" in words_of(done)
    assert RegisterState.objects.get().closed_through == date(2026, 2, 28)
    assert client.get("/kantor/laporan/tutup/").status_code == 404
    travel(date(2026, 4, 2))
    second = client.post("/kantor/laporan/tutup/", {"month": "2026-02"})
    assert second.status_code == 422
    assert "sudah ditutup" in words_of(second)


def test_late_events_are_shown_as_late(told: Any, client: Any, actor: Any) -> None:
    services.close_month(actor=actor, month=FEB)
    services.register_death(
        actor=actor, resident=told[0], event_date=date(2026, 2, 20), report_date=date(2026, 3, 2), **DEATH
    )
    services.undo_event(actor=actor, event=told[1].events.get(kind=EventKind.DEATH), reason="Salah orang")
    assert "2 peristiwa di sini susulan" in words_of(client.get("/kantor/laporan/bulanan/?kurun=2026-03"))
    page = client.get("/kantor/peristiwa/?susulan=1&bulan=2026-03")
    assert page.context["page"].paginator.count == 2
    assert "Susulan" in words_of(page)
    assert "pembatalan: meninggal" in words_of(client.get("/kantor/laporan/bulanan/?kurun=2026-03"))


def test_the_paper_of_a_closed_month_is_made_once_and_kept(told: Any, client: Any, actor: Any) -> None:
    assert "Belum ada bulan yang ditutup" in words_of(client.get("/kantor/laporan/arsip/"))
    services.close_month(actor=actor, month=FEB)
    assert "Buat arsip" in words_of(client.get("/kantor/laporan/arsip/"))
    again = client.post("/kantor/laporan/arsip/", {"closing": MonthClosing.objects.get().pk})
    assert again.status_code == 302
    stored = asking.archive_month(FEB)
    assert asking.archive_month(FEB).pk == stored.pk
    assert StoredFile.objects.filter(kind="population.monthly").count() == 1
    assert "LAPORAN BULANAN PENDUDUK" in pdf_text(path_of(stored).read_bytes())
    assert str(stored.pk) in client.get("/kantor/laporan/arsip/").content.decode()
    assert client.post("/kantor/laporan/arsip/", {"closing": "0"}).status_code == 404


# -- kelompok rentan ---------------------------------------------------------------------------------------------------


def test_vulnerable_groups_by_area(told: Any, client: Any, actor: Any, make: Callable[..., Any], rt: Any) -> None:
    on = date(2026, 3, 9)
    before = dict(zip(vulnerable.KEYS, vulnerable.by_area(on).total, strict=True))
    assert before["male"] + before["female"] == balance(MAR, month_end(MAR)).rows["closing"].people
    assert before["families"] == balance(MAR, month_end(MAR)).rows["closing"].families
    for data in (
        {"birth_date": date(2021, 3, 10)}, {"birth_date": date(2021, 3, 9), "birth_place": "PATI"},
        {"birth_date": date(2025, 3, 10)}, {"birth_date": date(2025, 3, 9)}, {"birth_date": date(1966, 3, 9)},
        {"birth_date": date(2010, 3, 9), "disability": 2}, {"birth_date": date(2000, 1, 1), "chronic_illness": 6},
        {"birth_date": date(2000, 1, 1), "sex": 2, "pregnancy": 1, "disability": 7, "chronic_illness": 14},
    ):  # fmt: skip
        services.register_move_in(
            actor=actor, **{"name": f"ORANG {'ABCDEF'[len(str(data)) % 6]}{'X' * (len(str(data)) % 7)}", "sex": 1, "rt": rt,
            "previous_address": "Kudus", "event_date": on, "report_date": on, "birth_place": "KUDUS"} | data,
        )  # fmt: skip
    after = dict(zip(vulnerable.KEYS, vulnerable.by_area(on).total, strict=True))
    gained = {key: after[key] - before[key] for key in vulnerable.KEYS if after[key] != before[key]}
    assert gained == {
        "male": 7, "female": 1, "infants": 1, "toddlers": 2, "preschool": 1, "elderly": 1, "senior": 1, "disabled_2": 1,
        "ill_male": 1, "pregnant": 1,
    }  # fmt: skip
    ages = counts([category_of("age_category")], Scope(on))["age_category"]
    assert after["infants"] + after["toddlers"] == sum(ages["00-04"]), "balita is the same everywhere"
    for level in vulnerable.LEVELS:
        found = vulnerable.by_area(on, level=level)
        assert found.total == vulnerable.by_area(on).total
        assert [sum(column) for column in zip(*(area.values for area in found.areas), strict=True)] == found.total
        page = client.get(f"/kantor/laporan/kelompok-rentan/?kurun=2026-03&tingkat={level}")
        assert page.status_code == 200
    people, params = counted_at_sql(date(2026, 2, 28))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {people} p", params)
        past = vulnerable.by_area(date(2026, 2, 28)).total
        assert past[1] + past[2] == cursor.fetchone()[0]
    assert client.get("/kantor/laporan/kelompok-rentan/?kurun=2026-03&tingkat=x").status_code == 404
    assert client.get("/kantor/laporan/kelompok-rentan/?kurun=2026").status_code == 404


def test_spans_have_keys_and_go_on() -> None:
    span = span_of("2026-S2") if span_of("2026-S2") else None
    assert span is None or (span.first, span.last) == (date(2026, 7, 1), date(2026, 12, 31))
    month = span_of("2020-12")
    assert month is not None
    assert (month.next(1).key, month.next(-1).key, month.next(-12).key) == ("2021-01", "2020-11", "2019-12")
    half = span_of("2020-S1")
    assert half is not None
    assert (half.key, half.next(1).key, half.next(-1).key) == ("2020-S1", "2020-S2", "2019-S2")


# -- what waits --------------------------------------------------------------------------------------------------------


def test_who_stays_for_more_than_a_year_waits_for_a_decision(told: Any, client: Any, actor: Any, rt: Any) -> None:
    from modules.population.selectors.lines import overstayed
    from modules.population.selectors.waiting import waiting_for

    def guest(name: str, came: date) -> Any:
        return services.register_move_in(
            actor=actor, name=name, sex=1, rt=rt, residency=2, birth_date=date(1990, 1, 1), birth_place="KUDUS",
            previous_address="Kudus", purpose="Kerja", event_date=came, report_date=date(2026, 3, 9),
        )  # fmt: skip

    long, short = guest("LAMA SEKALI", date(2025, 3, 8)), guest("BARU SAJA", date(2025, 3, 9))
    assert [each.pk for each in overstayed(date(2026, 3, 9))] == [long.pk]
    text = words_of(client.get("/kantor/penduduk/sementara/"))
    assert "LAMA SEKALI" in text and text.count("Lebih dari setahun") == 1
    titles = {item.title for item in waiting_for(actor)}
    assert "1 penduduk tidak tetap tinggal lebih dari setahun" in titles
    assert "Buku Februari 2026 belum ditutup" in titles
    services.become_permanent(actor=actor, resident=long, event_date=date(2026, 3, 9), report_date=date(2026, 3, 9))
    assert "Lebih dari setahun" not in words_of(client.get("/kantor/penduduk/sementara/"))
    assert short.pk is not None


def test_a_family_that_lost_its_head_asks_for_another(told: Any, client: Any, make: Any, actor: Any) -> None:
    head = told[0]
    services.register_birth(
        actor=actor, family=head.family, name="BAYI SLAMET", sex=2, birth_date=date(2026, 3, 1),
        report_date=date(2026, 3, 2), birth_place="GROBOGAN",
    )  # fmt: skip
    done = client.post(
        f"/kantor/penduduk/{head.pk}/hilang/",
        {
            "event_date": "08-03-2026", "report_date": "09-03-2026", "report_number": "LP/1", "reported_on": "09-03-2026",
        },
        follow=True,
    )  # fmt: skip
    assert done.redirect_chain[-1][0] == f"/kantor/keluarga/{head.family_id}/"
    assert "tanpa kepala" in words_of(done)
    assert "Tetapkan kepala keluarga" in words_of(done)


def test_a_status_is_repaired_by_its_form(told: Any, client: Any, load: Any) -> None:
    head = told[0]
    same = client.post(f"/kantor/penduduk/{head.pk}/perbaiki-status/", {"presence": 1, "residency": 1, "reason": "x"})
    assert same.status_code == 422
    wrong = client.post(f"/kantor/penduduk/{head.pk}/perbaiki-status/", {"presence": 9, "residency": 1, "reason": ""})
    assert wrong.status_code == 422
    done = client.post(
        f"/kantor/penduduk/{head.pk}/perbaiki-status/", {"presence": 9, "residency": 1, "reason": "Bukan penduduk"}
    )
    assert done.status_code == 302
    assert Resident.objects.get(pk=head.pk).presence == 9
    made = client.get(f"/kantor/penduduk/{told[1].pk}/perbaiki-status/")
    assert made.status_code == 200
