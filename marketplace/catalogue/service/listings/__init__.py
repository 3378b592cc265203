"""Listings: a supplier submits a version, another person lists it or sends it back, the supplier takes it off sale.

A version never changes; an edit makes the next one, and what is on sale stays on sale until the next one is listed in
its place. A product's verbs lock it first, so that one at a time passes the one door over the table of moves.
"""

from marketplace.catalogue.service.listings.reviewing import accept, send_back
from marketplace.catalogue.service.listings.selling import relist, withdraw
from marketplace.catalogue.service.listings.submitting import create, edit

__all__ = ["accept", "create", "edit", "relist", "send_back", "withdraw"]
