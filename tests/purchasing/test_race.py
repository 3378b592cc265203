"""Several buyers at once, on real connections."""

import threading

import pytest
from sqlalchemy import text

from marketplace.accounts.rules import MemberRole
from marketplace.db import db
from marketplace.kernel.actor import system
from marketplace.kernel.errors import MoveRefused
from marketplace.purchasing import errors
from marketplace.purchasing.rules import WantedLine
from marketplace.purchasing.service import decisions
from marketplace.purchasing.service.receipts import Inspected
from marketplace.purchasing.service.shipments import Part
from marketplace.suppliers.service import deciding
from marketplace.transaction import transaction
from marketplace.workflows import accept_delivery, approve_order, cancel_order, match_payment, place_order, ship_order
from marketplace.workflows.place_order import Terms

TERMS = Terms(order_approval_fen=10**12, reservation_days=7)
THREADS = 64


@pytest.fixture
def last_unit(crowd):
    sku = crowd.cast.product(crowd.supplier, stock=1)
    db.session.commit()
    return sku


def placing(stage, *codes, terms=TERMS):
    """A call that places one of each."""
    actor, buyer_id, now = stage.as_(stage.purchaser), stage.school.id, stage.now
    lines = [WantedLine(sku_code=code, quantity=1) for code in codes]

    def call():
        with transaction():
            return place_order.place(buyer_id=buyer_id, lines=lines, terms=terms, actor=actor, now=now)

    return call


def test_law_2_of_64_buyers_of_the_last_unit_exactly_one_wins(crowd, last_unit, together):
    outcomes = together(*[placing(crowd, last_unit.code)] * THREADS)
    won = [outcome for outcome in outcomes if isinstance(outcome, int)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, errors.StockTaken)]
    assert (len(won), len(lost)) == (1, THREADS - 1)
    assert {error.reason for each in lost for error in each.fields["lines.0.quantity"]} == {"order_line.stock_short"}
    assert crowd.balance(last_unit) == (1, 1)
    count = "SELECT count(*) FROM order_line WHERE sku_id = :id"
    assert db.session.scalar(text(count), {"id": last_unit.id}) == 1


def test_law_2_a_buyer_who_was_faster_between_look_and_lock_wins(crowd, last_unit, together, monkeypatch):
    first, second = placing(crowd, last_unit.code), placing(crowd, last_unit.code)
    create, is_first = place_order.charges.create, threading.local()

    def create_after_the_other(*args, **options):
        if getattr(is_first, "value", False):
            is_first.value = False
            assert isinstance(together(second)[0], int)
        return create(*args, **options)

    monkeypatch.setattr(place_order.charges, "create", create_after_the_other)

    def slow():
        is_first.value = True
        return first()

    [refusal] = together(slow)
    assert isinstance(refusal, errors.StockTaken)
    [error] = refusal.fields["lines.0.quantity"]
    assert dict(error.facts) == {"wanted": 1, "left": 0}
    assert crowd.balance(last_unit) == (1, 1)


def test_orders_of_the_same_goods_in_any_order_do_not_lock_each_other_out(crowd, together):
    skus = [crowd.cast.product(crowd.cast.supplier(), stock=100) for _ in range(6)]
    db.session.commit()
    codes = [sku.code for sku in skus]
    turned = [codes[n:] + codes[:n] for n in range(len(codes))]
    outcomes = together(*(placing(crowd, *some) for some in turned + [list(reversed(each)) for each in turned]))
    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert {crowd.balance(sku) for sku in skus} == {(100, 12)}


def cancelling(stage, order_id):
    actor, now = stage.as_(stage.purchaser), stage.now

    def call():
        with transaction():
            cancel_order.cancel(order_id, reason="x", actor=actor, now=now)

    return call


def shipping(stage, order_id):
    actor, now = stage.as_(stage.seller), stage.now

    def call():
        with transaction():
            return ship_order.ship(order_id, [Part(number=1, quantity=1)], actor=actor, now=now)

    return call


def receiving(stage, order_id, quantity):
    actor, now = stage.as_(stage.receiver), stage.now

    def call():
        with transaction():
            accept_delivery.accept(order_id, 1, [Inspected(number=1, accepted=quantity)], actor=actor, now=now)

    return call


def paying_anew(stage, line_id, code):
    now = stage.now

    def call():
        with transaction():
            match_payment.undo(line_id, reason="x", actor=system(), now=now)
            match_payment.match(line_id, code, actor=system(), now=now)

    return call


def test_an_order_is_cancelled_or_shipped_never_both(crowd, together):
    for _ in range(5):
        sku = crowd.cast.product(crowd.supplier, stock=1)
        order_id = crowd.confirmed((sku, 1))
        db.session.commit()
        outcomes = together(cancelling(crowd, order_id), shipping(crowd, order_id))
        assert [isinstance(outcome, MoveRefused) for outcome in outcomes].count(True) == 1, outcomes
        state = crowd.state(order_id)
        assert (state, crowd.balance(sku)) in {("cancelled", (1, 0)), ("shipped", (0, 0))}


