"""Bearer tokens of programs: issued once, used, revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from marketplace.accounts.errors import TokenNotFound
from marketplace.accounts.models import ApiToken
from marketplace.accounts.service.noting import record_of
from marketplace.db import db
from marketplace.kernel.actor import Actor

PREFIX: Final = "bangfu_"
TOKEN_DAYS: Final = 90


def hash_token(token: str) -> bytes:
    """Hash a bearer token; it has 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).digest()


def issue_token(*, user_id: int, name: str, actor: Actor, now: datetime, days: int = TOKEN_DAYS) -> str:
    """Issue a bearer token for a user; the text is returned once and kept as a hash."""
    return issue(user_id=user_id, name=name, actor=actor, now=now, days=days)[1]


def issue(*, user_id: int, name: str, actor: Actor, now: datetime, days: int = TOKEN_DAYS) -> tuple[ApiToken, str]:
    """Issue a bearer token and tell its row beside its text."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        user_id=user_id,
        name=name,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(row)
    db.session.flush()  # the audit line names the row
    record_of(user_id, "api_token.issued", subject=("api_token", row.id), actor=actor, now=now)
    return row, token


def revoke(token_id: int, *, actor: Actor, now: datetime) -> None:
    """Revoke one of the caller's own live tokens.

    :raises TokenNotFound: if there is none.
    """
    row = db.session.scalar(
        select(ApiToken).where(
            ApiToken.id == token_id, ApiToken.user_id == actor.user_id, ApiToken.revoked_at.is_(None)
        )
    )
    if row is None:
        raise TokenNotFound
    row.revoked_at = now
    record_of(row.user_id, "api_token.revoked", subject=("api_token", token_id), actor=actor, now=now)


def note_use(token_hash: bytes, *, now: datetime) -> None:
    """Note that a token was used; whoever calls has seen that a note is due."""
    db.session.execute(update(ApiToken).where(ApiToken.token_hash == token_hash).values(last_used_at=now))
