"""Trace pages: from the code on a product to its lots, from a lot to where it comes from; a sale by its number."""

import re
from datetime import date

import pytest

from marketplace.catalogue.models import ListingVersion, Lot, Product
from marketplace.catalogue.rules import ListingState
from marketplace.catalogue.service.entries import refresh
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel
from marketplace.suppliers.models import Supplier

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def sku(cast, session):
    """Apples on sale of a certified supplier."""
    sku = cast.product(cast.supplier(name="环县果业公司"), tiers=((1, 1250),), stock=50, name="环县苹果")
    refresh([sku.product_id])
    session.commit()
    return sku


@pytest.fixture
def product(session, sku):
    return session.get(Product, sku.product_id)


@pytest.fixture
def lot(session, now, product):
    """A lot of the apples."""
    row = Lot(product_id=product.id, lot_number="L-2020-9", quantity=100, produced_on=date(2020, 9, 1), created_at=now)
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def supplier(session, product):
    return session.get(Supplier, product.supplier_id)


def test_a_product_leads_to_its_trace_page_by_a_code(read, browser, product):
    page = read(f"/catalogue/{product.product_number}")
    assert f"/trace/products/{product.product_number}" in [link["href"] for link in page.all("a")]
    (code,) = [image for image in page.all("img") if image.get("class") == "qr"]
    assert code["alt"] == "溯源二维码"
    answer = browser().get(code["src"])
    assert answer.mimetype == "image/svg+xml"
    assert "<script" not in answer.get_data(as_text=True)
    assert "style=" not in answer.get_data(as_text=True)


def test_the_code_leads_to_the_public_address_whoever_asks(browser, product):
    address = f"/trace/codes/{product.product_number}.svg"
    usual = browser().get(address).get_data()
    assert browser().get(address, headers={"Host": "evil.example"}).get_data() == usual


def test_a_trace_page_tells_where_a_product_comes_from(read, product, lot):
    page = read(f"/trace/products/{product.product_number}")
    for told in ("环县苹果", "环县果业公司", "L-2020-9", "2020-09-01"):
        assert told in page.text
    assert f"/trace/lots/{lot.id}" in [link["href"] for link in page.all("a")]


def test_a_trace_page_tells_where_a_lot_comes_from(read, product, lot, cast, supplier, households):
    cast.roster(supplier, households(7))
    page = read(f"/trace/lots/{lot.id}")
    for told in ("L-2020-9", "环县苹果", "环县果业公司", "2020-09-01", "联结农户"):
        assert told in page.text
    assert re.search(r"联结农户\n7\n", page.text)


def test_law_14_fewer_than_five_households_are_not_told(read, product, lot, cast, supplier, households):
    cast.roster(supplier, households(4))
    for address in (f"/trace/lots/{lot.id}", f"/trace/products/{product.product_number}"):
        assert "少于 5 户，不公开" in read(address).text


def test_a_sale_is_told_as_the_published_lists_tell_it(read, session, sell, supplier, cast, households):
    cast.roster(supplier, households(3))
    number = sell(supplier, 1_234_500, channel=Channel.SCHOOL_PURCHASE, buyer_name="张三小学", sold_on=date(2020, 5, 4))
    sale_id = session.query(Sale).filter_by(source_number=number).one().id
    page = read(f"/trace/sales/{sale_id}")
    for told in ("2020-05-04", "学校采购", "12,345.00 元", "销售"):
        assert told in page.text
    assert f"/trace/sales/{sale_id}" in [link["href"] for link in read("/statistics/sales?year=2020").all("a")]
    for hidden in ("张三", "环县果业公司", "少于 5 户，不公开", number):
        assert hidden not in page.text


def test_what_was_never_shown_is_not_traced(read, cast, session, now):
    sku = cast.product(cast.supplier(), name="未上架的苹果")
    version = session.query(ListingVersion).filter_by(product_id=sku.product_id).one()
    version.state, version.reviewed_at = ListingState.IN_REVIEW, None
    lot = Lot(product_id=sku.product_id, lot_number="L-1", quantity=1, created_at=now)
    session.add(lot)
    session.commit()
    number = session.get(Product, sku.product_id).product_number
    for address in (f"lots/{lot.id}", "lots/999999", "sales/999999", f"products/{number}", f"codes/{number}.svg"):
        page = read(f"/trace/{address}")
        assert page.status == 404
        assert "未上架的苹果" not in page.html
    assert read(f"/trace/lots/{2**63}").status == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_page_is_in_one_language(read, product, lot, session, sell, supplier, language):
    sell(supplier, 1_000)
    sale_id = session.query(Sale).one().id
    for address in (f"/trace/products/{product.product_number}", f"/trace/lots/{lot.id}", f"/trace/sales/{sale_id}"):
        body = read(address, language=language).html.split("<main")[1].split("</main>")[0]
        words = re.sub(r"<[^>]*>", "", re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", body, flags=re.DOTALL))
        assert bool(HAN.search(words)) is (language == "zh"), (address, HAN.findall(words)[:20])


def test_the_number_of_statements_does_not_grow(read, product, lot, session, now, statements):
    address = f"/trace/products/{product.product_number}"
    statements.clear()
    read(address)
    few = len(statements)
    session.add_all(Lot(product_id=product.id, lot_number=f"L-{n}", quantity=1, created_at=now) for n in range(9))
    session.commit()
    statements.clear()
    read(address)
    assert len(statements) == few <= 4
