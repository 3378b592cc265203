"""Payments to households are verified by another person; the pools of a month are allocated in the background."""

from datetime import date

import pytest
from sqlalchemy import select, text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.benefits.models import HouseholdPayment
from marketplace.benefits.rules import PaymentState, ToldPayment
from marketplace.benefits.service import payments
from marketplace.households.models import Linkage
from marketplace.households.rules import LinkageState, Mechanism
from marketplace.jobs.benefits import allocate_month
from tests.factories.cast import LONG_AGO

LIST = "/office/household-payments"


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县合作社")


@pytest.fixture
def enter(cast, session, supplier, now):
    """Enters a payment of the supplier's to a household that it is linked with; tells the payment's address."""
    organisation = session.get(Organisation, supplier.organisation_id)
    staff = cast.actor(cast.member(organisation, MemberRole.SUPPLIER_STAFF))
    household = cast.household()
    facts = {"mechanism": Mechanism.DIRECT_PURCHASE, "from_on": date(2020, 1, 1)}
    session.add(
        Linkage(
            supplier_id=supplier.id,
            household_id=household.id,
            state=LinkageState.VERIFIED,
            entered_at=LONG_AGO,
            verified_at=LONG_AGO,
            **facts,
        )
    )
    session.commit()

    def one(voucher: str = "PZ-1", actor=staff) -> str:
        told = ToldPayment(
            paid_on=date(2020, 9, 1), mechanism=Mechanism.DIRECT_PURCHASE, amount_fen=10_000, voucher_number=voucher
        )
        payment = payments.enter(
            supplier=organisation.uscc, household_number=household.household_number, told=told, actor=actor, now=now
        )
        session.commit()
        return f"{LIST}/{payment.id}"

    return one


@pytest.fixture
def officer_of_households(officer):
    return officer(Duty.REVITALISATION_OFFICER)


def states(session):
    session.expire_all()
    return session.scalars(select(HouseholdPayment.state)).all()


def test_a_payment_is_verified_and_the_queue_goes_on(officer_of_households, enter, session):
    address = enter()
    browser = officer_of_households
    assert "环县合作社" in browser.open(f"{LIST}?state=entered").text
    assert "100.00 元" in browser.open(address).text
    page = browser.send(f"{address}/verification")
    assert "已核实。" in page.text
    assert "没有这样的到户支付" in page.text
    assert states(session) == [PaymentState.VERIFIED]


def test_it_is_sent_back_or_taken_back_with_a_reason(officer_of_households, enter, session):
    browser, address = officer_of_households, enter()
    browser.open(f"{address}/sending-back")
    assert "必填" in browser.send(status=422).text
    assert "凭证不清" in browser.send(reason="凭证不清").text
    second = enter("PZ-2")
    browser.open(second)
    browser.send(f"{second}/verification")
    browser.open(f"{second}/reversal")
    browser.send(reason="付错户")
    assert states(session) == [PaymentState.SENT_BACK, PaymentState.REVERSED]
    browser.open(f"{address}/reversal")
    browser.send(status=409, reason="x")


def test_a_list_is_narrowed_and_asks_a_constant_number_of_statements(officer_of_households, enter, statements):
    enter()
    statements.clear()
    officer_of_households.open(LIST)
    one = len(statements)
    for number in range(2, 5):
        enter(f"PZ-{number}")
    statements.clear()
    assert officer_of_households.open(LIST).text.count("环县合作社") == 4
    assert len(statements) == one
    assert "没有这样的" in officer_of_households.open(f"{LIST}?household=NOBODY").text
    assert officer_of_households.open(f"{LIST}?household=a%00b&state=x&after=y").text.count("环县合作社") == 4


def test_outsiders_learn_nothing(enter, outsider, receiver, officer):
    address = enter()
    for way in ("", "/sending-back", "/reversal"):
        assert "合作社" not in outsider.open(address + way, 404).text
    assert "合作社" not in outsider.open(LIST).text
    receiver.open(LIST, 403)
    reader = officer(Duty.AUDITOR)
    assert "核实通过" not in reader.open(address).text
    reader.open(f"{address}/sending-back", 403)


@pytest.fixture
def sold(cast, supplier, sell):
    """A sale of August with a roster of two households."""
    cast.roster(supplier, [(cast.household(), 1), (cast.household(), 2)], share_bp=1000)
    sell(supplier, 10_000, sold_on=date(2020, 8, 1))


def test_a_month_is_allocated_in_the_background_and_the_page_tells_how_far(officer, sold, session):
    browser = officer(Duty.STATISTICIAN)
    assert "2020-08 还没有分配" in browser.open("/office/allocations").text
    browser.open("/office/allocations/new")
    page = browser.send()
    assert "已开始分配" in page.text
    assert "分配任务在排队" in page.text
    assert page.headers["Refresh"] == "3"
    allocate_month(region_code="621022", month="2020-08", user_id=None)
    session.execute(text("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = 'allocate_month'"))
    session.commit()
    job = session.scalar(text("SELECT id FROM procrastinate_jobs WHERE task_name = 'allocate_month'"))
    page = browser.open(f"/office/allocations?month=2020-08&job={job}")
    assert "分配完成" in page.text
    assert "Refresh" not in page.headers
    assert "10.00 元" in page.text
    assert "与销售一致" in page.text


def test_a_wrong_month_is_told_at_its_field(officer):
    browser = officer(Duty.STATISTICIAN)
    browser.open("/office/allocations/new")
    page = browser.send(status=422, month="八月")
    assert any(
        box.get("name") == "month" and box.get("aria-invalid") and box["value"] == "八月" for box in page.all("input")
    )
    assert "必填" in browser.send(status=422, month="").text
    browser.open("/office/allocations?month=x&job=nonsense")


def test_pools_of_another_county_and_their_job_are_not_shown(officer, sold, outsider, receiver, now):
    browser = officer(Duty.STATISTICIAN)
    browser.open("/office/allocations/new")
    browser.send()
    allocate_month(region_code="621022", month="2020-08", user_id=None)
    told = outsider.open("/office/allocations?month=2020-08&job=1").text
    assert "合作社" not in told
    assert "排队" not in told
    receiver.open("/office/allocations", 403)
    officer(Duty.AUDITOR).open("/office/allocations/new", 403)
