"""Whatever happens in whatever order, every place tells the same numbers: ledger, register, reports, books, facts.

Histories are drawn by chance (``histories.py``). ``BALAI_HISTORIES=100`` plays more of them, longer.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from balai.db import today
from modules.population import indicators, services
from modules.population.books import BOOKS, Printing
from modules.population.books.recapitulation import recapitulated
from modules.population.books.temporary import stays
from modules.population.crossing import catch_up
from modules.population.models import MonthClosing, PopulationEvent, Resident
from modules.population.selectors import birthday, counted
from modules.population.selectors.balance import ROWS, Balance, Count, balance, counts_at, month_end
from modules.population.selectors.closings import closings_that_differ
from modules.population.selectors.past import counted_at_sql
from modules.voters.indicators import eligible
from tenants.context import village_context
from tests.modules.population.histories import History, Replayed, Stock, by_hand

HISTORIES = int(os.environ.get("BALAI_HISTORIES", "0"))
ACTS = 260 if HISTORIES else 90
#: What the long history must have played.
HAPPENS = (
    "birth", "death", "undo", "rt", "close", "split", "back", "permanent", "amend", "area_move", "area_merge", "collective",
    "collective_undo", "cross_out", "cross_in",
)  # fmt: skip


def stock_of(found: Balance, row: str) -> Stock:
    """Opening or closing of a balance as the hand counts it."""
    people: Counter[Any] = Counter()
    families: Counter[Any] = Counter()
    for area in found.areas:
        count = area.rows[row]
        for name, sex, wna in (("wni_l", 1, False), ("wni_p", 2, False), ("wna_l", 1, True), ("wna_p", 2, True)):
            people[area.dusun, sex, wna] += getattr(count, name)
        for name, sex in (("kk_l", 1), ("kk_p", 2)):
            families[area.dusun, sex] += getattr(count, name)
    return +people, +families


def cells(indicator: Any, on: date) -> Counter[tuple[str, str]]:
    """An indicator's numbers."""
    return +Counter({key: cell.value for key, cell in indicator.cells(on).items()})


def check_register(history: History) -> None:
    """Ledger and register agree, and so do the closings."""
    assert services.verify_ledger() == []
    assert closings_that_differ() == []
    heads = Resident.objects.filter(shdk=1, presence=1, void_at=None).values_list("family_id", flat=True)
    assert len(heads) == len(set(heads))
    now = counts_at(history.day)
    assert now.people == counted().count()
    assert now.families == counted().filter(family__isnull=False).values("family").distinct().count()


def check_month(month: date, history: History) -> Balance:
    """A month's report against the ledger replayed by hand, the books' sums, the people listed, and the facts."""
    last = min(month_end(month), history.day)
    found = balance(month, month_end(month))
    assert found.adds_up
    opening, replayed = history.at(month - timedelta(days=1)), history.at(last)
    assert stock_of(found, "opening") == by_hand(month - timedelta(days=1), opening)
    assert stock_of(found, "closing") == by_hand(last, replayed)
    for row in ROWS:
        total = Count()
        for area in found.areas:
            total.add(area.rows[row])
            # Moves between dusun stand in the dusuns' rows alone.
            total.add({"moves": area.moved_out, "arrivals": area.moved_in}.get(row, Count()), -1)
        assert total == found.rows[row], row
    second = Count()
    for count in found.destinations.values():
        second.add(count)
    assert second == found.rows["moves"]
    people, params = counted_at_sql(last)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {people} p", params)
        assert cursor.fetchone()[0] == found.rows["closing"].people
    check_facts(found, last)
    check_voters(replayed, last)
    check_books(found, month)
    check_lists(replayed, month)
    return found


def check_books(found: Balance, month: date) -> None:
    """B.1 lists who closes the month, B.2 who came and went, B.3 adds up row by row as the annex says."""
    printing = Printing(month)
    assert BOOKS["B1"].count(printing) == found.rows["closing"].people
    assert BOOKS["B2"].count(printing) == sum(found.rows[row].people for row in ROWS[1:-1])
    rows, sums, _note = recapitulated(found)
    for numbers in [*(row[2:32] for row in rows), sums]:
        column = dict(enumerate(numbers, 3))
        assert column[8] == column[9] - column[7]
        assert column[9] == sum(column[place] for place in (3, 4, 5, 6))
        assert column[32] == column[30] + column[31] == sum(column[place] for place in (26, 27, 28, 29))
        for place in range(4):
            expected = (
                column[3 + place] + column[10 + place] + column[14 + place] - column[18 + place] - column[22 + place]
            )
            assert column[26 + place] == expected
    assert sums[27:30] == [found.rows["closing"].families, found.rows["closing"].members, found.rows["closing"].people]


def check_lists(replayed: Replayed, month: date) -> None:
    """B.4 has everybody who is here for a while and no one twice as being here; B.5 says since when each who counts is."""
    printing = Printing(month)
    counted = replayed.counted()
    cards = list(BOOKS["B5"].rows(printing, 0, None))
    assert Counter((row[4], row[14]) for row in cards) == Counter(
        ("L" if values["sex"] == 1 else "P", "WNA" if values["citizenship"] == 2 else "WNI")
        for values in counted.values()
    )
    assert Counter(row[17] for row in cards) == Counter(replayed.since.get(key) or "-" for key in counted)
    found = stays(min(printing.on, today()))
    staying = [stay.person for stay in found if not stay.over]
    assert len(staying) == len(set(staying)) and set(staying) == replayed.guests()
    assert BOOKS["B4"].count(printing) == len(found) == len(list(BOOKS["B4"].rows(printing, 0, None)))


