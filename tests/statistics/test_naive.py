"""The recount against numbers worked out by hand, one rule a test."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.statistics import naive
from tests.statistics.naive.files import day_of, hundredths, rows_of

HEADERS = {
    "households": "household_number,persons,registered_on,cleared_on",
    "suppliers": "uscc,county_code",
    "products": "product_number,uscc,category,certified_from,certified_until",
    "rosters": "uscc,product_number,lot_number,household_share,valid_from,valid_until,household_number,weight",
    "sales": (
        "source,source_number,line,sold_on,channel,tags,uscc,product_number,amount,buyer_kind,buyer_region,reverses"
    ),
    "household-payments": "uscc,household_number,paid_on,mechanism,amount,voucher_number",
}
YEAR = {"region": "621000", "month_from": "2020-01", "month_to": "2020-12"}
SUPPLIERS = ["A,621021", "B,621022"]
HOUSEHOLDS = ["01,4,2014-01-01,", "02,3,2014-01-01,", "03,2,2014-01-01,"]
PRODUCTS = ["P,A,fruit,2020-03-01,2020-05-31", "Q,A,tea,,"]


@pytest.fixture
def files(tmp_path: Path) -> "Files":
    """A folder with two suppliers, three households and two products; a test adds rosters, sales and payments."""
    return Files(tmp_path).write("suppliers", *SUPPLIERS).write("households", *HOUSEHOLDS).write("products", *PRODUCTS)


class Files:
    """The hand-written files of one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, kind: str, *rows: str) -> "Files":
        """Write one file, its rows in the order of the header."""
        (self.folder / f"{kind}.csv").write_text("\n".join((HEADERS[kind], *rows)), encoding="utf-8")
        return self

    def figure(self, **options: Any) -> dict[str, Any]:
        """Recount a question that has one row."""
        (row,) = naive.figures(self.folder, **(YEAR | options))
        return row

    def slices(self, name: str, **options: Any) -> dict[Any, int]:
        """Recount a question by slices: value → sales, in the order of the rows."""
        rows = naive.figures(self.folder, **(YEAR | options))
        return {row["slice"][name]: row["sales_fen"] for row in rows}


def sale(number: str, day: str, amount: str, product: str = "", **cells: str) -> str:
    """Spell one sale of supplier A (or `supplier`) through network retail (or `channel`)."""
    return ",".join(
        (
            cells.get("source", "s"),
            number,
            "",
            day,
            cells.get("channel", "online_retail"),
            cells.get("tags", ""),
            cells.get("supplier", "A"),
            product,
            amount,
            cells.get("buyer_kind", ""),
            cells.get("buyer_region", ""),
            cells.get("reverses", ""),
        )
    )


# ── sums ──


def test_a_sale_outside_the_months_or_the_region_is_not_counted(files: Files) -> None:
    files.write(
        "sales",
        sale("1", "2019-12-31", "1"),
        sale("2", "2020-01-01", "10"),
        sale("3", "2020-12-31", "100"),
        sale("4", "2021-01-01", "1000"),
        sale("5", "2020-06-15", "10000", supplier="B"),
    )
    assert files.figure()["sales_fen"] == 1_011_000
    assert files.figure(region="621021")["sales_fen"] == 11_000
    assert files.figure(region="621021000000")["sales_fen"] == 11_000
    assert files.figure(region="620000", month_to="2020-01")["sales_fen"] == 1_000
    assert files.figure(region="621026") == {
        "slice": {},
        "sales_fen": 0,
        "certified_fen": 0,
        "benefiting_fen": 0,
        "unattributed_fen": 0,
        "attributed_fen": 0,
        "evidenced_fen": 0,
        "households": 0,
        "persons": 0,
        "household_times": 0,
        "definitions": naive.DEFINITIONS,
    }


