-- severity: notice
-- zh: 各供应商实付到户少于折算增收
-- en: Suppliers whose evidenced payments are below the income attributed to their sales

WITH attributed AS (
    SELECT s.supplier_id, sum(s.pool_fen) AS attributed_fen
    FROM sale s
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
    GROUP BY s.supplier_id
), evidenced AS (
    SELECT p.supplier_id, sum(p.amount_fen) AS evidenced_fen
    FROM household_payment p
    JOIN household h ON h.id = p.household_id
    WHERE p.paid_on >= :from_on AND p.paid_on < :end_on AND p.state = 'verified'
      AND h.registered_on <= p.paid_on AND (h.cleared_on IS NULL OR p.paid_on < h.cleared_on)
    GROUP BY p.supplier_id
)
SELECT attributed.supplier_id, attributed.attributed_fen, COALESCE(evidenced.evidenced_fen, 0) AS evidenced_fen,
       attributed.attributed_fen - COALESCE(evidenced.evidenced_fen, 0) AS gap_fen
FROM attributed LEFT JOIN evidenced ON evidenced.supplier_id = attributed.supplier_id
WHERE attributed.attributed_fen > COALESCE(evidenced.evidenced_fen, 0)
ORDER BY gap_fen DESC, attributed.supplier_id
