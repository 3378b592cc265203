"""Seal the payers' accounts anew under the newest key, some thousands at a time, going on where it stopped."""

from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.gateways import personal_data
from marketplace.kernel.actor import Actor
from marketplace.payments.queries.accounts import renew_account

AT_ONCE: Final = 5_000

_IS_STALE: Final = "substring(payer_account FROM 1 FOR length(CAST(:newest AS bytea))) <> :newest"

_NEXT: Final = f"""
SELECT id, bank_reference, payer_account FROM bank_line
WHERE id > :after AND {_IS_STALE}
ORDER BY id LIMIT :limit FOR NO KEY UPDATE
"""  # noqa: S608  a constant

_RENEW: Final = """
UPDATE bank_line SET payer_account = renewed.payer_account
FROM unnest(CAST(:ids AS bigint[]), CAST(:accounts AS bytea[])) AS renewed (id, payer_account)
WHERE bank_line.id = renewed.id
"""


def count_stale() -> int:
    """Tell how many accounts are sealed under an older key than the newest."""
    statement = text(f"SELECT count(*) FROM bank_line WHERE {_IS_STALE}")  # noqa: S608  a constant
    count: int = db.session.execute(statement, {"newest": personal_data.newest_key_id()}).scalar_one()
    return count


def renew(*, after: int, actor: Actor, now: datetime) -> tuple[int, int]:
    """Seal the next stale accounts from after an id on under the newest key; tell how many and the last one's id.

    :raises CiphertextUnreadable: if one was sealed under a key that is not configured.
    """
    facts = {"after": after, "newest": personal_data.newest_key_id(), "limit": AT_ONCE}
    rows = db.session.execute(text(_NEXT), facts).all()
    if not rows:
        return 0, after
    accounts = [renew_account(row.bank_reference, row.payer_account) for row in rows]
    db.session.execute(text(_RENEW), {"ids": [row.id for row in rows], "accounts": accounts})
    audit.record(
        "bank_lines.keys_renewed",
        subject="bank_line",
        subject_id=rows[-1].id,
        actor=actor,
        now=now,
        after={"rows": len(rows)},
    )
    return len(rows), rows[-1].id