def test_filters_keep_one_channel_tag_or_supplier(files: Files) -> None:
    files.write(
        "sales",
        sale("1", "2020-02-01", "1", tags="x;y"),
        sale("2", "2020-02-01", "10", channel="直播带货", tags="y"),
        sale("3", "2020-02-01", "100", supplier="B"),
    )
    assert files.figure(channel="livestream")["sales_fen"] == 1_000
    assert files.figure(tag="y")["sales_fen"] == 1_100
    assert files.figure(tag="y", channel="online_retail")["sales_fen"] == 100
    assert files.figure(supplier="B")["sales_fen"] == 10_000


def test_both_ends_of_a_certification_count_and_other_products_never(files: Files) -> None:
    days = ("2020-02-29", "2020-03-01", "2020-05-31", "2020-06-01")
    amounts = ("1", "10", "100", "1000")
    rows = [sale(f"{i}", day, amount, "P") for i, (day, amount) in enumerate(zip(days, amounts, strict=True))]
    files.write("sales", *rows, sale("q", "2020-04-01", "10000", "Q"), sale("none", "2020-04-01", "100000"))
    assert files.figure()["certified_fen"] == 11_000


def test_a_return_after_the_certification_takes_back_certified_sales(files: Files) -> None:
    files.write("sales", sale("1", "2020-05-31", "10", "P"), sale("2", "2020-07-01", "-4", "P", reverses="1"))
    assert files.figure()["certified_fen"] == 600
    assert files.figure(month_from="2020-07")["certified_fen"] == -400


# ── rosters ──


def test_the_pool_is_rounded_half_up_and_a_return_gives_the_same_fen_back(files: Files) -> None:
    files.write("rosters", "A,,,50,2020-01-01,,01,1", "B,,,2.5,2020-01-01,,01,1")
    files.write("sales", sale("1", "2020-02-01", "0.03"), sale("2", "2020-02-02", "-0.03", reverses="1"))
    assert files.figure(month_to="2020-02")["attributed_fen"] == 0
    files.write("sales", sale("1", "2020-02-01", "0.03"))
    assert files.figure()["attributed_fen"] == 2
    files.write("sales", sale("1", "2020-02-01", "0.59", supplier="B"), sale("2", "2020-02-01", "0.60", supplier="B"))
    assert files.figure()["attributed_fen"] == 1 + 2  # 1.475 and 1.5 fen


def test_partial_returns_are_rounded_each_by_itself(files: Files) -> None:
    files.write("rosters", "A,,,50,2020-01-01,,01,1")
    files.write(
        "sales",
        sale("1", "2020-02-01", "0.02"),
        sale("2", "2020-02-02", "-0.01", reverses="1"),
        sale("3", "2020-02-02", "-0.01", reverses="1"),
    )
    assert files.figure()["sales_fen"] == 0
    assert files.figure()["attributed_fen"] == 1 - 1 - 1


def test_a_product_roster_goes_before_the_suppliers(files: Files) -> None:
    files.write("rosters", "A,,,10,2020-01-01,,01,1", "A,P,,20,2020-01-01,,02,1", "A,P,L,90,2020-01-01,,03,1")
    files.write("sales", sale("1", "2020-02-01", "1", "P"), sale("2", "2020-02-01", "100", "Q"))
    row = files.figure()
    assert row["attributed_fen"] == 20 + 1_000
    assert (row["households"], row["persons"]) == (2, 7)


def test_a_later_version_supersedes_from_its_first_day_and_a_past_end_falls_through(files: Files) -> None:
    files.write(
        "rosters",
        "A,,,1,2020-01-01,,01,1",
        "A,P,,10,2020-02-01,,01,1",
        "A,P,,20,2020-03-01,2020-03-31,01,1",
    )
    pools = {}
    for day in ("2020-01-31", "2020-02-01", "2020-02-29", "2020-03-01", "2020-03-31", "2020-04-01"):
        files.write("sales", sale("1", day, "1", "P"))
        pools[day] = files.figure()["attributed_fen"]
    # on 1 April the older product version, though open, is superseded: the supplier's holds again
    assert list(pools.values()) == [1, 10, 10, 20, 20, 1]


