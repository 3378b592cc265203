"""Finding and locking the application or the standing qualification a verb speaks of, within the actor's scope."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from marketplace.db import db
from marketplace.kernel.actor import Actor, PermissionMissing
from marketplace.suppliers.errors import (
    ApplicationUnknown,
    OwnEntry,
    ReasonMissing,
    RecommenderDecides,
    SupplierUnknown,
)
from marketplace.suppliers.models import Qualification, Recommendation, RequirementAnswer, Supplier
from marketplace.suppliers.rules import PERMISSIONS_OF_ACTION, Action, QualificationState


def lock_application(application_id: int, action: Action, *, actor: Actor) -> tuple[Qualification, Supplier]:
    """Lock an application for an action.

    :raises Forbidden: if the actor may do this nowhere.
    :raises ApplicationUnknown: if there is none within scope.
    """
    _require_anywhere(action, actor)
    row = db.session.execute(
        select(Qualification, Supplier)
        .join(Supplier, Supplier.id == Qualification.supplier_id)
        .where(Qualification.id == application_id)
        .with_for_update(of=Qualification)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or not covers(action, row[1], actor=actor):
        raise ApplicationUnknown
    return row[0], row[1]


def lock_standing(
    supplier_id: int, action: Action, *, actor: Actor, today: date
) -> tuple[Sequence[Qualification], Supplier]:
    """Lock the supplier's certified or suspended qualifications for an action: the running one, and any renewal.

    What has run out counts only while it is all there is.

    :raises Forbidden: if the actor may do this nowhere.
    :raises SupplierUnknown: if there is no such supplier within scope, or it has no such qualification.
    """
    _require_anywhere(action, actor)
    supplier = db.session.get(Supplier, supplier_id)
    if supplier is None or not covers(action, supplier, actor=actor):
        raise SupplierUnknown
    standing = db.session.scalars(
        select(Qualification)
        .where(
            Qualification.supplier_id == supplier_id,
            Qualification.state.in_([QualificationState.CERTIFIED, QualificationState.SUSPENDED]),
        )
        .order_by(Qualification.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not standing:
        raise SupplierUnknown
    running = [each for each in standing if each.until_on is None or each.until_on > today]
    return running or standing[-1:], supplier


def covers(action: Action, supplier: Supplier, *, actor: Actor) -> bool:
    """Tell whether the actor may do this to this supplier's things."""
    return any(
        actor.covers(permission, organisation_ids=[supplier.organisation_id], region_codes=[supplier.county_code])
        for permission in PERMISSIONS_OF_ACTION[action]
    )


def refuse_own_entry(qualification: Qualification, *, actor: Actor) -> None:
    """Refuse who entered the application or handed in to it.

    :raises OwnEntry: law 11, separation of duties.
    """
    givers = db.session.scalars(
        select(RequirementAnswer.given_by_id).where(RequirementAnswer.qualification_id == qualification.id)
    )
    if actor.user_id is not None and actor.user_id in {qualification.created_by_id, *givers}:
        raise OwnEntry


def refuse_recommender(qualification: Qualification, *, actor: Actor) -> None:
    """Refuse who spoke for a county office on this round; the operator spoke for none.

    :raises RecommenderDecides: law 11, separation of duties.
    """
    speakers = db.session.scalars(
        select(Recommendation.user_id).where(
            Recommendation.qualification_id == qualification.id, Recommendation.round == qualification.round
        )
    )
    if actor.user_id is not None and actor.user_id in set(speakers):
        raise RecommenderDecides


def check_reason(reason: str | None) -> str:
    """Tell the reason, trimmed.

    :raises ReasonMissing: without one.
    """
    if reason is None or not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    return reason.strip()


def _require_anywhere(action: Action, actor: Actor) -> None:
    permissions = PERMISSIONS_OF_ACTION[action]
    if not any(actor.has(permission) for permission in permissions):
        raise PermissionMissing(permission=min(permissions).value)
