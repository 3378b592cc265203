"""Reads of households: the register, linkages, rosters; names and identity numbers leave here masked alone."""
