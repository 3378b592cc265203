"""Ship an order in as many parts as it takes, or say that no more will come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.kernel.states import check_move
from marketplace.purchasing import errors
from marketplace.purchasing.queries.heads import OrderHead
from marketplace.purchasing.queries.lines import LineToShip, list_lines_to_ship
from marketplace.purchasing.rules import ORDER_MOVES, OrderState
from marketplace.purchasing.service.decisions import lock_as_supplier
from marketplace.purchasing.service.moves import move, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How much of a line is shipped, from which lot where one is named."""

    number: int
    quantity: int
    lot_number: str | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """What left: packs and lots by SKU id, and the order as it stands now."""

    order: OrderHead
    number: int
    quantities: dict[int, int]
    lots: dict[int, int]


_SHIP: Final = """
WITH part AS (
    SELECT * FROM unnest(CAST(:line_ids AS bigint[]), CAST(:quantities AS bigint[]), CAST(:lot_ids AS bigint[]))
        AS part (order_line_id, quantity, lot_id)
), dispatched AS (
    INSERT INTO shipment (order_id, number, carrier, tracking_number, shipped_at, shipped_by_id)
    SELECT :order_id, 1 + COALESCE(max(number), 0), :carrier, :tracking_number, :now, :user_id
    FROM shipment WHERE order_id = :order_id
    RETURNING id, number
), carried AS (
    INSERT INTO shipment_line (shipment_id, order_line_id, quantity)
    SELECT dispatched.id, part.order_line_id, part.quantity FROM part CROSS JOIN dispatched ORDER BY part.order_line_id
), line AS (
    UPDATE order_line SET shipped = order_line.shipped + part.quantity, lot_id = part.lot_id
    FROM part WHERE order_line.id = part.order_line_id
)
SELECT number FROM dispatched
"""


def check_ships(order: OrderHead) -> None:
    """Refuse an order that is not with its supplier to be shipped.

    :raises MoveRefused: saying in which state it is.
    """
    check_move(_SHIPPING_MOVES, thing="order", state=order.state, wanted=OrderState.PARTLY_SHIPPED)


def ship(
    order: OrderHead,
    parts: Sequence[Part],
    *,
    carrier: str | None,
    tracking_number: str | None,
    actor: Actor,
    now: datetime,
) -> Shipped:
    """Ship parts of a held order.

    :raises MoveRefused: if the order does not ship now.
    :raises Invalid: naming every part that is wrong as `lines.<index>.<field>`.
    """
    check_ships(order)
    lines = list_lines_to_ship(order.id)
    _check_parts(parts, lines)
    by_part = [(part, lines[part.number]) for part in parts]
    number: int = db.session.execute(
        text(_SHIP),
        {
            "line_ids": [line.id for _, line in by_part],
            "quantities": [part.quantity for part, _ in by_part],
            "lot_ids": [_lot_id(part, line) for part, line in by_part],
            "order_id": order.id,
            "carrier": carrier,
            "tracking_number": tracking_number,
            "now": now,
            "user_id": actor.user_id,
        },
    ).scalar_one()
    quantities = {line.sku_id: part.quantity for part, line in by_part}
    left = sum(line.quantity - line.shipped for line in lines.values()) - sum(quantities.values())
    wanted = OrderState.PARTLY_SHIPPED if left else OrderState.SHIPPED
    record(
        "order.shipped",
        order,
        actor=actor,
        now=now,
        after={"state": wanted.value, "shipment": number, "packs": sum(quantities.values())},
    )
    moved = replace(order) if wanted is order.state else move([order], wanted, actor=actor, now=now)[0]
    lots = {line.sku_id: lot_id for part, line in by_part if (lot_id := _lot_id(part, line)) is not None}
    return Shipped(moved, number, quantities, lots)


def close(order_id: int, *, reason: str, actor: Actor, now: datetime) -> OrderHead:
    """Say, as the supplier, that no more of a partly shipped order will come.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if it is not partly shipped.
    :raises ReasonMissing: without a reason.
    """
    order = lock_as_supplier(order_id, actor)
    if not reason.strip():
        raise errors.ReasonMissing(fields={"reason": [errors.ReasonMissing()]})
    closing = {**ORDER_MOVES, OrderState.CONFIRMED: ORDER_MOVES[OrderState.CONFIRMED] - {OrderState.SHIPPED}}
    check_move(closing, thing="order", state=order.state, wanted=OrderState.SHIPPED)
    record("order.closed", order, actor=actor, now=now, after={"state": OrderState.SHIPPED.value}, reason=reason)
    return move([order], OrderState.SHIPPED, actor=actor, now=now, reason=reason)[0]


_SHIPPING_MOVES: Final = {**ORDER_MOVES, OrderState.PARTLY_SHIPPED: frozenset(OrderState)}
"""A partly shipped order ships again without changing its state."""


def _check_parts(parts: Sequence[Part], lines: dict[int, LineToShip]) -> None:
    wrong: dict[str, list[DomainError]] = {}
    seen: set[int] = set()
    for index, part in enumerate(parts):
        for field, error in _wrong_of(part, lines.get(part.number), is_repeated=part.number in seen):
            wrong.setdefault(f"lines.{index}.{field}", []).append(error)
        seen.add(part.number)
    if not parts:
        wrong["lines"] = [errors.LinesMissing()]
    if wrong:
        raise Invalid(fields=wrong)


def _wrong_of(part: Part, line: LineToShip | None, *, is_repeated: bool) -> list[tuple[str, DomainError]]:
    if line is None:
        return [("line", errors.LineNotOrdered(number=part.number))]
    if is_repeated:
        return [("line", errors.LineTwice(number=part.number))]
    wrong: list[tuple[str, DomainError]] = []
    left = line.quantity - line.shipped
    if not 1 <= part.quantity <= left:
        wrong.append(("quantity", errors.ShipsTooMuch(left=left)))
    if part.lot_number is not None and part.lot_number not in line.lots:
        wrong.append(("lot", errors.LotUnknown(lot_number=part.lot_number)))
    elif line.shipped and _lot_id(part, line) != line.lot_id:
        wrong.append(("lot", errors.LotDiffers()))
    return wrong


def _lot_id(part: Part, line: LineToShip) -> int | None:
    return None if part.lot_number is None else line.lots[part.lot_number]
