"""A row of figures: the slice's value and every measure, each under the name that files and programs know."""

from collections.abc import Mapping
from typing import Any, Final

from marketplace.statistics.rules.definitions import FIGURE_DEFINITIONS, MEASURES
from marketplace.statistics.rules.slices import By

Row = Mapping[str, Any]

PAID_HOUSEHOLDS: Final = "evidenced_households"
"""How many households were paid: known beside a row, not one of its measures."""


def figure_row(value: str | None, by: By | None, sold: Row, paid: Row, *, knows_payments: bool) -> Row:
    """Make the row of a value from what was summed over its sales and its payments; what is missing is zero."""
    numbers = {name: int(sold.get(name) or 0) for name in MEASURES}
    return {
        "slice": {by.key: value} if by else {},
        **numbers,
        "evidenced_fen": int(paid.get("evidenced_fen") or 0) if knows_payments else None,
        PAID_HOUSEHOLDS: int(paid.get("households") or 0) if knows_payments else None,
        "definitions": list(FIGURE_DEFINITIONS),
    }
