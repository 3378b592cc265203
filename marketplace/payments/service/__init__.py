"""Verbs of payments, by noun."""
