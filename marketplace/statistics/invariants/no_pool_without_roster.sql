-- severity: error
-- zh: 没有名册就没有到户金额，带贫标记与名册一致
-- en: No pool and no benefit without a roster version that holds a household

SELECT s.id AS sale_id, s.roster_version_id, s.pool_fen, s.is_benefiting
FROM sale s
LEFT JOIN roster_version v ON v.id = s.roster_version_id
WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
  AND (s.is_benefiting <> COALESCE(v.members_count > 0, false) OR (v.id IS NULL AND s.pool_fen <> 0))
ORDER BY s.id
