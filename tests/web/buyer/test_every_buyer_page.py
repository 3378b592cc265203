"""What holds of every page of the buyer centre and the catalogue: one language, one heading, own fields.

Scripts are modules of the house; none stands in the page itself.
"""

import pytest

from marketplace.accounts.rules import MemberRole
from tests.web.manners import keeps_manners


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


def test_every_page_keeps_its_manners(pages):
    language, read = pages
    for address, page in read.items():
        keeps_manners(page, address, language)


def test_navigation_leads_to_what_the_reader_may_do(pages):
    _, read = pages
    links = {link["href"] for link in read["/buyer/"].all("a")}
    assert {"/buyer/", "/buyer/order", "/buyer/order-groups", "/buyer/payments"} <= links
