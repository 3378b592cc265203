"""What holds of every page of imports, reports, the bank and benefits: one language, one heading, own fields."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from marketplace.benefits.models import HouseholdPayment
from marketplace.benefits.rules import PaymentState
from marketplace.households.rules import Mechanism
from marketplace.kernel.actor import system
from marketplace.payments.models import BankLine, Charge
from marketplace.payments.rules import BankLineState, ChargeState
from marketplace.reporting.rules import EventKind, NewLine, OutletKind
from marketplace.reporting.service import happenings, reports
from marketplace.sales.models import LookAlike
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from tests.factories.cast import HUANXIAN, LONG_AGO
from tests.web.manners import keeps_manners

BAD = "编号,名称,类型,区划,日期\nE-1,展销会,展销会,621022,2020-13-01\n"
DAY = date(2020, 9, 1)


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县合作社")


@pytest.fixture
def things(cast, session, supplier, now, officer, send_sheet) -> list[str]:
    """One of everything; the addresses of the pages that show or change one."""
    officer_actor = cast.actor(cast.officer(Duty.REPORTER))
    facts = {"actor": officer_actor, "now": now, "host_code": HUANXIAN, "tags": ["东西部协作"], "number": "N-1"}
    place = {"region_code": HUANXIAN, "name": "某处"}
    happenings.hold_event(kind=EventKind.FAIR, held_on=DAY, **place, **facts)
    outlet = happenings.open_outlet(kind=OutletKind.HALL, opened_on=DAY, **place, **facts)
    signed = {"signed_on": DAY, "buyer_name": "某公司", "supplier": None, "signed_fen": 100, "fulfilled_fen": 5}
    agreement = happenings.sign_agreement(**signed, **facts)
    code = session.get(Organisation, supplier.organisation_id).uscc
    line = NewLine(
        sold_on=DAY,
        channel=Channel.EVENT,
        supplier=code,
        amount_fen=100,
        buyer_name="某校",
        tags=["甲"],
        invoice_number="0451",
    )
    report, handed_in = (
        reports.draft(region_code=HUANXIAN, title="上报", lines=[line], actor=officer_actor, now=now) for _ in range(2)
    )
    reports.submit(report_id=handed_in.id, actor=officer_actor, now=now)
    product_id = cast.product(supplier).product_id
    for source in ("台账", "平台"):
        sale = {"supplier_id": supplier.id, "product_id": product_id, "amount_fen": 7, "buyer_name": "某校"}
        told = NewSale(sold_on=DAY, channel=Channel.EVENT, source=source, source_number="1", **sale)
        recording.record([told], actor=system(), now=now)
    look_alike = session.scalars(select(LookAlike.id)).one()
    payment = HouseholdPayment(
        supplier_id=supplier.id,
        household_id=cast.household().id,
        state=PaymentState.ENTERED,
        paid_on=DAY,
        mechanism=Mechanism.EMPLOYMENT,
        amount_fen=900,
        voucher_number="凭证一",
        entered_at=LONG_AGO,
    )
    charge = Charge(
        remittance_code="BF23456789",
        payer_id=cast.organisation(name="环县一中").id,
        supplier_id=supplier.id,
        amount_fen=500,
        state=ChargeState.OPEN,
        created_at=LONG_AGO,
    )
    bank_line = BankLine(
        bank_reference="L1",
        booked_on=DAY,
        payer_name="环县一中",
        amount_fen=500,
        remark="货款",
        codes=[],
        region_code=HUANXIAN,
        state=BankLineState.QUEUED,
    )
    session.add_all([payment, charge, bank_line])
    session.commit()
    batch = send_sheet(officer(Duty.REPORTER), "events", BAD)
    return [
        batch,
        f"/office/outlets/{outlet.id}/closing",
        f"/office/agreements/{agreement.id}/fulfilment",
        *(f"/office/sales-reports/{report.id}{way}" for way in ("", "/edit", "/evidence", "/deletion")),
        *(f"/office/sales-reports/{handed_in.id}{way}" for way in ("", "/sending-back")),
        f"/office/look-alikes/{look_alike}",
        *(f"/office/household-payments/{payment.id}{way}" for way in ("", "/sending-back")),
        *(f"/office/bank-lines/{bank_line.id}{way}" for way in ("", "/setting-aside")),
    ]


LISTS = [
    "imports", "imports/new/sales", "imports/new/households", "sales-reports", "sales-reports/new", "events",
    "events/new", "outlets", "outlets/new", "agreements", "agreements/new", "look-alikes", "household-payments",
    "allocations", "allocations/new", "bank-lines",
]  # fmt: skip


@pytest.fixture(params=["zh", "en"])
def pages(cast, desk, things, request):
    """Every page, in a language, by its address, as an officer with every duty reads it."""
    browser = desk(cast.officer(*Duty), request.param)
    return request.param, {
        address: browser.open(address) for address in [*(f"/office/{each}" for each in LISTS), *things]
    }


def test_every_page_keeps_its_manners(pages):
    language, read = pages
    for address, page in read.items():
        keeps_manners(page, address, language)


def test_an_officer_is_led_to_every_list(pages):
    _, read = pages
    links = {link["href"] for link in read["/office/imports"].all("a")}
    wanted = {"imports", "sales-reports", "events", "look-alikes", "household-payments", "allocations", "bank-lines"}
    assert {f"/office/{each}" for each in wanted} <= links
