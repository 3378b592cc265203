"""Reads of the register within the caller's regions, the heads masked; category and persons are as of a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, and_, false, or_, select, text, true
from sqlalchemy.sql.selectable import LateralFromClause

from marketplace.db import db, in_order
from marketplace.gateways import personal_data
from marketplace.households.errors import HouseholdUnknown
from marketplace.households.models import Household, HouseholdStatus
from marketplace.households.queries.linkages import list_linkages_of_household
from marketplace.households.queries.masking import masked_identity, masked_name
from marketplace.households.rules import HouseholdCategory
from marketplace.kernel.actor import Actor
from marketplace.kernel.identifiers import is_identity_number, parse_identity_number
from marketplace.kernel.intervals import Days
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey
from marketplace.kernel.text import fold_width
from marketplace.regions.queries import names_of
from marketplace.regions.rules import prefix_of

_MOST_ROSTERS: Final = 200

_ROSTERS: Final = """
SELECT v.id AS roster_version_id, v.roster_id, organisation.uscc AS supplier, organisation.name AS supplier_name,
       product.product_number, lot.lot_number, v.mechanism, v.household_share_bp, v.from_on, v.until_on, m.weight,
       v.weight_total
FROM roster_member m
JOIN roster_version v ON v.id = m.roster_version_id AND v.state = 'approved'
JOIN roster ON roster.id = v.roster_id
JOIN supplier ON supplier.id = roster.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN product ON product.id = roster.product_id
LEFT JOIN lot ON lot.id = roster.lot_id
WHERE m.household_id = :household_id
ORDER BY v.from_on DESC, v.id DESC
LIMIT :limit
"""

_BY_VILLAGE: Final = text("household.village_code USING ~<~")
"""The order of the index by which a region's households are found, whatever the database's collation."""

_VILLAGE_KNOWN: Final = """
SELECT EXISTS (
    SELECT FROM region WHERE code = :village_code AND level = 12
    AND from_on < COALESCE(CAST(:until_on AS date), 'infinity') AND :from_on < COALESCE(until_on, 'infinity')
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFilter:
    """What narrows a list of households."""

    region_code: str | None = None
    category: HouseholdCategory | None = None
    q: str | None = None
    """The beginning of a household number, or a whole identity number."""
    on: date | None = None
    """Only those registered on this day, with category and persons as of it."""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "number": SortKey("household.household_number", KeyType.TEXT),
    "registered": SortKey("household.registered_on", KeyType.DAY),
}
"""What households may be sorted by."""


