"""Officers of a county, what they work on, and a worker that reads their files."""

import io
from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.jobs.imports import read_import
from marketplace.regions.models import Region
from tests.factories.cast import HUANXIAN, VILLAGE
from tests.suppliers.conftest import Story


@pytest.fixture
def village(session) -> str:
    """A village with its town and a neighbour."""
    for code, name, level in ((VILLAGE, "城东村", 12), ("621022101000", "环城镇", 9), ("621022101002", "城西村", 12)):
        session.add(Region(code=code, name=name, level=level, from_on=date(2010, 1, 1)))
    session.flush()
    return VILLAGE


@pytest.fixture
def agriculture(cast):
    return cast.officer(Duty.AGRICULTURE_OFFICER)


@pytest.fixture
def revitalisation(cast):
    return cast.officer(Duty.REVITALISATION_OFFICER)


@pytest.fixture
def reviewer(cast):
    return cast.officer(Duty.REVIEWER, region="621000")


@pytest.fixture
def story(cast, now, agriculture, revitalisation, reviewer) -> Story:
    """A cooperative that applies, with the officers above."""
    cooperative = cast.organisation(OrganisationKind.COOPERATIVE, name="环县小杂粮合作社")
    applicant = cast.actor(cast.member(cooperative, MemberRole.SUPPLIER_STAFF))
    officers = (cast.actor(each) for each in (agriculture, revitalisation, reviewer))
    return Story(cooperative, applicant, *officers, cast.file(cooperative.id).id, now)


@pytest.fixture
def officer(cast, desk):
    """Opens a browser in which an officer of the county with these duties is signed in."""

    def open_one(*duties: Duty, region: str = HUANXIAN, language: str = "zh"):
        return desk(cast.officer(*duties, region=region), language)

    return open_one


@pytest.fixture
def outsider(cast, desk):
    """The browser of an officer of another county, who has every duty there."""
    return desk(cast.outsider())


@pytest.fixture
def receiver(cast, desk):
    """The browser of a buyer's receiver, who has no business in an office."""
    return desk(cast.member(cast.organisation(), MemberRole.RECEIVER))


@pytest.fixture
def credit_code(session):
    """Tells a supplier's credit code."""
    return lambda supplier: session.get(Organisation, supplier.organisation_id).uscc


@pytest.fixture
def send_sheet():
    """Uploads a file of a kind through its page, lets the worker read it, and tells the address of its batch."""

    def send(browser, kind: str, text: str, *, status: int = 200, read: bool = True, name: str = "表.csv", **fields):
        address = f"/office/imports/new/{kind}"
        browser.open(address)
        sent = browser.fields(address) | fields | {"file": (io.BytesIO(text.encode()), name)}
        browser.post(address, sent, status)
        if status == 200 and read:
            read_import(batch_id=int(browser.address.rsplit("/", 1)[1]))
        return browser.address

    return send
