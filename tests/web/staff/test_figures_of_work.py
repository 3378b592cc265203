"""What is counted beside sales leads from the explorer to the very rows that are counted."""

from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.reporting.models import Agreement, Event, Outlet
from tests.factories.cast import LONG_AGO, QINGCHENG

YEAR = "region=621022&from=2020-01&to=2020-12"


@pytest.fixture
def officer(cast):
    return cast.officer(Duty.STATISTICIAN)


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县红杏合作社")


@pytest.fixture
def year(session, supplier, credit_code):
    """Of each kind one row in the county's 2020 with a tag, one without, one of another year and one of elsewhere."""
    rows = []
    for n, (host, day, tags) in enumerate(
        [
            ("621022", date(2020, 5, 1), ["消费帮扶月"]),
            ("621022", date(2020, 12, 31), []),
            ("621022", date(2021, 1, 1), []),
            (QINGCHENG, date(2020, 5, 1), []),
        ]
    ):
        facts = {"host_code": host, "created_at": LONG_AGO, "tags": tags}
        told = {**facts, "number": f"N{n}", "name": f"第{n}场", "region_code": host}
        agreement = {**facts, "agreement_number": f"A{n}", "buyer_name": f"第{n}场", "signed_on": day}
        rows += [
            Event(**told, kind="fair", held_on=day),
            Outlet(**told, kind="hall", opened_on=day),
            Agreement(**agreement, signed_fen=100 + n, supplier_id=supplier.id if n == 0 else None),
        ]
    closed = Outlet(number="N9", name="第9场", kind="hall", host_code="621022", region_code="621022",
                    created_at=LONG_AGO, opened_on=date(2019, 1, 1), closed_on=date(2019, 12, 31))  # fmt: skip
    session.add_all([*rows, closed])
    session.flush()
    return credit_code(supplier)


@pytest.fixture
def follow(desk, officer):
    """Follows a measure of a slice to its rows; gives the value and the names of the rows."""

    def names(measure: str, narrower: str = "") -> tuple[str, list[str]]:
        reader = desk(officer)
        page = reader.open(f"/office/figures?{YEAR}{narrower}")
        (value,) = [row[1] for row in page.cells() if row[-1] == measure]
        (address,) = [
            link["href"]
            for link in page.all("a")
            if f"measure={measure}" in link["href"] and "figures" not in link["href"]
        ]
        told = reader.open(address).text
        return value, [f"第{n}场" for n in range(10) if f"第{n}场" in told]

    return names


@pytest.mark.parametrize("measure", ["events.v1", "outlets.v1"])
def test_law_15_events_and_outlets_lead_to_those_that_are_counted(follow, year, measure):
    assert follow(measure) == ("2", ["第0场", "第1场"])
    assert follow(measure, "&tag=消费帮扶月") == ("1", ["第0场"])


@pytest.mark.parametrize(
    ("measure", "value"), [("agreements.signed.v1", "2.01 元"), ("agreements.fulfilled.v1", "0.00 元")]
)
def test_law_15_agreements_lead_to_those_that_are_summed(follow, year, measure, value):
    assert follow(measure) == (value, ["第0场", "第1场"])
    assert follow(measure, f"&supplier={year}")[1] == ["第0场"]


def test_law_15_certified_suppliers_lead_to_their_list(desk, officer, cast, supplier):
    cast.supplier(name="环县未认定合作社", certified=None)
    reader = desk(officer)
    page = reader.open(f"/office/figures?{YEAR}")
    (address,) = [link["href"] for link in page.all("a") if "/office/suppliers?" in link["href"]]
    told = reader.open(address).text
    assert "环县红杏合作社" in told
    assert "环县未认定合作社" not in told
    assert "不限于所查数据的期间和条件" in told
    assert "不限于所查数据的期间和条件" not in reader.open("/office/suppliers").text


def test_who_certifies_follows_products_to_their_batches(desk, cast, officer, supplier):
    def leads(user) -> bool:
        return any("/office/batches" in link["href"] for link in desk(user).open(f"/office/figures?{YEAR}").all("a"))

    assert leads(cast.officer(Duty.STATISTICIAN, Duty.REVIEWER))
    assert not leads(officer)


def test_a_narrowed_list_says_so_and_leads_to_the_whole(desk, officer, year):
    page = desk(officer).open(f"/office/events?{YEAR}")
    assert "2020-01 – 2020-12" in page.text
    assert any(link["href"] == "/office/events" for link in page.all("a"))
    assert "第2场" in desk(officer).open("/office/events").text
    assert "第2场" in desk(officer).open("/office/events?from=x&to=2020-12").text


def test_law_12_a_slice_of_elsewhere_lists_nothing(desk, officer, year):
    page = desk(officer).open(f"/office/events?region={QINGCHENG}&from=2020-01&to=2020-12")
    assert "第3场" not in page.text
    assert "没有对应的记录。" in page.text
