"""Verbs of sales, by noun."""
