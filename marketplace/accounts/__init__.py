"""Accounts: organisations, the people in them, staff posts by region, invitations, tokens, and who may do what.

Invariants: a credit code names one organisation; a user acts only through live memberships and posts; permissions come
from one table of roles; a token is shown once and kept as a hash; a person's password is never read back.
"""
