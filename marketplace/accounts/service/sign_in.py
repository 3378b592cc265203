"""Count failures to sign in, and close an account for a while after too many."""

from datetime import datetime, timedelta

from sqlalchemy import case, update

from marketplace.accounts.models import User
from marketplace.accounts.rules import FAILURES_UNTIL_LOCKED, LOCKED_MINUTES
from marketplace.db import db


def count_failure(*, user_id: int, now: datetime) -> None:
    """Count one failure in one statement, so that failures at once all count; the tenth closes the account."""
    is_last = User.failed_logins + 1 >= FAILURES_UNTIL_LOCKED
    db.session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            failed_logins=case((is_last, 0), else_=User.failed_logins + 1),
            locked_until=case((is_last, now + timedelta(minutes=LOCKED_MINUTES)), else_=User.locked_until),
        )
    )


def forget_failures(*, user_id: int) -> None:
    """Begin to count anew after a success."""
    db.session.execute(update(User).where(User.id == user_id).values(failed_logins=0, locked_until=None))
