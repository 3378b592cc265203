"""How much of everything there is."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers of rows; the smoke test takes few, a measurement as many as a busy city has in a year."""

    products: int
    sales: int
    households: int
    suppliers: int
    smallest_roster: int
    largest_roster: int
    buyers: int
    imported_households: int


FULL: Final = Scale(
    products=10_000,
    sales=1_000_000,
    households=154_600,
    suppliers=154,
    smallest_roster=20,
    largest_roster=3_000,
    buyers=32,
    imported_households=100_000,
)
TINY: Final = Scale(
    products=300,
    sales=4_000,
    households=800,
    suppliers=15,
    smallest_roster=2,
    largest_roster=60,
    buyers=2,
    imported_households=200,
)

YEAR: Final = 2020
FIRST_ON: Final = date(2019, 1, 1)
"""From this day on everybody is certified and every roster holds."""
COUNTIES: Final = ("621002", "621021", "621022", "621023", "621024", "621025", "621026", "621027")
"""The assisted counties that the migrations know."""
VILLAGES_PER_COUNTY: Final = 100
