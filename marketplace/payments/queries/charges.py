"""Charges as their payers, their suppliers and staff see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.payments.errors import ChargeUnknown
from marketplace.payments.rules import ChargeState


@dataclass(frozen=True, slots=True)
class LockedCharge:
    """A charge as it stands, held for this transaction."""

    id: int
    remittance_code: str
    state: ChargeState
    amount_fen: int
    paid_on: date | None
    created_on: date
    due_on: date | None
    payer_id: int
    payer_region: str
    seller_id: int
    """The supplier's organisation."""


_LOCK: Final = """
SELECT charge.id, remittance_code, state, amount_fen, paid_on,
       CAST(charge.created_at AT TIME ZONE 'Asia/Shanghai' AS date) AS created_on, due_on, payer_id,
       payer.region_code AS payer_region, supplier.organisation_id AS seller_id
FROM charge
JOIN organisation payer ON payer.id = charge.payer_id
JOIN supplier ON supplier.id = charge.supplier_id
WHERE charge.id = ANY(CAST(:ids AS bigint[]))
ORDER BY charge.id
FOR UPDATE OF charge
"""

_LIST: Final = """
SELECT charge.id, remittance_code, charge.state, charge.amount_fen, due_on, paid_on, charge.created_at,
       payer.uscc AS payer, payer.name AS payer_name, seller.uscc AS supplier, seller.name AS supplier_name,
       purchase_order.id AS order_id, purchase_order.order_number
FROM charge
LEFT JOIN purchase_order ON purchase_order.charge_id = charge.id
JOIN organisation payer ON payer.id = charge.payer_id
JOIN supplier ON supplier.id = charge.supplier_id
JOIN organisation seller ON seller.id = supplier.organisation_id
WHERE charge.id < COALESCE(CAST(:before AS bigint), 9223372036854775807)
  AND (CAST(:state AS text) IS NULL OR charge.state = :state)
  AND (CAST(:code AS text) IS NULL OR remittance_code = :code)
  AND (charge.payer_id = ANY(CAST(:organisation_ids AS bigint[]))
       OR supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
       OR payer.region_code LIKE ANY(CAST(:regions AS text[])))
ORDER BY charge.id DESC
LIMIT :limit
"""


def lock_charges(charge_ids: Collection[int]) -> list[LockedCharge]:
    """Hold charges for this transaction, in id order; whoever also holds their orders took those first."""
    rows = db.session.execute(text(_LOCK), {"ids": list(charge_ids)}).mappings()
    return [LockedCharge(**{**row, "state": ChargeState(row["state"])}) for row in rows]


def get_charge_id(remittance_code: str) -> int:
    """Get the id of a charge by its code.

    :raises ChargeUnknown: if there is none.
    """
    found: int | None = db.session.scalar(
        text("SELECT id FROM charge WHERE remittance_code = :code"), {"code": remittance_code}
    )
    if found is None:
        raise ChargeUnknown
    return found


def list_charges(
    *, actor: Actor, state: ChargeState | None, code: str | None, before: int | None, limit: int
) -> list[dict[str, Any]]:
    """List charges in scope, newest first: one's own as payer or supplier, and those of payers in one's region."""
    actor.require(P.PAYMENTS_READ)
    rows = db.session.execute(
        text(_LIST),
        {
            "state": state and state.value,
            "code": code,
            "before": before,
            "limit": limit,
            "organisation_ids": actor.organisation_ids(P.PAYMENTS_READ),
            "regions": [prefix + "%" for prefix in actor.region_prefixes(P.PAYMENTS_READ)],
        },
    )
    return [dict(row) for row in rows.mappings()]
