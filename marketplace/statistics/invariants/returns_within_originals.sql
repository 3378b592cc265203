-- severity: error
-- zh: 退货合计不超过原销售，并与原销售同一名册版本
-- en: Returns take back no more than their sale, from the same roster version

SELECT s.id AS sale_id, s.amount_fen, sum(r.amount_fen) AS returned_fen
FROM sale s
JOIN sale r ON r.reverses_id = s.id AND r.kind = 'return'
WHERE starts_with(s.origin_code, :prefix) AND r.sold_on >= :from_on AND r.sold_on < :end_on
  AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = r.id AND c.kind = 'correction')
GROUP BY s.id
HAVING s.amount_fen + (
           SELECT sum(every.amount_fen) FROM sale every
           WHERE every.reverses_id = s.id AND every.kind = 'return'
             AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = every.id AND c.kind = 'correction')
       ) < 0
    OR bool_or(r.roster_version_id IS DISTINCT FROM s.roster_version_id)
    OR EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
ORDER BY s.id
