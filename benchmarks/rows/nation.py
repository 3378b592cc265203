"""A nation's rosters, simulated: the households and persons behind a year's months, channels and whole, in memory.

There is no database here: what is measured is what follows once sales are summed and rosters remembered. A supplier sells
in most months and in half of the channels, so that each value has a set of rosters of its own to unite.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from pyroaring import FrozenBitMap

from benchmarks.bench import Bench
from benchmarks.measuring import AnswersDiffer, Case, Row, speed_of
from marketplace.statistics.rules.reach import (
    Reach,
    Sizes,
    bytes_of,
    count_households,
    count_persons,
    slice_sizes,
    unite,
)

_TIMES: Final = 195
"""So many times the suppliers and households of the row `figures`: 30,000 and 30 million."""
_PER_COUNTY: Final = 11_000
_SMALLEST, _LARGEST = 20, 3_000
_STEPS: Final = (2, 3, 5, 7)
"""Neighbours do not all belong to one supplier."""
_MOST_PERSONS: Final = 7
_VALUES: Final = {"by month": (12, 0.8), "by channel": (8, 0.5), "as a whole": (1, 1.0)}
"""How many values each breakdown has, and which part of the suppliers sells under one."""


@dataclass(frozen=True, slots=True)
class _Nation:
    rosters: Sequence[Reach]
    sizes: dict[str, Sizes]

    @property
    def megabytes(self) -> int:
        """Tell how much the process remembers of it."""
        kept = (bitmap for reach in (*self.rosters, *self.sizes.values()) for bitmap in _bitmaps(reach))
        return bytes_of(kept) // 2**20


def _bitmaps(kept: Reach | Sizes) -> Sequence[FrozenBitMap]:
    return list(kept.values()) if isinstance(kept, dict) else list(kept)  # type: ignore[arg-type]  # one or the other


def _simulate(suppliers: int, households: int) -> _Nation:
    draw = random.Random("nation")
    counties = [f"{n:06d}" for n in range(max(1, households // _PER_COUNTY))]
    rosters = []
    for n in range(suppliers):
        step = draw.choice(_STEPS)
        size = min(draw.randint(_SMALLEST, _LARGEST), _PER_COUNTY // step - 1)
        first = draw.randrange(_PER_COUNTY - size * step)
        rosters.append({counties[n % len(counties)]: FrozenBitMap(range(first, first + size * step, step))})
    by_persons = [
        (persons, FrozenBitMap(range(persons - 1, _PER_COUNTY, _MOST_PERSONS)))
        for persons in range(1, _MOST_PERSONS + 1)
    ]
    return _Nation(rosters, {county: slice_sizes(by_persons) for county in counties})


@contextmanager
def _nation(bench: Bench) -> Iterator[Sequence[Case]]:
    nation = _simulate(bench.scale.suppliers * _TIMES, bench.scale.households * _TIMES)
    facts = {"kept_mb": nation.megabytes}
    cases = []
    for name, (values, part) in _VALUES.items():
        draw = random.Random(name)
        chosen = [[reach for reach in nation.rosters if draw.random() < part] for _ in range(values)]
        work, floor = partial(_count, nation, chosen), partial(_unite, chosen)
        if [households for households, _ in work()] != floor():
            raise AnswersDiffer(name)
        cases.append(Case(name, "per s", work=partial(speed_of, work), floor=partial(speed_of, floor), facts=facts))
    yield cases


def _count(nation: _Nation, chosen: Sequence[Sequence[Reach]]) -> list[tuple[int, int]]:
    """Count households and persons of each value as the program does."""
    reached = [unite(reaches) for reaches in chosen]
    return [(count_households(reach), count_persons(reach, nation.sizes)) for reach in reached]


def _unite(chosen: Sequence[Sequence[Reach]]) -> list[int]:
    """Unite the rosters of each value and nothing else."""
    return [_size_of_union(reaches) for reaches in chosen]


def _size_of_union(reaches: Sequence[Reach]) -> int:
    by_county: dict[str, list[FrozenBitMap]] = {}
    for reach in reaches:
        for county, households in reach.items():
            by_county.setdefault(county, []).append(households)
    return sum(len(FrozenBitMap.union(*sets)) for sets in by_county.values())


NATION: Final = Row("nation", "households and persons of a nation's year", 0.5, _nation, is_absolute=True)
