"""The cashier's queue: suggestions by code and payer, a match, its undoing, lines that pay no order."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.payments.models import BankLine, Charge
from marketplace.payments.rules import BankLineState, ChargeState, codes_in
from marketplace.sales.models import Sale
from tests.factories.cast import HUANXIAN
from tests.payments.conftest import Owed

LIST = "/office/bank-lines"


@pytest.fixture
def owed(cast, session):
    supplier = cast.supplier()
    return Owed(session, cast.organisation(name="环县第一中学"), supplier, cast.product(supplier))


@pytest.fixture
def book(session):
    """Puts a line of a bank statement into the queue and tells its address."""
    numbers = iter(range(1, 100))

    def one(remark: str = "", amount_fen: int = 10_000, *, payer: str = "某公司") -> str:
        row = BankLine(
            bank_reference=f"L{next(numbers)}",
            booked_on=date(2020, 9, 12),
            payer_name=payer,
            amount_fen=amount_fen,
            remark=remark,
            codes=codes_in(remark),
            region_code=HUANXIAN,
            state=BankLineState.QUEUED,
        )
        session.add(row)
        session.commit()
        return f"{LIST}/{row.id}"

    return one


@pytest.fixture
def cashier(officer):
    return officer(Duty.CASHIER)


def test_a_line_is_matched_from_the_list_by_what_is_suggested(cashier, owed, book, session):
    charge = owed.order()
    other = owed.order()
    address = book(f"货款 {other.remittance_code}")
    page = cashier.open(LIST)
    assert other.remittance_code in page.text
    assert "识别码一致" in page.text
    assert charge.remittance_code not in page.text
    assert "已匹配" in cashier.send(f"{address}/match").text
    session.expire_all()
    assert (charge.state, other.state) == (ChargeState.OPEN, ChargeState.PAID)
    assert sum(session.scalars(select(Sale.amount_fen))) == 10_000
    assert "没有待匹配的流水" in cashier.page.text
    assert other.remittance_code in cashier.open(f"{LIST}?state=matched").text


def test_a_payer_of_the_same_name_is_suggested_before_another_of_the_same_amount(cashier, owed, book):
    owed.order()
    page = cashier.open(book(payer="环县第一中学"))
    assert "付款户名一致" in page.text
    page = cashier.open(book(payer="某公司"))
    assert "仅金额一致" in page.text
    assert "没有金额一致的应付款" in cashier.open(book(amount_fen=5)).text


def test_a_code_is_typed_however_and_a_wrong_one_is_told_at_its_field(cashier, owed, book):
    charge, address = owed.order(), book(amount_fen=10_000)
    cashier.open(address)
    page = cashier.post(f"{address}/match", _of(cashier, address) | {"remittance_code": "BFNOTHING1"}, 422)
    assert "没有这笔应付款" in page.text
    assert any(box.get("aria-invalid") and box["value"] == "BFNOTHING1" for box in page.all("input"))
    typed = charge.remittance_code.lower()
    cashier.post(f"{address}/match", _of(cashier, address) | {"remittance_code": f" {typed[:4]} {typed[4:]} "})
    assert "已匹配" in cashier.page.text


def _of(browser, address):
    browser.open(address)
    return browser.fields(f"{address}/match")


def test_amounts_that_differ_are_not_matched(cashier, owed, book, session):
    charge, address = owed.order(), book(amount_fen=9_999)
    sent = _of(cashier, address) | {"remittance_code": charge.remittance_code}
    assert "金额与应付金额不一致" in cashier.post(f"{address}/match", sent, 409).text
    session.expire_all()
    assert charge.state is ChargeState.OPEN


def test_a_match_is_undone_with_a_reason(cashier, owed, book, session):
    charge = owed.order()
    address = book(charge.remittance_code)
    cashier.open(LIST)
    cashier.send(f"{address}/match")
    cashier.open(f"{address}/undoing")
    cashier.send(status=422)
    page = cashier.send(reason="付款方弄错")
    assert "已取消匹配。" in page.text
    assert "付款方弄错" in page.text
    session.expire_all()
    assert session.get(Charge, charge.id).state is ChargeState.OPEN
    assert sum(session.scalars(select(Sale.amount_fen))) == 0


def test_a_line_that_pays_no_order_is_set_aside_and_put_back(cashier, book):
    address = book("利息")
    cashier.open(f"{address}/setting-aside")
    assert "已移出队列。" in cashier.send(reason="存款利息").text
    assert "存款利息" in cashier.open(f"{LIST}?state=set_aside").text
    cashier.open(address)
    assert "已放回队列。" in cashier.send(f"{address}/queueing").text


def test_a_list_asks_a_constant_number_of_statements_and_goes_on_where_it_ended(cashier, owed, book, statements):
    book(owed.order().remittance_code)
    statements.clear()
    cashier.open(LIST)
    one = len(statements)
    for charge in owed.orders([10_000] * 26):
        book(charge.remittance_code)
    statements.clear()
    page = cashier.open(LIST)
    assert len(statements) == one
    (more,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    second = cashier.open(more)
    assert "L1" in second.text
    assert "L27" not in second.text
    cashier.open(f"{LIST}?after=nonsense.x&state=nothing")


def test_outsiders_learn_nothing(book, outsider, receiver, officer):
    address = book("秘密", payer="某公司")
    for way in ("", "/undoing", "/setting-aside"):
        assert "某公司" not in outsider.open(address + way, 404).text
    assert "某公司" not in outsider.open(LIST).text
    receiver.open(LIST, 403)
    receiver.open(address, 403)
    officer(Duty.REPORTER).open(LIST, 403)