def test_a_sale_before_any_roster_is_unattributed(files: Files) -> None:
    files.write("rosters", "A,,,10,2020-02-01,2020-02-29,01,1")
    files.write("sales", *(sale(d, d, "1") for d in ("2020-01-31", "2020-02-01", "2020-02-29", "2020-03-01")))
    row = files.figure()
    assert (row["unattributed_fen"], row["benefiting_fen"], row["attributed_fen"]) == (200, 200, 20)


def test_a_return_uses_the_roster_version_of_its_original(files: Files) -> None:
    files.write("rosters", "A,,,10,2020-01-01,,01,1", "A,,,50,2020-03-01,,02,1")
    files.write("sales", sale("1", "2020-02-01", "10"), sale("2", "2020-03-05", "-4", reverses="1"))
    row = files.figure()
    assert (row["attributed_fen"], row["benefiting_fen"], row["households"]) == (60, 600, 1)
    march = files.figure(month_from="2020-03")
    assert (march["attributed_fen"], march["benefiting_fen"], march["households"]) == (-40, -400, 0)


def test_a_return_names_a_number_of_its_own_source(files: Files) -> None:
    files.write("rosters", "A,,,10,2020-01-01,,01,1", "A,,,50,2020-03-01,,02,1")
    files.write(
        "sales",
        sale("1", "2020-02-01", "10", source="s"),
        sale("1", "2020-03-01", "10", source="t"),
        sale("2", "2020-04-01", "-10", source="t", reverses="1"),
    )
    assert files.figure()["attributed_fen"] == 100 + 500 - 500


def test_a_clearing_cuts_the_version_from_its_day(files: Files) -> None:
    files.write("households", "01,4,2014-01-01,2020-02-10", "02,3,2014-01-01,")
    files.write("rosters", "A,,,10,2020-01-01,,01,1", "A,,,10,2020-01-01,,02,1")
    files.write("sales", sale("1", "2020-02-09", "1"))
    assert (files.figure()["households"], files.figure()["persons"]) == (2, 7)
    files.write("sales", sale("1", "2020-02-10", "1"))
    assert (files.figure()["households"], files.figure()["persons"]) == (1, 3)
    files.write("sales", sale("1", "2020-02-09", "1"), sale("2", "2020-02-10", "1"))
    assert files.figure()["households"] == 2
    assert files.figure()["household_times"] == 2 + 1  # two roster versions in one month


def test_a_version_left_without_households_is_neither_benefiting_nor_unattributed(files: Files) -> None:
    files.write("households", "01,4,2014-01-01,2020-02-10")
    files.write("rosters", "A,,,10,2020-01-01,,01,1")
    files.write(
        "sales",
        sale("1", "2020-02-09", "1"),
        sale("2", "2020-02-10", "10"),
        sale("3", "2020-02-20", "-1", reverses="1"),
    )
    row = files.figure()
    assert (row["sales_fen"], row["benefiting_fen"], row["unattributed_fen"]) == (1_000, 0, 0)
    assert (row["attributed_fen"], row["households"]) == (0, 0)


def test_a_share_of_nothing_benefits_without_a_household(files: Files) -> None:
    files.write("rosters", "A,,,0,2020-01-01,,01,1")
    files.write("sales", sale("1", "2020-02-01", "10"))
    row = files.figure()
    assert (row["benefiting_fen"], row["attributed_fen"], row["households"], row["household_times"]) == (1_000, 0, 0, 0)


# ── households, each once ──


def test_a_household_of_many_rosters_counts_once_and_its_times_beside(files: Files) -> None:
    files.write("rosters", "A,,,10,2020-01-01,,01,1", "A,,,10,2020-01-01,,02,1", "B,,,10,2020-01-01,,01,1")
    files.write(
        "sales",
        sale("1", "2020-02-01", "1"),
        sale("2", "2020-02-02", "1"),
        sale("3", "2020-03-01", "1"),
        sale("4", "2020-03-01", "1", supplier="B"),
    )
    row = files.figure()
    assert (row["households"], row["persons"], row["household_times"]) == (2, 7, 2 + 2 + 1)


