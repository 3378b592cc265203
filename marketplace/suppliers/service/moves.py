"""The one door through the states of a qualification: table, event row, audit line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.states import check_move
from marketplace.suppliers.models import Qualification, QualificationEvent, Supplier
from marketplace.suppliers.rules import QUALIFICATION_MOVES, QualificationState


def move(
    qualification: Qualification,
    supplier: Supplier,
    wanted: QualificationState,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Move a qualification on, if the table holds the move.

    :raises MoveRefused: naming the states it may go to.
    """
    was = qualification.state
    check_move(QUALIFICATION_MOVES, thing="qualification", state=was, wanted=wanted)
    qualification.state = wanted
    note(qualification, supplier, was=was, actor=actor, now=now, reason=reason, after=after)


def note(
    qualification: Qualification,
    supplier: Supplier,
    *,
    was: QualificationState | None,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the event row and the audit line of a qualification that came to its state."""
    db.session.add(
        QualificationEvent(
            qualification_id=qualification.id,
            at=now,
            user_id=actor.user_id,
            from_state=was,
            to_state=qualification.state,
            reason=reason,
        )
    )
    audit.record(
        f"qualification.{qualification.state.value}",
        subject="qualification",
        subject_id=qualification.id,
        actor=actor,
        now=now,
        before={"state": was.value} if was else None,
        after={"state": qualification.state.value, **(after or {})},
        reason=reason,
        organisation_ids=[supplier.organisation_id],
        region_code=supplier.county_code,
    )
