"""The buyer centre: what waits, writing an order, orders and what comes next, receiving, what to pay."""

from marketplace.web.buyer import drafts as _drafts
from marketplace.web.buyer import groups as _groups
from marketplace.web.buyer import orders as _orders
from marketplace.web.buyer import receipts as _receipts
from marketplace.web.buyer.start import blueprint

PAGES = (_drafts, _groups, _orders, _receipts)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
