"""One application of a supplier: its documents decided one by one, the word of two offices, the platform's decision."""

from typing import Any

from flask import url_for

from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers import queries
from marketplace.suppliers.errors import ApplicationUnknown
from marketplace.suppliers.rules import Office
from marketplace.suppliers.service import checking, deciding
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Days, Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.staff.start import blueprint


@blueprint.get("/applications/<int:application_id>")
@needs(P.SUPPLIERS_READ)
def show_application(application_id: int) -> Answer:
    """Show an application beside its documents."""
    return page("staff/supplier.html", Form(), **_both(application_id))


@blueprint.post("/applications/<int:application_id>/answers/<int:answer_id>/acceptance")
@needs(P.SUPPLIERS_READ)
def accept_answer(application_id: int, answer_id: int) -> Answer:
    """Accept a document."""
    form = Form()
    return form.send(
        lambda: checking.decide_answer(
            application_id=application_id, answer_id=answer_id, is_accepted=True, actor=current_officer(), now=now()
        ),
        to=url_for(".show_application", application_id=application_id),
        said="answer_accepted",
    ) or page("staff/supplier.html", form, **_both(application_id))


@blueprint.route("/applications/<int:application_id>/answers/<int:answer_id>/rejection", methods=["GET", "POST"])
@needs(P.SUPPLIERS_READ)
def reject_answer(application_id: int, answer_id: int) -> Answer:
    """Ask what is wrong with a document, and reject it."""
    form = Form()
    reason = form.text("reason")
    facts: dict[str, Any] = {"application_id": application_id, "answer_id": answer_id, "is_accepted": False}
    return ask(
        form,
        _question(application_id, Words("reject_title", "reject_what", "reject_answer", "answer_rejected")),
        lambda: checking.decide_answer(**facts, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.route("/applications/<int:application_id>/recommendations/<office>", methods=["GET", "POST"])
@needs(P.SUPPLIERS_READ)
def recommend(application_id: int, office: str) -> Answer:
    """Ask whether an office recommends the supplier, and give its word."""
    form = Form()
    speaks_for, verdict = _office(office), form.values.get("verdict", "")
    if verdict not in {"favourable", "unfavourable"}:
        form.refuse("verdict", "wrong_choice")
    reason = form.text("reason", is_required=verdict == "unfavourable") or None
    facts: dict[str, Any] = {"office": speaks_for, "is_favourable": verdict == "favourable", "reason": reason}
    return form.send(
        lambda: checking.recommend(application_id=application_id, **facts, actor=current_officer(), now=now()),
        to=url_for(".show_application", application_id=application_id),
        said="word_given",
    ) or page("staff/recommend.html", form, office=speaks_for, **_both(application_id))


@blueprint.route("/applications/<int:application_id>/certification", methods=["GET", "POST"])
@needs(P.SUPPLIERS_REVIEW)
def certify_supplier(application_id: int) -> Answer:
    """Ask for which days, and certify a recommended supplier."""
    form = Form({"from_on": day_of(now())})
    facts: dict[str, Any] = {"from_on": form.day("from_on"), "last_on": form.day("last_on", is_required=False)}
    facts["reason"] = form.text("reason", is_required=False) or None
    days = [("from_on", "certified_from", True), ("last_on", "certified_through", False)]
    words = Words("certify_title", "certify_what", "certify", "supplier_certified")
    return ask(
        form,
        _question(application_id, words, days=days, needs_reason=False),
        lambda: deciding.certify(application_id=application_id, **facts, actor=current_officer(), now=now()),
    )


@blueprint.route("/applications/<int:application_id>/sending-back", methods=["GET", "POST"])
@needs(P.SUPPLIERS_REVIEW)
def send_application_back(application_id: int) -> Answer:
    """Ask why, and send an application back to be mended."""
    form = Form()
    reason = form.text("reason")
    return ask(
        form,
        _question(application_id, Words("send_back_title", "application_back_what", "send_back", "application_back")),
        lambda: deciding.send_back(application_id=application_id, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.route("/applications/<int:application_id>/refusal", methods=["GET", "POST"])
@needs(P.SUPPLIERS_REVIEW)
def refuse_application(application_id: int) -> Answer:
    """Ask why, and refuse a recommended application for good."""
    form = Form()
    reason = form.text("reason")
    return ask(
        form,
        _question(
            application_id, Words("refuse_application", "refuse_what_supplier", "refuse_it", "application_refused")
        ),
        lambda: deciding.refuse(application_id=application_id, reason=reason, actor=current_officer(), now=now()),
    )


def _both(application_id: int) -> dict[str, Any]:
    officer, today = current_officer(), day_of(now())
    application = queries.get_application(application_id, actor=officer, today=today)
    supplier = queries.get_supplier(application["supplier_id"], actor=officer, today=today)
    return {"supplier": supplier, "application": application, "me": officer.user_id}


def _office(told: str) -> Office:
    if told not in list(Office):
        raise ApplicationUnknown
    return Office(told)


def _question(application_id: int, words: Words, *, days: Days = (), needs_reason: bool = True) -> Question:
    application = queries.get_application(application_id, actor=current_officer(), today=day_of(now()))
    back = url_for(".show_application", application_id=application_id)
    return Question(words=words, back=back, of=application["supplier_name"], days=days, needs_reason=needs_reason)
