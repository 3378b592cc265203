"""A cooperative that applies, the two county offices, the platform's reviewer, and a stored file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from marketplace.accounts.models import Organisation, User
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.kernel.actor import Actor
from marketplace.suppliers.queries.checklist import list_checklist
from marketplace.suppliers.rules import ItemState, Office
from marketplace.suppliers.service import applying, checking, deciding

NEXT_YEAR = date(2021, 9, 14)


@pytest.fixture
def cooperative(cast) -> Organisation:
    return cast.organisation(OrganisationKind.COOPERATIVE)


@pytest.fixture
def applicant(cast, cooperative) -> Actor:
    return cast.actor(cast.member(cooperative, MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def agriculture(cast) -> Actor:
    return cast.actor(cast.officer(Duty.AGRICULTURE_OFFICER))


@pytest.fixture
def revitalisation(cast) -> Actor:
    return cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def reviewer(cast) -> Actor:
    return cast.actor(cast.officer(Duty.REVIEWER, region="621000"))


@pytest.fixture
def stored_file(cast) -> Callable[[Organisation], int]:
    """Stores a file of an organisation; tells its id."""
    return lambda organisation: cast.file(organisation.id).id


@dataclass
class Story:
    """Walks an application as far as a test needs."""

    cooperative: Organisation
    applicant: Actor
    agriculture: Actor
    revitalisation: Actor
    reviewer: Actor
    file_id: int
    now: datetime

    def open(self) -> int:
        return applying.open_application(organisation_id=self.cooperative.id, actor=self.applicant, now=self.now)

    def hand_in(self, application_id: int, *, besides: tuple[str, ...] = ()) -> None:
        for requirement in ("commitment_letter", "business_licence", "food_permit", "linkage_proof"):
            if requirement not in besides:
                self.answer(application_id, requirement)

    def answer(self, application_id: int, requirement: str, *, expires_on: date | None = NEXT_YEAR) -> int:
        return applying.answer(
            application_id=application_id,
            requirement=requirement,
            stored_file_id=self.file_id,
            expires_on=expires_on if requirement in {"food_permit", "linkage_proof"} else None,
            actor=self.applicant,
            now=self.now,
        )

    def submitted(self) -> int:
        application_id = self.open()
        self.hand_in(application_id)
        applying.submit(application_id=application_id, actor=self.applicant, now=self.now)
        return application_id

    def accept_documents(self, application_id: int) -> None:
        for item in list_checklist(application_id, today=self.now.date()):
            if item.state is ItemState.GIVEN:
                checking.decide_answer(
                    application_id=application_id,
                    answer_id=item.answer_id,
                    is_accepted=True,
                    actor=self.agriculture,
                    now=self.now,
                )

    def recommend(self, application_id: int, office: Office, actor: Actor, *, reason: str | None = None):
        return checking.recommend(
            application_id=application_id,
            office=office,
            is_favourable=reason is None,
            reason=reason,
            actor=actor,
            now=self.now,
        )

    def recommended(self) -> int:
        application_id = self.submitted()
        self.accept_documents(application_id)
        self.recommend(application_id, Office.AGRICULTURE, self.agriculture)
        self.recommend(application_id, Office.REVITALISATION, self.revitalisation)
        return application_id

    def certified(self, *, from_on: date = date(2020, 9, 15), last_on: date | None = NEXT_YEAR) -> int:
        application_id = self.recommended()
        deciding.certify(
            application_id=application_id, from_on=from_on, last_on=last_on, actor=self.reviewer, now=self.now
        )
        return application_id


@pytest.fixture
def story(cooperative, applicant, agriculture, revitalisation, reviewer, stored_file, now) -> Story:
    return Story(cooperative, applicant, agriculture, revitalisation, reviewer, stored_file(cooperative), now)


@pytest.fixture
def outsider(cast) -> Actor:
    user: User = cast.outsider()
    return cast.actor(user)
