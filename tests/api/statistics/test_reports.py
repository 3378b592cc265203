import io

from python_calamine import CalamineWorkbook

from tests.api.statistics.conftest import YEAR


def test_the_bulletin_is_told_as_text_facts_and_workbook(ask, officer, county):
    text = ask("bulletin?region_code=621022&year=2020&format=text&lang=zh", officer)
    assert text.data.decode().startswith("环县2020年消费帮扶工作情况通报")
    facts = ask("bulletin?region_code=621022&year=2020", officer, language="en").json
    assert (facts["whole"]["sales_fen"], facts["whole_base"]["sales_fen"]) == (7050, 100)
    assert "70.50 yuan" in facts["text"]
    assert [check["holds"] for check in facts["checks"]] == [True] * 5
    assert facts["checks"][0]["title"] == "Parts are within their whole"
    sent = ask("bulletin?region_code=621022&year=2020&format=xlsx&lang=en", officer)
    assert CalamineWorkbook.from_filelike(io.BytesIO(sent.data)).sheet_names == [
        "Bulletin", "Figures", "Channels", "Checks", "Definitions",
    ]  # fmt: skip


def test_checks_are_told_with_their_rows(ask, officer, county):
    answer = ask(f"checks?region_code=621022&{YEAR}", officer, language="en").json
    found = {row["id"]: row for row in answer["items"]}
    assert answer["holds"] is True
    assert found["partitions_add_up"]["holds"] is True
    gap = found["evidenced_gap_by_supplier"]
    assert (gap["severity"], gap["rows_count"], gap["rows"][0]["gap_fen"]) == ("notice", 2, 700)
    assert gap["title"].startswith("Suppliers whose evidenced payments")


def test_law_12_reports_of_another_region_do_not_exist(ask, cast, officer, county):
    for path in ("bulletin?region_code=621022&year=2020", f"checks?region_code=621022&{YEAR}"):
        answer = ask(path, cast.outsider(), status=404)
        assert "环县".encode() not in answer.data
        ask(path, None, status=401)
        ask(path, cast.user(), status=403)
        ask(path.replace("621022", "621000"), officer, status=404)
    ask("bulletin?region_code=621022&year=2020&format=exe", officer, status=422)
