"""What waits for a supplier: orders, listings, stock, and what ends soon; and nothing of what does not."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import MemberRole
from marketplace.suppliers.models import Qualification


@pytest.fixture
def seller(desk, stage):
    """The supplier's person in a browser."""
    return desk(stage.seller)


def test_where_nothing_waits_it_says_so(seller, sku):
    page = seller.open("/supplier/")
    assert "目前没有待办事项。" in page.text
    assert "已认定" in page.text
    assert "2020-01-01 – 2020-12-31" in page.text


def test_orders_to_confirm_and_to_ship_lead_to_their_pages(seller, stage, sku):
    placed, confirmed = stage.placed((sku, 2)), stage.confirmed((sku, 3))
    shipped = stage.confirmed((sku, 1))
    stage.ship(shipped, (1, 1))
    page = seller.open("/supplier/")
    links = {link["href"] for link in page.all("a")}
    assert {f"/supplier/orders/{placed}", f"/supplier/orders/{confirmed}"} <= links
    assert f"/supplier/orders/{shipped}" not in links
    assert "请确认或谢绝。" in page.text


def test_a_certification_of_a_product_that_ends_soon_is_told_with_its_days(seller, cast, stage):
    certified = (date(2020, 1, 1), date(2020, 9, 21))
    cast.product(stage.supplier, name="环县羊肉", certified=certified)
    cast.product(stage.supplier, name="环县小米", certified=(date(2020, 1, 1), date(2020, 9, 15)))
    page = seller.open("/supplier/")
    assert "还有 5 天" in page.text
    assert "环县羊肉" in page.text
    assert "环县小米" not in page.text


def test_a_certification_of_the_supplier_that_ends_soon_leads_to_its_renewal(seller, stage, session):
    held = session.query(Qualification).filter_by(supplier_id=stage.supplier.id).one()
    held.until_on = date(2020, 10, 16)
    session.commit()
    page = seller.open("/supplier/")
    assert "还有 30 天" in page.text
    assert "申请续期" in page.text


def test_what_is_bought_is_nothing_to_supply(desk, cast, stage, sku, session):
    other = cast.supplier(name="镇原合作社")
    both = cast.member(session.get(Organisation, other.organisation_id), MemberRole.SUPPLIER_STAFF)
    order_id = stage.placed((sku, 2))
    page = desk(both).open("/supplier/")
    assert f"/supplier/orders/{order_id}" not in page.html
    assert "环县第一中学" not in page.html


def test_it_takes_the_same_statements_however_much_waits(seller, cast, stage, sku, statements):
    counts = []
    for _ in range(3):
        cast.product(stage.supplier, stock=1, certified=(date(2020, 1, 1), date(2020, 9, 21)))
        stage.placed((sku, 1))
        statements.clear()
        seller.open("/supplier/")
        counts.append(len(statements))
    assert len(set(counts)) == 1


def test_a_buyer_is_refused(desk, stage):
    desk(stage.purchaser).open("/supplier/", status=403)
