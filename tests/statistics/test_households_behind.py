from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.sales.rules import Channel
from marketplace.statistics.errors import NotMadeOfRows
from marketplace.statistics.queries.counts import count_covered_households, count_things
from marketplace.statistics.queries.figures import figures
from marketplace.statistics.queries.households_behind import (
    count_households_outside,
    list_households_behind,
    list_uncovered,
)
from tests.statistics.busy_year import live_through

SLICES = (
    {},
    {"region_code": "621022"},
    {"channel": Channel.OUTLET},
    {"tag": "b"},
    {"month_from": Month("2020-12")},
)


def follow(asked, measure, actor, limit=3):
    """Read every page."""
    rows = []
    while page := list_households_behind(
        asked, measure=measure, actor=actor, after=rows[-1]["household_id"] if rows else 0, limit=limit
    ):
        rows += page
    return rows


def total(rows, name):
    return sum(row[name] for row in rows)


@pytest.mark.parametrize("seed", range(4))
def test_law_15_the_households_behind_a_figure_sum_to_it(cast, sell, year_2020, seed):
    live_through(cast, sell, seed)
    for changes in SLICES:
        asked = year_2020(**changes)
        (figure,) = figures(asked, actor=system())
        assert total(follow(asked, "income.attributed.v1", system()), "attributed_fen") == figure["attributed_fen"]
        counted = follow(asked, "households.v1", system())
        assert (len(counted), total(counted, "persons")) == (figure["households"], figure["persons"]), changes
        assert total(follow(asked, "household_times.v1", system()), "household_times") == figure["household_times"]


@pytest.mark.parametrize("seed", range(4))
def test_law_12_what_lies_outside_ones_scope_is_summed_up_and_not_listed(cast, sell, year_2020, seed):
    live_through(cast, sell, seed)
    actor = cast.actor(cast.officer(Duty.STATISTICIAN, region="621000"))
    (figure,) = figures(year_2020(), actor=actor)
    for measure in ("households.v1", "income.attributed.v1", "household_times.v1"):
        rows = follow(year_2020(), measure, actor)
        assert {row["village_code"][:4] for row in rows} == {"6210"}
        outside = count_households_outside(year_2020(), measure=measure, actor=actor)
        everyone = follow(year_2020(), measure, system())
        assert outside["households"] == len(everyone) - len(rows) > 0
        for name in ("attributed_fen", "persons", "household_times"):
            assert total(rows, name) + outside[name] == total(everyone, name)
        if measure == "households.v1":
            assert len(rows) + outside["households"] == figure["households"]


def test_law_7_a_household_has_its_weight_of_each_pool_and_the_left_fen_go_by_remainder_then_number(
    cast, sell, year_2020
):
    supplier = cast.supplier()
    households = [cast.household() for _ in range(4)]
    version = cast.roster(supplier, list(zip(households, (1, 1, 1, 3), strict=True)), share_bp=10_000)
    sell(supplier, 100)
    sell(supplier, 7, sold_on=date(2020, 6, 1))
    rows = list_households_behind(year_2020(), measure="households.v1", actor=system())
    may = [17, 17, 16, 50]  # 16.67 each: the two fen left go to the first numbers
    june = [1, 1, 1, 4]  # 1.17 and 3.5: the one left goes to the half
    assert [row["attributed_fen"] for row in rows] == [a + b for a, b in zip(may, june, strict=True)]
    assert rows[0]["roster_version_ids"] == [version.id]
    assert [row["household_times"] for row in rows] == [2] * 4


def test_a_household_is_shown_masked_as_of_the_last_day(cast, sell, year_2020):
    supplier, household = cast.supplier(), cast.household(persons=3)
    household.cleared_on = date(2020, 10, 1)
    cast.roster(supplier, [(household, 1)], until_on=date(2020, 10, 1))
    sell(supplier, 1000)
    (row,) = list_households_behind(year_2020(), measure="households.v1", actor=system())
    assert (row["persons"], row["is_registered"], row["is_benefited"]) == (3, False, True)
    assert "三" not in row["head_name"]
    assert row["head_name"].startswith("张")


def test_what_was_taken_back_in_full_is_income_of_zero_and_no_household(cast, sell, year_2020):
    supplier = cast.supplier()
    cast.roster(supplier, [(cast.household(), 1)])
    number = sell(supplier, 1000)
    sell(supplier, -1000, reverses=number, sold_on=date(2020, 7, 1))
    assert list_households_behind(year_2020(), measure="households.v1", actor=system()) == []
    (row,) = list_households_behind(year_2020(), measure="income.attributed.v1", actor=system())
    assert (row["attributed_fen"], row["is_benefited"], row["household_times"]) == (0, False, 1)


@pytest.mark.parametrize("seed", range(2))
def test_the_uncovered_are_the_registered_less_the_covered(cast, sell, year_2020, seed):
    live_through(cast, sell, seed)
    cast.household()
    cast.household(registered=date(2021, 1, 1))
    cleared = cast.household()
    cleared.cleared_on = date(2020, 12, 31)
    for changes in ({}, {"region_code": "621022"}, {"channel": Channel.EVENT}):
        asked = year_2020(**changes)
        uncovered = list_uncovered(asked, actor=system(), limit=100)
        covered, registered = count_covered_households(asked), count_things(asked).registered_households
        assert len(uncovered) == registered - covered > 0
        pages = [list_uncovered(asked, actor=system(), after=row["household_id"], limit=1) for row in uncovered]
        assert [page[0]["household_id"] for page in pages if page] == [row["household_id"] for row in uncovered[1:]]
        reached = {row["household_id"] for row in follow(asked, "households.v1", system())}
        assert not reached & {row["household_id"] for row in uncovered}


def test_a_measure_that_is_no_count_of_households_leads_to_none(session, year_2020):
    for read in (list_households_behind, count_households_outside):
        with pytest.raises(NotMadeOfRows):
            read(year_2020(), measure="sales.v1", actor=system())


def test_law_12_households_behind_another_regions_figure_do_not_exist(cast, year_2020):
    asks = (
        lambda actor: list_households_behind(year_2020(), measure="households.v1", actor=actor),
        lambda actor: count_households_outside(year_2020(), measure="households.v1", actor=actor),
        lambda actor: list_uncovered(year_2020(), actor=actor),
    )
    for ask in asks:
        with pytest.raises(NotFound):
            ask(cast.actor(cast.officer(Duty.STATISTICIAN, region="621022")))
        with pytest.raises(Forbidden):
            ask(cast.actor(cast.officer(Duty.AGRICULTURE_OFFICER, region="621000")))
