"""Remember what was answered to a request with an idempotency key, in the transaction of its work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import delete, select, text

from marketplace.accounts.errors import AnswerLost, KeyReused
from marketplace.accounts.models import RememberedRequest
from marketplace.db import db
from marketplace.gateways import personal_data
from marketplace.gateways.personal_data import CiphertextUnreadable

KEPT_DAYS: Final = 7
_CLAIM: Final = text(
    """
    INSERT INTO remembered_request (user_id, key, fingerprint, created_at) VALUES (:user_id, :key, :fingerprint, :now)
    ON CONFLICT (user_id, key) DO NOTHING RETURNING id
    """
)
_REMEMBER: Final = text(
    "UPDATE remembered_request SET status = :status, answer = :answer WHERE user_id = :user_id AND key = :key"
)


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
    :raises AnswerLost: if the request was done, but its answer was sealed under a key that is gone.
    """
    told = {"user_id": user_id, "key": key, "fingerprint": fingerprint, "now": now}
    claimed = db.session.scalar(_CLAIM, told)
    if claimed is not None:
        return None
    row = db.session.execute(
        select(RememberedRequest.fingerprint, RememberedRequest.status, RememberedRequest.answer).where(
            RememberedRequest.user_id == user_id, RememberedRequest.key == key
        )
    ).one()
    if row.fingerprint != fingerprint or row.status is None:
        raise KeyReused
    try:
        answer = personal_data.unseal(row.answer, purpose=_purpose(user_id, key))
    except CiphertextUnreadable:
        raise AnswerLost from None
    return Remembered(status=row.status, answer=orjson.loads(answer))


def remember(*, user_id: int, key: str, status: int, answer: object) -> None:
    """Keep the answer beside the claimed key; sealed, since it may hold what is shown once."""
    sealed = personal_data.seal(orjson.dumps(answer), purpose=_purpose(user_id, key))
    db.session.execute(_REMEMBER, {"user_id": user_id, "key": key, "status": status, "answer": sealed})


def renew_answer(sealed: bytes, *, user_id: int, key: str) -> bytes:
    """Seal a remembered answer anew under the newest key.

    :raises CiphertextUnreadable: if it was sealed under a key that is not configured.
    """
    return personal_data.renew(sealed, purpose=_purpose(user_id, key))


def forget_old(*, now: datetime) -> int:
    """Forget answers older than a week; tell how many."""
    result = db.session.execute(
        delete(RememberedRequest).where(RememberedRequest.created_at < now - timedelta(days=KEPT_DAYS))
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # every DML result has it


def _purpose(user_id: int, key: str) -> str:
    return f"remembered_request:{user_id}:{key}"
