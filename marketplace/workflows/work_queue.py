"""What waits for an officer, in all areas at once: how much of each kind, and what waits longest.

Only what the officer may decide on counts: what they entered themselves waits for another person, and what the operator
brought from the command line for the operator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.workflows.imports.kinds import KINDS


class Work(StrEnum):
    """A kind of thing that waits for staff."""

    RECOMMEND_OPERATION = "recommend_operation"
    RECOMMEND_LINKAGE = "recommend_linkage"
    REVIEW_SUPPLIER = "review_supplier"
    REVIEW_LISTING = "review_listing"
    VERIFY_LINKAGE = "verify_linkage"
    APPROVE_ROSTER = "approve_roster"
    VERIFY_PAYMENT = "verify_payment"
    APPROVE_REPORT = "approve_report"
    DECIDE_LOOK_ALIKE = "decide_look_alike"
    MATCH_BANK_LINE = "match_bank_line"
    COMMIT_IMPORT = "commit_import"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of a kind waits, since when, and what of it waits longest."""

    work: Work
    number: int
    since_on: date
    oldest: Sequence[Mapping[str, Any]]
    """`id`, `name`, `since_on` of a few, the longest waiting first."""


_NAMED: Final = """
    JOIN supplier ON supplier.id = {thing}.supplier_id JOIN organisation ON organisation.id = supplier.organisation_id
"""


def _below(column: str) -> str:
    return f"EXISTS (SELECT FROM unnest(CAST(:{{work}} AS text[])) AS p WHERE starts_with({column}, p))"


def _application(state: str, besides: str) -> str:
    return f"""
        SELECT q.id, organisation.name, q.submitted_at AS since
        FROM qualification q {_NAMED.format(thing="q")}
        WHERE q.state = '{state}' AND {_below("supplier.county_code")}
          AND q.created_by_id IS DISTINCT FROM CAST(:user_id AS bigint)
          AND NOT EXISTS (SELECT FROM requirement_answer a WHERE a.qualification_id = q.id AND a.given_by_id = :user_id)
          {besides}
    """  # noqa: S608  words of this module


def _unheard(office: str) -> str:
    return f"""
        AND NOT EXISTS (SELECT FROM recommendation w WHERE w.qualification_id = q.id AND w.round = q.round
                        AND (w.office = '{office}' OR w.user_id = :user_id))
    """


