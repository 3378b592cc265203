"""What holds of every page of the buyer centre and the catalogue: one language, one heading, own fields.

Scripts are modules of the house; none stands in the page itself.
"""

import itertools
import re

import pytest

from marketplace.accounts.rules import MemberRole

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=["zh", "en"])
def pages(desk, stage, sku, listed, request, cast):
    """Every page, in a language, by its address."""
    listed(sku)
    group = stage.place((sku, 3), approval_fen=1)
    order = stage.confirmed((sku, 5))
    stage.ship(order, (1, 5))
    received = stage.confirmed((sku, 2))
    stage.ship(received, (1, 2))
    stage.receive(received, 1, (1, 1, 1))
    stage.school.dual_inspection_from_fen = 0
    two = stage.confirmed((sku, 2))
    stage.ship(two, (1, 2))
    stage.receive(two, 1, (1, 1, 1))
    second = cast.member(stage.school, MemberRole.RECEIVER)
    receipt = f"/buyer/orders/{two}/shipments/1/receipt"
    addresses = {
        stage.purchaser: ["/buyer/", "/buyer/order", "/buyer/order-groups", "/buyer/payments", "/catalogue",
                          f"/catalogue/{sku.code}", f"/buyer/orders/{received}", f"/buyer/orders/{order}/cancellation",
                          "/catalogue?q=nothing"],
        stage.approver: [f"/buyer/order-groups/{group}", f"/buyer/order-groups/{group}/refusal"],
        second: [f"/buyer/orders/{two}", receipt, f"{receipt}/sending-back"],
        stage.receiver: [f"/buyer/orders/{order}", f"/buyer/orders/{order}/shipments/1/receipt"],
    }  # fmt: skip
    read = {}
    for user, own in addresses.items():
        browser = desk(user, request.param)
        read |= {address: browser.open(address) for address in own}
    browser = desk(stage.purchaser, request.param)
    browser.open("/buyer/order")
    read["review"] = browser.send("/buyer/order/review", pasted=f"{sku.code} 12\nNOPE 1")
    return request.param, read


def test_a_page_speaks_one_language_and_marks_what_is_not_in_it(pages):
    language, read = pages
    for address, page in read.items():
        shown = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', " ", page.html, flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", re.sub(r"<title>.*?</title>|<option value=\"\d+\".*?</option>", " ", shown))
        if language == "en":
            assert not HAN.search(text.replace("中文", "")), (address, HAN.findall(text))
        else:
            assert not re.search(r"[a-z]{3,} [a-z]{2,}", text), address


def test_a_page_has_one_heading_and_skips_none(pages):
    for address, page in pages[1].items():
        assert page.headings.count(1) == 1, address
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(page.headings)), address


def test_a_page_has_no_script_of_its_own_and_every_field_its_label(pages):
    for address, page in pages[1].items():
        assert page.all("style") == [], address
        assert all(script["type"] == "module" and "/assets/" in script["src"] for script in page.all("script"))
        assert not any("script" in path for path, _ in page.texts), address
        ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
        assert len(ids) == len(set(ids)), address
        labelled = {label["for"] for label in page.all("label")}
        for control in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
            if control.get("type") != "hidden":
                assert control["id"] in labelled, (address, control)
        for _, attributes in page.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], address
            assert set((attributes.get("aria-describedby") or "").split()) <= set(ids), address


def test_navigation_leads_to_what_the_reader_may_do(pages):
    _, read = pages
    links = {link["href"] for link in read["/buyer/"].all("a")}
    assert {"/buyer/", "/buyer/order", "/buyer/order-groups", "/buyer/payments"} <= links
