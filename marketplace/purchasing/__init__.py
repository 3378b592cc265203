"""Purchasing: bulk orders from placement to settlement.

An order group is one checkout; it has no stored status, its orders (one per supplier) are the truth. Price tier and
stock are fixed at placement from the listing version in force. Accepted + rejected = shipped, line by line; what is
owed follows what was accepted. Rejected goods do not go back on hand by themselves: the supplier counts them in when
they are back and fit for sale. Whoever places does not approve. An order is settled when accepted and paid, and then
counts.
"""
