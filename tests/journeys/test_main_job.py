"""The main job over HTTP: from a supplier's application to the figures that its sales move, to the fen."""

import pytest

from marketplace.kernel.money import format_yuan, parse_yuan
from tests.factories.cast import HUANXIAN, VILLAGE
from tests.factories.codes import identity_number
from tests.journeys.conftest import People

PRODUCTS = [
    "product_number",
    "uscc",
    "name",
    "category",
    "specification",
    "unit",
    "base_quantity",
    "base_unit",
    "price",
    "min_quantity",
    "stock",
]
DOCUMENTS = {
    "commitment_letter": None,
    "business_licence": None,
    "food_permit": "2022-12-31",
    "linkage_proof": "2022-12-31",
}
SHARE_BP = 1_500


def certify(people: People) -> None:
    """The cooperative applies, two offices recommend it, the platform certifies it."""
    applications = "suppliers/applications"
    application = people.post(people.supplier, applications, {"organisation_id": people.seller.id}, status=201)
    address = f"{applications}/{application['id']}"
    for requirement, last_on in DOCUMENTS.items():
        file_id = people.file(people.supplier, title=requirement, organisation_id=people.seller.id)
        body = {"requirement": requirement, "file_id": file_id} | ({"expires_on": last_on} if last_on else {})
        people.post(people.supplier, f"{address}/answers", body, status=201)
    people.post(people.supplier, f"{address}/submission")
    for item in people.get(people.agriculture, address)["checklist"]:
        if item["requirement"] in DOCUMENTS and item["state"] == "given":
            verdict = f"{address}/answers/{item['answer_id']}/decision"
            people.post(people.agriculture, verdict, {"verdict": "accepted"})
    for officer in (people.agriculture, people.revitalisation):
        people.post(officer, f"{address}/recommendations", {"is_favourable": True}, status=201)
    people.post(people.city, f"{address}/certification", {"from_on": "2020-09-15", "last_on": "2021-09-14"})


def link_households(people: People) -> list[str]:
    """Three households are registered, linked and put on a roster, by two people each time."""
    people.bring(people.admin, "regions", [["区划代码", "名称"], [VILLAGE, "城东村"]])
    numbers = []
    for n, persons in enumerate((4, 3, 5), start=1):
        household = {
            "household_number": f"{VILLAGE}{n:04d}",
            "village_code": VILLAGE,
            "category": "lifted_out",
            "persons": persons,
            "head_name": f"张秘密{n}",
            "head_identity_number": identity_number(n, county="622822"),
            "registered_on": "2014-01-01",
        }
        people.post(people.revitalisation, "households", household, status=201)
        linkage = {
            "supplier": people.seller.uscc,
            "household_number": household["household_number"],
            "mechanism": "contract_farming",
            "from_on": "2019-01-01",
            "evidence_file_id": people.file(people.supplier, title=f"合同{n}", organisation_id=people.seller.id),
        }
        tie = people.post(people.supplier, "linkages", linkage, status=201)
        people.post(people.revitalisation, f"linkages/{tie['id']}/verification")
        numbers.append(household["household_number"])
    roster = {
        "supplier": people.seller.uscc,
        "mechanism": "contract_farming",
        "household_share_bp": SHARE_BP,
        "from_on": "2020-09-01",
        "members": [{"household_number": number, "weight": 1} for number in numbers],
    }
    version = people.post(people.supplier, "rosters", roster, status=201)
    people.post(people.revitalisation, f"rosters/versions/{version['id']}/approval")
    return numbers


def list_products(people: People) -> list[tuple[str, int]]:
    """One product is entered, 199 come in a sheet; the reviewer lists them all. Gives codes and prices in fen."""
    single = {
        "product_number": "X-0000",
        "category": "grain_oil",
        "name": "环县有机小米",
        "delivery_days": 5,
        "skus": [
            {
                "sku": "X-0000",
                "specification": "2.5kg/袋",
                "unit": "袋",
                "base_quantity": 2500,
                "base_unit": "g",
                "tiers": [
                    {"min_quantity": 1, "unit_price": {"amount": "36.80"}},
                    {"min_quantity": 10, "unit_price": {"amount": "35.00"}},
                ],
            }
        ],
    }
    people.post(people.supplier, "products", single, status=201)
    people.post(people.supplier, "stock/receipts", {"sku": "X-0000", "quantity": 500}, status=201)
    rows = [
        [
            f"X-{n:04d}",
            people.seller.uscc,
            f"产品{n}",
            "grain_oil",
            "500g/袋",
            "袋",
            500,
            "g",
            format_yuan(500 + n),
            1,
            100,
        ]
        for n in range(1, 200)
    ]
    people.bring(people.supplier, "products", [PRODUCTS, *rows])
    waiting = people.walk(people.city, "listing-reviews")
    assert len(waiting) == 200
    for version in waiting:
        people.post(people.city, f"listing-reviews/{version['id']}/listing")
    return [("X-0000", 3500), *((f"X-{n:04d}", 500 + n) for n in range(1, 200))]


def order(people: People, offers: list[tuple[str, int]], other_sku: str) -> tuple[int, int]:
    """A school's sheet of 200 lines and one of another supplier is checked, placed, approved; the group and amount."""
    sheet = [
        ["规格编号", "数量", "收货地址"],
        *([code, 10, "第一食堂"] for code, _ in offers),
        [other_sku, 10, "第二食堂"],
    ]
    checked = people.send(people.purchaser, "order-sheets", sheet)
    amount_fen = sum(price * 10 for _, price in offers) + 10_000
    assert (checked["problems"], checked["amount"]["amount"]) == ([], format_yuan(amount_fen))
    placed = people.send(people.purchaser, "order-sheets?commit=true", sheet, status=201)
    group_id = placed["order_group"]["id"]
    refused = people.purchaser.post(f"/api/v1/order-groups/{group_id}/approval")
    assert refused.status_code == 403
    people.post(people.approver, f"order-groups/{group_id}/approval")
    return group_id, amount_fen


