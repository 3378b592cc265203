"""The sums of sales that the database keeps: right after every write, seen when they are not, made anew on demand."""

import threading
from datetime import date

import psycopg
import pytest
from sqlalchemy import make_url, text

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.db import db
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.sales.rules import NewSale
from marketplace.sales.service import recording
from marketplace.statistics.queries.checks import check
from marketplace.statistics.queries.rollup import verify_rollup
from marketplace.statistics.service.rollup import rebuild
from tests.statistics.busy_year import live_through

YEAR = ["--region", "621000", "--from", "2020-01", "--to", "2020-12"]
BREAKS = (
    "UPDATE sale_rollup SET sales_fen = sales_fen + 1 WHERE id = (SELECT min(id) FROM sale_rollup)",
    "UPDATE sale_rollup SET pool_fen = pool_fen - 1 WHERE id = (SELECT min(id) FROM sale_rollup)",
    "UPDATE sale_rollup SET certified_fen = 7 WHERE certified_fen = 0",
    "UPDATE sale_rollup SET benefiting_fen = 7 WHERE id = (SELECT min(id) FROM sale_rollup)",
    "UPDATE sale_rollup SET live_rows = 0",
    "UPDATE sale_rollup SET month = month + interval '1 month' WHERE id = (SELECT min(id) FROM sale_rollup)",
    "DELETE FROM sale_rollup WHERE roster_version_id IS NOT NULL",
    "INSERT INTO sale_rollup SELECT 0, 1, month, channel, '621099', NULL, 1, 0, 0, 0, 1 FROM sale_rollup LIMIT 1",
)


@pytest.fixture
def year(cast, sell):
    """A year of sales and returns."""
    live_through(cast, sell, 3)


def broken(year_2020):
    found = check(year_2020(), today=date(2020, 12, 31), actor=system())
    return {finding.id for finding in found if not finding.holds}


@pytest.mark.parametrize("sql", BREAKS)
def test_sums_that_are_off_are_seen_and_mended(year, session, year_2020, now, sql):
    assert verify_rollup().holds
    session.execute(text(sql))
    assert not verify_rollup().holds
    assert "rollup_recomputes" in broken(year_2020)
    rebuild(actor=system(), now=now)
    assert verify_rollup().holds
    assert "rollup_recomputes" not in broken(year_2020)


def test_a_sale_that_is_written_past_the_trigger_is_told_with_its_amount(year, session, cast, sell):
    supplier = cast.supplier()
    session.execute(text("ALTER TABLE sale DISABLE TRIGGER add_to_rollup"))
    sell(supplier, 123)
    (row,) = verify_rollup().rows
    assert (row["supplier_id"], row["sales_fen"], row["live_rows"]) == (supplier.id, -123, -1)


def test_the_command_verifies_rebuilds_and_says_how_it_ended(app, session, year):
    def run(*words):
        return app.test_cli_runner().invoke(args=["statistics", "rollup", *words, "--lang", "en"])

    assert run("--verify").exit_code == 0
    session.execute(text("UPDATE sale_rollup SET sales_fen = 0"))
    session.commit()
    assert run("--verify").exit_code == 1
    assert "rollup_recomputes" in app.test_cli_runner().invoke(args=["statistics", "check", *YEAR]).output
    mended = run("--rebuild", "--verify")
    assert (mended.exit_code, "sums made anew" in mended.output) == (0, True)
    assert run().exit_code == 2


def test_rebuilding_is_the_administrators_and_leaves_an_audit_line(year, session, cast, now):
    with pytest.raises(Forbidden):
        rebuild(actor=cast.actor(cast.officer(Duty.STATISTICIAN, region="000000")), now=now)
    with pytest.raises(NotFound):
        rebuild(actor=cast.actor(cast.outsider()), now=now)
    sums = rebuild(actor=system(), now=now)
    line = session.query(AuditLine).filter_by(action="statistics.rollup_rebuilt").one()
    assert line.after == {"sums": sums} == {"sums": session.scalar(text("SELECT count(*) FROM sale_rollup"))}


def test_what_was_rolled_back_is_in_no_sum(year, session, sell, cast):
    supplier = cast.supplier()
    before = session.execute(text("SELECT * FROM sale_rollup ORDER BY id")).all()
    nested = session.begin_nested()
    sell(supplier, 5)
    nested.rollback()
    assert session.execute(text("SELECT * FROM sale_rollup ORDER BY id")).all() == before


@pytest.fixture
def supplier(crowd_app, crowd_cast):
    """A supplier with a roster of two households, committed."""
    supplier = crowd_cast.supplier()
    crowd_cast.roster(supplier, [(crowd_cast.household(), 1), (crowd_cast.household(), 1)])
    return supplier


def tell(supplier_id: int, number: str, amount_fen: int = 100):
    row = NewSale(
        sold_on=date(2020, 5, 1),
        channel="outlet",
        source="ledger",
        supplier_id=supplier_id,
        amount_fen=amount_fen,
        source_number=number,
    )
    recording.record([row], actor=system(), now=db.session.scalar(text("SELECT now()")))


def kept(supplier_id: int) -> list[tuple[int, int]]:
    """Sales and rows by sum, as another connection sees them."""
    db.session.rollback()
    facts = {"supplier_id": supplier_id}
    rows = db.session.execute(
        text("SELECT sales_fen, live_rows FROM sale_rollup WHERE supplier_id = :supplier_id"), facts
    )
    return [tuple(row) for row in rows]


def test_writers_at_once_lose_nothing_of_each_other(supplier, together):
    supplier_id, writers, each = supplier.id, 6, 5

    def write(writer: int):
        for n in range(each):
            tell(supplier_id, f"W{writer}-{n}")
            db.session.commit()

    assert together(*(lambda writer=writer: write(writer) for writer in range(writers))) == [None] * writers
    assert kept(supplier_id) == [(100 * writers * each, writers * each)]
    assert verify_rollup().holds


def test_a_rebuild_waits_for_who_has_written_and_keeps_what_comes_after(supplier, crowd_app, together, now):
    supplier_id, written, rebuilt = supplier.id, threading.Event(), threading.Event()

    def write():
        tell(supplier_id, "R1")
        written.set()
        assert not rebuilt.wait(0.5), "sums were made anew beside a sale that was not yet committed"
        db.session.commit()
        tell(supplier_id, "R2")
        db.session.commit()

    def make_anew():
        written.wait(10)
        rebuild(actor=system(), now=now)
        db.session.commit()
        rebuilt.set()

    assert together(write, make_anew) == [None, None]
    assert kept(supplier_id) == [(200, 2)]
    assert verify_rollup().holds


def test_a_writer_that_is_killed_leaves_the_sums_as_they_were(supplier, crowd_app):
    supplier_id = supplier.id
    tell(supplier_id, "K1")
    db.session.commit()
    url = make_url(crowd_app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as victim:
        victim.execute(
            "INSERT INTO sale (kind, sold_on, channel, tags, supplier_id, origin_code, amount_fen, pool_fen, source, "
            "source_number, line, generation, is_benefiting, recorded_at) SELECT kind, sold_on, channel, tags, "
            "supplier_id, origin_code, 7, 0, source, 'K2', line, generation, false, recorded_at FROM sale "
            "WHERE source_number = 'K1'"
        )
        db.session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim.info.backend_pid})
        with pytest.raises(psycopg.OperationalError):
            victim.execute("SELECT 1")
    assert kept(supplier_id) == [(100, 1)]
    assert verify_rollup().holds
