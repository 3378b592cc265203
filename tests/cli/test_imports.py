"""`flask import` and `flask undo-import`, as the operator types them."""

import re

import pytest
from sqlalchemy import text

VILLAGES = "区划代码,名称\n621022101001,城东村\n621022101002,城西村\n"


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
