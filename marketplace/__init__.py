"""Bangfu: a marketplace for consumption assistance in which every figure traces to its sales and households."""
