"""Text as people send it: full-width characters, control characters, stray spaces."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FINE: Final = frozenset("\n\r\t\u200c\u200d")

_UNSPEAKABLE: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"|?*\ud800-\udfff]'
)


def fold_width(text: str) -> str:
    """Turn full-width letters, digits and spaces into plain ones and trim the ends."""
    return (text if text.isascii() else text.translate(_FULL_WIDTH)).strip()


def has_control_characters(text: str) -> bool:
    """Tell whether the text holds what nobody sees: NUL and its like, half characters, marks that turn or hide letters.

    Line breaks and tabs are fine, and so are the two joiners that some scripts and emoji need.
    """
    if text.isprintable():  # nearly every text is, and then holds none
        return False
    return any(unicodedata.category(char) in _UNSEEN and char not in _FINE for char in text)


def plain_file_name(name: str) -> str:
    """Tell the bare name of a file: no folders and no characters that hide, turn or mean something to a system."""
    return PurePosixPath(_UNSPEAKABLE.sub("", name).replace("\\", "/")).name.strip()


def mask(text: str, *, keep_first: int = 1, keep_last: int = 0) -> str:
    """Hide the middle of a personal text: 张三丰 → 张**."""
    hidden = max(len(text) - keep_first - keep_last, 1)
    return text[:keep_first] + "*" * hidden + (text[-keep_last:] if keep_last else "")


def split_tags(text: str) -> Sequence[str]:
    """Split "东西部协作; 云签约" into its distinct tags, sorted."""
    parts = (part.strip() for part in text.replace("；", ";").split(";"))
    return sorted({part for part in parts if part})
