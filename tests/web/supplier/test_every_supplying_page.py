"""What holds of every page of orders, money, households and rosters: one language, one heading, own fields."""

from datetime import date

import pytest

from marketplace.catalogue.models import Lot
from marketplace.households.models import Household
from marketplace.households.rules import LinkageState
from tests.factories.cast import LONG_AGO
from tests.web.manners import keeps_manners
from tests.web.supplier.ties import tie


@pytest.fixture(params=["zh", "en"])
def pages(desk, stage, sku, cast, households, request):
    """Every page, in a language, by its address."""
    stage.session.add(
        Lot(product_id=sku.product_id, lot_number="批-1", expires_on=date(2021, 1, 1), created_at=LONG_AGO)
    )
    placed, prepaid = stage.placed((sku, 1)), stage.confirmed((sku, 1), is_prepaid=True)
    partly = stage.confirmed((sku, 5))
    stage.ship(partly, (1, 2), carrier="陇通物流")
    stage.receive(partly, 1, (1, 1, 1))
    paid = stage.confirmed((sku, 2))
    stage.ship(paid, (1, 2))
    stage.receive(paid, 1, (1, 2, 0))
    stage.pay(paid, on=date(2020, 9, 14))
    verified, back = tie(stage), tie(stage, state=LinkageState.SENT_BACK)
    number = stage.session.get(Household, verified.household_id).household_number
    cast.roster(stage.supplier, households(2))
    later = cast.roster(stage.supplier, households(3), product_id=sku.product_id, share_bp=1050)
    browser = desk(stage.seller, request.param)
    token = "/supplier/household-payments/new"
    browser.open(f"{token}?household_number={number}&mechanism=dividend")
    browser.send(token, amount="12", paid_on="2020-09-01", voucher_number="PZ-1")
    read = {
        address: browser.open(address)
        for address in (
            "/supplier/orders",
            f"/supplier/orders/{placed}",
            f"/supplier/orders/{placed}/declining",
            f"/supplier/orders/{prepaid}",
            f"/supplier/orders/{partly}",
            f"/supplier/orders/{partly}/closing",
            f"/supplier/orders/{placed}/shipments/new",
            f"/supplier/orders/{partly}/shipments/1",
            f"/supplier/orders/{paid}",
            "/supplier/payments",
            "/supplier/household-payments",
            token,
            "/supplier/linkages",
            "/supplier/linkages?state=ended",
            "/supplier/linkages/new",
            f"/supplier/linkages/{back.id}/mending",
            f"/supplier/linkages/{verified.id}/ending",
            "/supplier/rosters",
            f"/supplier/rosters/{later.id}",
            f"/supplier/rosters/{later.id}?show=members",
        )
    }
    browser.open(token)
    read["refused"] = browser.send(token, amount="x", status=422)
    return request.param, read


def test_every_page_keeps_its_manners(pages):
    language, read = pages
    for address, page in read.items():
        keeps_manners(page, address, language)


def test_navigation_leads_to_what_a_supplier_does(pages):
    _, read = pages
    links = {link["href"] for link in read["/supplier/orders"].all("a")}
    assert {
        f"/supplier/{each}" for each in ("orders", "payments", "household-payments", "linkages", "rosters")
    } <= links
