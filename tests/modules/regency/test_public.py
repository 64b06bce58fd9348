"""What everybody may see: no number that points at a person, nor any that gives one away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balai.indicators.publishing import PublicRow, published

ROWS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8).map(
    lambda pairs: [(f"baris {number}", *pair) for number, pair in enumerate(pairs)]
)


def small(number: int | None, least: int) -> bool:
    return number is not None and 0 < number < least


@given(rows=ROWS, least=st.integers(2, 10))
def test_nothing_small_is_shown_or_left_to_subtract(rows: list[tuple[str, int, int]], least: int) -> None:
    shown = published(rows, least)
    truth = {label: (male, female) for label, male, female in rows}
    whole = sum(male + female for _label, male, female in rows)
    if not shown:
        assert whole < least
        return
    # The sum of all lines is known to everybody: no line may be missing, and none may be small.
    assert sum(row.total for row in shown) == whole
    assert [row for row in shown if small(row.total, least)] == []
    assert [row for row in shown if small(row.male, least) or small(row.female, least)] == []
    for row in shown:
        hidden = [row.male, row.female].count(None)
        # One hidden beside a sum is no secret.
        assert hidden in (0, 2)
        if hidden == 0:
            assert (row.male or 0) + (row.female or 0) == row.total
        if row.label in truth:
            assert row.total == sum(truth[row.label])
    # The columns' sums may be known from another table: what is hidden in a column is never one cell alone.
    for column in ("male", "female"):
        gone = [row for row in shown if getattr(row, column) is None]
        assert len(gone) != 1 or len(shown) == 1, column


def test_a_small_line_is_joined_with_another_and_not_named() -> None:
    shown = published([("Islam", 208, 182), ("Kristen", 6, 7), ("Budha", 2, 1)])
    assert shown == [PublicRow("Islam", 208, 182, 390), PublicRow("Lainnya (digabung)", 8, 8, 16)]


def test_a_small_cell_takes_another_of_its_column_along() -> None:
    # Else the women of both lines together, known from the pyramid, would give the three away.
    shown = published([("Islam", 208, 182), ("Hindu", 30, 25), ("Kristen", 12, 3)])
    assert shown == [
        PublicRow("Islam", 208, 182, 390), PublicRow("Hindu", None, None, 55), PublicRow("Kristen", None, None, 15)
    ]  # fmt: skip


def test_a_table_that_is_small_as_a_whole_is_not_shown() -> None:
    assert published([("Islam", 2, 1), ("Kristen", 0, 1)]) == []
    assert published([]) == []


def test_the_public_page_hides_what_the_dashboard_shows(
    numbers: None,
    give: Callable[..., None],
    village: Any,
    client_of: Callable[..., Any],
    regency_client: Callable[..., Any],
) -> None:
    give(village, "population.residents", {("1", "50-54"): 2, ("2", "50-54"): 1})
    page = client_of(None).get("/")
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["cards"]["residents"] == 403
    assert "50-54" not in [band for band, _male, _female in page.context["pyramid"]]
    for table, rows in page.context["tables"]:
        assert not [row for row in rows if small(row.male, 5) or small(row.female, 5) or small(row.total, 5)], (
            table.code
        )
    assert "Budha" not in text
    inside = regency_client("kabupaten").get("/dasbor/").content.decode()
    assert "Budha" in inside
    assert "50-54" in inside


def test_a_sensitive_indicator_is_not_published_at_all(numbers: None, client_of: Callable[..., Any]) -> None:
    from balai.indicators.models import Definition

    shown = {table.code for table, _rows in client_of(None).get("/").context["tables"]}
    assert "population.religion" in shown
    Definition.objects.filter(code="population.religion").update(sensitive=True)
    assert "population.religion" not in {table.code for table, _rows in client_of(None).get("/").context["tables"]}


def test_the_public_page_says_that_its_people_never_lived(numbers: None, client_of: Callable[..., Any]) -> None:
    assert "data latihan" in client_of(None).get("/").content.decode()