_KINDS: Final[Mapping[Work, tuple[P, str]]] = {
    Work.RECOMMEND_OPERATION: (
        P.SUPPLIERS_RECOMMEND_OPERATION,
        _application("submitted", _unheard("agriculture")),
    ),
    Work.RECOMMEND_LINKAGE: (
        P.SUPPLIERS_RECOMMEND_LINKAGE,
        _application("submitted", _unheard("revitalisation")),
    ),
    Work.REVIEW_SUPPLIER: (P.SUPPLIERS_REVIEW, _application("recommended", "")),
    Work.REVIEW_LISTING: (
        P.CATALOGUE_REVIEW,
        f"""
        SELECT version.id, version.name, version.submitted_at AS since
        FROM listing_version version
        JOIN product ON product.id = version.product_id JOIN supplier ON supplier.id = product.supplier_id
        WHERE version.state = 'in_review' AND {_below("supplier.county_code")}
          AND version.submitted_by_id IS DISTINCT FROM CAST(:user_id AS bigint)
        """,  # noqa: S608  as above
    ),
    Work.VERIFY_LINKAGE: (
        P.LINKAGES_VERIFY,
        f"""
        SELECT l.id, household.household_number AS name, l.entered_at AS since
        FROM linkage l JOIN household ON household.id = l.household_id
        WHERE l.state = 'entered' AND {_below("household.village_code")}
          AND l.entered_by_id IS DISTINCT FROM CAST(:user_id AS bigint)
        """,  # noqa: S608  as above
    ),
    Work.APPROVE_ROSTER: (
        P.ROSTERS_APPROVE,
        f"""
        SELECT v.id, organisation.name, v.entered_at AS since
        FROM roster_version v JOIN roster r ON r.id = v.roster_id {_NAMED.format(thing="r")}
        WHERE v.state = 'submitted' AND {_below("supplier.county_code")}
          AND v.entered_by_id IS DISTINCT FROM CAST(:user_id AS bigint)
        """,  # noqa: S608  as above
    ),
    Work.VERIFY_PAYMENT: (
        P.BENEFITS_VERIFY,
        f"""
        SELECT p.id, household.household_number AS name, p.entered_at AS since
        FROM household_payment p JOIN household ON household.id = p.household_id
        WHERE p.state = 'entered' AND {_below("household.village_code")}
          AND p.entered_by_id IS DISTINCT FROM CAST(:user_id AS bigint)
        """,  # noqa: S608  as above
    ),
    Work.APPROVE_REPORT: (
        P.REPORTS_APPROVE,
        f"""
        SELECT r.id, r.title AS name, r.submitted_at AS since
        FROM sales_report r
        WHERE r.state = 'submitted' AND {_below("r.region_code")}
          AND NOT coalesce(CAST(:user_id AS bigint) = ANY(r.written_by_ids), false)
        """,  # noqa: S608  as above
    ),
    Work.DECIDE_LOOK_ALIKE: (
        P.SALES_RESOLVE,
        f"""
        SELECT l.id, l.source_number AS name, l.entered_at AS since
        FROM look_alike l
        WHERE l.state = 'waiting' AND {_below("l.origin_code")}
          AND NOT coalesce(CAST(:user_id AS bigint) = ANY(l.entered_by_ids), false)
        """,  # noqa: S608  as above
    ),
    Work.MATCH_BANK_LINE: (
        P.PAYMENTS_MATCH,
        f"""
        SELECT b.id, b.bank_reference AS name, b.booked_on AS since
        FROM bank_line b
        WHERE b.state = 'queued' AND {_below("b.region_code")}
        """,  # noqa: S608  as above
    ),
    Work.COMMIT_IMPORT: (
        P.IMPORTS_RUN,
        """
        SELECT b.id, b.file_name AS name, b.created_at AS since
        FROM import_batch b
        WHERE b.state = 'checked' AND b.user_id IS NOT NULL
          AND EXISTS (
              SELECT FROM unnest(CAST(:kinds AS text[]), CAST(:below AS text[])) AS mine (kind, prefix)
              WHERE mine.kind = b.kind AND starts_with(b.region_code, mine.prefix)
          )
          AND NOT (b.kind = ANY(CAST(:by_another AS text[]))
                   AND b.user_id = CAST(:user_id AS bigint))
        """,
    ),
}
"""What opens each kind, and what of it waits: `id`, `name` and since when."""

_PART: Final = """
(
    SELECT '{work}' AS work, id, name, CAST(since AT TIME ZONE 'Asia/Shanghai' AS date) AS since_on, number
    FROM (SELECT id, name, CAST(since AS timestamptz) AS since, count(*) OVER () AS number FROM ({waits}) AS one) all_of
    ORDER BY since, id LIMIT :few
)
"""


def list_waiting(*, actor: Actor, few: int = 3) -> Sequence[Waiting]:
    """List what waits for a person by kind, the longest waiting first, with a few of each kind: one statement."""
    held = {work: waits for work, (permission, waits) in _KINDS.items() if actor.region_prefixes(permission)}
    if not held:
        return []
    parts = [_PART.format(work=work.value, waits=waits.format(work=work.value)) for work, waits in held.items()]
    facts: dict[str, object] = {work.value: actor.region_prefixes(_KINDS[work][0]) for work in held}
    rows = db.session.execute(text("UNION ALL".join(parts)), {**facts, **_imports(actor), "few": few}).mappings()
    found: dict[Work, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(Work(row["work"]), []).append(dict(row))
    waiting = [Waiting(work, few_of[0]["number"], few_of[0]["since_on"], few_of) for work, few_of in found.items()]
    return sorted(waiting, key=lambda each: each.since_on)


def list_opened(actor: Actor) -> Sequence[Work]:
    """List the kinds of work that a person's duties open."""
    return [work for work, (permission, _) in _KINDS.items() if actor.region_prefixes(permission)]


def _imports(actor: Actor) -> dict[str, object]:
    """Tell which kinds of import a person may commit, and below which regions."""
    pairs = [(kind.name, prefix) for kind in KINDS.values() for prefix in actor.region_prefixes(kind.permission)]
    return {
        "user_id": actor.user_id,
        "kinds": [name for name, _ in pairs],
        "below": [prefix for _, prefix in pairs],
        "by_another": [kind.name for kind in KINDS.values() if kind.needs_second_person],
    }
