"""What the reference year must add up to, per scale: the only place in the program that holds these numbers.

Yuan are written as `yuan(…)` and kept in fen. A `Size` says how much there is of everything; the modules beside this
one turn it into suppliers, households, rosters and sales whose recount gives these totals back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Scale = Literal["full", "small"]

YEAR: Final = 2020
TIANJIN: Final = "120000"
EAST_WEST: Final = "东西部协作"
CLOUD_SIGNING: Final = "云签约"


def yuan(amount: int) -> int:
    """Turn whole yuan into fen."""
    return amount * 100


class Turnover(NamedTuple):
    """Net sales of one channel in one year, the part of them bought by Tianjin, and over how many lines they spread."""

    year: int
    channel: str
    total_fen: int
    tianjin_fen: int
    lines: int


class Group(NamedTuple):
    """A number of households and of the persons in them."""

    households: int
    persons: int


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything one scale of the reference year holds."""

    towns: Mapping[str, int]
    """Towns of each county, by its six-digit code."""
    villages: int
    households: int
    unstable: Group
    marginal: Group
    cleared: int
    """Households whose risk is cleared in the middle of the year."""
    suppliers: int
    products: int
    batches: int
    roster_smallest: int
    roster_largest: int
    turnovers: tuple[Turnover, ...]
    online_persons: int
    """Distinct persons benefited through online retail in the year."""
    online_income_fen: int
    """Attributed income of online retail in the year."""
    payments: int
    """Payments to households, about."""
    events: int
    tianjin_halls: int
    tianjin_windows: int
    """Halls and sales windows in Tianjin beside the exhibition halls."""
    new_outlets: int
    """Outlets opened in the city in the year; the outlet channel is theirs."""
    agreements: int
    agreements_fen: int


_TURNOVERS: Final = (
    Turnover(2019, "online_retail", yuan(240_000_000), yuan(48_000_000), 5_400),
    Turnover(2019, "east_west", yuan(61_427_600), yuan(61_427_600), 1_100),
    Turnover(2019, "outlet", yuan(6_218_500), 0, 500),
    Turnover(2019, "helper_purchase", yuan(12_106_700), 0, 1_400),
    Turnover(2019, "school_purchase", yuan(24_318_200), 0, 1_400),
    Turnover(2019, "union_purchase", yuan(17_044_900), yuan(7_500_000), 800),
    Turnover(2019, "government_purchase", yuan(7_713_400), 0, 500),
    Turnover(2019, "enterprise_purchase", yuan(33_180_600), yuan(13_000_000), 700),
    Turnover(2019, "event", yuan(16_205_300), yuan(6_400_000), 500),
    Turnover(2019, "livestream", yuan(2_164_800), 0, 150),
    Turnover(2019, "other", yuan(1_618_200), 0, 150),
    Turnover(2020, "online_retail", yuan(260_000_000), yuan(62_000_000), 8_600),
    Turnover(2020, "east_west", yuan(80_000_000), yuan(80_000_000), 1_900),
    Turnover(2020, "outlet", yuan(39_840_000), yuan(4_000_000), 3_200),
    Turnover(2020, "helper_purchase", yuan(15_654_300), 0, 2_400),
    Turnover(2020, "school_purchase", yuan(31_268_400), 0, 2_300),
    Turnover(2020, "union_purchase", yuan(24_617_500), yuan(12_000_000), 1_300),
    Turnover(2020, "government_purchase", yuan(9_836_200), 0, 700),
    Turnover(2020, "enterprise_purchase", yuan(46_205_800), yuan(20_000_000), 1_200),
    Turnover(2020, "event", yuan(13_492_600), yuan(8_000_000), 600),
    Turnover(2020, "livestream", yuan(11_873_900), yuan(4_000_000), 500),
    Turnover(2020, "other", yuan(1_962_400), 0, 200),
)

FULL: Final = Size(
    towns={
        "621002": 10,
        "621021": 15,
        "621022": 20,
        "621023": 15,
        "621024": 12,
        "621025": 8,
        "621026": 18,
        "621027": 18,
    },
    villages=1_261,
    households=154_600,
    unstable=Group(2_082, 8_611),
    marginal=Group(3_764, 13_526),
    cleared=64,
    suppliers=154,
    products=609,
    batches=7,
    roster_smallest=20,
    roster_largest=3_000,
    turnovers=_TURNOVERS,
    online_persons=71_500,
    online_income_fen=yuan(110_000_000),
    payments=15_000,
    events=34,
    tianjin_halls=2,
    tianjin_windows=17,
    new_outlets=34,
    agreements=40,
    agreements_fen=yuan(120_000_000),
)

SMALL: Final = Size(
    towns={"621022": 4, "621027": 3},
    villages=20,
    households=600,
    unstable=Group(8, 33),
    marginal=Group(15, 54),
    cleared=4,
    suppliers=12,
    products=44,
    batches=7,
    roster_smallest=5,
    roster_largest=60,
    turnovers=tuple(
        Turnover(year, channel, total // 100, tianjin // 100, max(lines // 75, 4))
        for year, channel, total, tianjin, lines in _TURNOVERS
    ),
    online_persons=715,
    online_income_fen=yuan(1_100_000),
    payments=80,
    events=5,
    tianjin_halls=1,
    tianjin_windows=2,
    new_outlets=3,
    agreements=4,
    agreements_fen=yuan(1_200_000),
)

SIZES: Final[Mapping[Scale, Size]] = {"full": FULL, "small": SMALL}
