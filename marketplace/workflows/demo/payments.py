"""Payments to households with their vouchers: most of what a version's sales promised them, in one or two parts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from random import Random
from typing import Final, NamedTuple

from marketplace.kernel.money import share_of
from marketplace.workflows.demo.draws import day_between
from marketplace.workflows.demo.people import Household
from marketplace.workflows.demo.rosters import Version
from marketplace.workflows.demo.sales import Line
from marketplace.workflows.demo.targets import YEAR, Size

_PAID_FROM: Final = date(YEAR, 7, 1)
_PAID_UNTIL: Final = date(YEAR, 12, 31)
_LEAST_FEN: Final = 20_00
_LARGEST: Final = 6
"""No version brings more than a sixth of the payments."""


class Payment(NamedTuple):
    """One payment to a household on a day, with its voucher."""

    version: Version
    household: Household
    paid_on: date
    amount_fen: int
    voucher: str


def build_payments(rng: Random, size: Size, versions: Sequence[Version], lines: Iterable[Line]) -> list[Payment]:
    """Pay out under one version after another, until there are about as many payments as wanted."""
    pools: dict[int, int] = defaultdict(int)
    for line in lines:
        if line.version and line.sold_on.year == YEAR:
            pools[id(line.version)] += share_of(line.amount_fen, line.version.share_bp)
    payments: list[tuple[date, Version, Household, int]] = []
    for version in rng.sample(versions, len(versions)):
        if len(payments) >= size.payments:
            break
        if version.days_in_year and len(version.members) <= size.payments // _LARGEST:
            payments += _pay(rng, version, pools[id(version)])
    payments.sort(key=lambda payment: (payment[0], payment[2].number))
    return [
        Payment(version, household, paid_on, amount_fen, f"PZ{YEAR}{order:07d}")
        for order, (paid_on, version, household, amount_fen) in enumerate(payments, start=1)
    ]


def _pay(rng: Random, version: Version, pool_fen: int) -> list[tuple[date, Version, Household, int]]:
    """Pay each household that is still registered 70 to 95 % of its part, in whole jiao, in autumn or in two parts."""
    weights = sum(version.members.values())
    paid = []
    for household, weight in version.members.items():
        amount_fen = pool_fen * weight // weights * rng.randrange(70, 96) // 100 // 10 * 10
        if amount_fen < _LEAST_FEN or household.cleared_on:
            continue
        parts = (amount_fen // 20 * 10, amount_fen - amount_fen // 20 * 10) if rng.randrange(3) == 0 else (amount_fen,)
        paid += [(day_between(rng, _PAID_FROM, _PAID_UNTIL), version, household, part) for part in parts]
    return paid
