"""Receive a shipment: accepted + rejected = shipped, line by line; what is owed follows what was accepted.

Where the buyer's rule asks for two receivers, what the first records counts when `countersigning` says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing import errors
from marketplace.purchasing.queries.heads import OrderHead, lock_order
from marketplace.purchasing.queries.lines import ShipmentToReceive, get_shipment_to_receive, has_file
from marketplace.purchasing.rules import ReceiptState, RejectReason, first_state
from marketplace.purchasing.service.moves import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What the receiver found of a line: packs accepted and rejected, and grams where it was weighed."""

    number: int
    accepted: int
    rejected: int = 0
    reject_reason: RejectReason | None = None
    reject_note: str | None = None
    weighed_g: int | None = None


_RECORD: Final = """
WITH inspected AS (
    SELECT * FROM unnest(
        CAST(:line_ids AS bigint[]), CAST(:accepted AS bigint[]), CAST(:rejected AS bigint[]),
        CAST(:reject_reasons AS text[]), CAST(:reject_notes AS text[]), CAST(:weighed_g AS bigint[])
    ) AS inspected (order_line_id, accepted, rejected, reject_reason, reject_note, weighed_g)
), received AS (
    INSERT INTO receipt (shipment_id, state, received_at, received_by_id, note, evidence_file_id)
    VALUES (:shipment_id, :state, :now, :user_id, :note, :evidence_file_id)
    RETURNING id
), found AS (
    INSERT INTO receipt_line (
        receipt_id, order_line_id, accepted, rejected, reject_reason, reject_note, weighed_g
    )
    SELECT received.id, inspected.* FROM inspected CROSS JOIN received ORDER BY order_line_id
)
SELECT id FROM received
"""

_COUNT: Final = """
WITH found AS (
    SELECT receipt_line.order_line_id, receipt_line.accepted, receipt_line.rejected, line.unit_price_fen
    FROM receipt_line JOIN order_line line ON line.id = receipt_line.order_line_id
    WHERE receipt_line.receipt_id = :receipt_id
), line AS (
    UPDATE order_line
    SET accepted = order_line.accepted + found.accepted, rejected = order_line.rejected + found.rejected
    FROM found WHERE order_line.id = found.order_line_id
), total AS (
    SELECT sum(accepted * unit_price_fen)::bigint AS accepted_fen, sum(rejected)::bigint AS rejected_packs FROM found
)
UPDATE purchase_order o SET accepted_fen = o.accepted_fen + total.accepted_fen
FROM total WHERE o.id = :order_id
RETURNING total.accepted_fen, total.rejected_packs
"""


def receive(
    order_id: int,
    shipment_number: int,
    inspected: Sequence[Inspected],
    *,
    note: str | None,
    evidence_file_id: int | None,
    actor: Actor,
    now: datetime,
) -> OrderHead:
    """Accept or reject every line of a shipment, as the buyer's receiver; of two, as the first.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ShipmentUnknown: if the order has no such shipment.
    :raises ShipmentReceived: if it was received already.
    :raises ReceiptWaits: if it was received by a first receiver and waits for the second.
    :raises ReceiversSame: if two people must receive it and the caller is nobody.
    :raises Invalid: naming every line that is wrong or missing as `lines.<index>.<field>`.
    """
    order = lock_as_receiver(order_id, actor)
    shipment = get_shipment_to_receive(order_id, shipment_number)
    if shipment.receipt_state:
        is_waiting = shipment.receipt_state is ReceiptState.AWAITING_COUNTERSIGNATURE
        raise errors.ReceiptWaits if is_waiting else errors.ShipmentReceived
    if order.needs_dual_inspection and actor.user_id is None:
        raise errors.ReceiversSame
    _check(inspected, shipment)
    if evidence_file_id is not None and not has_file(evidence_file_id, organisation_id=order.buyer_id):
        raise Invalid(fields={"evidence_file_id": [errors.EvidenceUnknown()]})
    state = first_state(is_dual=order.needs_dual_inspection)
    receipt_id: int = db.session.execute(
        text(_RECORD),
        {
            "line_ids": [shipment.lines[line.number].order_line_id for line in inspected],
            "accepted": [line.accepted for line in inspected],
            "rejected": [line.rejected for line in inspected],
            "reject_reasons": [line.reject_reason and line.reject_reason.value for line in inspected],
            "reject_notes": [line.reject_note for line in inspected],
            "weighed_g": [line.weighed_g for line in inspected],
            "shipment_id": shipment.id,
            "now": now,
            "user_id": actor.user_id,
            "note": note,
            "evidence_file_id": evidence_file_id,
            "state": state.value,
        },
    ).scalar_one()
    if state is ReceiptState.COUNTED:
        return count("shipment.received", order, shipment_number, receipt_id, actor=actor, now=now)
    record(
        "shipment.inspected", order, actor=actor, now=now, after={"shipment": shipment_number, "receipt": state.value}
    )
    return order


def lock_as_receiver(order_id: int, actor: Actor) -> OrderHead:
    """Hold an order whose goods the caller receives.

    :raises OrderUnknown: if it is not theirs.
    """
    actor.require(P.ORDERS_RECEIVE)
    order = lock_order(order_id)
    if not actor.covers(P.ORDERS_RECEIVE, organisation_ids=[order.buyer_id]):
        raise errors.OrderUnknown
    return order


def count(
    action: str, order: OrderHead, shipment_number: int, receipt_id: int, *, actor: Actor, now: datetime
) -> OrderHead:
    """Let a receipt of a held order count, and say so under the name of the verb that decided it."""
    total = db.session.execute(text(_COUNT), {"receipt_id": receipt_id, "order_id": order.id}).one()
    after = {
        "shipment": shipment_number,
        "accepted_fen": total.accepted_fen,
        "rejected_packs": total.rejected_packs,
    }
    record(action, order, actor=actor, now=now, after=after)
    return replace(order, accepted_fen=order.accepted_fen + total.accepted_fen)


def _check(inspected: Sequence[Inspected], shipment: ShipmentToReceive) -> None:
    wrong: dict[str, list[DomainError]] = {}
    seen: set[int] = set()
    for index, line in enumerate(inspected):
        carried = shipment.lines.get(line.number)
        if carried is None:
            wrong[f"lines.{index}.line"] = [errors.LineNotOrdered(number=line.number)]
        elif line.number in seen:
            wrong[f"lines.{index}.line"] = [errors.LineTwice(number=line.number)]
        elif min(line.accepted, line.rejected) < 0 or line.accepted + line.rejected != carried.quantity:
            wrong[f"lines.{index}.accepted"] = [errors.ReceiptIncomplete(shipped=carried.quantity)]
        elif (line.rejected > 0) != (line.reject_reason is not None):
            wrong[f"lines.{index}.reject_reason"] = [errors.RejectReasonMissing()]
        seen.add(line.number)
    missing = sorted(shipment.lines.keys() - seen)
    if missing:
        wrong["lines"] = [errors.LineNotReceived(number=number) for number in missing]
    if wrong:
        raise Invalid(fields=wrong)
