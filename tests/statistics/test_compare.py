from datetime import date

import pytest

from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.kernel.errors import NotFound
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.measures import compared_figures
from marketplace.statistics.rules import By
from marketplace.statistics.rules.comparison import Compare, change_of


@pytest.fixture
def compare(session, year_2020):
    def compare_with(mode: Compare, by: By | None = None, **changes):
        return compared_figures(year_2020(**changes), by=by, mode=mode, actor=system())

    return compare_with


def test_a_year_stands_beside_the_year_before_with_base_change_and_both_definitions(compare, sell, cast):
    supplier = cast.supplier()
    sell(supplier, 300, sold_on=date(2019, 3, 1))
    sell(supplier, 400)
    (row,) = compare(Compare.YEAR)
    assert (row["sales_fen"], row["base"]["sales_fen"], row["change_bp"]["sales_fen"]) == (400, 300, 3333)
    assert row["definitions"] == row["base_definitions"]
    assert row["change_bp"]["households"] is None


def test_the_previous_period_has_as_many_months(compare, sell, cast):
    supplier = cast.supplier()
    for month, amount_fen in ((1, 1), (2, 10), (3, 100), (4, 1000)):
        sell(supplier, amount_fen, sold_on=date(2020, month, 15))
    (row,) = compare(Compare.PREVIOUS, month_from=Month("2020-03"), month_to=Month("2020-04"))
    assert (row["sales_fen"], row["base"]["sales_fen"]) == (1100, 11)


def test_a_value_that_only_the_base_has_is_a_row_of_zeros(compare, sell, cast):
    supplier = cast.supplier()
    sell(supplier, 100, sold_on=date(2019, 3, 1), channel=Channel.EVENT)
    sell(supplier, 5, channel=Channel.OUTLET)
    rows = compare(Compare.YEAR, By.CHANNEL)
    told = [(r["slice"]["channel"], r["sales_fen"], r["base"]["sales_fen"], r["change_bp"]["sales_fen"]) for r in rows]
    assert told == [("event", 0, 100, -10_000), ("outlet", 5, 0, None)]


def test_months_stand_beside_the_month_so_many_before(compare, sell, cast):
    supplier = cast.supplier()
    sell(supplier, 7, sold_on=date(2019, 5, 2))
    sell(supplier, 14)
    (row,) = compare(Compare.YEAR, By.MONTH)
    assert (row["slice"], row["sales_fen"], row["base"]["sales_fen"]) == ({"month": "2020-05"}, 14, 7)


def test_what_is_unknown_has_no_change(compare, sell, cast):
    sell(cast.supplier(), 1)
    (row,) = compare(Compare.YEAR, By.CHANNEL)
    assert (row["base"]["evidenced_fen"], row["change_bp"]["evidenced_fen"]) == (None, None)
    assert change_of(1, None) is change_of(None, 1) is change_of(1, 0) is None
    assert change_of(0, 3) == -10_000


def test_law_12_a_comparison_of_another_region_does_not_exist(cast, year_2020):
    with pytest.raises(NotFound):
        compared_figures(year_2020(), by=None, mode=Compare.YEAR, actor=cast.actor(cast.outsider()))
