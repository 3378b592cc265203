"""The figures explorer: the API's figures, drawn, compared, led back to their rows, for those in scope alone."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from marketplace.accounts.rules import Duty
from marketplace.sales.rules import Channel
from marketplace.web.amounts import exact, in_table
from tests.factories.cast import QINGCHENG

YEAR = "region=621022&from=2020-01&to=2020-12"
API = "region_code=621022&from=2020-01&to=2020-12"


@pytest.fixture
def officer(cast):
    """The county's statistician."""
    return cast.officer(Duty.STATISTICIAN)


@pytest.fixture
def county(cast, sell, households):
    """Two suppliers, six households of the county and one of another, thirty sales, one of them taken back."""
    first, second = cast.supplier(name="环县红杏合作社"), cast.supplier()
    shared = [*households(6), (cast.household(village="621021101001", persons=3), 1)]
    cast.roster(first, shared, share_bp=1000)
    cast.roster(second, shared[:1], share_bp=1000)
    for day in range(1, 29):
        sell(first, 7_000 + day, channel=Channel.EVENT, sold_on=date(2020, 5, day), buyer_name="某某学校")
    sell(second, 50_000, sold_on=date(2020, 6, 1))
    sell(first, 100_000, channel=Channel.EVENT, sold_on=date(2019, 5, 1))
    return first


@pytest.fixture
def explore(desk, officer):
    """Opens a page of the figures as the county's statistician."""
    return lambda address="", status=200, language="zh": desk(officer, language).open(
        f"/office/figures{address}", status
    )


@pytest.fixture
def told(cast, officer):
    """What the API says to the same person."""
    return lambda path: cast.client(officer).get(f"/api/v1/statistics/{path}").json["items"]


def yuan(text: str) -> Decimal:
    """Read an amount as a page in Chinese writes it."""
    return Decimal(text.replace(",", "").replace("−", "-").removesuffix(" 元")) * 100


def rows_of(desk, address):
    """The rows of a list, page by page."""
    found, reader = [], desk
    while address:
        page = reader.open(address)
        found += [row for row in page.cells() if len(row) > 4 and re.match(r"\d|H", row[0])]
        following = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
        address = following[0] if following else None
    return found


def test_every_measure_is_that_of_the_api(explore, told, county):
    shown = {row[0]: row[1] for row in explore(f"?{YEAR}").cells() if len(row) > 2}
    for row in told(f"measures?{API}"):
        if row["unit"] == "fen" and row["value"] is not None and row["definition"] != "agreements.signed.v1":
            assert exact(row["value"], "zh") in shown.values()
    assert (shown["销售额"], shown["带贫户数"], shown["带贫人数"]) == ("2,464.06 元", "7", "27")


@pytest.mark.parametrize("by", ["month", "channel", "region", "supplier", "category", "buyer-kind", "buyer-region"])
def test_parts_are_those_of_the_api_and_add_up(explore, told, county, by):
    rows = told(f"figures?{API}&by={by}")
    cells = [row for row in explore(f"?{YEAR}&by={by}").cells() if len(row) == 10]
    _header, *parts, whole = cells
    assert sorted(row[1] for row in parts) == sorted(in_table(row["sales_fen"]) for row in rows)
    assert whole[:2] == ["合计", in_table(246_406)]
    assert sum(row["sales_fen"] for row in rows) == 246_406


def test_a_year_before_stands_beside(explore, told, county):
    page = explore(f"?{YEAR}&compare=1&by=channel")
    (sales,) = [row for row in page.cells() if row[0] == "销售额" and "元" in row[1]]
    (api,) = told(f"measures?{API}&measure=sales.v1&compare=year")
    assert sales[1:4] == [exact(api["value"], "zh"), exact(api["base"], "zh"), "+146.41%"]
    (event,) = [row for row in page.cells() if row[0] == "展销活动"]
    assert event[1:3] == ["0.10", "+96.41%"]


def test_a_part_leads_to_its_own_slice(explore, county):
    links = {link["href"] for link in explore(f"?{YEAR}&by=channel").all("a")}
    assert any("channel=event" in link and "by=month" in link for link in links)
    shown = {row[0]: row[1] for row in explore(f"?{YEAR}&channel=event").cells() if len(row) > 2}
    assert shown["销售额"] == "1,964.06 元"
    assert shown["实付到户"] == "不可分"


