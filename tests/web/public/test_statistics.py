"""The published statistics in a browser: the API's figures, compared, drawn, kept; and nothing that law 14 hides."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from marketplace.gateways import sheets
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.published import get_published
from marketplace.web.amounts import in_table
from tests.factories.cast import QINGCHENG

CITY = "621000"


@pytest.fixture
def two_years(cast, sell, households):
    """Seven households by two channels in 2020 and six in 2019; another county sells without a roster."""
    supplier, other, earlier = cast.supplier(), cast.supplier(county=QINGCHENG), cast.supplier(certified=None)
    seven = households(7)
    cast.roster(earlier, seven[:6], from_on=date(2019, 1, 1), share_bp=5000)
    cast.roster(supplier, seven, share_bp=5000)
    sell(earlier, 100_000_000, sold_on=date(2019, 5, 1))
    sell(supplier, 123_456_789)
    sell(supplier, 26_543_211, channel=Channel.SCHOOL_PURCHASE, buyer_name="环县第一小学")
    sell(other, 1_000_000)
    return supplier


@pytest.fixture
def small(cast, sell, households):
    """Four households."""
    supplier = cast.supplier()
    cast.roster(supplier, households(4), share_bp=5000)
    sell(supplier, 7_700_000)


def test_every_number_is_that_of_the_published_figures(read, two_years):
    told = get_published(CITY, 2020)
    cells = [row for row in read("/statistics", language="en").cells() if len(row) > 4]
    rows = [*told["by"]["month"], *told["by"]["channel"], *told["by"]["region"], *[told["whole"]] * 3]
    shown = [row for row in cells if row[0] not in {"Month", "Channel", "Region"}]
    assert len(shown) == len(rows)
    assert sorted(row[1] for row in shown) == sorted(in_table(row["sales_fen"]) for row in rows)
    for place, name in ((7, "households"), (8, "persons")):
        assert sorted(row[place] for row in shown) == sorted(
            "not shown" if row[name] is None else str(row[name]) for row in rows
        )


def test_each_row_stands_beside_the_same_one_a_year_before(read, two_years):
    cells = read("/statistics").cells()
    assert ["2020-05", "151.00", "100.00", "+51.00%"] in [row[:4] for row in cells]
    assert ["专馆专柜专区", "124.46", "100.00", "+24.46%"] in [row[:4] for row in cells]
    assert ["学校采购", "26.54", "–", "–"] in [row[:4] for row in cells]


def test_year_and_region_are_chosen_by_the_address(read, two_years):
    page = read(f"/statistics?year=2020&region={QINGCHENG}")
    assert page.cards()["销售额"] == "1.00 万元"
    assert "庆城县 2020 年公开数据" in page.text
    assert read("/statistics?year=2019").cards()["销售额"] == "100.00 万元"


def test_law_15_every_measure_is_explained_one_click_away(read, two_years):
    page = read("/statistics")
    places = {attributes.get("id") for attributes in page.all("tr")}
    asked = {
        link["href"][1:] for link in page.all("a") if (link["href"] or "").startswith("#") and "v1" in link["href"]
    }
    assert asked
    assert asked <= places
    assert "数据截至 2020-09-15 10:00" in page.text
    assert "统计范围：2020 年 1 月至 12 月" in page.text


def test_law_14_fewer_than_five_households_are_shown_nowhere(read, small, browser):
    page = read("/statistics")
    assert page.cards()["带贫户数"] == "不公开"
    assert "少于 5 户" in page.text
    kept = browser().get("/statistics/figures.csv").get_data(as_text=True)
    for told in (page.html, kept):
        assert "3.85" not in told
        assert "38500" not in told.replace(",", "")
    assert "不公开" in kept


def test_law_14_no_name_appears(read, two_years, browser):
    addresses = ("/statistics", "/statistics/sales", "/statistics/figures.csv", "/statistics/charts/channel.svg")
    told = "".join(browser().get(address).get_data(as_text=True) for address in addresses)
    for planted in ("张三丰", "张三", "H0000", "@example.org", "第一小学", "公司"):
        assert planted not in told


def test_the_file_tells_what_the_page_shows_to_the_fen(browser, two_years):
    told = get_published(CITY, 2020)
    read = list(
        csv.reader(io.StringIO(browser().get("/statistics/figures.csv").get_data(as_text=True).lstrip("\ufeff")))
    )
    header, whole, *rest = read
    place = next(i for i, title in enumerate(header) if "sales.v1" in title)
    assert Decimal(whole[place]) * 100 == told["whole"]["sales_fen"]
    assert {row[header.index("数据截至（北京时间）")] for row in (whole, *rest)} == {"2020-09-15 10:00"}
    assert len(rest) == sum(len(rows) for rows in told["by"].values())
    assert sorted(Decimal(row[place]) for row in rest) == sorted(
        Decimal(row["sales_fen"]) / 100 for rows in told["by"].values() for row in rows
    )


def test_the_workbook_tells_the_same_as_the_text_file(browser, two_years, tmp_path):
    path = tmp_path / "read.xlsx"
    answer = browser().get("/statistics/figures.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    path.write_bytes(answer.get_data())
    rows = [*sheets.read(path).rows]
    text = browser().get("/statistics/figures.csv").get_data(as_text=True)
    assert len(rows) == len(list(csv.reader(io.StringIO(text))))


@pytest.mark.parametrize("part", ["month", "channel", "region"])
@pytest.mark.parametrize("narrow", ["", "&narrow=1"])
def test_a_chart_is_a_picture_without_script(browser, two_years, part, narrow):
    answer = browser().get(f"/statistics/charts/{part}.svg?year=2020{narrow}")
    drawn = answer.get_data(as_text=True)
    assert answer.mimetype == "image/svg+xml"
    assert "public" in answer.headers["Cache-Control"]
    assert "<script" not in drawn
    assert "http://kozea" not in drawn
    assert "2019" in drawn


def test_a_chart_holds_the_numbers_of_its_table(browser, two_years):
    drawn = browser().get("/statistics/charts/channel.svg?tongue=en").get_data(as_text=True)
    for told in ("124.46", "100.00", "26.54", "School purchase"):
        assert told in drawn


def test_every_chart_has_its_words_and_its_place(read, two_years):
    for address in ("/", "/statistics"):
        pictures = [image for image in read(address).all("img") if "/charts/" in image["src"]]
        assert len(pictures) == (1 if address == "/" else 3)
        assert all("数字见图下表格" in image["alt"] for image in pictures)
        assert all(image["width"] and image["height"] for image in pictures)


def test_the_sales_behind_a_figure_add_up_to_it(read, two_years):
    rows = [row for row in read("/statistics/sales?year=2020&channel=outlet").cells() if row[0].isdigit()]
    assert sum(Decimal(row[4].replace(",", "").removesuffix(" 元")) for row in rows) == Decimal("1244567.89")
    assert len([row for row in read("/statistics/sales?year=2020&month=2020-05").cells() if row[0].isdigit()]) == 3


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/statistics?year=x", 404),
        ("/statistics?region=990000", 404),
        ("/statistics?region=62102210", 422),
        ("/statistics/sales?month=2020", 422),
        ("/statistics/sales?channel=x", 404),
        ("/statistics/figures.pdf", 404),
        ("/statistics/figures.csv?year=1999", 404),
        ("/statistics/sales?after=x~99999999999999999999", 200),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_words(read, two_years, address, status):
    page = read(address)
    assert page.status == status
    assert page.all("h1")


def test_without_sales_the_page_says_what_to_do_next(read):
    page = read("/statistics")
    assert page.status == 200
    assert "第一笔销售计入后" in page.text
    assert read("/statistics/sales").status == 404


def test_a_year_without_sales_leads_to_one_with_some(read, two_years):
    page = read("/statistics?year=1999")
    assert "1999 年没有销售。" in page.text
    assert "查看最近一年" in page.text
