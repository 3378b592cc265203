"""The remittance code is copied by a button where scripts run, and stands there to be selected where they do not."""

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.queries import get_actor
from marketplace.db import db
from marketplace.kernel.actor import Via
from marketplace.purchasing.service.receipts import Inspected
from marketplace.transaction import transaction
from marketplace.workflows import accept_delivery
from tests.browser.site import NOW, Site, deliver, order


@pytest.fixture
def code(site: Site) -> str:
    """The code of an order that was received and is to be paid."""
    order_id = deliver(site, order(site, {"QY62102200003": 4}), part={1: 4})
    with site.app.app_context():
        receiver = get_actor(db.session.query(User).filter_by(email="approver@demo.example").one(), via=Via.WEB)
        with transaction():
            accept_delivery.accept(order_id, 1, [Inspected(number=1, accepted=4)], actor=receiver, now=NOW)
    asked = "SELECT remittance_code FROM charge JOIN purchase_order o ON o.charge_id = charge.id WHERE o.id = :id"
    return site.one(asked, id=order_id)


def test_a_button_copies_the_code_and_says_so(sit_down, code):
    buyer = sit_down("approver")
    buyer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    buyer.open("/buyer/payments?state=open")
    buyer.press("复制")
    buyer.page.get_by_role("button", name="已复制").wait_for()
    assert buyer.page.evaluate("navigator.clipboard.readText()") == code


def test_without_scripts_the_code_is_there_and_no_button(sit_down, code):
    buyer = sit_down("approver", scripts=False)
    buyer.open("/buyer/payments?state=open")
    assert code in buyer.text
    assert not buyer.page.get_by_role("button", name="复制").is_visible()
