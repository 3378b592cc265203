"""Orders of the demo's school from the demo's supplier, each waiting for another person; none is accepted and paid."""

from collections.abc import Mapping
from typing import Final

from marketplace.catalogue.queries.offers import get_offers
from marketplace.catalogue.queries.stock import list_balances
from marketplace.catalogue.service import stock
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.heads import list_waiting_in_group
from marketplace.purchasing.queries.orders import list_orders_of
from marketplace.purchasing.rules import WantedLine
from marketplace.purchasing.service.receipts import Inspected
from marketplace.purchasing.service.shipments import Part
from marketplace.workflows import accept_delivery, approve_order, confirm_order, place_order, ship_order
from marketplace.workflows.demo.waiting.desk import Desk
from marketplace.workflows.place_order import Terms

_GOODS: Final = 40
"""So many of the supplier's SKUs are looked at."""
_ENOUGH: Final = 20
"""So many smallest orders must be left of what is ordered."""
_CANTEEN: Final = "食堂"


def lay_out(desk: Desk) -> None:
    """Leave an order to be confirmed, one to be paid, one to be received, one to be approved, and little of a SKU.

    An order is written as packs by SKU code, its lines in that order.
    """
    goods = _goods(desk)
    first, second, *_ = goods
    _place(desk, {code: goods[code] for code in (first, second)})
    paid_for = {first: 2 * goods[first]}
    _receive(desk, _ship(desk, _place(desk, paid_for), paid_for), paid_for)
    on_its_way = {second: 2 * goods[second]}
    _ship(desk, _place(desk, on_its_way), on_its_way)
    _ask(desk, _large(desk, goods))
    _count_low(desk, second)


def _goods(desk: Desk) -> Mapping[str, int]:
    """Tell the smallest order of each of the supplier's SKUs of which there is enough for several, by code."""
    balances = list_balances(actor=desk.actor("supplier"), after=0, limit=_GOODS)
    return {
        row["code"]: row["min_quantity"]
        for row in balances
        if row["min_quantity"] and row["available"] >= _ENOUGH * row["min_quantity"]
    }


def _large(desk: Desk, goods: Mapping[str, int]) -> Mapping[str, int]:
    """Choose packs until a second person has to approve, leaving half of each on the shelf."""
    balances = list_balances(actor=desk.actor("supplier"), after=0, limit=_GOODS)
    most = {row["code"]: row["available"] // 2 for row in balances}
    chosen: dict[str, int] = {}
    missing_fen = desk.order_approval_fen
    for offer in get_offers(goods.keys()):
        if missing_fen <= 0:
            break
        price_fen = offer.tiers[-1].unit_price_fen
        wanted = max(offer.min_quantity, -(-missing_fen // price_fen))
        chosen[offer.sku_code] = min(most[offer.sku_code], wanted)
        missing_fen -= chosen[offer.sku_code] * price_fen
    return chosen


def _ask(desk: Desk, wanted: Mapping[str, int]) -> int:
    purchaser = desk.actor("purchaser")
    [buyer_id] = purchaser.organisation_ids(P.ORDERS_PLACE)
    lines = [WantedLine(sku_code=code, quantity=quantity, deliver_to=_CANTEEN) for code, quantity in wanted.items()]
    terms = Terms(order_approval_fen=desk.order_approval_fen, reservation_days=desk.reservation_days)
    return place_order.place(buyer_id=buyer_id, lines=lines, terms=terms, actor=purchaser, now=desk.now)


def _place(desk: Desk, wanted: Mapping[str, int]) -> int:
    """Place an order that reaches its supplier, and tell its id."""
    group_id = _ask(desk, wanted)
    approver = desk.actor("approver")
    if list_waiting_in_group(group_id):
        approve_order.approve_group(group_id, actor=approver, now=desk.now)
    [order] = list_orders_of(group_id, actor=approver)
    order_id: int = order["id"]
    return order_id


def _ship(desk: Desk, order_id: int, wanted: Mapping[str, int]) -> int:
    supplier = desk.actor("supplier")
    confirm_order.confirm(order_id, actor=supplier, now=desk.now)
    parts = [Part(number=number, quantity=quantity) for number, quantity in enumerate(wanted.values(), start=1)]
    ship_order.ship(order_id, parts, carrier="中国邮政", actor=supplier, now=desk.now)
    return order_id


def _receive(desk: Desk, order_id: int, wanted: Mapping[str, int]) -> None:
    inspected = [Inspected(number=number, accepted=packs) for number, packs in enumerate(wanted.values(), start=1)]
    accept_delivery.accept(order_id, 1, inspected, actor=desk.actor("approver"), now=desk.now)


def _count_low(desk: Desk, code: str) -> None:
    """Let a count find that little is left of a SKU."""
    supplier = desk.actor("supplier")
    [row] = list_balances(actor=supplier, after=0, limit=1, sku_code=code)
    little = row["reserved"] + 3 * row["min_quantity"]
    stock.adjust(sku_code=code, counted=little, reason="月末盘点", actor=supplier, now=desk.now)
