"""Reads of linkages: a supplier's own, and those of households in the regions of staff; the heads masked."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, text

from marketplace.accounts.models import Organisation
from marketplace.db import db
from marketplace.households.errors import LinkageUnknown
from marketplace.households.models import Household, Linkage
from marketplace.households.queries.masking import masked_name
from marketplace.households.rules import STAFF_ACTIONS, SUPPLIER_ACTIONS, LinkageState, Mechanism
from marketplace.kernel.actor import Actor, PermissionMissing
from marketplace.kernel.intervals import Days
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.suppliers.models import Supplier

_SEEN_WITH: Final = (P.HOUSEHOLDS_READ, P.LINKAGES_VERIFY)

_COLUMNS: Final = """
    l.id, l.state, l.mechanism, l.from_on, l.until_on, l.evidence_file_id, l.entered_at, l.entered_by_id,
    l.verified_at, l.reason, organisation.id AS organisation_id, organisation.uscc AS supplier,
    organisation.name AS supplier_name, through.uscc AS through, through.name AS through_name,
    household.household_number, household.village_code, household.head_name
"""
_TABLES: Final = """
    linkage l
    JOIN supplier ON supplier.id = l.supplier_id
    JOIN organisation ON organisation.id = supplier.organisation_id
    JOIN household ON household.id = l.household_id
    LEFT JOIN organisation through ON through.id = l.through_id
"""
_LIST: Final = f"""
SELECT {_COLUMNS} FROM {_TABLES}
WHERE {{scope}} AND (CAST(:state AS text) IS NULL OR l.state = :state)
  AND household.village_code LIKE :place
  AND (CAST(:q AS text) IS NULL OR strpos(lower(organisation.name), lower(:q)) > 0
       OR starts_with(organisation.uscc, upper(:q)))
"""  # noqa: S608  constants of this module

_GET: Final = f"SELECT {_COLUMNS} FROM {_TABLES} WHERE l.id = :id AND {{scope}}"  # noqa: S608  as above

_OF_HOUSEHOLD: Final = f"""
SELECT {_COLUMNS} FROM {_TABLES} WHERE l.household_id = :household_id AND {{scope}} ORDER BY l.from_on DESC, l.id DESC
"""  # noqa: S608  as above


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "entered": SortKey("listed.entered_at", KeyType.MOMENT),
    "supplier": SortKey("listed.supplier_name", KeyType.TEXT),
    "household": SortKey("listed.household_number", KeyType.TEXT),
}
"""What these rows may be sorted by."""


def list_linkages(
    *,
    actor: Actor,
    state: LinkageState | None = None,
    prefix: str = "",
    q: str | None = None,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List linkages in the caller's scope, in an order or the newest first from before an id on.

    `prefix` is that of the villages; `q` a part of the supplier's name or the beginning of its credit code.

    :raises Forbidden: if the caller neither enters linkages nor reads households anywhere.
    """
    sorting = sorting or newest(before)
    facts = {"state": state and state.value, "place": f"{prefix}%", "q": q, "limit": limit, **sorting.facts}
    return [_told(row, actor) for row in _read(sorting.over(_LIST), facts, actor)]


def get_linkage(linkage_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a linkage.

    :raises Forbidden: if the caller neither enters linkages nor reads households anywhere.
    :raises LinkageUnknown: outside the caller's scope.
    """
    rows = _read(_GET, {"id": linkage_id}, actor)
    if not rows:
        raise LinkageUnknown
    return _told(rows[0], actor)


def list_linkages_of_household(household_id: int, *, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """List the linkages of a household in the caller's scope, the latest to begin first."""
    return [_told(row, actor) for row in _read(_OF_HOUSEHOLD, {"household_id": household_id}, actor)]


def get_linkage_for_update(linkage_id: int) -> tuple[Linkage, Supplier, Household]:
    """Get a linkage with its supplier and household, and lock it.

    :raises LinkageUnknown: if there is none.
    """
    row = db.session.execute(
        select(Linkage, Supplier, Household)
        .join(Supplier, Supplier.id == Linkage.supplier_id)
        .join(Household, Household.id == Linkage.household_id)
        .where(Linkage.id == linkage_id)
        .with_for_update(of=Linkage)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise LinkageUnknown
    return row[0], row[1], row[2]


def find_supplier(uscc: str) -> Supplier | None:
    """Find the supplier with a credit code."""
    return db.session.scalar(
        select(Supplier)
        .join(Organisation, Organisation.id == Supplier.organisation_id)
        .where(Organisation.uscc == uscc)
    )


def find_organisation(uscc: str) -> Organisation | None:
    """Find the organisation with a credit code."""
    return db.session.scalar(select(Organisation).where(Organisation.uscc == uscc))


def find_household_for_update(household_number: str) -> Household | None:
    """Find a household by its number and lock it, so that its linkages are entered one after the other."""
    return db.session.scalar(
        select(Household)
        .where(Household.household_number == household_number)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def has_overlapping(
    *,
    supplier_id: int,
    household_id: int,
    mechanism: Mechanism,
    days: Days,
    besides: int | None = None,
) -> bool:
    """Tell whether another linkage of the same three holds on a day of the period."""
    overlaps = (
        "SELECT EXISTS (SELECT FROM linkage WHERE supplier_id = :supplier_id AND household_id = :household_id "
        "AND mechanism = :mechanism AND id IS DISTINCT FROM CAST(:besides AS bigint) "
        "AND from_on < COALESCE(CAST(:until_on AS date), 'infinity') AND :from_on < COALESCE(until_on, 'infinity'))"
    )
    facts = {
        "supplier_id": supplier_id,
        "household_id": household_id,
        "mechanism": mechanism.value,
        "from_on": days.from_on,
        "until_on": days.until_on,
        "besides": besides,
    }
    return bool(db.session.scalar(text(overlaps), facts))


def _read(sql: str, facts: Mapping[str, Any], actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Read in the caller's scope; only the conditions it has stand in the statement, so that each finds its index."""
    prefixes = sorted({prefix for permission in _SEEN_WITH for prefix in actor.region_prefixes(permission)})
    begins = {f"prefix_{number}": f"{prefix}%" for number, prefix in enumerate(prefixes)}
    conditions = [f"household.village_code LIKE :{name}" for name in begins]
    organisation_ids = actor.organisation_ids(P.LINKAGES_ENTER)
    if organisation_ids:
        conditions.append("supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[]))")
    if not conditions:
        raise PermissionMissing(permission=P.LINKAGES_ENTER.value)
    statement = text(sql.format(scope=f"({' OR '.join(conditions)})"))
    found = db.session.execute(statement, {**facts, **begins, "organisation_ids": organisation_ids})
    return [dict(row) for row in found.mappings()]


def _told(row: Mapping[str, Any], actor: Actor) -> Mapping[str, Any]:
    state = LinkageState(row["state"])
    actions: set[str] = set()
    if actor.covers(P.LINKAGES_VERIFY, region_codes=[row["village_code"]]):
        actions.update(STAFF_ACTIONS.get(state, ()))
    if actor.covers(P.LINKAGES_ENTER, organisation_ids=[row["organisation_id"]]):
        actions.update(SUPPLIER_ACTIONS.get(state, ()))
    if actor.user_id is not None and actor.user_id == row["entered_by_id"]:
        actions.discard("verify")
    return {
        **row,
        "last_on": Days(row["from_on"], row["until_on"]).last_on,
        "head_name": masked_name(row["household_number"], row["head_name"]),
        "next_actions": sorted(actions),
    }
