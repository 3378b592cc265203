from marketplace.catalogue.models import ListingVersion
from marketplace.catalogue.queries.offers import get_offers
from marketplace.catalogue.rules import ListingState
from tests.catalogue.statements import counted


def test_an_offer_carries_the_listed_version_and_its_tiers_ascending(cast):
    supplier = cast.supplier()
    sku = cast.product(supplier, tiers=((10, 900), (2, 1000)))
    [offer] = get_offers([sku.code])
    assert (offer.sku_id, offer.product_id, offer.supplier_id) == (sku.id, sku.product_id, supplier.id)
    assert [(step.min_quantity, step.unit_price_fen) for step in offer.tiers] == [(2, 1000), (10, 900)]
    assert offer.min_quantity == 2
    assert [offer.find_unit_price_fen(n) for n in (1, 2, 9, 10, 500)] == [None, 1000, 1000, 900, 900]


def test_what_is_not_on_sale_has_no_offer(cast, session):
    sku = cast.product(cast.supplier())
    session.query(ListingVersion).update({"state": ListingState.WITHDRAWN})
    assert get_offers([sku.code, "no-such"]) == []


def test_offers_of_many_skus_take_one_statement(cast):
    supplier = cast.supplier()
    codes = [cast.product(supplier).code for _ in range(20)]
    with counted() as statements:
        assert [offer.sku_code for offer in get_offers(codes)] == codes
    assert len(statements) == 1
