"""`flask demo` leaves work for each person who signs in; it is theirs to decide, and no figure is moved by it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.accounts.models import User
from marketplace.accounts.queries import get_actor
from marketplace.db import db
from marketplace.kernel.actor import Actor, Via, system
from marketplace.statistics.queries.bulletin import get_bulletin
from marketplace.workflows.demo import loading, targets
from marketplace.workflows.work_queue import Work, list_waiting

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CITY = "621000"
COUNTS = ("purchase_order", "qualification", "listing_version", "linkage", "bank_line", "user_account", "audit_line")


def actor(name: str) -> Actor:
    return get_actor(db.session.query(User).filter_by(email=f"{name}@demo.example").one(), via=Via.WEB)


def told() -> list[object]:
    """The bulletins of the reference year and of this one."""
    return [get_bulletin(CITY, year, actor=system(), now=NOW) for year in (2020, NOW.year)]


def counted() -> list[int]:
    return [db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in COUNTS]


@pytest.fixture(scope="module")
def loaded(crowd_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The small reference year, with what its bulletins said before anybody had work, and what the command said."""
    crowd_app.config["CLOCK"] = lambda: NOW
    with crowd_app.app_context():
        folder = tmp_path_factory.mktemp("year")
        loading.bring_files(folder, scale="small", actor=system(Via.CLI), now=NOW, progress=lambda *_: None)
        crowd_app.config["TOLD"] = told()
        db.session.rollback()
    done = crowd_app.test_cli_runner().invoke(args=["demo", "--scale", "small", "--lang", "en"])
    assert done.exit_code == 0, (done.output, done.exception)
    assert "Loading the reference year" in done.output
    return crowd_app


@pytest.fixture
def year(loaded: Flask):
    with loaded.app_context():
        yield loaded
        db.session.rollback()


@pytest.fixture
def read(year: Flask) -> Callable[[str, str], str]:
    """Reads a page as a person of the demo."""

    def page(name: str, path: str) -> str:
        client = year.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh"
        mark = db.session.query(User).filter_by(email=f"{name}@demo.example").one().fs_uniquifier
        with client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = mark, True
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    return page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("county-a", {Work.RECOMMEND_OPERATION}),
        (
            "county-b",
            {
                Work.RECOMMEND_LINKAGE,
                Work.VERIFY_LINKAGE,
                Work.APPROVE_ROSTER,
                Work.VERIFY_PAYMENT,
                Work.APPROVE_REPORT,
            },
        ),
        ("city", {Work.REVIEW_SUPPLIER, Work.REVIEW_LISTING, Work.MATCH_BANK_LINE}),
    ],
)
def test_one_of_each_kind_waits_for_the_officers(year, name, kinds):
    waiting = {each.work: each.number for each in list_waiting(actor=actor(name))}
    assert waiting == dict.fromkeys(kinds, 1)


@pytest.mark.slow
def test_the_orders_of_the_school_wait_for_four_different_steps(year):
    states = db.session.execute(
        text("SELECT o.state, charge.state FROM purchase_order o JOIN charge ON charge.id = o.charge_id ORDER BY o.id")
    ).all()
    assert [tuple(each) for each in states] == [
        ("placed", "pending"),
        ("received", "open"),
        ("shipped", "pending"),
        ("awaiting_approval", "pending"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "path", "shown"),
    [
        ("supplier", "/supplier/", "全国销量第一"),
        ("applicant", "/supplier/", "环县山梁小杂粮农民专业合作社"),
        ("county-a", "/office/", "环县山梁小杂粮农民专业合作社"),
        ("county-b", "/office/", "周末农产品展销会"),
        ("city", "/office/", "环县塬上苹果农民专业合作社"),
        ("admin", "/administration/", "county-c@demo.example"),
    ],
)
def test_each_start_page_shows_what_waits(read, name, path, shown):
    assert shown in read(name, path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["purchaser", "approver"])
def test_the_school_sees_what_is_on_its_way_and_what_it_owes(read, name):
    page = read(name, "/buyer/")
    [number] = db.session.scalars(text("SELECT order_number FROM purchase_order WHERE state = 'shipped'"))
    [code] = db.session.scalars(text("SELECT remittance_code FROM charge WHERE state = 'open'"))
    [group] = db.session.scalars(text("SELECT order_group_id FROM purchase_order WHERE state = 'awaiting_approval'"))
    assert number in page
    assert code in page
    assert f"/buyer/order-groups/{group}" in page


@pytest.mark.slow
def test_the_supplier_sees_an_order_to_confirm_and_goods_that_run_out(read):
    page = read("supplier", "/supplier/")
    [number] = db.session.scalars(text("SELECT order_number FROM purchase_order WHERE state = 'placed'"))
    [sku] = db.session.scalars(
        text("SELECT code FROM sku WHERE id IN (SELECT sku_id FROM stock_movement WHERE kind = 'adjusted')")
    )
    assert number in page
    assert sku in page


@pytest.mark.slow
def test_the_bulletin_says_the_figures_that_the_year_is_made_of(year):
    bulletin, size = told()[0], targets.SMALL
    sold = [turnover for turnover in size.turnovers if turnover.year == targets.YEAR]
    assert {name: row["sales_fen"] for name, row in bulletin.channels.items()} == {
        turnover.channel: turnover.total_fen for turnover in sold
    }
    assert {name: bulletin.channel_base_fen(name) for name in bulletin.channels} == {
        turnover.channel: turnover.total_fen for turnover in size.turnovers if turnover.year == targets.YEAR - 1
    }
    assert bulletin.whole["sales_fen"] == sum(turnover.total_fen for turnover in sold)
    online, (tianjin,), (signed, *_) = bulletin.channel("online_retail"), bulletin.partners, bulletin.agreements
    assert (online["persons"], online["attributed_fen"]) == (size.online_persons, size.online_income_fen)
    assert bulletin.channel_change_bp("online_retail") == 833
    assert (tianjin.region_code, tianjin.halls, tianjin.other_outlets, tianjin.purchases_fen) == (
        targets.TIANJIN, size.tianjin_halls, size.tianjin_windows, sum(turnover.tianjin_fen for turnover in sold)
    )  # fmt: skip
    assert (signed.tag, signed.agreements, signed.signed_fen) == (None, size.agreements, size.agreements_fen)
    counts = bulletin.counts
    assert (counts.suppliers, counts.products, counts.batches) == (size.suppliers, size.products, size.batches)
    assert (counts.events, bulletin.new_outlets) == (size.events, size.new_outlets)
    assert counts.registered_households == size.households - size.cleared
    assert [check.id for check in bulletin.checks if not check.holds] == []


@pytest.mark.slow
def test_no_figure_of_any_year_is_moved(year):
    assert told() == year.config["TOLD"]


@pytest.mark.slow
def test_a_second_time_adds_nothing(year):
    before = counted()
    again = year.test_cli_runner().invoke(args=["demo", "--scale", "small", "--lang", "en"])
    assert (again.exit_code, again.output.strip()) == (0, "The reference year is loaded already")
    assert counted() == before
