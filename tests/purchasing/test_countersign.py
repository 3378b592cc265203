"""Law 11: where the buyer's rule says so, two different people receive a shipment before anything of it counts."""

import pytest
from sqlalchemy import text

from marketplace.accounts.rules import MemberRole
from marketplace.accounts.service import organisations
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, MoveRefused
from marketplace.purchasing import errors
from marketplace.purchasing.queries.orders import get_order
from marketplace.transaction import transaction
from marketplace.workflows import accept_delivery
from tests.catalogue.statements import counted


@pytest.fixture
def second(cast, stage):
    """Another receiver of the school."""
    return cast.member(stage.school, MemberRole.RECEIVER)


@pytest.fixture
def sku(cast, stage):
    """A thousand fen a pack; from four thousand on, two people receive."""
    stage.school.dual_inspection_from_fen = 4000
    return cast.product(stage.supplier, stock=20)


@pytest.fixture
def recorded(stage, sku):
    """An order of six packs, whose one shipment the first receiver recorded: five good, one spoiled."""
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 6))
    stage.receive(order_id, 1, (1, 5, 1))
    return order_id


def countersign(stage, order_id, user):
    with transaction():
        accept_delivery.countersign(order_id, 1, actor=stage.as_(user), now=stage.now)


def send_back(stage, order_id, user, reason="少数了一箱"):
    with transaction():
        accept_delivery.send_back(order_id, 1, reason=reason, actor=stage.as_(user), now=stage.now)


def counts(stage, order_id):
    """State, accepted amount, what is owed, and the line's accepted and rejected packs."""
    stage.session.expire_all()
    line = stage.session.execute(
        text("SELECT accepted, rejected FROM order_line WHERE order_id = :id"), {"id": order_id}
    ).one()
    charge = stage.charge(order_id)
    accepted_fen = "SELECT accepted_fen FROM purchase_order WHERE id = :id"
    fen = stage.session.scalar(text(accepted_fen), {"id": order_id})
    return stage.state(order_id), fen, charge.state.value, tuple(line)


def shipment_of(stage, order_id, user):
    order = get_order(order_id, actor=stage.as_(user))
    return order["next_actions"], order["shipments"][0]


def test_below_the_amount_one_receiver_is_enough(stage, sku):
    order_id = stage.confirmed((sku, 3))
    stage.ship(order_id, (1, 3))
    stage.receive(order_id, 1, (1, 3, 0))
    assert stage.state(order_id) == "received"


def test_what_the_first_records_counts_for_nothing_yet(stage, recorded, second):
    assert counts(stage, recorded) == ("shipped", 0, "pending", (0, 0))
    assert stage.audit_actions()[-1] == "shipment.inspected"
    actions, shipment = shipment_of(stage, recorded, second)
    assert shipment["receipt"]["state"] == "awaiting_countersignature"
    assert (shipment["lines"][0]["accepted"], shipment["lines"][0]["rejected"]) == (5, 1)
    assert actions == ["countersign", "send_back"]
    assert shipment_of(stage, recorded, stage.receiver)[0] == []


def test_the_second_lets_it_count(stage, recorded, second):
    countersign(stage, recorded, second)
    assert counts(stage, recorded) == ("received", 5000, "open", (5, 1))
    assert stage.charge(recorded).amount_fen == 5000
    actions, shipment = shipment_of(stage, recorded, second)
    assert actions == []
    assert (shipment["receipt"]["state"], shipment["receipt"]["countersigned_at"]) == ("counted", stage.now)
    assert shipment["receipt"]["countersigned_by"] == second.name
    line = stage.session.execute(
        text("SELECT after, user_id FROM audit_line WHERE action = 'shipment.countersigned'")
    ).one()
    assert line.after == {"shipment": 1, "accepted_fen": 5000, "rejected_packs": 1}
    assert line.user_id == second.id


def test_law_4_nothing_is_sold_before_the_second_confirms(cast, stage, sku, second):
    order_id = stage.confirmed((sku, 6), is_prepaid=True)
    stage.pay(order_id, on=stage.now.date())
    stage.ship(order_id, (1, 6))
    stage.receive(order_id, 1, (1, 5, 1))
    assert stage.sales() == []
    countersign(stage, order_id, second)
    assert [amount for _, amount, *_ in stage.sales()] == [5000]
    assert stage.state(order_id) == "settled"


def test_law_11_who_recorded_it_neither_confirms_nor_sends_it_back(stage, recorded):
    for decide in (countersign, send_back):
        with pytest.raises(errors.ReceiversSame) as refusal:
            decide(stage, recorded, stage.receiver)
        assert isinstance(refusal.value, Forbidden)
    assert counts(stage, recorded) == ("shipped", 0, "pending", (0, 0))


def test_law_11_nobody_without_a_name_is_one_of_two(stage, sku, recorded, session):
    with pytest.raises(errors.ReceiversSame):
        accept_delivery.countersign(recorded, 1, actor=system(), now=stage.now)
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 6))
    with pytest.raises(errors.ReceiversSame):
        accept_delivery.accept(order_id, 1, [], actor=system(), now=stage.now)


