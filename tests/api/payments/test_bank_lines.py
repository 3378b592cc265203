import pytest

from marketplace.accounts.rules import Duty
from marketplace.payments.models import BankLine
from marketplace.payments.queries.accounts import seal_account
from marketplace.payments.rules import BankLineState, codes_in
from tests.factories.cast import HUANXIAN
from tests.payments.conftest import Owed

ACCOUNT = "6217000123456789012"


@pytest.fixture
def owed(cast, session):
    supplier = cast.supplier()
    return Owed(session, cast.organisation(), supplier, cast.product(supplier))


@pytest.fixture
def cashier(cast):
    return cast.client(cast.officer(Duty.CASHIER))


@pytest.fixture
def line(session, now):
    def book(number=1, remark="货款", amount_fen=10_000, region=HUANXIAN):
        row = BankLine(
            bank_reference=f"L{number}",
            booked_on=now.date(),
            payer_name="环县第一中学",
            payer_account=seal_account(f"L{number}", ACCOUNT),
            amount_fen=amount_fen,
            remark=remark,
            codes=codes_in(remark),
            region_code=region,
            state=BankLineState.QUEUED,
        )
        session.add(row)
        session.flush()
        return row.id

    return book


def test_law_14_the_queue_shows_the_account_masked(cashier, line):
    line()
    answer = cashier.get("/api/v1/bank-lines")
    (item,) = answer.json["items"]
    assert (item["payer_account"], item["state"]) == ("***************9012", "queued")
    assert item["next_actions"] == ["match", "set_aside"]
    assert ACCOUNT not in answer.text


def test_the_queue_comes_page_by_page(cashier, line):
    for number in range(5):
        line(number)
    seen, after = [], ""
    while after is not None:
        page = cashier.get(f"/api/v1/bank-lines?limit=2{after and '&after=' + after}").json
        seen += [item["bank_reference"] for item in page["items"]]
        after = page["next"]
    assert seen == ["L4", "L3", "L2", "L1", "L0"]


def test_a_line_is_matched_undone_and_set_aside(cashier, line, owed):
    code = owed.order().remittance_code
    address = f"/api/v1/bank-lines/{line()}"
    assert [each["remittance_code"] for each in cashier.get(address).json["suggestions"]] == [code]
    matched = cashier.post(f"{address}/match", json={"remittance_code": code.lower()})
    assert (matched.status_code, matched.json["state"], matched.json["remittance_code"]) == (200, "matched", code)
    assert cashier.post(f"{address}/match", json={"remittance_code": code}).status_code == 409
    assert cashier.post(f"{address}/undoing", json={}).status_code == 422
    undone = cashier.post(f"{address}/undoing", json={"reason": "付错单位"}).json
    assert (undone["state"], undone["matches"][0]["undone_reason"]) == ("queued", "付错单位")
    aside = cashier.post(f"{address}/setting-aside", json={"reason": "利息"}).json
    assert (aside["state"], aside["reason"], aside["next_actions"]) == ("set_aside", "利息", ["queue"])
    assert cashier.get("/api/v1/bank-lines").json["items"] == []
    assert len(cashier.get("/api/v1/bank-lines?state=set_aside").json["items"]) == 1
    assert cashier.post(f"{address}/queueing").json["state"] == "queued"


def test_a_refusal_says_why(cashier, line, owed):
    address = f"/api/v1/bank-lines/{line(amount_fen=9_999)}/match"
    differs = cashier.post(address, json={"remittance_code": owed.order().remittance_code})
    assert (differs.status_code, differs.json["code"]) == (409, "bank_line.amount_differs")
    unknown = cashier.post(address, json={"remittance_code": "BF99999999"})
    assert (unknown.status_code, unknown.json["code"]) == (404, "charge.not_found")
    assert cashier.post(address, json={"remittance_code": "x", "amount": "1"}).status_code == 422


def test_law_12_the_outsider_finds_no_line_and_moves_none(cast, line, owed, cashier):
    address, code = f"/api/v1/bank-lines/{line(remark='机密')}", owed.order().remittance_code
    outsider = cast.client(cast.outsider())
    assert outsider.get("/api/v1/bank-lines").json["items"] == []
    bodies = {
        "match": {"remittance_code": code},
        "undoing": {"reason": "x"},
        "setting-aside": {"reason": "x"},
        "queueing": None,
    }
    for verb, body in bodies.items():
        answer = outsider.post(f"{address}/{verb}", json=body)
        assert (answer.status_code, "机密" in answer.text) == (404, False)
    assert outsider.get(address).status_code == 404
    assert cast.client(cast.officer(Duty.REPORTER)).get(address).status_code == 403
    assert cashier.get(address).json["state"] == "queued"


@pytest.mark.parametrize("query", ["state=nonsense", "after=WyJ4IiwxXQ", "limit=201"])
def test_a_wrong_query_is_refused(cashier, query):
    assert cashier.get(f"/api/v1/bank-lines?{query}").status_code == 422
