"""Words of Chinese text, for an index and for a question to it: segmented, by character pairs, in pinyin, by initials.

The index holds whatever a question may begin with, so that a question matches by prefix: `小米`, `xiaomi`, `xm`, `xiao`
all find 环县小米. The dictionaries take 90 MB and are opened by the first text that needs them.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import ModuleType
from typing import Final

from marketplace.kernel.text import fold_width

LONGEST_LEXEME: Final = 24
"""Longer runs of letters are cut; nobody types more to find something."""
LONGEST_TEXT: Final = 200
_PAIR: Final = 2
_PARTS: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z0-9]+")


def lexemes(texts: Iterable[str]) -> set[str]:
    """Tell everything under which texts are to be found."""
    found: set[str] = set()
    for text in texts:
        found |= _lexemes_of(text[:LONGEST_TEXT])
    return found


@lru_cache(maxsize=4096)
def _lexemes_of(text: str) -> frozenset[str]:
    found: set[str] = set()
    for part in _parts(text):
        if part.isascii():
            found.add(part[:LONGEST_LEXEME])
            continue
        found.update(_segmenter().cut_for_search(part), _pairs(part))
        syllables = _syllables(part)
        for start in range(len(syllables)):
            rest = syllables[start:]
            found.add("".join(rest)[:LONGEST_LEXEME])
            found.add("".join(syllable[0] for syllable in rest)[:LONGEST_LEXEME])
    return frozenset(found)


def questions(text: str) -> list[list[str]]:
    """Split what someone typed into terms that must all be found; each is the prefixes that must be found together."""
    terms: list[list[str]] = []
    for part in _parts(text[:LONGEST_TEXT]):
        words = [part[:LONGEST_LEXEME]] if part.isascii() else _segmenter().cut(part)
        # a word longer than a pair may be segmented otherwise where it stands; its pairs are found anywhere
        terms.extend([word] if part.isascii() or len(word) <= _PAIR else _pairs(word)[:-1] for word in words)
    return terms


def _segmenter() -> ModuleType:
    import rjieba

    return rjieba


def _pairs(run: str) -> list[str]:
    """Every two neighbours, and the last character alone, so that every character begins something."""
    return [run[i : i + _PAIR] for i in range(len(run))]


def _syllables(run: str) -> Sequence[str]:
    from pypinyin import lazy_pinyin

    spelled: list[str] = lazy_pinyin(run, errors="ignore")
    return [syllable.lower() for syllable in spelled if syllable]


def _parts(text: str) -> list[str]:
    return _PARTS.findall(fold_width(text).lower())
