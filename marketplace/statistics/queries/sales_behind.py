"""From a figure to its sales: the rows whose amounts, or pools, sum to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.sales.queries.sales import SALE_COLUMNS, SALE_JOINS
from marketplace.statistics.errors import NotMadeOfRows
from marketplace.statistics.queries.slices import parameters, sales_of
from marketplace.statistics.rules import Slice


@dataclass(frozen=True, slots=True)
class _Made:
    """Which sales make up a measure, and what of each."""

    condition: str
    value: str = "s.amount_fen"


_MADE_OF: Final[Mapping[str, _Made]] = {
    "sales.v1": _Made("true"),
    "sales.certified.v1": _Made("s.product_certification_id IS NOT NULL"),
    "sales.benefiting.v1": _Made("s.is_benefiting"),
    "sales.unattributed.v1": _Made("s.roster_version_id IS NULL"),
    "income.attributed.v1": _Made("s.pool_fen <> 0", "s.pool_fen"),
}
PUBLIC_MEASURES: Final = ("sales.v1", "sales.certified.v1")
"""Whether a sale reached households, and with how much, is not told of a single sale."""

_BEHIND: Final = """
SELECT {columns}, {value} AS value_fen
FROM (
    SELECT s.id
    {sales} AND {condition}
      AND (CAST(:before_on AS date) IS NULL OR (s.sold_on, s.id) < (:before_on, :before_id))
    ORDER BY s.sold_on DESC, s.id DESC
    LIMIT :limit
) behind
JOIN sale s ON s.id = behind.id {joins}
ORDER BY s.sold_on DESC, s.id DESC
"""


def list_sales_behind(
    asked: Slice, *, measure: str, actor: Actor, before: tuple[date, int] | None = None, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List the sale rows behind a measure of a slice, newest first; their `value_fen` sum to the figure.

    :raises NotFound: if the region is outside the caller's scope.
    :raises NotMadeOfRows: for a measure that is not a sum over sales.
    """
    actor.require_over(P.SALES_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code])
    return _list(asked, measure, _MADE_OF, SALE_COLUMNS, SALE_JOINS, before=before, limit=limit)


def list_public_sales_behind(
    asked: Slice, *, measure: str, before: tuple[date, int] | None = None, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List the same rows for anybody: id, day, channel, county and amount; neither who sold nor who bought.

    :raises NotMadeOfRows: for a measure that is not told of single sales in public.
    """
    known = {name: _MADE_OF[name] for name in PUBLIC_MEASURES}
    return _list(asked, measure, known, "s.id, s.sold_on, s.channel, s.origin_code", "", before=before, limit=limit)


def _list(
    asked: Slice,
    measure: str,
    known: Mapping[str, _Made],
    columns: str,
    joins: str,
    *,
    before: tuple[date, int] | None,
    limit: int,
) -> Sequence[Mapping[str, Any]]:
    if measure not in known:
        raise NotMadeOfRows(measure=measure, known=", ".join(known))
    made = known[measure]
    sql = _BEHIND.format(
        columns=columns, value=made.value, condition=made.condition, sales=sales_of(asked), joins=joins
    )
    facts = {"before_on": before and before[0], "before_id": before and before[1], "limit": limit}
    return [dict(row) for row in db.session.execute(text(sql), parameters(asked) | facts).mappings()]
