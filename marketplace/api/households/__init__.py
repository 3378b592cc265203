"""Households, linkages and rosters over HTTP."""

from flask_smorest import Blueprint

from marketplace.api.households import linkages, register, rosters

blueprints: tuple[Blueprint, ...] = (register.blueprint, linkages.blueprint, rosters.blueprint)

__all__ = ["blueprints"]
