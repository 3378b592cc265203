from datetime import date

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from marketplace.audit.models import AuditLine
from marketplace.households.models import RosterVersion
from marketplace.kernel.actor import system
from marketplace.sales.errors import SaleHasReturns
from marketplace.sales.models import LookAlike, Sale
from marketplace.sales.rules import Recorded, SaleKind
from marketplace.sales.service import corrections, recording


@pytest.fixture
def take_back(now):
    def take(*numbers):
        return corrections.take_back(
            source="ledger", source_numbers=numbers, reason="told wrongly", actor=system(), now=now
        )

    return take


@pytest.fixture
def reattribute(now, supplier):
    def move(from_on=date(2020, 1, 1)):
        return corrections.reattribute(
            supplier_ids=[supplier.id],
            from_on=from_on,
            because_of=("roster_version", 7),
            reason="roster changed",
            actor=system(),
            now=now,
        )

    return move


def test_a_correction_negates_amount_quantity_and_pool_on_the_same_day(record, told, sales, take_back, roster):
    record(told(quantity=3))
    assert take_back("A-1") == 1
    sale, correction = sales()
    assert (correction.kind, correction.reverses_id, correction.reason) == ("correction", sale.id, "told wrongly")
    assert correction.sold_on == sale.sold_on
    for name in ("amount_fen", "quantity", "pool_fen"):
        assert getattr(correction, name) == -getattr(sale, name), name


def test_law_3_taken_back_twice_is_taken_back_once(record, told, sales, take_back):
    record(told())
    assert (take_back("A-1"), take_back("A-1"), len(sales())) == (1, 0, 2)


def test_what_was_taken_back_may_be_told_again_otherwise(record, told, sales, take_back):
    record(told(invoice_number="F1"))
    take_back("A-1")
    assert record(told(amount_fen=7, invoice_number="F1")) == Recorded(1, 0, 0)
    assert [(sale.generation, sale.amount_fen) for sale in sales()] == [(0, 10_000), (0, -10_000), (1, 7)]


def test_an_invoice_that_was_taken_back_may_come_from_another_source(record, told, sales, take_back):
    record(told(invoice_number="F1"))
    take_back("A-1")
    assert record(told(source="other", invoice_number="F1")) == Recorded(1, 0, 0)


def test_a_sale_with_standing_returns_is_not_taken_back_alone(record, told, sales, take_back):
    record(told(), told(source_number="R", amount_fen=-1, reverses="A-1"))
    with pytest.raises(SaleHasReturns):
        take_back("A-1")
    assert take_back("A-1", "R") == 2
    assert sum(sale.amount_fen for sale in sales()) == 0


def test_a_return_that_was_taken_back_leaves_its_sale_whole(record, told, sales, take_back):
    record(told(), told(source_number="R", amount_fen=-10_000, reverses="A-1"))
    take_back("R")
    assert record(told(source_number="R2", amount_fen=-10_000, reverses="A-1")) == Recorded(1, 0, 0)


def test_a_batch_is_taken_back_with_what_of_it_waits(told, session, sales, now, cast):
    session.execute(
        text(
            "INSERT INTO import_batch (kind, state, file_name, sha256, is_dry_run, skips_bad_rows, rows_total, "
            "rows_done, rows_bad, rows_written, rows_unchanged, ignored_columns, problems, created_at) VALUES "
            "('sales', 'reading', 'f', repeat('0', 64), false, false, 0, 0, 0, 0, 0, '[]', '[]', now())"
        )
    )
    batch_id = session.scalar(text("SELECT max(id) FROM import_batch"))
    recording.record([told(buyer_name="某校")], actor=system(), now=now)
    rows = told(source_number="A-2"), told(source="platform", buyer_name="某校")
    recording.record(rows, actor=system(), now=now, import_batch_id=batch_id)
    assert len(session.scalars(select(LookAlike)).all()) == 1
    assert corrections.take_back_batch(import_batch_id=batch_id, reason="undone", actor=system(), now=now) == 1
    assert session.scalars(select(LookAlike)).all() == []
    assert [sale.kind for sale in sales()] == ["sale", "sale", "correction"]


