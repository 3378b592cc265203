"""The platform's side: certify, refuse or send back; suspend, lift, withdraw."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.intervals import Days
from marketplace.suppliers.errors import PeriodWrong
from marketplace.suppliers.models import Qualification, Suspension
from marketplace.suppliers.rules import READY_TO_CERTIFY, Action, QualificationState
from marketplace.suppliers.service.applying import refuse_lacking
from marketplace.suppliers.service.moves import move
from marketplace.suppliers.service.scope import (
    check_reason,
    lock_application,
    lock_standing,
    refuse_own_entry,
    refuse_recommender,
)


def certify(
    *,
    application_id: int,
    from_on: date,
    actor: Actor,
    now: datetime,
    last_on: date | None = None,
    reason: str | None = None,
) -> None:
    """Certify a recommended supplier from a day through a last day, or openly, as a third person beside the two.

    :raises PeriodWrong: if the last day lies before the first or has passed.
    :raises RequirementsMissing: while a document is not accepted or no longer holds.
    :raises OwnEntry: if the actor handed in the application.
    :raises RecommenderDecides: if the actor spoke for a county office on it.
    :raises MoveRefused: if it is not recommended.
    """
    qualification, supplier = lock_application(application_id, Action.CERTIFY, actor=actor)
    refuse_own_entry(qualification, actor=actor)
    refuse_recommender(qualification, actor=actor)
    if last_on is not None and last_on < max(from_on, day_of(now)):
        raise PeriodWrong(fields={"last_on": [PeriodWrong()]})
    if qualification.state is QualificationState.RECOMMENDED:
        refuse_lacking(application_id, READY_TO_CERTIFY, now=now)
    period = Days.through(from_on, last_on)
    after = {"from_on": from_on.isoformat(), "last_on": last_on.isoformat() if last_on else None}
    move(qualification, supplier, QualificationState.CERTIFIED, actor=actor, now=now, reason=reason, after=after)
    qualification.from_on, qualification.until_on = period.from_on, period.until_on
    _stamp(qualification, actor=actor, now=now)


def refuse(*, application_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Refuse a recommended application for good; the supplier may open another.

    :raises OwnEntry: if the actor handed in the application.
    :raises RecommenderDecides: if the actor spoke for a county office on it.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is not recommended.
    """
    qualification, supplier = lock_application(application_id, Action.REFUSE, actor=actor)
    refuse_own_entry(qualification, actor=actor)
    refuse_recommender(qualification, actor=actor)
    why = check_reason(reason)
    move(qualification, supplier, QualificationState.REFUSED, actor=actor, now=now, reason=why)
    _stamp(qualification, actor=actor, now=now)


def send_back(*, application_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Send an application back to be mended; it comes again as a new round.

    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is neither submitted nor recommended.
    """
    qualification, supplier = lock_application(application_id, Action.SEND_BACK, actor=actor)
    why = check_reason(reason)
    move(qualification, supplier, QualificationState.SENT_BACK, actor=actor, now=now, reason=why)


def suspend(*, supplier_id: int, reason: str, actor: Actor, now: datetime, last_on: date | None = None) -> None:
    """Let a certified supplier take no new orders from today, through a last day or until it is lifted.

    A renewal that is certified already is suspended with what it renews.

    :raises PeriodWrong: if the last day has passed.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is suspended already.
    """
    today = day_of(now)
    standing, supplier = lock_standing(supplier_id, Action.SUSPEND, actor=actor, today=today)
    why = check_reason(reason)
    if last_on is not None and last_on < today:
        raise PeriodWrong(fields={"last_on": [PeriodWrong()]})
    period = Days.through(today, last_on)
    after = {"from_on": today.isoformat(), "last_on": last_on.isoformat() if last_on else None}
    for qualification in _those_in(QualificationState.CERTIFIED, standing):
        move(qualification, supplier, QualificationState.SUSPENDED, actor=actor, now=now, reason=why, after=after)
        db.session.add(
            Suspension(qualification_id=qualification.id, from_on=period.from_on, until_on=period.until_on, reason=why)
        )


def lift(*, supplier_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """End a suspension: from today the supplier takes orders again; the days before stay suspended.

    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is not suspended.
    """
    today = day_of(now)
    standing, supplier = lock_standing(supplier_id, Action.LIFT, actor=actor, today=today)
    why = check_reason(reason)
    for qualification in _those_in(QualificationState.SUSPENDED, standing):
        move(qualification, supplier, QualificationState.CERTIFIED, actor=actor, now=now, reason=why)
        _end_suspension(qualification, today)


def withdraw(*, supplier_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Withdraw a supplier's certification from today on, renewals included; the days before stay certified.

    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it has ended.
    """
    today = day_of(now)
    standing, supplier = lock_standing(supplier_id, Action.WITHDRAW, actor=actor, today=today)
    why = check_reason(reason)
    for qualification in standing:
        move(qualification, supplier, QualificationState.WITHDRAWN, actor=actor, now=now, reason=why)
        _end_suspension(qualification, today)
        first_on = qualification.from_on or today
        if qualification.until_on is None or qualification.until_on > today:
            qualification.until_on = max(today, first_on)
        _stamp(qualification, actor=actor, now=now)


def _those_in(state: QualificationState, standing: Sequence[Qualification]) -> Sequence[Qualification]:
    """Tell which of them are in a state; all of them if none is, so that the table of moves says why not."""
    return [each for each in standing if each.state is state] or standing


def _stamp(qualification: Qualification, *, actor: Actor, now: datetime) -> None:
    qualification.decided_at = now
    qualification.decided_by_id = actor.user_id


def _end_suspension(qualification: Qualification, today: date) -> None:
    running = db.session.scalars(
        select(Suspension).where(
            Suspension.qualification_id == qualification.id,
            (Suspension.until_on.is_(None)) | (Suspension.until_on > today),
        )
    )
    for suspension in running:
        suspension.until_on = max(today, suspension.from_on)
