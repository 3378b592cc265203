import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.payments.rules import ChargeState
from marketplace.purchasing.models import Order
from tests.payments.conftest import Owed


@pytest.fixture
def owed(cast, session):
    supplier = cast.supplier()
    return Owed(session, cast.organisation(), supplier, cast.product(supplier))


@pytest.fixture
def finance(cast, owed):
    return cast.client(cast.member(owed.buyer, MemberRole.FINANCE))


def test_a_buyer_sees_what_to_pay_and_under_which_code(owed, finance, session):
    charge = owed.order(123_456)
    (item,) = finance.get("/api/v1/charges").json["items"]
    assert item["amount"] == {"amount": "1234.56", "currency": "CNY"}
    assert (item["remittance_code"], item["state"]) == (charge.remittance_code, "open")
    assert (item["payer"], item["paid_on"]) == (owed.buyer.uscc, None)
    order = session.query(Order).filter_by(charge_id=charge.id).one()
    assert (item["order_id"], item["order_number"]) == (order.id, order.order_number)
    assert item["supplier_name"] == session.get(Organisation, owed.supplier.organisation_id).name


def test_charges_are_narrowed_and_come_page_by_page_newest_first(owed, finance):
    charges = owed.orders([100, 200, 300])
    owed.order(400, state=ChargeState.CANCELLED)
    page = finance.get("/api/v1/charges?state=open&limit=2").json
    rest = finance.get(f"/api/v1/charges?state=open&limit=2&after={page['next']}").json
    found = [item["remittance_code"] for item in page["items"] + rest["items"]]
    assert found == [charge.remittance_code for charge in reversed(charges)]
    assert rest["next"] is None
    (one,) = finance.get(f"/api/v1/charges?code={charges[0].remittance_code}").json["items"]
    assert one["amount"]["amount"] == "1.00"


def test_the_supplier_and_staff_of_the_payers_region_see_it_too(owed, cast, session):
    owed.order()
    staff = cast.member(session.get(Organisation, owed.supplier.organisation_id), MemberRole.SUPPLIER_STAFF)
    for user in (staff, cast.officer(Duty.CASHIER), cast.officer(Duty.AUDITOR, region="620000")):
        assert len(cast.client(user).get("/api/v1/charges").json["items"]) == 1


def test_law_12_the_outsider_sees_nothing(owed, cast):
    owed.order()
    assert cast.client(cast.outsider()).get("/api/v1/charges").json == {"items": [], "next": None}
    assert cast.client(cast.user()).get("/api/v1/charges").status_code == 403
    assert cast.client().get("/api/v1/charges").status_code == 401


@pytest.mark.parametrize("query", ["state=nonsense", "after=x", "limit=0"])
def test_a_wrong_query_is_refused(finance, query):
    assert finance.get(f"/api/v1/charges?{query}").status_code == 422
