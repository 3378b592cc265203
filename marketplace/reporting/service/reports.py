"""A sales report from draft to the word of another person; what is counted becomes sales in a workflow."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.states import check_move
from marketplace.regions.errors import RegionOutside
from marketplace.reporting.errors import ApprovesOwnReport, EvidenceMissing, ReportNotEditable, ReportUnknown
from marketplace.reporting.models import SalesReport, SalesReportLine
from marketplace.reporting.queries.reports import get_report_for_update, list_unproved
from marketplace.reporting.rules import EDITABLE, REPORT_MOVES, NewLine, ReportState
from marketplace.reporting.service.lines import write_lines


def draft(*, region_code: str, title: str, lines: Sequence[NewLine], actor: Actor, now: datetime) -> SalesReport:
    """Begin a report of offline sales by suppliers of a region.

    :raises NotFound: if the region is outside the caller's.
    :raises Invalid: naming the lines that cannot stand.
    """
    actor.require_over(P.REPORTS_ENTER, RegionOutside(region_code=region_code), region_codes=[region_code])
    report_id: int = db.session.execute(
        text("SELECT nextval(pg_get_serial_sequence('sales_report', 'id'))")
    ).scalar_one()
    report = SalesReport(
        id=report_id,
        report_number=f"SB{region_code}-{report_id:06d}",
        region_code=region_code,
        state=ReportState.DRAFT,
        title=title,
        entered_at=now,
        entered_by_id=actor.user_id,
        written_by_ids=_with_writer([], actor),
    )
    db.session.add(report)
    db.session.flush()  # the lines name it
    write_lines(report, lines, actor=actor, now=now)
    _record(report, "drafted", before=None, after=_content(report), actor=actor, now=now)
    return report


def edit(*, report_id: int, title: str, lines: Sequence[NewLine], actor: Actor, now: datetime) -> SalesReport:
    """Write a draft or a report that was sent back anew; whoever wrote in it may not approve it.

    :raises ReportUnknown: outside the caller's regions.
    :raises ReportNotEditable: in any other state.
    :raises Invalid: naming the lines that cannot stand.
    """
    report = _get(report_id, P.REPORTS_ENTER, actor)
    if report.state not in EDITABLE:
        raise ReportNotEditable(state=report.state.value)
    before = {"state": report.state.value, **_content(report)}
    report.title = title
    report.entered_at, report.entered_by_id = now, actor.user_id
    report.written_by_ids = _with_writer(report.written_by_ids, actor)
    write_lines(report, lines, actor=actor, now=now)
    _record(report, "edited", before=before, after=_content(report), actor=actor, now=now)
    return report


def submit(*, report_id: int, actor: Actor, now: datetime) -> SalesReport:
    """Hand a report in, each line with its evidence: the number of its invoice, or a file.

    :raises ReportUnknown: outside the caller's regions.
    :raises MoveRefused: if it is neither a draft nor sent back.
    :raises Invalid: naming the lines without evidence.
    """
    report = _get(report_id, P.REPORTS_ENTER, actor)
    before = _move(report, ReportState.SUBMITTED)
    if unproved := list_unproved(report.id):
        raise Invalid(fields={f"lines.{number - 1}.invoice_number": [EvidenceMissing()] for number in unproved})
    report.submitted_at, report.reason = now, None
    _record(report, "submitted", before=before, actor=actor, now=now)
    return report


def withdraw(*, report_id: int, actor: Actor, now: datetime) -> SalesReport:
    """Take a submitted report back to draft, before anyone has approved it.

    :raises ReportUnknown: outside the caller's regions.
    :raises MoveRefused: if it is not submitted.
    """
    report = _get(report_id, P.REPORTS_ENTER, actor)
    before = _move(report, ReportState.DRAFT)
    _record(report, "withdrawn", before=before, actor=actor, now=now)
    return report


def discard(*, report_id: int, actor: Actor, now: datetime) -> None:
    """Delete a draft or a report that was sent back, with its lines; nothing of it was ever counted.

    :raises ReportUnknown: outside the caller's regions.
    :raises ReportNotEditable: in any other state.
    """
    report = _get(report_id, P.REPORTS_ENTER, actor)
    if report.state not in EDITABLE:
        raise ReportNotEditable(state=report.state.value)
    db.session.execute(delete(SalesReportLine).where(SalesReportLine.sales_report_id == report.id))
    db.session.delete(report)
    db.session.flush()  # it is gone before it is told
    _record(report, "discarded", before={"state": report.state.value}, actor=actor, now=now)


def send_back(*, report_id: int, reason: str, actor: Actor, now: datetime) -> SalesReport:
    """Send a submitted report back with a reason.

    :raises ReportUnknown: outside the caller's regions.
    :raises MoveRefused: if it is not submitted.
    """
    report = _get(report_id, P.REPORTS_APPROVE, actor)
    before = _move(report, ReportState.SENT_BACK)
    report.reason = reason
    _record(report, "sent_back", before=before, actor=actor, now=now, reason=reason)
    return report


def approve(*, report_id: int, actor: Actor, now: datetime) -> SalesReport:
    """Approve a submitted report of another person; the workflow counts its lines as sales.

    :raises ReportUnknown: outside the caller's regions.
    :raises ApprovesOwnReport: if the caller wrote in it.
    :raises MoveRefused: if it is not submitted.
    """
    report = _get(report_id, P.REPORTS_APPROVE, actor)
    if actor.user_id in report.written_by_ids:
        raise ApprovesOwnReport
    before = _move(report, ReportState.COUNTED)
    report.approved_at, report.approved_by_id = now, actor.user_id
    _record(report, "counted", before=before, actor=actor, now=now)
    return report


def reverse(*, report_id: int, reason: str, actor: Actor, now: datetime) -> SalesReport:
    """Take a counted report back; the workflow corrects its sales.

    :raises ReportUnknown: outside the caller's regions.
    :raises MoveRefused: if it is not counted.
    """
    report = _get(report_id, P.REPORTS_APPROVE, actor)
    before = _move(report, ReportState.REVERSED)
    report.reason = reason
    _record(report, "reversed", before=before, actor=actor, now=now, reason=reason)
    return report


def _with_writer(ids: Sequence[int], actor: Actor) -> list[int]:
    return sorted({*ids, actor.user_id}) if actor.user_id else list(ids)


def _get(report_id: int, permission: P, actor: Actor) -> SalesReport:
    actor.require(permission)
    report = get_report_for_update(report_id)
    actor.require_over(permission, ReportUnknown(), region_codes=[report.region_code])
    return report


def _move(report: SalesReport, wanted: ReportState) -> dict[str, str]:
    before = report.state
    check_move(REPORT_MOVES, thing="report", state=before, wanted=wanted)
    report.state = wanted
    return {"state": before.value}


def _content(report: SalesReport) -> dict[str, Any]:
    """Tell what a report says, as its audit lines do."""
    lines = select(func.count(), func.coalesce(func.sum(SalesReportLine.amount_fen), 0))
    number, amount_fen = db.session.execute(lines.where(SalesReportLine.sales_report_id == report.id)).one()
    return {"title": report.title, "lines": number, "amount_fen": int(amount_fen)}


def _record(
    report: SalesReport,
    what: str,
    *,
    before: Mapping[str, Any] | None,
    actor: Actor,
    now: datetime,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    audit.record(
        f"report.{what}",
        subject="sales_report",
        subject_id=report.id,
        actor=actor,
        now=now,
        before=before,
        after={"state": report.state.value, "report_number": report.report_number, **(after or {})},
        reason=reason,
        region_code=report.region_code,
    )
