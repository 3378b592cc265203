"""Certification batches and what is certified in them."""

import pytest
from sqlalchemy import select

from marketplace.accounts.models import StaffPost
from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.catalogue.models import ProductCertification
from tests.api.catalogue.conftest import codes
from tests.catalogue.statements import counted


@pytest.fixture
def batch(reviewer):
    answer = reviewer.post("/api/v1/certification-batches", json={"number": "第八批", "announced_on": "2020-09-01"})
    assert answer.status_code == 201, answer.json
    return f"/api/v1/certification-batches/{answer.json['id']}/certifications"


def certificate(sku, **changes):
    return {"product_number": sku.code, "from_on": "2020-09-15"} | changes


def test_a_batch_is_announced_once(batch, reviewer):
    assert reviewer.get("/api/v1/certification-batches").json["items"][0]["number"] == "第八批"
    answer = reviewer.post("/api/v1/certification-batches", json={"number": "第八批", "announced_on": "2020-09-02"})
    assert (answer.status_code, answer.json["code"]) == (409, "certification_batch.number_taken")


def test_products_are_certified_within_price_quantity_and_days(batch, reviewer, on_sale, supplier, public):
    made = on_sale(supplier, certified=None)
    terms = certificate(
        made,
        last_on="2020-12-31",
        ceiling={"amount": "12.00"},
        certified_quantity=500,
        benefit_terms="每箱返 1 元",
    )
    assert reviewer.post(batch, json={"products": [terms]}).json == {"certified": 1}
    (item,) = reviewer.get(batch).json["items"]
    assert (item["last_on"], item["ceiling"]["amount"], item["certified_quantity"]) == ("2020-12-31", "12.00", 500)
    page = public.get(f"/api/v1/catalogue/{made.code}").json["certification"]
    assert (page["batch"], page["benefit_terms"], page["last_on"]) == ("第八批", "每箱返 1 元", "2020-12-31")


def test_every_wrong_product_is_named_and_none_is_certified(batch, reviewer, cast, supplier, session):
    good = cast.product(supplier, certified=None)
    abroad = cast.product(cast.supplier(county="110101"), certified=None)
    twice = [certificate(good), certificate(good, last_on="2020-09-14")]
    wrong = reviewer.post(
        batch, json={"products": [*twice, certificate(abroad), {**certificate(good), "product_number": "x"}]}
    )
    assert codes(wrong) == {
        "products.1.product_number": "certification.known",
        "products.1.last_on": "certification.period_wrong",
        "products.2.product_number": "product.not_found",
        "products.3.product_number": "product.not_found",
    }
    assert (
        session.scalars(select(ProductCertification).where(ProductCertification.product_id == good.product_id)).all()
        == []
    )
    assert reviewer.post(batch, json={"products": [certificate(good)]}).status_code == 201
    assert codes(reviewer.post(batch, json={"products": [certificate(good)]})) == {
        "products.0.product_number": "certification.known"
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ceiling": {"amount": "0"}}, {"products.0.ceiling": "field.out_of_range"}),
        ({"ceiling": {"amount": "-5"}}, {"products.0.ceiling": "field.out_of_range"}),
        ({"certified_quantity": -1}, {"products.0.certified_quantity": "field.out_of_range"}),
        ({"from_on": "2020-02-30"}, {"products.0.from_on": "field.not_date"}),
        ({"from_on": None}, {"products.0.from_on": "field.null"}),
        ({"benefit_terms": "a\x00"}, {"products.0.benefit_terms": "field.control_characters"}),
        ({"until": "2021-01-01"}, {"products.0.until": "field.unknown"}),
    ],
)
def test_what_is_wrong_is_named_by_field(batch, reviewer, cast, supplier, changes, expected):
    made = cast.product(supplier, certified=None)
    assert codes(reviewer.post(batch, json={"products": [certificate(made, **changes)]})) == expected


def test_an_unknown_batch_certifies_nothing(reviewer):
    answer = reviewer.post(
        "/api/v1/certification-batches/987654/certifications",
        json={"products": [{"product_number": "x", "from_on": "2020-01-01"}]},
    )
    assert (answer.status_code, answer.json["code"]) == (404, "certification_batch.not_found")


def test_law_11_nobody_certifies_what_they_submitted(batch, reviewer, client, person, body, session, now):
    number = client.post("/api/v1/products", json=body()).json["product_number"]
    session.add(StaffPost(user_id=person.id, region_code="621022", duty=Duty.REVIEWER, created_at=now))
    session.commit()
    sent = {"products": [{"product_number": number, "from_on": "2020-09-15"}]}
    answer = client.post(batch, json=sent)
    assert (answer.status_code, answer.json["code"]) == (403, "separation_of_duties")
    assert reviewer.post(batch, json=sent).status_code == 201


@pytest.fixture
def held(batch, reviewer, cast, supplier):
    """The address of a certification through the year's end."""
    made = cast.product(supplier, certified=None)
    reviewer.post(batch, json={"products": [certificate(made, last_on="2020-12-31")]})
    return f"/api/v1/certifications/{reviewer.get(batch).json['items'][0]['id']}/withdrawal"


def test_a_certification_is_withdrawn_from_a_day_on_with_a_reason(held, reviewer, session):
    assert codes(reviewer.post(held, json={"from_on": "2020-10-01"})) == {"reason": "field.required"}
    answer = reviewer.post(held, json={"from_on": "2020-10-01", "reason": "抽检不合格"})
    assert (answer.status_code, answer.json["until_on"]) == (200, "2020-10-01")
    line = session.scalars(select(AuditLine).where(AuditLine.action == "certification.withdrawn")).one()
    assert (line.reason, line.before, line.region_code) == ("抽检不合格", {"until_on": "2021-01-01"}, "621022")


@pytest.mark.parametrize("from_on", ["2020-09-14", "2021-01-01", "2030-01-01"])
def test_law_6_the_past_stays_certified_and_nothing_is_prolonged(held, reviewer, from_on):
    answer = reviewer.post(held, json={"from_on": from_on, "reason": "x"})
    assert codes(answer) == {"from_on": "certification.withdrawal_day_wrong"}


def test_a_certification_withdrawn_before_its_first_day_never_held(batch, reviewer, cast, supplier):
    made = cast.product(supplier, certified=None)
    reviewer.post(batch, json={"products": [certificate(made, from_on="2020-11-01")]})
    certification_id = reviewer.get(batch).json["items"][0]["id"]
    answer = reviewer.post(
        f"/api/v1/certifications/{certification_id}/withdrawal", json={"from_on": "2020-09-20", "reason": "放弃"}
    )
    assert (answer.status_code, answer.json["from_on"], answer.json["until_on"]) == (200, "2020-11-01", "2020-11-01")


def test_law_12_staff_of_another_county_withdraws_and_sees_nothing(held, batch, outsider, client):
    assert outsider.get(batch).json["items"] == []
    answer = outsider.post(held, json={"from_on": "2020-10-01", "reason": "x"})
    unknown = outsider.post("/api/v1/certifications/987654/withdrawal", json={"from_on": "2020-10-01", "reason": "x"})
    assert (answer.status_code, answer.text) == (404, unknown.text)
    assert client.get("/api/v1/certification-batches").status_code == 403


def test_the_number_of_statements_does_not_grow_with_the_products(batch, reviewer, cast, supplier):
    told = [certificate(cast.product(supplier, certified=None)) for _ in range(24)]

    def statements_for(chosen):
        with counted() as statements:
            answer = reviewer.post(batch, json={"products": chosen})
        assert answer.status_code == 201
        return len(statements)

    assert statements_for(told[:2]) == statements_for(told[2:])
