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

_LIST: Final = """
SELECT l.id, l.state, l.source, l.source_number, l.line, l.origin_code, l.row AS told, l.entered_at, l.decided_at,
       l.reason,
       jsonb_build_object(
           'id', s.id, 'sold_on', s.sold_on, 'source', s.source, 'source_number', s.source_number, 'line', s.line,
           'amount_fen', s.amount_fen, 'buyer_name', s.buyer_name
       ) AS resembles
FROM look_alike l JOIN sale s ON s.id = l.resembles_id
WHERE l.state = :state AND l.id > :after
  AND EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix WHERE starts_with(l.origin_code, prefix))
ORDER BY l.id
LIMIT :limit
"""


def list_look_alikes(
    *, actor: Actor, state: LookAlikeState = LookAlikeState.WAITING, after: int = 0, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List look-alikes in the caller's regions beside the sale they resemble, oldest first, from after an id on."""
    found = db.session.execute(
        text(_LIST),
        {"state": state.value, "after": after, "limit": limit, "prefixes": actor.region_prefixes(P.SALES_READ)},
    )
    return [dict(row) for row in found.mappings()]


def get_look_alike_for_update(look_alike_id: int) -> LookAlike:
    """Get and lock a look-alike.

    :raises LookAlikeUnknown: if there is none.
    """
    row = db.session.scalar(select(LookAlike).where(LookAlike.id == look_alike_id).with_for_update())
    if row is None:
        raise LookAlikeUnknown
    return row
