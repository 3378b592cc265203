from datetime import date

import pytest

from marketplace.audit.service import record
from marketplace.kernel.actor import system
from marketplace.statistics.queries.extent import find_extent, get_year_to_look_at
from tests.factories.cast import HUANXIAN, QINGCHENG


def test_without_sales_there_is_no_extent(session):
    assert find_extent() is None


@pytest.mark.parametrize(
    ("counties", "region"),
    [
        ((HUANXIAN,), "621000"),
        ((HUANXIAN, QINGCHENG), "621000"),
        ((HUANXIAN, "620102"), "620000"),
        ((HUANXIAN, "110101"), "000000"),
        ((HUANXIAN, "110101", QINGCHENG), "000000"),
    ],
)
def test_the_region_is_the_smallest_from_a_city_up_that_holds_every_sale(cast, sell, counties, region):
    for county in counties:
        sell(cast.supplier(county=county), 100)
    assert find_extent().region_code == region


def test_years_go_from_the_first_sale_to_the_last(cast, sell):
    supplier = cast.supplier()
    for day in (date(2020, 12, 31), date(2017, 1, 1), date(2019, 5, 5)):
        sell(supplier, 100, sold_on=day)
    found = find_extent()
    assert (found.first_year, found.last_year) == (2017, 2020)


@pytest.mark.parametrize(
    ("sold_on", "year"),
    [
        ((), 2021),
        ((date(2021, 1, 1),), 2021),
        ((date(2018, 5, 5), date(2021, 1, 1)), 2018),
        ((date(2018, 5, 5), date(2020, 12, 31), date(2021, 1, 1)), 2020),
    ],
)
def test_officers_look_at_the_latest_year_that_is_over_and_has_sales(cast, sell, sold_on, year):
    supplier = cast.supplier()
    for day in sold_on:
        sell(supplier, 100, sold_on=day)
    assert get_year_to_look_at(date(2021, 1, 1)) == year


def test_every_write_moves_the_newest_line(cast, sell, now):
    sell(cast.supplier(), 100)
    before = find_extent()
    record("supplier.certified", subject="supplier", subject_id="1", actor=system(), now=now)
    after = find_extent()
    assert after.newest_line_id > (before.newest_line_id or 0)
    assert after[:4] == before[:4]


def test_a_new_row_of_any_kind_moves_the_newest_id(cast, sell):
    supplier = cast.supplier()
    number = sell(supplier, 100)
    before = find_extent()
    sell(supplier, -100, reverses=number)
    after = find_extent()
    assert after.newest_sale_id > before.newest_sale_id
    assert after[:3] == before[:3]
