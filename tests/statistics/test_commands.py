import csv
import io
from datetime import date

import orjson
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from marketplace.regions.models import Region
from marketplace.sales.rules import Channel

YEAR = ["--region", "621000", "--from", "2020-01", "--to", "2020-12"]


@pytest.fixture
def run(app, session, cast, sell):
    """Runs `flask statistics` on a year of two sales."""
    if not session.query(Region).filter_by(code="621000").first():
        session.add(Region(code="621000", name="庆阳市", level=4, from_on=date(1949, 1, 1)))
    supplier = cast.supplier()
    cast.roster(supplier, [(cast.household(), 1)], share_bp=1000)
    sell(supplier, 123456, tags=["a"])
    sell(supplier, 100, sold_on=date(2019, 5, 1), channel=Channel.EVENT)

    def invoke(*words: str, code: int = 0) -> str:
        result = app.test_cli_runner().invoke(args=["statistics", *words])
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def test_figures_are_printed_as_json_csv_and_a_table(run):
    (row,) = orjson.loads(run("figures", *YEAR, "--by", "channel", "--format", "json"))
    assert (row["slice"], row["sales_fen"], row["evidenced_fen"]) == ({"channel": "outlet"}, 123456, None)
    header, line = csv.reader(io.StringIO(run("figures", *YEAR, "--by", "channel", "--format", "csv")))
    told = dict(zip(header, line, strict=True))
    assert (told["slice"], told["sales_fen"], told["evidenced_fen"]) == ("outlet", "123456", "")
    table = run("figures", *YEAR, "--by", "channel")
    assert "1234.56" in table
    assert "households.v1" in table


def test_figures_are_narrowed_and_compared(run):
    (row,) = orjson.loads(run("figures", *YEAR, "--tag", "b", "--channel", "outlet", "--format", "json"))
    assert row["sales_fen"] == 0
    (row,) = orjson.loads(run("figures", *YEAR, "--compare", "year", "--format", "json"))
    assert row["base"]["sales_fen"] == 100
    assert "change" in run("figures", *YEAR, "--compare", "year")
    header, line = csv.reader(io.StringIO(run("figures", *YEAR, "--compare", "previous", "--format", "csv")))
    assert dict(zip(header, line, strict=True))["change_bp_sales_fen"] == "12335600"


def test_a_table_ends_with_its_self_checks_and_the_moment(run):
    for words in ((), ("--by", "month"), ("--channel", "outlet"), ("--tag", "a"), ("--supplier", "X")):
        *_, checks, moment = run("figures", *YEAR, *words, "--lang", "en").splitlines()
        assert checks.startswith("Self-checks that hold: Parts are within their whole; ")
        assert checks.count(";") == 4
        assert moment == "As of 2020-09-15 10:00, Beijing time."
    assert "自检成立：" in run("figures", *YEAR, "--compare", "previous")


def test_a_table_says_where_a_self_check_fails(run, session):
    session.execute(text("ALTER TABLE sale DISABLE TRIGGER USER"))
    session.execute(text("UPDATE sale SET amount_fen = amount_fen + 1"))
    told = run("figures", *YEAR, "--lang", "en")
    assert "Self-checks that do not hold: Channels, months, regions, suppliers, categories and buyers add up (" in told


def test_law_10_a_breakdown_says_whether_it_adds_up(run):
    assert "Tags overlap and are never added." in run("figures", *YEAR, "--by", "tag", "--lang", "en")
    assert "Amounts add up to the whole" in run("figures", *YEAR, "--by", "channel", "--lang", "en")
    for by, told in (("tag", "false"), ("channel", "true")):
        header, line = csv.reader(io.StringIO(run("figures", *YEAR, "--by", by, "--format", "csv")))
        assert dict(zip(header, line, strict=True))["adds_up"] == told


def test_both_definitions_stand_beside_compared_figures(run):
    lines = [line for line in run("figures", *YEAR, "--compare", "year").splitlines() if "sales.v1" in line]
    assert [line.startswith("  before  sales.v1  sales.certified.v1") for line in lines] == [False, True]
    header, line = csv.reader(io.StringIO(run("figures", *YEAR, "--compare", "year", "--format", "csv")))
    told = dict(zip(header, line, strict=True))
    assert told["base_definitions"] == told["definitions"] != ""
    assert told["cut_off"] == "2020-09-15T02:00:00+00:00"


def test_a_breakdown_of_nothing_prints_no_row(run):
    assert orjson.loads(run("figures", *YEAR, "--tag", "b", "--by", "month", "--format", "json")) == []
    assert run("figures", *YEAR, "--tag", "b", "--by", "month").splitlines()


def test_a_wrong_question_ends_with_its_sentence(run):
    words = ["--region", "621022101000", "--from", "2020-01", "--to", "2020-12", "--lang", "en"]
    assert "a county or above" in run("figures", *words, code=1)
    run("figures", "--region", "621000", "--from", "2020-01", "--to", "2020-12", "--by", "household", code=2)


def test_the_bulletin_is_printed_or_written(run, tmp_path):
    assert run("bulletin", "--region", "621000", "--year", "2020").startswith("庆阳市2020年")
    text, book = tmp_path / "b.txt", tmp_path / "b.xlsx"
    run("bulletin", "--region", "621000", "--year", "2020", "--lang", "en", "--output", str(text))
    assert "1,234.56 yuan" in text.read_text(encoding="utf-8")
    run("bulletin", "--region", "621000", "--year", "2020", "--format", "xlsx", "--output", str(book))
    assert CalamineWorkbook.from_path(book).sheet_names[0] == "通报"
    assert "自检成立：分项不大于总数；" in run("bulletin", "--region", "621000", "--year", "2020")
    assert "As of 2020-09-15 10:00, Beijing time." in text.read_text(encoding="utf-8")
    run("bulletin", "--region", "621000", "--year", "2020", "--format", "xlsx", code=2)


def test_checks_are_printed_and_end_with_1_only_if_something_contradicts_itself(run, session):
    table = run("check", *YEAR, "--lang", "en")
    assert "ok              pool_recomputes" in table
    assert "evidenced_gap_by_supplier" in table
    found = {row["id"]: row for row in orjson.loads(run("check", *YEAR, "--format", "json"))}
    assert found["evidenced_gap_by_supplier"]["rows"][0]["gap_fen"] == 12346
    lines = list(csv.reader(io.StringIO(run("check", *YEAR, "--format", "csv"))))
    assert lines[0] == ["id", "kind", "severity", "holds", "rows_count", "row"]
    assert len(lines) > len(found)


def test_a_broken_fact_ends_the_check_with_1(run, session):
    session.execute(text("ALTER TABLE roster_version DISABLE TRIGGER USER"))
    session.execute(text("UPDATE roster_version SET weight_total = 3"))
    assert "error" in run("check", *YEAR, "--lang", "en", code=1)
