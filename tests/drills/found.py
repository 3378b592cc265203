"""What a drill did and found: rows of counts, and what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Told = Callable[[str], None]
"""Says what is being done."""


@dataclass(slots=True)
class Finding:
    """One thing that was tried, how often, and what came of it."""

    drill: str
    tried: str
    times: int
    counts: Mapping[str, Any]
    """What was counted, by what it is called."""
    wrong: Sequence[str] = field(default_factory=list)
    """What must not be, in words; empty where all is well."""

    def as_json(self) -> dict[str, Any]:
        return {
            "drill": self.drill,
            "tried": self.tried,
            "times": self.times,
            "counts": dict(self.counts),
            "wrong": list(self.wrong),
        }


def render(found: Sequence[Finding]) -> str:
    """The findings as a table that reads as plain text and as Markdown."""
    lines = [("drill", "tried", "times", "found", "wrong")]
    for each in found:
        counts = ", ".join(f"{name} {_short(value)}" for name, value in each.counts.items())
        lines.append((each.drill, each.tried, f"{each.times:,}", counts, "; ".join(each.wrong) or "–"))
    head, *rows = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([head, "|---|---|---:|---|---|", *rows])


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median and extreme quantiles of measured seconds, as milliseconds."""
    ordered = sorted(values) or [0.0]

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

    return {"p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99)}
