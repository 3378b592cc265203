-- severity: warning
-- zh: 批次销量超过批次产量
-- en: More sold of a lot than it held

SELECT s.lot_id, lot.product_id, sum(s.quantity) AS sold_quantity, lot.quantity AS lot_quantity
FROM sale s
JOIN lot ON lot.id = s.lot_id
WHERE starts_with(s.origin_code, :prefix) AND s.sold_on < :end_on AND lot.quantity IS NOT NULL
GROUP BY s.lot_id, lot.product_id, lot.quantity
HAVING sum(s.quantity) > lot.quantity AND max(s.sold_on) >= :from_on
ORDER BY sum(s.quantity) - lot.quantity DESC, s.lot_id
