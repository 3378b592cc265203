"""Staff of the household's region verify a payment, send it back, or reverse it; its supplier mends it."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation, StaffPost, User
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.audit.models import AuditLine
from marketplace.benefits.errors import OwnPayment, PaymentStandsNoMore, PaymentUnknown, VoucherTaken
from marketplace.benefits.rules import PaymentState
from marketplace.benefits.service import payments
from marketplace.households.errors import ReasonMissing
from marketplace.households.models import Linkage
from marketplace.kernel.errors import Forbidden, MoveRefused
from tests.factories.cast import HUANXIAN, LONG_AGO


@pytest.fixture
def payment(enter):
    return enter()


@pytest.fixture
def verify(payment, officer, now):
    def say(*, actor=None):
        return payments.verify(payment_id=payment.id, actor=actor or officer, now=now)

    return say


@pytest.fixture
def decide(payment, officer, now):
    def say(verb, reason="凭证不清", *, actor=None):
        return verb(payment_id=payment.id, reason=reason, actor=actor or officer, now=now)

    return say


@pytest.fixture
def mend(payment, staff, told, now):
    def say(*, actor=None, **changes):
        return payments.mend(payment_id=payment.id, told=told(**changes), actor=actor or staff, now=now)

    return say


def test_a_payment_is_verified_by_another_person_once(verify, officer, now):
    payment = verify()
    assert (payment.state, payment.verified_by_id, payment.verified_at) == (
        PaymentState.VERIFIED,
        officer.user_id,
        now,
    )
    with pytest.raises(MoveRefused):
        verify()


def test_law_11_nobody_verifies_what_they_entered(verify, cast, session, staff, payment):
    session.add(
        StaffPost(user_id=staff.user_id, region_code=HUANXIAN, duty=Duty.REVITALISATION_OFFICER, created_at=LONG_AGO)
    )
    session.flush()
    both = cast.actor(session.get(User, staff.user_id))
    with pytest.raises(OwnPayment):
        verify(actor=both)
    assert payment.state is PaymentState.ENTERED
    with pytest.raises(Forbidden):
        verify(actor=staff)


def test_law_11_who_mends_a_payment_does_not_verify_it(verify, decide, mend, cast, session, supplier):
    colleague = cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)
    session.add(
        StaffPost(user_id=colleague.id, region_code=HUANXIAN, duty=Duty.REVITALISATION_OFFICER, created_at=LONG_AGO)
    )
    session.flush()
    decide(payments.send_back)
    mend(actor=cast.actor(colleague))
    with pytest.raises(OwnPayment):
        verify(actor=cast.actor(colleague))
    assert verify().state is PaymentState.VERIFIED


def test_law_12_staff_elsewhere_do_not_find_it(verify, decide, mend, cast, payment, now):
    outsider = cast.actor(cast.outsider())
    for ask in (
        lambda: verify(actor=outsider),
        lambda: decide(payments.send_back, actor=outsider),
        lambda: decide(payments.reverse, actor=outsider),
        lambda: mend(actor=outsider),
        lambda: payments.verify(payment_id=payment.id + 1, actor=outsider, now=now),
    ):
        with pytest.raises(PaymentUnknown):
            ask()
    with pytest.raises(PaymentUnknown):
        verify(actor=cast.actor(cast.officer(Duty.REVITALISATION_OFFICER, region="621021")))
    assert verify(actor=cast.actor(cast.officer(Duty.REVITALISATION_OFFICER, region="621000"))).id


def test_what_stood_no_more_is_not_verified(verify, session, household, payment, decide):
    session.scalars(select(Linkage)).one().until_on = date(2020, 8, 1)
    session.flush()
    with pytest.raises(PaymentStandsNoMore):
        verify()
    assert payment.state is PaymentState.ENTERED
    assert decide(payments.send_back).state is PaymentState.SENT_BACK


def test_a_payment_sent_back_is_mended_and_waits_again(decide, mend, verify):
    sent_back = decide(payments.send_back)
    assert (sent_back.state, sent_back.reason) == (PaymentState.SENT_BACK, "凭证不清")
    with pytest.raises(MoveRefused):
        verify()
    mended = mend(amount_fen=9_000)
    assert (mended.state, mended.amount_fen, mended.reason) == (PaymentState.ENTERED, 9_000, None)
    with pytest.raises(MoveRefused):
        mend()


def test_a_mended_payment_takes_no_voucher_told_meanwhile(decide, mend, enter):
    decide(payments.send_back)
    enter()
    with pytest.raises(VoucherTaken):
        mend()
    assert mend(voucher_number="PZ-9").voucher_number == "PZ-9"


def test_a_verified_payment_is_reversed_with_a_reason_and_its_voucher_is_free(decide, verify, enter):
    with pytest.raises(MoveRefused):
        decide(payments.reverse)
    verify()
    with pytest.raises(ReasonMissing):
        decide(payments.reverse, " ")
    reversed_one = decide(payments.reverse, "重复入账")
    assert (reversed_one.state, reversed_one.reason) == (PaymentState.REVERSED, "重复入账")
    assert enter().id != reversed_one.id
    with pytest.raises(MoveRefused):
        decide(payments.reverse)


def test_law_13_mending_tells_what_was_told_before(decide, mend, payment, session):
    told = payment.amount_fen
    decide(payments.send_back)
    mend(amount_fen=77)
    line = session.scalars(select(AuditLine).where(AuditLine.subject == "household_payment")).all()[-1]
    assert (line.before["state"], line.after["state"]) == ("sent_back", "entered")
    assert (line.before["amount_fen"], line.after["amount_fen"]) == (told, 77)


def test_law_13_every_move_has_its_audit_line(decide, verify, mend, session):
    decide(payments.send_back)
    mend()
    verify()
    decide(payments.reverse)
    lines = session.scalars(
        select(AuditLine).where(AuditLine.subject == "household_payment").order_by(AuditLine.id)
    ).all()
    assert [line.action.partition(".")[2] for line in lines] == [
        "entered",
        "sent_back",
        "entered",
        "verified",
        "reversed",
    ]
    assert [line.reason for line in lines if line.reason] == ["凭证不清", "凭证不清"]
