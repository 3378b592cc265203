"""Charges and bank lines over HTTP."""

from marketplace.api.parsing import Blueprint
from marketplace.api.payments import bank_lines, charges

blueprints: tuple[Blueprint, ...] = (charges.blueprint, bank_lines.blueprint)

__all__ = ["blueprints"]
