"""Two cashiers at once, each on a connection of their own: what both would do happens once."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.db import db
from marketplace.kernel.actor import system
from marketplace.kernel.errors import MoveRefused
from marketplace.payments.models import BankLine, BankMatch, Charge
from marketplace.payments.queries.charges import get_charge_id
from marketplace.payments.rules import BankLineState, ChargeState, codes_in
from marketplace.payments.service import matching
from marketplace.sales.models import Sale
from marketplace.transaction import transaction
from marketplace.workflows import match_payment
from tests.conftest import NOW
from tests.factories.cast import HUANXIAN, Cast
from tests.payments.conftest import Owed


@dataclass
class Race:
    """An application whose commits are real, with orders to pay."""

    app: Flask
    owed: Owed

    def orders(self, *amounts: int) -> list[str]:
        """The codes of received orders that are not paid yet."""
        with transaction():
            return [charge.remittance_code for charge in self.owed.orders(amounts)]

    def line(self, reference: str, remark: str, amount_fen: int) -> int:
        """A queued bank line."""
        with transaction():
            row = BankLine(
                bank_reference=reference, booked_on=date(2020, 9, 12), payer_name="某校", amount_fen=amount_fen,
                remark=remark, codes=codes_in(remark), region_code=HUANXIAN, state=BankLineState.QUEUED,
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            return row.id

    def together(self, *verbs: Callable[[], object]) -> list[str]:
        """Do these at once; tell how each ended."""
        start, ends = threading.Barrier(len(verbs)), [""] * len(verbs)

        def do(place: int, verb: Callable[[], object]) -> None:
            with self.app.app_context():
                start.wait(timeout=10)
                try:
                    with transaction():
                        ends[place] = str(verb())
                except MoveRefused:
                    ends[place] = "refused"

        threads = [threading.Thread(target=do, args=(place, verb)) for place, verb in enumerate(verbs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        db.session.rollback()
        return sorted(ends)


@pytest.fixture(scope="module")
def race(crowd_app: Flask) -> Iterator[Race]:
    with crowd_app.app_context():
        with transaction():
            cast = Cast(app=crowd_app, session=db.session(), now=NOW)
            supplier = cast.supplier()
            owed = Owed(db.session(), cast.organisation(), supplier, cast.product(supplier))
        yield Race(crowd_app, owed)
        db.session.remove()


def in_transaction(verb: Callable[..., object], now: datetime, *words: object) -> Callable[[], object]:
    """A verb of the system's own, in a transaction."""

    def do() -> object:
        with transaction():
            return verb(*words, actor=system(), now=now)

    return do


def live_matches(line_id: int) -> int:
    found = select(func.count()).select_from(BankMatch).where(BankMatch.bank_line_id == line_id)
    return db.session.scalar(found.where(BankMatch.undone_at.is_(None)))


def net_of(amount_fen: int) -> int:
    return db.session.scalar(
        select(func.coalesce(func.sum(Sale.amount_fen), 0)).where(func.abs(Sale.amount_fen) == amount_fen)
    )


@pytest.mark.parametrize("turn", range(3))
def test_law_3_one_line_said_to_pay_two_charges_at_once_pays_one(race, now, turn):
    amount = 10_001 + turn
    codes = race.orders(amount, amount)
    line_id = race.line(f"two-{turn}", "货款", amount)
    verbs = [lambda code=code: match_payment.match(line_id, code, actor=system(), now=now) for code in codes]
    assert race.together(*verbs) == ["None", "refused"]
    assert (live_matches(line_id), net_of(amount)) == (1, amount)


@pytest.mark.parametrize("turn", range(3))
def test_law_3_a_queue_matched_twice_at_once_pays_each_charge_once(race, now, turn):
    amount = 20_001 + turn
    (code,) = race.orders(amount)
    line_ids = [race.line(f"queue-{turn}-{n}", code, amount) for n in range(2)]
    run = lambda: match_payment.match_queue(actor=system(), now=now)  # noqa: E731  named for the two who run it
    assert race.together(run, run) == ["0", "1"]
    assert [live_matches(line_id) for line_id in line_ids] == [1, 0]
    assert net_of(amount) == amount


def test_law_3_a_match_undone_twice_at_once_takes_the_sale_back_once(race, now):
    amount = 30_001
    (code,) = race.orders(amount)
    line_id = race.line("undo", code, amount)
    assert race.together(lambda: match_payment.match_queue(actor=system(), now=now)) == ["1"]
    undo = lambda: match_payment.undo(line_id, reason="错", actor=system(), now=now)  # noqa: E731  as above
    assert race.together(undo, undo) == ["None", "refused"]
    assert (live_matches(line_id), net_of(amount)) == (0, 0)
    charge = db.session.scalars(select(Charge).where(Charge.remittance_code == code)).one()
    assert charge.state is ChargeState.OPEN


def test_law_3_a_line_set_aside_while_the_queue_is_matched_pays_nothing(race, now, together):
    amount = 40_001
    (code,) = race.orders(amount)
    line_id = race.line("aside", code, amount)
    ends = []
    queue = Thread(target=lambda: ends.extend(together(in_transaction(match_payment.match_queue, now))))
    with transaction():
        matching.set_aside(line_id, reason="房租", actor=system(), now=now)
        queue.start()
        queue.join(0.5)  # it has looked by now, or waits for us
    queue.join(30)
    assert ends == [0]
    assert (live_matches(line_id), net_of(amount)) == (0, 0)
    assert db.session.get(BankLine, line_id, populate_existing=True).state is BankLineState.SET_ASIDE


def test_law_3_two_lines_said_to_pay_one_charge_at_once_pay_it_once(race, now, together, monkeypatch):
    amount = 50_001
    (code,) = race.orders(amount)
    first, second = (race.line(f"one-{n}", "货款", amount) for n in range(2))
    charge_id = get_charge_id(code)
    match, ends = partial(matching.match, charge_id=charge_id), []
    later = Thread(target=lambda: ends.extend(together(in_transaction(match, now, second))))
    check_payable = matching.check_payable

    def check_before_another_begins(charge):
        check_payable(charge)
        if not later.ident:
            later.start()
            later.join(0.5)  # it has paid by now, or waits for us

    monkeypatch.setattr(matching, "check_payable", check_before_another_begins)
    assert together(in_transaction(match, now, first)) == [None]
    later.join(30)
    assert [type(end) for end in ends] == [MoveRefused]
    assert [live_matches(line_id) for line_id in (first, second)] == [1, 0]
