"""What every story of payments needs: orders that were accepted and not paid yet, and lines of a bank statement."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from marketplace.catalogue.models import ListingVersion, Sku
from marketplace.kernel.actor import Actor
from marketplace.kernel.identifiers import new_remittance_code
from marketplace.payments.models import BankLine, Charge
from marketplace.payments.rules import BankLineState, ChargeState, codes_in
from marketplace.purchasing.models import Order, OrderGroup, OrderLine
from marketplace.purchasing.rules import OrderState, PaymentTerms
from marketplace.sales.models import Sale
from marketplace.suppliers.models import Supplier
from tests.factories.cast import HUANXIAN, Cast

RECEIVED = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)


@dataclass
class Owed:
    """Makes received orders with open charges, as a school's deliveries leave them."""

    session: Session
    buyer: Organisation
    supplier: Supplier
    sku: Sku
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def orders(self, amounts: Sequence[int], *, state: ChargeState = ChargeState.OPEN) -> list[Charge]:
        """One received order of one line per amount in fen; their charges."""
        listing = self.session.scalars(
            select(ListingVersion.id).where(ListingVersion.product_id == self.sku.product_id)
        ).one()
        charges = [self._charge(amount, state) for amount in amounts]
        groups = [self._group(amount) for amount in amounts]
        self.session.add_all([*charges, *groups])
        self.session.flush()
        orders = [
            self._order(charge, group, amount) for charge, group, amount in zip(charges, groups, amounts, strict=True)
        ]
        self.session.add_all(orders)
        self.session.flush()
        self.session.add_all(
            OrderLine(
                order_id=order.id,
                number=1,
                sku_id=self.sku.id,
                product_id=self.sku.product_id,
                listing_version_id=listing,
                quantity=1,
                unit_price_fen=amount,
                amount_fen=amount,
                shipped=1,
                accepted=1,
            )
            for order, amount in zip(orders, amounts, strict=True)
        )
        self.session.flush()
        return charges

    def order(self, amount: int = 10_000, *, state: ChargeState = ChargeState.OPEN) -> Charge:
        """One received order of 100.00 yuan, unless said otherwise."""
        return self.orders([amount], state=state)[0]

    def _charge(self, amount: int, state: ChargeState) -> Charge:
        return Charge(
            remittance_code=new_remittance_code(),
            payer_id=self.buyer.id,
            supplier_id=self.supplier.id,
            amount_fen=amount,
            state=state,
            created_at=RECEIVED,
        )

    def _group(self, amount: int) -> OrderGroup:
        return OrderGroup(
            buyer_id=self.buyer.id,
            region_code=self.buyer.region_code,
            payment_terms=PaymentTerms.ON_ACCOUNT,
            placed_at=RECEIVED,
            amount_fen=amount,
            lines_count=1,
        )

    def _order(self, charge: Charge, group: OrderGroup, amount: int) -> Order:
        return Order(
            order_number=f"T{next(self.numbers):06d}",
            order_group_id=group.id,
            buyer_id=self.buyer.id,
            supplier_id=self.supplier.id,
            charge_id=charge.id,
            state=OrderState.RECEIVED,
            amount_fen=amount,
            accepted_fen=amount,
            needs_approval=False,
            received_at=RECEIVED,
        )


@pytest.fixture
def owed(cast: Cast, session: Session) -> Owed:
    supplier = cast.supplier()
    return Owed(session, cast.organisation(name="环县第一中学"), supplier, cast.product(supplier))


@pytest.fixture
def cashier(cast: Cast) -> Actor:
    return cast.actor(cast.officer(Duty.CASHIER))


@pytest.fixture
def line(session: Session) -> Callable[..., BankLine]:
    """Puts a line of a bank statement into the queue."""
    numbers = itertools.count(1)

    def book(
        remark: str, amount_fen: int = 10_000, *, booked_on: date = date(2020, 9, 12), region: str = HUANXIAN
    ) -> BankLine:
        row = BankLine(
            bank_reference=f"L{next(numbers)}",
            booked_on=booked_on,
            payer_name="环县第一中学",
            amount_fen=amount_fen,
            remark=remark,
            codes=codes_in(remark),
            region_code=region,
            state=BankLineState.QUEUED,
        )
        session.add(row)
        session.flush()
        return row

    return book


@pytest.fixture
def sold(session: Session) -> Callable[[], int]:
    """Tells the net fen of all sales."""

    def read() -> int:
        session.expire_all()
        return sum(session.scalars(select(Sale.amount_fen)))

    return read