def test_a_month_of_returns_is_no_household_time_though_the_year_is_positive(files: Files) -> None:
    files.write("rosters", "A,,,10,2020-01-01,,01,1")
    files.write("sales", sale("1", "2020-02-01", "10"), sale("2", "2020-03-01", "-4", reverses="1"))
    assert (files.figure()["households"], files.figure()["household_times"]) == (1, 1)
    by_month = naive.figures(files.folder, by="month", **YEAR)
    assert [(row["households"], row["sales_fen"]) for row in by_month] == [(1, 1_000), (0, -400)]


def test_the_net_pool_is_that_of_the_slice(files: Files) -> None:
    files.write("rosters", "A,,,10,2020-01-01,,01,1")
    files.write(
        "sales",
        sale("1", "2020-02-01", "10", channel="event"),
        sale("2", "2020-03-01", "-10", channel="event", reverses="1"),
        sale("3", "2020-03-01", "1", channel="outlet"),
    )
    by_channel = naive.figures(files.folder, by="channel", **YEAR)
    # February's ten yuan at the event were one household time, also when March took them back
    assert [(row["households"], row["household_times"]) for row in by_channel] == [(0, 1), (1, 1)]
    assert (files.figure()["households"], files.figure()["household_times"]) == (1, 1)


# ── slices ──


def test_slices_are_ordered_with_the_empty_value_last(files: Files) -> None:
    files.write(
        "sales",
        sale("1", "2020-03-01", "1", channel="outlet", buyer_kind="学校"),
        sale("2", "2020-02-01", "10", "Q", channel="event", buyer_kind="agency", tags="x; y;x"),
        sale("3", "2020-02-02", "100", "P", supplier="A", tags="y"),
        sale("4", "2020-02-02", "1000", supplier="B"),
    )
    assert list(files.slices("channel", by="channel").items()) == [
        ("event", 1_000),
        ("online_retail", 110_000),
        ("outlet", 100),
    ]
    assert list(files.slices("buyer_kind", by="buyer-kind").items()) == [
        ("agency", 1_000),
        ("school", 100),
        (None, 110_000),
    ]
    assert list(files.slices("category", by="category").items()) == [("fruit", 10_000), ("tea", 1_000), (None, 100_100)]
    assert list(files.slices("tag", by="tag").items()) == [("x", 1_000), ("y", 11_000)]
    assert list(files.slices("month", by="month").items()) == [("2020-02", 111_000), ("2020-03", 100)]
    assert list(files.slices("supplier", by="supplier").items()) == [("A", 11_100), ("B", 100_000)]


def test_regions_are_the_children_one_level_down_and_a_county_is_its_own(files: Files) -> None:
    files.write("sales", sale("1", "2020-03-01", "1"), sale("2", "2020-02-01", "10", supplier="B"))
    assert files.slices("region", by="region", region="000000") == {"620000": 1_100}
    assert files.slices("region", by="region", region="620000") == {"621000": 1_100}
    assert files.slices("region", by="region") == {"621021": 100, "621022": 1_000}
    assert files.slices("region", by="region", region="621022") == {"621022": 1_000}
    with pytest.raises(ValueError, match="below county level"):
        files.figure(region="621022100000")


def test_sales_are_narrowed_and_told_apart_by_goods_and_buyer(files: Files) -> None:
    files.write(
        "sales",
        sale("1", "2020-03-01", "1", "P", buyer_kind="agency", buyer_region="120101"),
        sale("2", "2020-02-01", "10", "Q", buyer_kind="agency", buyer_region="120221"),
        sale("3", "2020-02-02", "100", "P", buyer_kind="school", buyer_region="310115"),
        sale("4", "2020-02-02", "1000"),
    )
    rows = files.slices("buyer_region", by="buyer-region")
    assert list(rows.items()) == [("120000", 1_100), ("310000", 10_000), (None, 100_000)]
    assert [
        files.figure(**options)["sales_fen"]
        for options in (
            {"category": "fruit"},
            {"buyer_kind": "agency"},
            {"buyer_region": "120000"},
            {"buyer_region": "120100"},
            {"buyer_region": "120000", "category": "tea"},
            {"buyer_region": "120000", "buyer_kind": "school"},
        )
    ] == [10_100, 1_100, 1_100, 100, 1_000, 0]


