"""The supplier centre: certification, products, stock, orders to ship, rosters, money received and passed on."""

from marketplace.web.supplier import certification as _certification
from marketplace.web.supplier.start import blueprint

PAGES = (_certification,)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
