from datetime import date

import pytest
from sqlalchemy import text

from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden
from marketplace.purchasing import errors
from marketplace.purchasing.rules import PaymentTerms, WantedLine
from marketplace.workflows import place_order
from marketplace.workflows.place_order import Terms
from tests.catalogue.statements import counted

TERMS = Terms(order_approval_fen=10**12, reservation_days=7)


def refused(stage, *lines):
    with pytest.raises(errors.LinesRefused) as refusal:
        stage.place(*lines)
    return {path: [error.reason for error in wrong] for path, wrong in refusal.value.fields.items()}


def test_price_tier_and_stock_are_fixed_at_placement(stage, cast, session):
    sku = cast.product(stage.supplier, tiers=((2, 1000), (10, 900)), stock=30)
    order = stage.order(stage.place((sku, 12)))
    row = session.execute(text("SELECT * FROM order_line WHERE order_id = :id"), {"id": order.id}).one()
    assert (row.quantity, row.unit_price_fen, row.amount_fen, row.shipped) == (12, 900, 10_800, 0)
    assert order.amount_fen == 10_800
    assert order.order_number == f"20200915-{order.id:06d}"
    assert stage.balance(sku) == (30, 12)


def test_a_group_has_one_order_per_supplier_each_with_a_charge_of_its_own(stage, cast, session):
    skus = [cast.product(cast.supplier(), tiers=((1, 100 * n),)) for n in (1, 2, 3)]
    again = cast.product(stage.supplier)
    group_id = stage.place(*((sku, 2) for sku in skus), (again, 1))
    orders = stage.orders(group_id)
    assert [order.amount_fen for order in orders] == [1000, 200, 400, 600]
    charges = [stage.charge(order.id) for order in orders]
    assert [charge.amount_fen for charge in charges] == [1000, 200, 400, 600]
    assert len({charge.remittance_code for charge in charges}) == 4
    assert {charge.state.value for charge in charges} == {"pending"}
    group = session.execute(text("SELECT * FROM order_group WHERE id = :id"), {"id": group_id}).one()
    assert (group.amount_fen, group.lines_count, group.placed_by_id) == (2200, 4, stage.purchaser.id)


def test_everything_wrong_is_told_at_once_and_nothing_is_written(stage, cast, session):
    fine = cast.product(stage.supplier, stock=5)
    bulk = cast.product(stage.supplier, tiers=((10, 100),))
    lapsed = cast.product(cast.supplier(certified=(date(2019, 1, 1), date(2020, 9, 15))))
    lines = [
        (fine, 6),
        (bulk, 9),
        (lapsed, 1),
        WantedLine(sku_code="nothing", quantity=1, deliver_on=date(2020, 9, 14)),
        (fine, 1),
        WantedLine(sku_code=bulk.code, quantity=0),
    ]
    assert refused(stage, *lines) == {
        "lines.0.quantity": ["order_line.stock_short"],
        "lines.1.quantity": ["order_line.below_minimum"],
        "lines.2.sku": ["order_line.supplier_not_certified"],
        "lines.3.deliver_on": ["order_line.delivery_in_the_past"],
        "lines.3.sku": ["order_line.not_on_sale"],
        "lines.4.sku": ["order_line.repeated"],
        "lines.5.sku": ["order_line.repeated"],
        "lines.5.quantity": ["order_line.quantity_out_of_range"],
    }
    assert session.scalar(text("SELECT count(*) FROM order_group")) == 0
    assert stage.balance(fine) == (5, 0)


@pytest.mark.parametrize("quantity", [-1, 0, 1_000_001, 10**30])
def test_a_quantity_out_of_bounds_is_refused(stage, cast, quantity):
    sku = cast.product(stage.supplier)
    assert refused(stage, (sku, quantity)) == {"lines.0.quantity": ["order_line.quantity_out_of_range"]}


def test_an_amount_that_no_order_holds_is_refused(stage, cast):
    sku = cast.product(stage.supplier, tiers=((1, 10**10),), stock=10**6)
    assert refused(stage, (sku, 10**6)) == {"lines.0.quantity": ["order_line.amount_too_large"]}


def test_nobody_orders_their_own_goods(stage, cast, session):
    sku = cast.product(stage.supplier)
    with pytest.raises(errors.LinesRefused) as refusal:
        place_order.place(
            buyer_id=stage.supplier.organisation_id,
            lines=[WantedLine(sku_code=sku.code, quantity=1)],
            terms=TERMS,
            actor=system(),
            now=stage.now,
        )
    assert [error.reason for error in refusal.value.fields["lines.0.sku"]] == ["order_line.own_goods"]


