"""Seal anew what accounts keep sealed: remembered answers, recovery codes, letters in the queue."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Row, text

from marketplace.accounts.service import letters
from marketplace.accounts.service.recovery_codes import renew_codes
from marketplace.accounts.service.requests import renew_answer
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.gateways import personal_data
from marketplace.kernel.actor import Actor

AT_ONCE: Final = 1_000


class Store(NamedTuple):
    """Where sealed things lie: each row has an id and what its purpose needs; `stale` and `renew` are SQL."""

    subject: str
    action: str
    stale: str
    seal_anew: Callable[[Row[Any]], bytes | str]
    renew: str

    def count_stale(self) -> int:
        """Tell how many rows are sealed under an older key than the newest."""
        statement = text(f"SELECT count(*) FROM {self.stale}")  # noqa: S608  a constant
        count: int = db.session.execute(statement, {"newest": personal_data.newest_key_id()}).scalar_one()
        return count

    def renew_next(self, *, after: int, actor: Actor, now: datetime) -> tuple[int, int]:
        """Seal the next stale rows from after an id on under the newest key; tell how many and the last one's id.

        :raises CiphertextUnreadable: if one was sealed under a key that is not configured.
        """
        facts = {"after": after, "newest": personal_data.newest_key_id(), "limit": AT_ONCE}
        chosen = f"SELECT * FROM {self.stale} AND id > :after ORDER BY id LIMIT :limit FOR NO KEY UPDATE"  # noqa: S608  a constant
        rows = db.session.execute(text(chosen), facts).all()
        if not rows:
            return 0, after
        renewed = {"ids": [row.id for row in rows], "sealed": [self.seal_anew(row) for row in rows]}
        db.session.execute(text(self.renew), renewed)
        audit.record(
            self.action, subject=self.subject, subject_id=rows[-1].id, actor=actor, now=now, after={"rows": len(rows)}
        )
        return len(rows), rows[-1].id


ANSWERS: Final = Store(
    subject="remembered_request",
    action="remembered_requests.keys_renewed",
    stale="remembered_request WHERE substring(answer FROM 1 FOR length(CAST(:newest AS bytea))) <> :newest",
    seal_anew=lambda row: renew_answer(row.answer, user_id=row.user_id, key=row.key),
    renew="""
    UPDATE remembered_request SET answer = renewed.sealed
    FROM unnest(CAST(:ids AS bigint[]), CAST(:sealed AS bytea[])) AS renewed (id, sealed)
    WHERE remembered_request.id = renewed.id
    """,
)
RECOVERY_CODES: Final = Store(
    subject="user",
    action="recovery_codes.keys_renewed",
    stale="""
    user_account WHERE EXISTS (
        SELECT FROM jsonb_path_query(mf_recovery_codes, '$[*] ? (@.type() == "string")') AS code
        WHERE substring(decode(code #>> '{}', 'base64') FROM 1 FOR length(CAST(:newest AS bytea))) <> :newest)
    """,
    seal_anew=lambda row: orjson.dumps(renew_codes(row.id, row.mf_recovery_codes)).decode(),
    renew="""
    UPDATE user_account SET mf_recovery_codes = CAST(renewed.sealed AS jsonb)
    FROM unnest(CAST(:ids AS bigint[]), CAST(:sealed AS text[])) AS renewed (id, sealed)
    WHERE user_account.id = renewed.id
    """,
)
LETTERS: Final = Store(
    subject="job",
    action="letters.keys_renewed",
    stale=f"""
    procrastinate_jobs WHERE task_name = '{letters.TASK}' AND status IN ('todo', 'doing', 'failed')
        AND substring(decode(args ->> 'sealed', 'base64') FROM 1 FOR length(CAST(:newest AS bytea))) <> :newest
    """,
    seal_anew=lambda row: letters.renew_letter(row.args["sealed"]),
    renew="""
    UPDATE procrastinate_jobs SET args = jsonb_set(args, '{sealed}', to_jsonb(renewed.sealed))
    FROM unnest(CAST(:ids AS bigint[]), CAST(:sealed AS text[])) AS renewed (id, sealed)
    WHERE procrastinate_jobs.id = renewed.id
    """,
)
"""Letters that wait, and those that failed and may be tried again; what was sent is never opened again."""
