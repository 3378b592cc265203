"""Every row at a small scale: work and floor come to the same, and each run tells a speed."""

import pytest

from benchmarks.bench import Bench
from benchmarks.measuring import measure
from benchmarks.rows import ROWS

_CASES = {
    "catalogue": 3,
    "catalogue-page": 3,
    "search": 3,
    "orders": 4,
    "figures": 3,
    "explorer": 1,
    "nation": 3,
    "imports": 1,
}


def test_every_row_is_tried_here() -> None:
    assert set(_CASES) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_work_and_floor_come_to_the_same_and_are_measured_in_turns(bench: Bench, name: str) -> None:
    measured = list(measure(ROWS[name], bench, runs=0))

    assert len(measured) == _CASES[name]
    for each in measured:
        assert len(each.work) == len(each.floor) == 1
        assert min(*each.work, *each.floor) > 0
