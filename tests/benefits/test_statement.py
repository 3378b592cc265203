"""What a household was promised beside what it was paid."""

from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.benefits.queries.statements import get_statement
from marketplace.benefits.service import payments
from marketplace.households.errors import HouseholdUnknown
from tests.catalogue.statements import counted


@pytest.fixture
def roster(cast, supplier, household):
    return cast.roster(supplier, [(household, 1), (cast.household(), 3)], share_bp=1000)


@pytest.fixture
def statement(household, officer):
    def ask(year=2020, *, actor=None):
        return get_statement(household.id, year=year, actor=actor or officer)

    return ask


@pytest.fixture
def pay(enter, officer, now):
    def verified(**changes):
        return payments.verify(payment_id=enter(**changes).id, actor=officer, now=now)

    return verified


def test_what_was_promised_stands_beside_what_was_paid_and_is_not_added(
    supplier, roster, sell, allocate, pay, enter, statement
):
    sell(supplier, 8_000)
    sell(supplier, 4_000, sold_on=date(2020, 6, 1))
    allocate("2020-05")
    allocate("2020-06")
    pay(amount_fen=150)
    enter(voucher_number="waits")
    told = statement()
    assert [(row["month"], row["pool_fen"], row["weight"], row["amount_fen"]) for row in told["attributed"]] == [
        ("2020-05", 800, 1, 200),
        ("2020-06", 400, 1, 100),
    ]
    assert [row["amount_fen"] for row in told["evidenced"]] == [150]
    assert (told["attributed_fen"], told["evidenced_fen"]) == (300, 150)
    assert not any(value == 450 for value in told.values())


def test_a_statement_is_of_one_year(supplier, roster, sell, allocate, pay, statement):
    sell(supplier, 8_000)
    allocate()
    pay()
    told = statement(2019)
    assert (told["attributed"], told["evidenced"], told["attributed_fen"], told["evidenced_fen"]) == ([], [], 0, 0)


def test_a_payment_without_registration_is_shown_and_not_counted(pay, statement, household, session):
    pay()
    household.cleared_on = date(2020, 9, 1)
    session.flush()
    told = statement()
    assert ([row["is_counted"] for row in told["evidenced"]], told["evidenced_fen"]) == ([False], 0)


def test_law_14_the_head_is_masked(statement):
    assert statement()["head_name"] == "张**"
    assert "张三丰" not in str(statement())


def test_law_12_only_staff_of_the_region_see_it(statement, cast, staff):
    for actor in (staff, cast.actor(cast.outsider())):
        with pytest.raises(HouseholdUnknown):
            statement(actor=actor)
    assert statement(actor=cast.actor(cast.officer(Duty.AUDITOR, region="620000")))
    with pytest.raises(HouseholdUnknown):
        get_statement(10**9, year=2020, actor=staff)


def test_the_number_of_statements_does_not_grow_with_the_rows(
    supplier, roster, sell, allocate, pay, statement, session
):
    with counted() as few:
        statement()
    for month in range(1, 9):
        sell(supplier, 10_000, sold_on=date(2020, month, 1))
        allocate(f"2020-{month:02d}")
        pay(voucher_number=f"V{month}")
    session.flush()
    with counted() as many:
        assert len(statement()["attributed"]) == 8
    assert len(few) == len(many) == 3
