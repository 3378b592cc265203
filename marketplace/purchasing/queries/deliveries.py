"""The shipments of an order with what each carried and what the receiver found."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db

_SHIPMENTS: Final = """
SELECT shipment.number, shipment.carrier, shipment.tracking_number, shipment.shipped_at, sender.name AS shipped_by,
       receipt.id AS receipt_id, receipt.state, receipt.received_at, receipt.received_by_id,
       receiver.name AS received_by, receipt.decided_at AS countersigned_at, second.name AS countersigned_by,
       receipt.note, receipt.evidence_file_id, refused.at, refused.by_name, refused.reason
FROM shipment
LEFT JOIN user_account sender ON sender.id = shipment.shipped_by_id
LEFT JOIN receipt ON receipt.shipment_id = shipment.id AND receipt.state <> 'sent_back'
LEFT JOIN user_account receiver ON receiver.id = receipt.received_by_id
LEFT JOIN user_account second ON second.id = receipt.decided_by_id
LEFT JOIN LATERAL (
    SELECT before.decided_at AS at, person.name AS by_name, before.reason
    FROM receipt before LEFT JOIN user_account person ON person.id = before.decided_by_id
    WHERE before.shipment_id = shipment.id AND before.state = 'sent_back'
    ORDER BY before.id DESC
    LIMIT 1
) refused ON true
WHERE shipment.order_id = :id
ORDER BY shipment.number
"""

_CARRIED: Final = """
SELECT shipment.number AS shipment, line.number AS line, carried.quantity, found.accepted, found.rejected,
       found.reject_reason, found.reject_note, found.weighed_g
FROM shipment
JOIN shipment_line carried ON carried.shipment_id = shipment.id
JOIN order_line line ON line.id = carried.order_line_id
LEFT JOIN receipt ON receipt.shipment_id = shipment.id AND receipt.state <> 'sent_back'
LEFT JOIN receipt_line found ON found.receipt_id = receipt.id AND found.order_line_id = line.id
WHERE shipment.order_id = :id
ORDER BY shipment.number, line.number
"""

_SENT: Final = ("number", "carrier", "tracking_number", "shipped_at", "shipped_by")
_RECEIVED: Final = (
    "state",
    "received_at",
    "received_by_id",
    "received_by",
    "countersigned_at",
    "countersigned_by",
    "note",
    "evidence_file_id",
)
_SENT_BACK: Final = ("at", "by_name", "reason")


def list_shipments(order_id: int) -> Sequence[Mapping[str, Any]]:
    """List the shipments of an order, each with its lines and its receipt, `None` while it is on the way.

    `sent_back` tells when, by whom and why a receipt of it was last sent back, `None` if none was.
    """
    facts = {"id": order_id}
    carried = db.session.execute(text(_CARRIED), facts).mappings()
    lines = {number: list(own) for number, own in groupby(carried, key=itemgetter("shipment"))}
    return [
        {
            **{name: row[name] for name in _SENT},
            "receipt": None if row["receipt_id"] is None else {name: row[name] for name in _RECEIVED},
            "sent_back": None if row["at"] is None else {name: row[name] for name in _SENT_BACK},
            "lines": lines[row["number"]],
        }
        for row in db.session.execute(text(_SHIPMENTS), facts).mappings()
    ]
