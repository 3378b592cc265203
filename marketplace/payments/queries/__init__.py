"""Reads of payments, by noun."""
