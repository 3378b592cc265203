import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.kernel.errors import Invalid, MoveRefused, NotFound
from marketplace.reporting.errors import ApprovesOwnReport, ReportEmpty, ReportNotEditable, ReportUnknown
from marketplace.reporting.models import SalesReport, SalesReportLine
from marketplace.reporting.rules import ReportState
from marketplace.reporting.service import reports
from marketplace.sales.models import Sale
from marketplace.sales.rules import SaleKind
from marketplace.workflows.count_report import count_report, reverse_report
from tests.catalogue.statements import counted
from tests.factories.cast import HUANXIAN


def sales(session):
    return session.scalars(select(Sale).order_by(Sale.id)).all()


def test_what_another_person_approves_counts_as_sales(submitted, approver, line, session, now):
    report, recorded = count_report(report_id=submitted(line(100), line(250)).id, actor=approver, now=now)
    assert report.state is ReportState.COUNTED
    assert recorded.written == 2
    assert [(row.source, row.source_number, row.line, row.amount_fen) for row in sales(session)] == [
        ("report", report.report_number, 1, 100),
        ("report", report.report_number, 2, 250),
    ]


def test_a_draft_counts_nothing(draft, session):
    draft()
    assert sales(session) == []


def test_law_11_whoever_wrote_in_a_report_does_not_approve_it(cast, line, now):
    both = cast.actor(cast.officer(Duty.REPORTER, Duty.APPROVER))
    report = reports.draft(region_code=HUANXIAN, title="x", lines=[line()], actor=both, now=now)
    reports.submit(report_id=report.id, actor=both, now=now)
    with pytest.raises(ApprovesOwnReport):
        count_report(report_id=report.id, actor=both, now=now)


def test_law_11_a_later_editor_does_not_free_the_first_writer(cast, reporter, line, now):
    both = cast.actor(cast.officer(Duty.REPORTER, Duty.APPROVER))
    report = reports.draft(region_code=HUANXIAN, title="x", lines=[line()], actor=both, now=now)
    reports.edit(report_id=report.id, title="y", lines=[line()], actor=reporter, now=now)
    reports.submit(report_id=report.id, actor=reporter, now=now)
    with pytest.raises(ApprovesOwnReport):
        count_report(report_id=report.id, actor=both, now=now)


def test_a_report_without_lines_cannot_count(reporter, approver, now):
    report = reports.draft(region_code=HUANXIAN, title="空", lines=[], actor=reporter, now=now)
    reports.submit(report_id=report.id, actor=reporter, now=now)
    with pytest.raises(ReportEmpty):
        count_report(report_id=report.id, actor=approver, now=now)


def test_law_3_a_report_counts_once(submitted, approver, session, now):
    report = submitted()
    count_report(report_id=report.id, actor=approver, now=now)
    with pytest.raises(MoveRefused):
        count_report(report_id=report.id, actor=approver, now=now)
    assert len(sales(session)) == 1


def test_what_is_sent_back_is_mended_and_submitted_again(submitted, reporter, approver, line, session, now):
    report = submitted(line(100))
    reports.send_back(report_id=report.id, reason="缺发票", actor=approver, now=now)
    assert report.reason == "缺发票"
    reports.edit(report_id=report.id, title="mended", lines=[line(90)], actor=reporter, now=now)
    reports.submit(report_id=report.id, actor=reporter, now=now)
    count_report(report_id=report.id, actor=approver, now=now)
    assert [row.amount_fen for row in sales(session)] == [90]


def test_a_submitted_report_is_not_edited(submitted, reporter, line, now):
    report = submitted()
    with pytest.raises(ReportNotEditable):
        reports.edit(report_id=report.id, title="x", lines=[line()], actor=reporter, now=now)


def test_a_reversed_report_takes_its_sales_back_and_can_be_told_anew(submitted, approver, line, session, now):
    report = submitted(line(100, invoice_number="F1"))
    count_report(report_id=report.id, actor=approver, now=now)
    reverse_report(report_id=report.id, reason="重复上报", actor=approver, now=now)
    assert [(row.kind, row.amount_fen) for row in sales(session)] == [
        (SaleKind.SALE, 100),
        (SaleKind.CORRECTION, -100),
    ]
    again = submitted(line(100, invoice_number="F1"))
    assert count_report(report_id=again.id, actor=approver, now=now)[1].written == 1


