"""The buyer's receivers inspect a shipment; with the last one the order is received and its charge opens.

Where the buyer's rule asks for two receivers, what the first records waits: nothing of it counts, is owed or is sold
before the second confirms it.
"""

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.actor import Actor
from marketplace.purchasing.service import countersigning, receipts
from marketplace.purchasing.service.receipts import Inspected
from marketplace.workflows import settle_order


def accept(
    order_id: int,
    shipment_number: int,
    inspected: Sequence[Inspected],
    *,
    note: str | None = None,
    evidence_file_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Accept or reject every line of a shipment; of two receivers, as the first.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ShipmentUnknown: if the order has no such shipment.
    :raises ShipmentReceived: if it was received already.
    :raises ReceiptWaits: if it was received by a first receiver and waits for the second.
    :raises Invalid: naming every line that is wrong or missing.
    """
    order = receipts.receive(
        order_id, shipment_number, inspected, note=note, evidence_file_id=evidence_file_id, actor=actor, now=now
    )
    settle_order.conclude(order, actor=actor, now=now)


def countersign(order_id: int, shipment_number: int, *, actor: Actor, now: datetime) -> None:
    """Confirm what the first receiver recorded, as the second: from now on it counts.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ReceiptUnknown: if nobody recorded a receipt.
    :raises MoveRefused: if it does not wait for a second receiver.
    :raises ReceiversSame: if the caller recorded it.
    """
    order = countersigning.countersign(order_id, shipment_number, actor=actor, now=now)
    settle_order.conclude(order, actor=actor, now=now)


def send_back(order_id: int, shipment_number: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Have what the first receiver recorded made anew, as the second, with a reason.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ReceiptUnknown: if nobody recorded a receipt.
    :raises MoveRefused: if it does not wait for a second receiver.
    :raises ReceiversSame: if the caller recorded it.
    :raises ReasonMissing: without a reason.
    """
    countersigning.send_back(order_id, shipment_number, reason=reason, actor=actor, now=now)
