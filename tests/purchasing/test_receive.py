import pytest
from sqlalchemy import text

from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.purchasing import errors
from marketplace.purchasing.rules import RejectReason
from marketplace.purchasing.service.receipts import Inspected
from marketplace.purchasing.service.shipments import Part
from marketplace.workflows import accept_delivery
from tests.catalogue.statements import counted


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=10)


@pytest.fixture
def other(cast, stage):
    return cast.product(stage.supplier, tiers=((1, 50),), stock=10)


def wrong(stage, order_id, *found):
    with pytest.raises(Invalid) as refusal:
        stage.receive(order_id, 1, *found)
    return {path: [error.reason for error in errors_] for path, errors_ in refusal.value.fields.items()}


def test_accepted_and_rejected_pieces_are_kept_line_by_line(stage, sku, other, session, cast):
    order_id = stage.confirmed((sku, 6), (other, 3))
    stage.ship(order_id, (1, 6), (2, 3))
    found = [
        Inspected(
            number=1,
            accepted=4,
            rejected=2,
            reject_reason=RejectReason.SHORT_WEIGHT,
            reject_note="每箱少 300 克",
            weighed_g=18_800,
        ),
        Inspected(number=2, accepted=3),
    ]
    accept_delivery.accept(
        order_id,
        1,
        found,
        note="上午到",
        evidence_file_id=cast.file(stage.school.id, media_type="image/png").id,
        actor=stage.as_(stage.receiver),
        now=stage.now,
    )
    lines = session.execute(text("SELECT shipped, accepted, rejected FROM order_line ORDER BY number")).all()
    assert [tuple(line) for line in lines] == [(6, 4, 2), (3, 3, 0)]
    row = session.execute(text("SELECT * FROM receipt_line WHERE rejected > 0")).one()
    assert (row.reject_reason, row.reject_note, row.weighed_g) == ("short_weight", "每箱少 300 克", 18_800)
    receipt = session.execute(text("SELECT * FROM receipt")).one()
    assert (receipt.note, receipt.received_by_id) == ("上午到", stage.receiver.id)
    order = stage.order(session.scalar(text("SELECT order_group_id FROM purchase_order")))
    assert (order.state.value, order.accepted_fen) == ("received", 4 * 1000 + 3 * 50)


def test_rejected_goods_do_not_go_back_on_hand_by_themselves(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 6))
    stage.receive(order_id, 1, (1, 1, 5))
    assert stage.balance(sku) == (4, 0)


def test_every_line_of_the_shipment_is_accounted_for(stage, sku, other):
    order_id = stage.confirmed((sku, 6), (other, 3))
    stage.ship(order_id, (1, 6), (2, 3))
    assert wrong(stage, order_id, (1, 5, 0)) == {
        "lines.0.accepted": ["receipt.incomplete"],
        "lines": ["receipt.line_missing"],
    }
    assert wrong(stage, order_id, (1, 6, 0), (1, 6, 0), (3, 1, 0)) == {
        "lines.1.line": ["order_line.twice"],
        "lines.2.line": ["order_line.unknown"],
        "lines": ["receipt.line_missing"],
    }
    assert wrong(stage, order_id, (1, 7, -1), (2, 3, 0)) == {"lines.0.accepted": ["receipt.incomplete"]}
    assert wrong(stage, order_id, (1, 10**30, 0), (2, 3, 0)) == {"lines.0.accepted": ["receipt.incomplete"]}


def test_rejected_pieces_and_only_they_have_a_reason(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 6))
    no_reason = Inspected(number=1, accepted=5, rejected=1)
    reason_for_none = Inspected(number=1, accepted=6, reject_reason=RejectReason.LATE)
    for found in (no_reason, reason_for_none):
        assert wrong(stage, order_id, found) == {"lines.0.reject_reason": ["receipt.reject_reason"]}
    for sentence in (errors.RejectReasonMissing.zh, errors.RejectReasonMissing.en):
        assert [reason.value for reason in RejectReason if reason.value not in sentence] == []


def test_law_3_a_shipment_is_received_once(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 3))
    stage.receive(order_id, 1, (1, 3, 0))
    with pytest.raises(errors.ShipmentReceived):
        stage.receive(order_id, 1, (1, 3, 0))
    with pytest.raises(errors.ShipmentUnknown):
        stage.receive(order_id, 2, (1, 3, 0))


def test_the_order_is_received_with_its_last_shipment(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 2))
    stage.ship(order_id, (1, 4))
    stage.receive(order_id, 2, (1, 4, 0))
    assert stage.state(order_id) == "shipped"
    assert stage.charge(order_id).state.value == "pending"
    stage.receive(order_id, 1, (1, 1, 1))
    assert stage.state(order_id) == "received"
    assert (stage.charge(order_id).state.value, stage.charge(order_id).amount_fen) == ("open", 5000)


def test_evidence_is_a_file_of_the_buyer(stage, cast, sku):
    order_id = stage.confirmed((sku, 1))
    stage.ship(order_id, (1, 1))
    foreign = cast.file(cast.organisation().id).id
    for file_id in (foreign, 10**15):
        with pytest.raises(Invalid) as refusal:
            accept_delivery.accept(
                order_id,
                1,
                [Inspected(number=1, accepted=1)],
                evidence_file_id=file_id,
                actor=stage.as_(stage.receiver),
                now=stage.now,
            )
        assert list(refusal.value.fields) == ["evidence_file_id"]


def test_law_12_another_buyer_finds_nothing_to_receive(stage, cast, sku):
    order_id = stage.confirmed((sku, 1))
    stage.ship(order_id, (1, 1))
    found = [Inspected(number=1, accepted=1)]
    with pytest.raises(errors.OrderUnknown):
        accept_delivery.accept(order_id, 1, found, actor=stage.as_(cast.outsider()), now=stage.now)
    for user in (stage.seller, stage.purchaser):
        with pytest.raises(Forbidden):
            accept_delivery.accept(order_id, 1, found, actor=stage.as_(user), now=stage.now)
    assert stage.state(order_id) == "shipped"


def test_law_13_a_receipt_writes_one_audit_line(stage, sku):
    order_id = stage.confirmed((sku, 1))
    stage.ship(order_id, (1, 1))
    stage.receive(order_id, 1, (1, 1, 0))
    assert stage.audit_actions()[-2:] == ["order.shipped", "shipment.received"]


def test_the_number_of_statements_is_the_same_for_20_and_500_lines(stage, cast):
    skus = [cast.product(stage.supplier, certified=None) for _ in range(500)]

    def statements(count):
        order_id = stage.confirmed(*((sku, 1) for sku in skus[:count]), is_prepaid=True)
        stage.pay(order_id, on=stage.now.date())
        stage.ship(order_id, *(Part(number=n, quantity=1) for n in range(1, count + 1)))
        found = [Inspected(number=n, accepted=1) for n in range(1, count + 1)]
        actor = stage.as_(stage.receiver)
        with counted() as sent:
            accept_delivery.accept(order_id, 1, found, actor=actor, now=stage.now)
            stage.session.flush()
        assert stage.state(order_id) == "settled"
        return len(sent)

    statements(1)  # the first settlement of a session makes its temporary tables
    assert statements(20) == statements(500)
