-- severity: warning
-- zh: 同一发票用于多笔来源
-- en: The same invoice stands under several sources

-- Lines of one invoice share its source number. Twenty digits are an electronic invoice, unique in the nation; shorter
-- numbers repeat between sellers.
SELECT array_agg(s.id ORDER BY s.id) AS sale_ids, array_agg(DISTINCT s.supplier_id ORDER BY s.supplier_id) AS supplier_ids,
       sum(s.amount_fen) AS amount_fen
FROM sale s
WHERE s.invoice_number IS NOT NULL AND s.kind = 'sale' AND starts_with(s.origin_code, :prefix)
  AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
GROUP BY s.invoice_number, CASE WHEN length(s.invoice_number) < 20 THEN s.supplier_id END
HAVING count(DISTINCT (s.supplier_id, s.source, s.source_number)) > 1
   AND bool_or(s.sold_on >= :from_on AND s.sold_on < :end_on)
ORDER BY min(s.id)
