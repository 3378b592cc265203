"""Payments to households: told with voucher or file, mended, found; the households to choose are one's own, masked."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from marketplace.benefits.models import HouseholdPayment
from marketplace.benefits.rules import PaymentState, ToldPayment
from marketplace.benefits.service import payments
from marketplace.households.models import Household
from marketplace.households.rules import LinkageState, Mechanism
from marketplace.web.supplier import choosing
from tests.factories import documents
from tests.web.supplier.ties import tie

NEW = "/supplier/household-payments/new"
TOLD = {"mechanism": "direct_purchase", "amount": "1,234.50", "paid_on": "2020-09-01"}


@pytest.fixture
def household(stage, cast) -> Household:
    """A household that the supplier is linked with."""
    row = cast.household()
    tie(stage, row)
    return row


@pytest.fixture
def told(stage, household, now):
    """Tells a payment of 100 yuan under a voucher."""

    def tell(number="PZ-1", state=PaymentState.ENTERED) -> HouseholdPayment:
        uscc = stage.session.get(Organisation, stage.supplier.organisation_id).uscc
        facts = {"paid_on": date(2020, 9, 1), "mechanism": Mechanism.DIRECT_PURCHASE, "amount_fen": 10_000}
        payment = payments.enter(
            supplier=uscc,
            household_number=household.household_number,
            told=ToldPayment(**facts, voucher_number=number),
            actor=stage.as_(stage.seller),
            now=now,
        )
        officer = stage.as_(stage.cast.officer(Duty.REVITALISATION_OFFICER))
        if state is PaymentState.SENT_BACK:
            payments.send_back(payment_id=payment.id, reason="凭证不清", actor=officer, now=now)
        stage.session.commit()
        return payment

    return tell


def latest(stage) -> HouseholdPayment:
    stage.session.expire_all()
    return stage.session.query(HouseholdPayment).order_by(HouseholdPayment.id.desc()).first()


def test_a_payment_is_told_under_its_voucher(desk, stage, household):
    seller = desk(stage.seller)
    page = seller.open(NEW)
    assert household.household_number in page.text
    page = seller.send(household_number=household.household_number, voucher_number="PZ-9", **TOLD)
    assert "已登记，等待核实。" in page.text
    assert "1,234.50 元" in page.text
    payment = latest(stage)
    assert (payment.household_id, payment.amount_fen, payment.voucher_number) == (household.id, 123_450, "PZ-9")
    assert payment.state is PaymentState.ENTERED


def test_a_photo_proves_it_as_well(desk, stage, household, scan):
    seller = desk(stage.seller)
    seller.open(NEW)
    photo = scan("签收.png", documents.png())
    seller.send(household_number=household.household_number, evidence_file_id=photo, **TOLD)
    assert latest(stage).evidence_file_id is not None
    assert f"/files/{latest(stage).evidence_file_id}" in seller.page.html


def test_without_any_proof_it_is_refused_and_what_was_typed_stays(desk, stage, household):
    seller = desk(stage.seller)
    seller.open(NEW)
    page = seller.send(household_number=household.household_number, status=422, **TOLD)
    assert [tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"] == ["voucher_number-errors"]
    assert seller.fields(NEW)["amount"] == "1,234.50"
    assert seller.fields(NEW)["household_number"] == household.household_number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "12.345"}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "9" * 30}, "amount"),
        ({"paid_on": "2020-13-01"}, "paid_on"),
        ({"paid_on": "2020-09-16"}, "paid_on"),
        ({"mechanism": "gift"}, "mechanism"),
        ({"household_number": ""}, "household_number"),
        ({"household_number": "NONE"}, "household_number"),
    ],
)
def test_what_is_wrong_stands_at_its_field(desk, stage, household, changes, field):
    seller = desk(stage.seller)
    seller.open(NEW)
    sent = {"household_number": household.household_number, "voucher_number": "PZ-9", **TOLD, **changes}
    page = seller.send(status=422, **sent)
    assert f"{field}-errors" in [tag.get("id") for tag in page.all("ul")]
    assert latest(stage) is None


def test_a_voucher_is_told_once(desk, stage, household, told):
    told()
    seller = desk(stage.seller)
    seller.open(NEW)
    page = seller.send(household_number=household.household_number, voucher_number="PZ-1", status=409, **TOLD)
    assert "PZ-1" in page.text


def test_law_3_a_payment_that_is_sent_twice_is_told_once(desk, stage, household, scan):
    seller = desk(stage.seller)
    seller.open(NEW)
    sent = seller.fields(NEW) | TOLD | {"household_number": household.household_number, "voucher_number": "PZ-9"}
    for _ in range(2):
        seller.post(NEW, sent)
        assert seller.address == "/supplier/household-payments"
    assert stage.session.query(HouseholdPayment).count() == 1


def test_only_households_with_a_verified_linkage_are_offered_heads_masked(desk, stage, cast, household):
    waiting, strange = cast.household(), cast.household()
    tie(stage, waiting, state=LinkageState.ENTERED)
    page = desk(stage.seller).open(NEW)
    assert f"{household.household_number} 张**" in page.text
    assert waiting.household_number not in page.text
    assert strange.household_number not in page.text
    assert "张三丰" not in page.html


def test_without_a_linkage_the_page_leads_to_entering_one(desk, stage):
    page = desk(stage.seller).open(NEW)
    assert "还没有经核实的利益联结" in page.text
    assert "/supplier/linkages/new" in page.html


def test_of_too_many_households_the_number_is_typed(desk, stage, household, monkeypatch):
    monkeypatch.setattr(choosing, "_MOST_TO_CHOOSE", 0)
    seller = desk(stage.seller)
    page = seller.open(NEW)
    assert [tag["name"] for tag in page.all("input") if tag.get("name") == "household_number"]
    seller.send(household_number=household.household_number, voucher_number="PZ-9", **TOLD)
    assert latest(stage).household_id == household.id


def test_what_was_sent_back_says_why_and_is_mended(desk, stage, told):
    payment = told(state=PaymentState.SENT_BACK)
    seller = desk(stage.seller)
    assert "凭证不清" in seller.open("/supplier/household-payments?state=sent_back").text
    address = f"/supplier/household-payments/{payment.id}/mending"
    assert "凭证不清" in seller.open(address).text
    assert seller.fields(address)["amount"] == "100.00"
    seller.send(amount="90", voucher_number="PZ-2")
    assert (latest(stage).state, latest(stage).amount_fen) == (PaymentState.ENTERED, 9_000)


def test_what_waits_is_not_mended(desk, stage, told):
    payment = told()
    seller = desk(stage.seller)
    seller.open(f"/supplier/household-payments/{payment.id}/mending")
    seller.send(amount="90", status=409)
    assert latest(stage).amount_fen == 10_000


def test_the_list_is_narrowed_by_state_and_household(desk, stage, household, told):
    told("PZ-1")
    seller = desk(stage.seller)
    assert "PZ-1" in seller.open(f"/supplier/household-payments?household={household.household_number}").text
    assert "没有符合条件的记录。" in seller.open("/supplier/household-payments?household=NONE").text
    assert "没有符合条件的记录。" in seller.open("/supplier/household-payments?state=verified").text
    assert "PZ-1" in seller.open("/supplier/household-payments?state=nonsense").text


def test_the_list_takes_as_many_statements_for_many_as_for_few(desk, stage, told, statements):
    seller = desk(stage.seller)

    def count(address):
        statements.clear()
        seller.open(address)
        return len(statements)

    told("PZ-0")
    few = [count(address) for address in ("/supplier/household-payments", NEW)]
    for n in range(1, 26):
        told(f"PZ-{n}")
    tie(stage)
    assert [count(address) for address in ("/supplier/household-payments", NEW)] == few
    assert max(few) <= 8
    seller.open("/supplier/household-payments")
    (following,) = [link["href"] for link in seller.page.all("a") if link.get("rel") == "next"]
    assert "PZ-0" in seller.open(following).text


def test_without_payments_the_page_says_what_to_do(desk, stage):
    page = desk(stage.seller).open("/supplier/household-payments")
    assert "还没有到户支付" in page.text
    assert "/office/imports/new/household-payments" in page.html


def test_an_outsider_finds_nothing_and_writes_nothing(desk, cast, stage, household, told):
    payment = told(state=PaymentState.SENT_BACK)
    outsider = desk(cast.outsider())
    address = f"/supplier/household-payments/{payment.id}/mending"
    assert "PZ-1" not in outsider.open(address, 404).html
    assert household.household_number not in outsider.open(NEW).text
    assert "PZ-1" not in outsider.open("/supplier/household-payments").text
    outsider.open("/buyer/order")
    token = {"csrf_token": outsider.fields("/buyer/order/review")["csrf_token"], "voucher_number": "X", **TOLD}
    outsider.post(address, token, 404)
    assert latest(stage).state is PaymentState.SENT_BACK


def test_a_buyer_passes_nothing_on(desk, stage):
    desk(stage.purchaser).open("/supplier/household-payments", 403)
    desk(stage.purchaser).open(NEW, 403)
