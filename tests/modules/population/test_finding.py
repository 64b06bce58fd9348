"""Finding people: spelling, numbers, addresses, phones, look-alikes, the order; rules as the URL writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balai.db import today
from modules.population import services
from modules.population.fields import FIELDS
from modules.population.models import FamilyCard, FormerFamilyNumber, FormerNik, Resident, ResidentDocument, Territory
from modules.population.selectors import BadRule, Selection, residents_found
from modules.population.selectors.finding.rules import OPERATORS, SPECIAL, in_words, kind_of, make_rule, read_rules
from modules.population.selectors.finding.selection import remember_list
from modules.population.sight import EVERYTHING

Make = Callable[..., Resident]


def names(text: str = "", **filters: Any) -> list[str]:
    """Whom a text finds, in order."""
    return [each.name for each in residents_found(text, filters, sight=EVERYTHING)]


def by_rules(*written: str, **more: str) -> list[str]:
    """Whom rules find, by name."""
    asked = QueryDict(mutable=True)
    for rule in written:
        asked.appendlist("r", rule)
    for key, value in more.items():
        asked[key] = value
    selection = Selection.from_query(asked, EVERYTHING)
    assert selection.problem == ""
    return [each.name for each in selection.found().people]


# -- the box -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("MUHAMMAD ZULKARNIRA", "Muh. zulkarnira"),
        ("MUHAMMAD ZULKARNIRA", "Moch zulkarnira"),
        ("MUHAMMAD ZULKARNIRA", "Mohamad zulkarnira"),
        ("MOH. ZULKARNIRA", "muhammad zulkarnira"),
        ("M. ZULKARNIRA", "muhammad zulkarnira"),
        ("MUHAMMAD ZULKARNIRA", "moham zulk"),
        ("SOEKARDJOTJO", "sukarjoco"),
        ("SUKARJOCO", "soekardjotjo"),
        ("ANNISSA ZULFFA", "anisa zulfa"),
        ("YULIANTI ZQIRA", "julianti zqira"),
    ],
)
def test_spelling_is_folded_before_names_are_compared(make: Make, written: str, typed: str) -> None:
    make(written)
    assert written in names(typed)


def test_a_typo_finds_the_name_that_looks_alike_and_says_so(make: Make) -> None:
    make("SUYANTO ZKAMDI")
    make("ZKAMDI LAIN")
    found = Selection(text="suyatno zkmdi").found()
    assert found.people[0].name == "SUYANTO ZKAMDI"
    assert found.alike == 1
    # Enough people fit: nobody who only looks alike is shown.
    for number in range(5):
        make(f"ZKAMDI NOMOR {'ABCDE'[number]}")
    assert Selection(text="zkamdi").found().alike == 0


def test_exact_words_come_first(make: Make) -> None:
    for name in ("ZASRIAH", "BUDI ZASRI", "ZASRI BUDI", "NUR PAZASRI", "ZASRI"):
        make(name)
    assert names("zasri") == ["ZASRI", "ZASRI BUDI", "BUDI ZASRI", "ZASRIAH", "NUR PAZASRI"]


def test_words_may_stand_in_the_name_or_in_where_somebody_lives(make: Make, rt: Any, actor: Any) -> None:
    here = make("ZSITI BARU", no_kk="3315050101209771", shdk=1, address="JALAN ZKENANGA 5")
    make("ZSITI LAMA")
    other = make("ZRATNA", address_current="PERUM ZCEMPAKA BLOK A")
    dusun = rt.parent if rt.parent.kind == "dusun" else rt.parent.parent
    Territory.objects.filter(pk=dusun.pk).update(name="ZKRAJAN")
    assert names("zkenanga") == ["ZSITI BARU"]
    assert names("zsiti zkenanga") == ["ZSITI BARU"]
    assert names("zcempaka") == ["ZRATNA"]
    assert set(names("zkrajan")) >= {here.name, other.name}
    assert names(f"zsiti zkrajan rt {int(rt.name)}") == ["ZSITI BARU", "ZSITI LAMA"]
    assert "ZSITI BARU" not in names("zsiti rt 98")


def test_numbers_find_by_nik_card_former_number_and_phone(make: Make, actor: Any) -> None:
    person = make("ZNOMOR", nik="3315053101809666", no_kk="3315050101209777", shdk=1, phone="+62 812-9876-5432")
    FormerNik.objects.create(nik="3315053101809111", resident=person, reason="corrected")
    for text in (
        "3315053101809666", "3315 0531 0180 9666", "331505310180966", "3315050101209777", "331505010120977",
        "3315053101809111", "33150531018091", "081298765432", "+62 812 9876 5432", "98765432", "0812-9876-5432",
    ):  # fmt: skip
        assert names(text) == ["ZNOMOR"], text
    FormerFamilyNumber.objects.create(number="3315050101209666", family=person.family)
    assert names("3315050101209666") == ["ZNOMOR"]
    assert names("3315059999999999") == []


@pytest.mark.parametrize("text", ["---", "%", "_", "'; drop table", "\x00", "a" * 500, "()", "\\", "zq%zq", "é"])
def test_whatever_is_typed_is_no_error(village: Any, text: str) -> None:
    list(residents_found(text)[:5])


def test_who_is_not_here_is_found_only_when_asked_for(make: Make, actor: Any) -> None:
    gone = make("ZPERGI JAUH")
    services.register_move_out(
        actor=actor, resident=gone, event_date=today(), report_date=today(), kind=1, destination="KUDUS"
    )
    assert names("zpergi") == []
    assert names("zpergi", presence="all") == ["ZPERGI JAUH"]


def test_a_pasted_list_is_found_again_and_nobody_when_it_has_run_out(make: Make) -> None:
    person = make("ZDAFTAR")
    asked = QueryDict(f"daftar={remember_list([person.pk])}")
    assert [each.name for each in Selection.from_query(asked).found().people] == ["ZDAFTAR"]
    assert list(Selection.from_query(QueryDict("daftar=habis")).found().people) == []


# -- rules -------------------------------------------------------------------------------------------------------------


def test_rules_ask_for_any_field(make: Make, actor: Any, rt: Any) -> None:
    make("ZTES TUA", birth_date=date(1950, 5, 1), religion=1, blood_type=13, no_kk="3315050101209771", shdk=1)
    young = make("ZTES MUDA", birth_date=date(2011, 2, 28), religion=2, sex=2)
    mine = "1.name.contains.ztes"
    assert by_rules(mine, "1.religion.is.1") == ["ZTES TUA"]
    assert by_rules(mine, "1.religion.not.1") == ["ZTES MUDA"]
    assert by_rules(mine, "1.religion.in.1~2") == ["ZTES MUDA", "ZTES TUA"]
    assert by_rules(mine, "1.blood_type.empty") == ["ZTES MUDA"]
    assert by_rules(mine, "1.birth_date.before.01-01-1960") == ["ZTES TUA"]
    assert by_rules(mine, "1.birth_date.between.2011-01-01~2011-12-31") == ["ZTES MUDA"]
    assert by_rules(mine, "1.age.between.14~14~2026-02-27") == ["ZTES MUDA"]
    assert by_rules(mine, "1.age.between.15~15~2026-02-28") == ["ZTES MUDA"]
    assert by_rules(mine, "1.age.least.60") == ["ZTES TUA"]
    assert by_rules(mine, "1.lone.yes") == ["ZTES MUDA"]
    assert by_rules(mine, f"1.territory.in.{rt.pk}") == ["ZTES MUDA", "ZTES TUA"]
    assert by_rules(mine, f"1.territory.out.{rt.pk}") == []
    assert by_rules(mine, "1.family_number.starts.33150501") == ["ZTES TUA"]
    assert by_rules(mine, f"1.created_at.between.{today()}~{today()}") == ["ZTES MUDA", "ZTES TUA"]
    assert by_rules(mine, "1.ktp_due.yes") == ["ZTES TUA"]
    assert by_rules(mine, "1.photo.no") == ["ZTES MUDA", "ZTES TUA"]
    services.update_resident(actor=actor, resident=young, birth_certificate="AL-1")
    assert by_rules(mine, "1.birth_certificate.empty") == ["ZTES TUA"]


def test_groups_join_by_all_or_any(make: Make) -> None:
    make("ZB ISLAM L", religion=1)
    make("ZB ISLAM P", religion=1, sex=2)
    make("ZB HINDU L", religion=4)
    mine = "1.name.contains.zb"
    assert by_rules(mine, "2.religion.is.4", "2.sex.is.2", g2="any") == ["ZB HINDU L", "ZB ISLAM P"]
    assert by_rules(mine, "2.religion.is.4", "2.sex.is.2") == []
    assert by_rules("1.name.contains.zb hindu", "2.name.contains.zb islam", "2.sex.is.2", m="any") == [
        "ZB HINDU L",
        "ZB ISLAM P",
    ]


def test_what_happened_in_a_period_and_what_was_taken_back(make: Make, actor: Any, family: Any) -> None:
    card = FamilyCard.objects.get(pk=family[0].family_id)
    child = services.register_birth(
        actor=actor, family=card, name="ZC BAYI", sex=1, birth_place="GROBOGAN", birth_date=today(), report_date=today(),
        mother_name="SITI AMINAH",
    )  # fmt: skip
    born = f"1.events.happened.birth~{today()}~{today()}"
    assert "ZC BAYI" in by_rules(born)
    assert "ZC BAYI" in by_rules("1.events.happened.birth")
    assert "ZC BAYI" not in by_rules(f"1.events.happened.birth~~{date(2020, 1, 1)}")
    assert "ZC BAYI" not in by_rules(born.replace("happened", "never"))
    services.register_missing(
        actor=actor, resident=child, event_date=today(), report_date=today(), report_number="LP-1", reported_on=today()
    )
    assert by_rules("1.events.happened.missing", "1.name.contains.zc", "1.presence.is.4") == ["ZC BAYI"]


def test_without_a_paper_means_not_even_the_familys(make: Make, family: Any) -> None:
    lone = make("SLAMET LEPAS")
    paper = {"file_id": family[0].pk, "title": "KK", "created_by": "x"}
    ResidentDocument.objects.create(resident=family[0], kind="kk", for_family=True, **paper)
    mine = "1.name.contains.slamet"
    assert set(by_rules(mine, "1.papers.with.kk")) == {"SLAMET WIDODO", "BUDI SLAMET"}
    without = by_rules(mine, "1.papers.without.kk")
    assert lone.name in without
    assert not {"SLAMET WIDODO", "BUDI SLAMET"} & set(without)


def test_a_rule_that_makes_no_sense_is_a_sentence_and_finds_nobody(village: Any) -> None:
    for wrong, said in {
        "1.gaji.is.1": "gaji", "1.religion.is.99": "99", "1.religion.between.1~2": "Agama", "x": "tidak lengkap",
        "1.birth_date.before.31-02-2000": "31-02-2000", "1.age.between.30~17": "awal", "1.age.least.x": "bukan angka",
        "1.religion.in.": "pilih", "1.name.contains.": "belum diisi", "1.territory.in.abc": "Wilayah",
        "1.events.happened.gempa": "peristiwa", "1.papers.with.ktm": "dokumen",
    }.items():  # fmt: skip
        asked = QueryDict(mutable=True)
        asked.appendlist("r", wrong)
        selection = Selection.from_query(asked, EVERYTHING)
        assert said in selection.problem, wrong
        assert not selection.found().people.exists()
    with pytest.raises(BadRule):
        read_rules(["1.sex.is.1"] * 21)


FIELD_NAMES = [*FIELDS, *SPECIAL, "nope"]
ANYTHING = st.text(max_size=12)
VALUES = st.one_of(
    ANYTHING, st.integers(-5, 100_000).map(str), st.dates().map(str), st.sampled_from(["1", "2", "birth", "kk", ""])
)


@st.composite
def written_rules(draw: Any) -> str:
    """A rule that may or may not make sense."""
    name = draw(st.sampled_from(FIELD_NAMES))
    kinds = [op for ops in OPERATORS.values() for op in ops] if draw(st.booleans()) or name == "nope" else []
    try:
        ops = kinds or list(OPERATORS[kind_of(name)])
    except BadRule:
        ops = ["is"]
    values = "~".join(draw(st.lists(VALUES, max_size=3)))
    return f"{draw(st.integers(0, 9))}.{name}.{draw(st.sampled_from(ops))}.{values}"


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules=st.lists(st.one_of(written_rules(), ANYTHING), max_size=4),
    among=st.sampled_from(["", "any", "all", "x"]),
    within=st.sampled_from(["", "any"]),
    text=st.text(max_size=20),
)
def test_no_address_is_an_error(village: Any, rules: list[str], among: str, within: str, text: str) -> None:
    asked = QueryDict(mutable=True)
    for rule in rules:
        asked.appendlist("r", rule)
    asked["m"], asked["g1"], asked["q"] = among, within, text
    selection = Selection.from_query(asked, EVERYTHING)
    list(selection.found().people[:3])
    selection.chips()
    selection.lines()
    # What was understood is written so that it is understood again.
    again = Selection.from_query(QueryDict(selection.query_string()), EVERYTHING)
    assert again.rules == selection.rules


def test_every_rule_has_words() -> None:
    assert (
        in_words(make_rule("age", "between", ["17", "30", "24-11-2026"]))
        == "Umur antara 17 dan 30 tahun pada 24-11-2026"
    )
    assert in_words(make_rule("religion", "in", ["1", "2"])) == "Agama salah satu dari ISLAM, KRISTEN"
    assert in_words(make_rule("lone", "no", [])) == "Bukan: Tanpa KK"
    said = in_words(make_rule("events", "happened", ["birth", "2026-01-01", "2026-01-31"]))
    assert said == "Peristiwa Lahir tercatat antara 01-01-2026 dan 31-01-2026"
    assert re.match(r"Nomor akta kelahiran belum diisi", in_words(make_rule("birth_certificate", "empty", [])))
