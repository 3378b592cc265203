"""Reads of a supplier's own lots."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.catalogue.errors import LotUnknown
from marketplace.catalogue.queries.scope import IN_SCOPE, LATEST, scope_of
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest

_LOTS: Final = f"""
SELECT lot.id, product.product_number, latest.name, lot.lot_number, lot.quantity, lot.produced_on, lot.expires_on,
       lot.certificate_file_id, lot.created_at
FROM lot
JOIN product ON product.id = lot.product_id
JOIN supplier ON supplier.id = product.supplier_id
{LATEST}
WHERE {IN_SCOPE}
  AND (CAST(:id AS bigint) IS NULL OR lot.id = :id)
  AND (CAST(:product_number AS text) IS NULL OR product.product_number = :product_number)
"""  # noqa: S608  constants of this area


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "number": SortKey("listed.lot_number", KeyType.TEXT),
    "product": SortKey("COALESCE(listed.name, '')", KeyType.TEXT),
    "expires": SortKey("COALESCE(listed.expires_on, DATE '9999-12-31')", KeyType.DAY),
}
"""What lots may be sorted by; one that never expires comes last."""


def list_lots(
    *,
    actor: Actor,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int,
    product_number: str | None = None,
) -> Sequence[Mapping[str, Any]]:
    """List the lots of the caller's products, in an order or newest first."""
    sorting = sorting or newest(before)
    facts = {
        "id": None,
        "product_number": product_number,
        **sorting.facts,
        "limit": limit,
        **scope_of(actor, P.STOCK_MANAGE),
    }
    return [dict(row) for row in db.session.execute(text(sorting.over(_LOTS)), facts).mappings()]


def get_lot(lot_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get one of the caller's lots.

    :raises LotUnknown: if it is not the caller's.
    """
    facts = {"id": lot_id, "product_number": None, **scope_of(actor, P.STOCK_MANAGE)}
    row = db.session.execute(text(_LOTS), facts).mappings().one_or_none()
    if row is None:
        raise LotUnknown(value=lot_id)
    return dict(row)
