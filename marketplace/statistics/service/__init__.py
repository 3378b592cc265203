"""Verbs of statistics: what is derived from the facts is made anew."""
