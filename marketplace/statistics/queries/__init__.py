"""Reads of statistics: every figure is computed from the facts when it is asked for."""
