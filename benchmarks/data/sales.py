"""A year of sale facts, each attributed to the roster version in force on its day."""

from typing import Any, Final

import psycopg

from benchmarks.data.scale import YEAR, Scale

_INSERT: Final = """
INSERT INTO sale (kind, sold_on, channel, tags, supplier_id, origin_code, product_id, product_certification_id,
                  quantity, amount_fen, buyer_kind, buyer_code, source, source_number, line, generation,
                  roster_version_id, pool_fen, is_benefiting, recorded_at)
SELECT 'sale', sold_on,
       (ARRAY['government_purchase', 'school_purchase', 'enterprise_purchase', 'union_purchase', 'helper_purchase',
              'online_retail', 'outlet', 'livestream'])[1 + pg_temp.draw(n, 21, 8)],
       CASE WHEN pg_temp.draw(n, 22, 10) = 0 THEN ARRAY['east_west'] ELSE ARRAY[]::text[] END,
       supplier.id, supplier.county_code, product_id, CASE WHEN product_id %% 2 = 0 THEN product_id END,
       1 + pg_temp.draw(n, 23, 50), amount_fen,
       (ARRAY['agency', 'school', 'enterprise', 'union'])[1 + pg_temp.draw(n, 24, 4)],
       (ARRAY['621002', '120101', '310101', '110101'])[1 + pg_temp.draw(n, 25, 4)],
       'report', 'R' || lpad((n / 20)::text, 8, '0'), 1 + n %% 20, 0,
       version.id, (amount_fen * household_share_bp + 5000) / 10000, true, '2021-01-01'
FROM (
    SELECT n, CAST(%(new_year)s AS date) + pg_temp.draw(n, 26, 366)::int AS sold_on,
           1 + pg_temp.draw(n, 27, %(suppliers)s) AS supplier_id,
           1000 + pg_temp.draw(n, 28, 500000) AS amount_fen
    FROM generate_series(1, CAST(%(sales)s AS bigint)) n
) drawn
JOIN supplier ON supplier.id = supplier_id,
LATERAL (SELECT supplier_id + %(suppliers)s * pg_temp.draw(n, 29, %(each)s) AS product_id) chosen
JOIN roster_version version ON true
WHERE version.id = supplier.id
      + CASE WHEN supplier.id %% 3 = 0 AND sold_on >= %(mid_year)s THEN %(suppliers)s ELSE 0 END
ORDER BY n
"""


def build(connection: psycopg.Connection[Any], _url: str, scale: Scale) -> None:
    """Write the facts; their secondary indexes are made afterwards, at once."""
    indexes = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname JOIN pg_index ON indexrelid = oid "
        "WHERE tablename = 'sale' AND NOT indisunique"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(psycopg.sql.SQL("DROP INDEX {}").format(psycopg.sql.Identifier(name)))
    facts = {
        "sales": scale.sales,
        "suppliers": scale.suppliers,
        "each": scale.products // scale.suppliers,
        "new_year": f"{YEAR}-01-01",
        "mid_year": f"{YEAR}-07-01",
    }
    connection.execute(_INSERT, facts)
    for _, definition in indexes:
        connection.execute(definition)
