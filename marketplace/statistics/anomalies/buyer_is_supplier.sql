-- severity: warning
-- zh: 采购方就是供应商或其成员
-- en: The buyer is the supplier or one of its members

-- A member is whoever holds a role in the supplier: as the named buyer, or in the buying organisation too.
WITH sold AS (
    SELECT s.id AS sale_id, s.supplier_id, s.sold_on, supplier.organisation_id, s.buyer_organisation_id, s.buyer_name,
           seller.name AS seller_name
    FROM sale s
    JOIN supplier ON supplier.id = s.supplier_id
    JOIN organisation seller ON seller.id = supplier.organisation_id
    WHERE starts_with(s.origin_code, :prefix) AND s.sold_on >= :from_on AND s.sold_on < :end_on
      AND s.kind = 'sale' AND (s.buyer_organisation_id IS NOT NULL OR s.buyer_name IS NOT NULL)
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
), itself AS (
    SELECT sale_id, supplier_id, sold_on FROM sold
    WHERE buyer_organisation_id = organisation_id OR buyer_name = seller_name
), role AS (
    SELECT m.organisation_id, m.user_id, person.name,
           CAST(timezone('Asia/Shanghai', m.created_at) AS date) AS from_on,
           CAST(timezone('Asia/Shanghai', m.ended_at) AS date) AS until_on
    FROM membership m JOIN user_account person ON person.id = m.user_id
), member AS (
    SELECT sold.sale_id, sold.supplier_id, sold.sold_on
    FROM sold
    JOIN role ours ON ours.organisation_id = sold.organisation_id
         AND ours.from_on <= sold.sold_on AND (ours.until_on IS NULL OR sold.sold_on < ours.until_on)
    LEFT JOIN role theirs ON theirs.organisation_id = sold.buyer_organisation_id AND theirs.user_id = ours.user_id
         AND theirs.from_on <= sold.sold_on AND (theirs.until_on IS NULL OR sold.sold_on < theirs.until_on)
    WHERE theirs.user_id IS NOT NULL OR ours.name = sold.buyer_name
)
SELECT sale_id, supplier_id, sold_on, min(relation) AS relation
FROM (
    SELECT itself.*, 'itself' AS relation FROM itself
    UNION
    SELECT member.*, 'member' FROM member
) related
GROUP BY sale_id, supplier_id, sold_on
ORDER BY sale_id
