"""A village, who keeps its register, a supplier of the county, and their clients."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.regions.models import Region
from tests.factories.cast import VILLAGE
from tests.factories.codes import identity_number

NAME = "慕容雪村"
HEAD = identity_number(6001, county="622822")


@pytest.fixture
def village(session) -> str:
    session.add(Region(code=VILLAGE, name="城东村", level=12, from_on=date(2010, 1, 1)))
    session.flush()
    return VILLAGE


@pytest.fixture
def keeper(cast):
    return cast.client(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def outsider(cast):
    return cast.client(cast.outsider())


@pytest.fixture
def told(village):
    """The body that registers a household, with the changes asked for."""

    def body(**changes):
        household = {
            "household_number": "6210221010010001",
            "village_code": village,
            "category": "lifted_out",
            "persons": 4,
            "head_name": NAME,
            "head_identity_number": HEAD,
            "registered_on": "2014-01-01",
        }
        return household | changes

    return body


@pytest.fixture
def household(keeper, told):
    """A registered household as the API answered it."""
    answer = keeper.post("/api/v1/households", json=told())
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县绿源合作社")


@pytest.fixture
def organisation(session, supplier):
    return session.get(Organisation, supplier.organisation_id)


@pytest.fixture
def staff(cast, organisation):
    return cast.client(cast.member(organisation, MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def evidence_file_id(cast, supplier):
    return cast.file(supplier.organisation_id).id


@pytest.fixture
def linkage(staff, organisation, household, evidence_file_id):
    """An entered linkage as the API answered it."""
    body = {
        "supplier": organisation.uscc,
        "household_number": household["household_number"],
        "mechanism": "contract_farming",
        "from_on": "2020-01-01",
        "evidence_file_id": evidence_file_id,
    }
    answer = staff.post("/api/v1/linkages", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json
