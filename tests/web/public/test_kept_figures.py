import time
from datetime import date

import pytest
from sqlalchemy import event

from marketplace.accounts.rules import MemberRole
from marketplace.audit.service import record
from marketplace.db import db
from marketplace.kernel.actor import system
from marketplace.web.public import figures


@pytest.fixture
def statements(app):
    """Every statement that reaches the database."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    event.listen(db.engines[None], "before_cursor_execute", note)
    yield seen
    event.remove(db.engines[None], "before_cursor_execute", note)


@pytest.fixture
def supplier(cast, sell, households):
    supplier = cast.supplier()
    cast.roster(supplier, households(6))
    sell(supplier, 1_000_000)
    return supplier


def test_the_number_of_statements_does_not_grow_with_sales_and_households(
    read, sell, cast, households, supplier, statements
):
    def count():
        figures.forget()
        statements.clear()
        read()
        return len(statements)

    few = count()
    for month in range(1, 13):
        sell(supplier, 500_000, sold_on=date(2020, month, 3))
    another = cast.supplier(county="621021")
    cast.roster(another, households(30))
    for day in range(1, 25):
        sell(another, 700_000, sold_on=date(2020, 7, day))
    assert count() == few
    assert few < 50


def test_a_page_that_was_counted_is_shown_again_with_one_statement(read, supplier, statements):
    first = read().html
    statements.clear()
    assert read().html == first
    assert len(statements) == 1


def test_a_new_sale_shows_at_once(read, sell, supplier):
    assert read().cards()["销售额"] == "1.00 万元"
    sell(supplier, 500_000)
    assert read().cards()["销售额"] == "1.50 万元"


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of what is kept."""
    moment = time.monotonic()
    return lambda seconds: monkeypatch.setattr(figures.time, "monotonic", lambda: moment + seconds)


def test_what_else_moves_a_figure_shows_after_a_minute(read, cast, supplier, now, later):
    assert read().cards()["认定供应商数"] == "1"
    cast.supplier()
    record("supplier.certified", subject="supplier", subject_id="2", actor=system(), now=now)
    assert read().cards()["认定供应商数"] == "1"
    later(figures.KEPT_SECONDS + 1)
    assert read().cards()["认定供应商数"] == "2"


def test_while_nothing_is_written_nothing_is_counted_again_for_an_hour(read, supplier, statements, later):
    read()
    statements.clear()
    later(figures.KEPT_UNTOUCHED_SECONDS - 1)
    read()
    assert len(statements) == 1
    later(figures.KEPT_UNTOUCHED_SECONDS + 1)
    read()
    assert len(statements) > 2


def test_years_and_regions_are_kept_apart_and_both_languages_together(read, sell, supplier, statements):
    sell(supplier, 300_000, sold_on=date(2019, 1, 5))
    assert read("/?year=2019").cards()["销售额"] == "0.30 万元"
    assert read("/?year=2020").cards()["销售额"] == "1.00 万元"
    assert read("/?region=621022").cards()["销售额"] == "1.00 万元"
    statements.clear()
    assert read("/?year=2019", language="en").cards()["Sales"] == "¥3,000.00"
    assert len(statements) == 1


def test_only_so_many_are_kept(app, read, supplier, monkeypatch):
    monkeypatch.setattr(figures, "_MOST_KEPT", 2)
    for region in ("000000", "620000", "621000", "621022"):
        read(f"/?region={region}")
    assert len(app.extensions["bangfu_published_years"]) == 2


def test_nobody_elses_corner_is_kept(cast, supplier, browser):
    user = cast.member(cast.organisation(), MemberRole.PURCHASER)
    with (signed_in := browser()).session_transaction() as session:
        session["_user_id"], session["_fresh"] = user.fs_uniquifier, True
    assert "我的账户" in signed_in.get("/").get_data(as_text=True)
    answer = browser().get("/")
    assert "我的账户" not in answer.get_data(as_text=True)
    assert answer.cache_control.private
    assert {"cookie", "accept-language"} <= {name.lower() for name in answer.vary}
