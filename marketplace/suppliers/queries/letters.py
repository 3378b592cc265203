"""Reads what a letter to a person of a supplier says, at the moment it is sent."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import text

from marketplace.db import db

READS_REMINDERS: Final = "m.ended_at IS NULL AND u.active AND m.role IN ('manager', 'supplier_staff')"
"""The condition on a membership `m` and its user `u` that the user is told when a certification ends."""

_LETTER: Final = f"""
SELECT u.email, u.name, u.language, o.name AS supplier_name, q.until_on - 1 AS last_on, q.until_on - :today AS days_left
FROM qualification q
JOIN supplier s ON s.id = q.supplier_id
JOIN organisation o ON o.id = s.organisation_id
JOIN user_account u ON u.id = :user_id
WHERE q.id = :qualification_id AND q.state IN ('certified', 'suspended') AND q.until_on > :today
  AND EXISTS (
      SELECT FROM membership m
      WHERE m.organisation_id = o.id AND m.user_id = u.id AND {READS_REMINDERS}
  )
"""  # noqa: S608  a constant of this module


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person of a supplier is told of the end of its certification."""

    email: str
    name: str
    language: str
    supplier_name: str
    last_on: date
    """The last day of the certification."""
    days_left: int


def find_letter(*, qualification_id: int, user_id: int, today: date) -> Letter | None:
    """Find what to tell a person; nobody who left is told, and nothing of what has ended meanwhile."""
    facts = {"qualification_id": qualification_id, "user_id": user_id, "today": today}
    row = db.session.execute(text(_LETTER), facts).one_or_none()
    return Letter(*row) if row else None
