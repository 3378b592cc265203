"""Verbs of accounts."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from marketplace.accounts.models import ApiToken
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor

TOKEN_PREFIX: Final = "bangfu_"
TOKEN_DAYS: Final = 90


def hash_token(token: str) -> bytes:
    """Hash a bearer token; it has 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).digest()


def issue_token(*, user_id: int, name: str, actor: Actor, now: datetime, days: int = TOKEN_DAYS) -> str:
    """Issue a bearer token for a user; the text is returned once and kept as a hash."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        user_id=user_id,
        name=name,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(row)
    db.session.flush()  # the audit line names the row
    audit.record("api_token.issued", subject="api_token", subject_id=row.id, actor=actor, now=now)
    return token
