"""Lists are sorted by a column of theirs: the order stands in the address, and every row comes once, page by page."""

from datetime import date
from itertools import product

import pytest

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Duty, MemberRole
from tests.factories.cast import LONG_AGO

SORTABLE = {
    "/office/suppliers": ("name", "ends"),
    "/office/households": ("number", "registered"),
    "/office/imports": ("file", "sent"),
    "/administration/users": ("name",),
    "/administration/organisations": ("name",),
    "/office/linkages": ("entered", "supplier", "household"),
    "/office/rosters": ("entered", "supplier"),
    "/office/sales-reports": ("title", "amount", "entered"),
    "/office/bank-lines": ("booked", "amount"),
    "/office/household-payments": ("paid", "amount", "household"),
    "/supplier/products": ("name", "price"),
    "/supplier/orders": ("placed", "amount", "wanted"),
    "/supplier/payments": ("due", "paid", "amount"),
    "/supplier/lots": ("number", "product", "expires"),
    "/supplier/stock": ("name", "left"),
    "/supplier/household-payments": ("paid", "amount", "household"),
    "/supplier/linkages": ("household",),
    "/buyer/order-groups": ("placed", "amount"),
}
CURSORS = ("2020-01-01~5", "5~5", "a~5", "2020-01-01 00:00:00+00:00~5", "2020-13-01~5", "~", "9~x", "5")


@pytest.fixture
def everybody(cast, session, stage, desk):
    """The browser of somebody who buys, sells and holds every duty in the nation."""
    user = cast.officer(*Duty, region="000000")
    for organisation_id in (stage.school.id, stage.supplier.organisation_id):
        for role in MemberRole:
            session.add(Membership(user_id=user.id, organisation_id=organisation_id, role=role, created_at=LONG_AGO))
    session.commit()
    return desk(user)


@pytest.mark.parametrize("address", SORTABLE)
def test_a_list_is_sorted_by_each_of_its_keys_from_any_place(everybody, address):
    for key, sign in product(SORTABLE[address], ("", "-")):
        for cursor in ("", *CURSORS):
            everybody.open(f"{address}?sort={sign}{key}&after={cursor.replace('+', '%2B')}")


@pytest.fixture
def suppliers(cast):
    """Sixty suppliers; names and last days are shared by several."""
    for n in range(60):
        cast.supplier(name=f"环县{n * 7 % 20:02d}合作社", certified=(date(2020, 1, 1), date(2021, 1 + n % 5, 1)))


def walk(browser, address: str) -> list[str]:
    """Read a list to its end; the first cell of each row."""
    found = []
    while address:
        page = browser.open(address)
        found += [text for path, text in page.texts if "tbody" in path and "th" in path and "合作社" in text]
        address = next((link["href"] for link in page.all("a") if link.get("rel") == "next"), None)
    return found


@pytest.mark.usefixtures("suppliers")
def test_every_row_comes_once_in_the_order_asked_for(everybody):
    up, down = walk(everybody, "/office/suppliers?sort=name"), walk(everybody, "/office/suppliers?sort=-name")
    assert len(up) == 61
    assert up == sorted(up)
    assert down == up[::-1]
    ends = walk(everybody, "/office/suppliers?sort=ends")
    assert sorted(ends) == up
    assert walk(everybody, "/office/suppliers?sort=-ends") == ends[::-1]
    assert sorted(walk(everybody, "/office/suppliers")) == up


@pytest.mark.usefixtures("suppliers")
def test_a_head_leads_up_then_down_then_back_and_says_so(everybody):
    page = everybody.open("/office/suppliers?state=certified&after=999999")
    (way,) = [link["href"] for link in page.all("a") if "sort=name" in (link["href"] or "")]
    assert way == "/office/suppliers?state=certified&sort=name"
    assert [head.get("aria-sort") for head in page.all("th") if head.get("aria-sort")] == []
    page = everybody.open(way)
    assert [head.get("aria-sort") for head in page.all("th") if head.get("aria-sort")] == ["ascending"]
    assert {"type": "hidden", "name": "sort", "value": "name"} in page.all("input")
    (way,) = [link["href"] for link in page.all("a") if "sort=-name" in (link["href"] or "")]
    page = everybody.open(way)
    assert [head.get("aria-sort") for head in page.all("th") if head.get("aria-sort")] == ["descending"]
    assert "/office/suppliers?state=certified" in [link["href"] for link in page.all("a")]


@pytest.mark.usefixtures("suppliers")
def test_an_order_costs_no_more_statements(everybody, statements):
    everybody.open("/office/suppliers")
    before = len(statements)
    everybody.open("/office/suppliers?sort=-ends")
    assert len(statements) == 2 * before
