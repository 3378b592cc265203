"""Products brought by a file."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import MemberRole
from marketplace.catalogue.models import (
    CatalogueEntry,
    CertificationBatch,
    ListingPhoto,
    ListingVersion,
    PriceTier,
    Product,
    ProductCertification,
    Sku,
    Stock,
    StockMovement,
)
from marketplace.catalogue.rules import ListingState
from marketplace.catalogue.service import certifications, stock
from marketplace.imports.errors import BatchChangedKnown, BatchDependedOn
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import system
from marketplace.kernel.days import day_of
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.workflows.imports import batches
from tests.catalogue.statements import counted

HEADER = [
    "产品编号", "统一社会信用代码", "产品名称", "类别", "规格", "单位", "折合数量", "折合单位", "单价(元)", "起订量",
    "库存", "认定批次", "认定起始", "认定截止", "认定年供应量",
]  # fmt: skip


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县绿源合作社")


@pytest.fixture
def row(session, supplier):
    uscc = session.get(Organisation, supplier.organisation_id).uscc

    def make(n=1, **changes):
        cells = {
            "number": f"QY{n:05d}",
            "uscc": uscc,
            "name": f"有机小米{n}号",
            "category": "粮油",
            "specification": "2.5kg/袋",
            "unit": "袋",
            "base_quantity": 2500,
            "base_unit": "g",
            "price": "36.80",
            "min_quantity": 10,
            "stock": 500,
            "batch": "第一批",
            "certified_from": "2020-01-01",
            "certified_until": "2022-12-31",
            "certified_quantity": 20000,
        }
        return list((cells | changes).values())

    return make


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def test_a_row_is_on_sale_in_stock_and_certified(bring, session, row):
    batch = bring("products", [HEADER, row()]).batch
    assert (batch.state, batch.rows_written) == (BatchState.COMMITTED, 1)
    product = session.scalars(select(Product)).one()
    sku = session.scalars(select(Sku)).one()
    assert (product.product_number, sku.code, sku.product_id, sku.base_quantity) == (
        "QY00001", "QY00001", product.id, 2500,
    )  # fmt: skip
    version = session.scalars(select(ListingVersion)).one()
    assert (version.state, version.number, version.name, version.origin_code) == (
        ListingState.LISTED, 1, "有机小米1号", "621022",
    )  # fmt: skip
    tier = session.scalars(select(PriceTier)).one()
    assert (tier.min_quantity, tier.unit_price_fen) == (10, 3680)
    balance, movement = session.scalars(select(Stock)).one(), session.scalars(select(StockMovement)).one()
    assert (balance.on_hand, movement.kind.value, movement.on_hand_change) == (500, "received", 500)
    certified = session.scalars(select(ProductCertification)).one()
    assert (certified.from_on, certified.until_on, certified.certified_quantity) == (
        date(2020, 1, 1), date(2023, 1, 1), 20000,
    )  # fmt: skip
    entry = session.scalars(select(CatalogueEntry)).one()
    assert (entry.price_fen, entry.price_per_kg_fen, entry.card["supplier_name"]) == (3680, 1472, "环县绿源合作社")


def test_a_batch_is_announced_on_the_first_day_it_certifies(bring, session, row):
    bring("products", [HEADER, row(1, certified_from="2020-03-01"), row(2, certified_from="2020-02-01")])
    assert session.scalars(select(CertificationBatch)).one().announced_on == date(2020, 2, 1)


def test_law_3_the_same_file_twice_changes_nothing(bring, session, row):
    rows = [HEADER, *(row(n) for n in range(1, 30))]
    bring("products", rows)
    again = bring("products", rows).batch
    assert (again.rows_written, again.rows_unchanged) == (0, 29)
    for model in (Product, ListingVersion, PriceTier, StockMovement, ProductCertification, CatalogueEntry):
        assert count(session, model) == 29


def test_only_number_price_and_pack_are_needed(bring, session, row):
    bare = row(min_quantity=None, stock=None, batch=None, certified_from=None, certified_until=None)
    bare[-1] = None
    assert bring("products", [HEADER, bare]).batch.rows_written == 1
    assert session.scalars(select(PriceTier)).one().min_quantity == 1
    assert session.scalars(select(Stock)).one().on_hand == 0
    assert count(session, StockMovement) == count(session, ProductCertification) == 0


def test_a_new_price_is_the_next_version_and_stock_is_told_once(bring, session, row):
    bring("products", [HEADER, row()])
    changed = bring("products", [HEADER, row(price="40.00", stock=900)]).batch
    assert changed.rows_written == 1
    versions = session.scalars(select(ListingVersion).order_by(ListingVersion.number))
    assert [(version.number, version.state.value) for version in versions] == [(1, "superseded"), (2, "listed")]
    assert session.scalars(select(Stock)).one().on_hand == 500
    session.expire_all()
    assert session.scalars(select(CatalogueEntry)).one().price_fen == 4000


def test_law_6_another_period_told_later_restates_the_sales_of_those_days(bring, session, row, supplier, now):
    bring("products", [HEADER, row()])
    product = session.scalars(select(Product)).one()
    told = {"supplier_id": supplier.id, "product_id": product.id, "channel": Channel.OUTLET, "source": "ledger"}
    days = (date(2020, 1, 31), date(2020, 2, 1))
    sold = [NewSale(**told, source_number=f"{day}", sold_on=day, amount_fen=1000) for day in days]
    recording.record(sold, actor=system(), now=now)

    def certified() -> list[date]:
        live = "NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = sale.id)"
        found = select(Sale.sold_on).where(Sale.product_certification_id.is_not(None), Sale.kind == "sale", text(live))
        return list(session.scalars(found.order_by(Sale.sold_on)))

    assert certified() == list(days)
    bring("products", [HEADER, row(certified_from="2020-02-01")])
    assert certified() == [days[1]]
    bring("products", [HEADER, row(certified_from="2020-01-31")])
    assert certified() == list(days)


@pytest.fixture
def photographed(bring, session, row, supplier, cast):
    """The batch of a product whose version has a photograph."""
    batch = bring("products", [HEADER, row()]).batch
    photo = cast.file(supplier.organisation_id, sha256="ab" * 32, media_type="image/jpeg", width=40, height=30)
    version = session.scalars(select(ListingVersion)).one()
    session.add(ListingPhoto(listing_version_id=version.id, position=1, stored_file_id=photo.id))
    session.commit()
    return batch


def test_the_next_version_of_a_file_keeps_the_photographs(bring, session, row, photographed):
    bring("products", [HEADER, row(price="40.00")])
    assert count(session, ListingPhoto) == 2
    session.expire_all()
    card = session.scalars(select(CatalogueEntry)).one().card
    assert card["photo"] == {"sha256": "ab" * 32, "width": 40, "height": 30}


def test_a_batch_that_is_taken_back_takes_the_photographs_of_its_products(session, photographed, now):
    batches.undo(photographed.id, actor=system(), now=now)
    assert count(session, ListingPhoto) == count(session, Product) == 0


def test_a_certification_in_another_batch_stands_beside_the_first(bring, session, row):
    bring("products", [HEADER, row()])
    bring("products", [HEADER, row(batch="第二批", certified_from="2023-01-01", certified_until=None)])
    bring("products", [HEADER, row(certified_quantity=30000)])
    found = session.execute(
        select(CertificationBatch.number, ProductCertification.certified_quantity)
        .join(CertificationBatch, CertificationBatch.id == ProductCertification.batch_id)
        .order_by(CertificationBatch.id)
    )
    assert [tuple(each) for each in found] == [("第一批", 30000), ("第二批", 20000)]


def test_every_error_names_its_column(bring, session, cast, row):
    other = session.get(Organisation, cast.supplier().organisation_id).uscc
    bring("products", [HEADER, row(1)])
    rows = [
        row(1, uscc=other),
        row(2, price="0"),
        row(3, batch=None),
        row(4, certified_until="2019-12-31"),
        row(5, uscc="91621022MA9999999"),
        row(6, base_quantity=0),
        row(7),
        row(7),
        row(8, stock=-1),
    ]
    assert bring("products", [HEADER, *rows]).codes() == [
        (6, "uscc", "uscc.wrong"),
        (7, "base_quantity", "cell.not_number"),
        (10, "stock", "cell.not_number"),
        (9, "product_number", "row.repeated"),
        (2, "product_number", "product.number_taken"),
        (3, "price", "product.price_not_positive"),
        (4, "batch", "certification.incomplete"),
        (5, "certified_until", "row.period_empty"),
    ]
    assert bring("products", [HEADER, row(1, base_quantity=5000)]).codes() == [(2, "specification", "sku.pack_changed")]


def test_full_width_numbers_are_the_same_product(bring, session, row):
    bring("products", [HEADER, row(1)])
    again = row(1)
    again[0] = "ＱＹ００００１"
    assert bring("products", [HEADER, again]).batch.rows_unchanged == 1


def test_what_a_supplier_brings_waits_for_review_and_is_not_certified(bring, session, cast, supplier, row):
    organisation = session.get(Organisation, supplier.organisation_id)
    actor = cast.actor(cast.member(organisation, MemberRole.SUPPLIER_STAFF))
    brought = bring("products", [HEADER, row()], actor=actor, organisation_id=organisation.id)
    assert brought.batch.rows_written == 1
    assert brought.codes() == [(2, "batch", "certification.left_to_staff")]
    version = session.scalars(select(ListingVersion)).one()
    assert (version.state, version.submitted_by_id) == (ListingState.IN_REVIEW, actor.user_id)
    assert count(session, ProductCertification) == count(session, CatalogueEntry) == 0
    again = bring("products", [HEADER, row()], actor=actor, organisation_id=organisation.id).batch
    assert (again.rows_written, again.rows_unchanged) == (0, 1)


def test_law_12_a_supplier_brings_no_product_of_another(bring, session, cast, row):
    other = session.get(Organisation, cast.supplier().organisation_id)
    actor = cast.actor(cast.member(other, MemberRole.SUPPLIER_STAFF))
    codes = bring("products", [HEADER, row()], actor=actor, organisation_id=other.id).codes()
    assert (2, "uscc", "row.outside_scope") in codes


def test_a_batch_is_undone_while_nothing_depends_on_it(bring, session, now, row):
    first = bring("products", [HEADER, row(1)]).batch
    second = bring("products", [HEADER, row(2), row(3)]).batch
    batches.undo(second.id, actor=system(), now=now)
    for model in (Product, Sku, ListingVersion, PriceTier, Stock, StockMovement, ProductCertification, CatalogueEntry):
        assert count(session, model) == 1

    sku = session.scalars(select(Sku)).one()
    stock.reserve(holder="order:1", quantities={sku.id: 1}, expires_at=None, actor=system(), now=now)
    with pytest.raises(BatchDependedOn) as refusal:
        batches.undo(first.id, actor=system(), now=now)
    assert refusal.value.facts["by"] in {"reservation", "stock_movement"}
    assert count(session, Stock) == 1


def test_a_batch_that_changed_a_known_product_is_not_undone(bring, now, row):
    bring("products", [HEADER, row(1)])
    batch = bring("products", [HEADER, row(1, price="1.00"), row(2)]).batch
    with pytest.raises(BatchChangedKnown):
        batches.undo(batch.id, actor=system(), now=now)


def test_609_products_are_brought_in_a_constant_number_of_statements(bring, session, row):
    def statements_for(first, many):
        with counted() as statements:
            bring("products", [HEADER, *(row(n) for n in range(first, first + many))])
        return len(statements)

    statements_for(900, 1)
    few = statements_for(1, 20)
    many = statements_for(100, 609)
    assert few == many
    assert session.scalar(text("SELECT count(*) FROM catalogue_entry WHERE words @@ '''小米'':*'::tsquery")) == 630


def test_what_was_sold_keeps_its_category(bring, session, row, supplier, now):
    bring("products", [HEADER, row(1), row(2)])
    sold = session.scalars(select(Product).where(Product.product_number == "QY00001")).one()
    facts = {"sold_on": date(2020, 5, 1), "channel": Channel.OUTLET, "supplier_id": supplier.id, "amount_fen": 100}
    told = NewSale(**facts, source="ledger", source_number="A", product_id=sold.id)
    recording.record([told], actor=system(), now=now)
    brought = bring("products", [HEADER, row(1, category="水果"), row(2, category="水果")], skips_bad_rows=True)
    assert brought.codes() == [(2, "category", "product.category_of_sold")]
    session.expire_all()
    assert {each.product_number: each.category.value for each in session.scalars(select(Product))} == {
        "QY00001": "grain_oil",
        "QY00002": "fruit",
    }


def test_a_withdrawn_certification_is_not_prolonged_by_a_file(bring, session, row, now):
    today = day_of(now)
    bring("products", [HEADER, row(1, certified_until=None), row(2, certified_until=None)])
    first, other = session.scalars(select(ProductCertification).order_by(ProductCertification.id))
    certifications.withdraw(certification_id=first.id, from_on=today, reason="质量不合格", actor=system(), now=now)
    other.until_on = today  # ended as it was told, withdrawn by nobody
    session.commit()

    def ends() -> list[date]:
        session.expire_all()
        return list(session.scalars(select(ProductCertification.until_on).order_by(ProductCertification.id)))

    for until in (None, today.isoformat()):
        refused = bring("products", [HEADER, row(1, certified_until=until), row(2)])
        assert refused.codes() == [(2, "certified_until", "certification.withdrawn")]
        assert today.isoformat() in refused.batch.problems[0]["zh"]
        assert ends() == [today, today]
    rows = [row(1, certified_until="2020-06-30"), row(2, certified_until=None)]
    assert bring("products", [HEADER, *rows]).codes() == []
    assert ends() == [date(2020, 7, 1), None]
