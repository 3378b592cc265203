"""The county's side of an application: check documents, recommend by two offices and two people."""

from datetime import datetime

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.suppliers.errors import (
    AlreadyRecommended,
    ApplicationClosed,
    ApplicationUnknown,
    OfficeUnclear,
    OwnEntry,
    PersonNeeded,
)
from marketplace.suppliers.models import Qualification, Recommendation, RequirementAnswer, Supplier
from marketplace.suppliers.rules import (
    ACTIONS_OF_STATE,
    OFFICE_ACTION,
    PERMISSIONS_OF_ACTION,
    Action,
    AnswerState,
    Office,
    QualificationState,
)
from marketplace.suppliers.service.moves import move
from marketplace.suppliers.service.scope import check_reason, covers, lock_application, refuse_own_entry


def decide_answer(
    *,
    application_id: int,
    answer_id: int,
    is_accepted: bool,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Accept or reject what was handed in; a rejection says why, and the next attempt is a new row.

    :raises ApplicationClosed: if the application is not being checked, or the answer was decided.
    :raises OwnEntry: if the actor handed it in.
    :raises ReasonMissing: for a rejection without a reason.
    """
    qualification, supplier = lock_application(application_id, Action.DECIDE_ANSWER, actor=actor)
    row = db.session.scalar(
        select(RequirementAnswer).where(
            RequirementAnswer.id == answer_id, RequirementAnswer.qualification_id == application_id
        )
    )
    if row is None:
        raise ApplicationUnknown
    is_checked = Action.DECIDE_ANSWER in ACTIONS_OF_STATE[qualification.state]
    if not is_checked or row.state is not AnswerState.GIVEN:
        raise ApplicationClosed(state=qualification.state.value)
    refuse_own_entry(qualification, actor=actor)
    row.reason = check_reason(reason) if not is_accepted else reason
    row.state = AnswerState.ACCEPTED if is_accepted else AnswerState.REJECTED
    row.decided_at = now
    row.decided_by_id = actor.user_id
    audit.record(
        f"requirement.{row.state.value}",
        subject="requirement_answer",
        subject_id=answer_id,
        actor=actor,
        now=now,
        before={"state": AnswerState.GIVEN.value},
        after={"state": row.state.value},
        reason=row.reason,
        organisation_ids=[supplier.organisation_id],
        region_code=supplier.county_code,
    )


def find_office(application_id: int, *, actor: Actor) -> Office | None:
    """Find the one office the actor speaks for about an application; `None` for neither or both."""
    supplier = db.session.scalar(
        select(Supplier)
        .join(Qualification, Qualification.supplier_id == Supplier.id)
        .where(Qualification.id == application_id)
    )
    held = [office for office, action in OFFICE_ACTION.items() if supplier and covers(action, supplier, actor=actor)]
    return held[0] if len(held) == 1 else None


def recommend(
    *,
    application_id: int,
    is_favourable: bool,
    actor: Actor,
    now: datetime,
    office: Office | None = None,
    reason: str | None = None,
) -> QualificationState:
    """Give one office's word on this round; the second favourable one recommends, an unfavourable one sends back.

    Who speaks for one office need not name it.

    :raises OfficeUnclear: if the actor speaks for both and names none.
    :raises ApplicationClosed: if the application is not with the county.
    :raises AlreadyRecommended: if the office has spoken on this round.
    :raises OwnEntry: if the actor handed it in or spoke for the other office.
    :raises ReasonMissing: for an unfavourable word without a reason.
    """
    office = office or find_office(application_id, actor=actor)
    # Who speaks for neither is refused by the look-up itself, which is the same for both.
    action = OFFICE_ACTION[office] if office else _any_office(actor)
    qualification, supplier = lock_application(application_id, action, actor=actor)
    if office is None:
        raise OfficeUnclear(fields={"office": [OfficeUnclear()]})
    if qualification.state is not QualificationState.SUBMITTED:
        raise ApplicationClosed(state=qualification.state.value)
    if actor.user_id is None:
        raise PersonNeeded
    refuse_own_entry(qualification, actor=actor)
    told = db.session.scalars(
        select(Recommendation).where(
            Recommendation.qualification_id == application_id, Recommendation.round == qualification.round
        )
    ).all()
    if any(word.office is office for word in told):
        raise AlreadyRecommended
    if any(word.user_id == actor.user_id for word in told):
        raise OwnEntry
    why = reason if is_favourable else check_reason(reason)
    row = Recommendation(
        qualification_id=application_id,
        round=qualification.round,
        office=office,
        user_id=actor.user_id,
        is_favourable=is_favourable,
        reason=why,
        at=now,
    )
    db.session.add(row)
    db.session.flush()  # the audit line names the row
    audit.record(
        "qualification.recommendation_given",
        subject="recommendation",
        subject_id=row.id,
        actor=actor,
        now=now,
        after={"office": office.value, "is_favourable": is_favourable, "application_id": application_id},
        reason=why,
        organisation_ids=[supplier.organisation_id],
        region_code=supplier.county_code,
    )
    if not is_favourable:
        move(qualification, supplier, QualificationState.SENT_BACK, actor=actor, now=now, reason=why)
    elif told:
        move(qualification, supplier, QualificationState.RECOMMENDED, actor=actor, now=now)
    return qualification.state


def _any_office(actor: Actor) -> Action:
    """Tell the word of an office the actor has anywhere, else of any."""
    held = [action for action in OFFICE_ACTION.values() if any(map(actor.has, PERMISSIONS_OF_ACTION[action]))]
    return held[0] if held else Action.RECOMMEND_OPERATION
