"""Order groups, orders and order sheets over HTTP."""

from marketplace.api.parsing import Blueprint
from marketplace.api.purchasing import groups, orders, sheets

blueprints: tuple[Blueprint, ...] = (groups.blueprint, orders.blueprint, sheets.blueprint)

__all__ = ["blueprints"]
