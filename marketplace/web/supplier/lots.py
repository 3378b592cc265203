"""Lots: what was harvested or made, with its quality certificate."""

from typing import Any, Final

from flask import url_for

from marketplace.catalogue.queries.lots import SORT_KEYS
from marketplace.catalogue.queries.lots import list_lots as read_lots
from marketplace.catalogue.queries.products import get_own_product, list_own_products
from marketplace.catalogue.service import lots
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.text import fold_width
from marketplace.web.access import current_member, needs, now
from marketplace.web.files import keep_sent
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_text
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.supplier.start import blueprint

_LONGEST: Final = 100
_MOST_PRODUCTS: Final = 1_000


@blueprint.get("/lots")
@needs(P.STOCK_MANAGE)
def list_lots() -> Answer:
    """Show the lots of the reader's products, newest first, or of one product."""
    product = asked_text("product", _LONGEST)
    rows = read_lots(actor=current_member(), sorting=asked_sorting(SORT_KEYS), limit=SIZE + 1, product_number=product)
    return page("supplier/lots.html", Form(), page=sorted_page(rows), product=product or "")


@blueprint.route("/lots/new", methods=["GET", "POST"])
@needs(P.STOCK_MANAGE)
def add_lot() -> Answer:
    """Ask what a lot is, with its certificate, and add it."""
    form = Form({"product_number": asked_text("product", _LONGEST)})
    told: dict[str, Any] = {
        "product_number": form.text("product_number", longest=_LONGEST),
        "lot_number": fold_width(form.text("lot_number", longest=_LONGEST)),
        "quantity": form.count("quantity", least=1) or 0,
        "produced_on": form.day("produced_on", is_required=False),
        "expires_on": form.day("expires_on", is_required=False),
        "certificate_file_id": _certificate(form),
    }
    return form.send(
        lambda: lots.add(**told, actor=current_member(), now=now()),
        to=url_for(".list_lots", product=told["product_number"]),
        said="lot_added",
    ) or _asked(form)


def _certificate(form: Form) -> int | None:
    """Keep the certificate for the organisation whose product the lot is of."""
    if not form.is_sent or form.errors:
        return None
    product = get_own_product(form.values["product_number"], actor=current_member())
    return keep_sent(
        form,
        "certificate_file_id",
        is_required=False,
        actor=current_member(),
        organisation_id=product["organisation_id"],
    )


def _asked(form: Form) -> tuple[str, int]:
    rows = list_own_products(actor=current_member(), state=None, before=None, limit=_MOST_PRODUCTS)
    return page("supplier/add_lot.html", form, products=[(row["product_number"], row["name"]) for row in rows])
