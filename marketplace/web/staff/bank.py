"""The cashier's queue: lines of bank statements, what each could pay, matched, set aside, put back."""

from typing import Any, Final

from flask import url_for

from marketplace.kernel.permissions import Permission as P
from marketplace.payments.errors import ChargeUnknown
from marketplace.payments.queries import bank_lines as queries
from marketplace.payments.rules import BankLineState
from marketplace.payments.service import matching
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_choice
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.staff.start import blueprint
from marketplace.workflows import match_payment

_FEW: Final = 1
_LONGEST_CODE: Final = 50
_UNDO: Final = Words("bank_undo", "bank_undo_what", "bank_undo", "bank_undone")
_ASIDE: Final = Words("bank_set_aside", "bank_set_aside_what", "bank_set_aside", "bank_was_set_aside")


@blueprint.get("/bank-lines")
@needs(P.PAYMENTS_MATCH)
def list_bank_lines() -> Answer:
    """Show the lines that wait, or those of another state, each with the charge that it most likely pays."""
    actor, state = current_officer(), asked_choice("state", BankLineState, BankLineState.QUEUED)
    sorting = asked_sorting(queries.SORT_KEYS, queries.LATEST_BOOKED)
    rows = queries.list_bank_lines(actor=actor, state=state, sorting=sorting, limit=SIZE + 1)
    return page(
        "staff/bank_lines.html",
        Form(),
        page=sorted_page(rows),
        suggestions=queries.list_suggestions([row["id"] for row in rows], actor=actor, most=_FEW),
        states=BankLineState,
        state=state,
    )


@blueprint.get("/bank-lines/<int:line_id>")
@needs(P.PAYMENTS_MATCH)
def show_bank_line(line_id: int) -> Answer:
    """Show a line with the charges it could pay and the matches it had."""
    return _shown(line_id, Form())


@blueprint.post("/bank-lines/<int:line_id>/match")
@needs(P.PAYMENTS_MATCH)
def match_bank_line(line_id: int) -> Answer:
    """Say which charge a line pays, and go on with the queue."""
    form = Form()
    code = form.text("remittance_code", longest=_LONGEST_CODE)
    return form.send(
        lambda: match_payment.match(line_id, code, actor=current_officer(), now=now()),
        to=url_for(".list_bank_lines"),
        said="bank_matched",
        at={ChargeUnknown: "remittance_code"},
    ) or _shown(line_id, form)


@blueprint.route("/bank-lines/<int:line_id>/undoing", methods=["GET", "POST"])
@needs(P.PAYMENTS_MATCH)
def undo_match(line_id: int) -> Answer:
    """Ask why, and take a wrong match back."""
    form = Form()
    reason = form.text("reason")
    return ask(
        form,
        _question(line_id, _UNDO),
        lambda: match_payment.undo(line_id, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.route("/bank-lines/<int:line_id>/setting-aside", methods=["GET", "POST"])
@needs(P.PAYMENTS_MATCH)
def set_bank_line_aside(line_id: int) -> Answer:
    """Ask why, and take a line out of the queue that pays no order."""
    form = Form()
    reason = form.text("reason")
    return ask(
        form,
        _question(line_id, _ASIDE),
        lambda: matching.set_aside(line_id, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.post("/bank-lines/<int:line_id>/queueing")
@needs(P.PAYMENTS_MATCH)
def requeue_bank_line(line_id: int) -> Answer:
    """Put a line that was set aside back into the queue."""
    form = Form()
    return form.send(
        lambda: matching.requeue(line_id, actor=current_officer(), now=now()),
        to=url_for(".show_bank_line", line_id=line_id),
        said="bank_requeued",
    ) or _shown(line_id, form)


def _question(line_id: int, words: Words) -> Question:
    line: dict[str, Any] = queries.get_bank_line(line_id, actor=current_officer())
    return Question(words=words, back=url_for(".show_bank_line", line_id=line_id), of=line["bank_reference"])


def _shown(line_id: int, form: Form) -> tuple[str, int]:
    return page("staff/bank_line.html", form, line=queries.get_bank_line(line_id, actor=current_officer()))
