-- severity: notice
-- zh: 月销售额的 30% 以上来自同一采购方
-- en: Over 30 % of a month's sales went to one buyer

-- Of a supplier with at least ten sales in the month: with fewer, one buyer is easily a third.
WITH sold AS (
    SELECT s.id, s.supplier_id, date_trunc('month', CAST(s.sold_on AS timestamp)) AS month, s.amount_fen, s.kind,
           s.buyer_organisation_id, CASE WHEN s.buyer_organisation_id IS NULL THEN s.buyer_name END AS buyer_name
    FROM sale s
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
      AND s.kind <> 'correction'
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
), whole AS (
    SELECT supplier_id, month, sum(amount_fen) AS month_fen
    FROM sold
    GROUP BY supplier_id, month
    HAVING count(*) FILTER (WHERE kind = 'sale') >= 10
), bought AS (
    SELECT supplier_id, month, buyer_organisation_id, sum(amount_fen) AS bought_fen,
           CAST(min(id) AS bigint) AS first_sale_id
    FROM sold
    WHERE buyer_organisation_id IS NOT NULL OR buyer_name IS NOT NULL
    GROUP BY supplier_id, month, buyer_organisation_id, buyer_name
)
SELECT bought.supplier_id, to_char(bought.month, 'YYYY-MM') AS month, bought.buyer_organisation_id,
       bought.first_sale_id, bought.bought_fen, whole.month_fen
FROM bought JOIN whole ON whole.supplier_id = bought.supplier_id AND whole.month = bought.month
WHERE bought.bought_fen * 10 > whole.month_fen * 3
ORDER BY bought.bought_fen DESC, bought.first_sale_id
