"""Lists and details, and who sees them."""

import pytest

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.kernel.errors import Forbidden
from marketplace.purchasing import errors
from marketplace.purchasing.queries.groups import get_group, list_groups, list_lines
from marketplace.purchasing.queries.orders import get_order, list_orders
from marketplace.purchasing.rules import OrderState
from marketplace.purchasing.service.shipments import Part
from tests.catalogue.statements import counted


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, tiers=((1, 250),), stock=50, name="环县苹果")


def group_ids(actor, **options):
    return [row["id"] for row in list_groups(actor=actor, **options)]


def order_ids(actor, **options):
    return [row["id"] for row in list_orders(actor=actor, **options)]


def test_groups_are_listed_newest_first_page_by_page(stage, sku):
    made = [stage.place((sku, 1)) for _ in range(3)]
    actor = stage.as_(stage.receiver)
    assert group_ids(actor, limit=2) == [made[2], made[1]]
    assert group_ids(actor, limit=2, before=made[1]) == [made[0]]


def test_the_lines_of_a_group_are_listed_by_order_and_no_outsider_sees_one(stage, sku, cast):
    other = cast.product(cast.supplier(), stock=9)
    group = stage.place((sku, 2), (other, 1))
    first, second = stage.orders(group)
    told = list_lines(group, actor=stage.as_(stage.approver))
    assert {order_id: [(line["sku"], line["quantity"]) for line in own] for order_id, own in told.items()} == {
        first.id: [(sku.code, 2)],
        second.id: [(other.code, 1)],
    }
    assert list(list_lines(group, actor=stage.as_(stage.seller))) == [first.id]
    assert list_lines(group, actor=cast.actor(cast.outsider())) == {}


def test_groups_are_narrowed_by_the_state_of_an_order(stage, sku):
    waiting = stage.place((sku, 1), approval_fen=0)
    placed = stage.place((sku, 1))
    actor = stage.as_(stage.receiver)
    assert group_ids(actor, order_state=OrderState.AWAITING_APPROVAL) == [waiting]
    assert group_ids(actor, order_state=OrderState.PLACED) == [placed]
    assert group_ids(actor, order_state=OrderState.SETTLED) == []


def test_orders_are_narrowed_by_state_and_number(stage, sku):
    first, second = stage.placed((sku, 1)), stage.confirmed((sku, 1))
    actor = stage.as_(stage.seller)
    assert order_ids(actor) == [second, first]
    assert order_ids(actor, state=OrderState.CONFIRMED) == [second]
    assert order_ids(actor, order_number=f"20200915-{first:06d}") == [first]
    assert order_ids(actor, before=second, limit=1) == [first]


def test_a_group_is_told_by_its_orders(stage, cast, sku):
    other = cast.supplier(name="环县小米厂")
    group_id = stage.place((sku, 2), (cast.product(other), 1), approval_fen=0)
    group = get_group(group_id, actor=stage.as_(stage.approver))
    assert (group["state"], group["states"]) == ("awaiting_approval", [{"state": "awaiting_approval", "orders": 2}])
    assert (group["buyer_name"], group["amount_fen"], group["lines_count"]) == ("环县第一中学", 1500, 2)
    assert [order["supplier_name"] for order in group["orders"]] == ["环县苹果合作社", "环县小米厂"]
    assert group["next_actions"] == ["approve", "refuse"]
    assert get_group(group_id, actor=stage.as_(stage.purchaser))["next_actions"] == []


def test_an_order_is_told_with_all_that_belongs_to_it(stage, cast, sku):
    order_id = stage.confirmed((sku, 4), (cast.product(stage.supplier), 1))
    stage.ship(order_id, (1, 3), (2, 1), carrier="顺丰")
    stage.receive(order_id, 1, (1, 1, 2), (2, 1, 0))
    stage.ship(order_id, (1, 1))
    order = get_order(order_id, actor=stage.as_(stage.receiver))
    line = order["lines"][0]
    assert (line["sku"], line["name"], line["unit"], line["specification"]) == (sku.code, "环县苹果", "箱", "5kg/箱")
    assert (line["quantity"], line["shipped"], line["accepted"], line["rejected"]) == (4, 4, 1, 2)
    assert (line["unit_price_fen"], line["amount_fen"], line["accepted_fen"]) == (250, 1000, 250)
    first, second = order["shipments"]
    assert (first["carrier"], first["receipt"]["received_by"]) == ("顺丰", stage.receiver.name)
    assert [(each["line"], each["accepted"], each["reject_reason"]) for each in first["lines"]] == [
        (1, 1, "spoiled"),
        (2, 1, None),
    ]
    assert second["receipt"] is None
    assert (second["lines"][0]["quantity"], second["lines"][0]["accepted"]) == (1, None)
    assert [(e["from_state"], e["to_state"], e["by_name"]) for e in order["events"]] == [
        (None, "placed", stage.purchaser.name),
        ("placed", "confirmed", stage.seller.name),
        ("confirmed", "partly_shipped", stage.seller.name),
        ("partly_shipped", "shipped", stage.seller.name),
    ]
    assert order["charge"]["remittance_code"].startswith("BF")
    assert order["charge"]["state"] == "pending"
    assert order["next_actions"] == ["receive"]


