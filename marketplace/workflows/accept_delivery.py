"""The buyer's receiver inspects a shipment; with the last one the order is received and its charge opens."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.actor import Actor
from marketplace.purchasing.service import receipts
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
    """Accept or reject every line of a shipment.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ShipmentUnknown: if the order has no such shipment.
    :raises ShipmentReceived: if it was received already.
    :raises Invalid: naming every line that is wrong or missing.
    """
    order = receipts.receive(
        order_id, shipment_number, inspected, note=note, evidence_file_id=evidence_file_id, actor=actor, now=now
    )
    settle_order.conclude(order, actor=actor, now=now)
