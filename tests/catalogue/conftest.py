"""Balances as the database has them, asked to be what movements and reservations add up to."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

BALANCES = """
    SELECT stock.on_hand, stock.reserved,
           (SELECT coalesce(sum(on_hand_change), 0) FROM stock_movement m WHERE m.sku_id = stock.sku_id) AS moved,
           (SELECT coalesce(sum(reserved_change), 0) FROM stock_movement m WHERE m.sku_id = stock.sku_id) AS held_moved,
           (SELECT coalesce(sum(quantity), 0) FROM reservation r WHERE r.sku_id = stock.sku_id AND r.state = 'live')
               AS held
    FROM stock WHERE sku_id = :sku_id
"""


@pytest.fixture
def balance(session) -> Callable[[int], tuple[int, int]]:
    """Tells on hand and reserved of a SKU, after asking that movements and reservations add up to them."""

    def read(sku_id: int) -> tuple[int, int]:
        row = session.execute(text(BALANCES), {"sku_id": sku_id}).one()
        assert row.on_hand == row.moved
        assert row.reserved == row.held_moved == row.held
        return row.on_hand, row.reserved

    return read
