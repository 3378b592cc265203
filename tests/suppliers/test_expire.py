from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import MemberRole
from marketplace.audit.models import AuditLine
from marketplace.suppliers.models import ExpiryReminder, Qualification, QualificationEvent, Supplier
from marketplace.suppliers.queries import certified_on
from marketplace.suppliers.rules import QualificationState
from marketplace.suppliers.service import deciding
from marketplace.workflows import expire_suppliers
from tests.catalogue.statements import counted


def at(day):
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


@pytest.fixture
def application_id(story):
    """Certified through 14 September 2021."""
    return story.certified()


@pytest.mark.parametrize(
    ("days_before", "told"), [(61, []), (60, [60]), (45, [45]), (30, [30]), (8, [8]), (7, [7]), (1, [1]), (0, [])]
)
def test_a_supplier_is_reminded_from_60_days_before_the_end(application_id, days_before, told):
    today = date(2021, 9, 15) - timedelta(days=days_before)
    assert [letter.days_left for letter in expire_suppliers.run(at(today)).reminders] == told


def test_each_reminder_is_sent_once_and_the_nearest_one_stands_for_those_missed(application_id, session, applicant):
    end = date(2021, 9, 15)
    sent = [
        (days, reminder.qualification_id, reminder.user_id)
        for days in range(62, 0, -1)
        for reminder in expire_suppliers.run(at(end - timedelta(days=days))).reminders
    ]
    assert sent == [(days, application_id, applicant.user_id) for days in (60, 30, 7)]
    session.query(ExpiryReminder).delete()
    assert len(expire_suppliers.run(at(end - timedelta(days=5))).reminders) == 1
    assert session.query(ExpiryReminder).count() == 3


def test_a_supplier_that_had_nobody_is_reminded_once_somebody_is_there(cast, session):
    supplier = cast.supplier(certified=(date(2030, 1, 1), date(2031, 1, 1)))
    assert expire_suppliers.run(at(date(2030, 11, 15))).reminders == []
    assert session.query(ExpiryReminder).count() == 0
    member = cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)
    told = expire_suppliers.run(at(date(2030, 11, 16))).reminders
    assert [(each.user_id, each.days_left) for each in told] == [(member.id, 46)]
    assert expire_suppliers.run(at(date(2030, 11, 17))).reminders == []


def test_who_holds_a_certification_that_goes_on_is_not_reminded(application_id, session, now):
    supplier_id = session.get(Qualification, application_id).supplier_id
    session.add(
        Qualification(
            supplier_id=supplier_id,
            state=QualificationState.CERTIFIED,
            from_on=date(2021, 9, 15),
            until_on=date(2022, 9, 15),
            created_at=now,
        )
    )
    session.flush()
    assert expire_suppliers.run(at(date(2021, 9, 1))).reminders == []


def test_what_has_ended_expires_once_with_event_and_audit_line(application_id, session):
    first = expire_suppliers.run(at(date(2021, 9, 15)))
    assert first.expired == [application_id]
    assert expire_suppliers.run(at(date(2021, 9, 15))).expired == []
    session.expire_all()
    qualification = session.get(Qualification, application_id)
    assert qualification.state is QualificationState.EXPIRED
    assert certified_on([qualification.supplier_id], date(2021, 9, 14)) == {qualification.supplier_id}
    event = session.query(QualificationEvent).filter_by(qualification_id=application_id).order_by("id").all()[-1]
    assert (event.from_state.value, event.to_state.value) == ("certified", "expired")
    assert session.query(AuditLine).filter_by(action="qualification.expired").count() == 1


def test_a_suspension_whose_last_day_has_passed_is_resumed(application_id, session, story, cooperative, now):
    supplier_id = session.query(Supplier.id).filter_by(organisation_id=cooperative.id).scalar()
    deciding.suspend(supplier_id=supplier_id, reason="整改", last_on=date(2020, 9, 20), actor=story.reviewer, now=now)
    assert expire_suppliers.run(at(date(2020, 9, 20))).resumed == []
    assert expire_suppliers.run(at(date(2020, 9, 21))).resumed == [application_id]


def test_the_number_of_statements_does_not_grow_with_the_suppliers(cast, session):
    def story(suppliers, year):
        for _ in range(suppliers):
            cast.supplier(certified=(date(year - 1, 1, 1), date(year, 1, 1)))
            ending = cast.supplier(certified=(date(year - 1, 1, 1), date(year, 1, 20)))
            cast.member(session.get(Organisation, ending.organisation_id), MemberRole.SUPPLIER_STAFF)
        session.flush()
        with counted() as statements:
            run = expire_suppliers.run(at(date(year, 1, 1)))
            session.flush()
        assert len(run.expired) >= suppliers
        assert len(run.reminders) == suppliers
        return len(statements)

    assert story(2, 2030) == story(30, 2040)
