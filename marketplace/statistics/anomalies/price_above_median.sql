-- severity: warning
-- zh: 单价高于同类产品每公斤（每升）中位价 1.5 倍
-- en: Price above 1.5 times the median per kg or litre of its category

-- A sale names no pack: products of several pack sizes are passed over, as is what is sold by the piece.
WITH priced AS (
    SELECT s.id AS sale_id, s.supplier_id, s.product_id, product.category, pack.base_unit,
           CAST(round(s.amount_fen * 1000 / (s.quantity * pack.base_quantity)) AS bigint) AS price_fen
    FROM sale s
    JOIN product ON product.id = s.product_id
    JOIN (
        SELECT product_id, min(base_unit) AS base_unit, min(base_quantity) AS base_quantity
        FROM sku GROUP BY product_id HAVING count(DISTINCT (base_unit, base_quantity)) = 1
    ) pack ON pack.product_id = s.product_id
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
      AND s.kind = 'sale' AND s.quantity > 0 AND pack.base_unit IN ('g', 'ml')
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
), median AS (
    SELECT category, base_unit, percentile_disc(0.5) WITHIN GROUP (ORDER BY price_fen) AS median_fen
    FROM priced
    GROUP BY category, base_unit
)
SELECT priced.sale_id, priced.supplier_id, priced.product_id, priced.category, priced.price_fen, median.median_fen
FROM priced JOIN median ON median.category = priced.category AND median.base_unit = priced.base_unit
WHERE priced.price_fen * 2 > median.median_fen * 3
ORDER BY priced.price_fen - median.median_fen DESC, priced.sale_id
