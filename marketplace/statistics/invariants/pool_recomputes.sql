-- severity: error
-- zh: 每笔销售的到户金额按名册比例重算一致
-- en: The pool of every sale recomputes from its roster version's share

SELECT s.id AS sale_id, s.roster_version_id, s.amount_fen, s.pool_fen,
       CASE WHEN v.members_count > 0 THEN round(s.amount_fen * v.household_share_bp / 10000.0) ELSE 0 END AS expected_fen
FROM sale s
LEFT JOIN roster_version v ON v.id = s.roster_version_id
WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
  AND s.pool_fen IS DISTINCT FROM
      CASE WHEN v.members_count > 0 THEN round(s.amount_fen * v.household_share_bp / 10000.0) ELSE 0 END
ORDER BY s.id
