from datetime import date, timedelta

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.errors import Forbidden, MoveRefused
from marketplace.suppliers import queries
from marketplace.suppliers.errors import (
    PeriodWrong,
    ReasonMissing,
    RecommenderDecides,
    RequirementsMissing,
    SupplierUnknown,
)
from marketplace.suppliers.models import Qualification, Supplier
from marketplace.suppliers.queries import certified_on
from marketplace.suppliers.rules import Office, QualificationState
from marketplace.suppliers.service import applying, deciding

TODAY = date(2020, 9, 15)


@pytest.fixture
def supplier_id(story, session, cooperative):
    story.certified()
    return session.query(Supplier.id).filter_by(organisation_id=cooperative.id).scalar()


def is_certified(supplier_id, day):
    return certified_on([supplier_id], day) == {supplier_id}


def test_a_recommended_supplier_is_certified_through_its_last_day(supplier_id):
    assert not is_certified(supplier_id, date(2020, 9, 14))
    assert is_certified(supplier_id, TODAY)
    assert is_certified(supplier_id, date(2021, 9, 14))
    assert not is_certified(supplier_id, date(2021, 9, 15))


def test_a_document_nobody_accepted_keeps_from_certifying(story, now):
    application_id = story.submitted()
    story.recommend(application_id, Office.AGRICULTURE, story.agriculture)
    story.recommend(application_id, Office.REVITALISATION, story.revitalisation)
    with pytest.raises(RequirementsMissing) as refusal:
        deciding.certify(application_id=application_id, from_on=TODAY, actor=story.reviewer, now=now)
    assert len(refusal.value.facts["missing"]) == 3


def test_nothing_is_certified_without_both_recommendations(story, now):
    application_id = story.submitted()
    with pytest.raises(MoveRefused) as refusal:
        deciding.certify(application_id=application_id, from_on=TODAY, actor=story.reviewer, now=now)
    assert refusal.value.facts["allowed"] == ["recommended", "sent_back"]


@pytest.mark.parametrize("last_on", [date(2020, 9, 14), date(2020, 9, 30)])
def test_a_last_day_before_the_first_or_past_is_refused(story, now, last_on):
    application_id = story.recommended()
    with pytest.raises(PeriodWrong):
        deciding.certify(
            application_id=application_id, from_on=date(2020, 10, 1), last_on=last_on, actor=story.reviewer, now=now
        )


def test_the_county_cannot_certify(story, now):
    with pytest.raises(Forbidden):
        deciding.certify(application_id=story.recommended(), from_on=TODAY, actor=story.agriculture, now=now)


@pytest.mark.parametrize("office", Office)
def test_law_11_who_spoke_for_an_office_does_not_decide_for_the_platform(story, session, cast, now, office):
    duty = {Office.AGRICULTURE: Duty.AGRICULTURE_OFFICER, Office.REVITALISATION: Duty.REVITALISATION_OFFICER}[office]
    both = cast.actor(cast.officer(duty, Duty.REVIEWER))
    setattr(story, office.value, both)
    application_id = story.recommended()
    seen = queries.get_application(application_id, actor=both, today=TODAY)
    assert {"certify", "refuse"}.isdisjoint(seen["next_actions"])
    with pytest.raises(RecommenderDecides):
        deciding.certify(application_id=application_id, from_on=TODAY, actor=both, now=now)
    with pytest.raises(RecommenderDecides):
        deciding.refuse(application_id=application_id, reason="x", actor=both, now=now)
    assert session.get(Qualification, application_id).state is QualificationState.RECOMMENDED
    deciding.certify(application_id=application_id, from_on=TODAY, actor=story.reviewer, now=now)


def test_who_spoke_on_an_earlier_round_only_may_decide(story, session, cast, now):
    both = cast.actor(cast.officer(Duty.AGRICULTURE_OFFICER, Duty.REVIEWER))
    application_id = story.submitted()
    story.recommend(application_id, Office.AGRICULTURE, both, reason="缺材料")
    applying.submit(application_id=application_id, actor=story.applicant, now=now)
    story.accept_documents(application_id)
    story.recommend(application_id, Office.AGRICULTURE, story.agriculture)
    story.recommend(application_id, Office.REVITALISATION, story.revitalisation)
    deciding.certify(application_id=application_id, from_on=TODAY, actor=both, now=now)
    assert session.get(Qualification, application_id).state is QualificationState.CERTIFIED


