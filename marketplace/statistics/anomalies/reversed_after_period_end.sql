-- severity: notice
-- zh: 月份结束后冲销的销售
-- en: Sale reversed after its month had ended

-- A return counts by its own day, a correction by the day it was written; what was only stated anew still stands.
WITH reversed AS (
    SELECT s.id AS sale_id, s.supplier_id, s.sold_on, r.id AS reversal_id, r.kind, r.amount_fen,
           CASE r.kind WHEN 'return' THEN r.sold_on
                ELSE CAST(timezone('Asia/Shanghai', r.recorded_at) AS date) END AS reversed_on
    FROM sale s
    JOIN sale r ON r.reverses_id = s.id
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on AND s.kind = 'sale'
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = r.id AND c.kind = 'correction')
      AND NOT (r.kind = 'correction' AND EXISTS (
          SELECT FROM sale again
          WHERE again.source = s.source AND again.source_number = s.source_number AND again.line = s.line
            AND again.kind = s.kind AND again.generation > s.generation
      ))
)
SELECT sale_id, reversal_id, supplier_id, kind, sold_on, reversed_on, amount_fen
FROM reversed
WHERE reversed_on >= date_trunc('month', CAST(sold_on AS timestamp)) + interval '1 month' AND reversed_on <= :today
ORDER BY sale_id, reversal_id
