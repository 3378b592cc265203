"""Write audit lines."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from marketplace.audit.models import AuditLine
from marketplace.db import db
from marketplace.kernel.actor import Actor


def record(
    action: str,
    *,
    subject: str,
    subject_id: int | str,
    actor: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
    organisation_ids: Iterable[int] = (),
    region_code: str | None = None,
) -> None:
    """Record one write in the transaction of the write; `before` and `after` hold no personal data."""
    line = AuditLine(
        at=now,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        user_id=actor.user_id,
        actor_name=actor.name,
        via=actor.via.value,
        address=actor.address,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
        organisation_ids=sorted(set(organisation_ids)),
        region_code=region_code,
    )
    db.session.add(line)
