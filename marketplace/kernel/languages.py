"""Which of the two languages someone reads, told by the ranges that a browser or program sends."""

from collections.abc import Iterable
from typing import Final

LANGUAGES: Final = ("zh", "en")
"""The languages everything is told in."""


def preferred(ranges: Iterable[tuple[str, float]]) -> str | None:
    """Find the language liked best: `en-GB` asks for English, `zh-Hans-CN` for Chinese, others for neither."""
    best, liked = None, 0.0
    for tag, quality in ranges:
        language = tag.partition("-")[0].lower()
        if language in LANGUAGES and quality > liked:
            best, liked = language, quality
    return best
