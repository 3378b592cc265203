"""Sales that look like another stand side by side; another officer says whether they are the same."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.sales.models import LookAlike, Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording

LIST = "/office/look-alikes"


@pytest.fixture
def tell(cast, session, now):
    """Records a sale and one that looks like it, told by somebody; tells the address of the look-alike."""
    supplier = cast.supplier(name="环县合作社")
    product_id = cast.product(supplier).product_id
    numbers = iter(range(1, 100))

    def pair(actor=None, amount_fen: int = 10_000) -> str:
        number = str(next(numbers))
        facts = {
            "supplier_id": supplier.id,
            "product_id": product_id,
            "amount_fen": amount_fen,
            "buyer_name": f"某校{number}",
            "source_number": number,
        }
        first = NewSale(sold_on=date(2020, 5, 1), channel=Channel.EVENT, source="台账", **facts)
        second = NewSale(sold_on=date(2020, 5, 2), channel=Channel.OTHER, source="平台", **facts)
        recording.record([first], actor=system(), now=now)
        recording.record([second], actor=actor or system(), now=now)
        session.commit()
        return f"{LIST}/{session.scalars(select(LookAlike.id).order_by(LookAlike.id.desc())).first()}"

    return pair


@pytest.fixture
def approver(officer):
    return officer(Duty.APPROVER)


def test_the_two_stand_side_by_side_and_the_same_is_not_counted(approver, tell, session):
    address = tell()
    page = approver.open(LIST)
    assert "环县合作社" in page.text
    page = approver.open(address)
    for told in ("2020-05-01", "2020-05-02", "台账", "平台", "展销活动"):
        assert told in page.text
    page = approver.send(reason="同一笔", do="same")
    assert "已裁定。" in page.text
    assert "没有这样的疑似重复销售" in page.text
    assert session.scalars(select(Sale.amount_fen)).all() == [10_000]
    assert "同一笔" in approver.open(address).text
    assert "环县合作社" in approver.open(f"{LIST}?state=refused").text


def test_another_sale_is_counted(approver, tell, session):
    approver.open(tell())
    approver.send(reason="两次送货", do="other")
    assert session.scalars(select(Sale.amount_fen)).all() == [10_000, 10_000]


def test_a_decision_needs_a_reason_and_a_verdict_and_keeps_what_was_typed(approver, tell):
    approver.open(tell())
    assert "必填" in approver.send(status=422, do="same").text
    approver.send(status=422, reason="想一想")
    assert "想一想" in approver.page.text


def test_what_was_decided_is_not_decided_again(approver, officer, tell, session):
    address = tell()
    other = officer(Duty.APPROVER)
    other.open(address)
    approver.open(address)
    approver.send(reason="同一笔", do="same")
    other.send(status=409, reason="不同", do="other")
    assert session.scalars(select(Sale.amount_fen)).all() == [10_000]


def test_law_11_who_entered_it_is_told_that_another_decides(cast, desk, tell):
    user = cast.officer(Duty.APPROVER)
    address = tell(actor=cast.actor(user))
    own = desk(user)
    page = own.open(address)
    assert "须由他人裁定" in page.text
    assert not [box for box in page.all("textarea") if box["name"] == "reason"]
    sent = {"csrf_token": own.fields("/account/logout")["csrf_token"], "reason": "x", "do": "other"}
    assert own.client.post(address, data=sent).status_code == 403


def test_a_list_asks_a_constant_number_of_statements(approver, tell, statements):
    tell()
    statements.clear()
    approver.open(LIST)
    one = len(statements)
    for amount in (1, 2, 3):
        tell(amount_fen=amount)
    statements.clear()
    assert approver.open(LIST).text.count("环县合作社") == 4
    assert len(statements) == one


def test_outsiders_learn_nothing(tell, outsider, receiver, officer):
    address = tell()
    assert "合作社" not in outsider.open(LIST).text
    assert "合作社" not in outsider.open(address, 404).text
    receiver.open(LIST, 403)
    receiver.open(address, 403)
    reader = officer(Duty.AUDITOR)
    assert "等待有权限的工作人员裁定" in reader.open(address).text
