-- severity: error
-- zh: 按月汇总的销售额与逐笔销售重算一致
-- en: The sums kept of sales by month recompute from the sales

SELECT supplier_id, month, channel, origin_code, roster_version_id, sum(sales_fen) AS sales_fen,
       sum(certified_fen) AS certified_fen, sum(benefiting_fen) AS benefiting_fen, sum(pool_fen) AS pool_fen,
       sum(live_rows) AS live_rows
FROM (
    SELECT supplier_id, month, channel, origin_code, roster_version_id, sales_fen, certified_fen, benefiting_fen,
           pool_fen, live_rows
    FROM sale_rollup
    WHERE starts_with(origin_code, :prefix) AND month >= :from_on AND month < :end_on
    UNION ALL
    SELECT supplier_id, CAST(date_trunc('month', CAST(sold_on AS timestamp)) AS date), channel, origin_code,
           roster_version_id, -amount_fen, CASE WHEN product_certification_id IS NULL THEN 0 ELSE -amount_fen END,
           CASE WHEN is_benefiting THEN -amount_fen ELSE 0 END, -pool_fen,
           CASE kind WHEN 'correction' THEN 1 ELSE -1 END
    FROM sale
    WHERE starts_with(origin_code, :prefix) AND sold_on >= :from_on AND sold_on < :end_on
) kept_less_counted
GROUP BY supplier_id, month, channel, origin_code, roster_version_id
HAVING (sum(sales_fen), sum(certified_fen), sum(benefiting_fen), sum(pool_fen), sum(live_rows)) <> (0, 0, 0, 0, 0)
ORDER BY supplier_id, month, channel, origin_code, roster_version_id