def own_order(people: People, group_id: int) -> int:
    """The order of the group that the cooperative is to supply."""
    (found,) = [each for each in people.get(people.supplier, "orders")["items"] if each["order_group_id"] == group_id]
    return found["id"]


def year(people: People, **question) -> dict:
    """The figures of September 2020, as the city's statistician sees them."""
    asked = "&".join(f"{name}={value}" for name, value in question.items())
    (row,) = people.get(people.city, f"statistics/figures?region_code=621000&from=2020-09&to=2020-09&{asked}")["items"]
    return row


@pytest.mark.slow
def test_the_main_job_moves_the_figures_by_exactly_what_was_accepted_and_paid(people: People, cast):
    certify(people)
    members = link_households(people)
    offers = list_products(people)
    beside = cast.product(cast.supplier(name="环县另一供应商"), tiers=((1, 1000),), name="苹果")
    before = year(people)

    group_id, _ = order(people, offers, beside.code)
    order_id = own_order(people, group_id)
    people.post(people.supplier, f"orders/{order_id}/confirmation")
    lines = people.get(people.supplier, f"orders/{order_id}")["lines"]
    assert len(lines) == 200
    halves = [
        [{"line": line["number"], "quantity": 4} for line in lines],
        [{"line": line["number"], "quantity": 6} for line in lines],
    ]
    for number, half in enumerate(halves, start=1):
        people.post(people.supplier, f"orders/{order_id}/shipments", {"lines": half}, status=201)
        inspected = [{"line": part["line"], "accepted": part["quantity"]} for part in half]
        if number == 2:
            inspected[0] |= {"accepted": 5, "rejected": 1, "reject_reason": "damaged", "reject_note": "袋破"}
        people.post(people.receiver, f"orders/{order_id}/shipments/{number}/receipt", {"lines": inspected}, status=201)
    assert year(people) == before, "accepted but not paid is not sold"

    accepted_fen = sum(price * 10 for _, price in offers) - offers[0][1]
    received = people.get(people.purchaser, f"orders/{order_id}")
    assert (received["state"], received["charge"]["amount"]["amount"]) == ("received", format_yuan(accepted_fen))
    statement = [
        ["记账日期", "付款户名", "付款账号", "金额(元)", "摘要附言", "流水号"],
        [
            "2020-09-15",
            "环县第一中学",
            "6217000123456789",
            format_yuan(accepted_fen),
            f"货款 {received['charge']['remittance_code'].lower()}",
            "L1",
        ],
        ["2020-09-15", "某公司", None, "12.00", "不知何款", "L2"],
    ]
    people.bring(people.city, "bank-statement", statement)
    assert [each["bank_reference"] for each in people.get(people.city, "bank-lines?state=queued")["items"]] == ["L2"]
    assert people.get(people.purchaser, f"orders/{order_id}")["state"] == "settled"

    after = year(people)
    assert after["sales_fen"] - before["sales_fen"] == accepted_fen
    assert after["benefiting_fen"] == accepted_fen
    assert (after["households"], after["persons"]) == (len(members), 4 + 3 + 5)
    shares = [price * (9 if index == 0 else 10) for index, (_, price) in enumerate(offers)]
    assert after["attributed_fen"] == sum((fen * SHARE_BP + 5_000) // 10_000 for fen in shares)

    report(people)
    told = year(people)
    assert told["sales_fen"] - after["sales_fen"] == parse_yuan("1234.50")
    assert (told["households"], told["persons"]) == (after["households"], after["persons"]), "each counted once"
    channels = people.get(people.city, "statistics/figures?region_code=621000&from=2020-09&to=2020-09&by=channel")[
        "items"
    ]
    assert {row["slice"]["channel"]: row["sales_fen"] for row in channels} == {
        "school_purchase": accepted_fen,
        "event": parse_yuan("1234.50"),
    }
    nobody_is_named(people, members)


def report(people: People) -> None:
    """Two county officers tell an offline sale with its evidence."""
    line = {
        "sold_on": "2020-09-12",
        "channel": "event",
        "supplier": people.seller.uscc,
        "product_number": "X-0001",
        "amount": {"amount": "1234.50"},
        "buyer_name": "某机关",
        "buyer_kind": "agency",
        "invoice_number": "04512345",
        "evidence_file_id": people.file(people.reporter, title="发票", region_code=HUANXIAN),
    }
    told = people.post(
        people.reporter, "sales-reports", {"region_code": HUANXIAN, "title": "展销会", "lines": [line]}, status=201
    )
    people.post(people.reporter, f"sales-reports/{told['id']}/submission")
    assert people.post(people.county_approver, f"sales-reports/{told['id']}/approval")["written"] == 1


def nobody_is_named(people: People, members: list[str]) -> None:
    """Law 14: the figures lead to their households, and to no name."""
    behind = people.city.get(
        "/api/v1/statistics/households?measure=households.v1&region_code=621000&from=2020-09&to=2020-09"
    )
    assert behind.status_code == 200, behind.text
    assert sorted(each["household_number"] for each in behind.json["items"]) == members
    public = people.city.get("/api/v1/statistics/published?region_code=621000&year=2020")
    for answer in (behind, public):
        assert answer.status_code == 200
        assert "秘密" not in answer.text
