-- severity: error
-- zh: 每笔有效销售的产品认定按当日有效期重算一致
-- en: The certification of every live sale is the one in force that day

SELECT s.id AS sale_id, s.product_certification_id, expected.id AS expected_certification_id
FROM sale s
LEFT JOIN LATERAL (
    SELECT c.id
    FROM product_certification c
    WHERE c.product_id = s.product_id AND c.from_on <= s.sold_on AND (c.until_on IS NULL OR s.sold_on < c.until_on)
    ORDER BY c.from_on DESC, c.id DESC
    LIMIT 1
) expected ON true
WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on AND s.kind = 'sale'
  AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
  AND s.product_certification_id IS DISTINCT FROM expected.id
ORDER BY s.id
