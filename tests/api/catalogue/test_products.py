"""A supplier's own products over HTTP."""

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditLine
from marketplace.catalogue.models import ListingVersion, PriceTier, Product
from tests.api.catalogue.conftest import codes, sku, tier
from tests.catalogue.statements import counted


@pytest.fixture
def create(client, body):
    """Makes a product; tells it."""

    def post(**changes):
        answer = client.post("/api/v1/products", json=body(**changes))
        assert answer.status_code == 201, answer.json
        return answer.json

    return post


def edit_of(body, **changes):
    return {name: value for name, value in body(**changes).items() if name != "category"}


def last_version(reviewer):
    return reviewer.get("/api/v1/listing-reviews").json["items"][-1]["id"]


def test_a_product_is_made_with_its_skus_and_its_first_version_waits(create):
    made = create()
    assert made["product_number"].startswith("CP621022")
    assert [(each["sku"], each["base_quantity"], each["on_hand"]) for each in made["skus"]] == [
        ("M-2500", 2500, 0),
        ("M-500", 500, 0),
    ]
    (version,) = made["versions"]
    assert (version["number"], version["state"], version["origin_code"]) == (1, "in_review", "621022")
    assert version["skus"][0]["tiers"][1] == tier(100, "35.00")
    assert made["next_actions"] == ["edit", "withdraw"]


def test_codes_are_drawn_from_the_product_number_unless_given(create):
    made = create(product_number="ＱＹ-1", skus=[sku(), sku(specification="盒装"), sku(sku="own")])
    assert made["product_number"] == "QY-1"
    assert [each["sku"] for each in made["skus"]] == ["QY-1", "QY-1-2", "own"]


def test_a_number_is_given_once(client, create, body):
    create(product_number="QY-1", skus=[sku(sku="S-1")])
    for taken in (body(product_number="QY-1", skus=[sku()]), body(skus=[sku(sku="S-1")])):
        answer = client.post("/api/v1/products", json=taken)
        assert (answer.status_code, answer.json["code"]) == (409, "product.number_taken")


def test_a_drawn_number_passes_over_one_that_a_supplier_gave_itself(create):
    first = int(create(skus=[sku()])["product_number"].removeprefix("CP621022"))
    create(product_number=f"CP621022{first + 2:06d}", skus=[sku(sku="own")])
    assert create(skus=[sku()])["product_number"] == f"CP621022{first + 3:06d}"


def test_law_3_the_same_request_makes_one_product(client, body, session):
    headers = {"Idempotency-Key": "k1"}
    first, again = (client.post("/api/v1/products", json=body(), headers=headers) for _ in range(2))
    assert first.json == again.json
    assert session.scalar(select(func.count()).select_from(Product)) == 1


def test_an_edit_is_the_next_version_while_the_listed_one_stays_on_sale(create, client, reviewer, public, body):
    number = create()["product_number"]
    reviewer.post(f"/api/v1/listing-reviews/{last_version(reviewer)}/listing")
    cheaper = [sku(sku="M-2500", base_quantity=2500, tiers=[tier(10, "30.00")])]
    answer = client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, skus=cheaper))
    assert answer.status_code == 201
    assert [(each["number"], each["state"]) for each in answer.json["versions"]] == [(2, "in_review"), (1, "listed")]
    shown = public.get(f"/api/v1/catalogue/{number}").json
    assert shown["skus"][0]["tiers"][0]["unit_price"]["amount"] == "36.80"

    reviewer.post(f"/api/v1/listing-reviews/{last_version(reviewer)}/listing")
    shown = public.get(f"/api/v1/catalogue/{number}").json
    assert [each["tiers"][0]["unit_price"]["amount"] for each in shown["skus"]] == ["30.00"]
    states = [(each["number"], each["state"]) for each in client.get(f"/api/v1/products/{number}").json["versions"]]
    assert states == [(2, "listed"), (1, "superseded")]


def test_an_edit_leaves_the_version_that_orders_point_at_as_it_was(create, client, reviewer, body, session):
    number = create()["product_number"]
    version_id = last_version(reviewer)
    reviewer.post(f"/api/v1/listing-reviews/{version_id}/listing")

    def offered():
        session.expire_all()
        version = session.get(ListingVersion, version_id)
        tiers = select(PriceTier.sku_id, PriceTier.min_quantity, PriceTier.unit_price_fen).order_by(PriceTier.sku_id)
        rows = session.execute(tiers.where(PriceTier.listing_version_id == version_id)).all()
        return (version.name, version.description, version.delivery_days, version.number, rows)

    before = offered()
    client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, name="新名", skus=[sku(sku="M-500")]))
    reviewer.post(f"/api/v1/listing-reviews/{last_version(reviewer)}/listing")
    assert offered() == before


