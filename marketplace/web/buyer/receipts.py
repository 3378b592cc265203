"""Receiving a shipment, on a phone beside the lorry: every line accepted or rejected, with a reason.

Where two receivers are needed, the same address shows the second what the first recorded, to confirm or to send back.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.errors import ShipmentUnknown
from marketplace.purchasing.queries.orders import get_order
from marketplace.purchasing.rules import RejectReason
from marketplace.purchasing.service.receipts import Inspected
from marketplace.web.access import current_member, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.buyer.start import blueprint
from marketplace.web.files import keep_sent
from marketplace.web.forms import Answer, Form, page
from marketplace.workflows import accept_delivery


@blueprint.route("/orders/<int:order_id>/shipments/<int:number>/receipt", methods=["GET", "POST"])
@needs(P.ORDERS_RECEIVE)
def receive(order_id: int, number: int) -> Answer:
    """Ask what came, line by line, and receive it."""
    order = get_order(order_id, actor=current_member())
    shipment = _shipment_of(order, number)
    form = Form({f"lines.{i}.accepted": line["quantity"] for i, line in enumerate(shipment["lines"])})
    found, more = _found(form, shipment["lines"]), _more(form, order["buyer_id"])
    return form.send(
        lambda: accept_delivery.accept(order_id, number, found, **more, actor=current_member(), now=now()),
        to=url_for(".show_order", order_id=order_id),
        said="shipment_received",
    ) or _receiving(form, order, shipment)


@blueprint.post("/orders/<int:order_id>/shipments/<int:number>/receipt/countersignature")
@needs(P.ORDERS_RECEIVE)
def countersign(order_id: int, number: int) -> Answer:
    """Confirm, as the second receiver, what the first recorded."""
    form, order = Form(), get_order(order_id, actor=current_member())
    return form.send(
        lambda: accept_delivery.countersign(order_id, number, actor=current_member(), now=now()),
        to=url_for(".show_order", order_id=order_id),
        said="receipt_countersigned",
    ) or _receiving(form, order, _shipment_of(order, number))


@blueprint.route("/orders/<int:order_id>/shipments/<int:number>/receipt/sending-back", methods=["GET", "POST"])
@needs(P.ORDERS_RECEIVE)
def send_receipt_back(order_id: int, number: int) -> Answer:
    """Ask why, and have the first receiver's record made anew."""
    form, order = Form(), get_order(order_id, actor=current_member())
    _shipment_of(order, number)
    reason = form.text("reason")
    question = Question(
        words=Words("send_receipt_back", "send_receipt_back_what", "send_receipt_back", "receipt_sent_back"),
        back=url_for(".receive", order_id=order_id, number=number),
        of=f"{order['order_number']}-{number}",
        to=url_for(".show_order", order_id=order_id),
    )
    return ask(
        form,
        question,
        lambda: accept_delivery.send_back(order_id, number, reason=reason, actor=current_member(), now=now()),
    )


def _receiving(form: Form, order: Mapping[str, Any], shipment: Mapping[str, Any]) -> Answer:
    lines = {line["number"]: line for line in order["lines"]}
    me = current_member().user_id
    return page("buyer/receive.html", form, order=order, shipment=shipment, lines=lines, reasons=RejectReason, me=me)


def _shipment_of(order: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    found = [shipment for shipment in order["shipments"] if shipment["number"] == number]
    if not found:
        raise ShipmentUnknown
    told: Mapping[str, Any] = found[0]
    return told


def _more(form: Form, buyer_id: int) -> dict[str, Any]:
    """Read what belongs to no line: the note, and the photo, which is kept for the buyer."""
    return {
        "note": form.text("note", is_required=False) or None,
        "evidence_file_id": keep_sent(
            form, "evidence_file_id", actor=current_member(), is_required=False, organisation_id=buyer_id
        ),
    }


def _found(form: Form, lines: Sequence[Mapping[str, Any]]) -> list[Inspected]:
    """Read how much of each line is good; the rest is rejected, so it needs a reason."""
    found = []
    for i, line in enumerate(lines):
        accepted = form.count(f"lines.{i}.accepted", most=line["quantity"])
        rejected = 0 if accepted is None else line["quantity"] - accepted
        reason = _reason_of(form, f"lines.{i}.reject_reason", accepted=accepted, rejected=rejected)
        found.append(
            Inspected(
                number=line["line"],
                accepted=accepted or 0,
                rejected=rejected,
                reject_reason=reason if rejected else None,
                reject_note=form.text(f"lines.{i}.reject_note", is_required=False) or None,
            )
        )
    return found


def _reason_of(form: Form, name: str, *, accepted: int | None, rejected: int) -> RejectReason | None:
    """Read why the rest of a line is rejected: it is asked where something is, and only there."""
    reason = form.choice(name, RejectReason, is_required=False)
    if accepted is None or name in form.errors:
        return reason
    if rejected and reason is None:
        form.refuse(name, "wrong_reason_missing", rejected=rejected)
    elif reason and not rejected:
        form.refuse(name, "wrong_reason_for_none")
    return reason
