"""Products in the supplier centre: made, edited, reviewed, sent back, mended, taken off sale and put back on."""

import pytest
from sqlalchemy import func, select

from marketplace.accounts.rules import Duty
from marketplace.catalogue.models import ListingVersion, PriceTier, Product, ProductCertification, Sku
from marketplace.catalogue.service import listings
from marketplace.transaction import transaction

NEW = "/supplier/products/new"
PACK = {
    "category": "grain_oil",
    "name": "环县小米",
    "description": "色泽金黄",
    "delivery_days": "3",
    "skus.0.specification": "2.5kg/袋",
    "skus.0.unit": "袋",
    "skus.0.base_quantity": "2500",
    "skus.0.tiers.0.min_quantity": "1",
    "skus.0.tiers.0.unit_price": "32.50",
    "skus.0.tiers.1.min_quantity": "20",
    "skus.0.tiers.1.unit_price": "30",
}


@pytest.fixture
def seller(desk, stage):
    """The supplier's person in a browser."""
    return desk(stage.seller)


@pytest.fixture
def made(seller):
    """The same on the page of a product that waits for its first review."""
    seller.open(NEW)
    seller.send(**PACK)
    return seller


@pytest.fixture
def review(cast, session, now):
    """Lists a product's version in review, or sends it back."""

    def decide(product_number: str, *, reason: str | None = None) -> None:
        version_id = session.scalar(
            select(ListingVersion.id)
            .join(Product, Product.id == ListingVersion.product_id)
            .where(Product.product_number == product_number, ListingVersion.state == "in_review")
        )
        reviewer = cast.actor(cast.officer(Duty.REVIEWER))
        with transaction():
            if reason is None:
                listings.accept(version_id=version_id, actor=reviewer, now=now)
            else:
                listings.send_back(version_id=version_id, reason=reason, actor=reviewer, now=now)

    return decide


def number_of(browser) -> str:
    return browser.address.rsplit("/", 1)[1]


def test_a_product_is_made_and_waits_for_review(made, session):
    assert "已提交审核。" in made.page.text
    assert "审核中" in made.page.text
    assert "13.00 元 / 公斤" in made.page.text
    assert "12.00 元 / 公斤" in made.page.text
    sku = session.scalar(select(Sku).where(Sku.code == number_of(made)))
    assert (sku.specification, sku.base_quantity, sku.base_unit) == ("2.5kg/袋", 2500, "g")
    tiers = session.execute(select(PriceTier.min_quantity, PriceTier.unit_price_fen).where(PriceTier.sku_id == sku.id))
    assert sorted(tuple(tier) for tier in tiers) == [(1, 3250), (20, 3000)]


def test_more_rows_are_asked_for_without_a_script_and_what_was_typed_stays(seller, session):
    seller.open(NEW)
    page = seller.send(**PACK | {"more": "1", "name": ""})
    assert "必填" not in page.text
    told = seller.fields(NEW)
    assert told["skus.0.unit"] == "袋"
    assert told["skus.0.tiers.1.unit_price"] == "30"
    assert "skus.0.tiers.3.unit_price" in told
    assert "skus.1.specification" in told
    second = {"skus.1.specification": "500g/袋", "skus.1.unit": "袋", "skus.1.base_quantity": "500"}
    prices = {"skus.1.tiers.2.min_quantity": "1", "skus.1.tiers.2.unit_price": "8"}
    seller.send(**PACK | second | prices)
    assert session.scalar(select(func.count()).select_from(Sku).where(Sku.unit == "袋")) == 2


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(seller, session):
    seller.open(NEW)
    seller.send(**PACK | {"more": "1"})
    wrong = {
        "name": " ",
        "skus.0.tiers.0.unit_price": "三十",
        "skus.1.specification": "500g/袋",
        "skus.1.tiers.0.min_quantity": "0",
        "delivery_days": "999",
    }
    page = seller.send(status=422, **PACK | wrong)
    ids = {tag["id"].removesuffix("-errors") for tag in page.all("ul") if (tag.get("id") or "").endswith("-errors")}
    assert ids == {
        "name",
        "delivery_days",
        "skus-0-tiers-0-unit_price",
        "skus-1-unit",
        "skus-1-base_quantity",
        "skus-1-tiers-0-min_quantity",
        "skus-1-tiers-0-unit_price",
    }
    told = seller.fields(NEW)
    assert told["skus.0.tiers.0.unit_price"] == "三十"
    assert told["description"] == "色泽金黄"
    assert session.scalar(select(func.count()).select_from(Product)) == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"skus.0.tiers.1.unit_price": "40"}, "数量越多单价不能越高"),
        ({"skus.0.tiers.1.min_quantity": "1"}, "规格或阶梯数量重复"),
        (
            {f"skus.0.tiers.{i}.{name}": "" for i in (0, 1) for name in ("min_quantity", "unit_price")},
            "至少需要一个规格",
        ),
        ({name: "" for name in PACK if name.startswith("skus")}, "至少需要一个规格"),
    ],
)
def test_a_wrong_price_list_is_refused_beside_its_pack(seller, changes, sentence):
    seller.open(NEW)
    page = seller.send(status=422, **PACK | changes)
    assert sentence in page.text