def test_without_a_word_the_page_shows_ones_own_region_and_the_latest_full_year(explore, county):
    page = explore()
    fields = {field["name"]: field.get("value") for field in page.all("input")}
    assert (fields["from"], fields["to"]) == ("2019-01", "2019-12")
    assert "1,000.00 元" in page.text


def test_the_sales_behind_a_figure_add_up_to_it(desk, officer, explore, county):
    for measure in ("sales.v1", "income.attributed.v1", "sales.benefiting.v1"):
        address = f"/office/figures/sales?{YEAR}&measure={measure}"
        rows = rows_of(desk(officer), address)
        (value,) = re.findall(r'class="big">([^<]*)<', desk(officer).open(address).html)
        assert sum(yuan(row[-1]) for row in rows) == yuan(value)
    assert len(rows) == 29


def test_the_households_behind_a_figure_and_those_outside_add_up_to_it(desk, officer, explore, county):
    address = f"/office/figures/households?{YEAR}&measure=households.v1"
    page, rows = desk(officer).open(address), rows_of(desk(officer), address)
    assert len(rows) == 6
    assert "另有本区域以外的 1 户、3 人" in page.text
    assert 'class="big">7<' in page.html
    (outside,) = re.findall(r"折算增收 ([\d,.]+) 元", page.text)
    (income,) = re.findall(r'class="big">([^<]*)<', explore(f"/households?{YEAR}&measure=income.attributed.v1").html)
    assert sum(yuan(row[5]) for row in rows) + yuan(outside) == yuan(income)


def test_law_14_heads_are_masked(explore, county):
    for part in ("households", "not-reached"):
        page = explore(f"/{part}?{YEAR}&measure=households.v1")
        assert "张三" not in page.html
    assert "张**" in explore(f"/households?{YEAR}&measure=households.v1").text


def test_those_not_reached_are_listed(desk, officer, cast, county):
    missed = cast.household()
    (row,) = rows_of(desk(officer), f"/office/figures/not-reached?{YEAR}&measure=coverage.v1")
    assert row[0] == missed.household_number


def test_payments_are_asked_for_in_their_own_words(explore, county):
    assert "没有对应的记录。" in explore(f"/payments?{YEAR}&measure=income.evidenced.v1").text


def test_checks_say_what_holds_and_what_does_not(explore, county):
    page = explore(f"/checks?{YEAR}")
    assert "数据自洽，没有错误。" in page.text
    assert "one_buyer_above_30_percent" in page.text
    assert "各渠道、月份、地区、供应商、类别、采购方相加等于总数" in page.text
    assert "某某学校" not in page.html


def test_the_files_are_those_of_the_api(cast, officer, desk, county):
    client = desk(officer).client
    sent = client.get(f"/office/figures/parts.csv?{YEAR}&by=channel")
    same = cast.client(officer).get(f"/api/v1/statistics/figures?{API}&by=channel&format=csv")
    assert sent.get_data() == same.get_data()
    assert "attachment" in sent.headers["Content-Disposition"]
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert next(csv.reader(io.StringIO(sent.get_data(as_text=True).lstrip("\ufeff"))))[0] == "slice"
    assert client.get(f"/office/figures/parts.xlsx?{YEAR}").status_code == 200
    assert client.get(f"/office/figures/parts.exe?{YEAR}").status_code == 404


def test_the_chart_draws_the_parts_of_the_table(desk, officer, county):
    answer = desk(officer).client.get(f"/office/figures/chart.svg?{YEAR}&by=supplier&compare=1&tongue=en")
    drawn = answer.get_data(as_text=True)
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "环县红杏合作社" in drawn
    assert "<script" not in drawn


def test_a_wrong_slice_is_mended_where_it_is_wrong(explore, county):
    for wrong, field in (
        ("from=2020-12&to=2020-01", "to"),
        ("from=x", "from"),
        ("region=62102210", "region"),
        ("region=621022101", "region"),
        ("channel=gift", "channel"),
        ("by=household", "by"),
        ("measure=bribes.v1", "measure"),
    ):
        page = explore(f"?{wrong}", 422)
        assert f'id="{field}-errors"' in page.html, wrong
    explore("/sales?measure=x", 422)
    explore(f"/sales?{YEAR}&measure=households.v1", 422)


