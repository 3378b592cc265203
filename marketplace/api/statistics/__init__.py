"""Figures, the rows behind them, and the reports that rest on them, over HTTP."""

from marketplace.api.parsing import Blueprint
from marketplace.api.statistics import behind, figures, published, reports

blueprints: tuple[Blueprint, ...] = (figures.blueprint, behind.blueprint, reports.blueprint, published.blueprint)

__all__ = ["blueprints"]
