"""Pages of the public catalogue and searches in it, over HTTP; work and floor answer the same bytes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final
from urllib.parse import quote, urlencode

import orjson

from benchmarks.bench import Bench
from benchmarks.data.catalogue import GOODS
from benchmarks.load import Request, drive, fetch
from benchmarks.measuring import AnswersDiffer, Case, Row

_PAGES: Final = 32
_CALLERS: Final = 1024
"""So many clients take turns that none of them meets the limit of its rate."""
_CONCURRENCIES: Final = (1, 8, 32)
_ITEMS: Final = b'"items":[{'
"""What stands in a list that is not empty."""
_WORDS: Final = ("苹果", "红枣", "香菇", "番茄", "羊肉", "牛肉", "鸡蛋", "蜂蜜")


@contextmanager
def _catalogue(bench: Bench) -> Iterator[Sequence[Case]]:
    paths, cursor = [], ""
    for _ in range(_PAGES):
        paths.append(("/api/v1/catalogue" + cursor, "/catalogue" + cursor))
        following = orjson.loads(fetch(bench.program, Request.make("GET", paths[-1][0])))["next"]
        if following is None:
            break
        cursor = "?" + urlencode({"after": following})
    yield page_cases(bench, paths, holds=_ITEMS)


@contextmanager
def _search(bench: Bench) -> Iterator[Sequence[Case]]:
    known = {name for name, _ in GOODS}
    paths = []
    for word in _WORDS:
        if word not in known:
            raise AnswersDiffer(word)
        question = quote(f"('{word}':*) | '{word}':*")
        paths.append((f"/api/v1/catalogue?q={quote(word)}", f"/search?question={question}"))
    yield page_cases(bench, paths, holds=_ITEMS)


def page_cases(bench: Bench, paths: Sequence[tuple[str, str]], *, holds: bytes = b"") -> Sequence[Case]:
    """Open the same pages of the program and of its floor by many clients, so many at once.

    :raises AnswersDiffer: if two of a pair are not the same bytes, or do not hold what a page must.
    """
    for work, floor in paths:
        answer = fetch(bench.program, Request.make("GET", work))
        if answer != fetch(bench.floor, Request.make("GET", floor)) or holds not in answer:
            raise AnswersDiffer(work)
    work, floor = (
        [Request.make("GET", paths[n % len(paths)][side], caller=n) for n in range(_CALLERS)] for side in (0, 1)
    )
    return [
        Case(
            f"{concurrency} at once",
            "pages/s",
            work=partial(drive, bench.program, work, concurrency=concurrency, seconds=bench.seconds),
            floor=partial(drive, bench.floor, floor, concurrency=concurrency, seconds=bench.seconds),
        )
        for concurrency in _CONCURRENCIES
    ]


CATALOGUE: Final = Row("catalogue", "a page of 24 from the catalogue", 0.6, _catalogue)
SEARCH: Final = Row("search", "the first page of what a Chinese word finds", 0.5, _search)
