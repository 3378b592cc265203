"""The lines of an order as a shipment, a receipt and a settlement need them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.purchasing.errors import ReceiptUnknown, ShipmentUnknown
from marketplace.purchasing.rules import ReceiptState


@dataclass(frozen=True, slots=True)
class LineToShip:
    """A line with what is left to ship, and the lots of its product by lot number."""

    id: int
    sku_id: int
    quantity: int
    shipped: int
    lot_id: int | None
    lots: dict[str, int]


@dataclass(frozen=True, slots=True)
class LineToReceive:
    """A line of a shipment: how much of it came, at what price."""

    order_line_id: int
    quantity: int
    unit_price_fen: int


@dataclass(frozen=True, slots=True)
class ShipmentToReceive:
    """A shipment with its lines by line number, and the state of its receipt where it has one that stands."""

    id: int
    receipt_state: ReceiptState | None
    lines: dict[int, LineToReceive]


@dataclass(frozen=True, slots=True)
class ReceiptToCountersign:
    """A receipt, and who recorded it."""

    id: int
    state: ReceiptState
    received_by_id: int | None


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """What was accepted of a line of an order."""

    order_id: int
    number: int
    product_id: int
    lot_id: int | None
    accepted: int
    unit_price_fen: int


_TO_SHIP: Final = """
SELECT line.number, line.id, line.sku_id, line.quantity, line.shipped, line.lot_id,
       COALESCE((SELECT jsonb_object_agg(lot_number, id) FROM lot WHERE lot.product_id = line.product_id), '{}') AS lots
FROM order_line line
WHERE line.order_id = :order_id AND (line.number = ANY(CAST(:numbers AS bigint[])) OR CAST(:all AS boolean))
"""

_TO_RECEIVE: Final = """
SELECT shipment.id AS shipment_id, receipt.state, line.number, line.id, carried.quantity, line.unit_price_fen
FROM shipment
JOIN shipment_line carried ON carried.shipment_id = shipment.id
JOIN order_line line ON line.id = carried.order_line_id
LEFT JOIN receipt ON receipt.shipment_id = shipment.id AND receipt.state <> 'sent_back'
WHERE shipment.order_id = :order_id AND shipment.number = :number
"""

_TO_COUNTERSIGN: Final = """
SELECT receipt.id, receipt.state, receipt.received_by_id
FROM shipment JOIN receipt ON receipt.shipment_id = shipment.id
WHERE shipment.order_id = :order_id AND shipment.number = :number
ORDER BY receipt.id DESC
LIMIT 1
"""

_ACCEPTED: Final = """
SELECT order_id, number, product_id, lot_id, accepted, unit_price_fen FROM order_line
WHERE order_id = ANY(CAST(:order_ids AS bigint[])) AND accepted > 0
ORDER BY order_id, number
"""


def list_lines_to_ship(order_id: int, numbers: Collection[int] | None = None) -> dict[int, LineToShip]:
    """Read lines of a held order by line number; all of them where none are named."""
    facts = {"order_id": order_id, "numbers": list(numbers or ()), "all": numbers is None}
    rows = db.session.execute(text(_TO_SHIP), facts).mappings()
    return {row["number"]: LineToShip(**{k: v for k, v in row.items() if k != "number"}) for row in rows}


def get_shipment_to_receive(order_id: int, number: int) -> ShipmentToReceive:
    """Read a shipment of a held order.

    :raises ShipmentUnknown: if the order has no shipment with this number.
    """
    rows = db.session.execute(text(_TO_RECEIVE), {"order_id": order_id, "number": number}).all()
    if not rows:
        raise ShipmentUnknown
    lines = {row.number: LineToReceive(row.id, row.quantity, row.unit_price_fen) for row in rows}
    state = rows[0].state
    return ShipmentToReceive(rows[0].shipment_id, state and ReceiptState(state), lines)


def get_receipt_to_countersign(order_id: int, number: int) -> ReceiptToCountersign:
    """Read the last receipt of a shipment of a held order.

    :raises ReceiptUnknown: if nobody recorded one.
    """
    row = db.session.execute(text(_TO_COUNTERSIGN), {"order_id": order_id, "number": number}).one_or_none()
    if row is None:
        raise ReceiptUnknown
    return ReceiptToCountersign(row.id, ReceiptState(row.state), row.received_by_id)


def has_goods_on_the_way(order_id: int) -> bool:
    """Tell whether something shipped is neither accepted nor rejected yet."""
    found = db.session.scalar(
        text("SELECT EXISTS (SELECT FROM order_line WHERE order_id = :id AND accepted + rejected < shipped)"),
        {"id": order_id},
    )
    return bool(found)


def list_accepted(order_ids: Collection[int]) -> list[AcceptedLine]:
    """Read what was accepted of orders, line by line."""
    rows = db.session.execute(text(_ACCEPTED), {"order_ids": list(order_ids)}).mappings()
    return [AcceptedLine(**row) for row in rows]


def has_file(file_id: int, *, organisation_id: int) -> bool:
    """Tell whether an organisation has a stored file."""
    found = db.session.scalar(
        text("SELECT EXISTS (SELECT FROM stored_file WHERE id = :id AND organisation_id = :organisation_id)"),
        {"id": file_id, "organisation_id": organisation_id},
    )
    return bool(found)