def test_a_refusal_of_the_second_row_stands_there_when_the_first_is_left_out(seller, sku, session):
    product = session.get(Product, sku.product_id)
    seller.open(f"/supplier/products/{product.product_number}/edit")
    seller.send(more="1")
    emptied = {name: "" for name in seller.fields(seller.address) if name.startswith("skus.0.tiers")}
    rows = {"skus.1.specification": "大箱", "skus.1.unit": "箱", "skus.1.base_quantity": "9000"}
    prices = [(1, 10), (5, 20)]
    for j, (quantity, price) in enumerate(prices):
        rows |= {f"skus.1.tiers.{j}.min_quantity": str(quantity), f"skus.1.tiers.{j}.unit_price": str(price)}
    page = seller.send(status=422, **emptied | rows)
    first, second = page.html.split("<fieldset")[1:]
    assert "数量越多单价不能越高" not in first
    assert "数量越多单价不能越高" in second


def test_an_edit_shows_what_differs_and_leaves_what_is_on_sale(seller, stage, sku, session, listed):
    listed(sku)
    product = session.get(Product, sku.product_id)
    address = f"/supplier/products/{product.product_number}"
    seller.open(f"{address}/edit")
    told = seller.fields(f"{address}/edit")
    assert told["skus.0.code"] == sku.code
    assert [told[f"skus.0.tiers.{j}.unit_price"] for j in range(3)] == ["12.50", "11.00", ""]
    changes = {"skus.0.tiers.1.unit_price": "10.50", "name": "环县红富士苹果"}
    page = seller.send(**changes)
    assert seller.address == address
    rows = {row[0]: row[1:] for row in page.cells()}
    assert rows["名称"] == ["环县苹果", "环县红富士苹果"]
    assert any("10 起 11.00 元" in row[2] and "10 起 10.50 元" in row[3] for row in page.cells() if row[0] == "价格")
    assert "环县红富士苹果" not in seller.open(f"/catalogue/{product.product_number}").text


def test_certifications_of_a_product_are_told_with_their_bounds(seller, sku, session):
    held = session.scalar(select(ProductCertification).where(ProductCertification.product_id == sku.product_id))
    held.ceiling_fen, held.certified_quantity = 1500, 20000
    session.commit()
    page = seller.open(f"/supplier/products/{sku.code}")
    assert "2020-01-01 – 2020-12-31" in page.text
    assert "单价不超过 15.00 元" in page.text
    assert "每年 20,000 件" in page.text


def test_an_edit_that_changes_nothing_is_refused_in_words(seller, sku, session):
    product = session.get(Product, sku.product_id)
    seller.open(f"/supplier/products/{product.product_number}/edit")
    assert "内容没有变化" in seller.send(status=409).text


