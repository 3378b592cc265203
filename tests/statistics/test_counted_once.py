"""Law 8: a household on several rosters of a slice counts once, in every way in which households are counted."""

from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.counts import count_covered_households
from marketplace.statistics.queries.figures import count, count_evidenced_households, count_with_paid
from marketplace.statistics.queries.households_behind import count_households_outside, list_households_behind
from marketplace.statistics.rules import By
from tests.statistics.plain import count_plainly

TWICE, ONCE = 3, 2
"""Households that two rosters hold, and that one holds."""


@pytest.fixture
def suppliers(cast, sell, pay, session):
    """Two suppliers of a county whose rosters share three households; each sold twice in May through one channel."""
    both = [cast.household(village="621021101001", persons=4) for _ in range(TWICE)]
    one = [cast.household(village="621021101001", persons=4) for _ in range(ONCE)]
    suppliers = [cast.supplier(), cast.supplier()]
    cast.roster(suppliers[0], [(each, 1) for each in both])
    first = cast.roster(suppliers[1], [(each, 1) for each in both + one], until_on=date(2020, 5, 10))
    later = cast.roster(cast.supplier(), [(each, 1) for each in both], from_on=date(2020, 5, 10))
    later.roster_id = first.roster_id
    session.flush()
    for supplier in suppliers:
        for day in (1, 20):
            sell(supplier, 100_000, sold_on=date(2020, 5, day))
        for household in both:
            pay(supplier, household, 100 + supplier.id + household.id)
            pay(supplier, household, 900 + supplier.id + household.id, voucher_number=f"W{supplier.id}-{household.id}")
    return suppliers


def reached(rows):
    return {(row["households"], row["persons"]) for row in rows}


def test_the_figures_count_it_once_in_total_and_under_every_value(suppliers, year_2020):
    everybody = {(TWICE + ONCE, 4 * (TWICE + ONCE))}
    assert reached(count(year_2020())) == everybody
    for by in (By.CHANNEL, By.MONTH, By.REGION):
        assert reached(count(year_2020(), by=by)) == everybody
    assert reached(count(year_2020(), by=By.SUPPLIER)) == everybody | {(TWICE, 4 * TWICE)}
    assert reached(count_with_paid(year_2020(), by=By.CHANNEL, is_per_county=True)) == everybody
    assert reached(count(year_2020(channel=Channel.OUTLET))) == everybody


def test_household_times_beside_it_count_every_roster_and_month(suppliers, year_2020):
    [row] = count(year_2020())
    assert row["household_times"] == TWICE + (TWICE + ONCE) + TWICE


def test_plain_sql_counts_it_once(suppliers, year_2020, session):
    [row] = count_plainly(session, year_2020(), None).values()
    assert row["households"] == TWICE + ONCE


def test_coverage_counts_it_once(suppliers, year_2020):
    assert count_covered_households(year_2020()) == TWICE + ONCE


def test_payments_count_it_once(suppliers, year_2020):
    assert count_evidenced_households(year_2020()) == TWICE
    assert [row["evidenced_households"] for row in count_with_paid(year_2020(), by=By.MONTH)] == [TWICE]


def test_the_households_behind_the_figure_are_listed_once(suppliers, year_2020):
    rows = list_households_behind(year_2020(), measure="households.v1", actor=system())
    assert len({row["household_id"] for row in rows}) == len(rows) == TWICE + ONCE
    assert sum(row["attributed_fen"] for row in rows) == count(year_2020())[0]["attributed_fen"]


def test_those_outside_the_readers_region_are_summed_up_once(suppliers, year_2020, cast):
    reader = cast.actor(cast.officer(Duty.STATISTICIAN, region="621022"))
    told = count_households_outside(year_2020(region_code="621022"), measure="households.v1", actor=reader)
    assert (told["households"], told["persons"]) == (TWICE + ONCE, 4 * (TWICE + ONCE))
    assert told["attributed_fen"] == count(year_2020(region_code="621022"))[0]["attributed_fen"]
