"""Products with their price, stock and certification, from a file.

A row is one product in one pack, whose SKU has the product's number. Brought by the operator it is on sale and
certified as it says; brought by a supplier it waits for review like any other listing, and its certification is left to
staff. A known product's row may say another name or price, which makes the next listing version beside its other SKUs;
its pack never changes, and its stock counts only when it is first told.
"""

from typing import Final

from sqlalchemy import text

from marketplace.catalogue.errors import (
    CategoryFixed,
    CategoryOfSold,
    CertificationIncomplete,
    CertificationLeftToStaff,
    CertificationWithdrawn,
    NumberTaken,
    PackChanged,
    PriceNotPositive,
)
from marketplace.catalogue.rules import BaseUnit, ProductCategory
from marketplace.catalogue.service import entries
from marketplace.db import db
from marketplace.imports.errors import BatchChangedKnown, OutsideScope
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.sales.service import corrections
from marketplace.workflows.imports.checks import known_supplier, period_not_empty, repeated
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute
from marketplace.workflows.imports.undoing import take_back
from marketplace.workflows.imports.words import BASE_UNITS, PRODUCT_CATEGORIES

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN supplier_id bigint, ADD COLUMN organisation_id bigint, ADD COLUMN county_code text,
        ADD COLUMN product_id bigint, ADD COLUMN sku_id bigint, ADD COLUMN is_new boolean NOT NULL DEFAULT true,
        ADD COLUMN is_taken boolean NOT NULL DEFAULT false, ADD COLUMN pack_differs boolean NOT NULL DEFAULT false,
        ADD COLUMN category_differs boolean NOT NULL DEFAULT false, ADD COLUMN version_id bigint,
        ADD COLUMN next_number bigint NOT NULL DEFAULT 1, ADD COLUMN offer_differs boolean NOT NULL DEFAULT true,
        ADD COLUMN until_on date, ADD COLUMN certification_differs boolean NOT NULL DEFAULT false,
        ADD COLUMN differs_from date, ADD COLUMN withdrawn_on date
    """,
    """
    UPDATE staged SET min_quantity = coalesce(min_quantity, 1), until_on = certified_until + 1,
        certification_differs = batch IS NOT NULL AND :is_trusted, differs_from = certified_from
    """,
    """
    UPDATE staged SET supplier_id = supplier.id, organisation_id = organisation.id, county_code = supplier.county_code
    FROM organisation JOIN supplier ON supplier.organisation_id = organisation.id
    WHERE organisation.uscc = staged.uscc
    """,
    """
    UPDATE staged SET is_new = false, product_id = product.id, is_taken = product.supplier_id <> staged.supplier_id,
        category_differs = product.category <> staged.category
    FROM product WHERE product.product_number = staged.product_number
    """,
    """
    UPDATE staged SET sku_id = sku.id, is_taken = is_taken OR sku.product_id IS DISTINCT FROM staged.product_id,
        pack_differs = (sku.specification, sku.unit, sku.base_quantity, sku.base_unit)
            IS DISTINCT FROM (staged.specification, staged.unit, staged.base_quantity, staged.base_unit)
    FROM sku WHERE sku.code = staged.product_number
    """,
    """
    UPDATE staged SET version_id = told.id, next_number = told.last_number + 1,
        offer_differs = told.name <> staged.name OR told.tiers IS DISTINCT FROM ARRAY[ARRAY[min_quantity, price]]
            OR (:is_trusted AND told.state NOT IN ('listed', 'withdrawn'))
    FROM (
        SELECT DISTINCT ON (version.product_id) version.*, staged.row_number AS told_in,
            max(version.number) OVER (PARTITION BY version.product_id) AS last_number,
            (SELECT array_agg(ARRAY[tier.min_quantity, tier.unit_price_fen] ORDER BY tier.min_quantity)
             FROM price_tier tier
             WHERE tier.listing_version_id = version.id AND tier.sku_id = staged.sku_id) AS tiers
        FROM staged JOIN listing_version version ON version.product_id = staged.product_id
        ORDER BY version.product_id, (:is_trusted AND version.state = 'listed') DESC, version.number DESC
    ) told
    WHERE told.told_in = staged.row_number
    """,
    # held, so that a withdrawal is seen here or waits and then cuts what the file says
    """
    SELECT known.id FROM product_certification known
    WHERE :is_trusted AND (known.product_id, known.batch_id) IN (
        SELECT staged.product_id, certification_batch.id
        FROM staged JOIN certification_batch ON certification_batch.number = staged.batch
    )
    ORDER BY known.id FOR NO KEY UPDATE
    """,
    """
    UPDATE staged SET certification_differs = :is_trusted AND (known.from_on, known.until_on, known.certified_quantity)
        IS DISTINCT FROM (staged.certified_from, staged.until_on, staged.certified_quantity),
        differs_from = LEAST(known.from_on, staged.certified_from),
        withdrawn_on = CASE WHEN EXISTS (
            SELECT FROM audit_line
            WHERE subject = 'product_certification' AND subject_id = CAST(known.id AS text)
              AND action = 'certification.withdrawn'
        ) THEN known.until_on END
    FROM product_certification known JOIN certification_batch ON certification_batch.id = known.batch_id
    WHERE known.product_id = staged.product_id AND certification_batch.number = staged.batch
    """,
)

_WRITE: Final = (
    """
    INSERT INTO product (supplier_id, product_number, category, created_at, import_batch_id)
    SELECT supplier_id, product_number, category, :now, :batch_id FROM staged WHERE is_new ORDER BY row_number
    """,
    """
    UPDATE staged SET product_id = product.id FROM product
    WHERE is_new AND product.product_number = staged.product_number
    """,
    "UPDATE product SET category = staged.category FROM staged WHERE category_differs AND product.id = product_id",
    """
    INSERT INTO sku (product_id, code, specification, unit, base_quantity, base_unit)
    SELECT product_id, product_number, specification, unit, base_quantity, base_unit
    FROM staged WHERE sku_id IS NULL ORDER BY row_number
    """,
    "UPDATE staged SET sku_id = sku.id FROM sku WHERE sku_id IS NULL AND sku.code = staged.product_number",
    """
    UPDATE listing_version SET state = 'superseded' FROM staged
    WHERE offer_differs AND listing_version.product_id = staged.product_id
      AND (listing_version.state IN ('in_review', 'sent_back')
           OR (:is_trusted AND listing_version.state IN ('listed', 'withdrawn')))
    """,
    """
    INSERT INTO listing_version (
        product_id, number, state, name, description, origin_code, delivery_days, submitted_at, submitted_by_id,
        reviewed_at
    )
    SELECT staged.product_id, next_number, CASE WHEN :is_trusted THEN 'listed' ELSE 'in_review' END, staged.name,
           coalesce(before.description, ''), coalesce(before.origin_code, county_code), before.delivery_days, :now,
           :user_id, CASE WHEN :is_trusted THEN CAST(:now AS timestamptz) END
    FROM staged LEFT JOIN listing_version before ON before.id = staged.version_id
    WHERE offer_differs ORDER BY row_number
    """,
    """
    INSERT INTO price_tier (listing_version_id, sku_id, min_quantity, unit_price_fen)
    SELECT version.id, sku_id, min_quantity, price
    FROM staged
    JOIN listing_version version ON version.product_id = staged.product_id AND version.number = staged.next_number
    WHERE offer_differs
    UNION ALL
    SELECT version.id, tier.sku_id, tier.min_quantity, tier.unit_price_fen
    FROM staged
    JOIN listing_version version ON version.product_id = staged.product_id AND version.number = staged.next_number
    JOIN price_tier tier ON tier.listing_version_id = staged.version_id AND tier.sku_id <> staged.sku_id
    WHERE offer_differs
    """,
    """
    INSERT INTO listing_photo (listing_version_id, position, stored_file_id)
    SELECT version.id, photo.position, photo.stored_file_id
    FROM staged
    JOIN listing_version version ON version.product_id = staged.product_id AND version.number = staged.next_number
    JOIN listing_photo photo ON photo.listing_version_id = staged.version_id
    WHERE offer_differs
    """,
    "INSERT INTO stock (sku_id, on_hand, reserved) SELECT sku_id, coalesce(stock, 0), 0 FROM staged WHERE is_new",
    """
    INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, user_id, at, import_batch_id)
    SELECT sku_id, 'received', stock, 0, :user_id, :now, :batch_id
    FROM staged WHERE is_new AND stock > 0 ORDER BY row_number
    """,
    """
    INSERT INTO certification_batch (number, announced_on, created_at, import_batch_id)
    SELECT batch, min(certified_from), :now, :batch_id FROM staged WHERE certification_differs GROUP BY batch
    ORDER BY batch
    ON CONFLICT (number) DO NOTHING
    """,
    """
    INSERT INTO product_certification (
        product_id, batch_id, from_on, until_on, certified_quantity, created_at, created_by_id, import_batch_id
    )
    SELECT product_id, certification_batch.id, certified_from, until_on, certified_quantity, :now, :user_id, :batch_id
    FROM staged JOIN certification_batch ON certification_batch.number = staged.batch
    WHERE certification_differs ORDER BY row_number
    ON CONFLICT (product_id, batch_id) DO UPDATE SET from_on = excluded.from_on, until_on = excluded.until_on,
        certified_quantity = excluded.certified_quantity
    """,
)

_UNDO: Final = (
    "SELECT set_config('bangfu.undone_batch', CAST(CAST(:undone AS bigint) AS text), true)",
    """
    DELETE FROM catalogue_entry WHERE product_id IN (SELECT id FROM product WHERE import_batch_id = :undone)
    """,
    """
    DELETE FROM price_tier USING listing_version, product
    WHERE listing_version.id = price_tier.listing_version_id AND product.id = listing_version.product_id
      AND product.import_batch_id = :undone
    """,
    """
    DELETE FROM listing_photo USING listing_version, product
    WHERE listing_version.id = listing_photo.listing_version_id AND product.id = listing_version.product_id
      AND product.import_batch_id = :undone
    """,
    """
    DELETE FROM listing_version USING product
    WHERE product.id = listing_version.product_id AND product.import_batch_id = :undone
    """,
    "DELETE FROM stock_movement WHERE import_batch_id = :undone",
    """
    DELETE FROM stock USING sku, product
    WHERE sku.id = stock.sku_id AND product.id = sku.product_id AND product.import_batch_id = :undone
    """,
    "DELETE FROM sku USING product WHERE product.id = sku.product_id AND product.import_batch_id = :undone",
    "DELETE FROM product_certification WHERE import_batch_id = :undone",
    """
    DELETE FROM certification_batch WHERE import_batch_id = :undone AND NOT EXISTS (
        SELECT FROM product_certification WHERE product_certification.batch_id = certification_batch.id)
    """,
    "DELETE FROM product WHERE import_batch_id = :undone",
)


def prepare(context: Context) -> None:
    """Find supplier, product, SKU and what is offered and certified already."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add products, make the next listing versions, certify also what was sold: a constant number of statements."""
    said = text(
        "SELECT count(*) FILTER (WHERE is_new OR offer_differs OR category_differs OR certification_differs), "
        "count(*) FROM staged"
    )
    new, rows = db.session.execute(said).one()
    for statement in _WRITE:
        execute(statement, context)
    told_anew = text("SELECT product_id FROM staged WHERE offer_differs OR category_differs")
    entries.refresh(db.session.scalars(told_anew).all())
    _restate(context)
    return Written(written=new, unchanged=rows - new)


