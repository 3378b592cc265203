"""Allocations, payments to households and household statements over HTTP."""

from flask_smorest import Blueprint

from marketplace.api.benefits import allocations, payments, statements

blueprints: tuple[Blueprint, ...] = (allocations.blueprint, payments.blueprint, statements.blueprint)

__all__ = ["blueprints"]
