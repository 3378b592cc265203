"""Photographs of a product: sent with the form, ordered, taken out, seen by everybody once they are on sale."""

import io

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.catalogue.models import ListingPhoto, ListingVersion, Product
from marketplace.catalogue.rules import Listing, PackOffer, PriceStep
from marketplace.catalogue.service import listings
from marketplace.evidence.models import StoredFile
from marketplace.kernel.errors import Invalid
from marketplace.transaction import transaction
from tests.factories import documents


@pytest.fixture
def seller(desk, stage):
    """The supplier's person in a browser."""
    return desk(stage.seller)


@pytest.fixture
def product(session, sku, listed):
    """A product on sale without photographs."""
    listed(sku)
    return session.get(Product, sku.product_id)


@pytest.fixture
def edit(product):
    return f"/supplier/products/{product.product_number}/edit"


@pytest.fixture
def accept(cast, session, now, product):
    """Lists the version in review."""

    def decide() -> None:
        version = session.scalar(select(ListingVersion).where(ListingVersion.state == "in_review"))
        with transaction():
            listings.accept(version_id=version.id, actor=cast.actor(cast.officer(Duty.REVIEWER)), now=now)

    return decide


def photo(width: int) -> tuple[io.BytesIO, str]:
    return io.BytesIO(documents.photo(width=width)), f"IMG_{width}.jpg"


def hashes(page) -> list[str]:
    return [image["src"].removeprefix("/photos/") for image in page.all("img") if "/photos/" in image["src"]]


def widths(session) -> list[int]:
    newest = session.scalar(select(ListingVersion.id).order_by(ListingVersion.id.desc()).limit(1))
    return list(
        session.scalars(
            select(StoredFile.width)
            .join(ListingPhoto, ListingPhoto.stored_file_id == StoredFile.id)
            .where(ListingPhoto.listing_version_id == newest)
            .order_by(ListingPhoto.position)
        )
    )


@pytest.fixture
def sent(seller, edit):
    """The seller after an edit with two photographs."""
    seller.open(edit)
    seller.send(upload="1", photos__0=photo(40))
    seller.send(photos__1=photo(50))
    return seller


def test_photographs_are_part_of_the_next_version(sent, session):
    assert widths(session) == [40, 50]
    assert "照片" in [row[0] for row in sent.page.cells()]
    assert len(hashes(sent.page)) == 4
    for image in sent.page.all("img"):
        assert image["width"]
        assert image["height"]
        assert "alt" in image


def test_nobody_but_its_supplier_and_staff_of_its_region_sees_them_before_they_are_on_sale(sent, desk, cast, browser):
    sha256 = hashes(sent.page)[0]
    own = sent.client.get(f"/photos/{sha256}")
    assert own.mimetype == "image/jpeg"
    assert own.headers["Cache-Control"] == "private, no-store"
    assert b"GPS" not in own.get_data()
    own.close()
    with desk(cast.officer(Duty.REVIEWER)).client.get(f"/photos/{sha256}") as answer:
        assert answer.status_code == 200
    for reader in (browser(), desk(cast.outsider()).client):
        assert reader.get(f"/photos/{sha256}").status_code == 404


def test_everybody_sees_them_once_they_are_on_sale_and_browsers_keep_them(sent, accept, browser, product, read):
    sha256 = hashes(sent.page)[0]
    accept()
    with browser().get(f"/photos/{sha256}") as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert len(hashes(read(f"/catalogue/{product.product_number}"))) == 2
    (card,) = [image for image in read("/catalogue").all("img") if "/photos/" in image["src"]]
    assert (card["width"], card["height"], card["alt"]) == ("40", "30", "环县苹果 照片 1")
    assert len(hashes(read("/catalogue"))) == 1
    told = browser().get(f"/api/v1/catalogue/{product.product_number}").json["photos"]
    assert [each["width"] for each in told] == [40, 50]


def test_a_reviewer_sees_them_beside_what_is_told(sent, desk, cast, session):
    version = session.scalar(select(ListingVersion).where(ListingVersion.state == "in_review"))
    page = desk(cast.officer(Duty.REVIEWER)).open(f"/office/listing-reviews/{version.id}")
    assert len(hashes(page)) == 2


def test_off_sale_they_are_gone_from_the_public(sent, accept, browser, product):
    sha256 = hashes(sent.page)[0]
    accept()
    sent.open(f"/supplier/products/{product.product_number}/withdrawal")
    sent.send()
    assert browser().get(f"/photos/{sha256}").status_code == 404


def test_they_are_put_in_another_order_and_taken_out(sent, edit, session):
    sent.open(edit)
    sent.send(photos__0__place="2", photos__1__place="1")
    assert widths(session) == [50, 40]
    sent.open(edit)
    sent.send(photos__0__removed="1")
    assert widths(session) == [40]


def test_an_edit_that_leaves_them_keeps_them(sent, edit, session):
    sent.open(edit)
    sent.send(description="别的说明")
    assert widths(session) == [40, 50]


def test_who_edits_without_a_word_of_them_keeps_them(sent, session, product, stage, cast, now):
    pack = PackOffer(code=product.product_number, tiers=(PriceStep(1, 900),))
    with transaction():
        listings.edit(
            product_number=product.product_number,
            listing=Listing(name="苹果", packs=(pack,)),
            actor=cast.actor(stage.seller),
            now=now,
        )
    assert widths(session) == [40, 50]


def test_what_is_no_photograph_is_refused_at_its_slot_and_another_field_keeps_the_photograph(seller, edit, session):
    seller.open(edit)
    page = seller.send(status=422, photos__0=(io.BytesIO(documents.pdf()), "licence.pdf"))
    assert "请上传 JPEG、PNG 或 WebP 照片" in page.text
    assert "photos-0-errors" in page.html
    page = seller.send(status=422, photos__0=photo(40), name="")
    assert "IMG_40.jpg" in page.text
    seller.send(name="环县苹果")
    assert widths(session) == [40]


def test_a_file_of_another_or_that_is_no_photograph_cannot_be_named(stage, cast, session, now, product, sku):
    other = cast.supplier()
    rows = [
        cast.file(owner.organisation_id, media_type="image/jpeg", width=width, height=width)
        for owner, width in ((other, 10), (stage.supplier, None))
    ]
    session.commit()
    pack = PackOffer(code=sku.code, tiers=(PriceStep(1, 900),))
    for row in rows:
        with pytest.raises(Invalid), transaction():
            listings.edit(
                product_number=product.product_number,
                listing=Listing(name="苹果", packs=(pack,), photos=(row.id,)),
                actor=cast.actor(stage.seller),
                now=now,
            )


@pytest.mark.parametrize("sha256", ["ab" * 32, "x", "%00", "..%2f..%2fetc"])
def test_what_is_no_photograph_is_not_found(browser, sha256):
    assert browser().get(f"/photos/{sha256}").status_code in {400, 404}
