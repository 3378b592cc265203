"""What holds of every page of certification and goods: one language, one heading, no script, a label for each field."""

import io

import pytest

from tests.factories import documents
from tests.web.manners import keeps_manners


@pytest.fixture(params=["zh", "en"])
def pages(desk, stage, sku, applicant, hand_in, officers, request):
    """Every page, in a language, by its address."""
    read = {}
    begun = desk(applicant, request.param)
    read["nobody"] = begun.open("/supplier/certification")
    read["apply"] = begun.open("/supplier/applications/new")
    begun.send()
    application = begun.address
    read["application"] = begun.page
    hand_in(begun, application)
    read["hand in"] = begun.open(f"{application}/requirements/commitment_letter")
    begun.open(application)
    begun.send(f"{application}/submission")
    officers(int(application.rsplit("/", 1)[1]), reject="food_permit")
    for name, address in {
        "mended": application,
        "waits": "/supplier/",
        "again": f"{application}/requirements/food_permit",
    }.items():
        read[name] = begun.open(address)
    seller = desk(stage.seller, request.param)
    stage.placed((sku, 45))
    seller.open(f"/supplier/lots/new?product={sku.code}")
    seller.send(lot_number="L1", quantity="5", certificate_file_id=(io.BytesIO(documents.pdf()), "质检.pdf"))
    seller.open(f"/supplier/products/{sku.code}/edit")
    photo = (io.BytesIO(documents.photo()), "照片.jpg")
    seller.send(photos__0=photo, skus__0__tiers__2__min_quantity="100", skus__0__tiers__2__unit_price="10")
    addresses = [
        "/supplier/", "/supplier/certification", "/supplier/products", "/supplier/products?q=nothing",
        "/supplier/products/new", "/supplier/stock", "/supplier/stock?low=1", "/supplier/lots", "/supplier/lots/new",
        *(f"/supplier/products/{sku.code}{verb}" for verb in ("", "/edit", "/withdrawal")),
        *(f"/supplier/stock/{sku.code}{verb}" for verb in ("", "/receipts", "/returns", "/adjustments")),
    ]  # fmt: skip
    return request.param, read | {address: seller.open(address) for address in addresses}


def test_every_page_keeps_its_manners(pages):
    language, read = pages
    for address, page in read.items():
        keeps_manners(page, address, language)


def test_a_picture_says_what_it_shows_and_keeps_its_place(pages):
    pictures = [(address, picture) for address, page in pages[1].items() for picture in page.all("img")]
    assert pictures
    for address, picture in pictures:
        assert {"alt", "width", "height"} <= picture.keys(), address


def test_navigation_leads_to_what_a_supplier_does(pages):
    links = {link["href"] for link in pages[1]["/supplier/"].all("a")}
    assert {"/supplier/certification", "/supplier/products", "/supplier/stock", "/supplier/lots"} <= links
