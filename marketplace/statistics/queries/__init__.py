"""Reads of statistics: every figure is computed when it is asked for, from the facts or from sums kept with them."""
