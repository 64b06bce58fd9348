"""Lists: the URL holds the state, and nothing of it reaches the database unnamed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from balai.ui.tables import Bulk, Column, Table


@dataclass
class Person:
    pk: int
    name: str
    age: int | None


ROWS = [Person(1, "CICIK", 30), Person(2, "ANI", None), Person(3, "BUDI <b>", 7), Person(4, "DEDE", 1234)]


class People(Table):
    name = "people"
    columns = [
        Column("name", "Nama", sort="name", link=True),
        Column("age", "Umur", sort="age", number=True),
        Column("secret", "Rahasia", value=lambda person: "x", hidden=True),
    ]
    default_sort = "name"
    page_size = 3
    tick = "person"

    def row_url(self, row: Person) -> str:
        return f"/orang/{row.pk}/"

    def bulk(self) -> list[Bulk]:
        return [Bulk("Cetak", "/orang/cetak/", "printer")]


def asked(session: dict[str, object] | None = None, **query: object) -> HttpRequest:
    request = RequestFactory().get("/orang/", query)
    request.session = {} if session is None else session  # type: ignore[assignment]
    return request


def names(table: Table) -> list[str]:
    return [line.row.name for line in table.lines]


def test_the_order_is_the_named_one_and_else_the_default() -> None:
    assert names(People(asked(), ROWS)) == ["ANI", "BUDI <b>", "CICIK"]
    assert names(People(asked(sort="-name"), ROWS)) == ["DEDE", "CICIK", "BUDI <b>"]
    assert names(People(asked(sort="age"), ROWS)) == ["BUDI <b>", "CICIK", "DEDE"]
    for unknown in ("secret", "password", "-pk", "name__id", "--name"):
        assert People(asked(sort=unknown), ROWS).sort == "name"


def test_a_head_sorts_up_then_down_and_says_so() -> None:
    head = People(asked(sort="age", q="a", page=2), ROWS).heads[1]
    assert (head.aria, head.url) == ("ascending", "?sort=-age&q=a")
    assert People(asked(), ROWS).heads[1].url == "?sort=age"


@pytest.mark.parametrize(("page", "shown"), [("2", 1), ("99", 1), ("0", 3), ("x", 3), ("-1", 3), ("", 3), ("²", 3)])
def test_a_page_that_is_not_there_is_another(page: str, shown: int) -> None:
    assert len(People(asked(page=page), ROWS).lines) == shown


def test_chosen_columns_are_remembered_and_the_url_wins() -> None:
    session: dict[str, object] = {}
    assert [column.name for column in People(asked(session), ROWS).shown] == ["name", "age"]
    assert [column.name for column in People(asked(session, kolom=["", "secret", "nonsense"]), ROWS).shown] == [
        "name",
        "secret",
    ]
    assert session["columns:people"] == ["secret"]
    assert [column.name for column in People(asked(session), ROWS).shown] == ["name", "secret"]
    assert [column.name for column in People(asked(session, kolom="age"), ROWS).shown] == ["name", "age"]


def test_a_chip_takes_its_own_filter_off() -> None:
    table = People(asked(sex="2", q="a", page="2"), ROWS, chips=[("sex", "Perempuan")])
    assert [(chip.words, chip.url) for chip in table.chips] == [("Perempuan", "?q=a")]


def test_as_drawn() -> None:
    request = asked()
    table = People(request, ROWS)
    page = render_to_string("ui/table.html", {"table": table, "page": table.page, "request": request})
    assert "1-3 dari 4" in page
    assert 'aria-sort="ascending"' in page
    assert 'data-href="/orang/2/"' in page
    assert page.count('data-label="Umur"') == 3
    assert page.count('name="person" value=') == 3
    assert 'formaction="/orang/cetak/"' in page
    assert "BUDI &lt;b&gt;" in page
    assert '<td class="num" data-label="Umur">-</td>' in page


def test_a_quiet_cell_that_says_nothing_is_empty() -> None:
    person = Person(1, "ANI", None)
    assert (Column("age", "Umur").of(person), Column("age", "Umur", quiet=True).of(person)) == ("-", "")


def test_nothing_found_and_nothing_there_are_not_the_same() -> None:
    def words(request: HttpRequest) -> str:
        table = People(request, [])
        return render_to_string("ui/table.html", {"table": table, "page": table.page, "request": request})

    assert "Tidak ada yang cocok" in words(asked(q="zz"))
    assert "Belum ada data." in words(asked())


def test_a_wrong_declaration_does_not_start() -> None:
    with pytest.raises(ValueError, match="twice"):
        type("Twice", (Table,), {"columns": [Column("a", "A"), Column("a", "B")]})
    with pytest.raises(ValueError, match="no column"):
        type("Lost", (Table,), {"columns": [Column("a", "A")], "default_sort": "-b"})
