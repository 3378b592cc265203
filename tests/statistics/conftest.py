"""What a story of figures needs: told sales, and the questions asked of them."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from marketplace.benefits.models import HouseholdPayment
from marketplace.benefits.rules import PaymentState
from marketplace.db import db
from marketplace.households.rules import Mechanism
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.statistics.queries.figures import figures
from marketplace.statistics.rules import By, Slice
from tests.conftest import NOW
from tests.factories.cast import Cast

_CROWD_NUMBERS = itertools.count(7_000_000)


@pytest.fixture
def sell(now) -> Callable[..., None]:
    """Records a sale of a supplier."""
    numbers = iter(range(1, 10_000))

    def record_one(supplier, amount_fen, *, number: str | None = None, **changes) -> str:
        source_number = number or f"S-{next(numbers)}"
        facts = {"sold_on": date(2020, 5, 1), "channel": Channel.OUTLET, "source": "ledger"}
        facts |= {"supplier_id": supplier.id, "amount_fen": amount_fen, "source_number": source_number}
        recording.record([NewSale(**facts | changes)], actor=system(), now=now)
        return source_number

    return record_one


@pytest.fixture
def year_2020() -> Callable[..., Slice]:
    """Asks about 2020 in the city, unless said otherwise."""

    def ask(**changes) -> Slice:
        facts = {"region_code": "621000", "month_from": Month("2020-01"), "month_to": Month("2020-12")}
        return Slice(**facts | changes)

    return ask


@pytest.fixture
def ask(session, year_2020) -> Callable[..., list]:
    """Asks for figures as the program itself."""

    def figures_of(by: By | None = None, **changes) -> list:
        return figures(year_2020(**changes), by=by, actor=system())

    return figures_of


@pytest.fixture
def pay(session, now) -> Callable[..., HouseholdPayment]:
    """Pays a household, with the voucher, verified."""

    def pay_one(
        supplier, household, amount_fen, paid_on=date(2020, 5, 1), state=PaymentState.VERIFIED, **changes
    ) -> HouseholdPayment:
        facts = {"voucher_number": f"V{amount_fen}"} | changes
        row = HouseholdPayment(
            supplier_id=supplier.id,
            household_id=household.id,
            paid_on=paid_on,
            mechanism=Mechanism.DIVIDEND,
            amount_fen=amount_fen,
            state=state,
            entered_at=now,
            verified_at=now if state is PaymentState.VERIFIED else None,
            **facts,
        )
        session.add(row)
        session.flush()
        return row

    return pay_one


@pytest.fixture
def crowd_cast(crowd_app) -> Iterator[Cast]:
    """Everyone a story needs, committed, with numbers that no other story of the module has."""
    with crowd_app.app_context():
        yield Cast(app=crowd_app, session=db.session(), now=NOW, numbers=_CROWD_NUMBERS)
        db.session.remove()
