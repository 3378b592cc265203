"""What each household is given: the pools of one roster segment and month, shared out by weight."""

from fractions import Fraction
from pathlib import Path

from tests.statistics.naive.attribution import Segment, attribute
from tests.statistics.naive.files import read_year


def allocate(pool_fen: int, weights: dict[str, int]) -> dict[str, int]:
    """Share a pool by weight, the fen left over by largest remainder, ties by household number, sign kept."""
    total = sum(weights.values())
    exact = {number: Fraction(abs(pool_fen) * weight, total) for number, weight in weights.items()}
    given = {number: int(share) for number, share in exact.items()}
    left_over = abs(pool_fen) - sum(given.values())
    largest_first = sorted(exact, key=lambda number: (given[number] - exact[number], number))
    for number in largest_first[:left_over]:
        given[number] += 1
    return {number: fen if pool_fen >= 0 else -fen for number, fen in given.items()}


def household_amounts(folder: Path, month: str) -> dict[str, int]:
    """Tell the attributed fen of every household in a month (YYYY-MM), over all its roster segments.

    A household whose segments sold anything in the month is named, also when its fen come to 0.
    """
    pools: dict[Segment, int] = {}
    for sale in attribute(read_year(folder)):
        if sale.segment is not None and f"{sale.sale.sold_on:%Y-%m}" == month:
            pools[sale.segment] = pools.get(sale.segment, 0) + sale.pool_fen
    amounts: dict[str, int] = {}
    for segment, pool_fen in pools.items():
        if segment.members:
            for number, fen in allocate(pool_fen, dict(segment.members)).items():
                amounts[number] = amounts.get(number, 0) + fen
    return dict(sorted(amounts.items()))
