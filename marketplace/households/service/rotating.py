"""Seal the heads of the register anew under the newest key, some thousands at a time, going on where it stopped."""

from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.gateways import personal_data
from marketplace.households.service.sealing import renew_identity, renew_name
from marketplace.kernel.actor import Actor

AT_ONCE: Final = 5_000

_IS_STALE: Final = """
(substring(head_name FROM 1 FOR length(CAST(:newest AS bytea))) <> :newest
 OR substring(head_identity FROM 1 FOR length(CAST(:newest AS bytea))) <> :newest)
"""

_NEXT: Final = f"""
SELECT id, household_number, head_name, head_identity FROM household
WHERE id > :after AND {_IS_STALE}
ORDER BY id LIMIT :limit FOR NO KEY UPDATE
"""  # noqa: S608  a constant

_RENEW: Final = """
UPDATE household SET head_name = renewed.head_name, head_identity = renewed.head_identity
FROM unnest(CAST(:ids AS bigint[]), CAST(:names AS bytea[]), CAST(:identities AS bytea[]))
    AS renewed (id, head_name, head_identity)
WHERE household.id = renewed.id
"""


def count_stale() -> int:
    """Tell how many heads are sealed under an older key than the newest."""
    statement = text(f"SELECT count(*) FROM household WHERE {_IS_STALE}")  # noqa: S608  a constant
    count: int = db.session.execute(statement, {"newest": personal_data.newest_key_id()}).scalar_one()
    return count


def renew(*, after: int, actor: Actor, now: datetime) -> tuple[int, int]:
    """Seal the next stale heads from after an id on under the newest key; tell how many and the last one's id.

    :raises CiphertextUnreadable: if one was sealed under a key that is not configured.
    """
    facts = {"after": after, "newest": personal_data.newest_key_id(), "limit": AT_ONCE}
    rows = db.session.execute(text(_NEXT), facts).all()
    if not rows:
        return 0, after
    renewed = {
        "ids": [row.id for row in rows],
        "names": [renew_name(row.household_number, row.head_name) for row in rows],
        "identities": [renew_identity(row.household_number, row.head_identity) for row in rows],
    }
    db.session.execute(text(_RENEW), renewed)
    audit.record(
        "households.keys_renewed",
        subject="household",
        subject_id=rows[-1].id,
        actor=actor,
        now=now,
        after={"rows": len(rows)},
    )
    return len(rows), rows[-1].id
