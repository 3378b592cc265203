-- severity: warning
-- zh: 同一佐证材料用于多处
-- en: The same evidence file proves several things

-- Equal bytes are the same file. One report's lines, or one supplier's payments of a day, may share theirs.
WITH used AS (
    SELECT line.evidence_file_id AS file_id, 'report ' || line.sales_report_id AS document, line.sold_on AS used_on,
           supplier.county_code
    FROM sales_report_line line
    JOIN sales_report report ON report.id = line.sales_report_id AND report.state <> 'reversed'
    JOIN supplier ON supplier.id = line.supplier_id
    WHERE line.evidence_file_id IS NOT NULL
    UNION ALL
    SELECT p.evidence_file_id, 'payments ' || p.supplier_id || ' ' || p.paid_on, p.paid_on, supplier.county_code
    FROM household_payment p
    JOIN supplier ON supplier.id = p.supplier_id
    WHERE p.evidence_file_id IS NOT NULL AND p.state NOT IN ('reversed', 'sent_back')
)
SELECT array_agg(DISTINCT used.file_id ORDER BY used.file_id) AS file_ids,
       array_agg(DISTINCT used.document ORDER BY used.document) AS documents
FROM used JOIN stored_file ON stored_file.id = used.file_id
WHERE starts_with(used.county_code, :prefix)
GROUP BY stored_file.sha256
HAVING count(DISTINCT used.document) > 1
   AND bool_or(used.used_on >= :from_on AND used.used_on < :end_on)
ORDER BY min(used.file_id)
