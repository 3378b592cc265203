"""Every measure by the id of its definition: its unit, and by what its slices can be narrowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from marketplace.statistics.errors import MeasureUnknown
from marketplace.statistics.rules.definitions import DEFINITIONS, FIGURE_DEFINITIONS, MEASURES
from marketplace.statistics.rules.slices import By, Slice


class Unit(StrEnum):
    """In what a measure is counted; always whole numbers."""

    FEN = "fen"
    BASIS_POINTS = "bp"
    HOUSEHOLDS = "households"
    PERSONS = "persons"
    TIMES = "times"
    NUMBER = "number"


_SALES: Final = frozenset(By)
_PAYMENTS: Final = frozenset({By.SUPPLIER})
_GOODS: Final = frozenset({By.SUPPLIER, By.CATEGORY})
_TAGGED: Final = frozenset({By.TAG})


@dataclass(frozen=True, slots=True)
class Measure:
    """How a definition is measured: its unit, and what its rows know, beside region and months."""

    unit: Unit
    knows: frozenset[By]


KINDS: Final[Mapping[str, Measure]] = {
    "sales.v1": Measure(Unit.FEN, _SALES),
    "sales.certified.v1": Measure(Unit.FEN, _SALES),
    "sales.benefiting.v1": Measure(Unit.FEN, _SALES),
    "sales.unattributed.v1": Measure(Unit.FEN, _SALES),
    "income.attributed.v1": Measure(Unit.FEN, _SALES),
    "income.evidenced.v1": Measure(Unit.FEN, _PAYMENTS),
    "households.v1": Measure(Unit.HOUSEHOLDS, _SALES),
    "persons.v1": Measure(Unit.PERSONS, _SALES),
    "household_times.v1": Measure(Unit.TIMES, _SALES),
    "households.evidenced.v1": Measure(Unit.HOUSEHOLDS, _PAYMENTS),
    "coverage.v1": Measure(Unit.BASIS_POINTS, _SALES),
    "agreements.signed.v1": Measure(Unit.FEN, _TAGGED | _PAYMENTS),
    "agreements.fulfilled.v1": Measure(Unit.FEN, _TAGGED | _PAYMENTS),
    "suppliers.certified.v1": Measure(Unit.NUMBER, _PAYMENTS),
    "products.certified.v1": Measure(Unit.NUMBER, _GOODS),
    "batches.v1": Measure(Unit.NUMBER, _GOODS),
    "events.v1": Measure(Unit.NUMBER, _TAGGED),
    "outlets.v1": Measure(Unit.NUMBER, _TAGGED),
}
"""By definition id; a slice narrowed by what a measure's rows do not tell leaves the measure unknown, never zero."""

COLUMN_OF: Final[Mapping[str, str]] = dict(zip(FIGURE_DEFINITIONS, MEASURES, strict=True))
"""Under which name a row of figures tells a definition."""


def knows(definition: str, asked: Slice) -> bool:
    """Tell whether a measure's rows can be told apart as the slice asks."""
    return asked.narrowings <= KINDS[definition].knows


def chosen(names: Sequence[str] | None) -> Sequence[str]:
    """Tell which definitions are asked for, in their order; all without a choice.

    :raises MeasureUnknown: if no definition has one of the names.
    """
    for name in names or ():
        if name not in DEFINITIONS:
            raise MeasureUnknown(measure=name)
    return [name for name in DEFINITIONS if not names or name in names]
