"""Purchasing: bulk orders from placement to settlement.

An order group is one checkout; it has no stored status, its orders (one per supplier) are the truth. Price tier and
stock are fixed at placement from the listing version in force. Accepted + rejected = shipped, line by line; what is owed
follows what was accepted. Whoever places does not approve. An order is settled when accepted and paid, and then counts.
"""
