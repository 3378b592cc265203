"""Statistics: figures computed from the facts by one set of measures, with definition, coverage and drill-down.

Amounts add over exclusive channels; households do not: a slice's households are the union of the roster versions whose
net pool in it is positive, each counted once. Attributed and evidenced income stand beside each other. A figure names
its definition and leads to its rows; published cells under five households are suppressed with what would reveal them.
"""
