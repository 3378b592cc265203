"""Who sees which payment, and what each may ask of it."""

import pytest

from marketplace.accounts.rules import Duty
from marketplace.benefits.errors import PaymentUnknown
from marketplace.benefits.queries.payments import PaymentFilter, get_payment, list_payments
from marketplace.benefits.rules import PaymentState
from marketplace.benefits.service import payments

ALL = PaymentFilter()


@pytest.fixture
def three(enter):
    return [enter(voucher_number=f"PZ-{n}") for n in range(3)]


def test_payments_are_listed_the_latest_first_page_by_page(three, staff):
    first = list_payments(ALL, actor=staff, limit=2)
    assert [row["voucher_number"] for row in first] == ["PZ-2", "PZ-1"]
    rest = list_payments(ALL, actor=staff, before=first[-1]["id"], limit=2)
    assert [row["voucher_number"] for row in rest] == ["PZ-0"]


def test_a_list_is_narrowed(three, staff, officer, now, household, uscc):
    payments.verify(payment_id=three[0].id, actor=officer, now=now)

    def found(**narrowed):
        return len(list_payments(PaymentFilter(**narrowed), actor=staff))

    assert found(state=PaymentState.ENTERED) == 2
    assert (found(supplier=uscc), found(supplier="x")) == (3, 0)
    assert (found(household_number=household.household_number), found(household_number="x")) == (3, 0)


def test_law_12_the_supplier_and_staff_of_the_households_region_see_it_and_nobody_else(three, cast, staff, officer):
    for actor in (staff, officer, cast.actor(cast.officer(Duty.AUDITOR, region="620000"))):
        assert len(list_payments(ALL, actor=actor)) == 3
    outsider = cast.actor(cast.outsider())
    assert list_payments(ALL, actor=outsider) == []
    with pytest.raises(PaymentUnknown):
        get_payment(three[0].id, actor=outsider)


def test_each_is_told_what_it_may_ask_next(three, staff, officer, now):
    payment_id = three[0].id
    assert get_payment(payment_id, actor=officer)["next_actions"] == ["send_back", "verify"]
    assert get_payment(payment_id, actor=staff)["next_actions"] == []
    payments.send_back(payment_id=payment_id, reason="x", actor=officer, now=now)
    assert get_payment(payment_id, actor=officer)["next_actions"] == []
    assert get_payment(payment_id, actor=staff)["next_actions"] == ["mend"]
