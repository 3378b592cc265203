"""Each anomaly planted once is seen once, by its rule and no other row; a clean year shows none."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from marketplace.accounts.models import Membership, Organisation
from marketplace.accounts.rules import MemberRole
from marketplace.catalogue.models import Lot, ProductCertification, Sku
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.reporting.models import SalesReport, SalesReportLine
from marketplace.sales.rules import Channel
from marketplace.sales.service import corrections
from marketplace.statistics.queries.checks import check
from marketplace.statistics.queries.rule_files import MOST_ROWS, list_rule_files
from marketplace.statistics.rules.checks import Kind

TODAY = date(2020, 12, 31)


@pytest.fixture
def found(session, year_2020):
    """Tells the anomalies of the city's 2020 as of a day, with their rows."""

    def find(today: date = TODAY, **changes) -> dict:
        findings = check(year_2020(**changes), today=today, actor=system())
        return {f.id: f.told("en")["rows"] for f in findings if f.kind is Kind.ANOMALY and not f.holds}

    return find


@pytest.fixture
def clean(cast, session, sell, pay):
    """A supplier whose year is clean: a dozen sales a month to a dozen buyers, its household paid twice a year."""
    supplier = cast.supplier(certified=(date(2019, 1, 1), None))
    sku = cast.product(supplier, certified=(date(2019, 1, 1), None))
    household = cast.household()
    version = cast.roster(supplier, [(household, 1)], from_on=date(2019, 1, 1))
    buyers = [cast.organisation(region="110101") for _ in range(12)]
    for month in (3, 9):
        for n, buyer in enumerate(buyers):
            sell(
                supplier,
                5000,
                sold_on=date(2020, month, n + 1),
                product_id=sku.product_id,
                quantity=Decimal(1),
                buyer_organisation_id=buyer.id,
                buyer_name=buyer.name,
                channel=Channel.SCHOOL_PURCHASE,
                invoice_number=f"{month:02d}{n:04d}",
            )
    for paid_on in (date(2020, 2, 1), date(2020, 9, 1)):
        pay(supplier, household, 500, paid_on, voucher_number=f"V{paid_on}")
    cast.supplier_of_year, cast.sku_of_year, cast.household_of_year = supplier, sku, household
    cast.version_of_year, cast.buyer_of_year = version, buyers[0]
    return cast


@pytest.fixture
def stored(cast):
    """Stores a file of some content."""
    return lambda content: cast.file(None, sha256=content * 64, region_code="621022")


@pytest.fixture
def report(session, now):
    """Reports one offline sale with its evidence."""
    numbers = iter(range(1, 100))

    def report_one(supplier, evidence, *, lines: int = 1) -> SalesReport:
        row = SalesReport(
            report_number=f"R{next(numbers)}", region_code="621022", state="submitted", title="x", entered_at=now
        )
        session.add(row)
        session.flush()
        for number in range(1, lines + 1):
            session.add(
                SalesReportLine(
                    sales_report_id=row.id, number=number, sold_on=date(2020, 5, 1), channel=Channel.EVENT,
                    supplier_id=supplier.id, amount_fen=1, evidence_file_id=evidence.id,
                )
            )  # fmt: skip
        session.flush()
        return row

    return report_one


def test_a_clean_year_shows_nothing(clean, found):
    assert found() == {}
    assert found(region_code="621022") == {}


def test_every_rule_has_its_titles_and_no_row_carries_a_name():
    rules = list_rule_files(Kind.ANOMALY)
    assert len(rules) == 12
    for rule in rules:
        assert rule.zh
        assert rule.en[0].isupper()
        assert "AS name" not in rule.sql


def test_price_above_median(clean, found, sell):
    sku, supplier = clean.sku_of_year, clean.supplier_of_year
    facts = {"product_id": sku.product_id, "quantity": Decimal(2), "sold_on": date(2020, 4, 1)}
    sell(supplier, 15_000, **facts)  # exactly one and a half
    sell(supplier, 15_010, **facts)
    (row,) = found()["price_above_median"]
    assert (row["price_fen"], row["median_fen"], row["product_id"]) == (1501, 1000, sku.product_id)
    assert set(found()) == {"price_above_median"}


