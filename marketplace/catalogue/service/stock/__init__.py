"""Stock: goods come in, are held back for someone, go out, come back, are counted anew.

On hand ≥ reserved ≥ 0 is a CHECK of the database; every change is one immutable movement. Each verb first locks the
balances of its SKUs in id order, then writes everything in one statement, whatever the number of lines: whoever holds a
SKU's balance also holds its reservations. Reserving, releasing and shipping are parts of an order's verbs, which ask
for the permission and write the audit line; receiving and adjusting are the supplier's own.
"""

from marketplace.catalogue.service.stock.inward import adjust, receive, take_back
from marketplace.catalogue.service.stock.outward import expire, release, release_all, ship
from marketplace.catalogue.service.stock.reserving import keep, reserve, reserve_each

__all__ = [
    "adjust",
    "expire",
    "keep",
    "receive",
    "release",
    "release_all",
    "reserve",
    "reserve_each",
    "ship",
    "take_back",
]
