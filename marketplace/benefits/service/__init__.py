"""Verbs of benefits: pools allocated, payments to households entered and checked."""
