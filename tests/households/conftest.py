"""A village, the officer who keeps its register, and a supplier with evidence."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.households.rules import HouseholdCategory, Mechanism
from marketplace.households.service import linkages, register
from marketplace.regions.models import Region
from tests.factories.cast import VILLAGE
from tests.factories.codes import identity_number


@pytest.fixture
def village(session) -> str:
    session.add(Region(code=VILLAGE, name="城东村", level=12, from_on=date(2010, 1, 1), until_on=date(2019, 1, 1)))
    session.flush()
    return VILLAGE


@pytest.fixture
def keeper(cast):
    return cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def enter_household(village, keeper, now):
    """Registers the n-th household, with the changes asked for."""

    def enter(n=1, *, actor=keeper, **changes):
        told = {
            "household_number": f"62102210100100{n:04d}",
            "village_code": village,
            "category": HouseholdCategory.LIFTED_OUT,
            "persons": 4,
            "head_name": "慕容雪村",
            "head_identity_number": identity_number(6000 + n, county="622822"),
            "registered_on": date(2014, 1, 1),
        }
        return register.register(**told | changes, actor=actor, now=now)

    return enter


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def staff(cast, session, supplier):
    """Staff of the supplier."""
    return cast.actor(cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def evidence(cast):
    """Stores a file of a supplier; tells its id."""
    return lambda supplier: cast.file(supplier.organisation_id).id


@pytest.fixture
def enter_linkage(session, cast, supplier, staff, evidence, now):
    """Enters a linkage of the supplier with a household, with the changes asked for."""

    def enter(household=None, *, actor=staff, **changes):
        told = {
            "supplier": session.get(Organisation, supplier.organisation_id).uscc,
            "household_number": (household or cast.household()).household_number,
            "mechanism": Mechanism.CONTRACT_FARMING,
            "from_on": date(2020, 1, 1),
            "last_on": None,
            "through": None,
            "evidence_file_id": changes.get("evidence_file_id") or evidence(supplier),
        }
        return linkages.enter(**told | changes, actor=actor, now=now)

    return enter
