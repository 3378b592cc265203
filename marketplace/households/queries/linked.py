"""The households that a supplier is or was linked with, as it may choose among them: heads masked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.households.queries.masking import masked_name
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P

_LIST: Final = """
SELECT household.household_number, household.head_name, household.village_code, village.name AS village_name,
       tie.mechanism
FROM (
    SELECT DISTINCT ON (l.household_id) l.household_id, l.mechanism
    FROM linkage l JOIN supplier ON supplier.id = l.supplier_id
    WHERE supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[])) AND l.state IN ('verified', 'ended')
    ORDER BY l.household_id, l.from_on DESC, l.id DESC
) tie
JOIN household ON household.id = tie.household_id
LEFT JOIN LATERAL (
    SELECT region.name FROM region
    WHERE region.code = household.village_code AND region.from_on <= :day
    ORDER BY region.from_on DESC LIMIT 1
) village ON true
ORDER BY household.household_number
LIMIT :limit
"""


def list_linked(*, actor: Actor, day: date, limit: int) -> Sequence[Mapping[str, Any]]:
    """List the households that the caller's suppliers have a verified linkage with, or had, by number.

    :raises Forbidden: if the caller enters linkages for nobody.
    """
    actor.require(P.LINKAGES_ENTER)
    facts = {"organisation_ids": actor.organisation_ids(P.LINKAGES_ENTER), "day": day, "limit": limit}
    return [
        {**row, "head_name": masked_name(row["household_number"], row["head_name"])}
        for row in db.session.execute(text(_LIST), facts).mappings()
    ]
