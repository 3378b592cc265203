-- severity: error
-- zh: 每笔有效销售的名册版本按当日生效规则重算一致
-- en: The roster version of every live sale is the one in force that day

-- Found again roster by roster, day by day: within a roster the latest declared first day decides, and its segment of
-- the day is the version; of the rosters the lot's comes before the product's, and that before the supplier's.
WITH live AS MATERIALIZED (
    SELECT s.id, s.supplier_id, s.product_id, s.lot_id, s.sold_on, s.roster_version_id
    FROM sale s
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on AND s.kind = 'sale'
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
), in_force AS MATERIALIZED (
    SELECT r.supplier_id, r.product_id, r.lot_id, day.sold_on, segment.id
    FROM (SELECT DISTINCT supplier_id, sold_on FROM live) day
    JOIN roster r ON r.supplier_id = day.supplier_id
    JOIN LATERAL (
        SELECT v.declared_from_on, v.declared_until_on
        FROM roster_version v
        WHERE v.roster_id = r.id AND v.state = 'approved' AND v.declared_from_on <= day.sold_on
        ORDER BY v.declared_from_on DESC
        LIMIT 1
    ) declared ON declared.declared_until_on IS NULL OR day.sold_on < declared.declared_until_on
    JOIN roster_version segment ON segment.roster_id = r.id AND segment.state = 'approved'
         AND segment.declared_from_on = declared.declared_from_on AND segment.from_on <= day.sold_on
         AND (segment.until_on IS NULL OR day.sold_on < segment.until_on)
), expected AS (
    SELECT live.id, live.roster_version_id, COALESCE(of_lot.id, of_product.id, of_supplier.id) AS expected_version_id
    FROM live
    LEFT JOIN in_force of_lot ON of_lot.lot_id = live.lot_id AND of_lot.sold_on = live.sold_on
    LEFT JOIN in_force of_product ON of_product.product_id = live.product_id AND of_product.lot_id IS NULL
         AND of_product.sold_on = live.sold_on
    LEFT JOIN in_force of_supplier ON of_supplier.supplier_id = live.supplier_id AND of_supplier.product_id IS NULL
         AND of_supplier.sold_on = live.sold_on
)
SELECT id AS sale_id, roster_version_id, expected_version_id
FROM expected
WHERE roster_version_id IS DISTINCT FROM expected_version_id
ORDER BY id
