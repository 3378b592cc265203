"""One product as the public sees it."""

from datetime import date

from marketplace.catalogue.service import entries
from tests.catalogue.statements import counted

ADDRESS = "/api/v1/catalogue"


def test_a_page_tells_packs_prices_certification_and_supplier(on_sale, supplier, public):
    made = on_sale(supplier, name="有机小米", tiers=((10, 3680), (100, 3500)), stock=7)
    page = public.get(f"{ADDRESS}/{made.code}").json
    assert (page["name"], page["version"], page["supplier_name"], page["county_name"]) == (
        "有机小米", 1, "环县绿源合作社", "环县",
    )  # fmt: skip
    assert page["origin_name"] == "环县"
    (pack,) = page["skus"]
    assert (pack["sku"], pack["available"], pack["base_quantity"]) == (made.code, 7, 5000)
    assert pack["tiers"] == [
        {
            "min_quantity": quantity,
            "unit_price": {"amount": price, "currency": "CNY"},
            "measure": "kg",
            "price_per": {"amount": per_kg, "currency": "CNY"},
        }
        for quantity, price, per_kg in ((10, "36.80", "7.36"), (100, "35.00", "7.00"))
    ]
    assert (page["certification"]["from_on"], page["certification"]["last_on"]) == ("2020-01-01", "2020-12-31")
    assert page["certification"]["ceiling"] is None


def test_of_several_certifications_the_latest_that_holds_today_is_shown(on_sale, supplier, public, session, cast):
    made = on_sale(supplier, certified=(date(2021, 1, 1), None))
    assert public.get(f"{ADDRESS}/{made.code}").json["certification"] is None


def test_law_14_households_are_counted_and_few_are_not_told(on_sale, supplier, cast, public):
    made, other = on_sale(supplier), on_sale(supplier)

    def linked(sku):
        return public.get(f"{ADDRESS}/{sku.code}").json["linked_households"]

    assert linked(made) == {"households": 0, "is_suppressed": False}
    households = [(cast.household(), 1) for _ in range(5)]
    cast.roster(supplier, households)
    cast.roster(supplier, households[:4], product_id=made.product_id)
    assert linked(other) == {"households": 5, "is_suppressed": False}
    assert linked(made) == {"households": None, "is_suppressed": True}


def test_law_6_a_roster_of_another_day_counts_nobody(on_sale, supplier, cast, public):
    made = on_sale(supplier)
    cast.roster(supplier, [(cast.household(), 1) for _ in range(5)], until_on=date(2020, 9, 15))
    assert public.get(f"{ADDRESS}/{made.code}").json["linked_households"]["households"] == 0


def test_a_page_takes_two_statements(on_sale, supplier, public):
    made = on_sale(supplier, tiers=tuple((n, 1000 - n) for n in range(1, 15)))
    with counted() as statements:
        public.get(f"{ADDRESS}/{made.code}")
    assert len(statements) == 2


def test_what_is_not_on_sale_has_no_page(cast, supplier, public):
    made = cast.product(supplier)
    for number in (made.code, "no-such", "a/b/c", "%00", "x" * 3000):
        answer = public.get(f"{ADDRESS}/{number}")
        assert answer.status_code in {404, 422}, number
    entries.refresh([made.product_id])
    assert public.get(f"{ADDRESS}/{made.code}").status_code == 200
