"""Households, linkages and rosters over HTTP."""

from marketplace.api.households import linkages, register, rosters
from marketplace.api.parsing import Blueprint

blueprints: tuple[Blueprint, ...] = (register.blueprint, linkages.blueprint, rosters.blueprint)

__all__ = ["blueprints"]
