"""From evidenced income to its payments: the rows whose amounts sum to it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.statistics.queries.slices import parameters, payments_of
from marketplace.statistics.rules import Slice

_BEHIND: Final = """
SELECT p.id, p.paid_on, organisation.uscc AS supplier, p.household_id, household.household_number, p.mechanism,
       p.amount_fen, p.evidence_file_id
{payments} AND p.id > :after
ORDER BY p.id
LIMIT :limit
"""


def list_payments_behind(asked: Slice, *, actor: Actor, after: int = 0, limit: int = 24) -> Sequence[Mapping[str, Any]]:
    """List the verified payments behind the evidenced income of a slice, in the order they were entered.

    A slice that payments know nothing of has none: its evidenced income is unknown.

    :raises NotFound: if the region is outside the caller's scope.
    """
    actor.require_over(P.BENEFITS_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code])
    if not asked.knows_payments:
        return []
    sql = _BEHIND.format(payments=payments_of(asked))
    facts = parameters(asked) | {"after": after, "limit": limit}
    return [dict(row) for row in db.session.execute(text(sql), facts).mappings()]
