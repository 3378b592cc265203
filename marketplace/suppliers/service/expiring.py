"""What time alone does to certifications: suspensions end, periods run out, suppliers are reminded before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.suppliers.queries.letters import READS_REMINDERS
from marketplace.suppliers.rules import REMINDER_DAYS, QualificationState, find_reminder

_MOVE: Final = """
WITH due AS (
    SELECT q.id, q.state AS was, q.until_on, s.organisation_id, s.county_code
    FROM qualification q JOIN supplier s ON s.id = q.supplier_id
    WHERE {due}
    ORDER BY q.id FOR UPDATE OF q
), moved AS (
    UPDATE qualification SET state = :wanted FROM due WHERE qualification.id = due.id
), noted AS (
    INSERT INTO qualification_event (qualification_id, at, user_id, from_state, to_state)
    SELECT id, :now, :user_id, was, :wanted FROM due ORDER BY id
)
SELECT * FROM due ORDER BY id
"""

_ENDED: Final = "q.state IN ('certified', 'suspended') AND q.until_on <= :today"
_SERVED: Final = """
    q.state = 'suspended' AND NOT EXISTS (
        SELECT FROM suspension WHERE suspension.qualification_id = q.id
        AND (suspension.until_on IS NULL OR suspension.until_on > :today))
"""

_ENDING: Final = """
SELECT q.id, q.until_on, s.organisation_id,
       ARRAY(SELECT days_before FROM expiry_reminder r WHERE r.qualification_id = q.id) AS sent
FROM qualification q
JOIN supplier s ON s.id = q.supplier_id
WHERE q.state IN ('certified', 'suspended') AND q.until_on > :today AND q.until_on <= :horizon
  AND NOT EXISTS (
      SELECT FROM qualification next
      WHERE next.supplier_id = q.supplier_id AND next.state = 'certified'
        AND next.from_on <= q.until_on AND (next.until_on IS NULL OR next.until_on > q.until_on)
  )
ORDER BY q.id
FOR UPDATE OF q
"""

_REMIND: Final = """
INSERT INTO expiry_reminder (qualification_id, days_before, sent_at)
SELECT due.id, days_before, :now
FROM unnest(CAST(:ids AS bigint[]), CAST(:days AS bigint[])) AS due (id, days)
JOIN unnest(CAST(:thresholds AS bigint[])) AS days_before ON days_before >= due.days
ON CONFLICT DO NOTHING
"""

_READERS: Final = f"""
SELECT m.organisation_id, u.id AS user_id
FROM membership m JOIN user_account u ON u.id = m.user_id
WHERE m.organisation_id = ANY(CAST(:ids AS bigint[])) AND {READS_REMINDERS}
GROUP BY m.organisation_id, u.id
ORDER BY m.organisation_id, u.id
"""  # noqa: S608  a constant of the program


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person of a supplier whose certification ends soon is to be told; the letter is written when it is sent."""

    qualification_id: int
    user_id: int
    days_left: int


@dataclass(frozen=True, slots=True)
class Expiry:
    """What a run changed, and whom to tell once it is committed."""

    expired: Sequence[int]
    """Ids of qualifications."""
    resumed: Sequence[int]
    """Ids of qualifications whose suspension had a last day that has passed."""
    reminders: Sequence[Reminder]


def run_expiry(*, actor: Actor, now: datetime) -> Expiry:
    """Expire what has ended, resume what was suspended through yesterday, say whom to remind: each once.

    A constant number of statements; the same run again changes nothing. Suppliers who hold a certification that goes on
    are not reminded.
    """
    expired = _move(_ENDED, QualificationState.EXPIRED, actor=actor, now=now)
    resumed = _move(_SERVED, QualificationState.CERTIFIED, actor=actor, now=now)
    return Expiry(expired, resumed, _remind(now))


def _move(due: str, wanted: QualificationState, *, actor: Actor, now: datetime) -> list[int]:
    facts = {"today": day_of(now), "now": now, "wanted": wanted.value, "user_id": actor.user_id}
    rows = db.session.execute(text(_MOVE.format(due=due)), facts).all()
    for row in rows:
        audit.record(
            f"qualification.{wanted.value}",
            subject="qualification",
            subject_id=row.id,
            actor=actor,
            now=now,
            before={"state": row.was},
            after={"state": wanted.value, "until_on": row.until_on.isoformat() if row.until_on else None},
            organisation_ids=[row.organisation_id],
            region_code=row.county_code,
        )
    return [row.id for row in rows]


def _remind(now: datetime) -> list[Reminder]:
    today = day_of(now)
    horizon = date.fromordinal(today.toordinal() + max(REMINDER_DAYS))
    ending = db.session.execute(text(_ENDING), {"today": today, "horizon": horizon})
    due = [row for row in ending if find_reminder((row.until_on - today).days, row.sent) is not None]
    if not due:
        return []
    readers: dict[int, list[int]] = {}
    for row in db.session.execute(text(_READERS), {"ids": [row.organisation_id for row in due]}):
        readers.setdefault(row.organisation_id, []).append(row.user_id)
    told = [row for row in due if row.organisation_id in readers]  # who has nobody yet is told once somebody is there
    days_left = [(row.until_on - today).days for row in told]
    facts = {"ids": [row.id for row in told], "days": days_left, "thresholds": list(REMINDER_DAYS), "now": now}
    db.session.execute(text(_REMIND), facts)
    return [
        Reminder(row.id, user_id, days)
        for row, days in zip(told, days_left, strict=True)
        for user_id in readers[row.organisation_id]
    ]
