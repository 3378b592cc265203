"""What every story of sales needs: a supplier with a roster, and one told sale of it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from marketplace.kernel.actor import system
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale, Recorded
from marketplace.sales.service import recording

TellSale = Callable[..., NewSale]


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def sku(cast, supplier):
    return cast.product(supplier)


@pytest.fixture
def roster(cast, supplier):
    """10 % of the supplier's sales to two households."""
    return cast.roster(supplier, [(cast.household(), 1), (cast.household(), 2)], share_bp=1000)


@pytest.fixture
def told(supplier, sku) -> TellSale:
    """Tells a sale of 100.00 yuan, with the changes asked for."""

    def tell(**changes) -> NewSale:
        facts = {
            "sold_on": date(2020, 5, 1),
            "channel": Channel.OUTLET,
            "supplier_id": supplier.id,
            "product_id": sku.product_id,
            "amount_fen": 10_000,
            "source": "ledger",
            "source_number": "A-1",
        }
        return NewSale(**facts | changes)

    return tell


@pytest.fixture
def record(now) -> Callable[..., Recorded]:
    """Records told sales as the program itself."""

    def record_them(*rows: NewSale) -> Recorded:
        return recording.record(rows, actor=system(), now=now)

    return record_them


@pytest.fixture
def sales(session) -> Callable[[], list[Sale]]:
    """Reads all facts in the order they were written."""

    def read() -> list[Sale]:
        session.expire_all()
        return list(session.scalars(select(Sale).order_by(Sale.id)))

    return read