def test_a_group_has_lines_but_not_too_many(stage):
    with pytest.raises(errors.LinesMissing):
        stage.place()
    with pytest.raises(errors.LinesTooMany):
        stage.place(*(WantedLine(sku_code=f"S{n}", quantity=1) for n in range(2001)))


def test_law_12_nobody_orders_for_another_buyer(stage, cast):
    sku = cast.product(stage.supplier)
    with pytest.raises(errors.BuyerUnknown):
        stage.place((sku, 1), by=stage.as_(cast.outsider()))
    with pytest.raises(Forbidden):
        stage.place((sku, 1), by=stage.as_(stage.receiver))


def test_a_closed_buyer_orders_nothing(stage, cast, session):
    sku = cast.product(stage.supplier)
    stage.school.closed_at = stage.now
    session.flush()
    with pytest.raises(errors.BuyerUnknown):
        stage.place((sku, 1))


def test_the_approval_threshold_is_asked_of_the_whole_group(stage, cast):
    skus = [cast.product(cast.supplier(), tiers=((1, 500),)) for _ in range(2)]
    lines = [(sku, 1) for sku in skus]
    assert {order.state.value for order in stage.orders(stage.place(*lines, approval_fen=1001))} == {"placed"}
    waiting = stage.orders(stage.place(*lines, approval_fen=1000))
    assert {order.state.value for order in waiting} == {"awaiting_approval"}
    assert all(order.needs_approval for order in waiting)


def test_a_buyers_own_threshold_goes_before_the_platforms(stage, cast, session):
    sku = cast.product(stage.supplier, tiers=((1, 500),))
    stage.school.order_approval_fen = 0
    session.flush()
    assert stage.order(stage.place((sku, 1))).state.value == "awaiting_approval"


def test_what_the_operator_places_counts_as_approved(stage, cast):
    sku = cast.product(stage.supplier)
    order = stage.order(stage.place((sku, 1), approval_fen=0, by=system()))
    assert (order.state.value, order.needs_approval) == ("placed", False)


def test_a_prepaid_order_is_owed_at_once_and_its_reservation_ends(stage, cast, session):
    sku = cast.product(stage.supplier)
    order_id = stage.placed((sku, 3), is_prepaid=True)
    charge = stage.charge(order_id)
    assert (charge.state.value, charge.amount_fen, charge.due_on) == ("open", 3000, date(2020, 9, 22))
    expires_at = session.scalar(
        text("SELECT expires_at FROM reservation WHERE holder = :h"), {"h": f"order:{order_id}"}
    )
    assert (expires_at - stage.now).days == 7


def test_a_prepaid_order_that_waits_for_approval_is_not_owed_yet(stage, cast):
    sku = cast.product(stage.supplier)
    assert stage.charge(stage.placed((sku, 3), is_prepaid=True, approval_fen=0)).state.value == "pending"


def test_law_13_a_placement_writes_one_audit_line(stage, cast, session):
    group_id = stage.place((cast.product(stage.supplier), 1), (cast.product(cast.supplier()), 1))
    assert stage.audit_actions() == ["order_group.placed"]
    line = session.execute(text("SELECT * FROM audit_line")).one()
    assert (line.subject, line.subject_id, line.user_id) == ("order_group", str(group_id), stage.purchaser.id)
    assert stage.school.id in line.organisation_ids
    assert line.after["amount_fen"] == 2000


def test_each_order_begins_with_an_event(stage, cast, session):
    order_id = stage.placed((cast.product(stage.supplier), 1))
    events = session.execute(text("SELECT * FROM order_event WHERE order_id = :id"), {"id": order_id}).all()
    assert [(e.from_state, e.to_state, e.user_id) for e in events] == [(None, "placed", stage.purchaser.id)]


def test_the_number_of_statements_is_the_same_for_20_and_500_lines(stage, cast):
    suppliers = [stage.supplier, cast.supplier(), cast.supplier()]
    skus = [cast.product(suppliers[n % 3], certified=None) for n in range(500)]

    def statements(count):
        with counted() as sent:
            place_order.place(
                buyer_id=stage.school.id,
                lines=[WantedLine(sku_code=sku.code, quantity=1) for sku in skus[:count]],
                terms=Terms(payment_terms=PaymentTerms.PREPAID, order_approval_fen=0, reservation_days=7),
                actor=stage.as_(stage.purchaser),
                now=stage.now,
            )
        return len(sent)

    assert statements(20) == statements(500)