def test_next_actions_are_those_of_the_caller(stage, sku):
    order_id = stage.placed((sku, 1), approval_fen=0, is_prepaid=True)

    def actions(user):
        return get_order(order_id, actor=stage.as_(user))["next_actions"]

    assert actions(stage.approver) == ["approve", "refuse"]
    assert actions(stage.purchaser) == ["cancel"]
    assert actions(stage.seller) == actions(stage.receiver) == []


def test_law_12_buyers_and_suppliers_see_their_own(stage, cast, sku):
    other = cast.supplier()
    group_id = stage.place((sku, 1), (cast.product(other), 1))
    own, foreign = (order.id for order in stage.orders(group_id))
    seller = stage.as_(stage.seller)
    assert order_ids(stage.as_(stage.purchaser)) == [foreign, own]
    assert order_ids(seller) == [own]
    assert order_ids(stage.as_(stage.seller_of(other))) == [foreign]
    with pytest.raises(errors.OrderUnknown):
        get_order(foreign, actor=seller)
    # A group shows what its buyer orders elsewhere, so it is not its suppliers' to see.
    assert group_ids(seller) == []
    with pytest.raises(errors.OrderGroupUnknown):
        get_group(group_id, actor=seller)


def test_law_12_staff_see_what_touches_their_region(stage, cast, sku):
    group_id = stage.place((sku, 1))
    order_id = stage.order(group_id).id
    for region, groups, orders in (
        ("621000", [group_id], [order_id]),
        ("621021", [], []),
        ("110000", [], []),
    ):
        officer = stage.as_(cast.officer(Duty.AUDITOR, region=region))
        assert (group_ids(officer), order_ids(officer)) == (groups, orders)
    # An order of a buyer elsewhere from a supplier here is seen here, its group only where the buyer is.
    stage.school = cast.organisation(region="110101")
    stage.purchaser = cast.member(stage.school, MemberRole.PURCHASER)
    away = stage.place((sku, 1))
    officer = stage.as_(cast.officer(Duty.CASHIER, region="621022"))
    assert order_ids(officer) == [stage.order(away).id, order_id]
    assert group_ids(officer) == [group_id]


def test_law_12_the_outsider_finds_nothing_and_nobody_may_not_look(stage, cast, sku):
    group_id = stage.place((sku, 1))
    order_id = stage.order(group_id).id
    outsider = stage.as_(cast.outsider())
    assert (group_ids(outsider), order_ids(outsider)) == ([], [])
    with pytest.raises(errors.OrderUnknown):
        get_order(order_id, actor=outsider)
    with pytest.raises(errors.OrderGroupUnknown):
        get_group(group_id, actor=outsider)
    nobody = stage.as_(cast.user())
    for read in (
        lambda: list_groups(actor=nobody),
        lambda: list_orders(actor=nobody),
        lambda: get_order(order_id, actor=nobody),
        lambda: get_group(group_id, actor=nobody),
    ):
        with pytest.raises(Forbidden):
            read()


def test_an_order_is_read_in_as_many_statements_for_500_lines_as_for_20(stage, cast):
    skus = [cast.product(stage.supplier, certified=None) for _ in range(500)]
    actor = stage.as_(stage.receiver)

    def statements(count):
        order_id = stage.confirmed(*((sku, 2) for sku in skus[:count]))
        stage.ship(order_id, *(Part(number=n, quantity=1) for n in range(1, count + 1)))
        stage.receive(order_id, 1, *((n, 1, 0) for n in range(1, count + 1)))
        with counted() as sent:
            order = get_order(order_id, actor=actor)
        assert len(order["lines"]) == len(order["shipments"][0]["lines"]) == count
        return len(sent)

    assert statements(20) == statements(500) == 5
