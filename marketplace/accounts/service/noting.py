"""Audit lines about somebody's account: read in the organisations and regions in which they have a role."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import null, select

from marketplace.accounts.models import Membership, Organisation, StaffPost
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.regions.rules import smallest_region


def record_of(
    user_id: int,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    subject: tuple[str, int] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Record one write about a user, or about a `subject` of theirs; of who has no role only the nation reads."""
    rows = db.session.execute(
        select(Membership.organisation_id, Organisation.region_code)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == user_id, Membership.ended_at.is_(None))
        .union_all(
            select(null(), StaffPost.region_code).where(StaffPost.user_id == user_id, StaffPost.ended_at.is_(None))
        )
    ).all()
    audit.record(
        action,
        subject=subject[0] if subject else "user",
        subject_id=subject[1] if subject else user_id,
        actor=actor,
        now=now,
        before=before,
        after=after,
        organisation_ids=[organisation_id for organisation_id, _ in rows if organisation_id is not None],
        region_code=smallest_region(code for _, code in rows) if rows else None,
    )
