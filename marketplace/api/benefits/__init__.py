"""Allocations, payments to households and household statements over HTTP."""

from marketplace.api.benefits import allocations, payments, statements
from marketplace.api.parsing import Blueprint

blueprints: tuple[Blueprint, ...] = (allocations.blueprint, payments.blueprint, statements.blueprint)

__all__ = ["blueprints"]