def list_households(
    narrowed: HouseholdFilter,
    *,
    actor: Actor,
    today: date,
    after: tuple[str, int] | None = None,
    sorting: Sorting | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List households of the caller's regions, in an order or by village and id from after such a pair on."""
    day = narrowed.on or today
    status = _status_on(day)
    found = _rows(status).where(*_conditions(narrowed, status), _in_regions(actor))
    if sorting is not None:
        found = in_order(found, sorting, table="household")
    else:
        found = (found if after is None else found.where(_comes_after(*after))).order_by(_BY_VILLAGE, Household.id)
    rows = db.session.execute(found.limit(limit)).mappings().all()
    names = names_of({row["village_code"] for row in rows}, on=day)
    return [_masked(dict(row), names, day) for row in rows]


def get_household(household_id: int, *, actor: Actor, today: date) -> Mapping[str, Any]:
    """Get a household as of today with its statuses, linkages and rosters: five statements.

    :raises HouseholdUnknown: outside the caller's regions.
    """
    found = _rows(_status_on(today)).where(Household.id == household_id, _in_regions(actor))
    row = db.session.execute(found).mappings().first()
    if row is None:
        raise HouseholdUnknown
    statuses = db.session.execute(
        select(HouseholdStatus.from_on, HouseholdStatus.until_on, HouseholdStatus.category, HouseholdStatus.persons)
        .where(HouseholdStatus.household_id == household_id)
        .order_by(HouseholdStatus.from_on)
    )
    rosters = db.session.execute(text(_ROSTERS), {"household_id": household_id, "limit": _MOST_ROSTERS})
    return {
        **_masked(dict(row), names_of({row["village_code"]}, on=today), today),
        "statuses": [_with_last_day(status) for status in statuses.mappings()],
        "linkages": list_linkages_of_household(household_id, actor=actor),
        "rosters": [_with_last_day(roster) for roster in rosters.mappings()],
    }


def get_household_for_update(household_id: int, permission: P, *, actor: Actor) -> Household:
    """Get and lock a household over which the caller holds a permission.

    :raises Forbidden: if the caller holds it nowhere.
    :raises HouseholdUnknown: outside the caller's regions.
    """
    actor.require(permission)
    row = db.session.get(Household, household_id, with_for_update={"key_share": True}, populate_existing=True)
    if row is None or not actor.covers(permission, region_codes=[row.village_code]):
        raise HouseholdUnknown
    return row


def get_latest_status(household_id: int) -> HouseholdStatus:
    """Get the status that has no end; every household has one."""
    return db.session.scalars(
        select(HouseholdStatus).where(HouseholdStatus.household_id == household_id, HouseholdStatus.until_on.is_(None))
    ).one()


def find_taken(*, household_number: str, head_identity_hash: bytes) -> Collection[Household]:
    """Find the households that have this number or this head."""
    return db.session.scalars(
        select(Household).where(
            or_(
                Household.household_number == household_number,
                Household.head_identity_hash == head_identity_hash,
            )
        )
    ).all()


def is_village(code: str, *, from_on: date, until_on: date | None = None) -> bool:
    """Tell whether the register of regions has a village of this code on any day of a period."""
    facts = {"village_code": code, "from_on": from_on, "until_on": until_on}
    return bool(db.session.scalar(text(_VILLAGE_KNOWN), facts))


def _status_on(day: date) -> LateralFromClause:
    return (
        select(HouseholdStatus.category, HouseholdStatus.persons)
        .where(HouseholdStatus.household_id == Household.id, HouseholdStatus.from_on <= day)
        .order_by(HouseholdStatus.from_on.desc())
        .limit(1)
        .lateral("status")
    )


def _rows(status: LateralFromClause) -> Select[Any]:
    return select(
        Household.id,
        Household.household_number,
        Household.village_code,
        Household.head_name,
        Household.head_identity,
        Household.registered_on,
        Household.cleared_on,
        status.c.category,
        status.c.persons,
    ).outerjoin(status, true())


def _conditions(narrowed: HouseholdFilter, status: LateralFromClause) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.region_code is not None:
        conditions.append(Household.village_code.startswith(prefix_of(narrowed.region_code), autoescape=True))
    if narrowed.category is not None:
        conditions.append(status.c.category == narrowed.category)
    if narrowed.q is not None:
        conditions.append(_matches(fold_width(narrowed.q)))
    if narrowed.on is not None:
        is_cleared = and_(Household.cleared_on.is_not(None), Household.cleared_on <= narrowed.on)
        conditions += [Household.registered_on <= narrowed.on, ~is_cleared]
    return conditions


def _matches(q: str) -> ColumnElement[bool]:
    """Match the beginning of a household number, and a whole identity number by its keyed hash."""
    has_number = Household.household_number.startswith(q, autoescape=True)
    if not is_identity_number(q):
        return has_number
    identity_number = parse_identity_number(q)
    return or_(has_number, Household.head_identity_hash == personal_data.lookup_hash(identity_number))


def _comes_after(village_code: str, household_id: int) -> ColumnElement[bool]:
    village = Household.village_code
    is_later = or_(village.bool_op("~>~")(village_code), Household.id > household_id)
    return and_(village.bool_op("~>=~")(village_code), is_later)


def _in_regions(actor: Actor) -> ColumnElement[bool]:
    prefixes = actor.region_prefixes(P.HOUSEHOLDS_READ)
    return or_(false(), *(Household.village_code.startswith(prefix, autoescape=True) for prefix in prefixes))


def _masked(row: Mapping[str, Any], village_names: Mapping[str, str], day: date) -> Mapping[str, Any]:
    number = row["household_number"]
    return {
        **row,
        "village_name": village_names.get(row["village_code"]),
        "head_name": masked_name(number, row["head_name"]),
        "head_identity": masked_identity(number, row["head_identity"]),
        "is_registered": row["registered_on"] <= day and (row["cleared_on"] is None or day < row["cleared_on"]),
    }


def _with_last_day(row: RowMapping) -> Mapping[str, Any]:
    return {**row, "last_on": Days(row["from_on"], row["until_on"]).last_on}
