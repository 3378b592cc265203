-- severity: error
-- zh: 名册版本的户数与权重合计与其成员一致，成员在版本有效期内始终在册
-- en: A roster version counts its members and weights, and holds only households registered throughout

SELECT v.id AS roster_version_id, v.members_count, count(m.household_id) AS members,
       v.weight_total, COALESCE(sum(m.weight), 0) AS weights,
       count(*) FILTER (WHERE h.registered_on > v.from_on
                           OR h.cleared_on < COALESCE(v.until_on, v.declared_until_on, 'infinity')) AS not_registered
FROM roster_version v
JOIN roster r ON r.id = v.roster_id
JOIN supplier ON supplier.id = r.supplier_id
LEFT JOIN roster_member m ON m.roster_version_id = v.id
LEFT JOIN household h ON h.id = m.household_id
WHERE starts_with(supplier.county_code, :prefix) AND v.state = 'approved' AND v.from_on < :end_on
  AND (v.until_on IS NULL OR v.until_on > :from_on)
GROUP BY v.id
HAVING v.members_count <> count(m.household_id) OR v.weight_total <> COALESCE(sum(m.weight), 0)
    OR count(*) FILTER (WHERE h.registered_on > v.from_on
                           OR h.cleared_on < COALESCE(v.until_on, v.declared_until_on, 'infinity')) > 0
ORDER BY v.id
