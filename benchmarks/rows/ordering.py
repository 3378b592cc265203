"""Orders placed over HTTP, their stock reserved; work and floor write the same rows."""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

import orjson
import psycopg

from benchmarks.bench import Bench
from benchmarks.data import Scale
from benchmarks.data.people import buyer_id_of, token_of
from benchmarks.load import Request, drive, fetch
from benchmarks.measuring import AnswersDiffer, Case, Row

_SIZES: Final = (20, 200, 1_000)
_CONCURRENCIES: Final = (1, 8)
_ORDERS: Final = 64
_LINES_PER_SUPPLIER: Final = 10
_MOST_PACKS: Final = 150
_LINES_PER_RUN: Final = 200
"""Longer orders are placed for longer, so that a run holds some of them."""

_WRITTEN: Final = (
    "charge",
    "order_group",
    "purchase_order",
    "order_event",
    "order_line",
    "reservation",
    "stock_movement",
    "audit_line",
    "remembered_request",
)
_SUMS: Final = (
    "(SELECT sum(reserved)::bigint FROM stock) AS reserved, (SELECT sum(amount_fen)::bigint FROM order_line) AS fen"
)
_COUNTS: Final = ", ".join([_SUMS, *(f"(SELECT count(*) FROM {table}) AS {table}" for table in _WRITTEN)])


@contextmanager
def _orders(bench: Bench) -> Iterator[Sequence[Case]]:
    cases = []
    for size in _SIZES:
        if size > bench.scale.products:
            continue
        bodies = [(1 + n % bench.scale.buyers, _body(bench.scale, size, seed=n)) for n in range(_ORDERS)]
        work = [
            Request.make("POST", "/api/v1/order-groups", caller=n, token=token_of(buyer), body=body, has_key=True)
            for n, (buyer, body) in enumerate(bodies)
        ]
        floor = [
            Request.make("POST", _floor_path(bench.scale, buyer), caller=n, body=body, has_key=True)
            for n, (buyer, body) in enumerate(bodies)
        ]
        _compare(bench, work[0], floor[0])
        seconds = bench.seconds * max(1, size // _LINES_PER_RUN)
        cases += [
            Case(
                f"{size:,} lines, {concurrency} at once",
                "orders/s",
                work=partial(drive, bench.program, work, concurrency=concurrency, seconds=seconds),
                floor=partial(drive, bench.floor, floor, concurrency=concurrency, seconds=seconds),
            )
            for concurrency in _CONCURRENCIES
        ]
    yield cases


def _body(scale: Scale, size: int, *, seed: int) -> bytes:
    """Draw an order of so many lines from a few suppliers, whose products stand so many numbers apart."""
    draw = random.Random(f"{size}:{seed}")
    each = scale.products // scale.suppliers
    few = min(max(-(-size // each), size // _LINES_PER_SUPPLIER), scale.suppliers)
    suppliers = draw.sample(range(1, scale.suppliers + 1), few)
    of_each = [[supplier + scale.suppliers * n for n in range(each)] for supplier in suppliers]
    products = draw.sample([product for products in of_each for product in products], size)
    lines = [{"sku": f"P{product:06d}-1", "quantity": draw.randint(1, _MOST_PACKS)} for product in products]
    return orjson.dumps({"lines": lines})


def _floor_path(scale: Scale, buyer: int) -> str:
    return f"/order-groups?buyer={buyer_id_of(scale, buyer)}&user={buyer}"


def _compare(bench: Bench, work: Request, floor: Request) -> None:
    """Place one order each and make sure that as many rows were written and as much was reserved.

    :raises AnswersDiffer: telling what each wrote.
    """
    before = _count(bench)
    fetch(bench.program, work)
    between = _count(bench)
    fetch(bench.floor, floor)
    after = _count(bench)
    worked = {name: between[name] - before[name] for name in before}
    floored = {name: after[name] - between[name] for name in before}
    if worked != floored:
        raise AnswersDiffer(f"{worked} and {floored}")


def _count(bench: Bench) -> Mapping[str, int]:
    with psycopg.connect(bench.plain_url, row_factory=psycopg.rows.dict_row) as connection:
        row = connection.execute(f"SELECT {_COUNTS}".encode()).fetchone()
    return {name: value or 0 for name, value in (row or {}).items()}


ORDERS: Final = Row("orders", "an order placed and its stock reserved", 0.5, _orders)