def _restate(context: Context) -> None:
    """Restate the sales that were recorded before their product was certified as the file says."""
    certified = text(
        "SELECT array_agg(DISTINCT supplier_id) AS supplier_ids, min(differs_from) AS from_on "
        "FROM staged WHERE certification_differs"
    )
    told = db.session.execute(certified).one()
    if told.supplier_ids:
        corrections.reattribute(
            supplier_ids=told.supplier_ids,
            from_on=told.from_on,
            because_of=("import", context.batch_id),
            reason="products imported",
            actor=context.actor,
            now=context.now,
        )


def undo(batch_id: int, context: Context) -> None:
    """Delete the products a batch added with their listings, stock and certifications.

    :raises BatchChangedKnown: if it also changed products that were known before.
    :raises BatchDependedOn: naming what depends on one of them.
    """
    added = db.session.scalar(text("SELECT count(*) FROM product WHERE import_batch_id = :id"), {"id": batch_id})
    written = db.session.scalar(text("SELECT rows_written FROM import_batch WHERE id = :id"), {"id": batch_id})
    if added != written:
        raise BatchChangedKnown
    take_back(_UNDO, batch_id, context)


PRODUCTS: Final = Kind(
    name="products",
    zh="产品",
    columns=(
        Column("product_number", "产品编号", readers.code, is_required=True, example="P00001"),
        Column("uscc", "统一社会信用代码", readers.uscc, is_required=True, example="91621022MA0000001J"),
        Column("name", "产品名称", readers.text, is_required=True, example="环县有机小米"),
        Column(
            "category",
            "类别",
            readers.choice(ProductCategory, PRODUCT_CATEGORIES),
            is_required=True,
            example="粮油",
        ),
        Column("specification", "规格", readers.text, is_required=True, example="2.5kg/袋"),
        Column("unit", "单位", readers.text, is_required=True, example="袋"),
        Column("base_quantity", "折合数量", readers.whole(least=1), "bigint", is_required=True, example="2500"),
        Column("base_unit", "折合单位", readers.choice(BaseUnit, BASE_UNITS), is_required=True, example="g"),
        Column("price", "单价(元)", readers.yuan, "bigint", is_required=True, example="36.80"),
        Column("min_quantity", "起订量", readers.whole(least=1), "bigint", example="10"),
        Column("stock", "库存", readers.whole(), "bigint", example="5000"),
        Column("batch", "认定批次", readers.code, example="第一批"),
        Column("certified_from", "认定起始", readers.day, "date", example="2020-01-01"),
        Column("certified_until", "认定截止", readers.day, "date", example="2022-12-31"),
        Column("certified_quantity", "认定年供应量", readers.whole(), "bigint", example="20000"),
    ),
    permission=Permission.CATALOGUE_EDIT,
    prepare=prepare,
    checks=(
        repeated("product_number"),
        known_supplier(),
        Check(
            "uscc",
            OutsideScope,
            """
            SELECT row_number FROM staged WHERE NOT starts_with(county_code, :region_prefix)
            OR (NOT :is_trusted AND organisation_id IS DISTINCT FROM CAST(:organisation_id AS bigint))
            """,
        ),
        Check("product_number", NumberTaken, "SELECT row_number FROM staged WHERE is_taken"),
        Check(
            "specification",
            PackChanged,
            "SELECT row_number, product_number AS sku_code FROM staged WHERE pack_differs AND NOT is_taken",
        ),
        Check(
            "category",
            CategoryFixed,
            "SELECT row_number FROM staged WHERE category_differs AND NOT is_taken AND NOT :is_trusted",
        ),
        Check(
            "category",
            CategoryOfSold,
            """
            SELECT row_number FROM staged WHERE category_differs AND NOT is_taken
            AND EXISTS (SELECT FROM sale WHERE sale.product_id = staged.product_id)
            """,
        ),
        Check("price", PriceNotPositive, "SELECT row_number FROM staged WHERE price <= 0"),
        Check(
            "batch",
            CertificationIncomplete,
            """
            SELECT row_number FROM staged WHERE (batch IS NULL) <> (certified_from IS NULL)
            OR (batch IS NULL AND (certified_until IS NOT NULL OR certified_quantity IS NOT NULL))
            """,
        ),
        period_not_empty("certified_from", "certified_until"),
        Check(
            "batch",
            CertificationLeftToStaff,
            "SELECT row_number FROM staged WHERE batch IS NOT NULL AND NOT :is_trusted",
            is_warning=True,
        ),
        Check(
            "certified_until",
            CertificationWithdrawn,
            """
            SELECT row_number, withdrawn_on AS until_on FROM staged
            WHERE certification_differs AND coalesce(until_on, 'infinity') > withdrawn_on
            """,
        ),
    ),
    write=write,
    undo=undo,
)
