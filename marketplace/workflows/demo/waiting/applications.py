"""Two cooperatives that apply: one waits for the county's two offices, the other for the city."""

from datetime import timedelta
from typing import Final

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import OrganisationKind
from marketplace.accounts.service import organisations
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.queries.checklist import list_checklist, list_requirements
from marketplace.suppliers.rules import Basis, ItemState
from marketplace.suppliers.service import applying, checking
from marketplace.workflows.demo.logins import COUNTY
from marketplace.workflows.demo.waiting.desk import Desk

_ON_PAPER: Final = ("93621022100000323X", "环县塬上苹果农民专业合作社")
"""It has nobody who signs in: the operator enters what it sent in by post."""
_HOLDS_DAYS: Final = 730


def lay_out(desk: Desk) -> None:
    """Leave an application to be recommended and one, recommended by two people, to be reviewed."""
    applicant = desk.actor("applicant")
    [own_id] = applicant.organisation_ids(P.SUPPLIERS_APPLY)
    _apply(desk, own_id, actor=applicant)
    application_id = _apply(desk, _register(desk).id, actor=desk.operator)
    first, second = desk.actor("county-a"), desk.actor("county-b")
    for item in list_checklist(application_id, today=desk.today):
        if item.answer_id is not None and item.state is ItemState.GIVEN:
            checking.decide_answer(
                application_id=application_id, answer_id=item.answer_id, is_accepted=True, actor=first, now=desk.now
            )
    for officer in (first, second):
        checking.recommend(application_id=application_id, is_favourable=True, actor=officer, now=desk.now)


def _register(desk: Desk) -> Organisation:
    uscc, name = _ON_PAPER
    return organisations.register(
        uscc=uscc,
        name=name,
        kind=OrganisationKind.COOPERATIVE,
        region_code=COUNTY,
        actor=desk.operator,
        now=desk.now,
    )


def _apply(desk: Desk, organisation_id: int, *, actor: Actor) -> int:
    """Open an application, hand in every document and submit; tell its id."""
    application_id = applying.open_application(organisation_id=organisation_id, actor=actor, now=desk.now)
    for requirement in list_requirements():
        if requirement.basis is Basis.COMPUTED:
            continue
        file_id = desk.file(
            requirement.name_en, f"{requirement.name_zh}.pdf", actor=actor, organisation_id=organisation_id
        )
        applying.answer(
            application_id=application_id,
            requirement=requirement.code,
            stored_file_id=file_id,
            expires_on=desk.today + timedelta(days=_HOLDS_DAYS) if requirement.has_expiry else None,
            actor=actor,
            now=desk.now,
        )
    applying.submit(application_id=application_id, actor=actor, now=desk.now)
    return application_id
