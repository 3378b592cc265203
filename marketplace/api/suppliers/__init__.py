"""Suppliers and their applications over HTTP."""

from marketplace.api.parsing import Blueprint
from marketplace.api.suppliers import applications, suppliers

blueprints: tuple[Blueprint, ...] = (suppliers.blueprint, applications.blueprint)

__all__ = ["blueprints"]
