"""Listing versions before staff."""

import pytest

from marketplace.accounts.models import StaffPost
from marketplace.accounts.rules import Duty
from tests.api.catalogue.conftest import codes, sku, tier
from tests.catalogue.statements import counted


@pytest.fixture
def submit(client, body):
    def post(**changes):
        return client.post("/api/v1/products", json=body(**changes)).json

    return post


def test_versions_wait_oldest_first(submit, reviewer):
    numbers = [submit(skus=[sku()])["product_number"] for _ in range(3)]
    first = reviewer.get("/api/v1/listing-reviews?limit=2").json
    rest = reviewer.get(f"/api/v1/listing-reviews?limit=2&after={first['next']}").json
    assert [each["product_number"] for each in [*first["items"], *rest["items"]]] == numbers
    assert rest["next"] is None
    assert first["items"][0]["skus"][0]["tiers"] == [tier(1, "8.00")]


def test_an_edit_stands_beside_what_is_on_sale(submit, client, reviewer):
    made = submit()
    version_id = made["versions"][0]["id"]
    assert reviewer.get(f"/api/v1/listing-reviews/{version_id}").json["on_sale"] is None
    reviewer.post(f"/api/v1/listing-reviews/{version_id}/listing")
    client.post(
        f"/api/v1/products/{made['product_number']}/versions",
        json={"name": "新名", "skus": [{"sku": "M-500", "tiers": [tier(1, "9.00")]}]},
    )
    (item,) = reviewer.get("/api/v1/listing-reviews").json["items"]
    assert item["on_sale_number"] == 1
    one = reviewer.get(f"/api/v1/listing-reviews/{item['id']}").json
    assert (one["name"], one["on_sale"]["name"]) == ("新名", "环县有机小米")
    assert len(one["on_sale"]["skus"]) == 2


def test_what_is_listed_is_on_sale(submit, reviewer, public):
    version = submit()["versions"][0]
    answer = reviewer.post(f"/api/v1/listing-reviews/{version['id']}/listing")
    assert (answer.status_code, answer.json["state"]) == (200, "listed")
    (card,) = public.get("/api/v1/catalogue").json["items"]
    assert (card["name"], card["price"]["amount"]) == ("环县有机小米", "8.00")


def test_a_version_is_decided_once(submit, reviewer):
    version_id = submit()["versions"][0]["id"]
    reviewer.post(f"/api/v1/listing-reviews/{version_id}/listing")
    for verb, sent in (("listing", {}), ("sending-back", {"reason": "迟"})):
        answer = reviewer.post(f"/api/v1/listing-reviews/{version_id}/{verb}", json=sent)
        assert (answer.status_code, answer.json["code"]) == (409, "move_refused")


def test_staff_does_not_put_back_what_the_supplier_withdrew(submit, client, reviewer):
    made = submit()
    version_id = made["versions"][0]["id"]
    reviewer.post(f"/api/v1/listing-reviews/{version_id}/listing")
    client.post(f"/api/v1/products/{made['product_number']}/withdrawal", json={})
    answer = reviewer.post(f"/api/v1/listing-reviews/{version_id}/listing")
    assert (answer.status_code, answer.json["facts"]["allowed"]) == (409, ["superseded"])


def test_what_is_sent_back_comes_again_as_it_was_or_mended(submit, client, reviewer):
    made = submit()
    version_id = made["versions"][0]["id"]
    assert codes(reviewer.post(f"/api/v1/listing-reviews/{version_id}/sending-back", json={})) == {
        "reason": "field.required"
    }
    reviewer.post(f"/api/v1/listing-reviews/{version_id}/sending-back", json={"reason": "缺检测报告"})
    (item,) = client.get("/api/v1/products?state=sent_back").json["items"]
    assert item["reason"] == "缺检测报告"
    again = {
        "name": "环县有机小米",
        "description": "山地种植",
        "delivery_days": 5,
        "skus": [{"sku": each["sku"], "tiers": each["tiers"]} for each in made["versions"][0]["skus"]],
    }
    answer = client.post(f"/api/v1/products/{made['product_number']}/versions", json=again)
    assert [each["state"] for each in answer.json["versions"]] == ["in_review", "superseded"]


def test_law_11_nobody_reviews_what_they_submitted(cast, session, person, client, body, now):
    session.add(StaffPost(user_id=person.id, region_code="621022", duty=Duty.REVIEWER, created_at=now))
    session.commit()
    version_id = client.post("/api/v1/products", json=body()).json["versions"][0]["id"]
    assert client.get("/api/v1/listing-reviews").json["items"][0]["id"] == version_id
    for verb, sent in (("listing", {}), ("sending-back", {"reason": "x"})):
        answer = client.post(f"/api/v1/listing-reviews/{version_id}/{verb}", json=sent)
        assert (answer.status_code, answer.json["code"]) == (403, "separation_of_duties")


def test_law_12_a_reviewer_of_another_county_finds_nothing(submit, outsider, client):
    version_id = submit()["versions"][0]["id"]
    assert outsider.get("/api/v1/listing-reviews").json["items"] == []
    unknown = outsider.get("/api/v1/listing-reviews/987654321")
    for answer in (
        outsider.get(f"/api/v1/listing-reviews/{version_id}"),
        outsider.post(f"/api/v1/listing-reviews/{version_id}/listing"),
        outsider.post(f"/api/v1/listing-reviews/{version_id}/sending-back", json={"reason": "x"}),
    ):
        assert (answer.status_code, answer.text) == (404, unknown.text)
    assert client.get("/api/v1/listing-reviews").status_code == 403


def test_the_queue_takes_one_statement_for_any_number(submit, reviewer, cast):
    def statements_for(limit):
        with counted() as statements:
            reviewer.get(f"/api/v1/listing-reviews?limit={limit}")
        return len(statements)

    for _ in range(12):
        submit(skus=[sku()])
    assert statements_for(2) == statements_for(12)
