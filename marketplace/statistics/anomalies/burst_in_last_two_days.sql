-- severity: notice
-- zh: 月末最后两天集中销售
-- en: Burst of sales in a month's last two days

-- Of a supplier with at least ten sales in the month: two days that sold more than all the others together.
WITH sold AS (
    SELECT s.supplier_id, date_trunc('month', CAST(s.sold_on AS timestamp)) AS month, s.sold_on, s.amount_fen
    FROM sale s
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on AND s.kind = 'sale'
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
), summed AS (
    SELECT supplier_id, month, sum(amount_fen) AS month_fen, count(*) AS sales,
           sum(amount_fen) FILTER (WHERE sold_on >= month + interval '1 month' - interval '2 days') AS last_days_fen
    FROM sold
    GROUP BY supplier_id, month
)
SELECT supplier_id, to_char(month, 'YYYY-MM') AS month, last_days_fen, month_fen
FROM summed
WHERE sales >= 10 AND last_days_fen * 2 > month_fen
ORDER BY last_days_fen DESC, supplier_id
