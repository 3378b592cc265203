"""Whatever stands in the address of a list, the list comes: what cannot be read narrows nothing."""

from urllib.parse import quote

import pytest

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Duty, MemberRole
from tests.factories.cast import LONG_AGO

_ASKED = (
    "after action category certified days duty expiring from household in_stock job kg_to kind low month number "
    "price_to product q region registered show sort state subject supplier to village who"
)
ASKED = tuple(_ASKED.split())
"""Whatever a list asks of its address."""

HOSTILE = {
    "a NUL": "a%00b",
    "a NUL in a cursor": "a%00~1",
    "a NUL in a code": "621022%00",
    "half a character": "a%ED%A0%80b",
    "marks that turn": quote("a\u202eb"),
    "an unknown choice": "nothing-of-this-kind",
    "a number without end": "9" * 300,
    "a cursor of another list": "2020-01-01.9",
    "a cursor before all days": "-0001-01-01~1",
}
LISTS = {"staff", "supplier", "buyer", "admin", "goods"}
OF_FIGURES = "/office/figures/"
"""What lies behind a figure is that of a slice; an address that tells none is refused."""


@pytest.fixture
def everybody(cast, session, stage, desk):
    """The browser of somebody who holds every role of buyer and seller and every duty in the nation."""
    user = cast.officer(*Duty, region="000000")
    for organisation_id in (stage.school.id, stage.supplier.organisation_id):
        for role in MemberRole:
            session.add(Membership(user_id=user.id, organisation_id=organisation_id, role=role, created_at=LONG_AGO))
    session.commit()
    return desk(user)


@pytest.fixture
def addresses(app, cast, stage, sku, households) -> list[str]:
    """Every list that has an address of its own, and pages that hold one."""
    version = cast.roster(stage.supplier, households(2))
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in LISTS
        and ".list_" in rule.endpoint
        and not rule.arguments
        and not rule.rule.startswith(OF_FIGURES)
    ] + [
        f"/office/rosters/{version.id}",
        f"/supplier/rosters/{version.id}",
        f"/supplier/rosters/{version.id}?show=members",
        f"/supplier/stock/{sku.code}",
    ]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_a_list_comes_whatever_its_address_says(everybody, addresses, value):
    assert len(addresses) > 30
    asked = "&".join(f"{name}={value}" for name in ASKED)
    for address in addresses:
        everybody.open(f"{address}{'&' if '?' in address else '?'}{asked}")


def test_a_list_comes_where_a_name_is_told_again(everybody, addresses):
    asked = "&".join(f"{name}=&{name}=1&{name}=%00" for name in ASKED)
    for address in addresses:
        everybody.open(f"{address}{'&' if '?' in address else '?'}{asked}")


def test_a_list_comes_for_ten_thousand_letters(everybody, addresses):
    asked = "&".join(f"{name}={'x' * 10_000}" for name in ("q", "household", "number", "after"))
    for address in addresses:
        everybody.open(f"{address}{'&' if '?' in address else '?'}{asked}")
