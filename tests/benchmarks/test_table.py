"""The table of what was measured."""

from benchmarks.measuring import Measured
from benchmarks.table import number, render


def measured(work: list[float]) -> Measured:
    return Measured("orders", "20 lines", "orders/s", 0.5, work, [100.0, 80.0, 120.0], {"peak_mb": 210})


def test_a_line_tells_medians_bounds_ratio_and_facts() -> None:
    line = render([measured([60.0, 90.0, 50.0])]).splitlines()[1]

    assert line.split() == [
        "orders", "20", "lines", "60", "50–90", "100", "80–120", "orders/s", "0.60", "0.5", "met;", "peak_mb", "210",
    ]  # fmt: skip


def test_a_missed_ratio_says_by_how_much() -> None:
    assert "2.0 × too slow" in render([measured([25.0])])
    assert not measured([25.0]).is_met
    assert measured([50.0]).is_met


def test_three_digits_count() -> None:
    assert [number(value) for value in (1234.5, 99.44, 0.0123)] == ["1,234", "99.4", "0.0123"]
