"""Reads of applications for those in scope: the work queue, and one with all that was said and done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.suppliers.errors import ApplicationUnknown
from marketplace.suppliers.queries.checklist import list_checklist
from marketplace.suppliers.queries.scope import IN_SCOPE, permissions_over, scope_of
from marketplace.suppliers.rules import OPEN_STATES, Office, QualificationState, Standpoint, list_actions

_APPLICATIONS: Final = f"""
SELECT q.id, q.supplier_id, supplier.organisation_id, organisation.uscc AS supplier, organisation.name AS supplier_name,
       supplier.kind, supplier.county_code,
       (SELECT r.name FROM region r WHERE r.code = supplier.county_code AND r.from_on <= :day
        AND (r.until_on IS NULL OR :day < r.until_on)) AS county_name,
       q.state, q.round, q.from_on, q.until_on - 1 AS last_on, q.created_at, q.submitted_at, q.decided_at,
       q.created_by_id, coalesce(q.submitted_at, q.created_at) AS waits_since,
       ARRAY(
           SELECT w.office FROM recommendation w
           WHERE w.qualification_id = q.id AND w.round = q.round ORDER BY w.office
       ) AS offices_heard
FROM qualification q
JOIN supplier ON supplier.id = q.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
WHERE {IN_SCOPE}
"""  # noqa: S608  a constant of the program

_LIST: Final = f"""
{_APPLICATIONS}
  AND q.state = ANY(CAST(:states AS text[]))
  AND starts_with(supplier.county_code, :prefix)
  AND (CAST(:after_at AS timestamptz) IS NULL
       OR (coalesce(q.submitted_at, q.created_at), q.id) > (:after_at, :after_id))
ORDER BY coalesce(q.submitted_at, q.created_at), q.id
LIMIT :limit
"""

_GET: Final = f"{_APPLICATIONS} AND q.id = :id"

_ANSWERS: Final = """
SELECT a.id, r.code AS requirement, a.attempt, a.state, a.stored_file_id AS file_id, a.expires_on, a.given_at,
       a.given_by_id, a.decided_at, a.reason
FROM requirement_answer a JOIN requirement r ON r.id = a.requirement_id
WHERE a.qualification_id = :id
ORDER BY r.position, r.id, a.attempt
"""

_RECOMMENDATIONS: Final = """
SELECT w.round, w.office, w.is_favourable, w.reason, w.at, w.user_id, u.name AS by
FROM recommendation w JOIN user_account u ON u.id = w.user_id
WHERE w.qualification_id = :id
ORDER BY w.id
"""

_EVENTS: Final = """
SELECT e.at, e.from_state, e.to_state, e.reason, u.name AS by
FROM qualification_event e LEFT JOIN user_account u ON u.id = e.user_id
WHERE e.qualification_id = :id
ORDER BY e.id
"""


def list_applications(
    *,
    actor: Actor,
    today: date,
    states: Collection[QualificationState] = OPEN_STATES,
    prefix: str = "",
    after: tuple[datetime, int] | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List applications in scope, the longest waiting first, from after a moment and id on: one statement."""
    after_at, after_id = after or (None, None)
    facts = {
        **scope_of(actor),
        "day": today,
        "states": sorted(states),
        "prefix": prefix,
        "after_at": after_at,
        "after_id": after_id,
        "limit": limit,
    }
    return [dict(row) for row in db.session.execute(text(_LIST), facts).mappings()]


def get_application(application_id: int, *, actor: Actor, today: date) -> Mapping[str, Any]:
    """Get an application with checklist, every attempt, recommendations, events and what the caller may do next.

    Five statements, however long its history.

    :raises ApplicationUnknown: outside the caller's scope.
    """
    db.session.flush()  # what this transaction wrote is read too
    facts = {**scope_of(actor), "day": today, "id": application_id}
    row = db.session.execute(text(_GET), facts).mappings().one_or_none()
    if row is None:
        raise ApplicationUnknown
    checklist = list_checklist(application_id, today=today)
    answers, words, events = (
        db.session.execute(text(statement), {"id": application_id}).mappings().all()
        for statement in (_ANSWERS, _RECOMMENDATIONS, _EVENTS)
    )
    entered = {row["created_by_id"], *(answer["given_by_id"] for answer in answers)}
    seen = Standpoint(
        permissions=permissions_over(actor, organisation_id=row["organisation_id"], county_code=row["county_code"]),
        has_entered=actor.user_id is not None and actor.user_id in entered,
        has_recommended=any(word["round"] == row["round"] and word["user_id"] == actor.user_id for word in words),
        offices_heard=frozenset(Office(office) for office in row["offices_heard"]),
    )
    return {
        **row,
        "checklist": checklist,
        "answers": answers,
        "recommendations": words,
        "events": events,
        "next_actions": list_actions(QualificationState(row["state"]), checklist, seen),
    }
