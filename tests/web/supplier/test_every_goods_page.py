"""What holds of every page of certification and goods: one language, one heading, no script, a label for each field."""

import io
import itertools
import re

import pytest

from tests.factories import documents

HAN = re.compile(r"[\u4e00-\u9fff]")


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


def test_a_page_speaks_one_language_and_marks_what_is_not_in_it(pages):
    language, read = pages
    for address, page in read.items():
        shown = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', " ", page.html, flags=re.DOTALL)
        options = r'<option value="\w*\d\w*".*?</option>'  # names of organisations, products and places
        text = re.sub(r"<[^>]*>", " ", re.sub(rf"<title>.*?</title>|{options}", " ", shown))
        if language == "en":
            assert not HAN.search(text.replace("中文", "")), (address, "".join(HAN.findall(text)))
        else:
            assert not re.search(r"[a-z]{3,} [a-z]{2,}", text), address


def test_a_page_has_one_heading_and_skips_none(pages):
    for address, page in pages[1].items():
        assert page.headings.count(1) == 1, address
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(page.headings)), address


def test_a_page_has_no_script_and_every_field_its_label(pages):
    for address, page in pages[1].items():
        assert page.all("script") == page.all("style") == [], address
        ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
        assert len(ids) == len(set(ids)), address
        labelled = {label["for"] for label in page.all("label")}
        for control in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
            if control.get("type") != "hidden":
                assert control["id"] in labelled, (address, control)
        for _, attributes in page.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], address
            assert set((attributes.get("aria-describedby") or "").split()) <= set(ids), address
        for picture in page.all("img"):
            assert {"alt", "width", "height"} <= picture.keys(), address


def test_navigation_leads_to_what_a_supplier_does(pages):
    links = {link["href"] for link in pages[1]["/supplier/"].all("a")}
    assert {"/supplier/certification", "/supplier/products", "/supplier/stock", "/supplier/lots"} <= links
