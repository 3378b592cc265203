"""Figures from kept sums and bitmaps equal those that plain SQL counts from the facts, whatever has happened."""

from random import Random

import pytest

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import ProductCategory
from marketplace.kernel.days import Month
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.figures import count, count_with_paid
from marketplace.statistics.queries.rollup import verify_rollup
from marketplace.statistics.rules import By
from tests.statistics.eventful_year import go_on
from tests.statistics.plain import COUNTED, REACHED, count_plainly

NARROWINGS = (
    {},
    {"region_code": "621021"},
    {"region_code": "000000", "month_from": Month("2020-03"), "month_to": Month("2020-05")},
    {"channel": Channel.OUTLET},
    {"tag": "a"},
    {"category": ProductCategory.FRUIT},
    {"without": frozenset({By.CATEGORY})},
    {"buyer_kind": BuyerKind.SCHOOL},
)


def counted(asked, by):
    """What the program says of sales, by value, as the plain way tells it."""
    rows = {row["slice"].get(by and by.key): row for row in count(asked, by=by)}
    measures = {value: {name: row[name] for name in COUNTED + REACHED} for value, row in rows.items()}
    return {value: row for value, row in measures.items() if by is not None or any(row.values())}


def plainly(session, asked, by):
    found = count_plainly(session, asked, by)
    return {value: row for value, row in found.items() if by is not None or any(row.values())}


@pytest.mark.parametrize("seed", range(6))
def test_law_8_every_slice_counts_the_same_both_ways_after_every_event(cast, sell, session, year_2020, seed):
    random, counts = Random(seed), 0
    for event in go_on(cast, sell, session, seed):
        assert verify_rollup().rows == [], event
        for changes in ({}, random.choice(NARROWINGS[1:])):
            asked = year_2020(**changes)
            for by in (None, *By) if event == "busy year" else (None, By.MONTH, random.choice(list(By))):
                told = counted(asked, by)
                assert told == plainly(session, asked, by), (event, changes, by)
                counts += sum(row["persons"] > row["households"] > 0 for row in told.values())
    assert counts > 20  # households and persons there were


def test_rows_per_county_count_the_same_both_ways(cast, sell, session, year_2020):
    list(go_on(cast, sell, session, 7))
    for by in (By.CHANNEL, By.MONTH):
        rows = count_with_paid(year_2020(), by=by, is_per_county=True)
        told = {row["slice"][by.key]: {name: row[name] for name in COUNTED + REACHED} for row in rows}
        plain = {}
        for county in ("621021", "621022"):
            for value, row in count_plainly(session, year_2020(region_code=county), by).items():
                plain[f"{value} {county}"] = row
        assert told == plain != {}
