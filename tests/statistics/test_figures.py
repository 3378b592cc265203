from datetime import date

import pytest
from sqlalchemy import event

from marketplace.accounts.rules import BuyerKind, Duty
from marketplace.benefits.rules import PaymentState
from marketplace.catalogue.rules import ProductCategory
from marketplace.db import db
from marketplace.households.models import HouseholdStatus
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.sales.rules import Channel
from marketplace.sales.service import corrections
from marketplace.statistics.errors import MonthsReversed, RegionTooSmall
from marketplace.statistics.queries.figures import figures
from marketplace.statistics.rules import By, Slice


def test_an_empty_year_is_one_row_of_zeros(ask):
    (row,) = ask()
    assert row["slice"] == {}
    assert [row[name] for name in ("sales_fen", "evidenced_fen", "households", "persons", "household_times")] == [0] * 5
    assert ask(By.CHANNEL) == []


def test_a_sale_is_counted_by_every_measure(ask, sell, cast):
    supplier = cast.supplier()
    sku = cast.product(supplier)
    cast.roster(supplier, [(cast.household(persons=3), 1), (cast.household(persons=5), 1)], share_bp=2500)
    sell(supplier, 1001, product_id=sku.product_id)
    (row,) = ask()
    assert row == {
        "slice": {},
        "sales_fen": 1001,
        "certified_fen": 1001,
        "benefiting_fen": 1001,
        "unattributed_fen": 0,
        "attributed_fen": 250,
        "evidenced_fen": 0,
        "households": 2,
        "persons": 8,
        "household_times": 2,
        "definitions": row["definitions"],
    }


def test_law_8_a_household_counts_once_however_many_suppliers_and_months_it_appears_in(ask, sell, cast):
    shared, own = cast.household(persons=4), cast.household(persons=2)
    for members in ([(shared, 1)], [(shared, 1), (own, 1)]):
        supplier = cast.supplier()
        cast.roster(supplier, members)
        sell(supplier, 1000)
        sell(supplier, 1000, sold_on=date(2020, 6, 1))
    (row,) = ask()
    assert (row["households"], row["persons"], row["household_times"]) == (2, 6, 6)
    assert [(r["slice"]["month"], r["households"]) for r in ask(By.MONTH)] == [("2020-05", 2), ("2020-06", 2)]


def test_law_8_a_sale_and_its_full_return_leave_nobody_benefited(ask, sell, cast):
    supplier = cast.supplier()
    cast.roster(supplier, [(cast.household(), 1)])
    number = sell(supplier, 1000)
    sell(supplier, -1000, reverses=number, sold_on=date(2020, 7, 1))
    (row,) = ask()
    assert (row["sales_fen"], row["attributed_fen"], row["households"], row["household_times"]) == (0, 0, 0, 1)
    assert [r["households"] for r in ask(By.MONTH)] == [1, 0]


def test_law_7_a_return_takes_its_pool_from_the_version_of_its_sale(ask, sell, cast):
    supplier = cast.supplier()
    cast.roster(supplier, [(cast.household(), 1)], share_bp=5000, until_on=date(2020, 6, 1))
    number = sell(supplier, 1000)
    sell(supplier, -400, reverses=number, sold_on=date(2020, 7, 1))
    (row,) = ask()
    assert (row["attributed_fen"], row["benefiting_fen"], row["unattributed_fen"]) == (300, 600, 0)


def test_persons_are_those_of_the_last_day_of_each_slice(ask, sell, cast, session):
    supplier = cast.supplier()
    household = cast.household(persons=4)
    session.add(HouseholdStatus(household_id=household.id, from_on=date(2020, 6, 1), category="lifted_out", persons=6))
    cast.roster(supplier, [(household, 1)])
    sell(supplier, 1000)
    sell(supplier, 1000, sold_on=date(2020, 6, 30))
    assert [r["persons"] for r in ask(By.MONTH)] == [4, 6]
    assert ask()[0]["persons"] == 6


def test_law_10_channels_add_up_and_tags_overlap(ask, sell, cast):
    supplier = cast.supplier()
    sell(supplier, 100, channel=Channel.EVENT, tags=["a", "b"])
    sell(supplier, 10, channel=Channel.OUTLET, tags=["b"])
    sell(supplier, 1, channel=Channel.OUTLET)
    assert [(r["slice"]["channel"], r["sales_fen"]) for r in ask(By.CHANNEL)] == [("event", 100), ("outlet", 11)]
    assert [(r["slice"]["tag"], r["sales_fen"]) for r in ask(By.TAG)] == [("a", 100), ("b", 110)]
    assert ask(tag="a")[0]["sales_fen"] == 100
    assert ask(channel=Channel.OUTLET)[0]["sales_fen"] == 11


