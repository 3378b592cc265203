"""Trace goods for anybody: from a product to its lots, from a lot to where it comes from and how many share in it.

Households are told as a count, under law 14, and never by name. Neither buyers nor amounts stand here: what was sold is
traced from published figures, without its seller.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from marketplace.catalogue.queries.traced import find_traced_lot, list_traced_lots
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import NotFound
from marketplace.workflows.show_product import linked_households, show_product

_MOST_LOTS: Final = 50


class LotNotTraced(NotFound):
    """There is no such lot, or its product was never shown to the public."""

    code = "trace.lot_unknown"
    zh = "没有这个批次的溯源信息"
    en = "There is nothing to trace of this lot"


@dataclass(frozen=True, slots=True)
class Traced:
    """Goods, how many households share in them, and the lots of a product."""

    goods: Mapping[str, Any]
    linked_households: Mapping[str, Any]
    lots: tuple[Mapping[str, Any], ...] = ()


def trace_product(product_number: str, *, now: datetime) -> Traced:
    """Trace a product on sale: three statements.

    :raises ProductUnknown: if it is not on sale.
    """
    page = show_product(product_number, now=now)
    return Traced(page, page["linked_households"], tuple(list_traced_lots(page["product_id"], limit=_MOST_LOTS)))


def trace_lot(lot_id: int, *, now: datetime) -> Traced:
    """Trace a lot: two statements; its households are those of the roster that a sale of it would name today.

    :raises LotNotTraced: if there is none, or its product was never shown to the public.
    """
    lot = find_traced_lot(lot_id)
    if lot is None:
        raise LotNotTraced
    linked = linked_households(
        supplier_id=lot["supplier_id"], product_id=lot["product_id"], lot_id=lot["id"], today=day_of(now)
    )
    return Traced(lot, linked)
