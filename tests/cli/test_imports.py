"""`flask import` and `flask undo-import`, as the operator types them."""

import re

import pytest
from sqlalchemy import text

VILLAGES = "区划代码,名称\n621022101001,城东村\n621022101002,城西村\n"
WITH_A_BAD_ROW = VILLAGES + "6210221010,无名村\n"


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def brought(run, tmp_path):
    """The number of an import of two villages."""
    path = tmp_path / "villages.csv"
    path.write_text(VILLAGES)
    told = run("import", "regions", str(path), "--region", "621000", "--lang", "en")
    assert told.exit_code == 0, told.output
    return re.search(r"batch (\d+)", told.output).group(1)


@pytest.fixture
def bring(run, tmp_path):
    """Brings villages with options, as typed in English."""

    def type_in(content, *options):
        path = tmp_path / "villages.csv"
        path.write_text(content)
        return run("import", "regions", str(path), "--lang", "en", *options)

    return type_in


def count(session):
    return session.scalar(text("SELECT count(*) FROM region WHERE code LIKE '62102210100%'"))


def test_what_was_brought_is_taken_back_once(run, brought, session):
    assert count(session) == 2
    told = run("undo-import", brought)
    assert (told.exit_code, told.output) == (0, f"第 {brought} 批导入已撤销\n")
    assert count(session) == 0
    again = run("undo-import", brought, "--lang", "en")
    assert again.exit_code == 1
    assert "[move_refused]" in again.output


def test_what_something_depends_on_stays(run, brought, session, cast):
    cast.household(village="621022101001")
    session.commit()
    told = run("undo-import", brought)
    assert told.exit_code == 1
    assert "[import.depended_on]" in told.output
    assert count(session) == 2


@pytest.mark.parametrize("number", ["999999999", "9" * 30, "x", "0"])
def test_a_number_that_is_none_is_refused_in_words(run, number):
    told = run("undo-import", number)
    assert told.exit_code in {1, 2}
    assert not told.exception or isinstance(told.exception, SystemExit)


def test_a_dry_run_tells_and_writes_nothing(bring, session):
    told = bring(VILLAGES, "--dry-run")
    assert (told.exit_code, count(session)) == (0, 0)
    assert "Checked, nothing written" in told.output
    assert "2 rows, 0 bad, 2 written" not in told.output


def test_one_bad_row_refuses_the_file_and_is_named(bring, session):
    told = bring(WITH_A_BAD_ROW)
    assert (told.exit_code, count(session)) == (1, 0)
    assert "row 4" in told.output
    assert "[region.code_wrong]" in told.output


@pytest.mark.parametrize("options", [(), ("--report", "{folder}/bad.csv")])
def test_bad_rows_that_are_skipped_come_back_with_what_is_wrong(bring, session, tmp_path, options):
    told = bring(WITH_A_BAD_ROW, "--skip-bad-rows", *(word.format(folder=tmp_path) for word in options))
    target = tmp_path / ("bad.csv" if options else "villages.bad-rows.csv")
    assert (told.exit_code, count(session)) == (0, 2)
    assert f"1 bad rows written to {target}" in told.output
    header, row = target.read_text("utf-8-sig").splitlines()
    assert header == "区划代码,名称,错误/error"
    assert row.startswith("6210221010,无名村,")
    assert "6, 9 or 12 digits" in row


@pytest.mark.parametrize("skips", [("--skip-bad-rows",), ()])
def test_a_report_that_cannot_be_written_refuses_before_anything_is_imported(bring, session, tmp_path, skips):
    told = bring(WITH_A_BAD_ROW, "--report", str(tmp_path / "missing" / "bad.csv"), *skips)
    assert (told.exit_code, count(session)) == (1, 0)
    assert "[import.report_unwritable]" in told.output
    assert session.scalar(text("SELECT count(*) FROM import_batch")) == 0


def test_many_errors_are_told_where_to_be_found(bring, tmp_path):
    rows = "".join(f"{n},村\n" for n in range(25))
    told = bring(f"区划代码,名称\n{rows}", "--report", str(tmp_path / "bad.csv"))
    assert "… and 5 more; --report FILE gives them all" in told.output
    assert len((tmp_path / "bad.csv").read_text("utf-8-sig").splitlines()) == 26
