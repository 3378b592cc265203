from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.sales.rules import Channel
from marketplace.sales.service import corrections
from marketplace.statistics.queries.published import get_published
from marketplace.statistics.rules import DEFINITIONS
from marketplace.web import terms
from marketplace.web.amounts import in_table
from marketplace.web.public import cards
from tests.factories.cast import QINGCHENG

CITY = "621000"


@pytest.fixture
def two_years(cast, sell, households):
    """Seven households by an outlet and a school in 2020, six of them before; another county sells without a roster."""
    supplier, other, earlier = cast.supplier(), cast.supplier(county=QINGCHENG), cast.supplier(certified=None)
    cast.product(supplier)
    seven = households(7)
    cast.roster(earlier, seven[:6], from_on=date(2019, 1, 1), share_bp=5000)
    cast.roster(supplier, seven, share_bp=5000)
    sell(earlier, 100_000_000, sold_on=date(2019, 6, 1))
    sell(supplier, 123_456_789)
    sell(supplier, 26_543_211, channel=Channel.SCHOOL_PURCHASE)
    sell(other, 1_000_000)
    return supplier


def test_the_latest_year_with_sales_is_shown_as_the_figures_count_it(read, two_years):
    page = read()
    assert page.status == 200
    assert "甘肃省庆阳市 2020 年公开数据" in page.text
    assert page.cards() == {
        "销售额": "151.00 万元",
        "认定产品销售额": "0.00 万元",
        "带贫销售额": "150.00 万元",
        "折算增收": "75.00 万元",
        "带贫户数": "7",
        "带贫人数": "28",
        "认定供应商数": "2",
        "认定产品数": "1",
    }


def test_every_number_of_the_tables_is_that_of_the_published_figures(read, two_years):
    told = get_published(CITY, 2020)
    rows = [*told["by"]["channel"], told["whole"], *told["by"]["region"], told["whole"]]
    shown = [row for row in read(language="en").cells() if row[0] not in {"Channel", "Region"}]

    assert sorted(shown[:2]) == sorted(
        [
            ["Halls, counters and zones", "124.46", "7", "28"],
            ["School purchase", "26.54", "7", "28"],
        ]
    )
    assert len(shown) == len(rows) == 6
    assert sorted(row[1] for row in shown) == sorted(in_table(row["sales_fen"]) for row in rows)
    hidden = {"households": "not shown", "persons": "not shown"}
    for place, name in ((2, "households"), (3, "persons")):
        assert sorted(row[place] for row in shown) == sorted(
            hidden[name] if row[name] is None else str(row[name]) for row in rows
        )


def test_the_change_on_the_year_before_is_shown_with_its_base(read, two_years):
    page = read()
    assert "+51.00%" in page.text
    assert "100.00 万元" in page.text
    assert "+16.67%" in page.text
    assert "上年无可比数据" in read("/?year=2019").text


def test_an_amount_is_told_to_the_fen(read, two_years):
    assert "1,510,000.00 元" in read().text
    assert read(language="en").cards()["Sales"] == "¥1.51 million"


def test_another_year_is_shown_on_request(read, two_years):
    page = read("/?year=2019")
    assert page.cards()["销售额"] == "100.00 万元"
    assert page.cards()["带贫户数"] == "6"


def test_another_region_is_shown_on_request(read, two_years):
    assert read("/?region=621021").cards()["销售额"] == "1.00 万元"
    nation = read("/?region=000000")
    assert nation.cards()["销售额"] == "151.00 万元"
    assert "全国 2020 年公开数据" in nation.text


@pytest.mark.parametrize("address", ["/?region=000000", "/?region=620000", "/?region=621022"])
def test_law_14_channels_tell_of_households_in_cities_only(read, two_years, address):
    page = read(address)
    assert "各渠道的户数、人数只按地级市公开" in page.text
    assert ["学校采购", "26.54"] in page.cells()


def test_law_14_fewer_than_five_households_are_not_shown(read, cast, sell, households):
    supplier = cast.supplier()
    cast.roster(supplier, households(4), share_bp=5000)
    sell(supplier, 7_700_000)
    page = read()
    assert {page.cards()[name] for name in ("带贫户数", "带贫人数", "折算增收", "带贫销售额")} == {"不公开"}
    assert page.cards()["销售额"] == "7.70 万元"
    assert ["专馆专柜专区", "7.70", "不公开", "不公开"] in page.cells()
    assert "“不公开”：少于 5 户" in page.text
    assert "3.85" not in page.html
    assert "38,500" not in page.html


def test_law_14_what_would_reveal_a_small_cell_is_hidden_with_it(read, cast, sell, households):
    supplier, small = cast.supplier(), cast.supplier(county=QINGCHENG)
    cast.roster(supplier, households(9))
    cast.roster(small, households(2))
    sell(supplier, 1_000_000)
    sell(small, 2_000_000, channel=Channel.EVENT)
    page = read()
    assert page.cards()["带贫户数"] == "11"
    assert [row[2] for row in page.cells() if row[0] in {"专馆专柜专区", "展销活动", "环县", "庆城县"}] == [
        "不公开"
    ] * 4


