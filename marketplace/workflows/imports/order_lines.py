"""Order lines of a buyer, from a file: one file is one order group on account.

The operator's file counts as approved. A buyer's own waits for a second person from the amount that the buyer has set
for itself, else from the first fen on, because no one watches a file that is read in the background. A file that was
ordered once orders nothing again; undoing a batch takes its orders back while nothing of them is shipped.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from sqlalchemy import text

from marketplace.db import db
from marketplace.imports.errors import BatchDependedOn, ScopeNeeded
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.errors import DomainError, MoveRefused
from marketplace.kernel.permissions import Permission
from marketplace.purchasing import errors
from marketplace.purchasing.rules import MOST_LINES, MOST_QUANTITY, WantedLine
from marketplace.workflows import cancel_order, place_order
from marketplace.workflows.imports.kind import Check, Context, Kind, Written
from marketplace.workflows.place_order import Terms

COLUMNS: Final = (
    Column("sku", "规格编号", readers.code, is_required=True, example="示例-P00001-10KG"),
    Column("quantity", "数量", readers.whole(least=1, most=MOST_QUANTITY), "bigint", is_required=True, example="12"),
    Column("deliver_to", "收货地址", readers.text, example="环县第一中学食堂"),
    Column("deliver_on", "送货日期", readers.day, "date"),
    Column("note", "备注", readers.text, example="示例行，填写前请删除"),
)
"""The columns of a sheet of order lines, however it is brought."""

_PROBLEMS: Final[tuple[tuple[str, type[DomainError], tuple[str, ...]], ...]] = (
    ("sku", errors.NotOnSale, ("sku",)),
    ("sku", errors.SkuRepeated, ("sku", "first_line")),
    ("sku", errors.SupplierNotCertified, ("supplier",)),
    ("sku", errors.OwnGoods, ()),
    ("quantity", errors.BelowMinimum, ("min_quantity",)),
    ("quantity", errors.StockShort, ("wanted", "left")),
    ("quantity", errors.AmountTooLarge, ()),
    ("deliver_on", errors.DeliveryInThePast, ("today",)),
)
"""Every problem that pricing may find, with its facts."""

_STAGED: Final = "SELECT row_number, sku, quantity, deliver_to, deliver_on, note FROM staged ORDER BY row_number"
_CREATE: Final = "CREATE TEMPORARY TABLE line_problem (row_number int, code text, facts jsonb) ON COMMIT DROP"
_FILL: Final = """
INSERT INTO line_problem (row_number, code, facts)
SELECT row_number, code, facts
FROM jsonb_to_recordset(CAST(:problems AS jsonb)) AS told (row_number int, code text, facts jsonb)
"""
_ORDERED_BEFORE: Final = """
SELECT EXISTS (
    SELECT FROM import_batch batch
    JOIN import_batch earlier ON earlier.sha256 = batch.sha256 AND earlier.kind = batch.kind
                             AND earlier.state = 'committed' AND earlier.id <> batch.id
    JOIN order_group placed ON placed.import_batch_id = earlier.id AND placed.buyer_id = :organisation_id
    WHERE batch.id = :batch_id
)
"""
_ORDERS: Final = """
SELECT o.id FROM purchase_order o JOIN order_group g ON g.id = o.order_group_id WHERE g.import_batch_id = :batch_id
"""


def wanted_line(values: Mapping[str, Any]) -> WantedLine:
    """Make a wanted line of the values of a row."""
    return WantedLine(
        sku_code=values["sku"],
        quantity=values["quantity"],
        deliver_to=values.get("deliver_to"),
        deliver_on=values.get("deliver_on"),
        note=values.get("note"),
    )


def checked_line(values: Mapping[str, Any]) -> WantedLine:
    """Make a line to look at of a row's values; what stands for a bad cell hides no problem of the row's others."""
    return wanted_line({**values, "sku": values["sku"] or "", "quantity": values["quantity"] or 1})


def prepare(context: Context) -> None:
    """Price the rows and keep what is wrong with them; a file that was ordered before is not asked again."""
    db.session.execute(text("DROP TABLE IF EXISTS pg_temp.line_problem"))
    db.session.execute(text(_CREATE))
    rows = _rows()
    if context.organisation_id is None or not 1 <= len(rows) <= MOST_LINES or _is_ordered(context):
        return
    pricing = place_order.preview(
        buyer_id=context.organisation_id,
        lines=[checked_line(row) for row in rows],
        actor=context.actor,
        now=context.now,
    )
    numbers = [row["row_number"] for row in rows]
    told = [
        {
            "row_number": numbers[problem.index],
            "code": problem.error.reason,
            "facts": _facts(problem.error, numbers),
        }
        for problem in pricing.problems
    ]
    db.session.execute(text(_FILL), {"problems": orjson.dumps(told).decode()})


def write(context: Context) -> Written:
    """Place the order group, unless this file was ordered before.

    :raises LinesRefused: if another buyer was faster, or a kept-out row left too little to order.
    """
    rows = _rows()
    if _is_ordered(context):
        return Written(written=0, unchanged=len(rows))
    place_order.place(
        buyer_id=context.organisation_id or 0,
        lines=[wanted_line(row) for row in rows],
        terms=Terms(order_approval_fen=0, reservation_days=0),
        actor=context.actor,
        now=context.now,
        import_batch_id=context.batch_id,
    )
    return Written(written=len(rows), unchanged=0)


def undo(batch_id: int, context: Context) -> None:
    """Take the batch's orders back.

    :raises BatchDependedOn: if something of them shipped or ended otherwise.
    """
    order_ids = list(db.session.scalars(text(_ORDERS), {"batch_id": batch_id}))
    if not order_ids:
        return
    try:
        cancel_order.cancel_all(order_ids, reason="import undone", actor=context.actor, now=context.now)
    except MoveRefused:
        raise BatchDependedOn(by="purchase_order") from None


def _rows() -> list[Mapping[Any, Any]]:
    return list(db.session.execute(text(_STAGED)).mappings())


def _is_ordered(context: Context) -> bool:
    return bool(db.session.scalar(text(_ORDERED_BEFORE), context.parameters()))


def _facts(error: DomainError, numbers: list[int]) -> dict[str, object]:
    """Tell the facts of a problem; where it names another line, the row of that is meant."""
    facts: dict[str, Any] = dict(error.facts)
    if "first_line" in facts:
        facts["first_line"] = numbers[facts["first_line"] - 1]
    return facts


def _check(column: str, error: type[DomainError], facts: tuple[str, ...]) -> Check:
    told = "".join(f", facts ->> '{fact}' AS \"{fact}\"" for fact in facts)
    return Check(
        column,
        error,
        f"SELECT row_number{told} FROM line_problem WHERE code = '{error.code}'",  # noqa: S608  constants
    )


ORDER_LINES: Final = Kind(
    name="order-lines",
    zh="订单行",
    columns=COLUMNS,
    permission=Permission.ORDERS_PLACE,
    prepare=prepare,
    checks=(
        Check(
            "sku",
            ScopeNeeded,
            "SELECT row_number FROM staged WHERE CAST(:organisation_id AS bigint) IS NULL ORDER BY row_number LIMIT 1",
        ),
        Check(
            "sku",
            errors.LinesTooMany,
            f"SELECT row_number, {MOST_LINES} AS most FROM staged ORDER BY row_number OFFSET {MOST_LINES} LIMIT 1",  # noqa: S608  a constant
        ),
        *(_check(column, error, facts) for column, error, facts in _PROBLEMS),
    ),
    write=write,
    undo=undo,
)
