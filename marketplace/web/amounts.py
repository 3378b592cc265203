"""Amounts and counts as a reader of each language expects them."""

from typing import Final

_FEN_PER_WAN: Final = 10_000 * 100
_FEN_PER_YI: Final = 100_000_000 * 100


def amount(fen: int | None, language: str) -> str:
    """Write an amount: 万元 or 亿元 with two decimals in Chinese, ¥ with separators in English."""
    if fen is None:
        return "—"
    if language == "en":
        sign = "-" if fen < 0 else ""
        return f"{sign}¥{_grouped(abs(fen), 100)}"
    unit, name = (_FEN_PER_YI, "亿元") if abs(fen) >= _FEN_PER_YI else (_FEN_PER_WAN, "万元")
    sign = "-" if fen < 0 else ""
    return f"{sign}{_grouped(abs(fen), unit)} {name}"


def count(number: int | None) -> str:
    """Write a count with separators."""
    return "—" if number is None else f"{number:,}"


def change(now_fen: int, before_fen: int) -> str | None:
    """Write the change on a base in percent with two decimals, half up; `None` without a base."""
    if before_fen <= 0:
        return None
    hundredths = ((now_fen - before_fen) * 20_000 + before_fen) // (2 * before_fen)
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else '+'}{whole}.{rest:02d} %"


def _grouped(fen: int, unit: int) -> str:
    """Write fen in a unit with two decimals, half up."""
    hundredths = (fen * 200 + unit) // (2 * unit)
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}.{rest:02d}"
