"""Reads of roster versions for those in scope: suppliers their own, staff those of their regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.households.errors import RosterUnknown
from marketplace.households.queries.masking import masked_name
from marketplace.households.rules import ROSTER_ACTIONS, RosterState
from marketplace.kernel.actor import Actor, PermissionMissing
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest

_SEEN_WITH: Final = (P.ROSTERS_ENTER, P.ROSTERS_APPROVE, P.HOUSEHOLDS_READ)

VERSION_COLUMNS: Final = """
    v.id, organisation.uscc AS supplier, organisation.name AS supplier_name, supplier.county_code,
    product.product_number, lot.lot_number, v.state, v.mechanism, v.household_share_bp, v.village_share_bp,
    v.declared_from_on, v.declared_until_on - 1 AS declared_last_on, v.from_on, v.until_on - 1 AS last_on,
    v.members_count, v.weight_total, v.cut_from_id, v.entered_at, v.entered_by_id, v.approved_at, v.reason
"""
"""What is told of a version, over `VERSION_JOINS`; last days still hold."""

VERSION_JOINS: Final = """
    JOIN roster r ON r.id = v.roster_id
    JOIN supplier ON supplier.id = r.supplier_id
    JOIN organisation ON organisation.id = supplier.organisation_id
    LEFT JOIN product ON product.id = r.product_id
    LEFT JOIN lot ON lot.id = r.lot_id
"""

_IN_SCOPE: Final = """
    (supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
     OR EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix
                WHERE starts_with(supplier.county_code, prefix)))
"""

_IN_FORCE: Final = """
    (v.state = 'approved' AND v.from_on <= :in_force_on AND (v.until_on IS NULL OR :in_force_on < v.until_on)
     AND NOT EXISTS (
         SELECT FROM roster_version later
         WHERE later.roster_id = v.roster_id AND later.state = 'approved'
           AND later.declared_from_on > v.declared_from_on AND later.declared_from_on <= :in_force_on))
"""

_LIST: Final = f"""
SELECT {VERSION_COLUMNS}
FROM roster_version v {VERSION_JOINS}
WHERE {_IN_SCOPE}
  AND (CAST(:state AS text) IS NULL OR v.state = :state)
  AND (CAST(:supplier AS text) IS NULL OR organisation.uscc = :supplier)
  AND (CAST(:q AS text) IS NULL OR strpos(lower(organisation.name), lower(:q)) > 0
       OR starts_with(organisation.uscc, upper(:q)))
  AND (CAST(:product_number AS text) IS NULL OR product.product_number = :product_number)
  AND (CAST(:in_force_on AS date) IS NULL OR {_IN_FORCE})
"""  # noqa: S608  constants of this module

_GET: Final = f"SELECT {VERSION_COLUMNS} FROM roster_version v {VERSION_JOINS} WHERE v.id = :id AND {_IN_SCOPE}"  # noqa: S608  as above

_SEGMENTS: Final = """
SELECT s.id, s.from_on, s.until_on - 1 AS last_on, s.members_count, s.weight_total
FROM roster_version v
JOIN roster_version s ON s.roster_id = v.roster_id AND s.declared_from_on = v.declared_from_on AND s.state = 'approved'
WHERE v.id = :id AND v.approved_at IS NOT NULL
ORDER BY s.from_on
"""

_MEMBERS: Final = """
SELECT h.id AS household_id, h.household_number, h.village_code, h.head_name, m.weight
FROM roster_member m JOIN household h ON h.id = m.household_id
WHERE m.roster_version_id = :id AND (CAST(:after AS text) IS NULL OR h.household_number > :after)
ORDER BY h.household_number
LIMIT :limit
"""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "entered": SortKey("listed.entered_at", KeyType.MOMENT),
    "supplier": SortKey("listed.supplier_name", KeyType.TEXT),
}
"""What these rows may be sorted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFilter:
    """What narrows a list of versions."""

    state: RosterState | None = None
    supplier: str | None = None
    q: str | None = None
    """A part of the supplier's name, or the beginning of its credit code."""
    product_number: str | None = None
    in_force_on: date | None = None
    """A day; what is listed are the segments in force on it."""


def list_versions(
    narrowed: RosterFilter, *, actor: Actor, before: int | None = None, sorting: Sorting | None = None, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List versions and their segments in scope, in an order or the newest first from before an id on.

    :raises Forbidden: if the caller sees nobody's rosters.
    """
    sorting = sorting or newest(before)
    facts = {
        **sorting.facts,
        "limit": limit,
        "state": narrowed.state and narrowed.state.value,
        "supplier": narrowed.supplier,
        "q": narrowed.q,
        "product_number": narrowed.product_number,
        "in_force_on": narrowed.in_force_on,
    }
    rows = db.session.execute(text(sorting.over(_LIST)), facts | _scope(actor)).mappings()
    return [_told(dict(row), actor) for row in rows]


def get_version(version_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a version in scope with the segments that what it declares consists of by now.

    :raises Forbidden: if the caller sees nobody's rosters.
    :raises RosterUnknown: if there is none in scope.
    """
    row = db.session.execute(text(_GET), {"id": version_id} | _scope(actor)).mappings().one_or_none()
    if row is None:
        raise RosterUnknown
    segments = db.session.execute(text(_SEGMENTS), {"id": version_id}).mappings()
    return {**_told(dict(row), actor), "segments": [dict(segment) for segment in segments]}


def list_members(
    version_id: int, *, actor: Actor, after: str | None = None, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List the members of a version in scope by household number, heads masked, from after a number on.

    :raises Forbidden: if the caller sees nobody's rosters.
    :raises RosterUnknown: if there is none in scope.
    """
    get_version(version_id, actor=actor)
    rows = db.session.execute(text(_MEMBERS), {"id": version_id, "after": after, "limit": limit}).mappings()
    return [{**row, "head_name": masked_name(row["household_number"], row["head_name"])} for row in rows]


def _scope(actor: Actor) -> dict[str, object]:
    if not any(actor.has(permission) for permission in _SEEN_WITH):
        raise PermissionMissing(permission=P.ROSTERS_ENTER.value)
    return {
        "organisation_ids": sorted({each for permission in _SEEN_WITH for each in actor.organisation_ids(permission)}),
        "prefixes": sorted({each for permission in _SEEN_WITH for each in actor.region_prefixes(permission)}),
    }


def _told(row: dict[str, Any], actor: Actor) -> Mapping[str, Any]:
    """Add what the caller may do with a version next; nobody approves what they entered."""
    entered_by_id = row.pop("entered_by_id")
    actions = set[str]()
    if actor.covers(P.ROSTERS_APPROVE, region_codes=[row["county_code"]]):
        actions.update(ROSTER_ACTIONS.get(RosterState(row["state"]), ()))
    if entered_by_id is not None and entered_by_id == actor.user_id:
        actions.discard("approve")
    return {**row, "next_actions": sorted(actions)}
