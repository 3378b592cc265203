"""Sales reports, events, outlets and agreements over HTTP."""

from marketplace.api.parsing import Blueprint
from marketplace.api.reporting import agreements, events, outlets, reports

blueprints: tuple[Blueprint, ...] = (reports.blueprint, events.blueprint, outlets.blueprint, agreements.blueprint)

__all__ = ["blueprints"]
