"""Products: the list, one with its versions and their review, a new one, an edit, taken off sale and put back on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import url_for

from marketplace.catalogue.queries.products import SORT_KEYS, get_own_product, list_own_products
from marketplace.catalogue.rules import BaseUnit, ListingState, ProductCategory
from marketplace.catalogue.rules.differences import find_differences
from marketplace.catalogue.service import listings
from marketplace.kernel.errors import Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_member, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_choice, asked_text
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.supplier import listing_form, photo_slots
from marketplace.web.supplier.listing_form import Reading
from marketplace.web.supplier.places import list_origins
from marketplace.web.supplier.standing import list_own
from marketplace.web.supplier.start import blueprint

_LONGEST: Final = 100
_MOST_ID: Final = 2**62
Product = Mapping[str, Any]


@blueprint.get("/products")
@needs(P.CATALOGUE_EDIT)
def list_products() -> Answer:
    """Show the reader's products, newest first, by the state of their latest version or by a part of their name."""
    state, q = asked_choice("state", ListingState), asked_text("q", _LONGEST)
    rows = list_own_products(actor=current_member(), state=state, q=q, sorting=asked_sorting(SORT_KEYS), limit=SIZE + 1)
    return page("supplier/products.html", Form(), page=sorted_page(rows), q=q or "", states=ListingState)


@blueprint.route("/products/new", methods=["GET", "POST"])
@needs(P.CATALOGUE_EDIT)
def add_product() -> Answer:
    """Ask what a product is and offers, and hand its first version in for review."""
    form = Form()
    organisation_id = form.count("organisation_id", is_required=False, most=_MOST_ID)
    photos = photo_slots.read(form, organisation_id or _only_supplier())
    if listing_form.asks_for_rows(form):
        return _asked(form)
    category, reading = form.choice("category", ProductCategory), listing_form.read(form, photos)
    return form.send(
        lambda: _create(reading, category, organisation_id),
        to=lambda product: url_for(".show_product", product_number=product.product_number),
        said="listing_submitted",
    ) or _asked(form)


@blueprint.get("/products/<path:product_number>")
@needs(P.CATALOGUE_EDIT)
def show_product(product_number: str) -> Answer:
    """Show a product: what is on sale, what waits for review and differs from it, stock, and every version."""
    return _shown(Form(), product_number)


@blueprint.route("/products/<path:product_number>/edit", methods=["GET", "POST"])
@needs(P.CATALOGUE_EDIT)
def edit_product(product_number: str) -> Answer:
    """Ask what is to change, and hand the next version in for review; what is on sale stays until then."""
    product = get_own_product(product_number, actor=current_member())
    latest = product["versions"][0]
    form = Form(listing_form.beginning(product, latest) | photo_slots.beginning(latest))
    photos = photo_slots.read(form, product["organisation_id"])
    if listing_form.asks_for_rows(form):
        return _asked(form, product)
    reading = listing_form.read(form, photos)
    return form.send(
        lambda: _edit(reading, product_number),
        to=url_for(".show_product", product_number=product_number),
        said="listing_submitted",
    ) or _asked(form, product)


@blueprint.route("/products/<path:product_number>/withdrawal", methods=["GET", "POST"])
@needs(P.CATALOGUE_EDIT)
def withdraw_product(product_number: str) -> Answer:
    """Ask whether and why, and take a product off sale with what waits for review."""
    form = Form()
    reason = form.text("reason", is_required=False) or None
    product = get_own_product(product_number, actor=current_member())
    question = Question(
        words=Words("take_off_sale", "take_off_what", "take_off_sale", "product_withdrawn"),
        back=url_for(".show_product", product_number=product_number),
        of=product_number,
        about=[(product["versions"][0]["name"], "")],
        needs_reason=False,
    )
    return ask(
        form,
        question,
        lambda: listings.withdraw(product_number=product_number, reason=reason, actor=current_member(), now=now()),
    )


@blueprint.post("/products/<path:product_number>/relisting")
@needs(P.CATALOGUE_EDIT)
def relist_product(product_number: str) -> Answer:
    """Put what was withdrawn back on sale, as it was reviewed."""
    form = Form()
    return form.send(
        lambda: listings.relist(product_number=product_number, actor=current_member(), now=now()),
        to=url_for(".show_product", product_number=product_number),
        said="product_relisted",
    ) or _shown(form, product_number)


def _only_supplier() -> int | None:
    """Tell the organisation one lists for, where it is the only one."""
    own = current_member().organisation_ids(P.CATALOGUE_EDIT)
    return own[0] if len(own) == 1 else None


def _create(reading: Reading, category: ProductCategory | None, organisation_id: int | None) -> Any:
    try:
        return listings.create(
            category=category or ProductCategory.OTHER,  # a category that is none was refused at its field
            listing=reading.listing,
            organisation_id=organisation_id,
            actor=current_member(),
            now=now(),
        )
    except Invalid as refusal:
        raise reading.at_rows(refusal) from refusal


def _edit(reading: Reading, product_number: str) -> Any:
    try:
        return listings.edit(product_number=product_number, listing=reading.listing, actor=current_member(), now=now())
    except Invalid as refusal:
        raise reading.at_rows(refusal) from refusal


def _asked(form: Form, product: Product | None = None) -> tuple[str, int]:
    own = list_own(current_member())
    return page(
        "supplier/listing.html",
        form,
        own=own,
        product=product,
        origins=list_origins(own, product),
        slots=photo_slots.slots_of(form, product),
        rows=listing_form.rows_of(form, product["skus"] if product else ()),
        categories=ProductCategory,
        units=BaseUnit,
    )


def _shown(form: Form, product_number: str) -> tuple[str, int]:
    found = get_own_product(product_number, actor=current_member())
    versions = [_told(version) for version in found["versions"]]
    on_sale = next((version for version in versions if version["state"] == ListingState.LISTED), None)
    latest = versions[0]
    differs = [] if on_sale is None or latest is on_sale else find_differences(on_sale, latest)
    return page(
        "supplier/product.html",
        form,
        product={**found, "versions": versions},
        latest=latest,
        on_sale=on_sale,
        differs=differs,
    )


def _told(version: Mapping[str, Any]) -> dict[str, Any]:
    """Read the moments of a version, which come as text."""
    moments = {
        name: version[name] and datetime.fromisoformat(version[name]) for name in ("submitted_at", "reviewed_at")
    }
    return {**version, **moments}
