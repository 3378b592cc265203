"""The yearly bulletin on a page, as a document and as a workbook: the same words and figures everywhere."""

import io
from datetime import date

import docx
import pytest
from python_calamine import CalamineWorkbook

from marketplace.accounts.rules import Duty
from marketplace.sales.rules import Channel
from tests.factories.cast import QINGCHENG

ASKED = "region=621022&year=2020"
API = "/api/v1/statistics/bulletin?region_code=621022&year=2020"


@pytest.fixture
def statistician(cast):
    return cast.officer(Duty.STATISTICIAN)


@pytest.fixture
def year(cast, sell, households):
    """A county with two channels in 2020 and one before."""
    supplier, earlier = cast.supplier(name="环县红杏合作社"), cast.supplier()
    cast.roster(supplier, households(7), share_bp=1000)
    cast.roster(earlier, households(6), from_on=date(2019, 1, 1), share_bp=1000)
    sell(supplier, 1_234_567_89, buyer_name="某某学校")
    sell(supplier, 1_000_000, channel=Channel.SCHOOL_PURCHASE)
    sell(earlier, 100_000_000, sold_on=date(2019, 6, 1))
    return supplier


@pytest.fixture
def reader(desk, statistician):
    return desk(statistician)


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_the_page_says_what_the_bulletin_of_the_api_says(cast, statistician, reader, year, tongue):
    page = reader.open(f"/office/bulletins?{ASKED}&in={tongue}")
    told = cast.client(statistician).get(f"{API}&lang={tongue}&format=text").get_data(as_text=True)
    title, *paragraphs = told.strip().split("\n\n")
    for part in (title, *paragraphs[:-2]):
        assert part in page.text
    assert ("环县2020年消费帮扶工作情况通报" in title) is (tongue == "zh")


def test_without_a_word_it_is_ones_own_region_in_the_latest_full_year(reader, year):
    assert "环县2019年消费帮扶工作情况通报" in reader.open("/office/bulletins").text


def test_channels_stand_in_a_table_and_in_a_chart(reader, year):
    cells = reader.open(f"/office/bulletins?{ASKED}").cells()
    assert ["学校采购", "1.00", "0.00", "–", "7", "28", "0.10"] in cells
    (chart,) = [image["src"] for image in reader.page.all("img") if "chart" in image["src"]]
    drawn = reader.client.get(chart).get_data(as_text=True)
    assert "学校采购" in drawn
    assert "<script" not in drawn


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_the_document_says_the_same(cast, statistician, reader, year, tongue):
    answer = reader.client.get(f"/office/bulletins/bulletin.docx?{ASKED}&in={tongue}")
    assert "attachment" in answer.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(answer.get_data()))
    told = cast.client(statistician).get(f"{API}&lang={tongue}&format=text").get_data(as_text=True)
    written = [paragraph.text for paragraph in document.paragraphs]
    for part in told.strip().split("\n\n")[:-2]:
        assert part in written
    channels, definitions = document.tables
    assert "1.00" in [cell.text for cell in channels.rows[1].cells]
    assert definitions.rows[1].cells[0].text == "sales.v1"


def test_the_workbook_is_that_of_the_api(cast, statistician, reader, year):
    def rows(content):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]

    ours = reader.client.get(f"/office/bulletins/bulletin.xlsx?{ASKED}&in=zh").get_data()
    theirs = cast.client(statistician).get(f"{API}&lang=zh&format=xlsx").get_data()
    assert rows(ours) == rows(theirs)


@pytest.mark.parametrize("name", ["bulletin.docx", "bulletin.xlsx", "chart.svg"])
def test_nobody_keeps_what_is_the_readers_alone(reader, year, name):
    assert reader.client.get(f"/office/bulletins/{name}?{ASKED}").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("tongue", "row"),
    [
        ("zh", ["销售额", 1_244_567.89, "元", "124.46万元", "sales.v1"]),
        ("en", ["Sales", 1_244_567.89, "yuan", "1,244,567.89 yuan", "sales.v1"]),
    ],
)
def test_the_workbook_tells_yuan_and_percent_in_its_language(reader, year, tongue, row):
    content = reader.client.get(f"/office/bulletins/bulletin.xlsx?{ASKED}&in={tongue}").get_data()
    text, figures, channels, checks, _definitions = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(n).to_python() for n in range(5)
    )
    assert row in figures
    assert [each[1] for each in checks[1:]] == ["是" if tongue == "zh" else "yes"] * 5
    assert "2020-09-15 10:00" in "".join(line[0] for line in text)
    assert not {"fen", "bp", "households" if tongue == "zh" else "元"} & {each[2] for each in figures}
    assert 10_000 in channels[[each[1] for each in channels].index(10_000)]


def test_a_bulletin_leads_to_the_year_before(reader, year):
    links = [link["href"] for link in reader.open(f"/office/bulletins?{ASKED}").all("a")]
    assert any("/office/bulletins?" in link and "year=2019" in link for link in links)


def test_law_12_another_region_has_no_bulletin(reader, desk, cast, year):
    for path in ("", "/bulletin.docx", "/bulletin.xlsx", "/chart.svg"):
        for region in ("621000", QINGCHENG):
            assert reader.client.get(f"/office/bulletins{path}?region={region}&year=2020").status_code == 404
        answer = desk(cast.outsider()).client.get(f"/office/bulletins{path}?{ASKED}")
        assert answer.status_code in {403, 404}
        assert "环县".encode() not in answer.get_data()
    assert desk(cast.user()).client.get(f"/office/bulletins?{ASKED}").status_code == 403


@pytest.mark.parametrize(
    ("asked", "status"), [("year=x", 404), ("region=x", 422), ("region=621022101", 422), ("in=fr", 404)]
)
def test_what_is_asked_wrongly_is_refused_in_words(reader, year, asked, status):
    assert reader.open(f"/office/bulletins?{asked}", status).all("h1")


def test_a_year_without_sales_says_so(reader, year):
    page = reader.open("/office/bulletins?region=621022&year=2018")
    assert "尚无消费帮扶销售" in page.text


def test_no_name_of_a_buyer_or_household_stands_in_it(reader, year):
    for address in (f"/office/bulletins?{ASKED}", f"/office/bulletins?{ASKED}&in=en"):
        for planted in ("某某学校", "张三", "红杏"):
            assert planted not in reader.open(address).html


def test_the_number_of_statements_does_not_grow(reader, statements, year, sell, cast, households):
    def count():
        reader.client.get(f"/office/bulletins?{ASKED}")
        statements.clear()
        reader.client.get(f"/office/bulletins?{ASKED}")
        return len(statements)

    few = count()
    for n in range(5):
        another = cast.supplier()
        cast.roster(another, households(3))
        sell(another, 1_000 + n, channel=Channel.EVENT)
    assert count() == few