def test_an_edit_takes_the_place_of_one_in_review(create, client, body):
    number = create()["product_number"]
    answer = client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, name="环县黄小米"))
    assert [each["state"] for each in answer.json["versions"]] == ["in_review", "superseded"]


def test_nothing_changed_is_said(create, client, body):
    number = create()["product_number"]
    answer = client.post(f"/api/v1/products/{number}/versions", json=edit_of(body))
    assert (answer.status_code, answer.json["code"]) == (409, "listing.nothing_changed")
    bare = [{"sku": each["sku"], "tiers": each["tiers"][::-1]} for each in body()["skus"]]
    answer = client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, skus=bare))
    assert answer.json["code"] == "listing.nothing_changed"


def test_the_pack_of_a_known_sku_never_changes(create, client, body):
    number = create()["product_number"]
    other = [sku(sku="M-500", base_quantity=501)]
    answer = client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, skus=other))
    assert (answer.status_code, answer.json["code"]) == (409, "sku.pack_changed")
    assert answer.json["facts"] == {"sku": "M-500"}


def test_an_edit_brings_a_new_sku(create, client, body):
    number = create()["product_number"]
    more = [*body()["skus"], sku(sku="M-25000", base_quantity=25000, tiers=[tier(1, "300.00")])]
    answer = client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, skus=more))
    assert [each["sku"] for each in answer.json["skus"]] == ["M-2500", "M-500", "M-25000"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"skus": []}, {"skus": "field.blank"}),
        ({"skus": [sku(tiers=[])]}, {"skus.0.tiers": "field.blank"}),
        ({"skus": [sku(tiers=[tier(1, "8.00"), tier(1, "7.00")])]}, {"skus.0.tiers": "listing.repeated"}),
        ({"skus": [sku(tiers=[tier(1, "8.00"), tier(5, "8.01")])]}, {"skus.0.tiers": "listing.tiers_wrong"}),
        ({"skus": [sku(tiers=[tier(1, "0.00")])]}, {"skus.0.tiers.0.unit_price": "field.out_of_range"}),
        ({"skus": [sku(tiers=[tier(1, "-1")])]}, {"skus.0.tiers.0.unit_price": "field.out_of_range"}),
        ({"skus": [sku(tiers=[tier(1, "1e3")])]}, {"skus.0.tiers.0.unit_price": "field.not_amount"}),
        ({"skus": [sku(tiers=[tier(0, "1")])]}, {"skus.0.tiers.0.min_quantity": "field.out_of_range"}),
        ({"skus": [sku(tiers=[tier(10**18, "1")])]}, {"skus.0.tiers.0.min_quantity": "field.out_of_range"}),
        ({"skus": [sku(tiers=[tier("１", "1")])]}, {"skus.0.tiers.0.min_quantity": "field.not_integer"}),
        ({"skus": [sku(sku="A"), sku(sku="Ａ")]}, {"skus.1.sku": "listing.repeated"}),
        ({"skus": [sku(unit=None)]}, {"skus.0": "sku.pack_incomplete"}),
        ({"skus": [sku(base_unit="kg")]}, {"skus.0.base_unit": "field.unknown_choice"}),
        ({"skus": [sku(base_quantity=-1)]}, {"skus.0.base_quantity": "field.out_of_range"}),
        ({"skus": [sku(colour="red")]}, {"skus.0.colour": "field.unknown"}),
        ({"name": "小米\x00"}, {"name": "field.control_characters"}),
        ({"name": "　"}, {"name": "field.blank"}),
        ({"name": "米" * 101}, {"name": "field.too_long"}),
        ({"name": 7}, {"name": "field.not_text"}),
        ({"category": "tobacco"}, {"category": "field.unknown_choice"}),
        ({"origin_code": "62"}, {"origin_code": "field.not_region_code"}),
        ({"origin_code": "621099"}, {"origin_code": "region.not_found"}),
        ({"price": "1"}, {"price": "field.unknown"}),
        ({"organisation_id": 2**70}, {"organisation_id": "field.out_of_range"}),
    ],
)
def test_what_is_wrong_is_named_by_field(client, body, session, changes, expected):
    assert codes(client.post("/api/v1/products", json=body(**changes))) == expected
    assert session.scalar(select(func.count()).select_from(Product)) == 0


