-- severity: notice
-- zh: 认定或证照将在 60、30、7 天内到期
-- en: A certification or certificate expires within 60, 30 or 7 days

-- What has a successor is not told; of a file the expiry date is its last day, of a certification the day before its end.
WITH ending AS (
    SELECT 'qualification' AS thing, q.id, q.supplier_id, q.until_on - 1 AS last_on
    FROM qualification q
    JOIN supplier ON supplier.id = q.supplier_id
    WHERE starts_with(supplier.county_code, :prefix) AND q.state IN ('certified', 'suspended')
      AND NOT EXISTS (
          SELECT FROM qualification next
          WHERE next.supplier_id = q.supplier_id AND next.id <> q.id AND next.from_on <= q.until_on
            AND (next.until_on IS NULL OR next.until_on > q.until_on)
      )
    UNION ALL
    SELECT 'product_certification', c.id, product.supplier_id, c.until_on - 1
    FROM product_certification c
    JOIN product ON product.id = c.product_id
    JOIN supplier ON supplier.id = product.supplier_id
    WHERE starts_with(supplier.county_code, :prefix)
      AND NOT EXISTS (
          SELECT FROM product_certification next
          WHERE next.product_id = c.product_id AND next.id <> c.id AND next.from_on <= c.until_on
            AND (next.until_on IS NULL OR next.until_on > c.until_on)
      )
    UNION ALL
    SELECT 'requirement_answer', a.id, q.supplier_id, a.expires_on
    FROM requirement_answer a
    JOIN qualification q ON q.id = a.qualification_id AND q.state IN ('certified', 'suspended')
    JOIN supplier ON supplier.id = q.supplier_id
    WHERE starts_with(supplier.county_code, :prefix) AND a.state = 'accepted'
      AND NOT EXISTS (
          SELECT FROM requirement_answer next
          WHERE next.qualification_id = a.qualification_id AND next.requirement_id = a.requirement_id
            AND next.attempt > a.attempt AND next.state = 'accepted'
      )
)
SELECT thing, id, supplier_id, last_on, last_on - CAST(:today AS date) AS days_left,
       CASE WHEN last_on - CAST(:today AS date) <= 7 THEN 7
            WHEN last_on - CAST(:today AS date) <= 30 THEN 30 ELSE 60 END AS within_days
FROM ending
WHERE last_on >= :today AND last_on <= CAST(:today AS date) + 60
ORDER BY last_on, thing, id
