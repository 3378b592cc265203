"""Payments to households brought by a file: verified by the operator's word, entered by a supplier's."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.benefits.models import HouseholdPayment
from marketplace.benefits.rules import PaymentState
from marketplace.benefits.service import payments
from marketplace.households.models import Linkage
from marketplace.households.rules import LinkageState, Mechanism
from marketplace.imports.errors import BatchChangedKnown, BatchDependedOn
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.kernel.errors import Forbidden
from marketplace.statistics.queries.figures import figures
from marketplace.statistics.rules import Slice
from marketplace.transaction import transaction
from marketplace.workflows.imports import batches
from tests.catalogue.statements import counted
from tests.factories.cast import LONG_AGO

HEADER = ["统一社会信用代码", "户编号", "支付日期", "带动方式", "金额(元)", "凭证号"]
KIND = "household-payments"


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def uscc(session, supplier):
    return session.get(Organisation, supplier.organisation_id).uscc


@pytest.fixture
def link(session, supplier):
    def tie(household, *, state=LinkageState.VERIFIED):
        is_verified = state is LinkageState.VERIFIED
        session.add(
            Linkage(
                supplier_id=supplier.id,
                household_id=household.id,
                mechanism=Mechanism.DIRECT_PURCHASE,
                state=state,
                from_on=date(2020, 1, 1),
                entered_at=LONG_AGO,
                verified_at=LONG_AGO if is_verified else None,
            )
        )
        session.flush()
        return household

    return tie


@pytest.fixture
def household(cast, link):
    return link(cast.household())


@pytest.fixture
def row(uscc, household):
    def write(voucher="PZ-1", *, supplier=None, number=None, day="2020-09-01", how="收购", amount="100.00"):
        return [supplier or uscc, number or household.household_number, day, how, amount, voucher]

    return write


@pytest.fixture
def staff(cast, session, supplier):
    return cast.actor(cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def send(bring, staff, supplier):
    """Brings a file as someone of the supplier does."""

    def run(rows, *, actor=None, organisation_id=None):
        owner = organisation_id or supplier.organisation_id
        return bring(KIND, [HEADER, *rows], actor=actor or staff, organisation_id=owner)

    return run


@pytest.fixture
def paid(session):
    def read():
        session.expire_all()
        return list(session.scalars(select(HouseholdPayment).order_by(HouseholdPayment.id)))

    return read


@pytest.fixture
def evidenced(session):
    def read():
        asked = Slice(region_code="621022", month_from=Month("2020-01"), month_to=Month("2020-12"))
        return figures(asked, actor=system())[0]["evidenced_fen"]

    return read


def test_the_operators_payments_are_verified_and_count(bring, row, paid, evidenced, now):
    batch = bring(KIND, [HEADER, row(), row("PZ-2", amount="1,000.50", how="dividend")]).batch
    assert (batch.state, batch.rows_written) == (BatchState.COMMITTED, 2)
    first, second = paid()
    assert (first.state, first.verified_at, first.verified_by_id) == (PaymentState.VERIFIED, now, None)
    assert (second.mechanism, second.amount_fen, second.voucher_number) == (Mechanism.DIVIDEND, 100_050, "PZ-2")
    assert evidenced() == 110_050


def test_a_suppliers_payments_wait_for_another_person(send, row, paid, evidenced, staff, cast, now):
    assert send([row()]).batch.rows_written == 1
    (payment,) = paid()
    assert (payment.state, payment.entered_by_id) == (PaymentState.ENTERED, staff.user_id)
    assert evidenced() == 0
    officer = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))
    payments.verify(payment_id=payment.id, actor=officer, now=now)
    assert evidenced() == 10_000


def test_law_3_the_same_file_twice_changes_nothing(bring, send, row, paid):
    told = [row(), row("PZ-2")]
    bring(KIND, [HEADER, *told])
    again = bring(KIND, [HEADER, *told, row("PZ-3")]).batch
    assert (again.rows_written, again.rows_unchanged, len(paid())) == (1, 2, 3)
    assert send(told).batch.rows_unchanged == 2


@pytest.mark.parametrize("changes", [{"day": "2020-09-02"}, {"amount": "1.00"}, {"how": "分红"}])
def test_a_known_voucher_with_another_content_is_an_error(bring, row, changes):
    bring(KIND, [HEADER, row()])
    again = bring(KIND, [HEADER, row(**changes)])
    assert again.codes() == [(2, "voucher_number", "household_payment.told_differently")]


def test_the_operators_word_verifies_what_waited(bring, send, row, paid):
    send([row()])
    batch = bring(KIND, [HEADER, row()]).batch
    assert (batch.rows_written, [each.state for each in paid()]) == (1, [PaymentState.VERIFIED])
    assert bring(KIND, [HEADER, row()]).batch.rows_unchanged == 1


def test_a_reversed_payment_may_be_told_anew(bring, row, paid, now, evidenced):
    bring(KIND, [HEADER, row()])
    payments.reverse(payment_id=paid()[0].id, reason="金额有误", actor=system(), now=now)
    assert bring(KIND, [HEADER, row(amount="90.00")]).batch.rows_written == 1
    assert evidenced() == 9_000


def test_law_6_a_household_not_registered_that_day_is_a_doubt_and_counts_in_no_figure(
    bring, row, cast, household, session, evidenced
):
    late = cast.household(registered=date(2020, 9, 2))
    household.cleared_on = date(2020, 9, 2)
    session.flush()
    rows = [row("1"), row("2", day="2020-09-02"), row("3", number=late.household_number)]
    brought = bring(KIND, [HEADER, *rows])
    assert brought.codes() == [
        (3, "paid_on", "household_payment.not_counted"),
        (4, "paid_on", "household_payment.not_counted"),
    ]
    assert (brought.batch.state, brought.batch.rows_written) == (BatchState.COMMITTED, 3)
    assert evidenced() == 10_000


def test_every_error_names_its_column(bring, row):
    rows = [
        row("1", number="H-unknown"),
        row("2", amount="0"),
        row("3", amount="-1"),
        row("4", how="送礼"),
        row("5"),
        row("5"),
        row("6", supplier="91621022MA00000000"),
        row("7", day="昨天"),
    ]
    found = bring(KIND, [HEADER, *rows]).codes()
    assert sorted(found) == [
        (2, "household_number", "household_payment.household_unknown"),
        (3, "amount", "household_payment.amount_not_positive"),
        (4, "amount", "household_payment.amount_not_positive"),
        (5, "mechanism", "cell.unknown_choice"),
        (7, "voucher_number", "row.repeated"),
        (8, "uscc", "uscc.wrong"),
        (9, "paid_on", "cell.not_day"),
    ]


def test_law_14_to_a_supplier_an_unknown_household_and_an_unlinked_one_are_alike(send, row, cast, link):
    stranger, hasty = cast.household(), link(cast.household(), state=LinkageState.ENTERED)
    numbers = [stranger.household_number, hasty.household_number, "H-unknown"]
    found = send([row(str(n), number=number) for n, number in enumerate(numbers)]).codes()
    assert found == [(n, "household_number", "household_payment.not_linked") for n in (2, 3, 4)]


def test_a_suppliers_file_is_held_to_the_day(send, row, household, session):
    household.cleared_on = date(2020, 9, 2)
    session.flush()
    found = send([row("1", day="2020-09-02"), row("2", day="2020-09-16")]).codes()
    assert found == [
        (2, "paid_on", "household_payment.not_registered"),
        (3, "paid_on", "household_payment.not_registered"),
    ]
    household.cleared_on = None
    session.flush()
    assert send([row("2", day="2020-09-16")]).codes() == [(2, "paid_on", "household_payment.in_future")]


def test_law_12_a_supplier_brings_its_own_payments_alone(send, bring, row, cast, session, paid):
    other = cast.supplier()
    its = session.get(Organisation, other.organisation_id)
    assert send([row(supplier=its.uscc)]).codes() == [
        (2, "uscc", "row.outside_scope"),
        (2, "household_number", "household_payment.not_linked"),
    ]
    foreign = cast.actor(cast.member(its, MemberRole.SUPPLIER_STAFF))
    assert (2, "uscc", "row.outside_scope") in send([row()], actor=foreign, organisation_id=its.id).codes()
    with pytest.raises(Forbidden):
        bring(KIND, [HEADER, row()], actor=cast.actor(cast.officer(Duty.REVITALISATION_OFFICER)))
    assert paid() == []


def test_a_batch_is_undone_until_a_person_decided_on_one_of_it(bring, send, row, paid, now, cast):
    batch = bring(KIND, [HEADER, row("1"), row("2")]).batch
    with transaction():
        batches.undo(batch.id, actor=system(), now=now)
    assert paid() == []
    sent = send([row("1"), row("2")]).batch
    officer = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))
    with transaction():
        payments.verify(payment_id=paid()[0].id, actor=officer, now=now)
    with pytest.raises(BatchDependedOn), transaction():
        batches.undo(sent.id, actor=system(), now=now)
    assert len(paid()) == 2


def test_a_batch_that_verified_what_waited_is_not_undone(bring, send, row, now):
    send([row("1")])
    batch = bring(KIND, [HEADER, row("1"), row("2")]).batch
    with pytest.raises(BatchChangedKnown), transaction():
        batches.undo(batch.id, actor=system(), now=now)


def test_the_number_of_statements_does_not_grow_with_the_rows(bring, row, session):
    numbers = iter(range(10_000))

    def statements_for(count):
        rows = [row(f"PZ-{next(numbers)}") for _ in range(count)]
        with counted() as statements:
            assert bring(KIND, [HEADER, *rows]).batch.rows_written == count
        return len(statements)

    statements_for(1)
    assert statements_for(20) == statements_for(500)
    assert session.scalar(select(func.count()).select_from(HouseholdPayment)) == 521
