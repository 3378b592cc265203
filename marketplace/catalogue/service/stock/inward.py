"""Goods come in, come back, are counted anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.catalogue.errors import LotUnknown, QuantityWrong, ReasonMissing, StockExhausted
from marketplace.catalogue.queries.skus import get_own_sku
from marketplace.catalogue.service.stock.balances import check_quantities
from marketplace.db import db
from marketplace.kernel.actor import Actor

_BRING_IN: Final = """
WITH came AS (
    SELECT * FROM unnest(CAST(:sku_ids AS bigint[]), CAST(:quantities AS bigint[])) AS came (sku_id, quantity)
), balance AS (
    INSERT INTO stock (sku_id, on_hand, reserved) SELECT sku_id, quantity, 0 FROM came ORDER BY sku_id
    ON CONFLICT (sku_id) DO UPDATE SET on_hand = stock.on_hand + excluded.on_hand
)
INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, lot_id, reason, user_id, at)
SELECT sku_id, :kind, quantity, 0, :lot_id, :reason, :user_id, :now FROM came ORDER BY sku_id
"""


def receive(
    *,
    sku_code: str,
    quantity: int,
    actor: Actor,
    now: datetime,
    lot_number: str | None = None,
    reason: str | None = None,
) -> None:
    """Put new goods on hand, from a lot of the product where one is named.

    :raises SkuUnknown: if the SKU is unknown or not the caller's.
    :raises QuantityWrong: for a quantity that is not positive.
    :raises LotUnknown: if the product has no such lot.
    """
    _bring_in_own("received", sku_code, quantity, lot_number, reason, actor=actor, now=now)


def take_back(
    *, sku_code: str, quantity: int, reason: str, actor: Actor, now: datetime, lot_number: str | None = None
) -> None:
    """Put goods that a buyer sent back, beside any order, on hand again, with the reason.

    :raises SkuUnknown: if the SKU is unknown or not the caller's.
    :raises QuantityWrong: for a quantity that is not positive.
    :raises ReasonMissing: without a reason.
    :raises LotUnknown: if the product has no such lot.
    """
    _check_reason(reason)
    _bring_in_own("returned", sku_code, quantity, lot_number, reason, actor=actor, now=now)


def adjust(*, sku_code: str, counted: int, reason: str, actor: Actor, now: datetime) -> None:
    """Set what is on hand to what was counted, with the reason of the difference.

    :raises SkuUnknown: if the SKU is unknown or not the caller's.
    :raises StockExhausted: if more is reserved than was counted.
    :raises QuantityWrong: for a negative count.
    :raises ReasonMissing: without a reason.
    """
    owner = get_own_sku(sku_code, actor=actor)
    if counted < 0:
        raise QuantityWrong
    _check_reason(reason)
    db.session.execute(
        text("INSERT INTO stock (sku_id, on_hand, reserved) VALUES (:id, 0, 0) ON CONFLICT DO NOTHING"),
        {"id": owner.sku_id},
    )
    before = db.session.execute(
        text("SELECT on_hand, reserved FROM stock WHERE sku_id = :id FOR UPDATE"), {"id": owner.sku_id}
    ).one()
    if counted == before.on_hand:
        return
    if counted < before.reserved:
        short = {"sku_id": owner.sku_id, "sku": sku_code, "wanted": before.reserved, "left": counted}
        raise StockExhausted(short=[short], skus=sku_code)
    facts = {
        "id": owner.sku_id,
        "counted": counted,
        "change": counted - before.on_hand,
        "reason": reason,
        "now": now,
        "user_id": actor.user_id,
    }
    db.session.execute(text("UPDATE stock SET on_hand = :counted WHERE sku_id = :id"), facts)
    db.session.execute(
        text(
            "INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, reason, user_id, at) "
            "VALUES (:id, 'adjusted', :change, 0, :reason, :user_id, :now)"
        ),
        facts,
    )
    audit.record(
        "stock.adjusted",
        subject="sku",
        subject_id=owner.sku_id,
        actor=actor,
        now=now,
        before={"on_hand": before.on_hand},
        after={"on_hand": counted},
        reason=reason,
        organisation_ids=[owner.organisation_id],
        region_code=owner.county_code,
    )


def _bring_in_own(
    kind: str,
    sku_code: str,
    quantity: int,
    lot_number: str | None,
    reason: str | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    owner = get_own_sku(sku_code, actor=actor)
    check_quantities([quantity])
    if lot_number is not None and lot_number not in owner.lots:
        raise LotUnknown(fields={"lot_number": [LotUnknown(value=lot_number)]}, value=lot_number)
    lot_id = owner.lots[lot_number] if lot_number is not None else None
    _bring_in({owner.sku_id: quantity}, kind=kind, lot_id=lot_id, reason=reason, actor=actor, now=now)
    audit.record(
        f"stock.{kind}",
        subject="sku",
        subject_id=owner.sku_id,
        actor=actor,
        now=now,
        after={"quantity": quantity, "lot_number": lot_number},
        reason=reason,
        organisation_ids=[owner.organisation_id],
        region_code=owner.county_code,
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})


def _bring_in(
    quantities: Mapping[int, int],
    *,
    kind: str,
    lot_id: int | None,
    reason: str | None,
    actor: Actor,
    now: datetime,
) -> None:
    db.session.execute(
        text(_BRING_IN),
        {
            "sku_ids": sorted(quantities),
            "quantities": [quantities[sku_id] for sku_id in sorted(quantities)],
            "kind": kind,
            "lot_id": lot_id,
            "reason": reason,
            "user_id": actor.user_id,
            "now": now,
        },
    )
