"""The reference year says its figures again when its files are counted one by one."""

from collections import Counter

import pytest

YUAN = 100


def total(sales):
    return sum(sale["fen"] for sale in sales)


def test_154_suppliers_are_certified_at_the_end_of_the_year(full_year):
    certified = [
        row
        for row in full_year.rows["suppliers"]
        if row["certified_from"] <= "2020-12-31"
        and row["certified_until"] >= ("2020-12-31" * bool(row["certified_until"]))
    ]
    assert len(certified) == len(full_year.rows["suppliers"]) == 154


def test_609_products_are_certified_at_the_end_of_the_year_in_seven_batches(full_year):
    certified = [
        row for row in full_year.rows["products"] if row["certified_from"] <= "2020-12-31" <= row["certified_until"]
    ]
    assert len(certified) == 609
    assert len({row["batch"] for row in certified}) == 7


def test_34_events_were_held_in_the_year(full_year):
    assert sum(row["held_on"].startswith("2020") for row in full_year.rows["events"]) == 34


def test_two_halls_and_17_other_outlets_stand_in_tianjin_and_34_opened_in_the_city(full_year):
    outlets = full_year.rows["outlets"]
    opened = [row for row in outlets if row["opened_on"].startswith("2020") and not row["closed_on"]]
    in_tianjin = [row for row in opened if row["region_code"] == "120000"]
    assert sum(row["kind"] == "hall" for row in in_tianjin) == 2
    assert sum(row["kind"] != "hall" for row in in_tianjin) == 17
    assert {row["tags"] for row in in_tianjin} == {"东西部协作"}
    assert sum(row["region_code"].startswith("6210") for row in opened) == 34
    assert len(opened) == sum(row["closed_on"] == "" or row["closed_on"] >= "2020-01-01" for row in outlets)


def test_tianjin_bought_for_190_million_through_several_channels(full_year):
    sales = full_year.in_slice(buyer_region="120000")
    assert total(sales) == total(full_year.in_slice(tag="东西部协作")) == 190_000_000 * YUAN
    assert {"east_west", "online_retail", "outlet"} < {sale["channel"] for sale in sales}


def test_the_outlets_sold_for_39_840_000_and_all_of_it_in_the_new_ones(full_year):
    sales = full_year.in_slice(channel="outlet")
    assert total(sales) == 39_840_000 * YUAN
    opened_on = {
        row["number"]: row["opened_on"]
        for row in full_year.rows["outlets"]
        if row["region_code"].startswith("6210") and row["opened_on"].startswith("2020")
    }
    numbers = [(sale["source_number"].removeprefix("TH-").rsplit("-", 2)[0], sale["sold_on"]) for sale in sales]
    assert {number for number, _ in numbers} == opened_on.keys()
    assert all(opened_on[number] <= sold_on for number, sold_on in numbers)


def test_online_retail_sold_for_260_million_and_for_240_million_the_year_before(full_year):
    assert total(full_year.in_slice(channel="online_retail")) == 260_000_000 * YUAN
    assert total(full_year.in_slice(channel="online_retail", year="2019")) == 240_000_000 * YUAN


def test_helper_units_and_cadres_bought_for_15_654_300(full_year):
    assert total(full_year.in_slice(channel="helper_purchase")) == 15_654_300 * YUAN


def test_online_retail_brought_110_million_to_71_500_persons_each_counted_once(full_year):
    pool_fen, reached = full_year.benefit(full_year.in_slice(channel="online_retail"))
    assert pool_fen == 110_000_000 * YUAN
    assert full_year.persons(reached) == 71_500


def test_who_benefited_online_does_not_depend_on_who_was_cleared(full_year):
    _, reached = full_year.benefit(full_year.in_slice(channel="online_retail"))
    assert not any(full_year.households[number]["cleared_on"] for number in reached)


def test_adding_months_or_suppliers_would_count_households_twice(full_year):
    sales = full_year.in_slice(channel="online_retail")
    _, reached = full_year.benefit(sales)
    monthly = 0
    for month in range(1, 13):
        in_month = [sale for sale in sales if sale["sold_on"].startswith(f"2020-{month:02d}")]
        monthly += len(full_year.benefit(in_month)[1])
    assert monthly > 2 * len(reached)


def test_a_wholly_returned_online_sale_reaches_nobody(full_year):
    sales = full_year.in_slice(channel="online_retail")
    _, reached = full_year.benefit(sales)
    _, with_returned = full_year.benefit(sale for sale in sales if sale["fen"] > 0)
    assert reached < with_returned


def test_40_agreements_over_120_million_were_signed_on_the_cloud_and_none_is_a_sale(full_year):
    signed = [
        row
        for row in full_year.rows["agreements"]
        if row["signed_on"].startswith("2020") and "云签约" in row["tags"].split(";")
    ]
    assert len(signed) == 40
    assert sum(int(row["signed_amount"].replace(".", "")) for row in signed) == 120_000_000 * YUAN
    numbers = {row["agreement_number"] for row in full_year.rows["agreements"]}
    assert numbers.isdisjoint(sale["source_number"] for sale in full_year.sales)


def test_154_600_households_stand_in_eight_counties_with_the_monitored_among_them(full_year):
    households = full_year.rows["households"]
    assert len(households) == 154_600
    assert len({row["village_code"][:6] for row in households}) == 8
    count, persons = Counter(), Counter()
    for row in households:
        count[row["category"]] += 1
        persons[row["category"]] += int(row["persons"])
    assert (count["unstable"], persons["unstable"]) == (2_082, 8_611)
    assert (count["marginal"], persons["marginal"]) == (3_764, 13_526)
    assert count.keys() == {"unstable", "marginal", "registered_poor", "lifted_out"}


def test_the_counties_hold_116_towns_and_1_261_villages(full_year):
    codes = [row["code"] for row in full_year.rows["regions"]]
    assert sum(code.endswith("000") for code in codes) == 116
    assert sum(not code.endswith("000") for code in codes) == 1_261


def test_every_channel_and_every_month_has_sales(full_year):
    months = {f"{year}-{month:02d}" for year in (2019, 2020) for month in range(1, 13)}
    assert {sale["sold_on"][:7] for sale in full_year.sales} == months
    for channel in ("school_purchase", "government_purchase", "enterprise_purchase", "union_purchase", "event"):
        assert total(full_year.in_slice(channel=channel)) > 5_000_000 * YUAN


def test_some_sales_are_not_attributed_and_some_have_no_product(full_year):
    sales = full_year.in_slice()
    unattributed = total(sale for sale in sales if full_year.version_of(sale) is None)
    assert total(sales) // 20 < unattributed < total(sales) // 2
    assert sum(not sale["product_number"] for sale in sales) > len(sales) // 50


@pytest.mark.parametrize("seed", range(1, 13))
def test_another_seed_tells_another_year_with_the_same_figures(year_of_seed, seed):
    year = year_of_seed(seed)
    pool_fen, reached = year.benefit(year.in_slice(channel="online_retail"))
    assert total(year.in_slice(channel="online_retail")) == 2_600_000 * YUAN
    assert total(year.in_slice(buyer_region="120000")) == 1_900_000 * YUAN
    assert pool_fen == 1_100_000 * YUAN
    assert year.persons(reached) == 715
