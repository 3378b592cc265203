import pytest

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.suppliers.errors import AlreadyRecommended, ApplicationClosed, OwnEntry, ReasonMissing
from marketplace.suppliers.models import Qualification, Recommendation
from marketplace.suppliers.queries.checklist import list_checklist
from marketplace.suppliers.rules import ItemState, Office, QualificationState
from marketplace.suppliers.service import applying, checking


def item(application_id, requirement, now):
    found = list_checklist(application_id, today=now.date())
    return next(item for item in found if item.requirement == requirement)


def test_two_favourable_words_recommend(story):
    application_id = story.submitted()
    assert story.recommend(application_id, Office.AGRICULTURE, story.agriculture) is QualificationState.SUBMITTED
    assert (
        story.recommend(application_id, Office.REVITALISATION, story.revitalisation) is QualificationState.RECOMMENDED
    )


def test_law_11_the_two_offices_are_two_people(cast, story):
    both = cast.actor(cast.officer(Duty.AGRICULTURE_OFFICER, Duty.REVITALISATION_OFFICER))
    application_id = story.submitted()
    story.recommend(application_id, Office.AGRICULTURE, both)
    with pytest.raises(OwnEntry):
        story.recommend(application_id, Office.REVITALISATION, both)


def test_law_11_nobody_recommends_what_they_handed_in(cast, story, cooperative):
    insider = cast.officer(Duty.AGRICULTURE_OFFICER)
    cast.session.add(
        Membership(
            user_id=insider.id,
            organisation_id=cooperative.id,
            role=MemberRole.SUPPLIER_STAFF,
            created_at=cast.now,
        )
    )
    cast.session.flush()
    story.applicant = cast.actor(insider)
    application_id = story.submitted()
    with pytest.raises(OwnEntry):
        story.recommend(application_id, Office.AGRICULTURE, cast.actor(insider))


def test_an_office_speaks_once_a_round(cast, story):
    application_id = story.submitted()
    story.recommend(application_id, Office.AGRICULTURE, story.agriculture)
    another = cast.actor(cast.officer(Duty.AGRICULTURE_OFFICER))
    with pytest.raises(AlreadyRecommended):
        story.recommend(application_id, Office.AGRICULTURE, another)


def test_an_unfavourable_word_sends_back_with_its_reason_and_the_next_round_begins_anew(story, session, now):
    application_id = story.submitted()
    story.recommend(application_id, Office.AGRICULTURE, story.agriculture)
    state = story.recommend(application_id, Office.REVITALISATION, story.revitalisation, reason="联结户数不符")
    assert state is QualificationState.SENT_BACK
    applying.submit(application_id=application_id, actor=story.applicant, now=now)
    story.recommend(application_id, Office.AGRICULTURE, story.agriculture)
    story.recommend(application_id, Office.REVITALISATION, story.revitalisation)
    rounds = session.query(Recommendation.round).filter_by(qualification_id=application_id).order_by("id")
    assert [number for (number,) in rounds] == [1, 1, 2, 2]
    assert session.get(Qualification, application_id).state is QualificationState.RECOMMENDED


def test_an_unfavourable_word_needs_a_reason(story):
    application_id = story.submitted()
    with pytest.raises(ReasonMissing):
        story.recommend(application_id, Office.AGRICULTURE, story.agriculture, reason="  ")


def test_nothing_is_recommended_before_it_is_submitted(story):
    with pytest.raises(ApplicationClosed):
        story.recommend(story.open(), Office.AGRICULTURE, story.agriculture)


def test_a_rejected_document_is_handed_in_anew_and_the_first_attempt_stays(story, now):
    application_id = story.submitted()
    licence = item(application_id, "business_licence", now)
    checking.decide_answer(
        application_id=application_id,
        answer_id=licence.answer_id,
        is_accepted=False,
        reason="字迹不清",
        actor=story.agriculture,
        now=now,
    )
    rejected = item(application_id, "business_licence", now)
    assert (rejected.state, rejected.reason, rejected.attempt) == (ItemState.REJECTED, "字迹不清", 1)

    story.recommend(application_id, Office.AGRICULTURE, story.agriculture, reason="请重交营业执照")
    story.answer(application_id, "business_licence")
    again = item(application_id, "business_licence", now)
    assert (again.state, again.reason, again.attempt) == (ItemState.GIVEN, None, 2)


def test_a_document_is_decided_once(story, now):
    application_id = story.submitted()
    licence = item(application_id, "business_licence", now)
    decision = {
        "application_id": application_id,
        "answer_id": licence.answer_id,
        "actor": story.agriculture,
        "now": now,
    }
    with pytest.raises(ReasonMissing):
        checking.decide_answer(is_accepted=False, **decision)
    checking.decide_answer(is_accepted=True, **decision)
    with pytest.raises(ApplicationClosed):
        checking.decide_answer(is_accepted=True, **decision)
