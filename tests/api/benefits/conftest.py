"""Who asks over HTTP: someone of a supplier, an officer of the household's county, a statistician."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.households.models import Linkage
from marketplace.households.rules import LinkageState, Mechanism
from tests.factories.cast import LONG_AGO


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def organisation(session, supplier):
    return session.get(Organisation, supplier.organisation_id)


@pytest.fixture
def household(cast, session, supplier):
    """A household that the supplier is linked with."""
    row = cast.household()
    session.add(
        Linkage(
            supplier_id=supplier.id,
            household_id=row.id,
            mechanism=Mechanism.DIRECT_PURCHASE,
            state=LinkageState.VERIFIED,
            from_on=date(2020, 1, 1),
            entered_at=LONG_AGO,
            verified_at=LONG_AGO,
        )
    )
    session.flush()
    return row


@pytest.fixture
def staff(cast, organisation):
    return cast.client(cast.member(organisation, MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def officer(cast):
    return cast.client(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def statistician(cast):
    return cast.client(cast.officer(Duty.STATISTICIAN))


@pytest.fixture
def outsider(cast):
    return cast.client(cast.outsider())


@pytest.fixture
def body(organisation, household):
    """A payment as it is told."""

    def tell(**changes):
        facts = {
            "supplier": organisation.uscc,
            "household_number": household.household_number,
            "paid_on": "2020-09-01",
            "mechanism": "direct_purchase",
            "amount": {"amount": "100.00", "currency": "CNY"},
            "voucher_number": "PZ-1",
        }
        return facts | changes

    return tell
