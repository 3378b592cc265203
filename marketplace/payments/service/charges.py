"""Charges: asked for at placement, opened with their final amount, cancelled with their order.

They are parts of an order's verbs, which ask for the permission and write the audit line.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.identifiers import new_remittance_code
from marketplace.payments.rules import ChargeState


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCharge:
    """What a payer will owe a supplier."""

    supplier_id: int
    amount_fen: int


_CREATE: Final = """
INSERT INTO charge (remittance_code, payer_id, supplier_id, amount_fen, state, due_on, created_at)
SELECT code, :payer_id, supplier_id, amount_fen, CAST(:state AS text), CAST(:due_on AS date), :now
FROM unnest(CAST(:codes AS text[]), CAST(:supplier_ids AS bigint[]), CAST(:amounts AS bigint[]))
     AS told (code, supplier_id, amount_fen)
ON CONFLICT (remittance_code) DO NOTHING
RETURNING supplier_id, id
"""

_OPEN: Final = """
UPDATE charge SET state = 'open', amount_fen = final.amount_fen
FROM unnest(CAST(:ids AS bigint[]), CAST(:amounts AS bigint[])) AS final (id, amount_fen)
WHERE charge.id = final.id AND charge.state = 'pending'
"""


def create(
    charges: Sequence[NewCharge], *, payer_id: int, state: ChargeState, due_on: date | None, now: datetime
) -> dict[int, int]:
    """Ask a payer for money, one charge per supplier, each under a code of its own; ids by supplier id."""
    made: dict[int, int] = {}
    while missing := [charge for charge in charges if charge.supplier_id not in made]:
        # Goes round again only for a code that was drawn before, once in millions of orders.
        rows = db.session.execute(
            text(_CREATE),
            {
                "payer_id": payer_id,
                "state": state.value,
                "due_on": due_on,
                "now": now,
                "codes": [new_remittance_code() for _ in missing],
                "supplier_ids": [charge.supplier_id for charge in missing],
                "amounts": [charge.amount_fen for charge in missing],
            },
        )
        made.update((row.supplier_id, row.id) for row in rows)
    return made


def open_charges(amounts: Mapping[int, int]) -> None:
    """Open pending charges with their final amounts, in fen by charge id."""
    ids = sorted(amounts)
    db.session.execute(text(_OPEN), {"ids": ids, "amounts": [amounts[charge_id] for charge_id in ids]})


def cancel(charge_ids: Collection[int]) -> None:
    """Cancel charges that are not paid."""
    db.session.execute(
        text(
            "UPDATE charge SET state = 'cancelled' "
            "WHERE id = ANY(CAST(:ids AS bigint[])) AND state IN ('pending', 'open')"
        ),
        {"ids": sorted(charge_ids)},
    )
