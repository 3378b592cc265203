"""Payments: what is owed under which remittance code, bank lines, and which line paid what.

One code is one charge is one exact amount. A bank line is matched once, by code and exact amount; anything else waits
in a queue for a person. A wrong match is undone, never deleted, and the charge is open again.
"""
