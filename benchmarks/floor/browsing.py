"""A page of the catalogue by one statement: prepared cards, what is left, and the certification of the day."""

import base64
from datetime import UTC, date, datetime
from typing import Any, Final

import orjson
from flask import Blueprint, Response, request

from benchmarks.floor.connection import connection
from marketplace.catalogue.rules import bucket_of
from marketplace.kernel.days import day_of

blueprint = Blueprint("browsing", __name__)

_PAGE: Final = """
SELECT entry.listed_at, entry.product_id, entry.card::text, left_over.packs, held.number, held.from_on, held.until_on
FROM (
    SELECT entry.listed_at, entry.product_id, entry.listing_version_id, entry.card
    FROM catalogue_entry entry
    WHERE {condition} AND EXISTS (
        SELECT FROM qualification q
        WHERE q.supplier_id = entry.supplier_id AND q.from_on <= %(day)s AND (q.until_on IS NULL OR %(day)s < q.until_on)
          AND NOT EXISTS (
              SELECT FROM suspension s
              WHERE s.qualification_id = q.id AND s.from_on <= %(day)s AND (s.until_on IS NULL OR %(day)s < s.until_on)
          )
    )
    ORDER BY entry.listed_at DESC, entry.product_id DESC
    LIMIT 25
) entry
LEFT JOIN LATERAL (
    SELECT sum(stock.on_hand - stock.reserved)::bigint AS packs FROM stock
    WHERE sku_id IN (SELECT sku_id FROM price_tier tier WHERE tier.listing_version_id = entry.listing_version_id)
) left_over ON true
LEFT JOIN LATERAL (
    SELECT batch.number, certification.from_on, certification.until_on - 1 AS until_on
    FROM product_certification certification JOIN certification_batch batch ON batch.id = batch_id
    WHERE product_id = entry.product_id AND from_on <= %(day)s AND (until_on IS NULL OR %(day)s < until_on)
    ORDER BY from_on DESC, certification.id DESC LIMIT 1
) held ON true
ORDER BY entry.listed_at DESC, entry.product_id DESC
"""
FIRST: Final = _PAGE.format(condition="true")
BEHIND: Final = _PAGE.format(condition="(entry.listed_at, entry.product_id) < (%(at)s::timestamptz, %(id)s)")
_FOUND: Final = _PAGE.format(condition="entry.words @@ %(question)s::tsquery")
LIMIT: Final = 24


@blueprint.get("/catalogue")
def browse() -> Response:
    """Answer a page from behind a cursor on."""
    after = request.args.get("after")
    if after is None:
        return _answer(FIRST, {})
    _, at, product_id = orjson.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    return _answer(BEHIND, {"at": at, "id": product_id})


@blueprint.get("/search")
def search() -> Response:
    """Answer the first page of what a question to the index finds."""
    return _answer(_FOUND, {"question": request.args["question"]})


def _answer(statement: str, facts: dict[str, Any]) -> Response:
    day: date = day_of(datetime.now(UTC))
    rows = connection().execute(statement, {**facts, "day": day}).fetchall()
    items = b",".join(map(_item, rows[:LIMIT]))
    last = rows[LIMIT - 1] if len(rows) > LIMIT else None
    following = orjson.dumps(last and _cursor(last[0], last[1]))
    return Response(b'{"items":[%b],"next":%b}' % (items, following), mimetype="application/json")


def _item(row: tuple[Any, ...]) -> bytes:
    _, _, card, packs, batch, from_on, last_on = row
    held = batch and {"batch": batch, "from_on": from_on, "last_on": last_on}
    return card[:-1].encode() + b"," + orjson.dumps({"available": bucket_of(packs or 0), "certification": held})[1:]


def _cursor(listed_at: datetime, product_id: int) -> str:
    key = orjson.dumps(["newest", listed_at.isoformat(), product_id])
    return base64.urlsafe_b64encode(key).decode().rstrip("=")
