import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from tests.factories.cast import HUANXIAN

REPORTS = "/api/v1/sales-reports"


@pytest.fixture
def reporter(cast):
    return cast.client(cast.officer(Duty.REPORTER))


@pytest.fixture
def approver(cast):
    return cast.client(cast.officer(Duty.APPROVER))


@pytest.fixture
def body(cast, session):
    code = session.get(Organisation, cast.supplier().organisation_id).uscc
    line = {
        "sold_on": "2020-09-01",
        "channel": "event",
        "tags": ["消费帮扶月"],
        "supplier": code,
        "amount": {"amount": "123.00", "currency": "CNY"},
        "buyer_name": "某机关食堂",
        "buyer_kind": "agency",
        "quantity": "2.500",
        "invoice_number": "0451",
    }
    return {"region_code": HUANXIAN, "title": "九月展销会", "lines": [line]}


def test_a_report_goes_from_draft_to_counted(reporter, approver, body):
    made = reporter.post(REPORTS, json=body)
    assert made.status_code == 201
    address = f"{REPORTS}/{made.json['id']}"
    assert made.json["state"] == "draft"
    assert made.json["lines"][0]["amount"] == {"amount": "123.00", "currency": "CNY"}
    assert reporter.post(f"{address}/submission").json["state"] == "submitted"
    assert approver.post(f"{address}/approval").json == {"written": 1, "unchanged": 0, "waiting": 0}
    assert approver.get(f"/api/v1/sales?source_number={made.json['report_number']}").status_code in {200, 422}
    assert [each["state"] for each in approver.get(REPORTS).json["items"]] == ["counted"]


def test_it_is_sent_back_with_a_reason_and_reversed_with_one(reporter, approver, body):
    address = f"{REPORTS}/{reporter.post(REPORTS, json=body).json['id']}"
    reporter.post(f"{address}/submission")
    assert approver.post(f"{address}/sending-back", json={}).status_code == 422
    assert approver.post(f"{address}/sending-back", json={"reason": "缺发票"}).json["reason"] == "缺发票"
    assert reporter.put(address, json={"title": "改", "lines": body["lines"]}).json["title"] == "改"
    reporter.post(f"{address}/submission")
    approver.post(f"{address}/approval")
    assert approver.post(f"{address}/reversal", json={"reason": "重复"}).json["state"] == "reversed"


def test_law_11_everyone_is_told_what_they_may_do_next_and_no_writer_sees_the_approval(cast, reporter, approver, body):
    both = cast.client(cast.officer(Duty.REPORTER, Duty.APPROVER))
    made = both.post(REPORTS, json=body).json
    address = f"{REPORTS}/{made['id']}"

    def asked():
        return [each.get(address).json["next_actions"] for each in (both, reporter, approver)]

    assert asked() == [["discard", "edit", "submit"], ["discard", "edit", "submit"], []]
    both.post(f"{address}/submission")
    assert asked() == [["send_back", "withdraw"], ["withdraw"], ["approve", "send_back"]]
    assert both.post(f"{address}/approval").status_code == 403
    approver.post(f"{address}/approval")
    assert asked() == [["reverse"], [], ["reverse"]]
    assert [each["next_actions"] for each in reporter.get(REPORTS).json["items"]] == [[]]


@pytest.mark.parametrize(("sent", "told"), [(20, "20"), ("2.500", "2.5"), ("0.001", "0.001"), ("100", "100")])
def test_a_quantity_comes_out_as_it_went_in(reporter, body, sent, told):
    body["lines"][0].update(quantity=sent, buyer_region="110101")
    (line,) = reporter.post(REPORTS, json=body).json["lines"]
    assert (line["quantity"], line["buyer_region"]) == (told, "110101")


def test_law_3_the_same_key_makes_one_report(reporter, body):
    first = reporter.post(REPORTS, json=body, headers={"Idempotency-Key": "a"})
    again = reporter.post(REPORTS, json=body, headers={"Idempotency-Key": "a"})
    assert first.json["id"] == again.json["id"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("amount", {"amount": "-1.00"}, "field.out_of_range"),
        ("amount", {"amount": "1e5"}, "field.not_amount"),
        ("amount", 12.5, "field.not_amount"),
        ("channel", "barter", "field.unknown_choice"),
        ("sold_on", "yesterday", "field.not_date"),
        ("quantity", "-1", "field.out_of_range"),
        ("buyer_name", "a\u0000b", "field.control_characters"),
        ("surprise", 1, "field.unknown"),
    ],
)
def test_what_is_wrong_is_named(reporter, body, field, value, code):
    body["lines"][0][field] = value
    refused = reporter.post(REPORTS, json=body)
    assert refused.status_code == 422
    assert [(each["field"], each["code"]) for each in refused.json["errors"]] == [(f"lines.0.{field}", code)]


def test_a_line_without_evidence_is_not_handed_in(reporter, body):
    body["lines"].append({**body["lines"][0], "invoice_number": None})
    address = f"{REPORTS}/{reporter.post(REPORTS, json=body).json['id']}"
    refused = reporter.post(f"{address}/submission")
    named = [(each["field"], each["code"]) for each in refused.json["errors"]]
    assert (refused.status_code, named) == (422, [("lines.1.invoice_number", "report.evidence_missing")])
    assert reporter.get(address).json["state"] == "draft"


def test_a_draft_is_deleted_and_what_was_handed_in_is_not(reporter, body):
    drafted, handed_in = (f"{REPORTS}/{reporter.post(REPORTS, json=body).json['id']}" for _ in range(2))
    assert reporter.delete(drafted).status_code == 204
    assert reporter.get(drafted).status_code == 404
    reporter.post(f"{handed_in}/submission")
    refused = reporter.delete(handed_in)
    assert (refused.status_code, refused.json["code"]) == (409, "report.not_editable")


def test_law_12_the_outsider_gets_nothing(cast, reporter, body):
    made = reporter.post(REPORTS, json=body).json
    outsider = cast.client(cast.outsider())
    for call in (
        outsider.get(f"{REPORTS}/{made['id']}"),
        outsider.delete(f"{REPORTS}/{made['id']}"),
        outsider.post(f"{REPORTS}/{made['id']}/submission"),
        outsider.post(f"{REPORTS}/{made['id']}/approval"),
    ):
        assert call.status_code == 404
        assert made["report_number"].encode() not in call.data
    assert outsider.get(REPORTS).json["items"] == []
    assert outsider.post(REPORTS, json=body).status_code == 404
    assert cast.client().get(REPORTS).status_code == 401
