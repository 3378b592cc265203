"""Area codes: how they are written, which level they have, what lies below them."""

import re
from collections.abc import Iterable
from typing import Final

from marketplace.regions.errors import RegionCodeWrong

_CODE: Final = re.compile(r"\d{6}|\d{9}|\d{12}", re.ASCII)
NATION: Final = "000000"
COUNTY_LEVEL: Final = 6
_LEVELS: Final = (0, 2, 4, COUNTY_LEVEL, 9, 12)
_FULL: Final = 12


def canonical_code(text: str) -> str:
    """Write a code as the register does: six digits down to county level, twelve below.

    :raises RegionCodeWrong: for anything that is not 6, 9 or 12 digits.
    """
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise RegionCodeWrong(value=text)
    code = code.ljust(_FULL, "0")
    return code[:6] if code[6:] == "000000" else code


def level_of(code: str) -> int:
    """Tell the significant digits of a canonical code: 0, 2, 4, 6, 9 or 12."""
    if len(code) > 6:  # noqa: PLR2004  six digits reach down to the county
        return 9 if code.endswith("000") else 12
    if code == NATION:
        return 0
    return 2 if code.endswith("0000") else 4 if code.endswith("00") else 6


def prefix_of(code: str) -> str:
    """Tell the prefix that every code in the region's subtree has; the nation's is empty."""
    return code[: level_of(code)]


def code_of(prefix: str) -> str:
    """Tell the canonical code of the region whose prefix this is, as `prefix_of` tells it."""
    return canonical_code(prefix.ljust(_FULL, "0"))


def path_to(code: str) -> list[str]:
    """List the codes of all regions that a region lies in, from the nation down, and its own as the last."""
    return [code_of(code[:level]) for level in _LEVELS if level <= level_of(code)]


def county_of(code: str) -> str:
    """Tell the county a canonical code lies in (itself at county level)."""
    return code[:6]


def smallest_region(codes: Iterable[str]) -> str:
    """Tell the smallest region, a county at the smallest, that holds all these codes; of none, the nation.

    The least and the greatest code are enough: what the two share, all between them share.
    """
    found = sorted(codes)
    for digits in (6, 4, 2):
        if found and found[0][:digits] == found[-1][:digits]:
            return found[0][:digits].ljust(len(NATION), "0")
    return NATION
