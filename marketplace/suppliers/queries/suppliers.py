"""Reads of suppliers for those in scope: staff by region, a supplier its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.suppliers.errors import SupplierUnknown
from marketplace.suppliers.queries.certified import CERTIFIED
from marketplace.suppliers.queries.scope import IN_SCOPE, permissions_over, scope_of
from marketplace.suppliers.rules import QualificationState, SupplierKind, list_actions_on_supplier

_SUPPLIERS: Final = f"""
SELECT supplier.id, supplier.organisation_id, organisation.uscc, organisation.name, supplier.kind, supplier.county_code,
       (SELECT r.name FROM region r WHERE r.code = supplier.county_code AND r.from_on <= :day
        AND (r.until_on IS NULL OR :day < r.until_on)) AS county_name,
       standing.state, standing.from_on, standing.until_on - 1 AS last_on,
       supplier.id IN ({CERTIFIED}) AS is_certified,
       application.id AS application_id, application.state AS application_state
FROM supplier
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN LATERAL (
    SELECT q.id, q.state, q.from_on, q.until_on FROM qualification q
    WHERE q.supplier_id = supplier.id AND q.from_on IS NOT NULL
    ORDER BY q.state IN ('certified', 'suspended') DESC, q.until_on DESC NULLS FIRST, q.id DESC
    LIMIT 1
) standing ON true
LEFT JOIN LATERAL (
    SELECT q.id, q.state FROM qualification q
    WHERE q.supplier_id = supplier.id AND q.from_on IS NULL
      AND (q.state <> 'refused' OR q.id > coalesce(standing.id, 0))
    ORDER BY q.state = 'refused', q.id DESC
    LIMIT 1
) application ON true
WHERE {IN_SCOPE}
"""  # noqa: S608  constants of the program
"""Each supplier with the certification that holds or held longest, and the application that is open or was refused."""

_LIST: Final = f"""
{_SUPPLIERS}
  AND starts_with(supplier.county_code, :prefix)
  AND (CAST(:kind AS text) IS NULL OR supplier.kind = :kind)
  AND (CAST(:state AS text) IS NULL OR :state IN (standing.state, application.state))
  AND (CAST(:ends_by AS date) IS NULL
       OR (standing.state IN ('certified', 'suspended') AND standing.until_on > :day AND standing.until_on <= :ends_by))
  AND (CAST(:q AS text) IS NULL OR strpos(lower(organisation.name), lower(:q)) > 0
       OR starts_with(organisation.uscc, upper(:q)))
"""

_GET: Final = f"{_SUPPLIERS} AND supplier.id = :id"

_QUALIFICATIONS: Final = """
SELECT id, state, round, from_on, until_on - 1 AS last_on, created_at, submitted_at, decided_at
FROM qualification WHERE supplier_id = :id ORDER BY id DESC
"""

_SUSPENSIONS: Final = """
SELECT s.qualification_id AS application_id, s.from_on, s.until_on - 1 AS last_on, s.reason
FROM suspension s JOIN qualification q ON q.id = s.qualification_id
WHERE q.supplier_id = :id ORDER BY s.from_on DESC, s.id DESC
"""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "name": SortKey("listed.name", KeyType.TEXT),
    "ends": SortKey("COALESCE(listed.last_on, DATE '9999-12-31')", KeyType.DAY),
}
"""What suppliers may be sorted by; a certification without end ends last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFilter:
    """What narrows a list of suppliers."""

    state: QualificationState | None = None
    """Of the certification or of the application."""
    kind: SupplierKind | None = None
    prefix: str = ""
    """Of the county's code."""
    ends_by: date | None = None
    """The certification holds today and not on this day any more."""
    q: str | None = None
    """A part of the name, or the beginning of the credit code."""


def list_suppliers(
    narrowed: SupplierFilter,
    *,
    actor: Actor,
    today: date,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List suppliers in scope, in an order or the newest first from before an id on: one statement."""
    sorting = sorting or newest(before)
    facts = {
        **sorting.facts,
        **scope_of(actor),
        "day": today,
        "limit": limit,
        "prefix": narrowed.prefix,
        "kind": narrowed.kind and narrowed.kind.value,
        "state": narrowed.state and narrowed.state.value,
        "ends_by": narrowed.ends_by,
        "q": narrowed.q,
    }
    return [dict(row) for row in db.session.execute(text(sorting.over(_LIST)), facts).mappings()]


def get_supplier(supplier_id: int, *, actor: Actor, today: date) -> Mapping[str, Any]:
    """Get a supplier with its applications, suspensions and what the caller may do: three statements.

    :raises SupplierUnknown: outside the caller's scope.
    """
    db.session.flush()  # what this transaction wrote is read too
    facts = {**scope_of(actor), "day": today, "id": supplier_id}
    row = db.session.execute(text(_GET), facts).mappings().one_or_none()
    if row is None:
        raise SupplierUnknown
    applications = db.session.execute(text(_QUALIFICATIONS), {"id": supplier_id}).mappings().all()
    suspensions = db.session.execute(text(_SUSPENSIONS), {"id": supplier_id}).mappings().all()
    held = permissions_over(actor, organisation_id=row["organisation_id"], county_code=row["county_code"])
    state = QualificationState(row["state"]) if row["state"] else None
    has_open = row["application_state"] not in {None, QualificationState.REFUSED}
    return {
        **row,
        "applications": applications,
        "suspensions": suspensions,
        "next_actions": list_actions_on_supplier(state, held, has_open_application=has_open),
    }
