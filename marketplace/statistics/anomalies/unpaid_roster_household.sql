-- severity: notice
-- zh: 名册农户六个月内没有核实到户的支付
-- en: Roster household with no evidenced payment for six months

-- On a roster of the supplier both six months ago and today, and in all that time not paid by it.
WITH segment AS (
    SELECT v.id, r.supplier_id, v.from_on,
           LEAST(v.until_on, v.declared_until_on, (
               SELECT min(n.declared_from_on) FROM roster_version n
               WHERE n.roster_id = v.roster_id AND n.state = 'approved' AND n.declared_from_on > v.declared_from_on
           )) AS until_on
    FROM roster r
    JOIN roster_version v ON v.roster_id = r.id AND v.state = 'approved'
    JOIN supplier ON supplier.id = r.supplier_id
    WHERE starts_with(supplier.county_code, :prefix)
), standing AS (
    SELECT DISTINCT segment.supplier_id, m.household_id
    FROM segment JOIN roster_member m ON m.roster_version_id = segment.id
    WHERE segment.from_on <= :today AND (segment.until_on IS NULL OR :today < segment.until_on)
), before AS (
    SELECT DISTINCT segment.supplier_id, m.household_id
    FROM segment JOIN roster_member m ON m.roster_version_id = segment.id
    WHERE segment.from_on <= CAST(:today AS date) - interval '6 months'
      AND (segment.until_on IS NULL OR CAST(:today AS date) - interval '6 months' < segment.until_on)
), paid AS (
    SELECT supplier_id, household_id, max(paid_on) AS last_paid_on
    FROM household_payment
    WHERE state = 'verified' AND paid_on <= :today
    GROUP BY supplier_id, household_id
)
SELECT standing.household_id, standing.supplier_id, paid.last_paid_on
FROM standing
JOIN before ON before.supplier_id = standing.supplier_id AND before.household_id = standing.household_id
LEFT JOIN paid ON paid.supplier_id = standing.supplier_id AND paid.household_id = standing.household_id
WHERE paid.last_paid_on IS NULL OR paid.last_paid_on <= CAST(:today AS date) - interval '6 months'
ORDER BY standing.household_id, standing.supplier_id
