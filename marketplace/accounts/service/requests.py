"""Remember what was answered to a request with an idempotency key, in the transaction of its work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace.accounts.errors import KeyReused
from marketplace.accounts.models import RememberedRequest
from marketplace.db import db
from marketplace.gateways import personal_data

KEPT_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was answered to the same request before."""

    status: int
    answer: Any


def claim(*, user_id: int, key: str, fingerprint: bytes, now: datetime) -> Remembered | None:
    """Claim a key for the work of this transaction, or tell what was answered under it.

    Two requests under one key at once: the second waits here for the end of the first, and then finds its answer, or
    the key free if the first failed.

    :raises KeyReused: if the key was used for another request.
    """
    claimed = db.session.scalar(
        insert(RememberedRequest)
        .values(user_id=user_id, key=key, fingerprint=fingerprint, created_at=now)
        .on_conflict_do_nothing(index_elements=["user_id", "key"])
        .returning(RememberedRequest.id)
    )
    if claimed is not None:
        return None
    row = db.session.execute(
        select(RememberedRequest.fingerprint, RememberedRequest.status, RememberedRequest.answer).where(
            RememberedRequest.user_id == user_id, RememberedRequest.key == key
        )
    ).one()
    if row.fingerprint != fingerprint or row.status is None:
        raise KeyReused
    answer = personal_data.unseal(row.answer, purpose=_purpose(user_id, key))
    return Remembered(status=row.status, answer=orjson.loads(answer))


def remember(*, user_id: int, key: str, status: int, answer: object) -> None:
    """Keep the answer beside the claimed key; sealed, since it may hold what is shown once."""
    sealed = personal_data.seal(orjson.dumps(answer), purpose=_purpose(user_id, key))
    db.session.execute(
        update(RememberedRequest)
        .where(RememberedRequest.user_id == user_id, RememberedRequest.key == key)
        .values(status=status, answer=sealed)
    )


def forget_old(*, now: datetime) -> int:
    """Forget answers older than a week; tell how many."""
    result = db.session.execute(
        delete(RememberedRequest).where(RememberedRequest.created_at < now - timedelta(days=KEPT_DAYS))
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # every DML result has it


def _purpose(user_id: int, key: str) -> str:
    return f"remembered_request:{user_id}:{key}"
