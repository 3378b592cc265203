"""A sale as an office sees it: its facts, its report and evidence, its roster, what takes it back, for its region."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.reporting.models import SalesReport
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from tests.factories import documents

YEAR = "region=621022&from=2020-01&to=2020-12"


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县小米合作社")


@pytest.fixture
def sale(cast, supplier, sell, session):
    """A sale of a supplier with a roster of six households."""
    cast.roster(supplier, [(cast.household(), 1) for _ in range(6)], share_bp=1000)
    sell(supplier, 123_456, channel=Channel.EVENT, buyer_name="某某学校", tags=["东西部协作"])
    return session.scalars(select(Sale)).one()


def test_a_figure_leads_to_its_sales_and_a_sale_back_to_them(officer, sale):
    browser = officer(Duty.STATISTICIAN)
    links = [
        link["href"] for link in browser.open(f"/office/figures/sales?{YEAR}&measure=income.attributed.v1").all("a")
    ]
    (address,) = [link for link in links if link.startswith(f"/office/sales/{sale.id}")]
    page = browser.open(address)
    for told in (
        "环县小米合作社",
        "某某学校",
        "1,234.56 元",
        "123.46 元",
        "展销活动",
        "东西部协作",
        "6 户的名册",
        "ledger",
    ):
        assert told in page.text, told
    (back,) = [link["href"] for link in page.all("a") if link["href"].startswith("/office/figures/sales?")]
    for kept in ("region=621022", "from=2020-01", "measure=income.attributed.v1"):
        assert kept in back
    assert f"/office/rosters/{sale.roster_version_id}" in [link["href"] for link in page.all("a")]


def test_who_reads_no_households_is_led_to_no_roster(officer, sale):
    page = officer(Duty.REPORTER).open(f"/office/sales/{sale.id}")
    assert not [link for link in page.all("a") if "/office/rosters/" in link["href"]]


def test_law_12_a_sale_of_another_region_does_not_exist(officer, outsider, receiver, sale):
    assert "某某学校" not in outsider.open(f"/office/sales/{sale.id}", 404).html
    assert "某某学校" not in receiver.open(f"/office/sales/{sale.id}", 403).html
    officer(Duty.STATISTICIAN).open("/office/sales/99999999", 404)
    officer(Duty.STATISTICIAN).open(f"/office/sales/{2**70}", 404)


def test_a_counted_report_leads_to_its_sales_and_they_to_it_and_its_evidence(officer, supplier, credit_code, session):
    reporter, approver = officer(Duty.REPORTER), officer(Duty.APPROVER)
    reporter.open("/office/sales-reports/new")
    line = {"sold_on": "2020-09-01", "channel": "event", "uscc": credit_code(supplier), "amount": "12"}
    reporter.send(title="展会", do="save", **{f"lines__0__{name}": value for name, value in line.items()})
    address = reporter.address
    reporter.open(f"{address}/evidence")
    reporter.send(line__1="1", file=(io.BytesIO(documents.pdf("invoice")), "发票.pdf"))
    reporter.send(f"{address}/submission")
    assert not [link for link in reporter.open(address).all("a") if "/office/sales/" in link["href"]]
    approver.open(address)
    approver.send(f"{address}/approval")
    sale = session.scalars(select(Sale)).one()
    assert f"/office/sales/{sale.id}" in [link["href"] for link in approver.page.all("a")]
    assert "疑似与其他销售重复" not in approver.page.text
    page = approver.open(f"/office/sales/{sale.id}")
    assert address in [link["href"] for link in page.all("a")]
    assert "发票.pdf" in page.text
    approver.open(f"{address}/reversal")
    approver.send(reason="重复上报")
    page = approver.open(f"/office/sales/{sale.id}")
    assert "被以下记录冲减" in page.text
    assert "重复上报" in page.text
    assert session.scalars(select(SalesReport)).one().report_number in page.text


def test_a_line_that_looks_like_another_sale_is_named_on_its_report(officer, cast, supplier, credit_code, session, now):
    product = cast.product(supplier)
    told = {"supplier_id": supplier.id, "product_id": product.product_id, "amount_fen": 1_200, "buyer_name": "某校"}
    known = NewSale(sold_on=date(2020, 9, 1), channel=Channel.EVENT, source="台账", source_number="1", **told)
    recording.record([known], actor=system(), now=now)
    reporter, approver = officer(Duty.REPORTER), officer(Duty.APPROVER)
    reporter.open("/office/sales-reports/new")
    number = product.code
    line = {"sold_on": "2020-09-01", "channel": "event", "uscc": credit_code(supplier), "amount": "12"}
    line |= {"product_number": number, "quantity": "1", "buyer_name": "某校", "invoice_number": "0451"}
    reporter.send(title="展会", do="save", **{f"lines__0__{name}": value for name, value in line.items()})
    address = reporter.address
    reporter.send(f"{address}/submission")
    approver.open(address)
    page = approver.send(f"{address}/approval")
    assert "有 1 行疑似与其他销售重复" in page.text
    assert [link for link in page.all("a") if link["href"].startswith("/office/look-alikes/")]
