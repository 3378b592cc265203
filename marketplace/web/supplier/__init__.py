"""The supplier centre: certification, products, stock, orders to ship, rosters, money received and passed on."""

from marketplace.web.supplier import certification as _certification
from marketplace.web.supplier import linkages as _linkages
from marketplace.web.supplier import lots as _lots
from marketplace.web.supplier import orders as _orders
from marketplace.web.supplier import passed_on as _passed_on
from marketplace.web.supplier import payments as _payments
from marketplace.web.supplier import products as _products
from marketplace.web.supplier import rosters as _rosters
from marketplace.web.supplier import shipments as _shipments
from marketplace.web.supplier import stock as _stock
from marketplace.web.supplier.start import blueprint

PAGES = (
    _certification,
    _lots,
    _products,
    _stock,
    _orders,
    _shipments,
    _payments,
    _passed_on,
    _linkages,
    _rosters,
)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
