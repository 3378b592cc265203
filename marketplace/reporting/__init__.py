"""Reporting: sales that happened elsewhere, told by staff with evidence; events, outlets and signed agreements.

A report goes draft → submitted → approved by another person, and then its lines count as sales; or it is sent back with
a reason. What was signed is never a sale by itself.
"""
