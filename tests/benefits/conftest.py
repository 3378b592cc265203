"""What every story of benefits needs: told sales, allocated months, a supplier linked with a household."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.benefits.rules import ToldPayment
from marketplace.benefits.service import allocating, payments
from marketplace.benefits.service.allocating import Allocated
from marketplace.households.models import Linkage
from marketplace.households.rules import LinkageState, Mechanism
from marketplace.kernel.actor import Actor, system
from marketplace.kernel.days import Month
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import corrections, recording
from tests.factories.cast import LONG_AGO

MAY = Month("2020-05")


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def sell(now) -> Callable[..., str]:
    """Records a sale of a supplier in May 2020, or as told."""
    numbers = iter(range(1, 100_000))

    def record_one(supplier, amount_fen, *, number: str | None = None, **changes) -> str:
        source_number = number or f"S-{next(numbers)}"
        facts = {"sold_on": date(2020, 5, 1), "channel": Channel.OUTLET, "source": "ledger"}
        facts |= {"supplier_id": supplier.id, "amount_fen": amount_fen, "source_number": source_number}
        recording.record([NewSale(**facts | changes)], actor=system(), now=now)
        return source_number

    return record_one


@pytest.fixture
def take_back(now) -> Callable[[str], None]:
    """Corrects a sale away."""

    def correct(number: str) -> None:
        corrections.take_back(source="ledger", source_numbers=[number], reason="误录", actor=system(), now=now)

    return correct


@pytest.fixture
def allocate(now) -> Callable[..., Allocated]:
    """Allocates May 2020 of the city, or as told."""

    def run(month: str = MAY, *, region: str = "621000", actor: Actor | None = None) -> Allocated:
        return allocating.allocate(region_code=region, month=Month(month), actor=actor or system(), now=now)

    return run


@pytest.fixture
def shares(session) -> Callable[..., dict[str, int]]:
    """Tells what each household got in a month, over all roster versions, by household number."""

    def read(month: str = MAY) -> dict[str, int]:
        rows = session.execute(
            text("""
                SELECT h.household_number, sum(s.amount_fen) FROM allocation_share s
                JOIN allocation a ON a.id = s.allocation_id JOIN household h ON h.id = s.household_id
                WHERE a.month = :month GROUP BY 1
            """),
            {"month": month},
        )
        return {number: int(fen) for number, fen in rows}

    return read


@pytest.fixture
def link(session) -> Callable[..., Linkage]:
    """Ties a supplier to a household, verified unless said otherwise."""

    def tie(supplier, household, *, state=LinkageState.VERIFIED, from_on=date(2020, 1, 1), until_on=None) -> Linkage:
        is_checked = state in {LinkageState.VERIFIED, LinkageState.ENDED}
        row = Linkage(
            supplier_id=supplier.id,
            household_id=household.id,
            mechanism=Mechanism.DIRECT_PURCHASE,
            state=state,
            from_on=from_on,
            until_on=until_on,
            entered_at=LONG_AGO,
            verified_at=LONG_AGO if is_checked else None,
            reason="不实" if state is LinkageState.SENT_BACK else None,
        )
        session.add(row)
        session.flush()
        return row

    return tie


@pytest.fixture
def household(cast, supplier, link):
    """A household that the supplier is linked with."""
    row = cast.household()
    link(supplier, row)
    return row


@pytest.fixture
def staff(cast, session, supplier) -> Actor:
    """Someone of the supplier."""
    return cast.actor(cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def officer(cast) -> Actor:
    """Who checks payments in the household's county."""
    return cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def uscc(session, supplier) -> str:
    return session.get(Organisation, supplier.organisation_id).uscc


@pytest.fixture
def told() -> Callable[..., ToldPayment]:
    """Tells a payment of 100.00 yuan for produce, with the changes asked for."""

    def tell(**changes) -> ToldPayment:
        facts = {
            "paid_on": date(2020, 9, 1),
            "mechanism": Mechanism.DIRECT_PURCHASE,
            "amount_fen": 10_000,
            "voucher_number": "PZ-1",
        }
        return ToldPayment(**facts | changes)

    return tell


@pytest.fixture
def enter(staff, uscc, household, told, now):
    """Enters a payment of the supplier to its household."""

    def say(*, actor=None, supplier=None, number=None, **changes):
        return payments.enter(
            supplier=supplier or uscc,
            household_number=number or household.household_number,
            told=told(**changes),
            actor=actor or staff,
            now=now,
        )

    return say
