-- severity: error
-- zh: 各名册版本折算增收不超过销售额乘以到户比例（每笔舍入不超过半分）
-- en: Attributed income of a roster version is within share × sales, half a fen a sale

SELECT v.id AS roster_version_id, v.household_share_bp, sum(s.amount_fen) AS sales_fen, sum(s.pool_fen) AS attributed_fen
FROM sale s
JOIN roster_version v ON v.id = s.roster_version_id
WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on AND v.members_count > 0
GROUP BY v.id
HAVING abs(sum(s.pool_fen) * 10000 - sum(s.amount_fen) * v.household_share_bp) > count(*) * 5000
ORDER BY v.id
