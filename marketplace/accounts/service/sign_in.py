"""What happens around signing in: failures are counted, changes of passwords and second factors leave a line."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import case, update

from marketplace.accounts.models import ApiToken, User
from marketplace.accounts.rules import FAILURES_UNTIL_LOCKED, LOCKED_MINUTES
from marketplace.accounts.service.noting import record_of
from marketplace.db import db
from marketplace.kernel.actor import Actor, Via

PASSWORD_CHANGED: Final = "user.password_changed"  # noqa: S105  an action, not a password
PASSWORD_RESET: Final = "user.password_reset"  # noqa: S105  as above
SECOND_FACTOR_REMOVED: Final = "user.second_factor_removed"


def count_failure(*, user_id: int, address: str | None, now: datetime) -> None:
    """Count one failure in one statement, so that failures at once all count; the tenth closes the account."""
    is_last = User.failed_logins + 1 >= FAILURES_UNTIL_LOCKED
    locked_until = now + timedelta(minutes=LOCKED_MINUTES)
    row = db.session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            failed_logins=case((is_last, 0), else_=User.failed_logins + 1),
            locked_until=case((is_last, locked_until), else_=User.locked_until),
        )
        .returning(User.failed_logins)
    ).one()
    if row.failed_logins == 0:
        actor = Actor(name="anybody", via=Via.WEB, address=address)
        record_of(user_id, "user.locked", actor=actor, now=now)


def forget_failures(*, user_id: int) -> None:
    """Begin to count anew after a success."""
    db.session.execute(update(User).where(User.id == user_id).values(failed_logins=0, locked_until=None))


def note(action: str, user: User, *, address: str | None, now: datetime) -> None:
    """Note what somebody changed of their own sign-in, in the transaction of the change."""
    actor = Actor(name=user.name, via=Via.WEB, user_id=user.id, address=address)
    record_of(user.id, action, actor=actor, now=now)


def begin_second_factor(user: User, *, address: str | None, now: datetime) -> None:
    """End every session and token from before the second factor, which then was used by all that are left.

    Posts grant what they do to whoever has a second factor; one who only had the password must not gain by it.
    """
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.execute(
        update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )
    note("user.second_factor_set_up", user, address=address, now=now)
