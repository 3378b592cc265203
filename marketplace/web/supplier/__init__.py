"""The supplier centre: certification, products, stock, orders to ship, rosters, money received and passed on."""

from marketplace.web.supplier.start import blueprint

PAGES = ()
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
