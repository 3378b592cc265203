from datetime import timedelta

import pytest

from marketplace.catalogue.errors import NothingHeld, QuantityWrong, StockExhausted
from marketplace.catalogue.service import stock
from marketplace.kernel.actor import system
from tests.catalogue.statements import counted

ME = system()


def reserve(sku, n, *, now, holder="order:1", expires_at=None):
    stock.reserve(holder=holder, quantities={sku.id: n}, expires_at=expires_at, actor=ME, now=now)


@pytest.fixture
def sku(cast):
    return cast.product(cast.supplier(), stock=10)


def test_reserved_goods_stay_on_hand_but_are_no_longer_left(sku, now, balance):
    reserve(sku, 4, now=now)
    assert balance(sku.id) == (10, 4)


def test_what_falls_short_is_named_for_every_sku_and_nothing_is_reserved(cast, sku, now, balance):
    other = cast.product(cast.supplier(), stock=3)
    with pytest.raises(StockExhausted) as refusal:
        stock.reserve(
            holder="order:1", quantities={sku.id: 11, other.id: 4, 987654: 1}, expires_at=None, actor=ME, now=now
        )
    assert refusal.value.facts["short"] == [
        {"sku_id": sku.id, "sku": sku.code, "wanted": 11, "left": 10},
        {"sku_id": other.id, "sku": other.code, "wanted": 4, "left": 3},
        {"sku_id": 987654, "sku": None, "wanted": 1, "left": 0},
    ]
    assert balance(sku.id) == (10, 0)


def test_several_holders_share_what_is_left(sku, now, balance):
    holders = {"order:1": {sku.id: 6}, "order:2": {sku.id: 5}}
    with pytest.raises(StockExhausted):
        stock.reserve_each(holders=holders, expires_at=None, actor=ME, now=now)
    stock.reserve_each(holders=holders | {"order:2": {sku.id: 4}}, expires_at=None, actor=ME, now=now)
    assert balance(sku.id) == (10, 10)


def test_a_holder_may_take_more_later(sku, now, balance):
    reserve(sku, 4, now=now)
    reserve(sku, 3, now=now)
    assert balance(sku.id) == (10, 7)


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_that_is_not_positive_is_refused(sku, now, quantity):
    with pytest.raises(QuantityWrong):
        reserve(sku, quantity, now=now)


def test_a_release_frees_all_or_a_part(sku, now, balance):
    reserve(sku, 6, now=now)
    stock.release(holder="order:1", quantities={sku.id: 2}, actor=ME, now=now, reason="少订两箱")
    assert balance(sku.id) == (10, 4)
    stock.release(holder="order:1", actor=ME, now=now)
    assert balance(sku.id) == (10, 0)
    stock.release(holder="order:1", actor=ME, now=now)
    assert balance(sku.id) == (10, 0)


def test_goods_ship_in_parts_until_nothing_is_held(sku, now, balance):
    reserve(sku, 6, now=now)
    stock.ship(holder="order:1", quantities={sku.id: 4}, actor=ME, now=now)
    assert balance(sku.id) == (6, 2)
    stock.ship(holder="order:1", quantities={sku.id: 2}, actor=ME, now=now)
    assert balance(sku.id) == (4, 0)


def test_no_more_ships_than_is_held(sku, now, balance):
    reserve(sku, 6, now=now)
    with pytest.raises(NothingHeld) as refusal:
        stock.ship(holder="order:1", quantities={sku.id: 7}, actor=ME, now=now)
    assert refusal.value.facts["short"] == [{"sku_id": sku.id, "wanted": 7, "held": 6}]
    with pytest.raises(NothingHeld):
        stock.ship(holder="order:2", quantities={sku.id: 1}, actor=ME, now=now)
    assert balance(sku.id) == (10, 6)


def test_what_is_not_paid_in_time_is_freed_and_its_holders_are_told(sku, now, balance):
    reserve(sku, 2, now=now, holder="order:1", expires_at=now + timedelta(minutes=30))
    reserve(sku, 3, now=now, holder="order:2", expires_at=now + timedelta(minutes=31))
    reserve(sku, 1, now=now, holder="order:3")
    assert stock.expire(actor=ME, now=now + timedelta(minutes=30)) == ["order:1"]
    assert balance(sku.id) == (10, 4)
    assert stock.expire(actor=ME, now=now + timedelta(minutes=30)) == []


def test_what_was_paid_expires_no_more(sku, now, balance):
    reserve(sku, 2, now=now, expires_at=now + timedelta(minutes=30))
    stock.keep(holders=["order:1"])
    assert stock.expire(actor=ME, now=now + timedelta(days=1)) == []
    assert balance(sku.id) == (10, 2)


def test_the_number_of_statements_does_not_grow_with_the_lines(cast, session, now):
    supplier = cast.supplier()
    skus = [cast.product(supplier, certified=None) for _ in range(40)]
    few = {sku.id: 2 for sku in skus[:2]}
    many = {sku.id: 2 for sku in skus}

    def story(holder, quantities):
        with counted() as statements:
            stock.reserve(holder=holder, quantities=quantities, expires_at=None, actor=ME, now=now)
            stock.ship(holder=holder, quantities=dict.fromkeys(quantities, 1), actor=ME, now=now)
            stock.release(holder=holder, actor=ME, now=now)
        return len(statements)

    session.flush()
    assert story("order:1", few) == story("order:2", many) == 8
