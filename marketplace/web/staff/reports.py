"""Sales reports: listed, written, proved by files, handed in, decided by another officer, taken back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, request, url_for

from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.queries import reports as queries
from marketplace.reporting.queries.reports import get_report
from marketplace.reporting.queries.suppliers import list_choices
from marketplace.reporting.rules import ReportState
from marketplace.sales.queries.look_alikes import find_waiting_by_line
from marketplace.sales.queries.sales import find_sales_by_line
from marketplace.web.access import current_officer, needs, now
from marketplace.web.downloads import send_bytes
from marketplace.web.files import keep_sent
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE
from marketplace.web.places import names_today
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.staff import report_rows
from marketplace.web.staff.own import own_regions
from marketplace.web.staff.start import blueprint
from marketplace.workflows import report_draft
from marketplace.workflows.count_report import SOURCE
from marketplace.workflows.imports import uploads
from marketplace.workflows.imports.sales import SALES
from marketplace.workflows.report_draft import Row

_MOST_BYTES: Final = 8 << 20
_MOST_PARTS: Final = 30_000
_MOST_SUPPLIERS: Final = 500
_OF_MANY_LINES: Final = frozenset({"staff.write_report", "staff.edit_report", "staff.prove_report"})


@blueprint.before_request
def allow_many_lines() -> None:
    """Let the pages on which a report is written send two thousand lines back; no other page sends so much."""
    if request.endpoint in _OF_MANY_LINES:
        request.max_form_memory_size = _MOST_BYTES
        request.max_form_parts = _MOST_PARTS


@blueprint.get("/sales-reports")
@needs(P.SALES_READ)
def list_reports() -> Answer:
    """Show the reports of one's regions, of a state or with sales of a month."""
    actor, (state, month) = current_officer(), report_rows.narrowing()
    actor.require(P.SALES_READ)
    sorting = asked_sorting(queries.SORT_KEYS)
    rows = queries.list_reports(actor=actor, state=state, month=month, sorting=sorting, limit=SIZE + 1)
    return page(
        "staff/reports.html",
        Form({"month": month or ""}),
        page=sorted_page(rows),
        states=ReportState,
        regions=names_today([row["region_code"] for row in rows]),
        may_enter=actor.has(P.REPORTS_ENTER),
    )


@blueprint.get("/sales-reports/<int:report_id>")
@needs(P.SALES_READ)
def show_report(report_id: int) -> Answer:
    """Show a report with its lines, its evidence and what may be done with it."""
    return shown(report_id, Form())


@blueprint.route("/sales-reports/new", methods=["GET", "POST"])
@needs(P.REPORTS_ENTER)
def write_report() -> Answer:
    """Write a new report."""
    actor, form = current_officer(), Form()
    regions = own_regions(P.REPORTS_ENTER, actor=actor)
    region = form.text("region_code", is_required=len(regions) > 1, longest=12) or (regions[0][0] if regions else "")
    return _written(form, None, region, report_rows.sent_rows(form), regions=regions)


@blueprint.route("/sales-reports/<int:report_id>/edit", methods=["GET", "POST"])
@needs(P.REPORTS_ENTER)
def edit_report(report_id: int) -> Answer:
    """Write a report anew that was not handed in, or was sent back."""
    report = get_report(report_id, actor=current_officer())
    form = Form({"title": report["title"]})
    rows = report_rows.sent_rows(form) if form.is_sent else report_rows.written(report)
    return _written(form, report_id, report["region_code"], rows, report=report)


@blueprint.get("/sales-reports/template")
@needs(P.REPORTS_ENTER)
def fetch_report_template() -> Response:
    """Fetch an empty sheet of sales with an example row."""
    with uploads.template(SALES.name, ending="xlsx") as path:
        return send_bytes(path.read_bytes(), path.name)


@blueprint.route("/sales-reports/<int:report_id>/evidence", methods=["GET", "POST"])
@needs(P.REPORTS_ENTER)
def prove_report(report_id: int) -> Answer:
    """Put a file under the lines that it proves, or take away what lies under them."""
    actor, form = current_officer(), Form()
    report = get_report(report_id, actor=actor)
    numbers = report_rows.ticked_numbers(form)
    if not numbers:
        form.refuse("lines", "report_no_line")
    takes_away = form.values.get("do") == "take_away"
    file_id = None if takes_away else _evidence(form, report["region_code"])
    return form.send(
        lambda: report_draft.prove(report_id, numbers=numbers, evidence_file_id=file_id, actor=actor, now=now()),
        to=url_for(".show_report", report_id=report_id),
        said="report_proof_gone" if takes_away else "report_proved",
    ) or page("staff/report_evidence.html", form, report=report)


def _evidence(form: Form, region_code: str) -> int | None:
    return keep_sent(form, "file", actor=current_officer(), region_code=region_code) if form.is_sent else None


def _written(form: Form, report_id: int | None, region_code: str, rows: Sequence[Row], **facts: object) -> Answer:
    """Save a report that is right; else, or if only rows were to be added, show it again."""
    actor = current_officer()
    rows = report_rows.with_codes(rows, actor)
    only_adds = form.values.get("do") == "add"
    title = form.text("title", is_required=not only_adds)
    if only_adds:
        report_rows.check(form, rows)
        answer = None
    else:
        answer = form.send(
            lambda: report_draft.save(
                report_id, region_code=region_code, title=title, rows=rows, actor=actor, now=now()
            ),
            to=lambda saved_id: url_for(".show_report", report_id=saved_id),
            said="report_saved",
        )
    return answer or page(
        "staff/report_edit.html",
        form,
        rows=rows,
        names=report_draft.NAMES,
        choices=report_rows.CHOICES,
        types=report_rows.TYPES,
        needed=report_rows.NEEDED,
        suppliers=list_choices(actor=actor, limit=_MOST_SUPPLIERS),
        **({"regions": [], "report": None} | facts),
    )


def shown(report_id: int, form: Form) -> tuple[str, int]:
    """Show a report, with what is wrong with it."""
    report = get_report(report_id, actor=current_officer())
    codes = [report["region_code"], *(line["buyer_code"] for line in report["lines"])]
    became = _became(report)
    return page("staff/report.html", form, report=report, regions=names_today(codes), **became)


def _became(report: Mapping[str, Any]) -> dict[str, Mapping[int, int]]:
    """Tell what became of the lines of a report that was counted: sales, and those that wait."""
    if report["state"] not in {ReportState.COUNTED, ReportState.REVERSED}:
        return {"sales": {}, "waiting": {}}
    told = {"source": SOURCE, "source_number": report["report_number"], "actor": current_officer()}
    return {"sales": find_sales_by_line(**told), "waiting": find_waiting_by_line(**told)}
