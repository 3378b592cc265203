"""Suppliers enter what they paid to the households they are linked with."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditLine
from marketplace.benefits.errors import VoucherTaken
from marketplace.benefits.rules import PaymentState
from marketplace.households.rules import LinkageState
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.suppliers.errors import SupplierUnknown


@pytest.fixture
def file(cast):
    """A stored file of an organisation."""
    return cast.file


def refused(refusal) -> list[tuple[str, str]]:
    return [(path, error.reason) for path, errors in refusal.value.fields.items() for error in errors]


def test_an_entered_payment_waits_for_another_person(enter, staff, household, supplier):
    payment = enter()
    assert (payment.state, payment.entered_by_id, payment.verified_at) == (PaymentState.ENTERED, staff.user_id, None)
    assert (payment.household_id, payment.supplier_id, payment.amount_fen) == (household.id, supplier.id, 10_000)


def test_law_12_nobody_enters_for_another_supplier(enter, cast, session, household):
    with pytest.raises(SupplierUnknown):
        enter(actor=cast.actor(cast.outsider()))
    with pytest.raises(Forbidden):
        enter(actor=cast.actor(cast.user()))
    with pytest.raises(SupplierUnknown):
        enter(supplier="91621022MA00000000")


def test_law_14_an_unknown_household_and_one_without_a_linkage_are_refused_alike(enter, cast):
    stranger = cast.household()
    for number in (stranger.household_number, "H-unknown"):
        with pytest.raises(Invalid) as refusal:
            enter(number=number)
        assert refused(refusal) == [("household_number", "household_payment.not_linked")]


@pytest.mark.parametrize("state", [LinkageState.ENTERED, LinkageState.SENT_BACK])
def test_a_linkage_counts_only_verified(enter, cast, link, supplier, state):
    household = cast.household()
    link(supplier, household, state=state)
    with pytest.raises(Invalid):
        enter(number=household.household_number)


def test_law_6_linkage_and_registration_are_those_of_the_day(enter, cast, link, supplier):
    household = cast.household(registered=date(2020, 2, 1))
    link(supplier, household, state=LinkageState.ENDED, from_on=date(2020, 1, 1), until_on=date(2020, 6, 1))
    number = household.household_number
    with pytest.raises(Invalid) as refusal:
        enter(number=number, paid_on=date(2020, 6, 1))
    assert refused(refusal) == [("household_number", "household_payment.not_linked")]
    with pytest.raises(Invalid) as refusal:
        enter(number=number, paid_on=date(2020, 1, 31))
    assert refused(refusal) == [("paid_on", "household_payment.not_registered")]
    household.cleared_on = date(2020, 5, 31)
    with pytest.raises(Invalid):
        enter(number=number, paid_on=date(2020, 5, 31))
    assert enter(number=number, paid_on=date(2020, 5, 30)).id


def test_what_is_not_paid_yet_is_no_payment(enter, now):
    with pytest.raises(Invalid) as refusal:
        enter(paid_on=now.date() + timedelta(days=1))
    assert refused(refusal) == [("paid_on", "household_payment.in_future")]
    assert enter(paid_on=now.date()).id


def test_a_payment_is_proved_by_a_voucher_or_a_file_of_the_suppliers_own(enter, file, supplier, cast, household):
    with pytest.raises(Invalid) as refusal:
        enter(voucher_number=None)
    assert refused(refusal) == [("voucher_number", "household_payment.evidence_missing")]
    for file_id in (file(cast.organisation().id).id, 10**9):
        with pytest.raises(Invalid) as refusal:
            enter(voucher_number=None, evidence_file_id=file_id)
        assert refused(refusal) == [("evidence_file_id", "file.not_found")]
    own = file(supplier.organisation_id)
    assert enter(voucher_number=None, evidence_file_id=own.id).evidence_file_id == own.id
    assert own.shown_in == [household.village_code], "who is to verify it may read it"


def test_law_3_a_voucher_pays_a_household_once(enter, cast, link, supplier):
    enter()
    with pytest.raises(VoucherTaken):
        enter(amount_fen=1)
    other = cast.household()
    link(supplier, other)
    assert enter(number=other.household_number).id
    assert enter(voucher_number="PZ-2").id


def test_law_13_the_audit_line_names_no_person(enter, session, household):
    payment = enter()
    line = session.scalars(select(AuditLine).where(AuditLine.action == "household_payment.entered")).one()
    assert (line.subject_id, line.region_code) == (str(payment.id), household.village_code)
    assert "张" not in str(line.after)
