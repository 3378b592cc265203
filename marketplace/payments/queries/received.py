"""What suppliers are owed and were paid: charges with the bank lines that paid them, and the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.payments.rules import ChargeState

_OWN: Final = """
    charge.supplier_id = ANY(ARRAY(
        SELECT id FROM supplier WHERE organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
    ))
"""

_LIST: Final = f"""
SELECT charge.id, charge.remittance_code, charge.state, charge.amount_fen, charge.due_on, charge.paid_on,
       charge.state = 'open' AND COALESCE(charge.due_on < :today, false) AS is_overdue, payer.name AS payer_name,
       seller.name AS supplier_name, purchase_order.id AS order_id, purchase_order.order_number,
       bank_line.booked_on, bank_line.payer_name AS paid_by, bank_line.bank_reference
FROM charge
JOIN organisation payer ON payer.id = charge.payer_id
JOIN supplier ON supplier.id = charge.supplier_id
JOIN organisation seller ON seller.id = supplier.organisation_id
LEFT JOIN purchase_order ON purchase_order.charge_id = charge.id
LEFT JOIN bank_match ON bank_match.charge_id = charge.id AND bank_match.undone_at IS NULL
LEFT JOIN bank_line ON bank_line.id = bank_match.bank_line_id
WHERE {_OWN}
  AND (CAST(:state AS text) IS NULL OR charge.state = :state)
"""  # noqa: S608  a constant of this module

_SUM: Final = f"""
SELECT COALESCE(sum(charge.amount_fen) FILTER (WHERE charge.state = 'open'), 0) AS open_fen,
       COALESCE(sum(charge.amount_fen) FILTER (WHERE charge.state = 'open' AND charge.due_on < :today), 0)
           AS overdue_fen,
       COALESCE(sum(charge.amount_fen) FILTER (WHERE charge.state = 'pending'), 0) AS pending_fen,
       COALESCE(sum(charge.amount_fen) FILTER (WHERE charge.paid_on >= :year_begins), 0) AS paid_fen
FROM charge
WHERE {_OWN}
"""  # noqa: S608  as above


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "amount": SortKey("listed.amount_fen", KeyType.NUMBER),
    "due": SortKey("COALESCE(listed.due_on, DATE '9999-12-31')", KeyType.DAY),
    "paid": SortKey("COALESCE(listed.paid_on, DATE '9999-12-31')", KeyType.DAY),
}
"""What charges may be sorted by; what has no day comes last."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a supplier is owed and, since the year began, was paid."""

    open_fen: int
    overdue_fen: int
    """The part of `open_fen` whose day has passed."""
    pending_fen: int
    """Not owed yet: what is ordered and not received."""
    paid_fen: int


def list_received(
    *,
    actor: Actor,
    today: date,
    state: ChargeState | None = None,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List the charges of one's suppliers, in an order or newest first, each with the bank line that paid it."""
    sorting = sorting or newest(before)
    facts = {"state": state and state.value, "limit": limit, "today": today, **sorting.facts}
    return [dict(row) for row in db.session.execute(text(sorting.over(_LIST)), facts | _scope(actor)).mappings()]


def sum_received(*, actor: Actor, today: date) -> Received:
    """Add up what one's suppliers are owed, and what they were paid this year."""
    facts = {"today": today, "year_begins": today.replace(month=1, day=1)}
    row = db.session.execute(text(_SUM), facts | _scope(actor)).mappings().one()
    return Received(**{name: int(amount) for name, amount in row.items()})


def _scope(actor: Actor) -> dict[str, object]:
    """Tell the suppliers whose money it is: one who also buys does not see what it owes here."""
    actor.require(P.PAYMENTS_READ)
    return {"organisation_ids": actor.organisation_ids(P.PAYMENTS_READ)}
