"""What the supplier centre needs: a cooperative that applies, and the officers who check it."""

import io
from collections.abc import Callable
from datetime import date

import pytest

from marketplace.accounts.models import Organisation, User
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.suppliers.queries import list_checklist
from marketplace.suppliers.rules import ItemState, Office
from marketplace.suppliers.service import checking, deciding
from marketplace.transaction import transaction
from tests.factories import documents
from tests.web.desk import Desk


@pytest.fixture
def cooperative(cast) -> Organisation:
    """A cooperative that has not applied yet."""
    return cast.organisation(OrganisationKind.COOPERATIVE, name="环县小米合作社")


@pytest.fixture
def applicant(cast, cooperative) -> User:
    """Its person."""
    return cast.member(cooperative, MemberRole.SUPPLIER_STAFF)


@pytest.fixture
def scan() -> Callable[..., tuple[io.BytesIO, str]]:
    """A scanned document as a browser sends it."""
    return lambda name="证照.pdf", content=None: (io.BytesIO(content or documents.pdf(name)), name)


@pytest.fixture
def hand_in(scan) -> Callable[..., None]:
    """Hands in a document of every requirement on the pages of an application."""

    def send(applicant: Desk, application: str) -> None:
        for requirement in ("commitment_letter", "business_licence", "food_permit", "linkage_proof"):
            applicant.open(f"{application}/requirements/{requirement}")
            told = {"expires_on": "2020-10-01"} if requirement in {"food_permit", "linkage_proof"} else {}
            told |= {"attested": "1"} if requirement == "commitment_letter" else {}
            applicant.send(file_id=scan(), **told)

    return send


@pytest.fixture
def officers(cast, now, session) -> Callable[..., None]:
    """The two offices and the platform: check every document, then recommend, then certify."""

    def decide(application_id: int, *, reject: str | None = None, last_on: date | None = None) -> None:
        agriculture, revitalisation = (
            cast.actor(cast.officer(duty)) for duty in (Duty.AGRICULTURE_OFFICER, Duty.REVITALISATION_OFFICER)
        )
        with transaction():
            for item in list_checklist(application_id, today=now.date()):
                if item.state is ItemState.GIVEN:
                    checking.decide_answer(
                        application_id=application_id,
                        answer_id=item.answer_id,
                        is_accepted=item.requirement != reject,
                        reason="照片看不清" if item.requirement == reject else None,
                        actor=agriculture,
                        now=now,
                    )
            checking.recommend(
                application_id=application_id,
                office=Office.AGRICULTURE,
                is_favourable=reject is None,
                reason="请补正" if reject else None,
                actor=agriculture,
                now=now,
            )
            if reject:
                return
            checking.recommend(
                application_id=application_id,
                office=Office.REVITALISATION,
                is_favourable=True,
                reason=None,
                actor=revitalisation,
                now=now,
            )
            if last_on:
                reviewer = cast.actor(cast.officer(Duty.REVIEWER, region="621000"))
                deciding.certify(
                    application_id=application_id, from_on=now.date(), last_on=last_on, actor=reviewer, now=now
                )

    return decide
