"""Reads of sales, by noun."""
