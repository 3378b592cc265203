"""Measures with their definitions, slices, official units, the bulletin's words, and what may be published."""

from marketplace.statistics.rules.definitions import DEFINITIONS, FIGURE_DEFINITIONS, MEASURES, Definition
from marketplace.statistics.rules.slices import By, Slice

__all__ = ["DEFINITIONS", "FIGURE_DEFINITIONS", "MEASURES", "By", "Definition", "Slice"]
