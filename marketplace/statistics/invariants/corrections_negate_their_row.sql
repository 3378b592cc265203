-- severity: error
-- zh: 更正行与被更正行金额、到户金额、日期、名册逐项相抵
-- en: A correction negates its row in full: day, amount, pool and version

SELECT c.id AS sale_id, c.reverses_id
FROM sale c
JOIN sale s ON s.id = c.reverses_id
WHERE c.kind = 'correction' AND starts_with(c.origin_code, :prefix) AND c.sold_on >= :from_on AND c.sold_on < :end_on
  AND (s.kind = 'correction' OR c.sold_on <> s.sold_on OR c.amount_fen <> -s.amount_fen OR c.pool_fen <> -s.pool_fen
       OR c.channel <> s.channel OR c.supplier_id <> s.supplier_id OR c.is_benefiting <> s.is_benefiting
       OR c.roster_version_id IS DISTINCT FROM s.roster_version_id
       OR c.product_certification_id IS DISTINCT FROM s.product_certification_id)
ORDER BY c.id
