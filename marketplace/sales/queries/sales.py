"""Reads of sale facts for those in scope: staff by region, suppliers their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.sales.errors import SaleUnknown
from marketplace.sales.rules import Channel, SaleKind

SALE_COLUMNS: Final = """
    s.id, s.kind, s.sold_on, s.channel, s.tags, organisation.uscc AS supplier, organisation.name AS supplier_name,
    s.origin_code, product.product_number, s.product_certification_id IS NOT NULL AS is_certified, lot.lot_number,
    s.quantity, s.amount_fen, s.buyer_name, s.buyer_kind, s.buyer_code, s.source, s.source_number, s.line, s.generation,
    s.invoice_number, s.reverses_id, s.roster_version_id, s.pool_fen, s.is_benefiting, s.reason, s.recorded_at,
    EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction') AS is_corrected
"""
"""What is told of a sale, over `SALE_JOINS`."""

SALE_JOINS: Final = """
    JOIN supplier ON supplier.id = s.supplier_id
    JOIN organisation ON organisation.id = supplier.organisation_id
    LEFT JOIN product ON product.id = s.product_id
    LEFT JOIN lot ON lot.id = s.lot_id
"""

_IN_SCOPE: Final = """
    (supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
     OR EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix WHERE starts_with(s.origin_code, prefix)))
"""

_LIST: Final = f"""
SELECT {SALE_COLUMNS}
FROM sale s {SALE_JOINS}
WHERE {_IN_SCOPE}
  AND (CAST(:before_on AS date) IS NULL OR (s.sold_on, s.id) < (:before_on, :before_id))
  AND (CAST(:from_on AS date) IS NULL OR s.sold_on >= :from_on)
  AND (CAST(:to_on AS date) IS NULL OR s.sold_on <= :to_on)
  AND (CAST(:supplier AS text) IS NULL OR organisation.uscc = :supplier)
  AND (CAST(:channel AS text) IS NULL OR s.channel = :channel)
  AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
  AND (CAST(:source AS text) IS NULL OR s.source = :source)
  AND (CAST(:source_number AS text) IS NULL OR s.source_number = :source_number)
ORDER BY s.sold_on DESC, s.id DESC
LIMIT :limit
"""  # noqa: S608  constants of this module

_GET: Final = f"""
SELECT {SALE_COLUMNS}, s.supplier_id, s.import_batch_id FROM sale s {SALE_JOINS} WHERE s.id = :id AND {_IN_SCOPE}
"""  # noqa: S608  as above

_FAMILY: Final = f"""
WITH RECURSIVE family AS (
    SELECT id FROM sale WHERE reverses_id = :id
    UNION
    SELECT sale.id FROM sale JOIN family ON sale.reverses_id = family.id
)
SELECT {SALE_COLUMNS} FROM family JOIN sale s ON s.id = family.id {SALE_JOINS} ORDER BY s.id
"""  # noqa: S608  as above

_BY_LINE: Final = f"""
SELECT DISTINCT ON (s.line) s.line, s.id FROM sale s JOIN supplier ON supplier.id = s.supplier_id
WHERE s.source = :source AND s.source_number = :source_number AND s.kind = 'sale' AND {_IN_SCOPE}
ORDER BY s.line, s.generation DESC
"""  # noqa: S608  as above


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFilter:
    """What narrows a list of sales; both days count."""

    from_on: date | None = None
    to_on: date | None = None
    supplier: str | None = None
    channel: Channel | None = None
    kind: SaleKind | None = None
    source: str | None = None
    source_number: str | None = None


def list_sales(
    narrowed: SaleFilter, *, actor: Actor, before: tuple[date, int] | None = None, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List sale facts in scope, newest first, from before a `(day, id)` on."""
    facts = {
        "before_on": before and before[0],
        "before_id": before and before[1],
        "from_on": narrowed.from_on,
        "to_on": narrowed.to_on,
        "supplier": narrowed.supplier,
        "channel": narrowed.channel and narrowed.channel.value,
        "kind": narrowed.kind and narrowed.kind.value,
        "source": narrowed.source,
        "source_number": narrowed.source_number,
        "limit": limit,
    }
    return [dict(row) for row in db.session.execute(text(_LIST), facts | _scope(actor)).mappings()]


def get_sale(sale_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a sale fact in scope with the rows that take it back.

    :raises SaleUnknown: if there is none in scope.
    """
    row = db.session.execute(text(_GET), {"id": sale_id} | _scope(actor)).mappings().one_or_none()
    if row is None:
        raise SaleUnknown
    reversals = db.session.execute(text(_FAMILY), {"id": sale_id}).mappings()
    return {**row, "reversals": [dict(reversal) for reversal in reversals]}


def find_sales_by_line(*, source: str, source_number: str, actor: Actor) -> Mapping[int, int]:
    """Find the sales in scope that a document told, by the line; the latest where a line was told anew."""
    facts = {"source": source, "source_number": source_number} | _scope(actor)
    return {row.line: row.id for row in db.session.execute(text(_BY_LINE), facts)}


def _scope(actor: Actor) -> dict[str, object]:
    return {
        "organisation_ids": actor.organisation_ids(P.SALES_READ),
        "prefixes": actor.region_prefixes(P.SALES_READ),
    }
