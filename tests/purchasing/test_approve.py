import pytest
from sqlalchemy import text

from marketplace.accounts.rules import MemberRole
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, MoveRefused
from marketplace.purchasing import errors
from marketplace.workflows import approve_order, cancel_order


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=10)


def test_a_second_person_lets_the_orders_of_a_group_go(stage, cast, sku, session):
    group_id = stage.place((sku, 4), (cast.product(cast.supplier()), 1), approval_fen=0)
    approve_order.approve_group(group_id, actor=stage.as_(stage.approver), now=stage.now)
    orders = stage.orders(group_id)
    assert {order.state.value for order in orders} == {"placed"}
    assert {order.approved_by_id for order in orders} == {stage.approver.id}
    assert {order.approved_at for order in orders} == {stage.now}
    events = session.execute(text("SELECT from_state, to_state FROM order_event ORDER BY id")).all()
    assert [tuple(event) for event in events[2:]] == [("awaiting_approval", "placed")] * 2


def test_law_11_who_placed_an_order_does_not_decide_on_it(stage, cast, sku):
    both = cast.member(stage.school, MemberRole.PURCHASER, MemberRole.APPROVER)
    group_id = stage.place((sku, 1), approval_fen=0, by=stage.as_(both))
    with pytest.raises(errors.ApproverPlaced) as refusal:
        approve_order.approve_group(group_id, actor=stage.as_(both), now=stage.now)
    assert isinstance(refusal.value, Forbidden)
    with pytest.raises(errors.ApproverPlaced):
        approve_order.refuse_group(group_id, reason="不要了", actor=stage.as_(both), now=stage.now)
    assert stage.order(group_id).state.value == "awaiting_approval"


def test_law_11_the_program_is_no_second_person(stage, sku):
    group_id = stage.place((sku, 1), approval_fen=0)
    with pytest.raises(errors.ApproverPlaced):
        approve_order.approve_group(group_id, actor=system(), now=stage.now)


def test_law_12_an_approver_of_another_buyer_finds_nothing(stage, cast, sku):
    group_id = stage.place((sku, 1), approval_fen=0)
    for verb in (
        lambda actor: approve_order.approve_group(group_id, actor=actor, now=stage.now),
        lambda actor: approve_order.refuse_group(group_id, reason="x", actor=actor, now=stage.now),
    ):
        with pytest.raises(errors.OrderGroupUnknown):
            verb(stage.as_(cast.outsider()))
        with pytest.raises(Forbidden):
            verb(stage.as_(stage.purchaser))
    with pytest.raises(errors.OrderUnknown):
        approve_order.approve([stage.order(group_id).id], actor=stage.as_(cast.outsider()), now=stage.now)


def test_a_refusal_frees_the_stock_and_nothing_is_owed(stage, sku):
    group_id = stage.place((sku, 4), approval_fen=0, is_prepaid=True)
    approve_order.refuse_group(group_id, reason="预算不足", actor=stage.as_(stage.approver), now=stage.now)
    order = stage.order(group_id)
    assert order.state.value == "refused"
    assert stage.balance(sku) == (10, 0)
    assert stage.charge(order.id).state.value == "cancelled"


def test_a_refusal_says_why(stage, sku):
    group_id = stage.place((sku, 1), approval_fen=0)
    with pytest.raises(errors.ReasonMissing):
        approve_order.refuse_group(group_id, reason=" ", actor=stage.as_(stage.approver), now=stage.now)


def test_an_approved_prepaid_order_is_owed(stage, sku):
    group_id = stage.place((sku, 4), approval_fen=0, is_prepaid=True)
    approve_order.approve_group(group_id, actor=stage.as_(stage.approver), now=stage.now)
    charge = stage.charge(stage.order(group_id).id)
    assert (charge.state.value, charge.amount_fen) == ("open", 4000)


def test_an_order_that_waited_while_its_supplier_lapsed_keeps_the_group_from_approval(stage, cast, sku):
    other = cast.supplier(name="环县小米合作社")
    group_id = stage.place((sku, 4), (cast.product(other), 1), approval_fen=0)
    stage.lapse(other, "suspended")
    approver = stage.as_(stage.approver)
    with pytest.raises(errors.SuppliersLapsed) as refusal:
        approve_order.approve_group(group_id, actor=approver, now=stage.now)
    assert refusal.value.facts == {"suppliers": ["环县小米合作社"]}
    assert {order.state.value for order in stage.orders(group_id)} == {"awaiting_approval"}

    lapsed = next(order for order in stage.orders(group_id) if order.supplier_id == other.id)
    cancel_order.cancel(lapsed.id, reason="供应商暂停", actor=stage.as_(stage.purchaser), now=stage.now)
    approve_order.approve_group(group_id, actor=approver, now=stage.now)
    assert {order.state.value for order in stage.orders(group_id)} == {"cancelled", "placed"}


def test_several_lapsed_suppliers_are_named_as_the_language_lists_them(stage, cast):
    suppliers = [cast.supplier(name="甲社"), cast.supplier(name="乙社")]
    group_id = stage.place(*((cast.product(supplier), 1) for supplier in suppliers), approval_fen=0)
    for supplier in suppliers:
        stage.lapse(supplier, "suspended")
    with pytest.raises(errors.SuppliersLapsed) as refusal:
        approve_order.approve_group(group_id, actor=stage.as_(stage.approver), now=stage.now)
    assert refusal.value.sentence("zh").startswith("甲社、乙社 目前不在认定有效期内")
    assert "甲社, 乙社" in refusal.value.sentence("en")


def test_a_group_of_a_lapsed_supplier_may_be_refused(stage, sku):
    group_id = stage.place((sku, 4), approval_fen=0)
    stage.lapse(stage.supplier, "withdrawn")
    approve_order.refuse_group(group_id, reason="供应商已退出", actor=stage.as_(stage.approver), now=stage.now)
    assert stage.balance(sku) == (10, 0)


def test_what_does_not_wait_is_not_approved(stage, sku):
    group_id = stage.place((sku, 1))
    with pytest.raises(errors.NothingWaits):
        approve_order.approve_group(group_id, actor=stage.as_(stage.approver), now=stage.now)
    with pytest.raises(MoveRefused):
        approve_order.approve([stage.order(group_id).id], actor=stage.as_(stage.approver), now=stage.now)


def test_law_13_an_approval_writes_one_audit_line_for_each_order(stage, cast, sku):
    group_id = stage.place((sku, 1), (cast.product(cast.supplier()), 1), approval_fen=0)
    approve_order.approve_group(group_id, actor=stage.as_(stage.approver), now=stage.now)
    assert stage.audit_actions() == ["order_group.placed", "order.approved", "order.approved"]
