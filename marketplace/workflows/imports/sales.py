"""Sales of other platforms and ledgers, from a file.

Rows pass through the same table and the same statements as every other sale. A document with its lines and what takes
them back is one thing: with a bad row in it, none of it is written. A file that a person sends counts nothing before a
second person commits it. What looks like another source's sale waits for a
person and counts as written by nobody yet.
"""

from typing import Final

from sqlalchemy import text

from marketplace.accounts.rules import BuyerKind
from marketplace.db import db
from marketplace.imports.errors import OutsideScope, RegionNotKnown
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.sales.errors import ProductUnknown, SalesRefused, SourceReserved
from marketplace.sales.rules import Channel
from marketplace.sales.service import corrections, recording, resolving, staging
from marketplace.workflows.imports.checks import known_supplier
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute
from marketplace.workflows.imports.words import BUYER_KINDS, CHANNELS

_ADD_COLUMNS: Final = (
    "ALTER TABLE staged ADD COLUMN supplier_id bigint, ADD COLUMN county_code text, ADD COLUMN product_id bigint, "
    "ADD COLUMN document text"
)

_RESOLVE: Final = """
UPDATE staged
SET supplier_id = known.supplier_id, county_code = known.county_code, product_id = known.product_id,
    document = coalesce(staged.reverses, staged.source_number)
FROM (
    SELECT staged.row_number, supplier.id AS supplier_id, supplier.county_code, product.id AS product_id
    FROM staged
    LEFT JOIN organisation ON organisation.uscc = staged.uscc
    LEFT JOIN supplier ON supplier.organisation_id = organisation.id
    LEFT JOIN product ON product.product_number = staged.product_number
) known
WHERE known.row_number = staged.row_number
"""

_FILL: Final = f"""
INSERT INTO new_sale (row_number, {staging.TOLD})
SELECT row_number, sold_on, channel, coalesce(tags, '{{}}'), supplier_id, product_id, NULL, quantity, amount,
       buyer_name, NULL, buyer_kind, buyer_region, source, source_number, coalesce(line, 1), invoice_number, reverses
FROM staged
WHERE supplier_id IS NOT NULL AND (product_number IS NULL) = (product_id IS NULL)
  AND source IS NOT NULL AND source_number IS NOT NULL AND sold_on IS NOT NULL AND channel IS NOT NULL
  AND amount IS NOT NULL
"""  # noqa: S608  the columns are named by staging

_COLUMN_OF_FIELD: Final = {"product": "product_number", "supplier": "uscc", "lot": "source_number"}


def prepare(context: Context) -> None:
    """Find supplier and product of each row, and what every told sale becomes."""
    execute(_ADD_COLUMNS, context)
    _resolve(context)


def write(context: Context) -> Written:
    """Record what is left; rows that were kept out may change what the others become, so that is found anew.

    :raises SalesRefused: if a row that is left cannot stand without one that was kept out.
    """
    told, left = db.session.execute(text("SELECT (SELECT count(*) FROM new_sale), (SELECT count(*) FROM staged)")).one()
    if told != left:
        _resolve(context)
    wrong = staging.list_problems()
    if wrong:
        raise SalesRefused(fields=wrong)
    recorded = recording.write(actor=context.actor, now=context.now, import_batch_id=context.batch_id)
    return Written(written=recorded.written + recorded.waiting, unchanged=recorded.unchanged)


def undo(batch_id: int, context: Context) -> None:
    """Correct what the batch recorded.

    :raises SaleHasReturns: if returns from elsewhere stand against its sales.
    """
    corrections.take_back_batch(import_batch_id=batch_id, reason="import undone", actor=context.actor, now=context.now)


def _resolve(context: Context) -> None:
    execute(_RESOLVE, context)
    staging.empty()
    execute(_FILL, context)
    resolving.resolve()


SALES: Final = Kind(
    name="sales",
    zh="销售",
    columns=(
        Column("source", "来源", readers.code, is_required=True, example="陇原优品商城"),
        Column("source_number", "来源单号", readers.code, is_required=True, example="20200930001"),
        Column("line", "行号", readers.whole(least=1), "int", example="1"),
        Column("sold_on", "销售日期", readers.day, "date", is_required=True, example="2020-09-30"),
        Column("channel", "渠道", readers.choice(Channel, CHANNELS), is_required=True, example="网络零售"),
        Column("tags", "标签", readers.tags, "text[]", example="东西部协作;消费帮扶月"),
        Column("uscc", "供应商信用代码", readers.uscc, is_required=True, example="91621022MA0000001J"),
        Column("product_number", "产品编号", readers.code, example="P00001"),
        Column("quantity", "数量", readers.quantity, "numeric(16, 3)", example="12"),
        Column("amount", "金额(元)", readers.yuan, "bigint", is_required=True, example="1,234.50"),
        Column("buyer_name", "采购单位", readers.text, example="环县第一中学"),
        Column("buyer_kind", "采购单位类型", readers.choice(BuyerKind, BUYER_KINDS), example="学校"),
        Column("buyer_region", "采购单位区划", readers.region_code, example="621022"),
        Column("invoice_number", "发票号码", readers.code, example="04512345"),
        Column("reverses", "冲销单号", readers.code),
    ),
    permission=Permission.SALES_RESOLVE,
    prepare=prepare,
    checks=(
        known_supplier(),
        Check("uscc", OutsideScope, "SELECT row_number FROM staged WHERE NOT starts_with(county_code, :region_prefix)"),
        Check(
            "product_number",
            ProductUnknown,
            "SELECT row_number FROM staged WHERE product_number IS NOT NULL AND product_id IS NULL",
        ),
        Check(
            "buyer_region",
            RegionNotKnown,
            "SELECT row_number FROM staged WHERE left(buyer_region, 6) IN "
            "(SELECT left(buyer_region, 6) FROM staged EXCEPT SELECT code FROM region)",
        ),
        Check(
            "source",
            SourceReserved,
            "SELECT row_number FROM staged WHERE lower(source) IN ('order', 'report') AND NOT :is_trusted",
        ),
        *(
            Check(
                _COLUMN_OF_FIELD.get(problem.field, problem.field),
                problem.error,
                staging.rows_with(code),
            )
            for code, problem in staging.PROBLEMS.items()
        ),
    ),
    write=write,
    undo=undo,
    group_by=("source", "document"),
    group_cells={"document": ("source_number", "reverses")},
    needs_second_person=True,
)
