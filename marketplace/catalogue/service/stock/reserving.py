"""Holding goods back for someone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.catalogue.errors import StockExhausted
from marketplace.catalogue.service.stock.balances import check_quantities, lock
from marketplace.db import db
from marketplace.kernel.actor import Actor

_RESERVE: Final = text(
    """
WITH wanted AS (
    SELECT * FROM unnest(CAST(:holders AS text[]), CAST(:sku_ids AS bigint[]), CAST(:quantities AS bigint[]))
        AS wanted (holder, sku_id, quantity)
), balance AS (
    UPDATE stock SET reserved = stock.reserved + total.quantity
    FROM (SELECT sku_id, sum(quantity)::bigint AS quantity FROM wanted GROUP BY sku_id) total
    WHERE stock.sku_id = total.sku_id
), held AS (
    INSERT INTO reservation (holder, sku_id, quantity, state, expires_at, created_at)
    SELECT holder, sku_id, quantity, 'live', CAST(:expires_at AS timestamptz), :now FROM wanted
    ON CONFLICT (holder, sku_id) DO UPDATE
    SET quantity = reservation.quantity + excluded.quantity, state = 'live', expires_at = excluded.expires_at
)
INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, holder, user_id, at)
SELECT sku_id, 'reserved', 0, quantity, holder, :user_id, :now FROM wanted ORDER BY holder, sku_id
"""
)


def reserve(
    *, holder: str, quantities: Mapping[int, int], expires_at: datetime | None, actor: Actor, now: datetime
) -> None:
    """Hold goods back for one holder (`order:17`): packs by SKU id, all or none.

    :raises StockExhausted: naming every SKU that falls short.
    :raises QuantityWrong: for a quantity that is not positive.
    """
    reserve_each(holders={holder: quantities}, expires_at=expires_at, actor=actor, now=now)


def reserve_each(
    *, holders: Mapping[str, Mapping[int, int]], expires_at: datetime | None, actor: Actor, now: datetime
) -> None:
    """Hold goods back for several holders at once: two statements, and one lock order, so that no two groups deadlock.

    What a holder holds already stays held beside it.

    :raises StockExhausted: naming every SKU that falls short.
    :raises QuantityWrong: for a quantity that is not positive.
    """
    rows = [(holder, sku_id, n) for holder, quantities in holders.items() for sku_id, n in quantities.items()]
    check_quantities(n for _, _, n in rows)
    wanted: dict[int, int] = {}
    for _, sku_id, n in rows:
        wanted[sku_id] = wanted.get(sku_id, 0) + n
    balances = lock(wanted)
    short = [
        {
            "sku_id": sku_id,
            "sku": balances[sku_id].code if sku_id in balances else None,
            "wanted": n,
            "left": balances[sku_id].left_over if sku_id in balances else 0,
        }
        for sku_id, n in sorted(wanted.items())
        if sku_id not in balances or balances[sku_id].left_over < n
    ]
    if short:
        raise StockExhausted(short=short, skus=", ".join(str(s["sku"] or s["sku_id"]) for s in short))
    facts = {
        "holders": [holder for holder, _, _ in rows],
        "sku_ids": [sku_id for _, sku_id, _ in rows],
        "quantities": [n for _, _, n in rows],
        "expires_at": expires_at,
        "now": now,
        "user_id": actor.user_id,
    }
    db.session.execute(_RESERVE, facts)


def keep(*, holders: Collection[str], until: datetime | None = None) -> None:
    """Let holders' reservations expire no more, as what they wait for has come, or only at a later moment."""
    db.session.execute(
        text(
            "UPDATE reservation SET expires_at = CAST(:until AS timestamptz) "
            "WHERE holder = ANY(CAST(:holders AS text[])) AND state = 'live'"
        ),
        {"holders": list(holders), "until": until},
    )
