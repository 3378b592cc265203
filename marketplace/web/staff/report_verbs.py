"""What is done with a sales report beside writing it: hand in, decide, take back, delete."""

from collections.abc import Callable
from typing import Any, Final

from flask import url_for

from marketplace.kernel.errors import Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.queries.reports import get_report
from marketplace.reporting.service import reports
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.showing import money
from marketplace.web.staff.reports import shown
from marketplace.web.staff.start import blueprint
from marketplace.workflows import report_draft
from marketplace.workflows.count_report import count_report, reverse_report

_BACK: Final = Words("report_send_back", "report_send_back_what", "report_send_back", "report_sent_back")
_REVERSE: Final = Words("report_reverse", "report_reverse_what", "report_reverse", "report_reversed")


@blueprint.post("/sales-reports/<int:report_id>/submission")
@needs(P.REPORTS_ENTER)
def submit_report(report_id: int) -> Answer:
    """Hand a report in."""
    return _done(report_id, lambda: reports.submit(**_facts(report_id)), "report_submitted")


@blueprint.post("/sales-reports/<int:report_id>/withdrawal")
@needs(P.REPORTS_ENTER)
def withdraw_report(report_id: int) -> Answer:
    """Take a submitted report back to draft."""
    return _done(report_id, lambda: reports.withdraw(**_facts(report_id)), "report_withdrawn")


@blueprint.post("/sales-reports/<int:report_id>/approval")
@needs(P.REPORTS_APPROVE)
def approve_report(report_id: int) -> Answer:
    """Approve a report of another person: its lines become sales."""
    return _done(report_id, lambda: _count(report_id), "report_counted")


@blueprint.route("/sales-reports/<int:report_id>/sending-back", methods=["GET", "POST"])
@needs(P.REPORTS_APPROVE)
def send_report_back(report_id: int) -> Answer:
    """Ask why, and send a report back."""
    return _asked(report_id, reports.send_back, _BACK)


@blueprint.route("/sales-reports/<int:report_id>/reversal", methods=["GET", "POST"])
@needs(P.REPORTS_APPROVE)
def reverse_counted(report_id: int) -> Answer:
    """Ask why, and take a counted report back: its sales are corrected away."""
    return _asked(report_id, reverse_report, _REVERSE)


@blueprint.route("/sales-reports/<int:report_id>/deletion", methods=["GET", "POST"])
@needs(P.REPORTS_ENTER)
def discard_report(report_id: int) -> Answer:
    """Ask, and delete a report that was never counted."""
    form, words = Form(), Words("report_discard", "report_discard_what", "report_discard", "report_discarded")
    # what a second click of the same form is told, it is told of a report that is gone
    done = form.send(lambda: reports.discard(**_facts(report_id)), to=url_for(".list_reports"), said=words.said)
    return done or page("parts/ask.html", form, question=_question(report_id, words, asks_reason=False))


def _facts(report_id: int) -> dict[str, Any]:
    return {"report_id": report_id, "actor": current_officer(), "now": now()}


def _report(report_id: int) -> Any:
    return get_report(report_id, actor=current_officer())


def _count(report_id: int) -> None:
    try:
        count_report(**_facts(report_id))
    except Invalid as refusal:
        raise (report_draft.in_columns(refusal) if refusal.fields else refusal) from None


def _done(report_id: int, work: Callable[[], Any], said: str) -> Answer:
    """Do a thing to a report and show it; what is wrong with a line stands at the line."""
    form = Form()
    lines = range(_report(report_id)["lines_count"])
    form.names |= {f"lines.{index}.{name}" for index in lines for name in report_draft.NAMES}
    return form.send(work, to=url_for(".show_report", report_id=report_id), said=said) or shown(report_id, form)


def _asked(report_id: int, work: Callable[..., Any], words: Words) -> Answer:
    form = Form()
    reason = form.text("reason")
    return ask(form, _question(report_id, words), lambda: work(**_facts(report_id), reason=reason))


def _question(report_id: int, words: Words, **more: Any) -> Question:
    report, back = _report(report_id), url_for(".show_report", report_id=report_id)
    about = [(report["title"], money(report["amount_fen"]))]
    return Question(words=words, back=back, of=report["report_number"], about=about, **more)