def test_withdrawn_goods_are_off_sale_until_they_are_relisted(create, client, reviewer, public):
    number = create()["product_number"]
    reviewer.post(f"/api/v1/listing-reviews/{last_version(reviewer)}/listing")
    answer = client.post(f"/api/v1/products/{number}/withdrawal", json={"reason": "售罄"})
    assert (answer.status_code, answer.json["next_actions"]) == (200, ["edit", "relist"])
    assert public.get(f"/api/v1/catalogue/{number}").status_code == 404
    assert public.get("/api/v1/catalogue").json["items"] == []
    assert client.post(f"/api/v1/products/{number}/relisting").json["versions"][0]["state"] == "listed"
    assert public.get(f"/api/v1/catalogue/{number}").status_code == 200
    answer = client.post(f"/api/v1/products/{number}/relisting")
    assert (answer.status_code, answer.json["code"]) == (409, "listing.not_on_sale")


def test_withdrawing_takes_an_edit_back_from_review(create, client, reviewer, body):
    number = create()["product_number"]
    reviewer.post(f"/api/v1/listing-reviews/{last_version(reviewer)}/listing")
    client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, name="新名"))
    states = client.post(f"/api/v1/products/{number}/withdrawal", json={}).json["versions"]
    assert [each["state"] for each in states] == ["superseded", "withdrawn"]
    assert reviewer.get("/api/v1/listing-reviews").json["items"] == []


def test_products_are_listed_newest_first_with_where_they_stand(create, client):
    numbers = [create(skus=[sku()], name=f"小米{n}")["product_number"] for n in range(3)]
    first = client.get("/api/v1/products?limit=2").json
    rest = client.get(f"/api/v1/products?limit=2&after={first['next']}").json
    assert [each["product_number"] for each in [*first["items"], *rest["items"]]] == numbers[::-1]
    assert (rest["next"], rest["items"][0]["state"], rest["items"][0]["is_on_sale"]) == (None, "in_review", False)
    assert client.get("/api/v1/products?state=listed").json["items"] == []


def test_law_12_the_outsider_finds_no_product_and_changes_none(create, outsider, body):
    number = create(product_number="QY-1")["product_number"]
    assert outsider.get("/api/v1/products").json["items"] == []
    answers = [
        outsider.get(f"/api/v1/products/{number}"),
        outsider.post(f"/api/v1/products/{number}/versions", json=edit_of(body, name="夺")),
        outsider.post(f"/api/v1/products/{number}/withdrawal", json={}),
        outsider.post(f"/api/v1/products/{number}/relisting"),
    ]
    unknown = outsider.get("/api/v1/products/QY-2")
    for answer in answers:
        assert (answer.status_code, answer.json["code"]) == (404, "product.not_found")
        assert answer.text == unknown.text.replace("QY-2", "QY-1")


def test_law_12_nobody_lists_for_another_supplier(outsider, body, supplier, cast):
    answer = outsider.post("/api/v1/products", json=body(organisation_id=supplier.organisation_id))
    assert (answer.status_code, answer.json["code"]) == (404, "supplier.not_found")
    assert outsider.post("/api/v1/products", json=body()).status_code == 404
    assert cast.client(cast.user()).post("/api/v1/products", json=body()).status_code == 403
    assert cast.client().post("/api/v1/products", json=body()).status_code == 401


def test_law_13_every_verb_writes_one_line(create, client, reviewer, body, session):
    number = create()["product_number"]
    reviewer.post(f"/api/v1/listing-reviews/{last_version(reviewer)}/listing")
    client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, name="新名"))
    client.post(f"/api/v1/products/{number}/withdrawal", json={"reason": "售罄"})
    client.post(f"/api/v1/products/{number}/relisting")
    lines = session.scalars(select(AuditLine.action).where(AuditLine.action.like("listing.%")).order_by(AuditLine.id))
    assert list(lines) == [
        "listing.submitted",
        "listing.listed",
        "listing.submitted",
        "listing.withdrawn",
        "listing.relisted",
    ]


def test_a_number_with_a_slash_has_an_address(create, client):
    create(product_number="QY/2020/1", skus=[sku()])
    assert client.get("/api/v1/products/QY%2F2020%2F1").json["product_number"] == "QY/2020/1"
    assert client.post("/api/v1/products/QY/2020/1/withdrawal", json={}).status_code == 200


def test_the_number_of_statements_does_not_grow_with_the_skus(create, client, body):
    number = create(skus=[sku()])["product_number"]

    def statements_for(name, skus):
        with counted() as statements:
            answer = client.post(f"/api/v1/products/{number}/versions", json=edit_of(body, name=name, skus=skus))
        assert answer.status_code == 201
        return len(statements)

    tiers = [tier(n, f"{20 - n}.00") for n in range(1, 20)]
    few = statements_for("一", [sku(), sku(sku="own")])
    many = statements_for("二", [*(sku(tiers=tiers) for _ in range(40)), *(sku(sku=f"o{n}") for n in range(10))])
    assert few == many
