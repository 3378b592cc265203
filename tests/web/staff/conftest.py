"""Officers of a county, what they work on, and a worker that reads their files."""

import io

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.jobs.imports import read_import
from tests.factories.cast import HUANXIAN


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