def test_law_5_an_invoice_belongs_to_one_report_whatever_its_rows(submitted, approver, line, session, now):
    first = submitted(line(100, invoice_number="F1"), line(200, invoice_number="F1"))
    assert count_report(report_id=first.id, actor=approver, now=now)[1].written == 2
    again = submitted(line(9), line(9), line(100, invoice_number="F1"))
    with pytest.raises(Invalid) as refusal:
        count_report(report_id=again.id, actor=approver, now=now)
    assert [error.code for error in refusal.value.fields["lines.2.invoice_number"]] == ["sale.invoice_taken"]
    assert len(refusal.value.fields) == 1


def test_law_5_a_line_that_looks_like_another_sale_waits(submitted, approver, line, cast, supplier, session, now):
    from datetime import date

    from marketplace.catalogue.models import Product
    from marketplace.kernel.actor import system
    from marketplace.sales.rules import Channel, NewSale
    from marketplace.sales.service import recording

    sku = cast.product(supplier)
    number = session.get(Product, sku.product_id).product_number
    told = NewSale(
        sold_on=date(2020, 9, 2),
        channel=Channel.EVENT,
        supplier_id=supplier.id,
        product_id=sku.product_id,
        amount_fen=500,
        buyer_name="甲校",
        source="ledger",
        source_number="1",
    )
    recording.record([told], actor=system(), now=now)
    report = submitted(line(500, product_number=number, buyer_name="甲校"))
    _, recorded = count_report(report_id=report.id, actor=approver, now=now)
    assert (recorded.written, recorded.waiting) == (0, 1)


def test_wrong_lines_are_named_all_at_once(reporter, line, now):
    from datetime import date

    lines = [
        line(),
        line(supplier="91621022MA0000001R"),
        line(product_number="nowhere"),
        line(sold_on=date(2021, 1, 1)),
        line(evidence_file_id=999),
    ]
    with pytest.raises(Invalid) as refused:
        reports.draft(region_code=HUANXIAN, title="x", lines=lines, actor=reporter, now=now)
    assert sorted(refused.value.fields) == [
        "lines.1.supplier",
        "lines.2.product_number",
        "lines.3.sold_on",
        "lines.4.evidence_file_id",
    ]


def test_law_12_another_regions_officer_finds_no_report(submitted, cast, now):
    report = submitted()
    outsider = cast.actor(cast.outsider())
    for verb in (reports.approve, reports.submit, reports.withdraw):
        with pytest.raises(NotFound):
            verb(report_id=report.id, actor=outsider, now=now)


def test_law_13_editing_tells_what_the_report_said_before_and_says_now(draft, reporter, line, session, now):
    report = draft(line(100), line(50))
    reports.edit(report_id=report.id, title="mended", lines=[line(90)], actor=reporter, now=now)
    written = session.scalars(select(AuditLine).where(AuditLine.action == "report.edited")).one()
    before, after = written.before, written.after
    assert (before["title"], before["lines"], before["amount_fen"]) == ("九月展销会", 2, 150)
    assert (after["title"], after["lines"], after["amount_fen"]) == ("mended", 1, 90)


def test_law_13_every_move_leaves_one_audit_line(submitted, approver, session, now):
    report = submitted()
    count_report(report_id=report.id, actor=approver, now=now)
    lines = session.scalars(
        select(AuditLine.action).where(AuditLine.subject == "sales_report").order_by(AuditLine.id)
    ).all()
    assert lines == ["report.drafted", "report.submitted", "report.counted"]


@pytest.mark.parametrize("rows", [20, 500])
def test_the_statements_do_not_grow_with_the_lines(submitted, approver, line, now, rows):
    report = submitted(*(line(amount_fen=100 + n) for n in range(rows)))
    with counted() as seen:
        count_report(report_id=report.id, actor=approver, now=now)
    assert len(seen) < 45


def test_a_draft_is_deleted_with_its_lines_and_an_audit_line(draft, reporter, now, session):
    report_id = draft().id
    reports.discard(report_id=report_id, actor=reporter, now=now)
    assert session.get(SalesReport, report_id) is None
    assert session.scalars(select(SalesReportLine.id)).all() == []
    written = session.scalars(select(AuditLine.action).where(AuditLine.subject == "sales_report")).all()
    assert written == ["report.drafted", "report.discarded"]


def test_what_was_handed_in_is_not_deleted(submitted, reporter, now):
    with pytest.raises(ReportNotEditable):
        reports.discard(report_id=submitted().id, actor=reporter, now=now)


def test_law_12_a_report_of_another_county_is_not_deleted(draft, cast, now):
    with pytest.raises(ReportUnknown):
        reports.discard(report_id=draft().id, actor=cast.actor(cast.outsider()), now=now)
