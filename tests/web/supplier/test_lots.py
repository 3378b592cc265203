"""Lots in the supplier centre: added with their certificate, listed, fetched."""

import pytest
from sqlalchemy import select

from marketplace.catalogue.models import Lot
from tests.factories import documents

NEW = "/supplier/lots/new"


@pytest.fixture
def seller(desk, stage):
    """The supplier's person in a browser."""
    return desk(stage.seller)


def test_a_lot_is_added_with_its_certificate_which_its_supplier_fetches(seller, sku, scan):
    seller.open(f"{NEW}?product={sku.code}")
    page = seller.send(
        lot_number="20200901",
        quantity="100",
        produced_on="2020-09-01",
        expires_on="2021-03-01",
        certificate_file_id=scan(),
    )
    assert "批次已登记。" in page.text
    assert seller.address == "/supplier/lots"
    (row,) = [row for row in page.cells() if row[0] == "20200901"]
    assert row[1:5] == ["环县苹果", "100", "2020-09-01", "2021-03-01"]
    (file,) = [link["href"] for link in page.all("a") if link["href"].startswith("/files/")]
    with seller.client.get(file) as answer:
        assert answer.get_data() == documents.pdf("证照.pdf")


def test_what_is_wrong_stands_at_its_field_and_the_file_stays(seller, sku, scan, session):
    seller.open(NEW)
    page = seller.send(lot_number="", quantity="0", produced_on="gestern", status=422)
    assert page.html.count("-errors") >= 3
    assert seller.fields(NEW)["produced_on"] == "gestern"
    sent = {"lot_number": "L1", "quantity": "5", "produced_on": "2020-12-01", "certificate_file_id": scan("质检.pdf")}
    page = seller.send(status=422, **sent)
    assert "生产日期不能晚于今天" in page.text
    assert "质检.pdf" in page.text
    seller.send(produced_on="2020-09-01")
    assert session.scalar(select(Lot).where(Lot.lot_number == "L1")).certificate_file_id


def test_a_known_lot_is_refused_in_words(seller, sku):
    for status in (200, 409):
        seller.open(f"{NEW}?product={sku.code}")
        page = seller.send(lot_number="L1", quantity="5", status=status)
    assert "该产品已有批号 L1" in page.text


def test_a_list_is_narrowed_to_a_product(seller, cast, stage, sku):
    other = cast.product(stage.supplier, name="环县羊肉")
    for each in (sku, other):
        seller.open(f"{NEW}?product={each.code}")
        seller.send(lot_number=f"L-{each.code}", quantity="5")
    assert f"L-{other.code}" in seller.open("/supplier/lots").text
    assert f"L-{other.code}" not in seller.open(f"/supplier/lots?product={sku.code}").text


def test_without_products_one_is_told_to_add_them(desk, stage):
    page = desk(stage.seller).open(NEW)
    assert "新增第一个产品" in page.text


def test_an_outsider_adds_and_sees_nothing(desk, cast, seller, sku):
    seller.open(f"{NEW}?product={sku.code}")
    seller.send(lot_number="L1", quantity="5")
    outsider = desk(cast.outsider())
    assert "环县苹果" not in outsider.open(f"/supplier/lots?product={sku.code}").html
    token = outsider.fields("/account/logout")["csrf_token"]
    sent = {"csrf_token": token, "product_number": sku.code, "lot_number": "L2", "quantity": "5"}
    assert "环县苹果" not in outsider.post(NEW, sent, status=404).html


def test_a_list_takes_the_same_statements_however_long(seller, cast, stage, sku, statements):
    counts = []
    for i in range(4):
        seller.open(f"{NEW}?product={sku.code}")
        seller.send(lot_number=f"L{i}", quantity="5")
        statements.clear()
        seller.open("/supplier/lots")
        counts.append(len(statements))
    assert len(set(counts[1:])) == 1