def test_what_is_sent_back_is_recorded_anew_by_either_and_confirmed_by_the_other(stage, recorded, second):
    send_back(stage, recorded, second)
    actions, shipment = shipment_of(stage, recorded, stage.receiver)
    assert actions == ["receive"]
    assert shipment["receipt"] is None
    assert shipment["sent_back"] == {"at": stage.now, "by_name": second.name, "reason": "少数了一箱"}
    assert shipment["lines"][0]["accepted"] is None
    with pytest.raises(MoveRefused):
        countersign(stage, recorded, second)
    stage.receiver, first = second, stage.receiver
    stage.receive(recorded, 1, (1, 6, 0))
    countersign(stage, recorded, first)
    assert counts(stage, recorded) == ("received", 6000, "open", (6, 0))
    kept = stage.session.execute(text("SELECT state, reason FROM receipt ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [("sent_back", "少数了一箱"), ("counted", None)]


def test_sending_back_needs_a_reason(stage, recorded, second):
    with pytest.raises(errors.ReasonMissing):
        send_back(stage, recorded, second, reason=" ")
    assert counts(stage, recorded)[0] == "shipped"


def test_law_3_a_receipt_is_recorded_once_and_confirmed_once(stage, recorded, second):
    with pytest.raises(errors.ReceiptWaits):
        stage.receive(recorded, 1, (1, 6, 0))
    countersign(stage, recorded, second)
    for decide in (countersign, send_back):
        with pytest.raises(MoveRefused):
            decide(stage, recorded, second)
    with pytest.raises(errors.ShipmentReceived):
        stage.receive(recorded, 1, (1, 6, 0))
    assert counts(stage, recorded)[1] == 5000


def test_a_shipment_that_nobody_recorded_has_nothing_to_confirm(stage, sku, second):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 6))
    for decide in (countersign, send_back):
        with pytest.raises(errors.ReceiptUnknown):
            decide(stage, order_id, second)


def test_the_rule_of_the_placement_holds(stage, sku, second):
    order_id = stage.confirmed((sku, 6))
    stage.school.dual_inspection_from_fen = None
    other = stage.confirmed((sku, 6))
    stage.school.dual_inspection_from_fen = 0
    for each in (order_id, other):
        stage.ship(each, (1, 6))
        stage.receive(each, 1, (1, 6, 0))
    assert [stage.state(each) for each in (order_id, other)] == ["shipped", "received"]


def test_the_order_is_received_when_its_last_receipt_counts(stage, sku, second):
    order_id = stage.confirmed((sku, 6))
    for number, packs in ((1, 2), (2, 4)):
        stage.ship(order_id, (1, packs))
        stage.receive(order_id, number, (1, packs, 0))
    accept_delivery.countersign(order_id, 2, actor=stage.as_(second), now=stage.now)
    assert counts(stage, order_id) == ("shipped", 4000, "pending", (4, 0))
    countersign(stage, order_id, second)
    assert counts(stage, order_id) == ("received", 6000, "open", (6, 0))


def test_law_12_others_find_nothing_to_confirm(cast, stage, recorded):
    for decide in (countersign, send_back):
        with pytest.raises(errors.OrderUnknown):
            decide(stage, recorded, cast.outsider())
        for user in (stage.purchaser, stage.approver, stage.seller):
            with pytest.raises(Forbidden):
                decide(stage, recorded, user)
    assert counts(stage, recorded)[0] == "shipped"


def test_the_number_of_statements_does_not_grow_with_the_lines(cast, stage, second):
    stage.school.dual_inspection_from_fen = 0
    used = []
    for n in (2, 30):
        skus = [cast.product(stage.supplier, stock=3) for _ in range(n)]
        order_id = stage.confirmed(*((sku, 2) for sku in skus))
        stage.ship(order_id, *((number, 2) for number in range(1, n + 1)))
        stage.receive(order_id, 1, *((number, 2, 0) for number in range(1, n + 1)))
        with counted() as sent:
            countersign(stage, order_id, second)
        used.append(len(sent))
    assert used[0] == used[1]


def test_a_manager_sets_the_rule_and_it_is_audited(cast, stage, now):
    manager = cast.actor(cast.member(stage.school, MemberRole.MANAGER))
    organisations.change(stage.school.id, {"dual_inspection_from_fen": 100}, actor=manager, now=now)
    assert stage.school.dual_inspection_from_fen == 100
    before, after = stage.session.execute(
        text("SELECT before, after FROM audit_line WHERE action = 'organisation.changed'")
    ).one()
    assert (before["dual_inspection_from_fen"], after["dual_inspection_from_fen"]) == (None, 100)
    organisations.change(stage.school.id, {"name": "新名"}, actor=manager, now=now)
    assert stage.school.dual_inspection_from_fen == 100
    for user in (stage.receiver, stage.purchaser):
        with pytest.raises(Forbidden):
            organisations.change(stage.school.id, {"dual_inspection_from_fen": None}, actor=cast.actor(user), now=now)
