"""The catalogue as the public browses it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from marketplace.catalogue.models import PriceTier, Sku, Stock
from marketplace.catalogue.rules import BaseUnit, ProductCategory, bucket_of
from marketplace.catalogue.service import entries
from tests.api.catalogue.conftest import codes
from tests.catalogue.statements import counted
from tests.factories.cast import QINGCHENG

ADDRESS = "/api/v1/catalogue"


@pytest.fixture
def names(public):
    """Tells the names found, in order."""

    def ask(query="", **parameters):
        answer = public.get(f"{ADDRESS}?{query}", query_string=parameters or None)
        assert answer.status_code == 200, answer.json
        return [item["name"] for item in answer.json["items"]]

    return ask


@pytest.fixture
def shop(on_sale, cast, supplier, session):
    """Millet of 环县, apples of 庆城, both certified; honey that is not."""
    other = cast.supplier(county=QINGCHENG, name="庆城果业")
    return {
        "millet": on_sale(supplier, name="有机小米", category=ProductCategory.GRAIN_OIL, tiers=((10, 3680),), stock=60),
        "apple": on_sale(other, name="苹果", tiers=((1, 5000),), stock=0),
        "honey": on_sale(supplier, name="蜂蜜", category=ProductCategory.OTHER, tiers=((2, 9900),), certified=None),
    }


@pytest.mark.usefixtures("shop")
def test_a_card_tells_price_left_and_certification(public):
    (card,) = public.get(f"{ADDRESS}?q=小米").json["items"]
    assert card["price"] == {"amount": "36.80", "currency": "CNY"}
    assert card["price_per"] == {"measure": "kg", "amount": "7.36", "currency": "CNY"}
    assert (card["min_quantity"], card["available"]) == (10, 50)
    assert (card["supplier_name"], card["county_code"], card["county_name"]) == ("环县绿源合作社", "621022", "环县")
    assert public.get(f"{ADDRESS}/{card['product_number']}").json["supplier"] == card["supplier"]
    assert card["certification"] == {
        "batch": card["certification"]["batch"],
        "from_on": "2020-01-01",
        "last_on": "2020-12-31",
    }
    (honey,) = public.get(f"{ADDRESS}?q=蜂蜜").json["items"]
    assert honey["certification"] is None


def test_a_card_shows_one_pack_at_the_price_of_its_smallest_order(public, on_sale, supplier, session):
    box = on_sale(supplier, name="黄花菜", tiers=((1, 5800), (100, 5500)), stock=40)
    on_sale(supplier, name="亚麻籽", tiers=((1, 5700),))
    bag = Sku(
        product_id=box.product_id, code=f"{box.code}-1KG", specification="1kg/袋", unit="袋", base_quantity=1000,
        base_unit=BaseUnit.GRAM,
    )  # fmt: skip
    session.add(bag)
    session.flush()
    listing_id = session.scalar(text("SELECT id FROM listing_version WHERE product_id = :id"), {"id": box.product_id})
    session.add(PriceTier(listing_version_id=listing_id, sku_id=bag.id, min_quantity=20, unit_price_fen=6000))
    session.add(Stock(sku_id=bag.id, on_hand=1000, reserved=0))
    entries.refresh([box.product_id])
    (card,) = public.get(f"{ADDRESS}?q=黄花菜").json["items"]
    assert (card["price"]["amount"], card["min_quantity"], card["sku"]) == ("58.00", 1, box.code)
    assert card["available"] == bucket_of(40)
    assert public.get(f"{ADDRESS}?q=黄花菜&price_to=56").json["items"] == []
    found = public.get(f"{ADDRESS}?sort=price").json["items"]
    assert [item["name"] for item in found] == ["亚麻籽", "黄花菜"]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("小米", ["有机小米"]),
        ("米", ["有机小米"]),
        ("xiaomi", ["有机小米"]),
        ("XiaoMi", ["有机小米"]),
        ("xm", ["有机小米"]),
        ("有机 小米", ["有机小米"]),
        ("ｘｉａｏｍｉ", ["有机小米"]),
        ("环县", ["蜂蜜", "有机小米"]),
        ("huanxian", ["蜂蜜", "有机小米"]),
        ("庆城", ["苹果"]),
        ("庆城果业", ["苹果"]),
        ("粮油", ["有机小米"]),
        ("小米 苹果", []),
        ("大米", []),
        ("':* | ''", []),
        ("\\", []),
        ("!!!", []),
    ],
)
def test_words_pinyin_initials_and_places_find_a_product(names, q, found):
    assert names(q=q) == found


def test_a_number_finds_its_product(shop, names):
    assert names(q=shop["millet"].code) == ["有机小米"]
    assert names(q=shop["millet"].code[:-1].lower())[-1:] == ["有机小米"]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["蜂蜜", "苹果", "有机小米"]),
        ("q=", ["蜂蜜", "苹果", "有机小米"]),
        ("category=fruit", ["苹果"]),
        ("region_code=621022", ["蜂蜜", "有机小米"]),
        ("region_code=621000", ["蜂蜜", "苹果", "有机小米"]),
        ("region_code=000000", ["蜂蜜", "苹果", "有机小米"]),
        ("region_code=110000", []),
        ("certified=true", ["苹果", "有机小米"]),
        ("certified=false", ["蜂蜜"]),
        ("in_stock=true", ["蜂蜜", "有机小米"]),
        ("in_stock=false", ["苹果"]),
        ("price_from=36.80&price_to=50", ["苹果", "有机小米"]),
        ("price_from=36.81&price_to=49.99", []),
        ("price_per_kg_to=10", ["苹果", "有机小米"]),
        ("price_per_kg_from=7.37&price_per_kg_to=10", ["苹果"]),
        ("sort=price", ["有机小米", "苹果", "蜂蜜"]),
        ("category=grain_oil&region_code=621022&certified=true&in_stock=true&q=xm&price_to=40", ["有机小米"]),
    ],
)
def test_the_catalogue_is_narrowed(names, query, found):
    assert names(query) == found


def test_goods_within_so_many_days(on_sale, supplier, session, names):
    soon, late = (on_sale(supplier, name=name) for name in ("快", "慢"))
    for made, days in ((soon, 3), (late, 10)):
        session.execute(
            text("UPDATE listing_version SET delivery_days = :days WHERE product_id = :id"),
            {"days": days, "id": made.product_id},
        )
    entries.refresh([soon.product_id, late.product_id])
    session.commit()
    assert names("delivery_days=3") == ["快"]
    assert names("delivery_days=2") == []


def test_goods_below_their_minimum_order_are_not_in_stock(on_sale, supplier, names):
    on_sale(supplier, name="少", tiers=((10, 100),), stock=9)
    assert names("in_stock=true") == []


def test_a_supplier_that_is_not_certified_today_sells_nothing(on_sale, cast, public, names, session, app, now):
    over = cast.supplier(certified=(date(2020, 1, 1), date(2020, 9, 15)))
    on_sale(over, name="过期")
    lasting = cast.supplier(certified=(date(2020, 1, 1), date(2020, 9, 16)))
    made = on_sale(lasting, name="到今天")
    assert names() == ["到今天"]
    app.config["CLOCK"] = lambda: now + timedelta(days=1)
    assert names() == []
    product = public.get(f"{ADDRESS}/{made.code}")
    assert (product.status_code, product.json["code"]) == (404, "product.not_found")


@pytest.fixture
def many(on_sale, cast, session):
    """Thirty products, many of one price and one moment, some not sold by weight."""
    suppliers = [cast.supplier(), cast.supplier(county=QINGCHENG)]
    made = [on_sale(suppliers[n % 2], name=f"山货{n}", tiers=((1, 100 + n % 4),)) for n in range(30)]
    session.execute(text("UPDATE sku SET base_unit = :piece WHERE id % 5 = 0"), {"piece": BaseUnit.PIECE.value})
    entries.refresh([sku.product_id for sku in made])
    session.commit()
    return {f"山货{n}" for n in range(30)}


@pytest.mark.parametrize("sort", ["newest", "price", "price_per_kg"])
@pytest.mark.parametrize("limit", [1, 7, 30])
def test_walking_all_pages_meets_every_product_once(many, public, sort, limit):
    met, after = [], None
    while True:
        query = {"sort": sort, "limit": limit} | ({"after": after} if after else {})
        page = public.get(ADDRESS, query_string=query).json
        met += [(item["price"]["amount"], item["name"]) for item in page["items"]]
        if (after := page["next"]) is None:
            break
    assert len(met) == len({name for _, name in met}) == 30
    assert {name for _, name in met} == many
    if sort == "price":
        assert [price for price, _ in met] == sorted(price for price, _ in met)


def test_what_is_not_sold_by_weight_comes_last(many, public):
    items = public.get(f"{ADDRESS}?sort=price_per_kg&limit=60").json["items"]
    measures = [item["price_per"]["measure"] for item in items]
    assert measures == sorted(measures)
    assert set(measures) == {"kg", "piece"}
    per_kg = [float(item["price_per"]["amount"]) for item in items if item["price_per"]["measure"] == "kg"]
    assert per_kg == sorted(per_kg)


def test_what_comes_new_while_one_walks_moves_nothing(many, public, on_sale, cast):
    first = public.get(f"{ADDRESS}?sort=price&limit=15").json
    on_sale(cast.supplier(), name="新来", tiers=((1, 1),))
    rest = public.get(f"{ADDRESS}?sort=price&limit=60&after={first['next']}").json
    assert {item["name"] for item in [*first["items"], *rest["items"]]} == many


@pytest.mark.usefixtures("many")
def test_a_page_takes_one_statement_for_any_number_of_products(public):
    def statements_for(limit):
        with counted() as statements:
            assert len(public.get(f"{ADDRESS}?limit={limit}").json["items"]) == limit
        return len(statements)

    assert statements_for(3) == statements_for(30) == 1


@pytest.mark.usefixtures("shop")
def test_a_page_may_be_kept_a_while_and_asked_for_again(public):
    answer = public.get(ADDRESS)
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert "Set-Cookie" not in answer.headers
    again = public.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=0", {"limit": "field.out_of_range"}),
        ("limit=201", {"limit": "field.out_of_range"}),
        ("limit=999999999999999999999", {"limit": "field.out_of_range"}),
        ("limit=x", {"limit": "field.not_integer"}),
        ("category=gold", {"category": "field.unknown_choice"}),
        ("region_code=62", {"region_code": "field.not_region_code"}),
        ("sort=name", {"sort": "field.unknown_choice"}),
        ("price_from=1e3", {"price_from": "field.not_yuan"}),
        ("price_to=99999999999999999999", {"price_to": "field.not_yuan"}),
        ("delivery_days=-1", {"delivery_days": "field.out_of_range"}),
        ("certified=perhaps", {"certified": "field.not_boolean"}),
        ("colour=red", {"colour": "field.unknown"}),
        ("q=%00", {"q": "field.control_characters"}),
        ("q=" + "x" * 101, {"q": "field.too_long"}),
    ],
)
def test_a_wrong_query_is_named_by_field(public, query, expected):
    assert codes(public.get(f"{ADDRESS}?{query}")) == expected


@pytest.mark.usefixtures("many")
def test_a_cursor_of_another_list_is_refused(public):
    cursor = public.get(f"{ADDRESS}?sort=price&limit=1").json["next"]
    for query in (
        f"after={cursor}",
        f"sort=price_per_kg&after={cursor}",
        "after=nonsense",
        "after=WyJuZXdlc3QiLCJ4IiwxXQ",
    ):
        answer = public.get(f"{ADDRESS}?{query}")
        assert (answer.status_code, answer.json["code"]) == (422, "field.cursor")


@pytest.mark.usefixtures("shop")
def test_full_width_amounts_and_digits_are_read(names):
    assert names(price_to="４０") == ["有机小米"]
    assert names(limit="１") == ["蜂蜜"]
