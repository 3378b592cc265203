-- severity: warning
-- zh: 认定产品售价高于认定限价
-- en: A certified product sold above its certified ceiling price

SELECT s.id AS sale_id, s.supplier_id, s.product_id, s.product_certification_id,
       CAST(round(s.amount_fen / s.quantity) AS bigint) AS price_fen, c.ceiling_fen
FROM sale s
JOIN product_certification c ON c.id = s.product_certification_id
WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
  AND s.kind = 'sale' AND s.quantity > 0 AND s.amount_fen > c.ceiling_fen * s.quantity
  AND NOT EXISTS (SELECT FROM sale x WHERE x.reverses_id = s.id AND x.kind = 'correction')
ORDER BY s.amount_fen - c.ceiling_fen * s.quantity DESC, s.id
