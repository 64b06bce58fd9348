"""Trees of blocks: what may be kept, what is said of the rest and where, and how values come in."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.documents import blocks
from balai.documents.blocks import (
    Values,
    check,
    condition,
    doc,
    identity,
    paragraph,
    parse,
    repeat,
    resolve,
    row,
    table,
)
from balai.documents.blocks.arithmetic import ArithmeticRefused, calculate


def text_of(node: dict[str, Any]) -> str:
    if node["type"] == "text":
        return str(node["text"])
    return "".join(text_of(each) for each in node.get("content", ()))


def filled(tree: dict[str, Any], **more: Any) -> str:
    return text_of(resolve(tree, Values(**more))[0])


def test_the_notation_of_shipped_letters() -> None:
    nodes = parse("Nama **{nama|upper}** lahir {tgl|long_date}\t{=a*12|rupiah}\nhabis")
    assert [node["type"] for node in nodes] == ["text", "field", "text", "field", "tab", "calc", "hardBreak", "text"]
    assert nodes[1]["marks"] == [{"type": "bold"}]
    assert nodes[1]["attrs"] == {"name": "nama", "case": "upper"}
    with pytest.raises(ValueError, match="never closed"):
        parse("**tebal")
    with pytest.raises(ValueError, match="no case or format"):
        parse("{nama|besar}")


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("{x|upper}", "siti aminah", "SITI AMINAH"),
        ("{x|title}", "SITI BINTI ALI", "Siti binti Ali"),
        ("{x|sentence}", "MELAMAR KERJA", "Melamar kerja"),
        ("{x|lower}", "Desa Geyer", "desa geyer"),
        ("{x}", "Desa Geyer", "Desa Geyer"),
        ("{x|long_date}", "2026-11-24", "24 November 2026"),
        ("{x|day}", date(2026, 11, 24), "Selasa"),
        ("{x|words}", "12", "dua belas"),
        ("{x|rupiah}", "1.250.000", "Rp1.250.000"),
        ("{x|rupiah_words}", 1500, "seribu lima ratus rupiah"),
        ("{x|long_date}", "besok", "besok"),
        ("{x}", "", "-"),
        ("{x}", None, "-"),
        ("{=x*12|rupiah}", "1.500.000", "Rp18.000.000"),
        ("{=(x+2)/2|number}", "4", "3"),
    ],
)
def test_how_a_value_is_written(text: str, value: Any, written: str) -> None:
    assert filled(doc(paragraph(text)), fields={"x": value}) == written


def test_what_stands_only_where_it_holds() -> None:
    tree = doc(
        condition("jenis=Pindah|Datang", paragraph("ya")), condition("jenis=Pindah", paragraph("tidak"), negate=True)
    )
    assert filled(tree, fields={"jenis": "pindah"}) == "ya"
    assert filled(tree, fields={"jenis": "Lahir"}) == "tidak"
    assert filled(doc(condition("catatan", paragraph("ada"))), fields={"catatan": " "}) == ""


def test_rows_repeat_with_values_of_their_own() -> None:
    tree = doc(table(row("No", "Nama", head=True), row("{no}", "{nama} dari {desa}", over="pengikut")))
    rows = {"pengikut": [{"nama": "BUDI"}, {"nama": "ANI"}]}
    assert filled(tree, fields={"desa": "Geyer", "nama": "SITI"}, rows=rows) == "NoNama1BUDI dari Geyer2ANI dari Geyer"
    assert filled(doc(repeat("tak_ada", paragraph("x")))) == ""


def test_an_unknown_field_is_shown_at_its_place() -> None:
    tree = doc(paragraph("a"), paragraph("b {namaa}"))
    (problem,) = check(tree, fields={"nama"})
    assert (problem.path, problem.code) == ((1, 1), "unknown_field")
    assert "namaa" in problem.message
    assert check(tree, fields={"namaa"}) == []
    done, warnings = resolve(tree, Values())
    assert [each.code for each in warnings] == ["unknown_field"]
    assert text_of(done) == "ab -"


def test_a_field_of_a_row_is_known_inside_its_group_alone() -> None:
    inside = doc(repeat("keluarga", paragraph("{hubungan}")))
    outside = doc(paragraph("{hubungan}"))
    fields = {"keluarga.hubungan", "nama"}
    assert check(inside, fields=fields, groups={"keluarga"}) == []
    assert [each.code for each in check(outside, fields=fields)] == ["unknown_field"]
    assert [each.code for each in check(inside, fields=fields)] == [
        "unknown_group",
    ]


def test_an_alias_in_a_circle_is_said_and_never_followed() -> None:
    aliases = {"a": parse("x {b}"), "b": parse("y {a}"), "c": parse("z")}
    problems = check(doc(paragraph("{a} {c}")), fields=set(), aliases=aliases)
    assert {(each.code, each.path) for each in problems} == {("circular", (0, 0)), ("circular", ())}
    assert filled(doc(paragraph("{c} {a}")), aliases=aliases) == "z x y "


@pytest.mark.parametrize(
    "tree",
    [
        {"type": "script"},
        None,
        [],
        {"type": "doc", "content": [{"type": "script"}]},
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "paragraph"}]}]},
        {"type": "doc", "content": [{"type": "paragraph", "attrs": {"onclick": "x"}}]},
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": 5}]}]},
        {"type": "doc", "content": [{"type": "text", "text": "a"}]},
        {"type": "doc", "content": [{"type": "image", "attrs": {"src": "file:///etc/passwd"}}]},
        {"type": "doc", "content": [{"type": "signature", "attrs": {"places": []}}]},
        {"type": "doc", "content": [{"type": "condition", "attrs": {"rules": []}}]},
        {"type": "doc", "content": [{"type": "space", "attrs": {"mm": 10**9}}]},
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "calc", "attrs": {"expr": "__import__('os')"}}]}]},
        {"type": "doc", "content": "x"},
    ],
)  # fmt: skip
def test_what_may_not_be_kept(tree: Any) -> None:
    problems = check(tree)
    assert problems
    with pytest.raises(blocks.BlocksRefused):
        blocks.refuse(problems)


def test_ten_thousand_conditions_are_refused_with_a_sentence() -> None:
    tree = doc(*[condition("x", paragraph("a")) for _ in range(10_000)])
    problems = check(tree)
    assert [each.code for each in problems] == ["too_many_conditions"]
    assert "paling banyak" in problems[0].message
    deep: dict[str, Any] = paragraph("a")
    for _ in range(200):
        deep = condition("x", deep)
    assert "too_deep" in [each.code for each in check(doc(deep))]


def test_sums_are_sums_and_nothing_else() -> None:
    from decimal import Decimal

    assert calculate("a * 12 + 1", {"a": Decimal(2)}.get) == 25
    assert calculate("a + b", {"a": Decimal(2)}.get) is None
    for text in ("a ** 9", "a.b", "f(1)", "[1]", "a if b else c", "'x'", "", "1/0", "True", "(" * 150 + ")" * 150):
        with pytest.raises(ArithmeticRefused):
            calculate(text, lambda _name: Decimal(1))


def test_the_tree_that_came_in_stays_as_it_was() -> None:
    tree = doc(identity(("Nama", "{nama}")), condition("nama", paragraph("{nama|upper}")))
    before = copy.deepcopy(tree)
    assert filled(tree, fields={"nama": "siti"}) == "sitiSITI"
    assert tree == before


_leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(["doc", "paragraph", "text", "field"]),
)
_junk = st.recursive(
    _leaves,
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "attrs", "content", "marks", "text", "rules", "x"]), below, max_size=5
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(junk=_junk)
def test_junk_is_refused_and_never_raises(junk: Any) -> None:
    check(junk)
    check({"type": "doc", "content": [junk]})
    check({"type": "doc", "content": [{"type": "paragraph", "content": [junk]}]})
