"""Listed products with a SKU, two price tiers and plenty of stock each, half of them certified."""

from typing import Any, Final

import psycopg

from benchmarks.data.scale import FIRST_ON, Scale
from benchmarks.program import within
from marketplace.catalogue.service import entries
from marketplace.transaction import transaction

PLENTY: Final = 1_000_000_000
"""So many packs of each SKU are in stock that no measurement empties it."""

SORTS: Final = ("有机", "高山", "农家", "精选", "特级", "野生", "陇东", "环县", "庆阳", "富硒")
GOODS: Final = (
    ("苹果", "fruit"),
    ("红枣", "fruit"),
    ("杏干", "fruit"),
    ("黄花菜", "vegetable"),
    ("香菇", "vegetable"),
    ("番茄", "vegetable"),
    ("小米", "grain_oil"),
    ("荞麦面粉", "grain_oil"),
    ("胡麻油", "grain_oil"),
    ("羊肉", "meat"),
    ("牛肉", "meat"),
    ("鸡蛋", "egg_dairy"),
    ("蒲公英茶", "tea"),
    ("黄芪", "medicinal"),
    ("核桃", "nuts"),
    ("蜂蜜", "processed"),
    ("醋", "processed"),
    ("香包", "craft"),
)

_STATEMENTS: Final = (
    """
    INSERT INTO product (id, supplier_id, product_number, category, created_at)
    SELECT n, 1 + (n - 1) %% %(suppliers)s, 'P' || lpad(n::text, 6, '0'),
           (CAST(%(categories)s AS text[]))[1 + pg_temp.draw(n, 11, %(goods_count)s)], %(first_on)s
    FROM generate_series(1, CAST(%(products)s AS bigint)) n
    """,
    """
    INSERT INTO sku (id, product_id, code, specification, unit, base_quantity, base_unit)
    SELECT id, id, product_number || '-1', kilos || 'kg/箱', '箱', kilos * 1000, 'g'
    FROM product, LATERAL (SELECT 1 + pg_temp.draw(id, 12, 10) AS kilos) pack
    """,
    """
    INSERT INTO listing_version (id, product_id, number, state, name, description, origin_code, delivery_days,
                                 submitted_at, reviewed_at)
    SELECT product.id, product.id, 1, 'listed',
           (CAST(%(sorts)s AS text[]))[1 + pg_temp.draw(product.id, 13, 10)]
               || (CAST(%(goods)s AS text[]))[1 + pg_temp.draw(product.id, 11, %(goods_count)s)],
           '产自' || county_code || '，现采现发。', county_code, 1 + pg_temp.draw(product.id, 14, 7),
           listed_at, listed_at
    FROM product JOIN supplier ON supplier.id = supplier_id,
         LATERAL (SELECT CAST(%(first_on)s AS timestamptz) + product.id * interval '1 minute' AS listed_at) moment
    """,
    """
    INSERT INTO price_tier (listing_version_id, sku_id, min_quantity, unit_price_fen)
    SELECT id, id, min_quantity, 500 + pg_temp.draw(id, 15, 20000) - saved
    FROM product, (VALUES (1, 0), (100, 50)) AS tier (min_quantity, saved)
    """,
    "INSERT INTO stock (sku_id, on_hand, reserved) SELECT id, %(plenty)s, 0 FROM sku",
    """
    INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, at)
    SELECT id, 'received', %(plenty)s, 0, %(first_on)s FROM sku
    """,
    "INSERT INTO certification_batch (id, number, announced_on, created_at) VALUES (1, 'B1', %(first_on)s, %(first_on)s)",
    """
    INSERT INTO product_certification (id, product_id, batch_id, from_on, created_at)
    SELECT id, id, 1, %(first_on)s, %(first_on)s FROM product WHERE id %% 2 = 0
    """,
)


def build(connection: psycopg.Connection[Any], url: str, scale: Scale) -> None:
    """Write products and stock, and let the program make what the catalogue is read from."""
    facts = {
        "products": scale.products,
        "suppliers": scale.suppliers,
        "first_on": FIRST_ON,
        "plenty": PLENTY,
        "sorts": list(SORTS),
        "goods": [name for name, _ in GOODS],
        "categories": [category for _, category in GOODS],
        "goods_count": len(GOODS),
    }
    for statement in _STATEMENTS:
        connection.execute(statement, facts)
    connection.commit()
    with within(url), transaction():
        entries.refresh(range(1, scale.products + 1))
