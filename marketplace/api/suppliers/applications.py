"""Routes of applications for certification."""

from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from marketplace.api.access import current_actor, needs, now, signed_in
from marketplace.api.fields import ReasonSchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import CursorWrong, page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.suppliers import schemas
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers import queries
from marketplace.suppliers.rules import OPEN_STATES, AnswerState, Office, QualificationState
from marketplace.suppliers.service import applying, checking, deciding
from marketplace.transaction import transaction

blueprint = Blueprint("supplier_applications", __name__, description="Applications, checks, recommendations, decisions")
Answer = Mapping[str, Any]


@blueprint.get("/suppliers/applications")
@needs(P.SUPPLIERS_READ)
@blueprint.arguments(schemas.ApplicationQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationPageSchema)
def list_waiting(*, prefix: str, state: QualificationState | None, limit: int, after: str | None) -> Answer:
    """List applications in scope, the longest waiting first."""
    rows = queries.list_applications(
        actor=current_actor(),
        today=day_of(now()),
        states=[state] if state else OPEN_STATES,
        prefix=prefix,
        after=_position(after),
        limit=limit + 1,
    )
    return page_of(rows, limit=limit, key=lambda row: (row["waits_since"].isoformat(), row["id"]))


@blueprint.get("/suppliers/applications/<int:application_id>")
@needs(P.SUPPLIERS_READ)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationWithHistorySchema)
def get_one(application_id: int) -> Answer:
    """Get an application with all that was said and done, and what one may do next."""
    return _shown(application_id)


@blueprint.post("/suppliers/applications")
@needs(P.SUPPLIERS_APPLY)
@idempotent
@blueprint.arguments(schemas.ApplicationCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.CREATED, schemas.ApplicationWithHistorySchema)
def open_one(*, organisation_id: int, county_code: str | None) -> Answer:
    """Open an application of one's organisation."""
    with transaction():
        return _shown(
            applying.open_application(
                organisation_id=organisation_id, county_code=county_code, actor=current_actor(), now=now()
            )
        )


@blueprint.post("/suppliers/applications/<int:application_id>/answers")
@needs(P.SUPPLIERS_APPLY)
@idempotent
@blueprint.arguments(schemas.RequirementAnswerCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.CREATED, schemas.ApplicationWithHistorySchema)
def hand_in(application_id: int, *, requirement: str, file_id: int | None, expires_on: date | None) -> Answer:
    """Hand in a document; earlier attempts stay."""
    with transaction():
        applying.answer(
            application_id=application_id,
            requirement=requirement,
            stored_file_id=file_id,
            expires_on=expires_on,
            actor=current_actor(),
            now=now(),
        )
        return _shown(application_id)


@blueprint.post("/suppliers/applications/<int:application_id>/submission")
@needs(P.SUPPLIERS_APPLY)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationWithHistorySchema)
def submit(application_id: int) -> Answer:
    """Submit an application to the county's two offices."""
    with transaction():
        applying.submit(application_id=application_id, actor=current_actor(), now=now())
        return _shown(application_id)


@blueprint.post("/suppliers/applications/<int:application_id>/answers/<int:answer_id>/decision")
@signed_in
@blueprint.arguments(schemas.RequirementDecisionSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationWithHistorySchema)
def decide(application_id: int, answer_id: int, *, verdict: AnswerState, reason: str | None) -> Answer:
    """Accept or reject a document."""
    with transaction():
        checking.decide_answer(
            application_id=application_id,
            answer_id=answer_id,
            is_accepted=verdict is AnswerState.ACCEPTED,
            reason=reason,
            actor=current_actor(),
            now=now(),
        )
        return _shown(application_id)


@blueprint.post("/suppliers/applications/<int:application_id>/recommendations")
@signed_in
@idempotent
@blueprint.arguments(schemas.RecommendationCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.CREATED, schemas.ApplicationWithHistorySchema)
def recommend(application_id: int, *, is_favourable: bool, office: Office | None, reason: str | None) -> Answer:
    """Give one's office's word; the second favourable one recommends, an unfavourable one sends back."""
    with transaction():
        checking.recommend(
            application_id=application_id,
            office=office,
            is_favourable=is_favourable,
            reason=reason,
            actor=current_actor(),
            now=now(),
        )
        return _shown(application_id)


@blueprint.post("/suppliers/applications/<int:application_id>/certification")
@needs(P.SUPPLIERS_REVIEW)
@blueprint.arguments(schemas.CertificationCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationWithHistorySchema)
def certify(application_id: int, *, from_on: date, last_on: date | None, reason: str | None) -> Answer:
    """Certify a recommended supplier."""
    with transaction():
        deciding.certify(
            application_id=application_id,
            from_on=from_on,
            last_on=last_on,
            reason=reason,
            actor=current_actor(),
            now=now(),
        )
        return _shown(application_id)


@blueprint.post("/suppliers/applications/<int:application_id>/sending-back")
@needs(P.SUPPLIERS_REVIEW)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationWithHistorySchema)
def send_back(application_id: int, *, reason: str) -> Answer:
    """Send an application back to be mended."""
    with transaction():
        deciding.send_back(application_id=application_id, reason=reason, actor=current_actor(), now=now())
        return _shown(application_id)


@blueprint.post("/suppliers/applications/<int:application_id>/refusal")
@needs(P.SUPPLIERS_REVIEW)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationWithHistorySchema)
def refuse(application_id: int, *, reason: str) -> Answer:
    """Refuse a recommended application for good."""
    with transaction():
        deciding.refuse(application_id=application_id, reason=reason, actor=current_actor(), now=now())
        return _shown(application_id)


def _shown(application_id: int) -> Answer:
    return queries.get_application(application_id, actor=current_actor(), today=day_of(now()))


def _position(after: str | None) -> tuple[datetime, int] | None:
    key = read_cursor(after, str, int)
    try:
        return key and (datetime.fromisoformat(key[0]), key[1])
    except ValueError:
        raise CursorWrong from None
