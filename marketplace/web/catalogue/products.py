"""Products on sale: a list that is narrowed, sorted and searched by its address, and the page of each."""

from typing import Final

from flask import Blueprint, render_template

from marketplace.catalogue.queries.browse import Shown, browse
from marketplace.catalogue.queries.places import list_counties_on_sale
from marketplace.catalogue.rules import ProductCategory, Sort
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import find_actor, now, public
from marketplace.web.catalogue.active import cities_of, filters_of
from marketplace.web.catalogue.cards import card_of
from marketplace.web.catalogue.narrowing import Asked, position_of
from marketplace.web.language import language
from marketplace.web.pages import SIZE, after_key, page_of
from marketplace.web.words import texts
from marketplace.workflows.show_product import show_product

blueprint: Final = Blueprint("goods", __name__, template_folder="../templates")


@blueprint.get("/catalogue")
@public
def list_products() -> str:
    """Show the products on sale, so many a page."""
    asked = Asked.of()
    today, after = day_of(now()), position_of(after_key(), asked.sort)
    rows = browse(asked.narrowed(), sort=asked.sort, today=today, after=after, limit=SIZE + 1)
    page = page_of(rows, key=_key)
    cards = [card_of(row.card, language()) for row in page.rows]
    cities = cities_of(list_counties_on_sale(today))
    choices = {"cities": cities, "sorts": Sort, "categories": ProductCategory}
    filters = filters_of(asked, cities, texts(language()))
    return render_template("catalogue/list.html", page=page, cards=cards, asked=asked, filters=filters, **choices)


@blueprint.get("/catalogue/<path:product_number>")
@public
def show_one(product_number: str) -> str:
    """Show a product with its packs, prices by quantity, certification and linked households."""
    product = show_product(product_number, now=now())
    return render_template("catalogue/product.html", product=product, may_order=_may_order())


def _key(row: Shown) -> str:
    return f"{row.key}~{row.product_id}"


def _may_order() -> bool:
    actor = find_actor()
    return actor is not None and bool(actor.organisation_ids(P.ORDERS_PLACE))
