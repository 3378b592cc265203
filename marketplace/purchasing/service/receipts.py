"""Receive a shipment: accepted + rejected = shipped, line by line; what is owed follows what was accepted."""

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
from marketplace.purchasing.rules import RejectReason
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


_RECEIVE: Final = """
WITH inspected AS (
    SELECT * FROM unnest(
        CAST(:line_ids AS bigint[]), CAST(:accepted AS bigint[]), CAST(:rejected AS bigint[]),
        CAST(:reject_reasons AS text[]), CAST(:reject_notes AS text[]), CAST(:weighed_g AS bigint[])
    ) AS inspected (order_line_id, accepted, rejected, reject_reason, reject_note, weighed_g)
), received AS (
    INSERT INTO receipt (shipment_id, received_at, received_by_id, note, evidence_file_id)
    VALUES (:shipment_id, :now, :user_id, :note, :evidence_file_id)
    RETURNING id
), found AS (
    INSERT INTO receipt_line (
        receipt_id, order_line_id, accepted, rejected, reject_reason, reject_note, weighed_g
    )
    SELECT received.id, inspected.* FROM inspected CROSS JOIN received ORDER BY order_line_id
), line AS (
    UPDATE order_line
    SET accepted = order_line.accepted + inspected.accepted, rejected = order_line.rejected + inspected.rejected
    FROM inspected WHERE order_line.id = inspected.order_line_id
)
UPDATE purchase_order SET accepted_fen = accepted_fen + :accepted_fen WHERE id = :order_id
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
    """Accept or reject every line of a shipment, as the buyer's receiver.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ShipmentUnknown: if the order has no such shipment.
    :raises ShipmentReceived: if it was received already.
    :raises Invalid: naming every line that is wrong or missing as `lines.<index>.<field>`.
    """
    actor.require(P.ORDERS_RECEIVE)
    order = lock_order(order_id)
    if not actor.covers(P.ORDERS_RECEIVE, organisation_ids=[order.buyer_id]):
        raise errors.OrderUnknown
    shipment = get_shipment_to_receive(order_id, shipment_number)
    if shipment.is_received:
        raise errors.ShipmentReceived
    _check(inspected, shipment)
    if evidence_file_id is not None and not has_file(evidence_file_id, organisation_id=order.buyer_id):
        raise Invalid(fields={"evidence_file_id": [errors.EvidenceUnknown()]})
    accepted_fen = sum(line.accepted * shipment.lines[line.number].unit_price_fen for line in inspected)
    db.session.execute(
        text(_RECEIVE),
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
            "accepted_fen": accepted_fen,
            "order_id": order_id,
        },
    )
    record(
        "shipment.received",
        order,
        actor=actor,
        now=now,
        after={
            "shipment": shipment_number,
            "accepted_fen": accepted_fen,
            "rejected_packs": sum(line.rejected for line in inspected),
        },
    )
    return replace(order, accepted_fen=order.accepted_fen + accepted_fen)


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
