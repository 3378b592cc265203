"""Certification by batch: batches, what is certified in each, many products certified on one page."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import render_template, url_for

from marketplace.catalogue.queries import certifications as queries
from marketplace.catalogue.rules import Certificate
from marketplace.catalogue.service import certifications
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import format_yuan
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import COUNTY_LEVEL
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, asked_text, page_of
from marketplace.web.staff.places import places
from marketplace.web.staff.start import blueprint
from marketplace.workflows import certify_products as certifying

_LONGEST: Final = 100
_LONGEST_TERMS: Final = 2_000
_MOST_PACKS: Final = 1_000_000_000


@blueprint.get("/batches")
@needs(P.CATALOGUE_CERTIFY)
def list_batches() -> str:
    """Show the batches, newest first."""
    rows = queries.list_batches(actor=current_officer(), before=after_id(), limit=SIZE + 1)
    return render_template("staff/batches.html", page=page_of(rows, key=lambda row: row["id"]))


@blueprint.route("/batches/new", methods=["GET", "POST"])
@needs(P.CATALOGUE_CERTIFY)
def announce_batch() -> Answer:
    """Ask for number and day, and announce a batch."""
    form = Form({"announced_on": day_of(now())})
    number, announced_on = form.text("number", longest=_LONGEST), form.day("announced_on")
    facts: dict[str, Any] = {"number": number, "announced_on": announced_on}
    return form.send(
        lambda: certifications.announce(**facts, actor=current_officer(), now=now()).id,
        to=lambda batch_id: url_for(".show_batch", batch_id=batch_id),
        said="batch_announced",
    ) or page("staff/batch_new.html", form)


@blueprint.get("/batches/<int:batch_id>")
@needs(P.CATALOGUE_CERTIFY)
def show_batch(batch_id: int) -> str:
    """Show what is certified in a batch of products from one's regions."""
    batch = queries.get_batch(batch_id)
    rows = queries.list_certifications(batch_id, actor=current_officer(), after=after_id() or 0, limit=SIZE + 1)
    return render_template(
        "staff/batch.html", batch=batch, page=page_of(rows, key=lambda row: row["id"]), today=day_of(now())
    )


@blueprint.route("/batches/<int:batch_id>/products", methods=["GET", "POST"])
@needs(P.CATALOGUE_CERTIFY)
def certify_products(batch_id: int) -> Answer:
    """Show products on sale with what a certification says of each, and certify those that are ticked."""
    batch, form, rows, where = _candidates(batch_id)
    chosen = _chosen(form, rows[:SIZE])
    return form.send(
        lambda: _certify(batch_id, chosen), to=url_for(".show_batch", batch_id=batch_id), said="products_certified"
    ) or page("staff/certify.html", form, batch=batch, page=page_of(rows, key=lambda row: row["id"]), where=where)


@blueprint.route("/certifications/<int:certification_id>/withdrawal", methods=["GET", "POST"])
@needs(P.CATALOGUE_CERTIFY)
def withdraw_certification(certification_id: int) -> Answer:
    """Ask from which day and why, and withdraw a product's certification."""
    form = Form({"from_on": day_of(now())})
    facts: dict[str, Any] = {"from_on": form.day("from_on"), "reason": form.text("reason")}
    known = queries.get_certification(certification_id, actor=current_officer())
    words = Words("withdraw_product", "withdraw_product_what", "withdraw", "product_certification_ended")
    back = url_for(".show_batch", batch_id=known["batch_id"])
    return ask(
        form,
        Question(words=words, back=back, of=known["name"], days=[("from_on", "holds_no_more_from", True)]),
        lambda: certifying.withdraw(certification_id=certification_id, **facts, actor=current_officer(), now=now()),
    )


def _candidates(batch_id: int) -> tuple[Any, Form, Sequence[Mapping[str, Any]], Any]:
    officer = current_officer()
    where = places(P.CATALOGUE_CERTIFY, actor=officer, deepest=COUNTY_LEVEL)
    rows = queries.list_candidates(
        batch_id,
        actor=officer,
        prefix=where.prefix,
        q=asked_text("q", _LONGEST),
        after=after_id() or 0,
        limit=SIZE + 1,
    )
    beginning = {f"p{row['id']}.ceiling": format_yuan(row["unit_price_fen"]) for row in rows}
    return queries.get_batch(batch_id), Form({"from_on": day_of(now()), **beginning}), rows, where


def _chosen(form: Form, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, Certificate]]:
    """Read what is ticked: the product's id, and the certificate as it is told."""
    from_on, last_on = form.day("from_on"), form.day("last_on", is_required=False)
    terms = form.text("benefit_terms", is_required=False, longest=_LONGEST_TERMS) or None
    chosen = []
    for row in rows:
        name = f"p{row['id']}"
        is_chosen = form.tick(f"{name}.product_number")
        ceiling_fen = form.yuan(f"{name}.ceiling", is_required=False) if is_chosen else None
        packs = form.count(f"{name}.certified_quantity", is_required=False, most=_MOST_PACKS) if is_chosen else None
        if is_chosen and from_on is not None:
            told = Certificate(
                product_number=row["product_number"],
                from_on=from_on,
                last_on=last_on,
                ceiling_fen=ceiling_fen,
                certified_quantity=packs,
                benefit_terms=terms,
            )
            chosen.append((row["id"], told))
    if not chosen:
        form.refuse("chosen", "wrong_nothing_chosen")
    return chosen


def _certify(batch_id: int, chosen: Sequence[tuple[int, Certificate]]) -> None:
    """Certify what was chosen; what is wrong is told at the fields of the page."""
    try:
        certifying.certify(
            batch_id=batch_id, certificates=[told for _, told in chosen], actor=current_officer(), now=now()
        )
    except Invalid as refusal:
        fields = {}
        for path, wrong in refusal.fields.items():
            _, place, name = path.split(".")
            fields["last_on" if name == "last_on" else f"p{chosen[int(place)][0]}.{name}"] = wrong
        raise Invalid(fields=fields) from None
