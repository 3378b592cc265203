"""The verbs of households: the register, clearing, linkages, rosters."""
