"""The catalogue over HTTP: browsing for everybody, products and stock for suppliers, reviews and certifications."""

from marketplace.api.catalogue import browsing, certifications, products, reviews, stock
from marketplace.api.parsing import Blueprint

blueprints: tuple[Blueprint, ...] = (
    browsing.blueprint,
    products.blueprint,
    reviews.blueprint,
    certifications.blueprint,
    stock.blueprint,
)

__all__ = ["blueprints"]