def test_law_7_a_late_roster_restates_sales_with_their_returns(record, told, sales, reattribute, cast, supplier):
    record(told(), told(source_number="R", amount_fen=-5_000, reverses="A-1"), told(source_number="B", product_id=None))
    late = cast.roster(supplier, [(cast.household(), 1)], share_bp=2000)
    assert reattribute() == 3
    restated = [sale for sale in sales() if sale.generation == 1]
    assert {(sale.source_number, sale.kind, sale.pool_fen, sale.roster_version_id) for sale in restated} == {
        ("A-1", SaleKind.SALE, 2_000, late.id),
        ("R", SaleKind.RETURN, -1_000, late.id),
        ("B", SaleKind.SALE, 2_000, late.id),
    }
    new = {sale.source_number: sale for sale in restated}
    assert new["R"].reverses_id == new["A-1"].id
    assert sum(sale.amount_fen for sale in sales()) == 15_000
    assert reattribute() == 0


def test_only_sales_from_the_day_on_are_restated(record, told, sales, reattribute, cast, supplier):
    record(told(sold_on=date(2020, 3, 1)), told(source_number="A-2", sold_on=date(2020, 3, 2)))
    cast.roster(supplier, [(cast.household(), 1)])
    assert reattribute(date(2020, 3, 2)) == 1


def test_an_undone_version_loses_its_sales(record, told, sales, session, reattribute, roster):
    record(told())
    session.execute(update(RosterVersion).where(RosterVersion.id == roster.id).values(state="undone"))
    assert reattribute() == 1
    assert [sale.roster_version_id for sale in sales() if sale.generation == 1] == [None]


def test_a_restated_sale_keeps_its_certification_and_may_be_returned(record, told, sales, reattribute, cast, supplier):
    record(told())
    cast.roster(supplier, [(cast.household(), 1)])
    reattribute()
    assert len({sale.product_certification_id for sale in sales()}) == 1
    assert record(told(source_number="R", amount_fen=-10_000, reverses="A-1")) == Recorded(1, 0, 0)


def test_law_13_corrections_name_their_reason(record, told, session, take_back):
    record(told())
    take_back("A-1")
    (line,) = session.scalars(select(AuditLine).where(AuditLine.action == "sales.corrected"))
    assert (line.reason, line.after) == ("told wrongly", {"corrected": 1, "amount_fen": -10_000})
    assert (line.subject, line.subject_id, line.region_code) == ("sale", "ledger A-1", "621022")


def test_law_13_what_spans_counties_is_in_the_smallest_region_that_holds_them(record, told, session, take_back, cast):
    for n, (county, region) in enumerate((("621021", "621000"), ("620102", "620000"), ("110101", "000000"))):
        other = cast.supplier(county=county)
        here, there = f"H{n}", f"T{n}"
        record(told(source_number=here), told(source_number=there, supplier_id=other.id, product_id=None))
        take_back(there, here)
        found = session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(2)).all()
        assert [line.action for line in found] == ["sales.corrected", "sales.recorded"]
        assert [line.region_code for line in found] == [region, region]
        assert [line.subject_id for line in found] == [f"ledger {here}"] * 2


def test_law_13_what_moved_names_what_moved_it(record, told, session, reattribute, cast, supplier):
    record(told())
    cast.roster(supplier, [(cast.household(), 1)])
    reattribute()
    (line,) = session.scalars(select(AuditLine).where(AuditLine.action == "sales.reattributed"))
    assert (line.subject, line.subject_id, line.region_code) == ("roster_version", "7", "621022")


@pytest.mark.parametrize("change", ["UPDATE sale SET amount_fen = 1", "DELETE FROM sale"])
def test_a_fact_is_never_changed_or_deleted(record, told, session, change):
    record(told())
    with pytest.raises(IntegrityError, match="append-only"), session.begin_nested():
        session.execute(text(change))
    assert session.scalars(select(Sale)).one().amount_fen == 10_000
