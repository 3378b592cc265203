"""Write an order group with its orders and lines: a constant number of statements, whatever the number of lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

import orjson
from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.purchasing.queries.backgrounds import Buyer
from marketplace.purchasing.rules import OrderState, PaymentTerms, PricedLine, needs_dual_inspection


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """One order of a group just placed, with its lines."""

    id: int
    order_number: str
    supplier_id: int
    lines: Sequence[PricedLine]

    @property
    def quantities(self) -> dict[int, int]:
        """Packs by SKU id."""
        return {line.offer.sku_id: line.wanted.quantity for line in self.lines}


_PLACE: Final = text(
    """
WITH told AS (
    SELECT * FROM unnest(
        CAST(:supplier_ids AS bigint[]), CAST(:charge_ids AS bigint[]), CAST(:amounts AS bigint[]),
        CAST(:duals AS boolean[])
    ) AS told (supplier_id, charge_id, amount_fen, needs_dual_inspection)
), placed_group AS (
    INSERT INTO order_group
        (buyer_id, region_code, payment_terms, note, placed_at, placed_by_id, amount_fen, lines_count, import_batch_id)
    SELECT :buyer_id, :region_code, :payment_terms, :note, :now, :user_id, sum(amount_fen), :lines_count, :batch_id
    FROM told
    RETURNING id
), numbered AS (
    SELECT nextval(pg_get_serial_sequence('purchase_order', 'id')) AS id, told.* FROM told
), placed AS (
    INSERT INTO purchase_order (
        id, order_number, order_group_id, buyer_id, supplier_id, charge_id, state, amount_fen, accepted_fen,
        needs_approval, needs_dual_inspection, generation
    )
    SELECT numbered.id,
           CAST(:day AS text) || '-' || lpad(numbered.id::text, greatest(6, length(numbered.id::text)), '0'),
           placed_group.id, :buyer_id, supplier_id, charge_id, CAST(:state AS text), amount_fen, 0,
           CAST(:state AS text) = 'awaiting_approval', needs_dual_inspection, 0
    FROM numbered CROSS JOIN placed_group
    ORDER BY numbered.id
    RETURNING id, order_number, order_group_id, supplier_id
), placed_event AS (
    INSERT INTO order_event (order_id, at, user_id, to_state) SELECT id, :now, :user_id, :state FROM placed ORDER BY id
), placed_line AS (
    INSERT INTO order_line (
        order_id, number, sku_id, product_id, listing_version_id, quantity, unit_price_fen, amount_fen,
        shipped, accepted, rejected, deliver_to, deliver_on, note
    )
    SELECT placed.id, number, sku_id, product_id, listing_version_id, quantity, unit_price_fen,
           quantity * unit_price_fen, 0, 0, 0, deliver_to, deliver_on, line.note
    FROM jsonb_to_recordset(CAST(:lines AS jsonb)) AS line (
        supplier_id bigint, number int, sku_id bigint, product_id bigint, listing_version_id bigint, quantity bigint,
        unit_price_fen bigint, deliver_to text, deliver_on date, note text
    )
    JOIN placed ON placed.supplier_id = line.supplier_id
    ORDER BY placed.id, number
)
SELECT id, order_number, order_group_id, supplier_id FROM placed ORDER BY id
"""
)


def write_group(
    lines: Sequence[PricedLine],
    *,
    buyer: Buyer,
    charge_ids: Mapping[int, int],
    state: OrderState,
    payment_terms: PaymentTerms,
    note: str | None,
    import_batch_id: int | None,
    actor: Actor,
    now: datetime,
) -> tuple[int, list[PlacedOrder]]:
    """Write a group of one order per supplier, with charges by supplier id; its id and orders.

    The workflow that places has asked for the permission.
    """
    by_supplier = split_by_supplier(lines)
    amounts = [sum(line.amount_fen for line in own) for own in by_supplier.values()]
    rows = db.session.execute(
        _PLACE,
        {
            "supplier_ids": list(by_supplier),
            "charge_ids": [charge_ids[supplier_id] for supplier_id in by_supplier],
            "amounts": amounts,
            "duals": [needs_dual_inspection(fen, from_fen=buyer.dual_inspection_from_fen) for fen in amounts],
            "buyer_id": buyer.id,
            "region_code": buyer.region_code,
            "payment_terms": payment_terms.value,
            "note": note,
            "now": now,
            "day": day_of(now).strftime("%Y%m%d"),
            "user_id": actor.user_id,
            "state": state.value,
            "lines_count": len(lines),
            "lines": orjson.dumps(_rows(by_supplier)).decode(),
            "batch_id": import_batch_id,
        },
    ).all()
    orders = [PlacedOrder(row.id, row.order_number, row.supplier_id, by_supplier[row.supplier_id]) for row in rows]
    group_id: int = rows[0].order_group_id
    audit.record(
        "order_group.placed",
        subject="order_group",
        subject_id=group_id,
        actor=actor,
        now=now,
        after={
            "orders": [order.order_number for order in orders],
            "lines": len(lines),
            "amount_fen": sum(line.amount_fen for line in lines),
            "state": state.value,
            "payment_terms": payment_terms.value,
        },
        organisation_ids=[buyer.id, *{line.background.supplier_organisation_id for line in lines}],
        region_code=buyer.region_code,
    )
    return group_id, orders


def split_by_supplier(lines: Sequence[PricedLine]) -> dict[int, list[PricedLine]]:
    """Split lines by supplier, in supplier id order, each in the order they were sent."""

    def supplier_of(line: PricedLine) -> int:
        return line.offer.supplier_id

    return {supplier_id: list(own) for supplier_id, own in groupby(sorted(lines, key=supplier_of), key=supplier_of)}


def _rows(by_supplier: Mapping[int, Sequence[PricedLine]]) -> list[dict[str, object]]:
    return [
        {
            "supplier_id": supplier_id,
            "number": number,
            "sku_id": line.offer.sku_id,
            "product_id": line.offer.product_id,
            "listing_version_id": line.offer.listing_version_id,
            "quantity": line.wanted.quantity,
            "unit_price_fen": line.unit_price_fen,
            "deliver_to": line.wanted.deliver_to,
            "deliver_on": line.wanted.deliver_on,
            "note": line.wanted.note,
        }
        for supplier_id, own in by_supplier.items()
        for number, line in enumerate(own, start=1)
    ]
