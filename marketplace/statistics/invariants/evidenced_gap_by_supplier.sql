-- severity: notice
-- zh: 各供应商实付到户与折算增收不相等
-- en: Suppliers whose evidenced payments differ from the income attributed to their sales

WITH attributed AS (
    SELECT s.supplier_id, sum(s.pool_fen) AS attributed_fen
    FROM sale s
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
    GROUP BY s.supplier_id
), evidenced AS (
    SELECT p.supplier_id, sum(p.amount_fen) AS evidenced_fen
    FROM household_payment p
    JOIN supplier ON supplier.id = p.supplier_id
    JOIN household h ON h.id = p.household_id
    WHERE starts_with(supplier.county_code, :prefix) AND p.paid_on >= :from_on AND p.paid_on < :end_on
      AND p.state = 'verified' AND h.registered_on <= p.paid_on AND (h.cleared_on IS NULL OR p.paid_on < h.cleared_on)
    GROUP BY p.supplier_id
)
SELECT supplier_id, COALESCE(attributed_fen, 0) AS attributed_fen, COALESCE(evidenced_fen, 0) AS evidenced_fen,
       COALESCE(attributed_fen, 0) - COALESCE(evidenced_fen, 0) AS gap_fen
FROM attributed FULL JOIN evidenced USING (supplier_id)
WHERE COALESCE(attributed_fen, 0) <> COALESCE(evidenced_fen, 0)
ORDER BY abs(COALESCE(attributed_fen, 0) - COALESCE(evidenced_fen, 0)) DESC, supplier_id
