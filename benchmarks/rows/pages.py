"""Pages as people open them: the catalogue over HTTP, and the figures explorer of a city's officer."""

import html
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final
from urllib.parse import quote, unquote

import orjson
import psycopg
from flask.testing import FlaskClient

from benchmarks.bench import Bench
from benchmarks.data.scale import YEAR
from benchmarks.floor.pages import CLOSES, FRAMES, OPENS
from benchmarks.load import Request, fetch
from benchmarks.measuring import AnswersDiffer, Case, Row, speed_of
from benchmarks.rows.browsing import page_cases
from benchmarks.rows.counting import CITY, count_plainly
from marketplace.db import db
from marketplace.factory import create_app
from marketplace.statistics.rules import By
from marketplace.web.amounts import count, in_table

_PAGES: Final = 16
_NEXT: Final = re.compile(r'href="/catalogue\?after=([^"]+)" rel="next"')
_MARK: Final = "benchmark-officer"
_OFFICER: Final = """
WITH officer AS (
    INSERT INTO user_account (email, name, active, language, fs_uniquifier, failed_logins, created_at)
    VALUES ('officer@example.org', '统计员', true, 'zh', %(mark)s, 0, now()) RETURNING id
)
INSERT INTO staff_post (user_id, region_code, duty, created_at) SELECT id, %(city)s, 'statistician', now() FROM officer
"""
_EXPLORER: Final = f"/office/figures?region={CITY}&from={YEAR}-01&to={YEAR}-12&by=month"


@contextmanager
def _catalogue(bench: Bench) -> Iterator[Sequence[Case]]:
    frames: list[tuple[str, str]] = []
    paths: list[tuple[str, str]] = []
    after: str | None = ""
    while after is not None and len(paths) < _PAGES:
        work = f"/catalogue?after={after}" if after else "/catalogue"
        page = fetch(bench.program, Request.make("GET", work)).decode()
        before, cards = page.split(OPENS, 1)
        frames.append((before + OPENS, CLOSES + cards.split(CLOSES, 1)[1]))
        paths.append((work, f"/catalogue-page?frame={len(paths)}" + (f"&after={after}" if after else "")))
        following = _NEXT.search(page)
        after = quote(unquote(html.unescape(following[1])), safe="~") if following else None
    (bench.folder / FRAMES).write_bytes(orjson.dumps(frames))
    yield page_cases(bench, paths)


@contextmanager
def _explorer(bench: Bench) -> Iterator[Sequence[Case]]:
    with psycopg.connect(bench.plain_url, autocommit=True) as connection:
        connection.execute(_OFFICER, {"mark": _MARK, "city": CITY})
        app = create_app(bench.config)
        client = app.test_client()
        with client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = _MARK, True
        _compare(_open(client), connection)
        work, floor = partial(speed_of, partial(_open, client)), partial(speed_of, partial(_count, connection))
        yield [Case("a year by month", "pages/s", work=work, floor=floor)]
        with app.app_context():
            db.engine.dispose()


def _compare(page: str, connection: psycopg.Connection) -> None:
    """Look for every figure of the floor on the page."""
    for _, sales_fen, pool_fen, households, persons in _count(connection):
        for told in (in_table(sales_fen), in_table(pool_fen), count(households), count(persons)):
            if f"<td>{told}</td>" not in page:
                raise AnswersDiffer(told)


def _open(client: FlaskClient) -> str:
    answer = client.get(_EXPLORER)
    if answer.status_code != 200:  # noqa: PLR2004  the page
        raise AnswersDiffer(answer.get_data(as_text=True)[:2000])
    return answer.get_data(as_text=True)


def _count(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return [*count_plainly(connection, None), *count_plainly(connection, By.MONTH)]


CATALOGUE_PAGE: Final = Row("catalogue-page", "the same page of the catalogue as people see it", 0.3, _catalogue)
EXPLORER: Final = Row("explorer", "the figures explorer of a city's year", 5, _explorer)
