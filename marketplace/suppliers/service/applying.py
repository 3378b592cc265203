"""The supplier's side of an application: open it, hand in what is required, submit."""

from datetime import date, datetime

from sqlalchemy import func, select

from marketplace.accounts.errors import OrganisationNotFound
from marketplace.accounts.models import Organisation
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.evidence.models import StoredFile
from marketplace.evidence.service import show_in
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import COUNTY_LEVEL, county_of, level_of
from marketplace.suppliers.errors import (
    ApplicationClosed,
    ApplicationOpen,
    CountyWrong,
    ExpiryMissing,
    FileMissing,
    OrganisationUnsuitable,
    RequirementsMissing,
    RequirementUnknown,
)
from marketplace.suppliers.models import Qualification, Requirement, RequirementAnswer, Supplier
from marketplace.suppliers.queries.checklist import list_checklist
from marketplace.suppliers.rules import (
    ANSWERABLE_STATES,
    OPEN_STATES,
    READY_TO_SUBMIT,
    Action,
    AnswerState,
    Basis,
    ItemState,
    QualificationState,
    SupplierKind,
    list_lacking,
)
from marketplace.suppliers.service.moves import move, note
from marketplace.suppliers.service.scope import lock_application


def open_application(*, organisation_id: int, actor: Actor, now: datetime, county_code: str | None = None) -> int:
    """Open an application of an organisation, which becomes a supplier with the first; tell the application's id.

    `county_code` is where its goods come from, else the organisation's county; it stays once the supplier exists.

    :raises OrganisationUnsuitable: if such organisations do not sell.
    :raises CountyWrong: if the code is not a county's.
    :raises ApplicationOpen: if one is under way.
    """
    actor.require_over(P.SUPPLIERS_APPLY, OrganisationNotFound(), organisation_ids=[organisation_id])
    organisation = db.session.execute(
        select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    ).scalar_one()
    if organisation.kind.value not in set(SupplierKind):
        raise OrganisationUnsuitable(kind=organisation.kind.value)
    supplier = db.session.scalar(select(Supplier).where(Supplier.organisation_id == organisation_id))
    if supplier is None:
        county = county_code or county_of(organisation.region_code)
        if len(county) != COUNTY_LEVEL or level_of(county) != COUNTY_LEVEL:
            raise CountyWrong(fields={"county_code": [CountyWrong(county_code=county)]}, county_code=county)
        kind = SupplierKind(organisation.kind.value)
        supplier = Supplier(organisation_id=organisation_id, kind=kind, county_code=county, created_at=now)
        db.session.add(supplier)
        db.session.flush()
    open_id = db.session.scalar(
        select(Qualification.id).where(
            Qualification.supplier_id == supplier.id, Qualification.state.in_(sorted(OPEN_STATES))
        )
    )
    if open_id is not None:
        raise ApplicationOpen(application_id=open_id)
    qualification = Qualification(
        supplier_id=supplier.id,
        state=QualificationState.DRAFT,
        round=0,
        created_at=now,
        created_by_id=actor.user_id,
    )
    db.session.add(qualification)
    db.session.flush()  # event and audit line name the row
    note(qualification, supplier, was=None, actor=actor, now=now, after={"supplier_id": supplier.id})
    return qualification.id


def answer(
    *,
    application_id: int,
    requirement: str,
    actor: Actor,
    now: datetime,
    stored_file_id: int | None = None,
    expires_on: date | None = None,
) -> int:
    """Hand in a document for a requirement as a new attempt; tell the answer's id. Earlier attempts stay.

    A signed commitment is taken as given; every other document waits for a person.

    :raises ApplicationClosed: if nothing can be handed in now.
    :raises RequirementUnknown: if there is no such requirement, or the program answers it itself.
    :raises FileMissing: without a file of the supplier's own.
    :raises ExpiryMissing: if the document needs its last day, or has passed it.
    """
    qualification, supplier = lock_application(application_id, Action.ANSWER, actor=actor)
    if qualification.state not in ANSWERABLE_STATES:
        raise ApplicationClosed(state=qualification.state.value)
    asked = db.session.scalar(select(Requirement).where(Requirement.code == requirement))
    if asked is None or asked.basis is Basis.COMPUTED:
        wrong = RequirementUnknown(requirement=requirement)
        raise RequirementUnknown(fields={"requirement": [wrong]}, requirement=requirement)
    file_id = _own_file(stored_file_id, supplier)
    if asked.has_expiry and (expires_on is None or expires_on < day_of(now)):
        raise ExpiryMissing(fields={"expires_on": [ExpiryMissing()]})
    show_in(file_id=file_id, region_code=supplier.county_code)  # which may not be where the organisation has its seat
    attempts = db.session.scalar(
        select(func.count()).where(
            RequirementAnswer.qualification_id == application_id, RequirementAnswer.requirement_id == asked.id
        )
    )
    is_attested = asked.basis is Basis.ATTESTED
    row = RequirementAnswer(
        qualification_id=application_id,
        requirement_id=asked.id,
        attempt=(attempts or 0) + 1,
        state=AnswerState.ACCEPTED if is_attested else AnswerState.GIVEN,
        decided_at=now if is_attested else None,
        stored_file_id=file_id,
        expires_on=expires_on,
        given_at=now,
        given_by_id=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()  # the audit line names the row
    audit.record(
        "requirement.answered",
        subject="requirement_answer",
        subject_id=row.id,
        actor=actor,
        now=now,
        after={
            "application_id": application_id,
            "requirement": requirement,
            "attempt": row.attempt,
            "stored_file_id": file_id,
            "expires_on": expires_on.isoformat() if expires_on else None,
        },
        organisation_ids=[supplier.organisation_id],
        region_code=supplier.county_code,
    )
    return row.id


def submit(*, application_id: int, actor: Actor, now: datetime) -> None:
    """Submit an application to the county's two offices; each submission is a round of its own.

    :raises RequirementsMissing: naming what is not met or handed in.
    :raises ApplicationClosed: if it is not the supplier's turn.
    """
    qualification, supplier = lock_application(application_id, Action.SUBMIT, actor=actor)
    if qualification.state not in ANSWERABLE_STATES:
        raise ApplicationClosed(state=qualification.state.value)
    refuse_lacking(application_id, READY_TO_SUBMIT, now=now)
    qualification.round += 1
    qualification.submitted_at = now
    move(
        qualification,
        supplier,
        QualificationState.SUBMITTED,
        actor=actor,
        now=now,
        after={"round": qualification.round},
    )


def refuse_lacking(application_id: int, ready: frozenset[ItemState], *, now: datetime) -> None:
    """Refuse while a required item is not in one of these states.

    :raises RequirementsMissing: naming each.
    """
    lacking = list_lacking(list_checklist(application_id, today=day_of(now)), ready)
    if lacking:
        raise RequirementsMissing(
            missing=[
                {"requirement": i.requirement, "state": i.state.value, "name_zh": i.name_zh, "name_en": i.name_en}
                for i in lacking
            ],
            names_zh="、".join(item.name_zh for item in lacking),
            names_en=", ".join(item.name_en for item in lacking),
        )


def _own_file(stored_file_id: int | None, supplier: Supplier) -> int:
    """Tell the file, if it is the supplier's own.

    :raises FileMissing: if not.
    """
    owner = stored_file_id and db.session.scalar(
        select(StoredFile.organisation_id).where(StoredFile.id == stored_file_id)
    )
    if stored_file_id is None or owner != supplier.organisation_id:
        raise FileMissing(fields={"file_id": [FileMissing()]})
    return stored_file_id