# ── payments ──


def test_a_payment_counts_only_to_a_household_registered_that_day(files: Files) -> None:
    files.write("households", "01,4,2020-02-01,2020-04-01")
    days = {"2020-01-31": "1", "2020-02-01": "10", "2020-03-31": "100", "2020-04-01": "1000"}
    files.write("household-payments", *(f"A,01,{day},dividend,{yuan},{day}" for day, yuan in days.items()))
    assert files.figure()["evidenced_fen"] == 11_000


def test_payments_make_rows_by_month_region_and_supplier_only(files: Files) -> None:
    files.write("household-payments", "B,01,2020-05-01,dividend,1,v1")
    files.write("sales", sale("1", "2020-06-01", "10"))
    for by, values in (
        ("month", {"2020-05": 100, "2020-06": 0}),
        ("region", {"621021": 0, "621022": 100}),
        ("supplier", {"A": 0, "B": 100}),
    ):
        rows = naive.figures(files.folder, by=by, **YEAR)
        assert {row["slice"][by]: row["evidenced_fen"] for row in rows} == values
    for options in ({"by": "channel"}, {"by": "category"}, {"by": "buyer-kind"}, {"channel": "online_retail"}):
        assert files.figure(**options)["evidenced_fen"] is None
    for options in ({"tag": "x"}, {"category": "tea"}, {"buyer_kind": "agency"}, {"buyer_region": "120000"}):
        assert files.figure(**options)["evidenced_fen"] is None
    assert files.figure(supplier="B")["evidenced_fen"] == 100


# ── what each household is given ──


def test_allocation_gives_the_left_over_fen_by_largest_remainder_then_by_number() -> None:
    assert naive.allocate(100, {"03": 1, "01": 1, "02": 1}) == {"01": 34, "02": 33, "03": 33}
    assert naive.allocate(-100, {"03": 1, "01": 1, "02": 1}) == {"01": -34, "02": -33, "03": -33}
    assert naive.allocate(10, {"01": 1, "02": 2, "03": 3}) == {"01": 2, "02": 3, "03": 5}  # 1.67, 3.33, 5
    assert naive.allocate(0, {"01": 7}) == {"01": 0}


def test_household_amounts_share_the_net_pool_of_each_version_and_month(files: Files) -> None:
    files.write("rosters", "A,,,100,2020-01-01,,01,1", "A,,,100,2020-01-01,,02,2", "B,,,50,2020-01-01,,02,1")
    files.write(
        "sales",
        sale("1", "2020-02-01", "0.20"),
        sale("2", "2020-02-15", "-0.10", reverses="1"),
        sale("3", "2020-02-15", "1", supplier="B"),
        sale("4", "2020-03-01", "-0.10", reverses="1"),
    )
    assert naive.household_amounts(files.folder, "2020-02") == {"01": 3, "02": 7 + 50}
    assert naive.household_amounts(files.folder, "2020-03") == {"01": -3, "02": -7}
    assert naive.household_amounts(files.folder, "2020-04") == {}


# ── reading ──


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", 1200), ("1,234.50", 123450), ("１２.５", 1250), (" -0.01 ", -1), ("1 000", 100000), ("100", 10000)],
)
def test_amounts_are_read_as_people_write_them(text: str, expected: int) -> None:
    assert hundredths(text) == expected


def test_more_than_two_decimals_are_refused() -> None:
    with pytest.raises(ValueError, match="more than two decimals"):
        hundredths("1.005")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_are_read_in_each_accepted_encoding_without_empty_rows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("channel,tags\n学校采购,定点帮扶\n,\n", encoding=encoding)
    assert list(rows_of(path)) == [{"channel": "学校采购", "tags": "定点帮扶"}]
    assert day_of("2020/9/3") == date(2020, 9, 3)
