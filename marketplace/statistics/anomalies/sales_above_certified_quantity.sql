-- severity: warning
-- zh: 认定产品年度销量超过认定年供应量
-- en: Sales of a year above the certified yearly quantity

SELECT s.product_certification_id, c.product_id, CAST(extract(year FROM s.sold_on) AS int) AS year,
       sum(s.quantity) AS sold_quantity, c.certified_quantity
FROM sale s
JOIN product_certification c ON c.id = s.product_certification_id
WHERE starts_with(s.origin_code, :prefix)
  AND s.sold_on >= date_trunc('year', CAST(:from_on AS timestamp)) AND s.sold_on < :end_on
  AND c.certified_quantity IS NOT NULL
GROUP BY s.product_certification_id, c.product_id, c.certified_quantity, extract(year FROM s.sold_on)
HAVING sum(s.quantity) > c.certified_quantity
ORDER BY sum(s.quantity) - c.certified_quantity DESC, s.product_certification_id
