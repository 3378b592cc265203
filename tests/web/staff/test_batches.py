"""Product certification by batch: announced, many products ticked on one page, one withdrawn from a day on."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.catalogue.models import CertificationBatch, ListingVersion, Product, ProductCertification


@pytest.fixture
def batch(session, now) -> CertificationBatch:
    row = CertificationBatch(number="2020-09", announced_on=date(2020, 9, 1), created_at=now)
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def other(cast, stage):
    """Lamb of the same cooperative, never certified."""
    return cast.product(stage.supplier, name="环县羊肉", tiers=((1, 9900),), certified=None)


def certified(session, batch) -> list[ProductCertification]:
    session.expire_all()
    found = select(ProductCertification).where(ProductCertification.batch_id == batch.id)
    return list(session.scalars(found.order_by(ProductCertification.product_id)))


def test_a_batch_is_announced_once(desk, session, reviewer, batch):
    person = desk(reviewer)
    assert "2020-09" in person.open("/office/batches").text
    person.open("/office/batches/new")
    assert "2020-09" in person.send(number="2020-09", status=409).html
    page = person.send(number="2020-10", announced_on="2020-09-14")
    assert "批次已建立" in page.text
    assert "本批次中没有您区域内的产品" in page.text


def test_many_products_are_certified_on_one_page(desk, session, reviewer, batch, sku, other):
    person = desk(reviewer)
    address = f"/office/batches/{batch.id}/products"
    person.open(address)
    assert person.fields(address)[f"p{sku.product_id}.ceiling"] == "12.50"
    names = {each.product_id: session.get(Product, each.product_id).product_number for each in (sku, other)}
    ticks = {f"p{product_id}.product_number": "1" for product_id in names}
    sent = {"last_on": "2021-08-31", "benefit_terms": "每公斤 0.5 元", f"p{other.product_id}.certified_quantity": "400"}
    page = person.send(**ticks, **sent)
    assert "勾选的产品已认定。" in page.text
    first, second = certified(session, batch)
    assert (first.ceiling_fen, first.from_on, first.until_on) == (1250, date(2020, 9, 15), date(2021, 9, 1))
    assert (second.ceiling_fen, second.certified_quantity, second.benefit_terms) == (9900, 400, "每公斤 0.5 元")
    assert "没有可认定的产品" in person.open(address).text


def test_what_is_wrong_stands_at_its_field_and_nothing_is_certified(desk, session, reviewer, batch, sku):
    person = desk(reviewer)
    address = f"/office/batches/{batch.id}/products"
    person.open(address)
    assert "请至少勾选一项" in person.send(status=422).text
    tick = {f"p{sku.product_id}.product_number": "1"}
    page = person.send(**tick, **{f"p{sku.product_id}.ceiling": "12.345"}, status=422)
    assert f"p{sku.product_id}-ceiling-errors" in [tag.get("id") for tag in page.all("ul")]
    assert person.fields(address)[f"p{sku.product_id}.ceiling"] == "12.345"
    page = person.send(**tick, **{f"p{sku.product_id}.ceiling": "12"}, last_on="2020-09-01", status=422)
    assert "last_on-errors" in [tag.get("id") for tag in page.all("ul")]
    assert certified(session, batch) == []


def test_law_11_who_submitted_a_product_does_not_certify_it(desk, session, reviewer, batch, sku):
    session.query(ListingVersion).filter_by(product_id=sku.product_id).update({"submitted_by_id": reviewer.id})
    session.commit()
    person = desk(reviewer)
    person.open(f"/office/batches/{batch.id}/products")
    page = person.send(**{f"p{sku.product_id}.product_number": "1"}, status=403)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert certified(session, batch) == []


def test_a_certification_is_withdrawn_from_a_day_on(desk, session, reviewer, sku):
    known = session.scalars(select(ProductCertification).where(ProductCertification.product_id == sku.product_id)).one()
    person = desk(reviewer)
    page = person.open(f"/office/batches/{known.batch_id}")
    (way,) = [link["href"] for link in page.all("a") if "/withdrawal" in (link["href"] or "")]
    person.open(way)
    page = person.send(from_on="2020-09-01", reason="抽检不合格", status=422)
    assert "抽检不合格" in page.html
    assert "产品认定已取消。" in person.send(from_on="2020-10-01", reason="抽检不合格").text
    session.expire_all()
    assert session.get(ProductCertification, known.id).until_on == date(2020, 10, 1)


def test_outsiders_find_no_product(desk, cast, stage, session, batch, sku, agriculture):
    outsider = desk(cast.outsider())
    assert "环县" not in outsider.open(f"/office/batches/{batch.id}/products").text
    known = session.scalars(select(ProductCertification).where(ProductCertification.product_id == sku.product_id)).one()
    assert "环县" not in outsider.open(f"/office/batches/{known.batch_id}").text
    outsider.open(f"/office/certifications/{known.id}/withdrawal", 404)
    outsider.open("/office/batches/999999", 404)
    for user in (stage.purchaser, stage.seller, agriculture):
        desk(user).open("/office/batches", 403)
    outsider.open("/office/batches/new")
    token = {"csrf_token": outsider.fields("/office/batches/new")["csrf_token"], "from_on": "2020-09-15"}
    outsider.post(f"/office/batches/{batch.id}/products", token | {f"p{sku.product_id}.product_number": "1"}, 422)
    assert certified(session, batch) == []


def test_the_list_of_products_is_narrowed_and_constant(desk, cast, stage, reviewer, batch, sku, other, statements):
    person = desk(reviewer)
    page = person.open(f"/office/batches/{batch.id}/products?q=羊肉")
    assert "环县羊肉" in page.text
    assert f"p{sku.product_id}.ceiling" not in page.html
    assert f"p{sku.product_id}.ceiling" not in person.open(f"/office/batches/{batch.id}/products?region=621024").html

    def count():
        statements.clear()
        person.open(f"/office/batches/{batch.id}/products")
        return len(statements)

    count()
    few = count()
    for _ in range(5):
        cast.product(stage.supplier)
    assert count() == few
    assert few <= 10
