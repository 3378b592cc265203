"""Reads of the sales that wait because they look like another."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.sales.errors import LookAlikeUnknown
from marketplace.sales.models import LookAlike
from marketplace.sales.rules import LookAlikeState

_SEEN: Final = """
SELECT l.id, l.state, l.source, l.source_number, l.line, l.origin_code, l.row AS told, l.entered_at, l.decided_at,
       l.reason, l.entered_by_ids, organisation.uscc AS supplier, organisation.name AS supplier_name,
       product.product_number,
       (SELECT string_agg(name, '、' ORDER BY id) FROM user_account WHERE id = ANY(l.entered_by_ids))
           AS entered_by_name,
       (SELECT name FROM user_account WHERE user_account.id = l.decided_by_id) AS decided_by_name,
       jsonb_build_object(
           'id', s.id, 'sold_on', s.sold_on, 'source', s.source, 'source_number', s.source_number, 'line', s.line,
           'amount_fen', s.amount_fen, 'buyer_name', s.buyer_name, 'channel', s.channel, 'quantity', s.quantity,
           'invoice_number', s.invoice_number
       ) AS resembles
FROM look_alike l
JOIN sale s ON s.id = l.resembles_id
JOIN supplier ON supplier.id = s.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN product ON product.id = s.product_id
WHERE EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix WHERE starts_with(l.origin_code, prefix))
"""

_LIST: Final = f"{_SEEN} AND l.state = :state AND l.id > :after ORDER BY l.id LIMIT :limit"

_GET: Final = f"{_SEEN} AND l.id = :id"

_BY_LINE: Final = """
SELECT l.line, l.id FROM look_alike l
WHERE l.source = :source AND l.source_number = :source_number AND l.state = 'waiting'
  AND EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix WHERE starts_with(l.origin_code, prefix))
"""


def list_look_alikes(
    *, actor: Actor, state: LookAlikeState = LookAlikeState.WAITING, after: int = 0, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List look-alikes in the caller's regions beside the sale they resemble, oldest first, from after an id on."""
    found = db.session.execute(
        text(_LIST),
        {"state": state.value, "after": after, "limit": limit, "prefixes": actor.region_prefixes(P.SALES_READ)},
    )
    return [_told(row, actor) for row in found.mappings()]


def get_look_alike(look_alike_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a look-alike beside the sale it resembles.

    :raises LookAlikeUnknown: outside the caller's regions.
    """
    facts = {"id": look_alike_id, "prefixes": actor.region_prefixes(P.SALES_READ)}
    row = db.session.execute(text(_GET), facts).mappings().one_or_none()
    if row is None:
        raise LookAlikeUnknown
    return _told(row, actor)


def find_waiting_by_line(*, source: str, source_number: str, actor: Actor) -> Mapping[int, int]:
    """Find what waits in the caller's regions of what a document told, by the line."""
    facts = {"source": source, "source_number": source_number, "prefixes": actor.region_prefixes(P.SALES_READ)}
    return {row.line: row.id for row in db.session.execute(text(_BY_LINE), facts)}


def get_look_alike_for_update(look_alike_id: int) -> LookAlike:
    """Get and lock a look-alike.

    :raises LookAlikeUnknown: if there is none.
    """
    row = db.session.scalar(select(LookAlike).where(LookAlike.id == look_alike_id).with_for_update())
    if row is None:
        raise LookAlikeUnknown
    return row


def _told(row: Mapping[Any, Any], actor: Actor) -> Mapping[str, Any]:
    """Make a row as it is shown; nobody decides on what they entered."""
    told = dict(row)
    is_own = actor.user_id in told.pop("entered_by_ids")
    may = told["state"] == LookAlikeState.WAITING and actor.covers(P.SALES_RESOLVE, region_codes=[told["origin_code"]])
    return {**told, "is_own": is_own, "may_decide": may and not is_own}