def test_regions_are_broken_down_one_level(ask, sell, cast):
    for county, amount_fen in (("621021", 1), ("621022", 2), ("620102", 4)):
        sell(cast.supplier(county=county), amount_fen)

    def by_region(**narrowed) -> dict:
        return {row["slice"]["region"]: row["sales_fen"] for row in ask(By.REGION, **narrowed)}

    assert by_region() == {"621021": 1, "621022": 2}
    assert by_region(region_code="620000") == {"620100": 4, "621000": 3}
    assert by_region(region_code="000000") == {"620000": 7}
    assert by_region(region_code="621022") == {"621022": 2}


def test_buyers_and_goods_are_slices_too(ask, sell, cast):
    supplier = cast.supplier()
    sku = cast.product(supplier)
    sell(supplier, 1, product_id=sku.product_id, buyer_kind=BuyerKind.SCHOOL, buyer_code="120101")
    sell(supplier, 2)
    assert [(r["slice"]["category"], r["sales_fen"]) for r in ask(By.CATEGORY)] == [("fruit", 1), (None, 2)]
    assert [(r["slice"]["buyer_kind"], r["sales_fen"]) for r in ask(By.BUYER_KIND)] == [("school", 1), (None, 2)]
    assert [(r["slice"]["buyer_region"], r["sales_fen"]) for r in ask(By.BUYER_REGION)] == [("120000", 1), (None, 2)]
    assert ask(category=ProductCategory.FRUIT, buyer_kind=BuyerKind.SCHOOL, buyer_region="120000")[0]["sales_fen"] == 1


def test_evidenced_income_counts_verified_payments_to_registered_households(ask, cast, session, pay):
    supplier, household = cast.supplier(), cast.household()
    household.cleared_on = date(2020, 6, 1)
    pay(supplier, household, 100)
    pay(supplier, household, 10, state=PaymentState.ENTERED)
    pay(supplier, household, 1, paid_on=date(2020, 6, 1))
    assert ask()[0]["evidenced_fen"] == 100
    assert [(r["slice"], r["evidenced_fen"], r["sales_fen"]) for r in ask(By.MONTH)] == [({"month": "2020-05"}, 100, 0)]


@pytest.mark.parametrize("by", [By.CHANNEL, By.TAG, By.CATEGORY, By.BUYER_KIND, By.BUYER_REGION])
def test_evidenced_income_is_unknown_where_payments_name_no_sale(ask, sell, cast, by):
    sell(cast.supplier(), 1, tags=["a"])
    assert [r["evidenced_fen"] for r in ask(by)] == [None]
    assert ask(tag="a")[0]["evidenced_fen"] is None


def test_what_was_taken_back_leaves_no_row(ask, sell, cast, now):
    number = sell(cast.supplier(), 5)
    corrections.take_back(source="ledger", source_numbers=[number], reason="x", actor=system(), now=now)
    assert ask(By.CHANNEL) == []
    assert ask()[0]["sales_fen"] == 0


def test_law_12_figures_of_another_region_do_not_exist(cast, year_2020):
    officer = cast.actor(cast.officer(Duty.STATISTICIAN, region="621022"))
    assert figures(year_2020(region_code="621022"), actor=officer)
    for region in ("621000", "621021", "000000"):
        with pytest.raises(NotFound):
            figures(year_2020(region_code=region), actor=officer)
    with pytest.raises(Forbidden):
        figures(year_2020(), actor=cast.actor(cast.user()))


def test_a_slice_is_of_a_county_or_above_and_its_months_are_in_order():
    with pytest.raises(RegionTooSmall):
        Slice(region_code="621022101000", month_from=Month("2020-01"), month_to=Month("2020-01"))
    with pytest.raises(MonthsReversed):
        Slice(region_code="621022", month_from=Month("2020-02"), month_to=Month("2020-01"))


def test_the_slice_before_has_as_many_months():
    asked = Slice(region_code="621022", month_from=Month("2020-01"), month_to=Month("2020-03"))
    assert (asked.year_before().month_from, asked.year_before().month_to) == ("2019-01", "2019-03")
    assert (asked.period_before().month_from, asked.period_before().month_to) == ("2019-10", "2019-12")


@pytest.mark.parametrize("by", [None, *By])
def test_any_breakdown_of_sales_that_reach_nobody_takes_at_most_two_statements(ask, sell, cast, session, by):
    for _ in range(3):
        sell(cast.supplier(), 1, tags=["a"])
    session.flush()
    seen = []

    def listener(*args) -> None:
        seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        ask(by)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert len([statement for statement in seen if "SAVEPOINT" not in statement]) <= 2
