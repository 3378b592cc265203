"""Households: the encrypted register, linkages with suppliers, and rosters that say who shares a sale.

A name and an identity number are stored encrypted and found again by a keyed hash; everything shown is masked unless
someone unmasks it, with a reason, on the record. Category and persons are as of dates. A roster's approved versions are
immutable; a version holds only households registered throughout its validity, so clearing a household's risk cuts, from
that day, a new version of each roster that holds it, without it. A sale names its version; that makes a sale cost O(1).
"""
