"""Reserved goods go out, or are freed again."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.catalogue.errors import NothingHeld
from marketplace.catalogue.service.stock.balances import check_quantities, lock
from marketplace.db import db
from marketplace.kernel.actor import Actor

_HELD: Final = """
SELECT sku_id, quantity FROM reservation
WHERE holder = :holder AND sku_id = ANY(CAST(:sku_ids AS bigint[])) AND state = 'live'
"""

_TAKE: Final = """
WITH taken AS (
    SELECT * FROM unnest(CAST(:sku_ids AS bigint[]), CAST(:quantities AS bigint[]), CAST(:lot_ids AS bigint[]))
        AS taken (sku_id, quantity, lot_id)
), held AS (
    UPDATE reservation
    SET quantity = reservation.quantity - taken.quantity,
        state = CASE WHEN reservation.quantity > taken.quantity THEN 'live' ELSE CAST(:ended AS text) END
    FROM taken WHERE reservation.holder = :holder AND reservation.sku_id = taken.sku_id
), balance AS (
    UPDATE stock
    SET reserved = stock.reserved - taken.quantity,
        on_hand = stock.on_hand - CASE WHEN CAST(:ships AS boolean) THEN taken.quantity ELSE 0 END
    FROM taken WHERE stock.sku_id = taken.sku_id
)
INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, lot_id, holder, reason, user_id, at)
SELECT sku_id, CAST(:ended AS text), CASE WHEN CAST(:ships AS boolean) THEN -quantity ELSE 0 END, -quantity, lot_id,
       :holder, CAST(:reason AS text), :user_id, :now
FROM taken ORDER BY sku_id
"""

_FREED_SKUS: Final = """
SELECT DISTINCT sku_id FROM reservation
WHERE state = 'live' AND (holder = ANY(CAST(:holders AS text[])) OR expires_at <= CAST(:expired_by AS timestamptz))
"""

_FREE_ALL: Final = """
WITH freed AS (
    UPDATE reservation SET quantity = 0, state = CAST(:ended AS text)
    FROM (
        SELECT id, quantity AS was FROM reservation
        WHERE state = 'live' AND (
            holder = ANY(CAST(:holders AS text[])) OR expires_at <= CAST(:expired_by AS timestamptz)
        )
        ORDER BY id FOR UPDATE
    ) live
    WHERE reservation.id = live.id
    RETURNING reservation.holder, reservation.sku_id, live.was
), balance AS (
    UPDATE stock SET reserved = stock.reserved - total.quantity
    FROM (SELECT sku_id, sum(was)::bigint AS quantity FROM freed GROUP BY sku_id) total
    WHERE stock.sku_id = total.sku_id
), movement AS (
    INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, holder, reason, user_id, at)
    SELECT sku_id, 'released', 0, -was, holder, CAST(:reason AS text), :user_id, :now FROM freed ORDER BY holder, sku_id
)
SELECT DISTINCT holder FROM freed ORDER BY holder
"""


def release(
    *, holder: str, actor: Actor, now: datetime, quantities: Mapping[int, int] | None = None, reason: str | None = None
) -> None:
    """Free what a holder holds: these packs by SKU id, or everything.

    :raises NothingHeld: if less is held than is to be released.
    :raises QuantityWrong: for a quantity that is not positive.
    """
    if quantities is None:
        _free([holder], ended="released", expired_by=None, reason=reason, actor=actor, now=now)
    else:
        _take(holder, quantities, {}, ended="released", reason=reason, actor=actor, now=now)


def release_all(*, holders: Collection[str], actor: Actor, now: datetime, reason: str | None = None) -> None:
    """Free everything that these holders hold: two statements for any number of them."""
    _free(sorted(holders), ended="released", expired_by=None, reason=reason, actor=actor, now=now)


def ship(
    *,
    holder: str,
    quantities: Mapping[int, int],
    actor: Actor,
    now: datetime,
    lots: Mapping[int, int] | None = None,
) -> None:
    """Take reserved goods out: packs by SKU id, from a lot where one is named.

    :raises NothingHeld: if less is held than is to be shipped.
    :raises QuantityWrong: for a quantity that is not positive.
    """
    _take(holder, quantities, lots or {}, ended="shipped", reason=None, actor=actor, now=now)


def expire(*, actor: Actor, now: datetime) -> list[str]:
    """Free every reservation whose time is over and tell whose they were: three statements."""
    holders = _free([], ended="expired", expired_by=now, reason=None, actor=actor, now=now)
    if holders:
        audit.record(
            "reservations.expired",
            subject="reservation",
            subject_id=now.isoformat(),
            actor=actor,
            now=now,
            after={"holders": holders},
        )
    return holders


def _take(
    holder: str,
    quantities: Mapping[int, int],
    lots: Mapping[int, int],
    *,
    ended: str,
    reason: str | None,
    actor: Actor,
    now: datetime,
) -> None:
    check_quantities(quantities.values())
    lock(quantities)
    facts = {"holder": holder, "sku_ids": sorted(quantities)}
    # read after the lock, in a statement of its own: a snapshot from before the wait would be stale
    held = {row.sku_id: row.quantity for row in db.session.execute(text(_HELD), facts)}
    short = [
        {"sku_id": sku_id, "wanted": n, "held": held.get(sku_id, 0)}
        for sku_id, n in sorted(quantities.items())
        if held.get(sku_id, 0) < n
    ]
    if short:
        raise NothingHeld(short=short)
    db.session.execute(
        text(_TAKE),
        {
            **facts,
            "quantities": [quantities[sku_id] for sku_id in sorted(quantities)],
            "lot_ids": [lots.get(sku_id) for sku_id in sorted(quantities)],
            "ended": ended,
            "ships": ended == "shipped",
            "reason": reason,
            "user_id": actor.user_id,
            "now": now,
        },
    )


def _free(
    holders: list[str], *, ended: str, expired_by: datetime | None, reason: str | None, actor: Actor, now: datetime
) -> list[str]:
    facts = {
        "holders": holders,
        "expired_by": expired_by,
        "ended": ended,
        "reason": reason,
        "user_id": actor.user_id,
        "now": now,
    }
    lock(db.session.scalars(text(_FREED_SKUS), facts).all())
    return list(db.session.scalars(text(_FREE_ALL), facts))
