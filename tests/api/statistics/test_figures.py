import csv
import io

import orjson
import pytest
from python_calamine import CalamineWorkbook

from marketplace.accounts.rules import Duty
from tests.api.statistics.conftest import YEAR

MOMENT = "2020-09-15T02:00:00+00:00"


@pytest.fixture
def rows(ask, officer, county):
    """Asks for figures of the county's 2020 as its statistician."""
    return lambda query="": ask(f"figures?region_code=621022&{YEAR}{query}", officer).json["items"]


def test_figures_are_the_rows_of_the_command_line(app, rows, county):
    line = app.test_cli_runner().invoke(
        args=["statistics", "figures", "--region", "621022", "--from", "2020-01", "--to", "2020-12", "--format", "json"]
    )
    assert rows() == orjson.loads(line.output)
    assert (rows()[0]["sales_fen"], rows()[0]["households"], rows()[0]["slice"]) == (7050, 7, {})


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("&by=channel", [("event", 7000), ("outlet", 50)]),
        ("&by=month", [("2020-05", 7000), ("2020-06", 50)]),
        ("&by=region", [("621022", 7050)]),
        ("&by=buyer-kind", [(None, 7050)]),
        ("&by=channel&channel=outlet", [("outlet", 50)]),
        ("&by=category&without=category&without=buyer-kind", [(None, 7050)]),
        ("&by=channel&tag=none", []),
    ],
)
def test_figures_are_broken_down_and_narrowed(rows, query, told):
    assert [(next(iter(row["slice"].values())), row["sales_fen"]) for row in rows(query)] == told


def test_figures_are_compared(rows):
    (row,) = rows("&compare=year")
    assert (row["base"]["sales_fen"], row["change_bp"]["sales_fen"]) == (100, 695_000)
    assert row["base_definitions"] == row["definitions"]
    assert "base" not in rows()[0]


def test_an_answer_says_whether_it_adds_up_and_when_it_was_counted(ask, officer, county):
    answer = ask(f"figures?region_code=621022&{YEAR}&by=tag", officer).json
    assert (answer["adds_up"], answer["cut_off"]) == (False, MOMENT)


@pytest.mark.parametrize(
    "path",
    [
        f"measures?region_code=621022&{YEAR}",
        f"checks?region_code=621022&{YEAR}",
        "bulletin?region_code=621022&year=2020",
        "published?region_code=621022&year=2020",
    ],
)
def test_law_15_every_answer_says_when_it_was_counted(ask, officer, county, path):
    assert ask(path, officer).json["cut_off"] == MOMENT


def test_figures_are_exported_as_csv_and_as_a_workbook(ask, officer, county):
    sent = ask(f"figures?region_code=621022&{YEAR}&by=channel&format=csv", officer)
    header, first, second = csv.reader(io.StringIO(sent.data.decode("utf-8-sig")))
    assert (header[:2], first[:2], second[:2]) == (["slice", "sales_fen"], ["event", "7000"], ["outlet", "50"])
    sent = ask(f"figures?region_code=621022&{YEAR}&compare=year&format=xlsx", officer)
    header, line = CalamineWorkbook.from_filelike(io.BytesIO(sent.data)).get_sheet_by_index(0).to_python()
    told = dict(zip(header, line, strict=True))
    assert (told["base_sales_fen"], told["base_definitions"], told["cut_off"]) == (100, told["definitions"], MOMENT)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("region_code=621022101000&from=2020-01&to=2020-12", "statistics.region_too_small"),
        ("region_code=621022&from=2020-12&to=2020-01", "statistics.months_wrong"),
        ("region_code=621022&from=2020-13&to=2020-12", "invalid"),
        ("region_code=621022&from=0001-01&to=9999-12", "invalid"),
        ("region_code=x&from=2020-01&to=2020-12", "invalid"),
        ("region_code=621022&from=2020-01", "invalid"),
        (f"region_code=621022&{YEAR}&by=household", "invalid"),
        (f"region_code=621022&{YEAR}&by=channel&household=1", "invalid"),
        (f"region_code=621022&{YEAR}&without=channel", "statistics.never_without"),
        (f"region_code=621022&{YEAR}&format=exe", "invalid"),
    ],
)
def test_a_wrong_question_is_refused(ask, officer, query, code):
    assert ask(f"figures?{query}", officer, status=422).json["code"] == code


def test_law_12_figures_of_another_region_do_not_exist(ask, cast, officer, county):
    for region in ("621000", "621021"):
        assert ask(f"figures?region_code={region}&{YEAR}", officer, status=404).json["code"] == "region.outside"
    answer = ask(f"figures?region_code=621022&{YEAR}", cast.outsider(), status=404)
    assert b"7050" not in answer.data
    ask(f"figures?region_code=621022&{YEAR}", cast.user(), status=403)
    ask(f"figures?region_code=621022&{YEAR}", None, status=401)
    ask(f"figures?region_code=621022&{YEAR}", cast.officer(Duty.CASHIER), status=403)


def test_measures_are_told_by_id(ask, officer, county, cast):
    answer = ask(f"measures?region_code=621022&{YEAR}&measure=sales.v1&measure=coverage.v1&compare=year", officer).json
    assert [(row["definition"], row["value"], row["base"]) for row in answer["items"]] == [
        ("sales.v1", 7050, 100),
        ("coverage.v1", 10_000, 0),
    ]
    assert ask(f"measures?region_code=621022&{YEAR}&measure=quota.rate.v1", officer, status=422).json["code"] == (
        "statistics.measure_unknown"
    )
    ask(f"measures?region_code=621022&{YEAR}", cast.outsider(), status=404)


def test_definitions_are_public(ask):
    items = {row["id"]: row for row in ask("definitions").json["items"]}
    assert items["households.v1"]["unit"] == "households"
    assert "每户只计一次" in items["households.v1"]["zh"]
    assert not any(name.startswith("quota") for name in items)
