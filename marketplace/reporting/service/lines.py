"""The lines of a report: codes are looked up and all lines written, each in one statement whatever their number."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.regions.rules import prefix_of
from marketplace.reporting.errors import EvidenceUnknown, ReportProductUnknown, SoldInFuture, SupplierUnknown
from marketplace.reporting.models import SalesReport, SalesReportLine
from marketplace.reporting.queries.reports import find_products, find_suppliers, find_usable_files
from marketplace.reporting.rules import NewLine


def write_lines(report: SalesReport, lines: Sequence[NewLine], *, actor: Actor, now: datetime) -> None:
    """Write a report's lines in place of those it had.

    :raises Invalid: naming lines whose supplier is not of the report's region, whose product is not the supplier's,
        that lie in the future, or whose evidence the caller may not use.
    """
    suppliers = find_suppliers({line.supplier for line in lines}, prefix=prefix_of(report.region_code))
    products = find_products({line.product_number for line in lines if line.product_number})
    named = {line.evidence_file_id for line in lines if line.evidence_file_id is not None}
    files = find_usable_files(named, actor=actor)
    wrong: dict[str, list[DomainError]] = {}
    for number, line in enumerate(lines):
        supplier_id = suppliers.get(line.supplier)
        if supplier_id is None:
            wrong[f"lines.{number}.supplier"] = [SupplierUnknown(value=line.supplier)]
        elif line.product_number and (supplier_id, line.product_number) not in products:
            wrong[f"lines.{number}.product_number"] = [ReportProductUnknown(value=line.product_number)]
        if line.sold_on > day_of(now):
            wrong[f"lines.{number}.sold_on"] = [SoldInFuture(value=line.sold_on.isoformat())]
        if line.evidence_file_id is not None and line.evidence_file_id not in files:
            wrong[f"lines.{number}.evidence_file_id"] = [EvidenceUnknown(value=line.evidence_file_id)]
    if wrong:
        raise Invalid(fields=wrong)
    db.session.execute(delete(SalesReportLine).where(SalesReportLine.sales_report_id == report.id))
    if lines:
        rows = [_row(report, number, line, suppliers, products) for number, line in enumerate(lines, start=1)]
        db.session.execute(insert(SalesReportLine), rows)


def _row(
    report: SalesReport,
    number: int,
    line: NewLine,
    suppliers: Mapping[str, int],
    products: Mapping[tuple[int, str], int],
) -> dict[str, object]:
    supplier_id = suppliers[line.supplier]
    return {
        "sales_report_id": report.id,
        "number": number,
        "sold_on": line.sold_on,
        "channel": line.channel,
        "tags": sorted(set(line.tags)),
        "supplier_id": supplier_id,
        "product_id": products[supplier_id, line.product_number] if line.product_number else None,
        "quantity": line.quantity,
        "amount_fen": line.amount_fen,
        "buyer_name": line.buyer_name,
        "buyer_kind": line.buyer_kind,
        "buyer_code": line.buyer_code,
        "invoice_number": line.invoice_number,
        "evidence_file_id": line.evidence_file_id,
    }
