-- severity: error
-- zh: 每个来源单号（及同一供应商的发票行）只有一行有效记录
-- en: One live row for each source key, and for each invoice line of a seller

WITH live AS (
    SELECT s.*
    FROM sale s
    WHERE starts_with(s.origin_code, :prefix) AND s.kind <> 'correction'
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
), repeated AS (
    SELECT 'source' AS key, array_agg(id ORDER BY id) AS sale_ids,
           bool_or(sold_on >= :from_on AND sold_on < :end_on) AS is_asked
    FROM live
    GROUP BY source, source_number, line
    HAVING count(*) > 1
    UNION ALL
    SELECT 'invoice', array_agg(id ORDER BY id), bool_or(sold_on >= :from_on AND sold_on < :end_on)
    FROM live
    WHERE kind = 'sale' AND invoice_number IS NOT NULL
    GROUP BY supplier_id, invoice_number, line
    HAVING count(*) > 1
)
SELECT key, sale_ids FROM repeated WHERE is_asked ORDER BY key, sale_ids
