"""Whether somebody is let in: disabled and enabled by the nation, unlocked and signed out by who administers them."""

import secrets
from datetime import datetime

from sqlalchemy import update

from marketplace.accounts.errors import OwnAccount, UserNotFound
from marketplace.accounts.models import ApiToken, User
from marketplace.accounts.queries.officers import get_not_above
from marketplace.accounts.service.noting import record_of
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import NATION


def disable(user_id: int, *, actor: Actor, now: datetime) -> User:
    """Let somebody in no more: sessions and tokens stop at once; what they did stays theirs.

    :raises Forbidden: the caller administers nobody.
    :raises UserNotFound: there is no such user, or the caller does not administer the nation.
    :raises OwnAccount: to oneself.
    """
    actor.require_over(P.ACCOUNTS_ADMINISTER, UserNotFound(), region_codes=[NATION])
    user = get_not_above(user_id, actor=actor)
    if user.id == actor.user_id:
        raise OwnAccount
    user.active = False
    _end_all(user, now=now)
    record_of(user.id, "user.disabled", actor=actor, now=now)
    return user


def enable(user_id: int, *, actor: Actor, now: datetime) -> User:
    """Let somebody in again who was disabled.

    :raises Forbidden: the caller administers nobody.
    :raises UserNotFound: there is no such user, or the caller does not administer the nation.
    """
    actor.require_over(P.ACCOUNTS_ADMINISTER, UserNotFound(), region_codes=[NATION])
    user = get_not_above(user_id, actor=actor)
    user.active = True
    record_of(user.id, "user.enabled", actor=actor, now=now)
    return user


def unlock(user_id: int, *, actor: Actor, now: datetime) -> User:
    """Open an account again that too many failures closed for a while.

    :raises Forbidden: the caller administers nobody.
    :raises UserNotFound: there is no such user in the caller's regions, or one with a post above them.
    """
    user = get_not_above(user_id, actor=actor)
    user.failed_logins, user.locked_until = 0, None
    record_of(user.id, "user.unlocked", actor=actor, now=now)
    return user


def sign_out(user_id: int, *, actor: Actor, now: datetime) -> User:
    """End every session and token of somebody, who signs in anew.

    :raises Forbidden: the caller administers nobody.
    :raises UserNotFound: there is no such user in the caller's regions, or one with a post above them.
    """
    user = get_not_above(user_id, actor=actor)
    _end_all(user, now=now)
    record_of(user.id, "user.signed_out", actor=actor, now=now)
    return user


def _end_all(user: User, *, now: datetime) -> None:
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.execute(
        update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )
