"""The address of a page with other arguments: whatever was asked for, the way to the next page is this page's own."""

import re

import pytest

from marketplace.accounts.rules import Duty


@pytest.fixture
def _two_pages(cast, listed):
    """More products than one page shows."""
    supplier = cast.supplier()
    listed(*(cast.product(supplier, tiers=((1, 1250),), stock=5, name=f"环县苹果{n}") for n in range(25)))


@pytest.mark.usefixtures("_two_pages")
@pytest.mark.parametrize(
    "asked",
    ["_method=POST", "_scheme=https", "_external=1", "_anchor=x", "_scheme=javascript&_external=1", "endpoint=x"],
)
def test_nobody_turns_the_way_to_the_next_page_elsewhere(browser, asked):
    answer = browser().get(f"/catalogue?{asked}&region=621022")
    assert answer.status_code == 200
    (following,) = set(re.findall(r'href="([^"]*after=[^"]*)"', answer.get_data(as_text=True)))
    assert following.startswith("/catalogue?region=621022&amp;after=")
    assert browser().get(following.replace("&amp;", "&")).status_code == 200


def test_what_names_the_page_is_asked_for_once(cast, desk, households):
    supplier = cast.supplier()
    version = cast.roster(supplier, households(25))
    page = desk(cast.officer(*Duty)).open(f"/office/rosters/{version.id}?version_id=7")
    (following,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert following.startswith(f"/office/rosters/{version.id}?after=")
