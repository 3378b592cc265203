from datetime import date, timedelta

import pytest

from marketplace.accounts.rules import MemberRole, OrganisationKind
from marketplace.audit.models import AuditLine
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.suppliers.errors import (
    ApplicationClosed,
    ApplicationOpen,
    ApplicationUnknown,
    ExpiryMissing,
    FileMissing,
    OrganisationUnsuitable,
    RequirementsMissing,
    RequirementUnknown,
)
from marketplace.suppliers.models import Qualification, QualificationEvent, RequirementAnswer, Supplier
from marketplace.suppliers.queries.checklist import list_checklist
from marketplace.suppliers.rules import ItemState, QualificationState
from marketplace.suppliers.service import applying


def states(application_id, now):
    return {item.requirement: item.state for item in list_checklist(application_id, today=now.date())}


def test_the_first_application_makes_the_organisation_a_supplier_of_its_county(story, session, cooperative):
    application_id = story.open()
    supplier = session.query(Supplier).filter_by(organisation_id=cooperative.id).one()
    assert (supplier.kind.value, supplier.county_code) == ("cooperative", "621022")
    assert session.get(Qualification, application_id).state is QualificationState.DRAFT


def test_a_second_application_while_one_is_open_is_refused_by_its_number(story):
    application_id = story.open()
    with pytest.raises(ApplicationOpen) as refusal:
        story.open()
    assert refusal.value.facts == {"application_id": application_id}


def test_a_school_cannot_become_a_supplier(cast, now):
    school = cast.organisation(OrganisationKind.SCHOOL)
    actor = cast.actor(cast.member(school, MemberRole.SUPPLIER_STAFF))
    with pytest.raises(OrganisationUnsuitable):
        applying.open_application(organisation_id=school.id, actor=actor, now=now)


def test_nobody_applies_for_another_organisation(story, outsider, cooperative, now):
    with pytest.raises(NotFound):
        applying.open_application(organisation_id=cooperative.id, actor=outsider, now=now)


def test_the_program_sees_by_itself_what_is_computed(story, now):
    found = states(story.open(), now)
    assert found["uscc_valid"] is ItemState.ACCEPTED
    assert found["county_assisted"] is ItemState.ACCEPTED
    assert found["business_licence"] is ItemState.MISSING


def test_a_county_that_is_not_assisted_is_told(cast, session, story, now, cooperative):
    cooperative.region_code = "110101"
    assert states(story.open(), now)["county_assisted"] is ItemState.UNMET


def test_a_commitment_is_taken_as_given_and_a_document_waits_for_a_person(story, now):
    application_id = story.open()
    story.hand_in(application_id)
    found = states(application_id, now)
    assert found["commitment_letter"] is ItemState.ACCEPTED
    assert found["food_permit"] is ItemState.GIVEN


def test_a_file_must_be_the_suppliers_own(cast, story, stored_file):
    application_id = story.open()
    for file_id in (None, 424242, stored_file(cast.organisation())):
        story.file_id = file_id
        with pytest.raises(FileMissing):
            story.answer(application_id, "business_licence")


@pytest.mark.parametrize("expires_on", [None, date(2020, 9, 14)])
def test_a_document_that_expires_needs_a_last_day_not_past(story, expires_on):
    with pytest.raises(ExpiryMissing):
        story.answer(story.open(), "food_permit", expires_on=expires_on)


@pytest.mark.parametrize("requirement", ["uscc_valid", "nonsense"])
def test_what_is_computed_or_unknown_cannot_be_handed_in(story, requirement):
    with pytest.raises(RequirementUnknown):
        story.answer(story.open(), requirement)


def test_what_is_missing_keeps_an_application_from_being_submitted_and_is_named(story, now):
    application_id = story.open()
    story.hand_in(application_id, besides=("food_permit",))
    with pytest.raises(RequirementsMissing) as refusal:
        applying.submit(application_id=application_id, actor=story.applicant, now=now)
    assert [item["requirement"] for item in refusal.value.facts["missing"]] == ["food_permit"]
    assert refusal.value.sentence("zh") == "还有材料未齐备：食品生产经营许可证"


def test_a_document_that_ran_out_meanwhile_is_missing_again(story, now):
    application_id = story.open()
    story.hand_in(application_id, besides=("food_permit",))
    story.answer(application_id, "food_permit", expires_on=date(2020, 9, 15))
    with pytest.raises(RequirementsMissing) as refusal:
        applying.submit(application_id=application_id, actor=story.applicant, now=now + timedelta(days=1))
    assert refusal.value.facts["missing"][0]["state"] == "expired"


def test_a_complete_application_is_submitted_once(story, session, now):
    application_id = story.submitted()
    qualification = session.get(Qualification, application_id)
    assert (qualification.state, qualification.round) == (QualificationState.SUBMITTED, 1)
    with pytest.raises(ApplicationClosed):
        applying.submit(application_id=application_id, actor=story.applicant, now=now)
    with pytest.raises(ApplicationClosed):
        story.answer(application_id, "business_licence")


def test_every_attempt_stays(story, session):
    application_id = story.open()
    story.answer(application_id, "business_licence")
    story.answer(application_id, "business_licence")
    attempts = session.query(RequirementAnswer.attempt).filter_by(qualification_id=application_id)
    assert [attempt for (attempt,) in attempts.order_by("attempt")] == [1, 2]


def test_law_13_one_write_one_audit_line_and_each_move_an_event(story, session):
    application_id = story.submitted()
    lines = session.query(AuditLine).filter_by(subject="qualification", subject_id=str(application_id)).order_by("id")
    assert [line.action for line in lines] == ["qualification.draft", "qualification.submitted"]
    assert lines[1].before == {"state": "draft"}
    events = session.query(QualificationEvent).filter_by(qualification_id=application_id).order_by("id")
    assert [(event.from_state, event.to_state.value) for event in events] == [(None, "draft"), ("draft", "submitted")]


def test_law_12_another_suppliers_application_does_not_exist(story, outsider, now):
    application_id = story.open()
    with pytest.raises(ApplicationUnknown):
        applying.submit(application_id=application_id, actor=outsider, now=now)


def test_an_officer_cannot_apply(story, now):
    with pytest.raises(Forbidden):
        applying.submit(application_id=story.open(), actor=story.agriculture, now=now)
