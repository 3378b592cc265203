"""The stage of every order: a school with its people, a cooperative with its seller, and the verbs between them."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, User
from marketplace.accounts.rules import MemberRole
from marketplace.catalogue.models import Sku
from marketplace.kernel.actor import Actor, system
from marketplace.payments.models import BankLine, Charge
from marketplace.payments.rules import BankLineState
from marketplace.purchasing.models import Order
from marketplace.purchasing.rules import PaymentTerms, RejectReason, WantedLine
from marketplace.purchasing.service.receipts import Inspected
from marketplace.purchasing.service.shipments import Part
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.service import deciding
from marketplace.transaction import transaction
from marketplace.workflows import (
    accept_delivery,
    confirm_order,
    expire_suppliers,
    match_payment,
    place_order,
    ship_order,
)
from marketplace.workflows.place_order import Terms
from tests.factories.cast import HUANXIAN, Cast

NEVER = 10**14
"""An amount from which nobody asks for a second person."""


@dataclass
class Stage:
    """Who buys from whom, and how."""

    cast: Cast
    session: Session
    now: datetime
    school: Organisation
    purchaser: User
    approver: User
    receiver: User
    supplier: Supplier
    seller: User
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def build(cls, cast: Cast, **options: object) -> "Stage":
        school = cast.organisation(name="环县第一中学")
        supplier = cast.supplier(name="环县苹果合作社")
        return cls(
            cast,
            cast.session,
            cast.now,
            school,
            cast.member(school, MemberRole.PURCHASER),
            cast.member(school, MemberRole.APPROVER),
            cast.member(school, MemberRole.RECEIVER),
            supplier,
            cast.member(cast.session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF),
            **options,
        )

    def as_(self, user: User) -> Actor:
        return self.cast.actor(user)

    def seller_of(self, supplier: Supplier) -> User:
        return self.cast.member(self.session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)

    def place(
        self,
        *lines: tuple[Sku, int] | WantedLine,
        approval_fen: int = NEVER,
        is_prepaid: bool = False,
        reservation_days: int = 7,
        by: Actor | None = None,
        now: datetime | None = None,
    ) -> int:
        """Place lines for the school and give the group's id."""
        with transaction():
            return place_order.place(
                buyer_id=self.school.id,
                lines=[
                    line if isinstance(line, WantedLine) else WantedLine(sku_code=line[0].code, quantity=line[1])
                    for line in lines
                ],
                terms=Terms(
                    payment_terms=PaymentTerms.PREPAID if is_prepaid else PaymentTerms.ON_ACCOUNT,
                    order_approval_fen=approval_fen,
                    reservation_days=reservation_days,
                ),
                actor=by or self.as_(self.purchaser),
                now=now or self.now,
            )

    def orders(self, group_id: int) -> list[Order]:
        """The orders of a group as they stand now."""
        self.session.expire_all()
        return list(self.session.scalars(select(Order).where(Order.order_group_id == group_id).order_by(Order.id)))

    def order(self, group_id: int) -> Order:
        """The one order of a group."""
        [order] = self.orders(group_id)
        return order

    def placed(self, *lines: tuple[Sku, int], **options: object) -> int:
        """Place lines of one supplier and give the order's id."""
        return self.order(self.place(*lines, **options)).id

    def confirmed(self, *lines: tuple[Sku, int], **options: object) -> int:
        """Place lines of one supplier and let it confirm."""
        order_id = self.placed(*lines, **options)
        self.confirm(order_id)
        return order_id

    def lapse(self, supplier: Supplier, how: str) -> None:
        """Let a supplier's certification end: expired yesterday, suspended or withdrawn today."""
        if how == "expired":
            facts = {"id": supplier.id, "day": self.now.date()}
            self.session.execute(text("UPDATE qualification SET until_on = :day WHERE supplier_id = :id"), facts)
            expire_suppliers.run(self.now)
        else:
            verb = {"suspended": deciding.suspend, "withdrawn": deciding.withdraw}[how]
            with transaction():
                verb(supplier_id=supplier.id, reason="抽检不合格", actor=system(), now=self.now)

    def confirm(self, order_id: int) -> None:
        with transaction():
            confirm_order.confirm(order_id, actor=self.as_(self.seller), now=self.now)

    def ship(self, order_id: int, *parts: tuple[int, int] | Part, **options: object) -> int:
        """Ship `(line, quantity)` parts."""
        told = [part if isinstance(part, Part) else Part(number=part[0], quantity=part[1]) for part in parts]
        with transaction():
            return ship_order.ship(order_id, told, actor=self.as_(self.seller), now=self.now, **options)

    def receive(
        self, order_id: int, shipment: int, *found: tuple[int, int, int] | Inspected, now: datetime | None = None
    ) -> None:
        """Receive a shipment: `(line, accepted, rejected)`, rejected pieces as spoiled."""
        told = [
            each
            if isinstance(each, Inspected)
            else Inspected(
                number=each[0],
                accepted=each[1],
                rejected=each[2],
                reject_reason=RejectReason.SPOILED if each[2] else None,
            )
            for each in found
        ]
        with transaction():
            accept_delivery.accept(order_id, shipment, told, actor=self.as_(self.receiver), now=now or self.now)

    def charge(self, order_id: int) -> Charge:
        self.session.expire_all()
        return self.session.get(Charge, self.session.get(Order, order_id).charge_id)

    def pay(self, order_id: int, *, on: date, now: datetime | None = None) -> int:
        """Let the bank tell the exact amount and a cashier match it; the bank line's id."""
        charge = self.charge(order_id)
        line = BankLine(
            bank_reference=f"R{next(self.numbers)}",
            booked_on=on,
            payer_name=self.school.name,
            amount_fen=charge.amount_fen,
            remark=charge.remittance_code,
            codes=[charge.remittance_code],
            region_code=HUANXIAN,
            state=BankLineState.QUEUED,
        )
        self.session.add(line)
        self.session.flush()
        with transaction():
            match_payment.match(line.id, charge.remittance_code, actor=system(), now=now or self.now)
        return line.id

    def state(self, order_id: int) -> str:
        self.session.expire_all()
        return self.session.get(Order, order_id).state.value

    def balance(self, sku: Sku) -> tuple[int, int]:
        """On hand and reserved, after asking that movements and live reservations add up to them."""
        row = self.session.execute(text(BALANCES), {"sku_id": sku.id}).one()
        assert row.on_hand == row.moved
        assert row.reserved == row.held_moved == row.held
        return row.on_hand, row.reserved

    def sales(self) -> Sequence[tuple[str, int, str, int]]:
        """Every sale fact: source number, amount, day, quantity."""
        rows = self.session.execute(
            text("SELECT source_number, amount_fen, sold_on::text, quantity::int FROM sale ORDER BY id")
        )
        return [tuple(row) for row in rows]

    def audit_actions(self) -> list[str]:
        """The actions of all audit lines, in order."""
        return list(self.session.scalars(text("SELECT action FROM audit_line ORDER BY id")))


BALANCES = """
    SELECT stock.on_hand, stock.reserved,
           (SELECT coalesce(sum(on_hand_change), 0) FROM stock_movement m WHERE m.sku_id = stock.sku_id) AS moved,
           (SELECT coalesce(sum(reserved_change), 0) FROM stock_movement m WHERE m.sku_id = stock.sku_id) AS held_moved,
           (SELECT coalesce(sum(quantity), 0) FROM reservation r WHERE r.sku_id = stock.sku_id AND r.state = 'live')
               AS held
    FROM stock WHERE sku_id = :sku_id
"""