def test_law_14_what_is_hidden_has_no_change_either(read, cast, sell, households):
    supplier, earlier = cast.supplier(), cast.supplier()
    cast.roster(earlier, households(4), from_on=date(2019, 1, 1))
    cast.roster(supplier, households(8))
    sell(earlier, 1_000_000, sold_on=date(2019, 6, 1))
    sell(supplier, 1_000_000)
    page = read()
    assert page.cards()["带贫户数"] == "8"
    assert "100.00%" not in page.html


def test_law_14_no_name_of_the_register_and_no_number_of_a_person_appears(read, two_years):
    html = "".join(read(address).html for address in ("/", "/?region=621022", "/?year=2019", "/?lang=en"))
    for planted in ("张三丰", "张三", "H0000", "@example.org"):
        assert planted not in html


def test_law_15_every_measure_names_its_definition(read, two_years):
    for language, place in (("zh", "zh"), ("en", "en")):
        page = read(language=language)
        for name in cards.SHOWN:
            assert name in page.text
            meaning = getattr(DEFINITIONS[name], place)
            assert meaning[len(terms.term(name, language).name) + 1 :].strip() in page.text


def test_the_page_says_until_when_it_counts(read, two_years):
    assert "数据截至 2020-09-15 10:00（北京时间）" in read().text


def test_without_sales_the_page_says_what_to_do_next(read):
    page = read()
    assert page.status == 200
    assert "还没有公开数据" in page.text
    assert "flask --app wsgi demo" in page.text
    assert "/account/login" in [link["href"] for link in page.all("a")]


def test_a_year_without_sales_says_so_and_offers_those_with_some(read, two_years):
    page = read("/?year=1999")
    assert page.status == 200
    assert "1999 年没有销售。" in page.text
    assert {"/?year=2020", "/?year=2019"} <= {link["href"] for link in page.all("a")}


def test_a_year_whose_only_sale_was_corrected_is_none(read, two_years, sell, now, session):
    number = sell(two_years, 1_000, sold_on=date(2021, 2, 1))
    assert "2021 年公开数据" in read().text
    corrections.take_back(source="ledger", source_numbers=[number], reason="年份有误", actor=system(), now=now)
    assert "2020 年公开数据" in read().text


@pytest.mark.parametrize("year", ["twenty", "20", "２０２０", "-2020", "99999", "2020.0"])
def test_a_year_that_is_none_is_not_found(read, two_years, year):
    assert read(f"/?year={year}").status == 404


@pytest.mark.parametrize(
    ("region", "status"), [("990000", 404), ("621022101001", 422), ("621022101", 422), ("x", 422), ("62", 422)]
)
def test_a_region_that_is_none_is_refused_in_words(read, two_years, region, status):
    page = read(f"/?region={region}")
    assert page.status == status
    assert page.all("h1")


def test_the_links_lead_to_answers(browser, two_years):
    reader = browser()
    page = reader.get("/").get_data(as_text=True)
    for address in ("/catalogue", "/api/docs", "/api/openapi.json", "/api/v1/statistics/published?"):
        assert f'href="{address}' in page
    for link in ("/api/v1/catalogue", "/api/docs", "/api/v1/statistics/published?region_code=621000&year=2020"):
        with reader.get(link) as answer:
            assert answer.status_code == 200


def ways(page) -> list[str]:
    return [link["href"] for link in page.all("a")]


def test_a_purchaser_searches_or_goes_on_to_the_catalogue_and_the_order(read, browser, cast, listed, stage):
    apples = cast.product(stage.supplier, name="环县苹果")
    listed(apples)
    page = read()
    assert {"/catalogue", "/statistics", "/buyer/order"} <= set(ways(page))
    [form] = [form for form in page.all("form") if form.get("role") == "search"]
    [field] = [each for each in page.all("input") if each.get("type") == "search"]
    assert (form["action"], form["method"], field["name"]) == ("/catalogue", "get", "q")
    assert "环县苹果" in read(f"{form['action']}?{field['name']}=苹果").text
    answer = browser().get("/buyer/order")
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_who_may_not_order_is_not_led_there(desk, cast, stage):
    assert "/buyer/order" not in ways(desk(cast.officer(Duty.REVIEWER)).open("/"))
    assert "/buyer/order" in ways(desk(stage.purchaser).open("/"))


@pytest.mark.parametrize("address", ["/", "/statistics", "/nothing-here"])
def test_every_page_leads_to_the_catalogue_and_the_figures(read, address):
    page = read(address)
    [header] = [part.split("</header>")[0] for part in page.html.split("<header")[1:]]
    assert 'href="/catalogue"' in header
    assert 'href="/statistics"' in header
    assert ('aria-current="page"' in header) == (address == "/statistics")