def test_price_above_ceiling_is_certified_and_told(clean, found, sell, session):
    sku, supplier = clean.sku_of_year, clean.supplier_of_year
    session.execute(update(ProductCertification).values(ceiling_fen=5000))
    facts = {"product_id": sku.product_id, "sold_on": date(2020, 4, 1)}
    sell(supplier, 10_000, quantity=Decimal(2), **facts)  # exactly the ceiling
    sell(supplier, 9_000, **facts)  # of no quantity
    assert found() == {}
    sell(supplier, 10_010, quantity=Decimal(2), **facts)
    (row,) = found()["price_above_ceiling"]
    assert (row["price_fen"], row["ceiling_fen"], row["product_id"]) == (5005, 5000, sku.product_id)
    assert set(found()) == {"price_above_ceiling"}


def test_a_product_of_several_pack_sizes_has_no_price_per_kg_to_compare(clean, found, sell, session):
    known = clean.sku_of_year
    facts = {"product_id": known.product_id, "quantity": Decimal(2), "sold_on": date(2020, 4, 1)}
    sell(clean.supplier_of_year, 150_100, **facts)
    session.add(
        Sku(
            product_id=known.product_id, code=f"{known.code}-BIG", specification="50kg/箱", unit="箱",
            base_quantity=known.base_quantity * 10, base_unit=known.base_unit,
        )
    )  # fmt: skip
    session.flush()
    assert found() == {}


def test_sales_above_certified_quantity(clean, found, session):
    certification = session.query(ProductCertification).filter_by(product_id=clean.sku_of_year.product_id).one()
    certification.certified_quantity = 24
    session.flush()
    assert found() == {}
    certification.certified_quantity = 23
    session.flush()
    (row,) = found(month_from=Month("2020-09"))["sales_above_certified_quantity"]
    assert (row["sold_quantity"], row["certified_quantity"], row["year"]) == (24, 23, 2020)


def test_output_above_lot(clean, found, session, sell, now):
    product_id = clean.sku_of_year.product_id
    lot = Lot(product_id=product_id, lot_number="L1", quantity=10, created_at=now)
    session.add(lot)
    session.flush()
    facts = {"product_id": product_id, "lot_id": lot.id, "sold_on": date(2020, 4, 1)}
    sell(clean.supplier_of_year, 50_000, quantity=Decimal(10), **facts)
    assert found() == {}
    sell(clean.supplier_of_year, 5000, quantity=Decimal(1), **facts)
    (row,) = found()["output_above_lot"]
    assert (row["lot_id"], row["sold_quantity"], row["lot_quantity"]) == (lot.id, 11, 10)
    assert set(found()) == {"output_above_lot"}


@pytest.mark.parametrize("relation", ["itself", "member"])
def test_buyer_is_supplier(clean, found, session, sell, relation):
    supplier = clean.supplier_of_year
    organisation = session.get(Organisation, supplier.organisation_id)
    member = clean.member(organisation, MemberRole.SUPPLIER_STAFF)
    member.name = "王五"
    buyer_name = organisation.name if relation == "itself" else "王五"
    sell(supplier, 5000, sold_on=date(2020, 4, 1), buyer_name=buyer_name)
    (row,) = found()["buyer_is_supplier"]
    assert (row["relation"], row["supplier_id"]) == (relation, supplier.id)
    assert set(found()) == {"buyer_is_supplier"}


def test_a_person_of_buyer_and_supplier_is_found_while_the_role_lasts(clean, found, session):
    organisation = session.get(Organisation, clean.supplier_of_year.organisation_id)
    member = clean.member(organisation, MemberRole.SUPPLIER_STAFF)
    clean.member(clean.buyer_of_year, MemberRole.PURCHASER)
    assert found() == {}
    session.add(
        Membership(
            user_id=member.id,
            organisation_id=clean.buyer_of_year.id,
            role=MemberRole.PURCHASER,
            created_at=datetime(2020, 4, 1, tzinfo=UTC),
        )
    )
    session.flush()
    (row,) = found()["buyer_is_supplier"]
    assert (row["relation"], row["sold_on"]) == ("member", "2020-09-01")


