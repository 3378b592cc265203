"""Several at once, each on a connection of their own."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.catalogue.errors import NumberTaken, StockExhausted
from marketplace.catalogue.rules import BaseUnit, Listing, PackOffer, PriceStep, ProductCategory
from marketplace.catalogue.service import listings, stock
from marketplace.db import db
from marketplace.kernel.actor import system
from marketplace.kernel.errors import MoveRefused
from marketplace.transaction import transaction
from tests.conftest import NOW
from tests.factories.cast import Cast

BUYERS = 8
NUMBERS = count(1)


@pytest.fixture
def crowd(crowd_app: Flask) -> Iterator[Cast]:
    with crowd_app.app_context():
        yield Cast(app=crowd_app, session=db.session(), now=NOW, numbers=NUMBERS)
        db.session.remove()


@pytest.fixture
def transactions(together) -> Callable[..., list[object]]:
    """Runs calls at once, each in a transaction of its own."""

    def run(*calls: Callable[[], object]) -> list[object]:
        def within(call: Callable[[], object]) -> Callable[[], object]:
            def act() -> object:
                with transaction():
                    return call()

            return act

        return together(*map(within, calls))

    return run


def test_law_2_of_many_buyers_of_the_last_pack_exactly_one_gets_it(crowd, transactions):
    sku = crowd.product(crowd.supplier(), stock=1)
    sku_id = sku.id

    def buy(n):
        return lambda: stock.reserve(
            holder=f"order:{n}", quantities={sku_id: 1}, expires_at=None, actor=system(), now=NOW
        )

    ends = transactions(*(buy(n) for n in range(BUYERS)))
    assert sum(end is None for end in ends) == 1
    assert sum(isinstance(end, StockExhausted) for end in ends) == BUYERS - 1
    balance = db.session.execute(text("SELECT on_hand, reserved FROM stock WHERE sku_id = :id"), {"id": sku_id}).one()
    assert tuple(balance) == (1, 1)


def test_law_2_receipts_and_reservations_at_once_lose_nothing(crowd, transactions):
    supplier = crowd.supplier()
    first, second = (crowd.product(supplier, stock=50) for _ in range(2))
    ids, codes = [first.id, second.id], [first.code, second.code]

    def bring(code):
        return lambda: stock.receive(sku_code=code, quantity=3, actor=system(), now=NOW)

    def hold(n):
        wanted = dict.fromkeys(ids if n % 2 else reversed(ids), 2)
        return lambda: stock.reserve(holder=f"crowd:{n}", quantities=wanted, expires_at=None, actor=system(), now=NOW)

    ends = transactions(*(bring(code) for code in codes * 4), *(hold(n) for n in range(BUYERS)))
    assert ends == [None] * 16
    rows = db.session.execute(
        text("SELECT on_hand, reserved FROM stock WHERE sku_id = ANY(:ids) ORDER BY sku_id"), {"ids": ids}
    )
    assert [tuple(row) for row in rows] == [(62, 16), (62, 16)]


@pytest.fixture
def millet():
    pack = PackOffer(
        specification="500g/袋",
        unit="袋",
        base_quantity=500,
        base_unit=BaseUnit.GRAM,
        tiers=(PriceStep(1, 800),),
    )

    def make(name="小米"):
        return Listing(name=name, packs=(pack,))

    return make


def test_two_reviewers_at_once_decide_a_version_once(crowd, transactions, millet):
    supplier = crowd.supplier()
    seller = crowd.actor(
        crowd.member(db.session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)
    )
    reviewers = [crowd.actor(crowd.officer(Duty.REVIEWER)) for _ in range(4)]
    with transaction():
        product = listings.create(category=ProductCategory.GRAIN_OIL, listing=millet(), actor=seller, now=NOW)
    version_id = db.session.scalar(text("SELECT id FROM listing_version WHERE product_id = :id"), {"id": product.id})
    db.session.commit()

    def accept(actor):
        return lambda: bool(listings.accept(version_id=version_id, actor=actor, now=NOW))

    ends = transactions(*(accept(actor) for actor in reviewers))
    assert ends.count(True) == 1
    assert sum(isinstance(end, MoveRefused) for end in ends) == 3


def test_edits_at_once_leave_one_version_in_review(crowd, transactions, millet):
    supplier = crowd.supplier()
    seller = crowd.actor(
        crowd.member(db.session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)
    )
    with transaction():
        made = listings.create(category=ProductCategory.GRAIN_OIL, listing=millet(), actor=seller, now=NOW)
        number, product_id = made.product_number, made.id

    def edit(n):
        return lambda: bool(listings.edit(product_number=number, listing=millet(f"小米{n}"), actor=seller, now=NOW))

    assert transactions(*(edit(n) for n in range(6))) == [True] * 6
    rows = db.session.execute(
        text("SELECT number, state FROM listing_version WHERE product_id = :id ORDER BY number"), {"id": product_id}
    ).all()
    assert [number for number, _ in rows] == list(range(1, 8))
    assert [state for _, state in rows] == ["superseded"] * 6 + ["in_review"]


def test_one_number_given_twice_at_once_makes_one_product(crowd, transactions, millet):
    supplier = crowd.supplier()
    seller = crowd.actor(
        crowd.member(db.session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)
    )

    def create():
        made = listings.create(
            category=ProductCategory.GRAIN_OIL, listing=millet(), product_number="QY-TWICE", actor=seller, now=NOW
        )
        return made.product_number

    ends = transactions(*[create] * 4)
    assert ends.count("QY-TWICE") == 1
    assert all(isinstance(end, NumberTaken) for end in ends if end != "QY-TWICE")
