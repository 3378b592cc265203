"""Amounts, counts and changes as a reader of each language expects them; integers all the way."""

from typing import Final

_FEN_PER_YUAN: Final = 100
_FEN_PER_WAN: Final = 10_000 * _FEN_PER_YUAN
_FEN_PER_MILLION: Final = 1_000_000 * _FEN_PER_YUAN
_FEN_PER_YI: Final = 100_000_000 * _FEN_PER_YUAN
_MINUS: Final = "−"


def amount(fen: int, language: str) -> str:
    """Write an amount to be read at a glance: 万元 or 亿元 in Chinese, yuan or millions in English, two decimals."""
    if language == "en":
        unit, name = (_FEN_PER_MILLION, " million") if abs(fen) >= _FEN_PER_MILLION else (_FEN_PER_YUAN, "")
        return _signed(fen, f"¥{_grouped(abs(fen), unit)}{name}")
    unit, name = (_FEN_PER_YI, "亿元") if abs(fen) >= _FEN_PER_YI else (_FEN_PER_WAN, "万元")
    return _signed(fen, f"{_grouped(abs(fen), unit)} {name}")


def exact(fen: int, language: str) -> str:
    """Write an amount to the fen."""
    digits = _grouped(abs(fen), _FEN_PER_YUAN)
    return _signed(fen, f"¥{digits}" if language == "en" else f"{digits} 元")


def in_table(fen: int) -> str:
    """Write an amount below a heading that names its unit: 万元, which official tables in English keep."""
    return _signed(fen, _grouped(abs(fen), _FEN_PER_WAN))


def count(number: int) -> str:
    """Write a count with separators."""
    return f"{number:,}"


def change(basis_points: int | None) -> str:
    """Write a change in percent with its sign, a dash where it is unknown."""
    if basis_points is None:
        return "–"
    sign = _MINUS if basis_points < 0 else "+" if basis_points else ""
    whole, rest = divmod(abs(basis_points), 100)
    return f"{sign}{whole:,}.{rest:02d}%"


def _signed(fen: int, text: str) -> str:
    return f"{_MINUS}{text}" if fen < 0 else text


def _grouped(fen: int, unit: int) -> str:
    """Write fen in a unit with two decimals, half up."""
    hundredths = (fen * 200 + unit) // (2 * unit)
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}.{rest:02d}"