def test_what_was_sent_back_says_why_and_is_mended(made, review):
    number = number_of(made)
    review(number, reason="请写明产地")
    for address in ("/supplier/", "/supplier/products?state=sent_back", f"/supplier/products/{number}"):
        assert "请写明产地" in made.open(address).text
    made.open(f"/supplier/products/{number}/edit")
    assert "请写明产地" in made.page.text
    page = made.send(description="产自环县")
    assert "审核中" in page.text
    assert "第 2 版" in page.text


def test_it_is_taken_off_sale_and_put_back_on(seller, stage, sku, session, listed):
    listed(sku)
    number = session.get(Product, sku.product_id).product_number
    page = seller.open(f"/supplier/products/{number}/withdrawal")
    assert "采购单位不能再下单" in page.text
    assert "产品已下架。" in seller.send(reason="换季").text
    seller.open(f"/catalogue/{number}", status=404)
    seller.open(f"/supplier/products/{number}")
    assert "产品已重新上架。" in seller.send(f"/supplier/products/{number}/relisting").text
    assert "环县苹果" in seller.open(f"/catalogue/{number}").text


def test_the_list_is_narrowed_by_state_and_by_a_part_of_the_name(seller, cast, stage, made):
    other = cast.product(stage.supplier, name="环县羊肉")
    assert "环县羊肉" in made.open("/supplier/products").text
    assert "环县羊肉" not in made.open("/supplier/products?state=in_review").text
    assert "环县小米" in made.page.text
    assert "环县小米" not in made.open("/supplier/products?q=羊").text
    assert "环县羊肉" in made.open(f"/supplier/products?q={other.code.lower()}").text
    assert "没有符合条件的产品。" in made.open("/supplier/products?q=nothing").text


def test_long_lists_are_paged(seller, cast, stage):
    for i in range(26):
        cast.product(stage.supplier, name=f"产品{i:02d}")
    page = seller.open("/supplier/products")
    assert len(page.cells()) == 1 + 24
    (link,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "产品00" in seller.open(link).text


def test_many_products_are_brought_by_a_sheet(seller):
    page = seller.open("/supplier/products")
    (address,) = [link["href"] for link in page.all("a") if "/imports/" in link["href"]]
    page = seller.open(address)
    assert [control for control in page.all("input") if control.get("type") == "file"]


def test_who_has_not_applied_is_told_to(desk, applicant):
    page = desk(applicant).open(NEW)
    assert "请先申请供应商认定" in page.text
    assert not page.all("fieldset")


def test_law_3_a_form_that_is_sent_twice_makes_one_product(seller, session):
    seller.open(NEW)
    sent = seller.fields(NEW) | PACK
    for _ in range(2):
        seller.post(NEW, sent)
        assert seller.address.startswith("/supplier/products/CP621022")
    assert session.scalar(select(func.count()).select_from(Product)) == 1


def test_an_outsider_learns_nothing(desk, cast, sku, session):
    number = session.get(Product, sku.product_id).product_number
    outsider = desk(cast.outsider())
    outsider.open("/supplier/products")
    assert "环县苹果" not in outsider.page.html
    token = outsider.fields("/account/logout")["csrf_token"]
    for address in (f"/supplier/products/{number}", f"/supplier/products/{number}/edit",
                    f"/supplier/products/{number}/withdrawal"):  # fmt: skip
        assert "环县苹果" not in outsider.open(address, status=404).html
    for verb in ("withdrawal", "relisting", "edit"):
        outsider.post(f"/supplier/products/{number}/{verb}", {"csrf_token": token, **PACK}, status=404)


def test_a_buyer_is_refused(desk, stage):
    desk(stage.purchaser).open("/supplier/products", status=403)


def test_lists_take_the_same_statements_however_long(seller, cast, stage, sku, statements):
    counts = []
    for address in ("/supplier/products", "/supplier/", f"/supplier/products/{sku.code}"):
        statements.clear()
        seller.open(address)
        counts.append(len(statements))
    for _ in range(5):
        cast.product(stage.supplier, stock=1)
    for address, before in zip(
        ("/supplier/products", "/supplier/", f"/supplier/products/{sku.code}"), counts, strict=True
    ):
        statements.clear()
        seller.open(address)
        assert len(statements) == before, address
