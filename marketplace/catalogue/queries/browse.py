"""The catalogue as the public browses it: one statement a page, whose rows become JSON without passing through objects.

A page reads prepared cards in key order (`service.entries`) and joins what may change any minute to its few rows: what
is left, and the certification that holds today. Only suppliers certified today are on sale.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import TextClause, text

from marketplace.catalogue.models.products import NOT_BY_WEIGHT
from marketplace.catalogue.rules import Narrowed, Sort, bucket_of
from marketplace.db import look
from marketplace.gateways import words
from marketplace.kernel.text import fold_width
from marketplace.suppliers.queries.certified import CERTIFIED

_KEYS: Final[Mapping[Sort, tuple[str, str, str]]] = {
    Sort.NEWEST: ("entry.listed_at", "DESC", "CAST(:after_key AS timestamptz)"),
    Sort.PRICE: ("entry.price_fen", "ASC", "CAST(:after_key AS bigint)"),
    Sort.PRICE_PER_KG: (f"coalesce(entry.price_per_kg_fen, {NOT_BY_WEIGHT})", "ASC", "CAST(:after_key AS bigint)"),
}
"""Of each order: the key, its direction, and how the key of a cursor is read."""

CERTIFICATION_TODAY: Final = """
    SELECT batch.number AS batch, batch.announced_on, certification.from_on, certification.until_on - 1 AS last_on,
           certification.ceiling_fen, certification.certified_quantity, certification.benefit_terms
    FROM product_certification certification
    JOIN certification_batch batch ON batch.id = certification.batch_id
    WHERE certification.product_id = entry.product_id AND certification.from_on <= :day
      AND (certification.until_on IS NULL OR :day < certification.until_on)
    ORDER BY certification.from_on DESC, certification.id DESC
    LIMIT 1
"""
"""Selects the certification of `entry.product_id` that holds on `:day`, the latest if there are several."""

_IS_CERTIFIED: Final = """
    EXISTS (
        SELECT FROM product_certification held
        WHERE held.product_id = entry.product_id AND held.from_on <= :day
          AND (held.until_on IS NULL OR :day < held.until_on)
    ) = :is_certified
"""

_IS_IN_STOCK: Final = """
    EXISTS (
        SELECT FROM price_tier tier JOIN stock ON stock.sku_id = tier.sku_id
        WHERE tier.listing_version_id = entry.listing_version_id
          AND stock.on_hand - stock.reserved >= tier.min_quantity
    ) = :is_in_stock
"""

_CONDITIONS: Final[Mapping[str, str]] = {
    "q": "entry.words @@ CAST(:q AS tsquery)",
    "category": "entry.category = :category",
    "region_prefix": "starts_with(entry.county_code, :region_prefix)",
    "is_certified": _IS_CERTIFIED,
    "is_in_stock": _IS_IN_STOCK,
    "price_from_fen": "entry.price_fen >= :price_from_fen",
    "price_to_fen": "entry.price_fen <= :price_to_fen",
    "price_per_kg_from_fen": "entry.price_per_kg_fen >= :price_per_kg_from_fen",
    "price_per_kg_to_fen": "entry.price_per_kg_fen <= :price_per_kg_to_fen",
    "delivery_days": "entry.delivery_days <= :delivery_days",
}


class Shown(NamedTuple):
    """A product as it is shown: its place in the order, and its card as a JSON text."""

    place: int | datetime
    product_id: int
    card: str

    @property
    def key(self) -> str | int:
        """Tell its place in the order as a cursor writes it."""
        return self.place.isoformat() if isinstance(self.place, datetime) else self.place


def browse(narrowed: Narrowed, *, sort: Sort, today: date, after: tuple[object, int] | None, limit: int) -> list[Shown]:
    """Read the cards of products on sale from behind a key on: one statement."""
    given = {name: value for name in _CONDITIONS if (value := getattr(narrowed, name)) is not None}
    facts: dict[str, Any] = {**given, "day": today}
    if "q" in given:
        facts["q"] = _question(given["q"])
    if after is not None:
        facts["after_key"], facts["after_id"] = after
    statement = _statement(sort, tuple(given), limit, is_first=after is None)
    return [_shown(*row) for row in look(statement, facts)]


@lru_cache(maxsize=512)
def _statement(sort: Sort, narrowed_by: tuple[str, ...], limit: int, *, is_first: bool) -> TextClause:
    """Write the statement; with its limit written out it is planned once, and not longer at every page than it runs."""
    key, direction, after_key = _KEYS[sort]
    behind = "<" if direction == "DESC" else ">"
    conditions = [f"entry.supplier_id IN ({CERTIFIED})", *(_CONDITIONS[name] for name in narrowed_by)]
    if not is_first:
        conditions.append(f"({key}, entry.product_id) {behind} ({after_key}, :after_id)")
    return text(
        f"""
        SELECT entry.key, entry.product_id, CAST(entry.card AS text) AS card, left_over.packs, held.batch, held.from_on,
               held.last_on
        FROM (
            SELECT {key} AS key, entry.product_id, entry.listing_version_id, entry.card
            FROM catalogue_entry entry
            WHERE {" AND ".join(conditions)}
            ORDER BY {key} {direction}, entry.product_id {direction}
            LIMIT {limit}
        ) entry
        LEFT JOIN LATERAL (
            SELECT stock.on_hand - stock.reserved AS packs
            FROM sku JOIN stock ON stock.sku_id = sku.id
            WHERE sku.code = entry.card ->> 'sku'
        ) left_over ON true
        LEFT JOIN LATERAL ({CERTIFICATION_TODAY}) held ON true
        ORDER BY entry.key {direction}, entry.product_id {direction}
        """  # noqa: S608  constants of this module
    )


def _shown(  # noqa: PLR0917  the columns of the statement
    place: int | datetime,
    product_id: int,
    card: str,
    packs: int | None,
    batch: str | None,
    from_on: date | None,
    last_on: date | None,
) -> Shown:
    # two JSON objects become one: the card was prepared as text and is not read again
    live = f'{card[:-1]},"available":{bucket_of(packs or 0)},"certification":{_held(batch, from_on, last_on)}}}'
    return Shown(place, product_id, live)


@lru_cache(maxsize=4096)
def _held(batch: str | None, from_on: date | None, last_on: date | None) -> str:
    """Write a certification as JSON; the same few stand on every page."""
    return orjson.dumps(batch and {"batch": batch, "from_on": from_on, "last_on": last_on}).decode()


def _question(typed: str) -> str:
    """Write what someone typed as a question to the index: all its words, or a product number that begins so."""
    number = fold_width(typed).lower().replace(" ", "")
    found_together = [prefix for term in words.questions(typed) for prefix in term]
    all_words = " & ".join(_prefix(word) for word in found_together)
    return f"({all_words}) | {_prefix(number)}" if all_words else _prefix(number)


def _prefix(word: str) -> str:
    return "'{}':*".format(word.replace("\\", "\\\\").replace("'", "''"))
