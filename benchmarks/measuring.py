"""Cases of work beside their floor, measured in turns."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.bench import Bench

Speed = float
"""How much is done per second: the more the better."""


class AnswersDiffer(AssertionError):
    """Work and floor do not come to the same."""


@dataclass(frozen=True, slots=True)
class Case:
    """Work and floor of one kind and size; either call is one run and tells its speed."""

    name: str
    unit: str
    work: Callable[[], Speed]
    floor: Callable[[], Speed]
    facts: dict[str, Any] = field(default_factory=dict)
    """What else a run finds out, such as the most memory it took; shown beside the case."""


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of work that has to keep up with its floor."""

    name: str
    says: str
    at_least: float
    """The least that work may reach of its floor's speed, or, if it is absolute, the least speed."""
    cases: Callable[[Bench], AbstractContextManager[Sequence[Case]]]
    """Prepares the cases, having made sure that work and floor come to the same."""
    is_absolute: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """The speeds of all runs of a case."""

    row: str
    case: str
    unit: str
    at_least: float
    work: Sequence[Speed]
    floor: Sequence[Speed]
    facts: Mapping[str, Any]
    is_absolute: bool = False

    @property
    def ratio(self) -> float:
        """Speed of the work by that of the floor, medians of both."""
        return median(self.work) / median(self.floor)

    @property
    def is_met(self) -> bool:
        """Whether it is as fast as was asked."""
        return self.reached >= self.at_least

    @property
    def reached(self) -> float:
        """What was asked for: the ratio, or the speed itself."""
        return median(self.work) if self.is_absolute else self.ratio

    def as_json(self) -> dict[str, Any]:
        """Tell everything, for whoever compares runs."""
        return {
            "row": self.row,
            "case": self.case,
            "unit": self.unit,
            "work": list(self.work),
            "floor": list(self.floor),
            "ratio": self.ratio,
            "at_least": self.at_least,
            "facts": dict(self.facts),
        }


def speed_of(do: Callable[[], object]) -> Speed:
    """Do something once."""
    begun = time.perf_counter()
    do()
    return 1 / (time.perf_counter() - begun)


def measure(
    row: Row, bench: Bench, *, runs: int, step: Callable[[str], None] = lambda _what: None
) -> Iterator[Measured]:
    """Measure every case of a row: one run of each to warm up, then so many in turns; `step` hears of each run."""
    with row.cases(bench) as cases:
        for case in cases:
            work, floor = [], []
            for turn in range(runs + 1):
                step(f"{row.name} {case.name}")
                work.append(case.work())
                floor.append(case.floor())
                if turn == 0 and runs:
                    work.clear()
                    floor.clear()
            yield Measured(row.name, case.name, case.unit, row.at_least, work, floor, case.facts, row.is_absolute)