def test_a_refused_application_is_over_and_another_may_be_opened(story, session, now):
    application_id = story.recommended()
    with pytest.raises(ReasonMissing):
        deciding.refuse(application_id=application_id, reason=" ", actor=story.reviewer, now=now)
    deciding.refuse(application_id=application_id, reason="产能不足", actor=story.reviewer, now=now)
    assert session.get(Qualification, application_id).state is QualificationState.REFUSED
    assert story.open() != application_id


def test_what_the_platform_sends_back_comes_again(story, session, now):
    application_id = story.recommended()
    deciding.send_back(application_id=application_id, reason="补充协议", actor=story.reviewer, now=now)
    applying.submit(application_id=application_id, actor=story.applicant, now=now)
    assert session.get(Qualification, application_id).round == 2


def test_a_suspended_supplier_is_not_certified_until_it_is_lifted(story, supplier_id, now):
    deciding.suspend(supplier_id=supplier_id, reason="抽检不合格", actor=story.reviewer, now=now)
    assert not is_certified(supplier_id, TODAY + timedelta(days=100))
    later = now + timedelta(days=10)
    deciding.lift(supplier_id=supplier_id, reason="整改完成", actor=story.reviewer, now=later)
    assert not is_certified(supplier_id, TODAY + timedelta(days=9))
    assert is_certified(supplier_id, TODAY + timedelta(days=10))


def test_a_suspension_with_a_last_day_ends_by_itself(story, supplier_id, now):
    deciding.suspend(supplier_id=supplier_id, reason="整改", last_on=date(2020, 9, 20), actor=story.reviewer, now=now)
    assert not is_certified(supplier_id, date(2020, 9, 20))
    assert is_certified(supplier_id, date(2020, 9, 21))
    with pytest.raises(MoveRefused):
        deciding.suspend(supplier_id=supplier_id, reason="再次", actor=story.reviewer, now=now)


def test_law_6_as_of_a_withdrawal_leaves_the_days_before_certified(story, supplier_id, now):
    later = now + timedelta(days=30)
    deciding.withdraw(supplier_id=supplier_id, reason="弄虚作假", actor=story.reviewer, now=later)
    assert is_certified(supplier_id, date(2020, 10, 14))
    assert not is_certified(supplier_id, date(2020, 10, 15))
    with pytest.raises(SupplierUnknown):
        deciding.withdraw(supplier_id=supplier_id, reason="再次", actor=story.reviewer, now=later)


def test_a_certification_withdrawn_before_its_first_day_never_held(story, session, cooperative, now):
    story.certified(from_on=date(2020, 10, 1), last_on=None)
    supplier_id = session.query(Supplier.id).filter_by(organisation_id=cooperative.id).scalar()
    deciding.withdraw(supplier_id=supplier_id, reason="放弃", actor=story.reviewer, now=now)
    session.flush()
    assert not is_certified(supplier_id, date(2020, 10, 1))


@pytest.fixture
def renewed_id(story, supplier_id):
    story.certified(from_on=date(2021, 9, 15), last_on=None)
    return supplier_id


def test_a_supplier_with_a_renewal_is_suspended_today_and_then(story, renewed_id, now):
    deciding.suspend(supplier_id=renewed_id, reason="抽检不合格", actor=story.reviewer, now=now)
    assert not is_certified(renewed_id, TODAY)
    assert not is_certified(renewed_id, date(2021, 9, 15))
    deciding.lift(supplier_id=renewed_id, reason="整改完成", actor=story.reviewer, now=now + timedelta(days=10))
    assert is_certified(renewed_id, TODAY + timedelta(days=10))
    assert is_certified(renewed_id, date(2021, 9, 15))


def test_a_supplier_with_a_renewal_is_withdrawn_as_a_whole(story, renewed_id, session, now):
    deciding.withdraw(supplier_id=renewed_id, reason="弄虚作假", actor=story.reviewer, now=now)
    session.flush()
    assert not is_certified(renewed_id, TODAY)
    assert not is_certified(renewed_id, date(2021, 9, 15))


def test_what_ran_out_is_not_withdrawn_with_its_renewal(story, renewed_id, session, now):
    later = now.replace(year=2022)
    deciding.withdraw(supplier_id=renewed_id, reason="放弃", actor=story.reviewer, now=later)
    states = session.query(Qualification.state).filter_by(supplier_id=renewed_id).order_by(Qualification.id)
    assert [state for (state,) in states] == [QualificationState.CERTIFIED, QualificationState.WITHDRAWN]
    assert is_certified(renewed_id, date(2021, 9, 14))


def test_law_12_a_supplier_outside_the_region_does_not_exist(supplier_id, outsider, now):
    with pytest.raises(SupplierUnknown):
        deciding.suspend(supplier_id=supplier_id, reason="越权", actor=outsider, now=now)
