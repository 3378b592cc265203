"""A report that another person approves becomes sales; one that is taken back corrects them."""

from datetime import datetime
from typing import Final

from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Invalid
from marketplace.reporting.errors import ReportEmpty
from marketplace.reporting.models import SalesReport, SalesReportLine
from marketplace.reporting.queries.reports import list_lines
from marketplace.reporting.service import reports
from marketplace.sales.errors import SalesRefused
from marketplace.sales.rules import REPORT_SOURCE, NewSale, Recorded
from marketplace.sales.service import corrections, recording

SOURCE: Final = REPORT_SOURCE


def count_report(*, report_id: int, actor: Actor, now: datetime) -> tuple[SalesReport, Recorded]:
    """Approve a submitted report and record its lines as sales; lines that look like other sales wait.

    Who wrote the report decides on none of them; who approves it may.

    :raises ReportEmpty: if it has no lines.
    :raises Invalid: naming the lines that cannot be recorded as `lines.<index>.<field>`.
    """
    report = reports.approve(report_id=report_id, actor=actor, now=now)
    lines = list_lines(report.id)
    if not lines:
        raise ReportEmpty
    try:
        recorded = recording.record(
            [_sale(report, line) for line in lines], actor=actor, now=now, entered_by_ids=report.written_by_ids
        )
    except SalesRefused as refusal:
        raise Invalid(
            fields={path.replace("rows.", "lines.", 1): wrong for path, wrong in refusal.fields.items()}
        ) from None
    return report, recorded


def reverse_report(*, report_id: int, reason: str, actor: Actor, now: datetime) -> SalesReport:
    """Take a counted report back with a reason: its sales are corrected away.

    :raises SaleHasReturns: if returns stand against its sales.
    """
    report = reports.reverse(report_id=report_id, reason=reason, actor=actor, now=now)
    corrections.take_back(source=SOURCE, source_numbers=[report.report_number], reason=reason, actor=actor, now=now)
    return report


def _sale(report: SalesReport, line: SalesReportLine) -> NewSale:
    return NewSale(
        sold_on=line.sold_on,
        channel=line.channel,
        tags=line.tags,
        supplier_id=line.supplier_id,
        product_id=line.product_id,
        quantity=line.quantity,
        amount_fen=line.amount_fen,
        buyer_name=line.buyer_name,
        buyer_kind=line.buyer_kind,
        buyer_code=line.buyer_code,
        source=SOURCE,
        source_number=report.report_number,
        line=line.number,
        invoice_number=line.invoice_number,
    )
