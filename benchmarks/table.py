"""The table of what was measured, as text."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from benchmarks.measuring import Measured

_HEADER: Final = ("work", "case", "median", "min–max", "floor", "min–max", "unit", "ratio", "at least", "")


def render(measured: Sequence[Measured]) -> str:
    """Lay out one line per case; what misses its ratio says so."""
    lines = [_HEADER, *map(_line, measured)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADER))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _line(each: Measured) -> Sequence[str]:
    facts = ", ".join(f"{name} {value}" for name, value in each.facts.items())
    verdict = "met" if each.is_met else f"{each.at_least / each.reached:.1f} × too slow"
    return (
        each.row,
        each.case,
        number(median(each.work)),
        f"{number(min(each.work))}–{number(max(each.work))}",
        number(median(each.floor)),
        f"{number(min(each.floor))}–{number(max(each.floor))}",
        each.unit,
        f"{each.ratio:.2f}",
        f"{each.at_least:g} {each.unit}" if each.is_absolute else f"{each.at_least:g}",
        f"{verdict}; {facts}" if facts else verdict,
    )


def number(value: float) -> str:
    """Write a number with three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004  three digits
