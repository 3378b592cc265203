"""Hits are counted for a span of time, and what is over is not kept."""

import pytest
from limits.storage import storage_from_string

from marketplace.gateways import tally


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moments = [1000.0]
    monkeypatch.setattr(tally.time, "time", lambda: moments[-1])
    return moments


@pytest.fixture
def counted(clock: list[float]) -> tally.Tally:
    return storage_from_string(tally.ADDRESS)


def test_a_count_begins_anew_when_its_span_is_over(counted, clock):
    assert [counted.incr("caller", 60) for _ in range(3)] == [1, 2, 3]
    clock.append(1059.9)
    assert (counted.incr("caller", 60), counted.get_expiry("caller")) == (4, 1060)

    clock.append(1060.0)

    assert counted.get("caller") == 0
    assert (counted.incr("caller", 60), counted.get_expiry("caller")) == (1, 1120)


def test_callers_are_counted_apart(counted):
    counted.incr("one", 60, amount=5)
    counted.incr("other", 60)

    counted.clear("one")

    assert (counted.get("one"), counted.get("other")) == (0, 1)
    assert (counted.reset(), counted.get("other")) == (1, 0)


def test_what_is_over_is_thrown_away(counted, clock):
    for n in range(5_000):
        clock.append(clock[-1] + 0.1)
        counted.incr(f"caller {n}", 10)

    assert len(counted._counted) < 1_200
    assert counted.get("caller 4999") == 1
