"""Events, outlets and agreements are told, closed and fulfilled by officers of the region that reports them."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import StaffPost
from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.reporting.models import Agreement, Event, Outlet
from tests.factories.cast import LONG_AGO, QINGCHENG

EVENT = {
    "number": "E-1",
    "name": "九月展销会",
    "kind": "fair",
    "held_on": "2020-09-01",
    "tags": "消费帮扶月；东西部协作",
}
OUTLET = {"number": "O-1", "name": "天津专馆", "kind": "hall", "opened_on": "2020-05-01", "region_code": "120000"}
AGREEMENT = {"number": "A-1", "signed_on": "2020-09-01", "buyer_name": "天津某公司", "signed": "1,000,000"}


@pytest.fixture
def reporter(officer):
    return officer(Duty.REPORTER)


def tell(browser, noun, told, status=200):
    browser.open(f"/office/{noun}/new")
    return browser.send(status=status, **told)


def test_an_event_is_told_and_listed(reporter, session):
    page = tell(reporter, "events", EVENT)
    assert "活动已登记。" in page.text
    assert "九月展销会" in page.text
    row = session.scalars(select(Event)).one()
    assert (row.host_code, row.region_code, row.tags) == ("621022", "621022", ["东西部协作", "消费帮扶月"])


def test_an_outlet_is_told_and_closed(reporter, session):
    page = tell(reporter, "outlets", OUTLET)
    assert "天津专馆" in page.text
    outlet = session.scalars(select(Outlet)).one()
    assert (outlet.region_code, outlet.host_code) == ("120000", "621022")
    reporter.open(f"/office/outlets/{outlet.id}/closing")
    page = reporter.send(status=422, closed_on="2020-01-01")
    assert any(box.get("name") == "closed_on" and box.get("aria-invalid") for box in page.all("input"))
    page = reporter.send(closed_on="2020-08-31")
    assert "2020-08-31" in page.text
    assert "登记关闭" not in page.text


def test_what_was_told_wrongly_is_told_anew_and_both_values_are_noted(reporter, session):
    tell(reporter, "events", EVENT)
    event = session.scalars(select(Event)).one()
    reporter.open(f"/office/events/{event.id}/mending")
    assert reporter.fields(reporter.address)["tags"] == "东西部协作；消费帮扶月"
    assert "number" not in reporter.fields(reporter.address)
    page = reporter.send(name="九月产销对接会", held_on="2020-09-02")
    assert "已修改。" in page.text
    assert "九月产销对接会" in page.text
    session.expire_all()
    assert (event.number, event.held_on, event.kind, event.host_code) == ("E-1", date(2020, 9, 2), "fair", "621022")
    line = session.scalars(select(AuditLine).where(AuditLine.action == "event.edited")).one()
    assert line.before == {"name": "九月展销会", "held_on": "2020-09-01"}
    assert line.after == {"name": "九月产销对接会", "held_on": "2020-09-02"}


def test_an_outlet_is_mended_but_opens_before_it_closes(reporter, session):
    tell(reporter, "outlets", OUTLET)
    outlet = session.scalars(select(Outlet)).one()
    reporter.open(f"/office/outlets/{outlet.id}/closing")
    reporter.send(closed_on="2020-08-31")
    reporter.open(f"/office/outlets/{outlet.id}/mending")
    assert reporter.fields(reporter.address)["region_code"] == "120000"
    page = reporter.send(status=422, opened_on="2020-09-30")
    assert any(box.get("name") == "opened_on" and box.get("aria-invalid") for box in page.all("input"))
    assert "津门专馆" in reporter.send(name="津门专馆", opened_on="2020-05-02").text


def test_nobody_mends_what_others_tell(reporter, session, outsider, officer):
    tell(reporter, "events", EVENT)
    event = session.scalars(select(Event)).one()
    tell(reporter, "outlets", OUTLET)
    outlet = session.scalars(select(Outlet)).one()
    for address in (f"/office/events/{event.id}/mending", f"/office/outlets/{outlet.id}/mending"):
        assert "九月展销会" not in outsider.open(address, 404).text
        officer(Duty.AUDITOR).open(address, 403)
    outsider.open("/office/events/new")
    token = {"csrf_token": outsider.fields("/office/events/new")["csrf_token"], **EVENT}
    outsider.post(f"/office/events/{event.id}/mending", token, 404)
    session.expire_all()
    assert event.name == "九月展销会"


def test_an_agreement_is_told_and_fulfilled(reporter, session, cast, credit_code):
    code = credit_code(cast.supplier(name="环县合作社"))
    page = tell(reporter, "agreements", AGREEMENT | {"supplier": code})
    assert "1,000,000.00 元" in page.text
    assert "环县合作社" in page.text
    agreement = session.scalars(select(Agreement)).one()
    reporter.open(f"/office/agreements/{agreement.id}/fulfilment")
    assert reporter.fields(reporter.address)["fulfilled"] == "0.00"
    page = reporter.send(status=422, fulfilled="很多")
    assert reporter.fields(reporter.address)["fulfilled"] == "很多"
    page = reporter.send(fulfilled="250000.5")
    assert "250,000.50 元" in page.text


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(reporter):
    wrong = {"number": "", "name": "某会", "kind": "picnic", "held_on": "昨天", "region_code": "12"}
    page = tell(reporter, "events", wrong, status=422)
    assert {box["name"] for box in [*page.all("input"), *page.all("select")] if box.get("aria-invalid")} == {
        "number",
        "kind",
        "held_on",
        "region_code",
    }
    assert reporter.fields("/office/events/new")["name"] == "某会"
    page = tell(reporter, "agreements", AGREEMENT | {"supplier": "91110000000000000X"}, status=422)
    assert [box["name"] for box in page.all("input") if box.get("aria-invalid")] == ["supplier"]


def test_a_number_is_given_once(reporter, session):
    tell(reporter, "events", EVENT)
    assert "已被使用" in tell(reporter, "events", EVENT, status=409).text
    assert len(session.scalars(select(Event.id)).all()) == 1


def test_who_reports_for_two_regions_says_for_which(cast, desk, session):
    user = cast.officer(Duty.REPORTER)
    session.add(StaffPost(user_id=user.id, region_code=QINGCHENG, duty=Duty.REPORTER, created_at=LONG_AGO))
    session.commit()
    both = desk(user)
    tell(both, "events", EVENT, status=422)
    tell(both, "events", EVENT | {"host_code": "110101"}, status=422)
    tell(both, "events", EVENT | {"host_code": QINGCHENG})
    assert session.scalars(select(Event.host_code)).all() == [QINGCHENG]


@pytest.mark.parametrize(("noun", "told"), [("events", EVENT), ("outlets", OUTLET), ("agreements", AGREEMENT)])
def test_a_list_asks_a_constant_number_of_statements_and_outsiders_learn_nothing(
    reporter, outsider, receiver, statements, noun, told
):
    tell(reporter, noun, told)
    statements.clear()
    reporter.open(f"/office/{noun}")
    one = len(statements)
    for number in range(3):
        tell(reporter, noun, told | {"number": f"X-{number}"})
    statements.clear()
    assert "X-2" in reporter.open(f"/office/{noun}").text
    assert len(statements) == one
    assert "X-2" not in outsider.open(f"/office/{noun}").text
    receiver.open(f"/office/{noun}", 403)
    receiver.open(f"/office/{noun}/new", 403)


def test_a_record_of_another_county_is_unknown_there(reporter, outsider, session, officer):
    tell(reporter, "outlets", OUTLET)
    tell(reporter, "agreements", AGREEMENT)
    outlet, agreement = session.scalars(select(Outlet.id)).one(), session.scalars(select(Agreement.id)).one()
    assert "天津" not in outsider.open(f"/office/outlets/{outlet}/closing", 404).text
    assert "天津" not in outsider.open(f"/office/agreements/{agreement}/fulfilment", 404).text
    auditor = officer(Duty.AUDITOR)
    assert "登记网点" not in auditor.open("/office/outlets").text
    auditor.open(f"/office/outlets/{outlet}/closing", 403)
