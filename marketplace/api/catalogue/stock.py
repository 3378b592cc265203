"""Routes of stock and lots."""

from collections.abc import Mapping
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.catalogue import stock_schemas as schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.catalogue.queries.lots import get_lot, list_lots
from marketplace.catalogue.queries.stock import get_balance, list_balances, list_movements
from marketplace.catalogue.service import lots, stock
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("stock", __name__, description="A supplier's stock, its movements, and lots")
Answer = Mapping[str, Any]


@blueprint.get("/stock")
@needs(P.STOCK_MANAGE)
@blueprint.arguments(schemas.StockQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.BalancePageSchema)
def list_own(*, sku_code: str | None, limit: int, after: str | None) -> Answer:
    """List what is on hand and reserved of one's own SKUs."""
    (position,) = read_cursor(after, int) or (0,)
    rows = list_balances(actor=current_actor(), sku_code=sku_code, after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.get("/stock/movements")
@needs(P.STOCK_MANAGE)
@blueprint.arguments(schemas.MovementQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.MovementPageSchema)
def list_moved(*, sku_code: str, limit: int, after: str | None) -> Answer:
    """List the movements of a SKU, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_movements(sku_code, actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/stock/receipts")
@needs(P.STOCK_MANAGE)
@idempotent
@blueprint.arguments(schemas.StockReceiptSchema, as_kwargs=True)
@blueprint.response(201, schemas.BalanceSchema)
def receive(*, sku_code: str, **told: Any) -> Answer:
    """Put new goods on hand."""
    with transaction():
        stock.receive(sku_code=sku_code, **told, actor=current_actor(), now=now())
        return get_balance(sku_code, actor=current_actor())


@blueprint.post("/stock/returns")
@needs(P.STOCK_MANAGE)
@idempotent
@blueprint.arguments(schemas.StockReturnSchema, as_kwargs=True)
@blueprint.response(201, schemas.BalanceSchema)
def take_back(*, sku_code: str, **told: Any) -> Answer:
    """Put goods that a buyer sent back on hand again."""
    with transaction():
        stock.take_back(sku_code=sku_code, **told, actor=current_actor(), now=now())
        return get_balance(sku_code, actor=current_actor())


@blueprint.post("/stock/adjustments")
@needs(P.STOCK_MANAGE)
@idempotent
@blueprint.arguments(schemas.StockAdjustmentSchema, as_kwargs=True)
@blueprint.response(201, schemas.BalanceSchema)
def adjust(*, sku_code: str, counted: int, reason: str) -> Answer:
    """Set what is on hand to what was counted, with the reason of the difference."""
    with transaction():
        stock.adjust(sku_code=sku_code, counted=counted, reason=reason, actor=current_actor(), now=now())
        return get_balance(sku_code, actor=current_actor())


@blueprint.get("/lots")
@needs(P.STOCK_MANAGE)
@blueprint.arguments(schemas.LotQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.LotPageSchema)
def list_own_lots(*, product_number: str | None, limit: int, after: str | None) -> Answer:
    """List the lots of one's own products, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_lots(actor=current_actor(), product_number=product_number, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/lots")
@needs(P.STOCK_MANAGE)
@idempotent
@blueprint.arguments(schemas.LotCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.LotSchema)
def add_lot(*, product_number: str, **told: Any) -> Answer:
    """Add a lot of one's own product."""
    with transaction():
        lot = lots.add(product_number=product_number, **told, actor=current_actor(), now=now())
        return get_lot(lot.id, actor=current_actor())
