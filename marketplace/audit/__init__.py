"""Audit: one line per write, in the transaction of the write: who, what, when, from, to, why.

Lines are never changed or deleted (a trigger refuses it). A line carries the organisations and the region it concerns,
so those in scope can read it; it holds no personal data.
"""
