"""Suppliers: who may sell, as dated decisions with their requirements, recommendations and reasons.

A qualification goes from application over the county's two recommendations (two offices, two people) and the platform's
review to certified from/until; it may be suspended, withdrawn or expire. History stays: a rejected requirement is
answered again, never overwritten. Whether a supplier was certified on a day is asked of the dates, never of a flag.
"""
