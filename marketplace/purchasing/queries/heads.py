"""The heads of orders, held for the transaction that changes them: always in id order, before anything of theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import text

from marketplace.accounts.rules import BuyerKind, OrganisationKind, buyer_kind_of
from marketplace.db import db
from marketplace.purchasing.errors import OrderGroupUnknown, OrderUnknown
from marketplace.purchasing.rules import OrderState, PaymentTerms

HOLDER_PREFIX: Final = "order:"


def order_id_of(holder: str | None) -> int | None:
    """Tell which order stock is held for, as `OrderHead.holder` names it; `None` if it is held for none."""
    number = (holder or "").removeprefix(HOLDER_PREFIX)
    return int(number) if number != holder and number.isascii() and number.isdigit() else None


@dataclass(frozen=True, slots=True)
class OrderHead:
    """An order without its lines."""

    id: int
    order_number: str
    order_group_id: int
    state: OrderState
    payment_terms: PaymentTerms
    amount_fen: int
    accepted_fen: int
    received_at: datetime | None
    settled_on: date | None
    charge_id: int
    placed_by_id: int | None
    buyer_id: int
    buyer_name: str
    buyer_kind: BuyerKind
    buyer_region: str
    needs_dual_inspection: bool
    supplier_id: int
    supplier_organisation_id: int
    supplier_county: str

    @property
    def holder(self) -> str:
        """The name under which its stock is reserved."""
        return f"{HOLDER_PREFIX}{self.id}"

    @property
    def is_prepaid(self) -> bool:
        """Whether it is paid before it ships."""
        return self.payment_terms is PaymentTerms.PREPAID


_HEAD: Final = """
SELECT o.id, o.order_number, o.order_group_id, o.state, g.payment_terms, o.amount_fen, o.accepted_fen, o.received_at,
       o.settled_on, o.charge_id, g.placed_by_id, o.buyer_id, buyer.name AS buyer_name, buyer.kind AS buyer_kind,
       g.region_code AS buyer_region, o.needs_dual_inspection, o.supplier_id,
       supplier.organisation_id AS supplier_organisation_id, supplier.county_code AS supplier_county
FROM purchase_order o
JOIN order_group g ON g.id = o.order_group_id
JOIN organisation buyer ON buyer.id = o.buyer_id
JOIN supplier ON supplier.id = o.supplier_id
"""
_HELD: Final = "ORDER BY o.id FOR UPDATE OF o"


def lock_orders(order_ids: Collection[int]) -> list[OrderHead]:
    """Hold orders in id order; those that do not exist are missing."""
    return _lock("o.id = ANY(CAST(:ids AS bigint[]))", ids=list(order_ids))


def lock_order(order_id: int) -> OrderHead:
    """Hold one order.

    :raises OrderUnknown: if there is none.
    """
    found = lock_orders([order_id])
    if not found:
        raise OrderUnknown
    return found[0]


def lock_orders_of_charges(charge_ids: Collection[int]) -> list[OrderHead]:
    """Hold the orders that charges are for, before the charges themselves."""
    return _lock("o.charge_id = ANY(CAST(:ids AS bigint[]))", ids=list(charge_ids))


def lock_orders_to_expire(*, now: datetime) -> list[OrderHead]:
    """Hold the orders whose reservations are over by now."""
    return _lock(
        "o.id IN (SELECT CAST(substr(holder, length(:prefix) + 1) AS bigint) FROM reservation "
        "WHERE state = 'live' AND expires_at <= :now AND starts_with(holder, :prefix))",
        now=now,
        prefix=HOLDER_PREFIX,
    )


def get_buyer_of_group(order_group_id: int) -> int:
    """Get the organisation whose order group it is.

    :raises OrderGroupUnknown: if there is none.
    """
    found: int | None = db.session.scalar(
        text("SELECT buyer_id FROM order_group WHERE id = :id"), {"id": order_group_id}
    )
    if found is None:
        raise OrderGroupUnknown
    return found


def list_waiting_in_group(order_group_id: int) -> list[int]:
    """List the orders of a group that wait for approval."""
    rows = db.session.scalars(
        text("SELECT id FROM purchase_order WHERE order_group_id = :id AND state = 'awaiting_approval' ORDER BY id"),
        {"id": order_group_id},
    )
    return list(rows)


def _lock(which: str, **facts: object) -> list[OrderHead]:
    rows = db.session.execute(text(f"{_HEAD} WHERE {which} {_HELD}"), facts)
    return [_head(row) for row in rows.mappings()]


def _head(row: Mapping[Any, Any]) -> OrderHead:
    return OrderHead(
        **{
            **row,
            "state": OrderState(row["state"]),
            "payment_terms": PaymentTerms(row["payment_terms"]),
            "buyer_kind": buyer_kind_of(OrganisationKind(row["buyer_kind"])),
        }
    )