def check_voters(replayed: Replayed, last: date) -> None:
    """Calon pemilih of the month: of who counted then, by the rule, one by one."""
    expected: Counter[str] = Counter()
    people = {each.pk: each for each in Resident.objects.filter(pk__in=replayed.counted())}
    for key, values in replayed.counted().items():
        person = people[key]
        old = person.birth_date is not None and person.birth_date <= birthday(last, 17)
        of_age = old or person.marital_status in (2, 3, 4)
        if values["citizenship"] == 1 and of_age and person.occupation not in (6, 7):
            expected[str(values["sex"])] += 1
    told: Counter[str] = Counter()
    for (sex, _age), number in cells(eligible, last).items():
        told[sex] += number
    assert told == expected


def check_crossings(history: History) -> None:
    """Who moved between the two villages left the one on the day on which the other took them in, unless that month was
    closed by then; and the other village's ledger and numbers agree, too."""
    if history.other is None:
        return
    catch_up()
    left = PopulationEvent.objects.filter(kind="move_out", details__has_key="handover", late=False)
    days = set(left.values_list("details__handover", "counted_on"))
    with village_context(history.other.schema_name):
        catch_up()
        assert services.verify_ledger() == []
        came = PopulationEvent.objects.filter(details__has_key="handover").exclude(kind="move_out")
        arrived = dict(came.values_list("details__handover", "report_date"))
        assert counts_at(history.day).people == counted().count()
    for handover, day in days:
        assert arrived[handover] == day


def check_facts(found: Balance, last: date) -> None:
    """What the regency is told."""
    closing = found.rows["closing"]
    by_sex: Counter[str] = Counter()
    for (sex, _age), number in cells(indicators.residents, last).items():
        by_sex[sex] += number
    assert by_sex == +Counter({"1": closing.male, "2": closing.female})
    assert cells(indicators.families, last) == +Counter({("1", ""): closing.kk_l, ("2", ""): closing.kk_p})
    told = cells(indicators.events, last)
    kinds = {"births": "birth", "deaths": "death", "arrivals": "move_in", "moves": "move_out", "missing": "missing"}
    for row, kind in kinds.items():
        assert (told[kind, "1"], told[kind, "2"]) == (found.rows[row].male, found.rows[row].female)


def check_frozen() -> None:
    """The facts of a closed month are the month's, whatever came since."""
    from balai.indicators.models import Fact

    for closing in MonthClosing.objects.all():
        facts = Fact.objects.filter(period=closing.month, village=connection.schema_name)  # type: ignore[attr-defined]
        rows = closing.numbers["rows"]["closing"]
        people = sum(facts.filter(indicator="population.residents").values_list("value", flat=True))
        assert people == rows["wni_l"] + rows["wni_p"] + rows["wna_l"] + rows["wna_p"]
        families = dict(facts.filter(indicator="population.families").values_list("d1", "value"))
        assert (families.get("1", 0), families.get("2", 0)) == (rows["kk_l"], rows["kk_p"])


def check_months(history: History) -> None:
    """Month after month: each opens as the one before it closed, and the year is their sum."""
    months = [check_month(month, history) for month in history.months]
    for before, after in pairwise(months):
        assert before.rows["closing"] == after.rows["opening"]
        assert stock_of(before, "closing") == stock_of(after, "opening")
    year = balance(history.months[0], month_end(history.months[-1]))
    assert year.adds_up
    for row in ROWS[1:-1]:
        total = Count()
        for month in months:
            total.add(month.rows[row])
        assert total == year.rows[row]


def check_second_view(history: History) -> None:
    """By the day of event: adds up, goes on from month to month, and ends where the register stands."""
    months = [balance(month, month_end(month), by="event") for month in history.months]
    for month in months:
        assert month.adds_up
    for before, after in pairwise(months):
        assert before.rows["closing"] == after.rows["opening"]
    assert months[-1].rows["closing"] == counts_at(history.day)


@settings(
    max_examples=HISTORIES or 4, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(seed=st.integers(0, 2**31))
def test_every_place_tells_the_same_numbers_whatever_happens(
    village: Any, other_village: Any, actor: Any, travel: Callable[[date], None], seed: int
) -> None:
    # As a test's own transaction, in which the village may change.
    example = transaction.atomic()
    example._from_testcase = True
    with example:
        history = History(actor, travel, seed, other=other_village)
        history.play(ACTS)
        check_crossings(history)
        check_register(history)
        check_months(history)
        check_second_view(history)
        check_frozen()
        transaction.set_rollback(True)


def test_a_long_history_holds_every_kind_of_act(
    village: Any, other_village: Any, actor: Any, travel: Callable[[date], None]
) -> None:
    """One history of 240 acts: long enough that each kind happens, and that months are closed between."""
    history = History(actor, travel, seed=3, other=other_village)
    history.play(60, months=2)
    history.act("complete")
    history.play(180, months=4)
    for kind in (*HAPPENS, "close", "close"):
        # What chance left out.
        for _try in range(30 if kind not in history.done or kind == "close" else 0):
            if kind == "collective_undo":
                history.act("collective")  # an older one may be past undoing, and is asked for once
            history.act(kind)
            if kind in history.done:
                break
    assert not (missing := set(HAPPENS) - set(history.done)), (missing, history.done, history.refused)
    assert MonthClosing.objects.count() >= 2
    check_crossings(history)
    check_register(history)
    check_months(history)
    check_second_view(history)
    check_frozen()