def test_reversed_after_period_end(clean, found, sell):
    facts = {"sold_on": date(2020, 4, 10), "product_id": clean.sku_of_year.product_id, "quantity": Decimal(1)}
    soon = sell(clean.supplier_of_year, 5000, **facts)
    late = sell(clean.supplier_of_year, 5000, **facts)
    sell(clean.supplier_of_year, -100, sold_on=date(2020, 4, 30), reverses=soon)
    assert found() == {}
    sell(clean.supplier_of_year, -100, sold_on=date(2020, 5, 1), reverses=late)
    (row,) = found()["reversed_after_period_end"]
    assert (row["kind"], row["reversed_on"], row["amount_fen"]) == ("return", "2020-05-01", -100)
    assert found(today=date(2020, 4, 30)) == {}


def test_a_sale_that_was_corrected_after_its_month_is_found(clean, found, sell):
    late = datetime(2020, 4, 30, 16, 0, tzinfo=UTC)  # May has begun in Beijing
    for number, moment in (("SOON", late - timedelta(seconds=1)), ("LATE", late)):
        sell(clean.supplier_of_year, 5000, sold_on=date(2020, 4, 10), number=number)
        corrections.take_back(source="ledger", source_numbers=[number], reason="x", actor=system(), now=moment)
    (row,) = found()["reversed_after_period_end"]
    assert (row["kind"], row["reversed_on"]) == ("correction", "2020-05-01")


def test_what_was_only_stated_anew_is_no_reversal(clean, found, sell, now):
    supplier = clean.supplier_of_year
    number = sell(supplier, 5000, sold_on=date(2020, 4, 10))
    corrections.take_back(source="ledger", source_numbers=[number], reason="x", actor=system(), now=now)
    sell(supplier, 5001, sold_on=date(2020, 4, 10), number=number)
    assert found() == {}


def test_evidence_used_twice(clean, found, stored, report):
    first, same, other = stored("a"), stored("a"), stored("b")
    report(clean.supplier_of_year, first, lines=3)
    report(clean.supplier_of_year, other)
    assert found() == {}
    again = report(clean.supplier_of_year, same)
    (row,) = found()["evidence_used_twice"]
    assert row["file_ids"] == [first.id, same.id]
    assert f"report {again.id}" in row["documents"]
    assert set(found()) == {"evidence_used_twice"}


def test_evidence_of_a_report_does_not_prove_a_payment(clean, found, stored, report, pay):
    file = stored("a")
    pay(clean.supplier_of_year, clean.household_of_year, 9, date(2020, 9, 2), evidence_file_id=file.id)
    pay(clean.supplier_of_year, clean.household(), 8, date(2020, 9, 2), evidence_file_id=file.id)
    assert found() == {}
    report(clean.supplier_of_year, file)
    assert len(found()["evidence_used_twice"]) == 1


def test_invoice_used_twice(clean, found, sell):
    facts = {"sold_on": date(2020, 4, 1), "invoice_number": "88880001"}
    sell(clean.supplier_of_year, 5000, number="A", line=1, **facts)
    sell(clean.supplier_of_year, 5000, number="A", line=2, **facts)
    sell(clean.supplier(certified=None), 5000, **facts)  # eight digits repeat between sellers
    assert found() == {}
    sell(clean.supplier_of_year, 5000, number="B", line=3, **facts)
    (row,) = found()["invoice_used_twice"]
    assert (len(row["sale_ids"]), row["amount_fen"]) == (3, 15_000)
    assert set(found()) == {"invoice_used_twice"}


def test_an_electronic_invoice_is_unique_in_the_nation(clean, found, sell):
    for supplier in (clean.supplier_of_year, clean.supplier(certified=None)):
        sell(supplier, 5000, sold_on=date(2020, 4, 1), invoice_number="24112000000000000001")
    (row,) = found()["invoice_used_twice"]
    assert len(row["supplier_ids"]) == 2


def test_burst_in_the_last_two_days(clean, found, sell):
    for day in range(1, 11):
        sell(clean.supplier_of_year, 10, sold_on=date(2020, 4, day))
    sell(clean.supplier_of_year, 100, sold_on=date(2020, 4, 29))
    assert found() == {}
    sell(clean.supplier_of_year, 1, sold_on=date(2020, 4, 30))
    (row,) = found()["burst_in_last_two_days"]
    assert row == {
        "supplier_id": clean.supplier_of_year.id, "month": "2020-04", "last_days_fen": 101, "month_fen": 201,
    }  # fmt: skip
    assert set(found()) == {"burst_in_last_two_days"}


