"""Which of the two languages someone reads, told by the ranges that a browser or program sends."""

from collections.abc import Iterable
from typing import Final

LANGUAGES: Final = ("zh", "en")
"""The languages everything is told in."""


def preferred(ranges: Iterable[tuple[str, float]]) -> str | None:
    """Find the language liked best: `en-GB` asks for English, `zh-Hans-CN` for Chinese, others for neither."""
    asked = [(quality, tag.partition("-")[0].lower()) for tag, quality in ranges if quality > 0]
    known = [each for each in asked if each[1] in LANGUAGES]
    return max(known, key=lambda each: each[0])[1] if known else None
