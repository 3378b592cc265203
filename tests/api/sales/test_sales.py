from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.kernel.actor import system
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def three_sales(supplier, now):
    rows = [
        NewSale(
            sold_on=date(2020, 5, day),
            channel=Channel.EVENT,
            supplier_id=supplier.id,
            amount_fen=day * 100,
            source="ledger",
            source_number=f"A-{day}",
        )
        for day in (1, 2, 2 + 1)
    ]
    rows.append(
        NewSale(
            sold_on=date(2020, 5, 4),
            channel=Channel.EVENT,
            supplier_id=supplier.id,
            amount_fen=-50,
            source="ledger",
            source_number="R-1",
            reverses="A-1",
        )
    )
    recording.record(rows, actor=system(), now=now)


@pytest.fixture
def officer(cast):
    return cast.client(cast.officer(Duty.STATISTICIAN))


@pytest.mark.usefixtures("three_sales")
def test_sales_are_listed_newest_first_page_by_page(officer):
    first = officer.get("/api/v1/sales?limit=3").json
    assert [item["source_number"] for item in first["items"]] == ["R-1", "A-3", "A-2"]
    assert first["items"][1]["amount"] == {"amount": "3.00", "currency": "CNY"}
    rest = officer.get(f"/api/v1/sales?limit=3&after={first['next']}").json
    assert [item["source_number"] for item in rest["items"]] == ["A-1"]
    assert rest["next"] is None


@pytest.mark.usefixtures("three_sales")
def test_a_list_is_narrowed(officer):
    def numbers(query):
        return [item["source_number"] for item in officer.get(f"/api/v1/sales?{query}").json["items"]]

    assert numbers("kind=return") == ["R-1"]
    assert numbers("from_on=2020-05-02&to_on=2020-05-02") == ["A-2"]
    assert numbers("source_number=A-1&channel=event") == ["A-1"]
    assert numbers("channel=outlet") == []


@pytest.mark.usefixtures("three_sales")
def test_a_sale_is_shown_with_what_takes_it_back(officer):
    sale_id = officer.get("/api/v1/sales?source_number=A-1").json["items"][0]["id"]
    answer = officer.get(f"/api/v1/sales/{sale_id}")
    assert [reversal["source_number"] for reversal in answer.json["reversals"]] == ["R-1"]


@pytest.mark.usefixtures("three_sales")
def test_law_12_a_supplier_sees_its_own_sales_and_the_outsider_none(cast, session, supplier, officer):
    own = cast.client(cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF))
    assert len(own.get("/api/v1/sales").json["items"]) == 4
    outsider = cast.client(cast.outsider())
    assert outsider.get("/api/v1/sales").json["items"] == []
    sale_id = officer.get("/api/v1/sales").json["items"][0]["id"]
    answer = outsider.get(f"/api/v1/sales/{sale_id}")
    assert (answer.status_code, answer.json["code"]) == (404, "sale.not_found")


@pytest.mark.parametrize(
    ("query", "status"),
    [("limit=0", 422), ("after=nonsense", 422), ("after=WyJ4IiwxXQ", 422), ("kind=x", 422)],
)
def test_a_wrong_query_is_refused(officer, query, status):
    assert officer.get(f"/api/v1/sales?{query}").status_code == status


def test_nobody_in_particular_gets_nothing(cast):
    assert cast.client().get("/api/v1/sales").status_code == 401
    assert cast.client(cast.user()).get("/api/v1/sales").status_code == 403
