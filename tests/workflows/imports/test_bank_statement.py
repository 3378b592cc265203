"""Bank statements brought by a file: kept once, the account sealed, matched at once where nothing is in doubt."""

import pytest
from sqlalchemy import func, select, text

from marketplace.accounts.rules import Duty
from marketplace.imports.errors import BatchDependedOn
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden
from marketplace.payments.models import BankLine
from marketplace.payments.queries.bank_lines import list_bank_lines
from marketplace.payments.rules import BankLineState, ChargeState
from marketplace.sales.models import Sale
from marketplace.transaction import transaction
from marketplace.workflows import match_payment
from marketplace.workflows.imports import batches
from tests.catalogue.statements import counted
from tests.payments.conftest import Owed

HEADER = ["记账日期", "付款户名", "付款账号", "金额(元)", "摘要附言", "流水号"]
ACCOUNT = "6217000123456789012"


def row(n=1, *, day="2020-09-12", payer="环县第一中学", account=ACCOUNT, amount="100.00", remark="货款"):
    return [day, payer, account, amount, remark, f"LS{n:06d}"]


@pytest.fixture
def owed(cast, session):
    supplier = cast.supplier()
    return Owed(session, cast.organisation(), supplier, cast.product(supplier))


@pytest.fixture
def cashier(cast):
    return cast.actor(cast.officer(Duty.CASHIER))


@pytest.fixture
def lines(session):
    def read():
        session.expire_all()
        return list(session.scalars(select(BankLine).order_by(BankLine.bank_reference)))

    return read


def test_a_line_with_code_and_exact_amount_settles_its_order_at_once(bring, owed, session, lines):
    charge = owed.order(123_450)
    batch = bring("bank-statement", [HEADER, row(amount="1,234.50", remark=f"货款 {charge.remittance_code}")]).batch
    assert (batch.state, batch.rows_written) == (BatchState.COMMITTED, 1)
    session.refresh(charge)
    assert (charge.state, lines()[0].state) == (ChargeState.PAID, BankLineState.MATCHED)
    assert session.scalars(select(Sale)).one().amount_fen == 123_450


def test_the_rest_waits_in_the_queue(bring, owed, lines, session):
    first, second = owed.orders([10_000, 10_000])
    cancelled = owed.order(state=ChargeState.CANCELLED)
    told = [
        row(1, amount="99.99", remark=first.remittance_code),
        row(2, remark="BF99999999"),
        row(3, remark=cancelled.remittance_code),
        row(4, remark=f"{first.remittance_code} {second.remittance_code}"),
        row(5),
        row(6, amount="-100.00", remark=first.remittance_code),
    ]
    assert bring("bank-statement", [HEADER, *told]).batch.rows_written == 6
    assert {each.state for each in lines()} == {BankLineState.QUEUED}
    assert session.scalar(select(func.count()).select_from(Sale)) == 0


def test_law_3_the_same_statement_twice_changes_nothing(bring, owed, session, lines):
    charge = owed.order()
    told = [HEADER, row(1, remark=charge.remittance_code), row(2)]
    bring("bank-statement", told)
    again = bring("bank-statement", [*told, row(3)]).batch
    assert (again.rows_written, again.rows_unchanged, len(lines())) == (1, 2, 3)
    assert session.scalar(select(func.sum(Sale.amount_fen))) == 10_000


@pytest.mark.parametrize("changes", [{"day": "2020-09-13"}, {"amount": "1.00"}, {"remark": "x"}, {"payer": "y"}])
def test_a_known_reference_with_another_content_is_an_error(bring, changes):
    bring("bank-statement", [HEADER, row()])
    again = bring("bank-statement", [HEADER, row(**changes)])
    assert again.codes() == [(2, "bank_reference", "bank_line.told_differently")]


def test_every_error_names_its_column(bring):
    told = [row(1, amount="0"), row(2, day="昨天"), row(3), row(3), row(4, remark=None)]
    assert bring("bank-statement", [HEADER, *told]).codes() == [
        (3, "booked_on", "cell.not_day"),
        (6, "remark", "cell.blank"),
        (5, "bank_reference", "row.repeated"),
        (2, "amount", "bank_line.amount_zero"),
    ]


def test_law_14_the_payers_account_is_sealed_and_shown_masked(bring, lines, cashier, session):
    bring("bank-statement", [HEADER, row(1), row(2, account=None)], region_code="621022")
    first, second = lines()
    assert ACCOUNT.encode() not in first.payer_account
    assert second.payer_account is None
    shown = list_bank_lines(actor=cashier, state=None, before=None, limit=10)
    assert [each["payer_account"] for each in shown] == [None, "*" * 15 + "9012"]
    everything = session.scalar(text("SELECT string_agg(CAST(a AS text), '') FROM audit_line a"))
    assert ACCOUNT not in everything


def test_law_12_a_line_is_seen_where_its_account_is_kept(bring, cast, cashier):
    bring("bank-statement", [HEADER, row(1)], region_code="621022")
    bring("bank-statement", [HEADER, row(2)])
    assert len(list_bank_lines(actor=cashier, state=None, before=None, limit=10)) == 1
    assert list_bank_lines(actor=cast.actor(cast.outsider()), state=None, before=None, limit=10) == []
    assert len(list_bank_lines(actor=system(), state=None, before=None, limit=10)) == 2


def test_a_cashier_brings_a_statement_and_nobody_else(bring, owed, session, cashier, cast):
    charge = owed.order()
    told = [HEADER, row(1, remark=charge.remittance_code)]
    with pytest.raises(Forbidden):
        bring("bank-statement", told, actor=cast.actor(cast.officer(Duty.REPORTER)), region_code="621022")
    outsider = cast.actor(cast.officer(Duty.CASHIER, region="110101"))
    bring("bank-statement", [HEADER, row(9, remark=charge.remittance_code)], actor=outsider, region_code="110101")
    assert session.scalar(select(func.count()).select_from(Sale)) == 0
    bring("bank-statement", told, actor=cashier, region_code="621022")
    assert session.scalars(select(Sale)).one().recorded_by_id == cashier.user_id


def test_a_batch_is_undone_while_no_line_of_it_was_matched(bring, owed, lines, now, session):
    charge = owed.order()
    free = bring("bank-statement", [HEADER, row(1), row(2)]).batch
    bound = bring("bank-statement", [HEADER, row(3, remark=charge.remittance_code), row(4)]).batch
    with transaction():
        batches.undo(free.id, actor=system(), now=now)
    assert [each.bank_reference for each in lines()] == ["LS000003", "LS000004"]
    with pytest.raises(BatchDependedOn) as refusal, transaction():
        batches.undo(bound.id, actor=system(), now=now)
    assert "POST /bank-lines/<id>/undoing" in refusal.value.sentence("en")
    assert "请先逐条解除匹配" in refusal.value.sentence("zh")
    with transaction():
        match_payment.undo(lines()[0].id, reason="错", actor=system(), now=now)
    with pytest.raises(BatchDependedOn), transaction():
        batches.undo(bound.id, actor=system(), now=now)
    assert len(lines()) == 2


def test_the_number_of_statements_does_not_grow_with_the_lines(bring, owed):
    numbers = iter(range(1, 10_000))

    def statements_for(count):
        charges = owed.orders([10_000] * count)
        told = [row(next(numbers), remark=charge.remittance_code) for charge in charges]
        with counted() as statements:
            assert bring("bank-statement", [HEADER, *told]).batch.rows_written == count
        return len(statements)

    statements_for(1)
    assert statements_for(20) == statements_for(500)
