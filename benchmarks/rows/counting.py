"""A year's figures; the floor is the best plain SQL: pools first, then the distinct households of the rosters."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any, Final

import psycopg

from benchmarks.bench import Bench
from benchmarks.data.scale import YEAR
from benchmarks.measuring import AnswersDiffer, Case, Row, speed_of
from benchmarks.program import within
from marketplace.db import db
from marketplace.kernel.days import Month
from marketplace.statistics.queries.figures import count
from marketplace.statistics.rules import By, Slice

CITY: Final = "621000"
_ASKED: Final = Slice(region_code=CITY, month_from=Month(f"{YEAR}-01"), month_to=Month(f"{YEAR}-12"))
_SHARES: Final[Mapping[By | None, tuple[str, str]]] = {
    None: ("CAST(NULL AS text)", f"date '{YEAR}-12-31'"),
    By.MONTH: (
        "date_trunc('month', sold_on::timestamp)::date",
        "(value + interval '1 month' - interval '1 day')::date",
    ),
    By.CHANNEL: ("channel", f"date '{YEAR}-12-31'"),
}
"""Of each breakdown: the value of a sale, and the day on which persons are counted."""

_FLOOR: Final = """
WITH pool AS MATERIALIZED (
    SELECT {value} AS value, roster_version_id, sum(amount_fen) AS sales_fen, sum(pool_fen) AS pool_fen
    FROM sale WHERE starts_with(origin_code, '6210') AND sold_on >= '{year}-01-01' AND sold_on < '{next_year}-01-01'
    GROUP BY 1, 2
), member AS (
    SELECT DISTINCT value, household_id
    FROM (SELECT value, roster_version_id FROM pool WHERE pool_fen > 0) benefit JOIN roster_member USING (roster_version_id)
), reached AS (
    SELECT value, count(*) AS households, sum(persons) AS persons
    FROM member JOIN household_status status USING (household_id)
    WHERE status.from_on <= {day} AND (status.until_on IS NULL OR {day} < status.until_on)
    GROUP BY value
)
SELECT amounts.value, amounts.sales_fen, amounts.pool_fen, households, persons
FROM (SELECT value, sum(sales_fen) AS sales_fen, sum(pool_fen) AS pool_fen FROM pool GROUP BY value) amounts
JOIN reached ON reached.value IS NOT DISTINCT FROM amounts.value
ORDER BY 1
"""
_TOLD: Final = ("sales_fen", "attributed_fen", "households", "persons")


@contextmanager
def _figures(bench: Bench) -> Iterator[Sequence[Case]]:
    with within(bench.url), psycopg.connect(bench.plain_url, autocommit=True) as connection:
        cases = []
        for by in _SHARES:
            work, floor = partial(_count, by), partial(count_plainly, connection, by)
            _compare(work(), floor())
            name = f"a year by {by.value}" if by else "a year as a whole"
            cases.append(Case(name, "per s", work=partial(speed_of, work), floor=partial(speed_of, floor)))
        yield cases


def _count(by: By | None) -> list[tuple[Any, ...]]:
    try:
        return [(by and row["slice"][by.key], *(int(row[name]) for name in _TOLD)) for row in count(_ASKED, by=by)]
    finally:
        db.session.rollback()


def count_plainly(connection: psycopg.Connection[Any], by: By | None) -> list[tuple[Any, ...]]:
    """Count the year by the best plain SQL: value, sales, attributed income, households, persons."""
    value, day = _SHARES[by]
    statement = _FLOOR.format(value=value, day=day, year=YEAR, next_year=YEAR + 1)
    rows = connection.execute(statement.encode())
    return [(_named(value), *map(int, measures)) for value, *measures in rows]


def _named(value: Any) -> str | None:
    return f"{value:%Y-%m}" if isinstance(value, date) else value


def _compare(worked: Sequence[Any], floored: Sequence[Any]) -> None:
    if list(worked) != list(floored) or not worked:
        raise AnswersDiffer(f"{worked} and {floored}")


FIGURES: Final = Row("figures", "a year's sales, households and persons", 10, _figures)
