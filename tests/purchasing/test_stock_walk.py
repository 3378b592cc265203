"""Law 2 under any story: after every step on hand and reserved are what movements and live reservations add up to."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from marketplace.kernel.errors import Conflict, Invalid
from marketplace.purchasing.errors import OrderUnknown
from marketplace.transaction import transaction
from marketplace.workflows import approve_order, cancel_order, expire_reservations, ship_order

STEPS = 120


class Walk:
    """Tries verbs on random orders; what the domain refuses changes nothing."""

    def __init__(self, stage, skus, seed):
        self.stage, self.skus, self.random = stage, skus, random.Random(seed)
        self.orders = []
        self.done = 0

    def step(self):
        verb = self.random.choice(
            [self.place, self.place, self.confirm, self.ship, self.ship, self.receive, self.cancel, self.approve,
             self.decline, self.close, self.pay, self.expire]
        )  # fmt: skip
        try:
            verb()
        except (Conflict, Invalid):
            return
        except OrderUnknown:
            assert not self.orders
        self.done += 1

    def one(self):
        return self.random.choice(self.orders) if self.orders else 0

    def place(self):
        lines = [(sku, self.random.randint(1, 12)) for sku in self.random.sample(self.skus, self.random.randint(1, 3))]
        group_id = self.stage.place(
            *lines, is_prepaid=self.random.random() < 0.4, approval_fen=self.random.choice([0, 10**12])
        )
        self.orders += [order.id for order in self.stage.orders(group_id)]

    def confirm(self):
        self.stage.confirm(self.one())

    def ship(self):
        rows = self.stage.session.execute(
            text("SELECT number, quantity - shipped AS left_over FROM order_line WHERE order_id = :id"),
            {"id": self.one()},
        ).all()
        order_id = self.one()
        self.stage.ship(order_id, *((row.number, self.random.randint(1, max(1, row.left_over))) for row in rows))

    def receive(self):
        shipments = self.stage.session.execute(
            text(
                "SELECT order_id, shipment.number FROM shipment "
                "WHERE id NOT IN (SELECT shipment_id FROM receipt) ORDER BY id"
            )
        ).all()
        if not shipments:
            return
        order_id, number = self.random.choice(shipments)
        carried = self.stage.session.execute(
            text(
                "SELECT line.number, carried.quantity FROM shipment_line carried "
                "JOIN order_line line ON line.id = carried.order_line_id JOIN shipment ON shipment.id = shipment_id "
                "WHERE line.order_id = :id AND shipment.number = :number"
            ),
            {"id": order_id, "number": number},
        ).all()
        found = []
        for line in carried:
            accepted = self.random.randint(0, line.quantity)
            found.append((line.number, accepted, line.quantity - accepted))
        self.stage.receive(order_id, number, *found)

    def approve(self):
        actor = self.stage.as_(self.stage.approver)
        with transaction():
            approve_order.approve([self.one()], actor=actor, now=self.stage.now)

    def cancel(self):
        with transaction():
            cancel_order.cancel(self.one(), reason="x", actor=self.stage.as_(self.stage.purchaser), now=self.stage.now)

    def decline(self):
        with transaction():
            cancel_order.decline(self.one(), reason="x", actor=self.stage.as_(self.stage.seller), now=self.stage.now)

    def close(self):
        with transaction():
            ship_order.close(self.one(), reason="x", actor=self.stage.as_(self.stage.seller), now=self.stage.now)

    def pay(self):
        order_id = self.one()
        if order_id:
            self.stage.pay(order_id, on=self.stage.now.date())

    def expire(self):
        if self.random.random() < 0.2:
            with transaction():
                expire_reservations.run(now=self.stage.now + timedelta(days=7))


@pytest.mark.parametrize("seed", range(4))
def test_law_2_on_hand_and_reserved_always_add_up(stage, cast, session, seed):
    skus = [cast.product(stage.supplier, tiers=((1, 100 + n), (5, 90 + n)), stock=60) for n in range(4)]
    walk = Walk(stage, skus, seed)
    for _ in range(STEPS):
        walk.step()
        for sku in skus:
            on_hand, reserved = stage.balance(sku)
            assert on_hand >= reserved >= 0
    assert walk.done > STEPS / 4
    wrong = session.execute(
        text(
            """
            SELECT o.id FROM purchase_order o
            WHERE o.accepted_fen <> (SELECT COALESCE(sum(accepted * unit_price_fen), 0) FROM order_line l
                                     WHERE l.order_id = o.id)
               OR (o.state = 'settled') <> (o.settled_on IS NOT NULL)
               OR CASE WHEN o.state = 'settled' THEN o.accepted_fen ELSE 0 END
                  <> (SELECT COALESCE(sum(amount_fen), 0) FROM sale WHERE source_number = o.order_number)
               OR (o.state IN ('refused', 'declined', 'cancelled', 'expired', 'shipped', 'received', 'settled')
                   AND EXISTS (SELECT FROM reservation r WHERE r.holder = 'order:' || o.id AND r.state = 'live'))
            """
        )
    ).all()
    assert wrong == []
