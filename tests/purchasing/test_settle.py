"""Law 4: what counts, when, and how much of it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.models import Lot
from marketplace.kernel.actor import system
from marketplace.kernel.errors import MoveRefused
from marketplace.purchasing.errors import LinesRefused
from marketplace.purchasing.rules import channel_of, recognised_on
from marketplace.purchasing.service.shipments import Part
from marketplace.sales.rules import Channel
from marketplace.workflows import match_payment

LATER = datetime(2020, 9, 20, 2, tzinfo=UTC)


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, tiers=((1, 333),), stock=10)


def shipped(stage, *lines, **options):
    order_id = stage.confirmed(*lines, **options)
    if options.get("is_prepaid"):
        stage.pay(order_id, on=date(2020, 9, 16))
    stage.ship(order_id, *((n, quantity) for n, (_, quantity) in enumerate(lines, start=1)))
    return order_id


def number(stage, order_id):
    return stage.session.scalar(text("SELECT order_number FROM purchase_order WHERE id = :id"), {"id": order_id})


def test_law_4_nothing_counts_before_it_is_accepted_and_paid(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 6))
    assert stage.sales() == []
    stage.receive(order_id, 1, (1, 6, 0))
    assert stage.sales() == []
    stage.pay(order_id, on=date(2020, 9, 20))
    assert stage.sales() == [(number(stage, order_id), 6 * 333, "2020-09-20", 6)]


@pytest.mark.parametrize("how", ["expired", "suspended", "withdrawn"])
@pytest.mark.parametrize("begun", ["placed", "confirmed", "partly shipped"])
def test_running_orders_finish_after_the_suppliers_certification_ended(stage, sku, how, begun):
    order_id = stage.placed((sku, 6))
    if begun != "placed":
        stage.confirm(order_id)
    if begun == "partly shipped":
        stage.ship(order_id, (1, 2))
    stage.lapse(stage.supplier, how)
    with pytest.raises(LinesRefused):
        stage.place((sku, 1))
    if begun == "placed":
        stage.confirm(order_id)
    sent = stage.ship(order_id, (1, 4 if begun == "partly shipped" else 6))
    if begun == "partly shipped":
        stage.receive(order_id, 1, (1, 2, 0))
        stage.receive(order_id, sent, (1, 4, 0))
    else:
        stage.receive(order_id, sent, (1, 6, 0))
    stage.pay(order_id, on=date(2020, 9, 20))
    assert stage.state(order_id) == "settled"
    assert stage.sales() == [(number(stage, order_id), 6 * 333, "2020-09-20", 6)]


def test_law_4_a_prepaid_order_counts_once_it_is_accepted(stage, sku):
    order_id = shipped(stage, (sku, 6), is_prepaid=True)
    assert stage.sales() == []
    stage.receive(order_id, 1, (1, 6, 0), now=LATER)
    assert stage.state(order_id) == "settled"
    assert stage.sales() == [(number(stage, order_id), 6 * 333, "2020-09-20", 6)]


def test_law_4_the_day_is_the_later_of_acceptance_and_payment(stage, sku):
    order_id = shipped(stage, (sku, 1))
    stage.receive(order_id, 1, (1, 1, 0), now=LATER)
    stage.pay(order_id, on=date(2020, 9, 18))
    assert [day for _, _, day, _ in stage.sales()] == ["2020-09-20"]
    assert recognised_on(received_on=date(2020, 9, 1), paid_on=date(2020, 9, 2)) == date(2020, 9, 2)


def test_law_4_only_what_was_accepted_counts(stage, cast, sku):
    second, third = (cast.product(stage.supplier, tiers=((1, price),)) for price in (100, 7))
    order_id = shipped(stage, (sku, 6), (second, 5), (third, 2))
    stage.receive(order_id, 1, (1, 4, 2), (2, 0, 5), (3, 2, 0))
    assert stage.charge(order_id).amount_fen == 4 * 333 + 2 * 7
    stage.pay(order_id, on=date(2020, 9, 15))
    assert [(amount, quantity) for _, amount, _, quantity in stage.sales()] == [(4 * 333, 4), (2 * 7, 2)]


def test_law_4_many_shipments_count_together_once(stage, sku):
    order_id = stage.confirmed((sku, 6))
    for n in range(1, 4):
        stage.ship(order_id, (1, 2))
        stage.receive(order_id, n, (1, 1, 1))
    assert stage.sales() == []
    stage.pay(order_id, on=date(2020, 9, 15))
    assert [(amount, quantity) for _, amount, _, quantity in stage.sales()] == [(3 * 333, 3)]


def test_an_order_of_which_nothing_was_accepted_settles_without_a_sale(stage, sku):
    order_id = shipped(stage, (sku, 6))
    stage.receive(order_id, 1, (1, 0, 6))
    assert stage.state(order_id) == "settled"
    assert stage.charge(order_id).state.value == "cancelled"
    assert stage.sales() == []


def test_law_3_a_payment_matched_once_counts_once(stage, sku):
    order_id = shipped(stage, (sku, 1))
    stage.receive(order_id, 1, (1, 1, 0))
    line_id = stage.pay(order_id, on=date(2020, 9, 15))
    code = stage.charge(order_id).remittance_code
    with pytest.raises(MoveRefused):
        match_payment.match(line_id, code, actor=system(), now=stage.now)
    assert len(stage.sales()) == 1


def test_a_wrong_payment_takes_the_sale_back_and_a_right_one_states_it_anew(stage, sku):
    order_id = shipped(stage, (sku, 2))
    stage.receive(order_id, 1, (1, 2, 0))
    line_id = stage.pay(order_id, on=date(2020, 9, 15))
    match_payment.undo(line_id, reason="串户", actor=system(), now=stage.now)
    assert stage.state(order_id) == "received"
    assert [amount for _, amount, _, _ in stage.sales()] == [666, -666]
    stage.pay(order_id, on=date(2020, 9, 30))
    assert [amount for _, amount, _, _ in stage.sales()] == [666, -666, 666]
    assert stage.session.scalar(text("SELECT max(generation) FROM sale")) == 1


def test_a_sale_names_its_buyer_its_lot_and_who_shares_it(stage, cast, sku, session):
    lot = Lot(product_id=sku.product_id, lot_number="L1", created_at=stage.now)
    session.add(lot)
    session.flush()
    version = cast.roster(
        stage.supplier, [(cast.household(), 1)], share_bp=3000, product_id=sku.product_id, lot_id=lot.id
    )
    order_id = stage.confirmed((sku, 3))
    stage.ship(order_id, Part(number=1, quantity=3, lot_number="L1"))
    stage.receive(order_id, 1, (1, 3, 0))
    stage.pay(order_id, on=date(2020, 9, 15))
    sale = session.execute(text("SELECT * FROM sale")).one()
    assert (sale.channel, sale.buyer_kind, sale.buyer_name) == ("school_purchase", "school", "环县第一中学")
    assert (sale.lot_id, sale.roster_version_id, sale.pool_fen) == (lot.id, version.id, 300)
    assert (sale.source, sale.line, sale.buyer_organisation_id) == ("order", 1, stage.school.id)


def test_every_kind_of_buyer_has_a_channel():
    assert {kind: channel_of(kind) for kind in BuyerKind} == {
        BuyerKind.AGENCY: Channel.GOVERNMENT_PURCHASE,
        BuyerKind.SCHOOL: Channel.SCHOOL_PURCHASE,
        BuyerKind.ENTERPRISE: Channel.ENTERPRISE_PURCHASE,
        BuyerKind.UNION: Channel.UNION_PURCHASE,
        BuyerKind.HOSPITAL: Channel.GOVERNMENT_PURCHASE,
        BuyerKind.OTHER: Channel.OTHER,
    }