def test_law_3_a_shipment_is_received_once_by_two_receivers_at_once(crowd, together):
    sku = crowd.cast.product(crowd.supplier, stock=4)
    order_id = crowd.confirmed((sku, 4))
    crowd.ship(order_id, (1, 4))
    db.session.commit()
    outcomes = together(*[receiving(crowd, order_id, 4)] * 8)
    assert [type(outcome) for outcome in outcomes].count(errors.ShipmentReceived) == 7
    assert crowd.charge(order_id).amount_fen == 4000


def countersigning(stage, order_id, user):
    actor, now = stage.as_(user), stage.now

    def call():
        with transaction():
            accept_delivery.countersign(order_id, 1, actor=actor, now=now)

    return call


def sending_back(stage, order_id, user):
    actor, now = stage.as_(user), stage.now

    def call():
        with transaction():
            accept_delivery.send_back(order_id, 1, reason="x", actor=actor, now=now)

    return call


@pytest.fixture
def recorded(crowd):
    """A shipment of four packs that a first receiver recorded, and whose order is paid; another receiver."""
    crowd.school.dual_inspection_from_fen = 0
    second = crowd.cast.member(crowd.school, MemberRole.RECEIVER)
    order_id = crowd.confirmed((crowd.cast.product(crowd.supplier, stock=4), 4))
    crowd.ship(order_id, (1, 4))
    crowd.receive(order_id, 1, (1, 4, 0))
    db.session.commit()
    return order_id, second


def test_law_3_a_receipt_is_countersigned_once_by_several_at_once(crowd, recorded, together):
    order_id, second = recorded
    outcomes = together(*[countersigning(crowd, order_id, second)] * 8)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EndReached"] * 7 + ["NoneType"]
    accepted = "SELECT accepted FROM order_line WHERE order_id = :id"
    assert db.session.scalar(text(accepted), {"id": order_id}) == 4
    assert crowd.charge(order_id).amount_fen == 4000


def test_law_3_a_receipt_counts_or_is_sent_back_never_both(crowd, recorded, together):
    order_id, second = recorded
    outcomes = together(countersigning(crowd, order_id, second), sending_back(crowd, order_id, second))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EndReached", "NoneType"]
    found = db.session.execute(
        text("SELECT receipt.state, line.accepted FROM receipt JOIN shipment ON shipment.id = shipment_id "
             "JOIN order_line line ON line.order_id = shipment.order_id WHERE shipment.order_id = :id"),
        {"id": order_id},
    ).one()  # fmt: skip
    assert tuple(found) in {("counted", 4), ("sent_back", 0)}


def test_two_approvers_at_once_approve_once(crowd, together):
    group_id = crowd.place((crowd.cast.product(crowd.supplier, stock=4), 4), approval_fen=0)
    db.session.commit()
    actor, now = crowd.as_(crowd.approver), crowd.now

    def approve():
        with transaction():
            approve_order.approve_group(group_id, actor=actor, now=now)

    outcomes = together(*[approve] * 4)
    assert outcomes.count(None) == 1
    count = "SELECT count(*) FROM order_event JOIN purchase_order o ON o.id = order_id WHERE o.order_group_id = :id"
    assert db.session.scalar(text(count), {"id": group_id}) == 2


def test_law_4_accepted_and_paid_at_once_counts_once(crowd, together):
    """Whichever comes second sees the first and records the sale."""
    for _ in range(5):
        sku = crowd.cast.product(crowd.supplier, stock=4)
        order_id = crowd.confirmed((sku, 4), is_prepaid=True)
        line_id = crowd.pay(order_id, on=crowd.now.date())
        crowd.ship(order_id, (1, 4))
        db.session.commit()
        code = crowd.charge(order_id).remittance_code
        assert together(paying_anew(crowd, line_id, code), receiving(crowd, order_id, 4)) == [None, None]
        assert crowd.state(order_id) == "settled"
        total = (
            "SELECT sum(sale.amount_fen) FROM sale JOIN purchase_order o ON o.order_number = source_number "
            "WHERE o.id = :id"
        )
        assert db.session.scalar(text(total), {"id": order_id}) == 4000


def test_a_supplier_is_suspended_only_after_the_approval_that_saw_it_certified(crowd, together, monkeypatch):
    group_id = crowd.place((crowd.cast.product(crowd.supplier, stock=1), 1), approval_fen=0)
    db.session.commit()
    supplier_id, approver, now, app = crowd.supplier.id, crowd.as_(crowd.approver), crowd.now, crowd.cast.app
    suspended = threading.Event()

    def suspend():
        with app.app_context(), transaction():
            deciding.suspend(supplier_id=supplier_id, reason="质量投诉", actor=system(), now=now)
        suspended.set()

    suspending = threading.Thread(target=suspend)
    certified_on = decisions.certified_on

    def look_while_another_suspends(*asked):
        seen = certified_on(*asked)
        suspending.start()
        assert not suspended.wait(0.5), "a supplier was suspended between look and approval"
        return seen

    monkeypatch.setattr(decisions, "certified_on", look_while_another_suspends)

    def approve():
        with transaction():
            approve_order.approve_group(group_id, actor=approver, now=now)

    assert together(approve) == [None]
    suspending.join(10)
    assert suspended.is_set()
    assert {order.state.value for order in crowd.orders(group_id)} == {"placed"}
