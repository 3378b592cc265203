"""Routes of sales reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import ReasonSchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.reporting import schemas
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.queries.reports import get_report, list_reports
from marketplace.reporting.rules import NewLine, ReportState
from marketplace.reporting.service import reports
from marketplace.sales.rules import Recorded
from marketplace.transaction import transaction
from marketplace.workflows.count_report import count_report, reverse_report

blueprint = Blueprint("sales_reports", __name__, description="Offline sales told by staff, with evidence")
Answer = Mapping[str, Any]


@blueprint.get("/sales-reports")
@needs(P.SALES_READ)
@blueprint.arguments(schemas.ReportQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.ReportPageSchema)
def list_told(*, state: ReportState | None, limit: int, after: str | None) -> Answer:
    """List reports of one's regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_reports(actor=current_actor(), state=state, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.get("/sales-reports/<int:report_id>")
@needs(P.SALES_READ)
@blueprint.response(200, schemas.ReportWithLinesSchema)
def get_told(report_id: int) -> Answer:
    """Get a report with its lines."""
    return get_report(report_id, actor=current_actor())


@blueprint.post("/sales-reports")
@needs(P.REPORTS_ENTER)
@idempotent
@blueprint.arguments(schemas.ReportCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.ReportWithLinesSchema)
def draft(*, region_code: str, title: str, lines: Sequence[NewLine]) -> Answer:
    """Begin a report."""
    with transaction():
        report = reports.draft(region_code=region_code, title=title, lines=lines, actor=current_actor(), now=now())
        return get_report(report.id, actor=current_actor())


@blueprint.put("/sales-reports/<int:report_id>")
@needs(P.REPORTS_ENTER)
@blueprint.arguments(schemas.ReportEditSchema, as_kwargs=True)
@blueprint.response(200, schemas.ReportWithLinesSchema)
def edit(report_id: int, *, title: str, lines: Sequence[NewLine]) -> Answer:
    """Write a draft, or a report that was sent back, anew."""
    with transaction():
        reports.edit(report_id=report_id, title=title, lines=lines, actor=current_actor(), now=now())
        return get_report(report_id, actor=current_actor())


@blueprint.delete("/sales-reports/<int:report_id>")
@needs(P.REPORTS_ENTER)
@blueprint.response(204)
def discard(report_id: int) -> None:
    """Delete a draft, or a report that was sent back."""
    with transaction():
        reports.discard(report_id=report_id, actor=current_actor(), now=now())


@blueprint.post("/sales-reports/<int:report_id>/submission")
@needs(P.REPORTS_ENTER)
@blueprint.response(200, schemas.ReportWithLinesSchema)
def submit(report_id: int) -> Answer:
    """Hand a report in."""
    with transaction():
        reports.submit(report_id=report_id, actor=current_actor(), now=now())
        return get_report(report_id, actor=current_actor())


@blueprint.post("/sales-reports/<int:report_id>/withdrawal")
@needs(P.REPORTS_ENTER)
@blueprint.response(200, schemas.ReportWithLinesSchema)
def withdraw(report_id: int) -> Answer:
    """Take a submitted report back to draft."""
    with transaction():
        reports.withdraw(report_id=report_id, actor=current_actor(), now=now())
        return get_report(report_id, actor=current_actor())


@blueprint.post("/sales-reports/<int:report_id>/approval")
@needs(P.REPORTS_APPROVE)
@blueprint.response(200, schemas.CountedSchema)
def approve(report_id: int) -> Recorded:
    """Approve a report of another person: its lines become sales."""
    with transaction():
        return count_report(report_id=report_id, actor=current_actor(), now=now())[1]


@blueprint.post("/sales-reports/<int:report_id>/sending-back")
@needs(P.REPORTS_APPROVE)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.ReportWithLinesSchema)
def send_back(report_id: int, *, reason: str) -> Answer:
    """Send a report back with a reason."""
    with transaction():
        reports.send_back(report_id=report_id, reason=reason, actor=current_actor(), now=now())
        return get_report(report_id, actor=current_actor())


@blueprint.post("/sales-reports/<int:report_id>/reversal")
@needs(P.REPORTS_APPROVE)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.ReportWithLinesSchema)
def reverse(report_id: int, *, reason: str) -> Answer:
    """Take a counted report back: its sales are corrected away."""
    with transaction():
        reverse_report(report_id=report_id, reason=reason, actor=current_actor(), now=now())
        return get_report(report_id, actor=current_actor())
