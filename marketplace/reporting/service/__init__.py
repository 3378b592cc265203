"""Verbs of reporting, by noun."""