def test_one_buyer_above_30_percent(clean, found, sell):
    for n in range(10):
        sell(clean.supplier_of_year, 70, sold_on=date(2020, 4, n + 1), buyer_name=f"客户{n}")
    sell(clean.supplier_of_year, 230, sold_on=date(2020, 4, 11), buyer_name="客户0")
    sell(clean.supplier_of_year, 70, sold_on=date(2020, 4, 12))
    assert found() == {}  # 300 of 1,000
    sell(clean.supplier_of_year, 2, sold_on=date(2020, 4, 12), buyer_name="客户0")
    (row,) = found()["one_buyer_above_30_percent"]
    assert (row["bought_fen"], row["month_fen"], row["buyer_organisation_id"]) == (302, 1002, None)
    assert "客户" not in str(row)
    assert set(found()) == {"one_buyer_above_30_percent"}


def test_roster_household_without_evidenced_payment(clean, found):
    forgotten = clean.household()
    supplier = clean.supplier(certified=(date(2019, 1, 1), None))
    clean.roster(supplier, [(forgotten, 1)], from_on=date(2020, 6, 30))
    (row,) = found()["unpaid_roster_household"]
    assert row == {"household_id": forgotten.id, "supplier_id": supplier.id, "last_paid_on": None}
    assert found(today=date(2020, 12, 29)) == {}  # not yet six months on the roster


def test_a_household_paid_half_a_year_ago_is_due_that_day(clean, found):
    assert "unpaid_roster_household" not in found(today=date(2020, 7, 31))
    (row,) = found(today=date(2020, 8, 1))["unpaid_roster_household"]
    assert row["last_paid_on"] == "2020-02-01"


@pytest.mark.parametrize(("days", "within"), [(0, 7), (7, 7), (8, 30), (30, 30), (31, 60), (60, 60), (61, None)])
def test_certificate_expiring(clean, found, days, within):
    supplier = clean.supplier(certified=(date(2019, 1, 1), TODAY + timedelta(days=days + 1)))
    rows = found().get("certificate_expiring", [])
    assert [(row["thing"], row["supplier_id"], row["days_left"], row["within_days"]) for row in rows] == (
        [("qualification", supplier.id, days, within)] if within else []
    )


def test_a_certificate_with_a_successor_does_not_expire(clean, found, session):
    sku = clean.product(clean.supplier_of_year, certified=(date(2019, 1, 1), date(2021, 1, 10)))
    assert [row["thing"] for row in found()["certificate_expiring"]] == ["product_certification"]
    batch_id = session.query(ProductCertification).filter_by(product_id=clean.sku_of_year.product_id).one().batch_id
    session.add(
        ProductCertification(
            product_id=sku.product_id, batch_id=batch_id, from_on=date(2021, 1, 10), until_on=None,
            created_at=datetime(2020, 1, 1, tzinfo=UTC),
        )
    )  # fmt: skip
    session.flush()
    assert found() == {}


def test_as_of_is_at_the_latest_the_last_day_of_the_slice(clean, found):
    clean.supplier(certified=(date(2019, 1, 1), date(2021, 1, 10)))
    assert found(today=date(2026, 1, 1)) == found(today=TODAY)


def test_many_rows_are_counted_and_not_all_told(clean, found, sell, year_2020):
    for n in range(MOST_ROWS + 1):
        sell(clean.supplier_of_year, 100, sold_on=date(2020, 4, 1), invoice_number=f"T{n}", number=f"X{n}")
        sell(clean.supplier_of_year, 100, sold_on=date(2020, 4, 1), invoice_number=f"T{n}", number=f"Y{n}", line=2)
    findings = {f.id: f for f in check(year_2020(), today=TODAY, actor=system())}
    twice = findings["invoice_used_twice"]
    assert (twice.rows_count, len(twice.rows)) == (MOST_ROWS + 1, MOST_ROWS)
