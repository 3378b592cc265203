"""The one door through which orders change state: any number of them in one statement, an event row for each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.states import check_move
from marketplace.purchasing.queries.heads import OrderHead
from marketplace.purchasing.rules import ENDED, ORDER_MOVES, OrderState

_MOVE: Final = """
WITH told AS (
    SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:from_states AS text[]), CAST(:days AS date[]))
        AS told (id, from_state, settled_on)
), moved AS (
    UPDATE purchase_order o
    SET state = CAST(:wanted AS text),
        approved_at = CASE WHEN CAST(:approves AS boolean) THEN CAST(:now AS timestamptz) ELSE o.approved_at END,
        approved_by_id = CASE WHEN CAST(:approves AS boolean) THEN CAST(:user_id AS bigint) ELSE o.approved_by_id END,
        confirmed_at = CASE WHEN :wanted = 'confirmed' THEN :now ELSE o.confirmed_at END,
        shipped_at = CASE WHEN :wanted = 'shipped' THEN :now ELSE o.shipped_at END,
        received_at = CASE WHEN :wanted = 'received' THEN COALESCE(o.received_at, :now) ELSE o.received_at END,
        cancelled_at = CASE WHEN CAST(:ends AS boolean) THEN :now ELSE o.cancelled_at END,
        settled_on = told.settled_on,
        generation = o.generation + CASE WHEN told.from_state = 'settled' THEN 1 ELSE 0 END
    FROM told WHERE o.id = told.id
)
INSERT INTO order_event (order_id, at, user_id, from_state, to_state, reason)
SELECT id, :now, CAST(:user_id AS bigint), from_state, CAST(:wanted AS text), CAST(:reason AS text)
FROM told ORDER BY id
"""


def move(
    orders: Sequence[OrderHead],
    wanted: OrderState,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    settled_on: Mapping[int, date] | None = None,
) -> list[OrderHead]:
    """Move held orders to a state; `settled_on` holds the day of each by order id where they settle.

    :raises MoveRefused: if one of them may not go there.
    """
    for order in orders:
        check_move(ORDER_MOVES, thing="order", state=order.state, wanted=wanted)
    days = settled_on or {}
    if orders:
        db.session.execute(
            text(_MOVE),
            {
                "ids": [order.id for order in orders],
                "from_states": [order.state.value for order in orders],
                "days": [days.get(order.id) for order in orders],
                "wanted": wanted.value,
                "approves": orders[0].state is OrderState.AWAITING_APPROVAL and wanted is OrderState.PLACED,
                "ends": wanted in ENDED,
                "now": now,
                "user_id": actor.user_id,
                "reason": reason,
            },
        )
    received_at = now if wanted is OrderState.RECEIVED else None
    return [
        replace(
            order,
            state=wanted,
            settled_on=days.get(order.id),
            received_at=order.received_at or received_at,
        )
        for order in orders
    ]


def record(
    action: str,
    order: OrderHead,
    *,
    actor: Actor,
    now: datetime,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """Write the audit line of a verb on an order, which `order` shows as it was before."""
    audit.record(
        action,
        subject="order",
        subject_id=order.id,
        actor=actor,
        now=now,
        before={"state": order.state.value},
        after=after,
        reason=reason,
        organisation_ids=[order.buyer_id, order.supplier_organisation_id],
        region_code=order.buyer_region,
    )
