from datetime import date

import pytest

from marketplace.benefits.service import allocating
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording


@pytest.fixture
def address(cast, supplier, household, staff, officer, body, now):
    """The statement of a household with 10.00 yuan attributed and 100.00 evidenced."""
    cast.roster(supplier, [(household, 1)], share_bp=1000)
    sale = NewSale(
        sold_on=date(2020, 5, 1),
        channel=Channel.OUTLET,
        supplier_id=supplier.id,
        amount_fen=10_000,
        source="ledger",
        source_number="1",
    )
    recording.record([sale], actor=system(), now=now)
    allocating.allocate(region_code="621022", month=Month("2020-05"), actor=system(), now=now)
    payment = staff.post("/api/v1/household-payments", json=body()).json
    officer.post(f"/api/v1/household-payments/{payment['id']}/verification")
    return f"/api/v1/households/{household.id}/statement"


def test_both_measures_stand_beside_each_other(officer, address):
    told = officer.get(f"{address}?year=2020").json
    assert [(row["month"], row["amount"]["amount"]) for row in told["attributed"]] == [("2020-05", "10.00")]
    assert [(row["paid_on"], row["is_counted"]) for row in told["evidenced"]] == [("2020-09-01", True)]
    assert (told["attributed_total"]["amount"], told["evidenced_total"]["amount"]) == ("10.00", "100.00")
    assert "110.00" not in officer.get(f"{address}?year=2020").text


def test_law_14_the_head_is_masked(officer, address):
    answer = officer.get(f"{address}?year=2020")
    assert answer.json["head_name"] == "张**"
    assert "张三丰" not in answer.text


def test_law_12_the_supplier_and_the_outsider_do_not_find_it(staff, outsider, cast, address, household):
    for client in (staff, outsider):
        answer = client.get(f"{address}?year=2020")
        assert (answer.status_code, household.household_number in answer.text) == (404, False)
    assert cast.client().get(f"{address}?year=2020").status_code == 401
    assert cast.client(cast.user()).get(f"{address}?year=2020").status_code == 403


@pytest.mark.parametrize("query", ["", "year=x", "year=1", "year=99999"])
def test_a_wrong_year_is_refused(officer, address, query):
    assert officer.get(f"{address}?{query}").status_code == 422