def test_law_12_figures_of_another_region_do_not_exist(explore, desk, cast, county):
    for path in ("", "/sales", "/households", "/payments", "/not-reached", "/checks", "/parts.csv", "/chart.svg"):
        for region in ("621000", QINGCHENG):
            address = f"/office/figures{path}?region={region}&from=2020-01&to=2020-12&measure=sales.v1"
            assert desk(cast.officer(Duty.STATISTICIAN)).client.get(address).status_code == 404
        answer = desk(cast.outsider()).client.get(f"/office/figures{path}?{YEAR}&measure=sales.v1")
        assert answer.status_code in {403, 404}
        assert "2,464" not in answer.get_data(as_text=True)
    assert desk(cast.user()).client.get(f"/office/figures?{YEAR}").status_code == 403


def test_who_reads_no_households_is_offered_none(desk, cast, county):
    reader = desk(cast.officer(Duty.AGRICULTURE_OFFICER))
    page = reader.open(f"/office/figures?{YEAR}")
    assert not [
        link for link in page.all("a") if "/figures/households" in link["href"] or "/figures/sales" in link["href"]
    ]
    reader.open(f"/office/figures/households?{YEAR}&measure=households.v1", 403)


def test_the_number_of_statements_does_not_grow(desk, officer, statements, county, sell, cast):
    reader = desk(officer)

    def count(address):
        reader.client.get(address)
        statements.clear()
        reader.client.get(address)
        return len(statements)

    addresses = [
        f"/office/figures?{YEAR}&by=supplier&compare=1",
        f"/office/figures/sales?{YEAR}&measure=sales.v1",
        f"/office/figures/households?{YEAR}&measure=households.v1",
    ]
    few = [count(address) for address in addresses]
    for n in range(5):
        another = cast.supplier()
        cast.roster(another, [(cast.household(), 1) for _ in range(3)], share_bp=1000)
        sell(another, 1_000 + n, sold_on=date(2020, 7, 3))
    assert [count(address) for address in addresses] == few
    assert max(few) < 40


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_page_is_in_one_language(explore, county, language):
    han = re.compile(r"[\u4e00-\u9fff]")
    for address in (
        f"?{YEAR}&by=channel",
        f"?{YEAR}&by=supplier&compare=1",
        f"/sales?{YEAR}",
        f"/checks?{YEAR}",
        f"/payments?{YEAR}&measure=income.evidenced.v1",
    ):
        body = explore(address, language=language).html.split("<main")[1].split("</main>")[0]
        words = re.sub(r"<[^>]*>", "", re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", body, flags=re.DOTALL))
        assert bool(han.search(words)) is (language == "zh"), (address, han.findall(words)[:20])


@pytest.mark.parametrize(("address", "by", "heading"), [("", "month", "按月"), ("?by=channel", "channel", "按渠道")])
def test_the_fields_show_what_the_page_shows(explore, county, address, by, heading):
    page = explore(address)
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == ["621022", by, "sales.v1"]
    assert any(path[-1] == "h2" and heading in text for path, text in page.texts)


@pytest.mark.parametrize(("language", "heading"), [("zh", "销售额 (元)"), ("en", "Sales (yuan)")])
def test_the_sheet_is_for_people_to_read(desk, officer, county, language, heading):
    content = desk(officer, language).client.get(f"/office/figures/parts.xlsx?{YEAR}&by=channel&compare=1").get_data()
    headings, ids, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    at = headings.index(heading)
    assert ids[at] == "sales.v1"
    assert rows[-2][0] == (
        "金额相加等于合计；户数、人数按户去重，不可相加。"
        if language == "zh"
        else "Amounts add up to the whole; households and persons are distinct and do not."
    )
    assert "2020-09-15 10:00" in rows[-1][0]
    (event,) = [row for row in rows if row[1] == "event"]
    assert (event[at], event[at + 1], event[at + 2]) == (1964.06, 1000, 96.41)
    assert not [cell for cell in headings if "fen" in cell or "_" in cell]
    assert bool(re.search(r"[\u4e00-\u9fff]", "".join(headings))) is (language == "zh")


def test_a_year_leads_to_the_one_before(explore, county):
    links = [link["href"] for link in explore(f"?{YEAR}&by=channel").all("a")]
    assert any("from=2019-01" in link and "to=2019-12" in link and "by=channel" in link for link in links)
