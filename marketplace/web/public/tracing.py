"""Trace pages: where goods come from and how many households share in them; and a sale by its number."""

from typing import Final

from flask import Response, current_app, render_template, url_for

from config import Config
from marketplace.regions.queries import names_of
from marketplace.statistics.queries.public_sale import get_public_sale
from marketplace.web import qr
from marketplace.web.access import now, public
from marketplace.web.public.views import blueprint
from marketplace.workflows.show_product import show_product
from marketplace.workflows.trace import trace_lot, trace_product

_MOST_ID: Final = 2**62


@blueprint.get("/trace/products/<path:product_number>")
@public
def trace_goods(product_number: str) -> str:
    """Show where a product on sale comes from, with its lots."""
    return render_template("statistics/trace_product.html", traced=trace_product(product_number, now=now()))


@blueprint.get(f"/trace/lots/<int(max={_MOST_ID}):lot_id>")
@public
def trace_one_lot(lot_id: int) -> str:
    """Show where a lot comes from."""
    return render_template("statistics/trace_lot.html", traced=trace_lot(lot_id, now=now()))


@blueprint.get(f"/trace/sales/<int(max={_MOST_ID}):sale_id>")
@public
def trace_sale(sale_id: int) -> str:
    """Show a sale as the published figures count it: no seller, no buyer, no household."""
    sale = get_public_sale(sale_id)
    county = names_of([sale["origin_code"]], on=sale["sold_on"]).get(sale["origin_code"], sale["origin_code"])
    return render_template("statistics/trace_sale.html", sale=sale, county=county)


@blueprint.get("/trace/codes/<path:product_number>.svg")
@public
def draw_code(product_number: str) -> Response:
    """Draw the QR code that leads to a product's trace page.

    :raises ProductUnknown: if it is not on sale.
    """
    number = show_product(product_number, now=now())["product_number"]
    config: Config = current_app.config["BANGFU"]
    return qr.send(config.public_url.rstrip("/") + url_for("public.trace_goods", product_number=number))
