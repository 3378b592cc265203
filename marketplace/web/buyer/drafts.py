"""Writing an order: paste, upload or collect; mend what is wrong in place; review by supplier; place."""

from typing import Final

from flask import Response, flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from marketplace.kernel.errors import Conflict, Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.rules import needs_approval
from marketplace.purchasing.service.placing import split_by_supplier
from marketplace.web.access import current_member, needs, now
from marketplace.web.buyer import rows
from marketplace.web.buyer.start import blueprint
from marketplace.web.downloads import send_bytes
from marketplace.web.forms import Answer, Form, page
from marketplace.web.language import language
from marketplace.web.words import texts
from marketplace.workflows import order_draft
from marketplace.workflows.imports import uploads
from marketplace.workflows.imports.order_lines import ORDER_LINES
from marketplace.workflows.order_draft import NAMES, Draft

_MOST_BYTES: Final = 4 << 20
_MOST_AT_ONCE: Final = 1_000_000
_LONGEST_CODE: Final = 100


@blueprint.before_request
def allow_many_rows() -> None:
    """Let a page send two thousand rows back."""
    request.max_form_memory_size = _MOST_BYTES


@blueprint.get("/order")
@needs(P.ORDERS_PLACE)
def write_order() -> Answer:
    """Show the ways to write an order, with what was collected in the catalogue."""
    return _writing(Form())


@blueprint.route("/order/review", methods=["GET", "POST"])
@needs(P.ORDERS_PLACE)
def review_order() -> Answer:
    """Show what was sent, row by row, with prices and all that is wrong; place it if that is asked for."""
    form = Form()
    if not form.is_sent:
        return redirect(url_for(".write_order"))
    try:
        buyer_id, sent = rows.buyer_of(form), rows.sent_rows(form)
        draft = order_draft.check(sent, buyer_id=buyer_id, actor=current_member(), now=now())
    except (Invalid, Conflict) as refusal:
        form.tell(refusal)
        return _writing(form)
    return _placed(form, draft, buyer_id) or _review(form, draft, buyer_id)


@blueprint.post("/basket")
@needs(P.ORDERS_PLACE)
def collect() -> Answer:
    """Put packs of the product shown into the basket and go back to it."""
    form = Form()
    sku = form.text("sku", longest=_LONGEST_CODE)
    quantity = form.count("quantity", least=1, most=_MOST_AT_ONCE)
    is_in = not form.errors and rows.put_in_basket(sku, quantity or 0)
    least = rows.missed_minimum(sku) if is_in else None
    word = "not_collected" if not is_in else "collected_too_few" if least else "collected"
    flash(texts(language())[word].format(least=least), "error" if least or not is_in else "done")
    number = form.text("product_number", longest=_LONGEST_CODE)
    return redirect(url_for("goods.show_one", product_number=number) if number else url_for("goods.list_products"))


@blueprint.post("/basket/emptying")
@needs(P.ORDERS_PLACE)
def empty() -> Answer:
    """Take everything out of the basket."""
    rows.empty_basket()
    return redirect(url_for(".write_order"))


@blueprint.get("/order/template")
@needs(P.ORDERS_PLACE)
def fetch_template() -> Response:
    """Fetch an empty sheet with an example row."""
    with uploads.template(ORDER_LINES.name, ending="xlsx") as path:
        return send_bytes(path.read_bytes(), path.name)


def _placed(form: Form, draft: Draft, buyer_id: int) -> Answer | None:
    terms = rows.terms_of(form)
    if form.values.get("do") != "place" or draft.wrong_count or not draft.rows:
        return None
    answer = form.send(
        lambda: order_draft.place(draft, buyer_id=buyer_id, terms=terms, actor=current_member(), now=now()),
        to=lambda group_id: url_for(".show_group", order_group_id=group_id),
        said="order_placed",
    )
    if answer is not None and form.values.get("from_basket"):
        rows.take_out_of_basket({line.wanted.sku_code for line in draft.pricing.lines})
    return answer


def _writing(form: Form) -> Answer:
    """Show the ways to write an order; where nothing was pasted, the box holds the basket."""
    held = rows.basket()
    if "pasted" not in form.values:
        filled = {"pasted": rows.written(held), "from_basket": "1" if held else ""}
        form.values = MultiDict({**form.values.to_dict(), **filled})
    buyers = rows.buyers()
    approval_fen = rows.approval_fen(buyers[0][0]) if len(buyers) == 1 else None
    return page("buyer/order.html", form, buyers=buyers, is_filled=bool(held), approval_fen=approval_fen)


def _review(form: Form, draft: Draft, buyer_id: int) -> Answer:
    total_fen, approval_fen = draft.pricing.amount_fen, rows.approval_fen(buyer_id)
    if not draft.rows:
        form.refuse("pasted", "wrong_required")
        return _writing(form)
    return page(
        "buyer/review.html",
        form,
        draft=draft,
        names=NAMES,
        buyer_id=buyer_id,
        buyer=dict(rows.buyers()).get(buyer_id),
        by_supplier=list(split_by_supplier(draft.pricing.lines).values()),
        total_fen=total_fen,
        approval_fen=approval_fen,
        waits=needs_approval(total_fen, order_approval_fen=approval_fen),
        language=language(),
    )
