"""A household's statement of a year: what sales promised it beside what it was paid, never added to each other."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select, text

from marketplace.benefits.queries.standing import registered_on
from marketplace.db import db
from marketplace.households.errors import HouseholdUnknown
from marketplace.households.models import Household
from marketplace.households.queries.masking import masked_name
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P

_ATTRIBUTED: Final = """
SELECT a.month, a.roster_version_id, organisation.uscc AS supplier, organisation.name AS supplier_name,
       product.product_number, lot.lot_number, v.mechanism, m.weight, v.weight_total, a.pool_fen, share.amount_fen,
       a.allocated_at
FROM allocation_share share
JOIN allocation a ON a.id = share.allocation_id
JOIN roster_version v ON v.id = a.roster_version_id
JOIN roster_member m ON m.roster_version_id = v.id AND m.household_id = share.household_id
JOIN roster ON roster.id = v.roster_id
JOIN supplier ON supplier.id = roster.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN product ON product.id = roster.product_id
LEFT JOIN lot ON lot.id = roster.lot_id
WHERE share.household_id = :household_id AND left(a.month, 4) = :year
ORDER BY a.month, a.roster_version_id
"""

_PAID: Final = f"""
SELECT p.id, p.paid_on, organisation.uscc AS supplier, organisation.name AS supplier_name, p.mechanism, p.amount_fen,
       p.voucher_number, p.evidence_file_id, {registered_on(household="household", day="p.paid_on")} AS is_counted
FROM household_payment p
JOIN household ON household.id = p.household_id
JOIN supplier ON supplier.id = p.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
WHERE p.household_id = :household_id AND p.state = 'verified'
  AND p.paid_on >= make_date(CAST(:year AS int), 1, 1) AND p.paid_on <= make_date(CAST(:year AS int), 12, 31)
ORDER BY p.paid_on, p.id
"""  # noqa: S608  constants of this module


def get_statement(household_id: int, *, year: int, actor: Actor) -> Mapping[str, Any]:
    """Get the statement of a household for staff of its region: three statements.

    `attributed_fen` and `evidenced_fen` measure different things and have no sum. A payment on a day on which the
    household was not registered is shown and counts in neither.

    :raises HouseholdUnknown: outside the caller's regions.
    """
    actor.require(P.BENEFITS_READ)
    found = select(Household.household_number, Household.village_code, Household.head_name)
    household = db.session.execute(found.where(Household.id == household_id)).one_or_none()
    if household is None or not actor.covers(P.BENEFITS_READ, region_codes=[household.village_code]):
        raise HouseholdUnknown
    facts = {"household_id": household_id, "year": f"{year:04d}"}
    attributed = db.session.execute(text(_ATTRIBUTED), facts).mappings().all()
    paid = db.session.execute(text(_PAID), facts).mappings().all()
    return {
        "household_id": household_id,
        "household_number": household.household_number,
        "village_code": household.village_code,
        "head_name": masked_name(household.household_number, household.head_name),
        "year": year,
        "attributed": attributed,
        "attributed_fen": sum(row["amount_fen"] for row in attributed),
        "evidenced": paid,
        "evidenced_fen": sum(row["amount_fen"] for row in paid if row["is_counted"]),
    }
