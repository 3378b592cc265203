"""Verbs of suppliers: apply, check, recommend, decide, suspend and withdraw, expire."""
