"""The one door through the states of a roster version: table, stamps, audit line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.households.models import RosterVersion
from marketplace.households.rules import ROSTER_MOVES, RosterState
from marketplace.kernel.actor import Actor
from marketplace.kernel.states import check_move
from marketplace.suppliers.models import Supplier


def move(
    version: RosterVersion, wanted: RosterState, *, actor: Actor, now: datetime, reason: str | None = None
) -> None:
    """Move a version on, if the table holds the move.

    :raises MoveRefused: naming the states it may go to.
    """
    check_move(ROSTER_MOVES, thing="roster", state=version.state, wanted=wanted)
    version.state, version.reason = wanted, reason
    if wanted is RosterState.APPROVED:
        version.approved_at, version.approved_by_id = now, actor.user_id
    db.session.flush()


def note(
    version_id: int,
    supplier: Supplier,
    *,
    was: RosterState | None,
    state: RosterState,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit line of a version that came to its state."""
    audit.record(
        f"roster.{state.value}",
        subject="roster_version",
        subject_id=version_id,
        actor=actor,
        now=now,
        before={"state": was.value} if was else None,
        after={"state": state.value, **(after or {})},
        reason=reason,
        organisation_ids=[supplier.organisation_id],
        region_code=supplier.county_code,
    )
