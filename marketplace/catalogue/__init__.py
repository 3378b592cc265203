"""Catalogue: products, what was offered of them when, what is certified, at which price, and how much is in stock.

A listing version is an immutable snapshot; orders point at it, an edit makes the next one, which goes back to review.
Stock changes only by typed movements that are never altered; on hand ≥ reserved ≥ 0 holds in the database itself.
Only sales inside a product certification's validity count as certified.
"""
